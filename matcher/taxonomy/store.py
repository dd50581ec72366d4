"""Load taxonomies, through a cache keyed by the digest of their text.

Checking thousands of YAML entries takes a good part of a second; the checked entries are kept in
the user's cache folder.  A cache that is missing, unwritable or damaged costs time, never a result.
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import platformdirs

from matcher.errors import InputError
from matcher.taxonomy.load import parse_skills, shipped_taxonomy
from matcher.taxonomy.names import NameTable, name_table
from matcher.taxonomy.skill import Skill
from matcher.taxonomy.taxonomy import Taxonomy

#: Raised whenever the layout of the cached entries changes.
CACHE_FORMAT = 6


def load_taxonomy(path: Path | None = None, *, cache_dir: Path | None = None) -> Taxonomy:
    """Load a taxonomy file, or the shipped one.

    Parameters
    ----------
    path : Path, optional
        A taxonomy file; the shipped one by default.
    cache_dir : Path, optional
        Where checked entries are kept; the user's cache folder by default.

    Raises
    ------
    InputError
        If the file cannot be read.
    ConfigError
        With every mistake in it.
    """
    path = path or shipped_taxonomy()
    raw = _read(path)
    digest = hashlib.sha256(raw).hexdigest()
    folder = cache_dir or Path(platformdirs.user_cache_dir("matcher", appauthor=False))
    cached = folder / f"taxonomy-{CACHE_FORMAT}-{digest[:32]}.msgpack"
    with _collector_paused():
        entries = _read_cache(cached)
        if entries is None:
            skills = parse_skills(_decoded(raw, path), str(path))
            entries = _Entries(skills, name_table(skills))
            _write_cache(cached, entries)
    return Taxonomy(entries.skills, f"sha256:{digest}", entries.names)


def check_taxonomy(path: Path) -> tuple[Skill, ...]:
    """Check a taxonomy file without the cache.

    Raises
    ------
    InputError
        If the file cannot be read.
    ConfigError
        With every mistake in it.
    """
    with _collector_paused():
        return parse_skills(_decoded(_read(path), path), str(path))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for cycles, which finds none here and doubles the time of a first load."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is no UTF-8"
        raise InputError(str(path), found, allowed="UTF-8 text") from error


class _Entries(msgspec.Struct, array_like=True):
    skills: tuple[Skill, ...]
    names: NameTable


def _read_cache(path: Path) -> _Entries | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=_Entries)
    except (OSError, msgspec.DecodeError):
        return None


def _write_cache(path: Path, entries: _Entries) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(entries))
        Path(name).replace(path)
    except OSError:
        return
