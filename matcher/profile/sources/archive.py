"""The files of a ZIP archive, read one at a time without unpacking it to disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from matcher.documents.formats import ZIP_DAMAGE
from matcher.errors import InputError
from matcher.profile.sources.members import Member, is_junk, plain_name
from matcher.profile.sources.rows import ALLOWED
from matcher.profile.sources.unpacked import MAX_RATIO, chunks_of

#: Limits of an archive: entries, and bytes unpacked.
MAX_ENTRIES = 200_000
MAX_UNPACKED = 50 * 1024**3
#: Entries up to this size may be packed however well (bytes).
SMALL = 1_000_000
_ENCRYPTED, _UTF8 = 1, 0x800
# RuntimeError is zipfile's word for an encrypted entry.
_DAMAGE = (*ZIP_DAMAGE, zlib.error, RuntimeError)


class Archive:
    """Entries of a ZIP archive in the order of their names; hidden ones are skipped.

    Parameters
    ----------
    source : str
        As the user named it.
    path : Path
        Where the archive is.

    Raises
    ------
    InputError
        If it is damaged, or made to be dangerous: too many entries, entries that share bytes, far
        too much in it.
    """

    def __init__(self, source: str, path: Path) -> None:
        self.source = source
        self.skipped = 0
        self.notes: tuple[str, ...] = ()
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise InputError(source, "is a damaged ZIP archive", allowed=ALLOWED) from error
        try:
            entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
            self._check(entries, path.stat().st_size)
            self._members = sorted(self._listed(entries), key=lambda member: member.name)
        except InputError:
            self.close()
            raise

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def _check(self, entries: list[zipfile.ZipInfo], size: int) -> None:
        if len(entries) > MAX_ENTRIES:
            found = f"holds {len(entries):,} files"
            raise InputError(self.source, found, allowed=f"at most {MAX_ENTRIES:,}")
        if sum(entry.compress_size for entry in entries) > size:
            raise InputError(self.source, "its files share their bytes", allowed="a plain ZIP")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            found = f"unpacks to over {MAX_UNPACKED // 1024**3} GB"
            raise InputError(self.source, found, allowed="less")

    def _listed(self, entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
        seen: set[str] = set()
        for entry in entries:
            name = plain_name(_decoded(entry))
            if is_junk(name):
                self.skipped += 1
                continue
            problem = _problem(entry, name)
            if name in seen:
                problem = "stands twice in the archive"
            seen.add(name)
            yield Member(name, partial(self._pieces, entry), problem)

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(entry) as file:
                yield from chunks_of(file)
        except _DAMAGE as error:
            raise InputError(entry.filename, "is damaged in the archive") from error


def _decoded(entry: zipfile.ZipInfo) -> str:
    """An entry's path; names that do not say so may still be UTF-8."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _problem(entry: zipfile.ZipInfo, name: str) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted; allowed: an archive without a password"
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        return "its name leads out of the archive"
    if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        found = f"unpacks to {entry.file_size:,} from {entry.compress_size:,} bytes"
        return f"{found}; allowed: at most {MAX_RATIO} times"
    return ""
