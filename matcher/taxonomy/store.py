"""Load taxonomies, one or several merged, through the cache.

Checking thousands of YAML entries takes a good part of a second; the checked entries are kept in
the user's cache folder (:mod:`matcher.taxonomy.cache`) under the digest of the files.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from matcher.errors import InputError
from matcher.placed_yaml import PlacedYaml
from matcher.taxonomy.cache import Entries, cache_file, read_cache, write_cache
from matcher.taxonomy.load import parse_placed, parse_skills, shipped_taxonomy
from matcher.taxonomy.merge import merge_skills
from matcher.taxonomy.names import name_table
from matcher.taxonomy.skill import Skill
from matcher.taxonomy.taxonomy import Taxonomy

#: Names the taxonomy that comes with the package where a file is expected.
SHIPPED = "shipped"


def load_taxonomy(
    path: Path | Sequence[Path] | None = None, *, cache_dir: Path | None = None
) -> Taxonomy:
    """Load a taxonomy file, several merged in their order, or the shipped one.

    Parameters
    ----------
    path : Path or sequence of Path, optional
        Taxonomy files; the shipped one where none is given.  ``Path("shipped")`` stands for the
        shipped one among others.
    cache_dir : Path, optional
        Where checked entries are kept; the user's cache folder by default.

    Raises
    ------
    InputError
        If a file cannot be read.
    ConfigError
        With every mistake in it.

    Examples
    --------
    >>> load_taxonomy(Path("shipped")).digest == load_taxonomy().digest
    True
    """
    files = [path] if isinstance(path, Path) else list(path or [shipped_taxonomy()])
    texts = [(file, _read(resolved(file))) for file in files]
    digests = [hashlib.sha256(raw).hexdigest() for _, raw in texts]
    digest = digests[0] if len(digests) == 1 else _digest_in_order(digests)
    cached = cache_file(digest, cache_dir)
    with _collector_paused():
        entries = read_cache(cached)
        if entries is None:
            skills = _merged([parse_skills(_decoded(raw, file), str(file)) for file, raw in texts])
            entries = Entries(skills, name_table(skills))
            write_cache(cached, entries)
    return Taxonomy(entries.skills, f"sha256:{digest}", entries.names)


def checked_file(path: Path) -> tuple[tuple[Skill, ...], PlacedYaml]:
    """Check a taxonomy file without the cache: its entries in their order, and their lines.

    Raises
    ------
    InputError
        If the file cannot be read.
    ConfigError
        With every mistake in it.
    """
    with _collector_paused():
        return parse_placed(_decoded(_read(resolved(path)), path), str(path))


def resolved(path: Path) -> Path:
    """The file that a path given by a user stands for: ``shipped`` is the shipped one.

    Examples
    --------
    >>> resolved(Path("esco.yaml")).name, resolved(Path("shipped")).name
    ('esco.yaml', 'skill_taxonomy.yaml')
    """
    return shipped_taxonomy() if str(path) == SHIPPED else path


def _merged(parts: list[tuple[Skill, ...]]) -> tuple[Skill, ...]:
    first, *rest = parts
    for part in rest:
        first = merge_skills(first, part).skills
    return first


def _digest_in_order(digests: list[str]) -> str:
    """Digest of a merge: that of its parts' digests, one a line."""
    return hashlib.sha256("\n".join(digests).encode("ascii")).hexdigest()


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
