"""Checked taxonomies in the user's cache folder: quick to load, safe to lose.

A cache file carries a checksum and appears whole under its name, so that a start beside another
one, a full disk or a damaged file costs time, never a result.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zlib
from functools import cache
from pathlib import Path

import msgspec
import platformdirs

from matcher.taxonomy.names import NameTable
from matcher.taxonomy.skill import Skill

#: Files of taxonomies kept beside the newest; older ones are removed.
KEPT_FILES = 12
#: A temporary file this old was left by a start that died (seconds).
STALE_SECONDS = 3600

_CHECKSUM_BYTES = 4
#: What decides the meaning of cached entries: a change in any of these makes old files worthless.
_DECIDING = ("cache.py", "load.py", "merge.py", "names.py", "normal.py", "skill.py")


class Entries(msgspec.Struct, array_like=True):
    """What is kept: the checked skills and their names."""

    skills: tuple[Skill, ...]
    names: NameTable


def cache_file(digest: str, folder: Path | None) -> Path:
    """Where the entries of the taxonomy with this digest (hexadecimal) are kept."""
    folder = folder or Path(platformdirs.user_cache_dir("matcher", appauthor=False))
    return folder / f"taxonomy-{_code_digest()}-{digest[:32]}.msgpack"


def read_cache(path: Path) -> Entries | None:
    """The entries, or None where the file is missing or damaged."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    checksum, payload = raw[:_CHECKSUM_BYTES], memoryview(raw)[_CHECKSUM_BYTES:]
    if checksum != zlib.crc32(payload).to_bytes(_CHECKSUM_BYTES, "big"):
        return None
    try:
        return msgspec.msgpack.decode(payload, type=Entries)
    except msgspec.DecodeError:
        return None


def write_cache(path: Path, entries: Entries) -> None:
    """Write beside and rename, so that a reader never sees half a file; tidy up."""
    payload = msgspec.msgpack.encode(entries)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.crc32(payload).to_bytes(_CHECKSUM_BYTES, "big"))
            file.write(payload)
        Path(temporary).replace(path)
        _tidy(path)
    except OSError:
        if temporary:
            _remove(Path(temporary))


def _tidy(written: Path) -> None:
    """Keep the newest files; what died half-way goes after an hour."""
    kept: list[tuple[float, Path]] = []
    for path in written.parent.glob("taxonomy-*.msgpack*"):
        try:
            age = path.stat().st_mtime
        except OSError:
            continue
        if path.suffix == ".msgpack":
            kept.append((age, path))
        elif time.time() - age > STALE_SECONDS:
            _remove(path)
    for _, path in sorted(kept, reverse=True)[KEPT_FILES:]:
        if path != written:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a file that another start may have removed already."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


@cache
def _code_digest() -> str:
    """Digest of the modules that decide what cached entries mean."""
    digest = hashlib.sha256()
    for name in _DECIDING:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[:12]
