"""What a store holds: the one file that makes a folder a store, written last."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import msgspec

from matcher import __version__
from matcher.batch.files import write_whole
from matcher.errors import InputError

#: Of the layout; a store with a higher one was written by a later matcher.
FORMAT = 1
MANIFEST, LOCK, PARTS, SOURCES = "manifest.json", "lock", "parts", "sources"
#: What reading a profile goes by, beside the code and the taxonomy.
_RULES = ("profile_en.yaml", "columns.yaml", "ats.yaml", "identity.yaml")
_ALLOWED = "a folder that `matcher profiles CANDIDATES --out STORE` wrote"


class Versions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What profiles were read with; others would read them differently."""

    matcher: str
    taxonomy: str
    rules: str

    def differing(self, other: Versions) -> tuple[str, ...]:
        """Names of what differs.

        Examples
        --------
        >>> Versions("1", "sha256:a", "sha256:b").differing(Versions("2", "sha256:a", "sha256:b"))
        ('matcher',)
        """
        names = ("matcher", "taxonomy", "rules")
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


class StoredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the store as it was written."""

    bytes: int
    sha256: str
    crc32: int


class StoredArray(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An array of the store as it was written; the file is ``<name>.npy``."""

    dtype: str
    shape: tuple[int, ...]
    file: StoredFile


class PartEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part: its folder's name, how many profiles it holds, and its files."""

    name: str
    profiles: int
    records: StoredFile
    arrays: dict[str, StoredArray]


class SourceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source and what became of its rows.

    Parameters
    ----------
    source : str
        As the user named it.
    mapping : dict of str to str
        Columns that ``--map`` named.
    uses : dict of str to str
        What each header was read as.
    candidates, set_aside, empty_rows : int
        Rows with a profile, rows that could not be read, rows without any text.
    listing : str
        Name of the file with its rows.
    file : StoredFile
        That file.
    parts : tuple of PartEntry
        Its profiles.
    """

    source: str
    mapping: dict[str, str]
    uses: dict[str, str]
    candidates: int
    set_aside: int
    empty_rows: int
    listing: str
    file: StoredFile
    parts: tuple[PartEntry, ...]


class Forgotten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That people were removed: when and how many, never who."""

    on: str
    candidates: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a store holds."""

    format: int
    versions: Versions
    sources: tuple[SourceEntry, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()
    digest: str = ""

    @property
    def candidates(self) -> int:
        """Profiles of all sources."""
        return sum(entry.candidates for entry in self.sources)

    @property
    def set_aside(self) -> int:
        """Rows of all sources that could not be read."""
        return sum(entry.set_aside for entry in self.sources)


class _Format(msgspec.Struct):
    format: int


def versions_of(taxonomy_digest: str) -> Versions:
    """What this matcher reads profiles with."""
    rules = hashlib.sha256()
    for name in _RULES:
        rules.update(files("matcher.rules").joinpath(name).read_bytes())
    return Versions(__version__, taxonomy_digest, f"sha256:{rules.hexdigest()}")


def is_store(source: str | Path) -> bool:
    """Whether a name is that of a store, sound or damaged.

    Examples
    --------
    >>> is_store("list.csv"), is_store(".")
    (False, False)
    """
    folder = Path(source)
    try:
        inside = all((folder / name).is_dir() for name in (PARTS, SOURCES))
        return inside and any((folder / name).is_file() for name in (MANIFEST, LOCK))
    except (OSError, ValueError):
        return False


def read_manifest(store: Path) -> Manifest:
    """The manifest of a store.

    Raises
    ------
    InputError
        If the folder is no store, its manifest is damaged or was edited, or it is of a later
        format.
    """
    path = store / MANIFEST
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        found = f"is no profile store: it has no {MANIFEST}"
        raise InputError(str(store), found, allowed=_ALLOWED) from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    try:
        found_format = msgspec.json.decode(raw, type=_Format).format
        if found_format > FORMAT:
            found = f"is a store of format {found_format}"
            raise InputError(str(store), found, allowed=f"format {FORMAT}, or a later matcher")
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(path, "is no manifest") from error
    if raw != _encoded(manifest):
        raise damaged(path, "is not as it was written")
    return manifest


def write_manifest(store: Path, manifest: Manifest) -> None:
    """Put a manifest in place, in one step.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    write_whole(store / MANIFEST, _encoded(manifest))


def damaged(path: Path, found: str) -> InputError:
    """What to say of a file that is not what the store's writer left."""
    return InputError(str(path), found, allowed="a store as it was written; write it anew")


def _encoded(manifest: Manifest) -> bytes:
    """The manifest as JSON with the digest of all else in it."""
    bare = msgspec.structs.replace(manifest, digest="")
    digest = hashlib.sha256(msgspec.json.encode(bare)).hexdigest()
    signed = msgspec.structs.replace(manifest, digest=f"sha256:{digest}")
    return msgspec.json.format(msgspec.json.encode(signed), indent=1) + b"\n"
