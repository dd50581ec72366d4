"""What a batch is given: files, folders and patterns, what they hold, and their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from glob import has_magic
from pathlib import Path

from matcher.batch.files import digest_of
from matcher.batch.kernel import Chunk, StoredChunk
from matcher.batch.store.manifest import MANIFEST as STORE_MANIFEST
from matcher.batch.store.manifest import is_store
from matcher.batch.store.reading import StoredCandidates, open_current
from matcher.errors import InputError
from matcher.model import SetAside
from matcher.profile.columns import ID_COLUMN
from matcher.profile.headers import column_names, fold_header
from matcher.profile.read import Unread, open_candidates
from matcher.profile.several import source_names
from matcher.profile.sources.members import is_junk
from matcher.taxonomy.taxonomy import Taxonomy

#: A chunk ends behind so many characters of text, however few rows that are.
CHUNK_CHARACTERS = 16_000_000

#: Of many headers, so many are named in a message.
_MOST_NAMED = 30
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".jsonl", ".ndjson")
_PLAIN = (".csv", ".tsv", ".jsonl", ".ndjson")
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of candidates, looked at before the work begins.

    Parameters
    ----------
    path : str
        As the user named it.
    name : str
        Stands before its ids; empty where there is only one.
    digest : str
        SHA-256 of its content.
    size : int
        Bytes.
    stamp : tuple of int
        Changes when somebody writes to it.
    uses : mapping of str to str
        What each of its headers was recognised as.
    keep : tuple of str
        Per kept column, where its cell is; empty where this source has none.
    description : str
        One line for the log: what is read as what.
    store : str
        The store that keeps its profiles; empty where it is read itself.
    at : int
        Its place among the sources of the store.
    """

    path: str
    name: str
    digest: str
    size: int
    stamp: tuple[int, ...]
    uses: Mapping[str, str]
    keep: tuple[str, ...]
    description: str
    store: str = ""
    at: int = 0

    @property
    def file(self) -> str:
        """What changes on disk when the source does."""
        return str(Path(self.store, STORE_MANIFEST)) if self.store else self.path

    @property
    def is_plain(self) -> bool:
        """Whether its bytes are about its characters."""
        return self.path.lower().endswith(_PLAIN)


def is_table_name(path: str) -> bool:
    """Whether a file's name says that it is a table.

    Examples
    --------
    >>> is_table_name("jobs.csv.gz"), is_table_name("nurse.txt")
    (True, False)
    """
    name = path.lower()
    for ending in _PACKED:
        name = name.removesuffix(ending)
    return name.endswith(_TABLES)


def job_paths(given: Sequence[str]) -> list[str]:
    """The files that JOBS stand for: patterns and folders give theirs, in order of their names.

    Raises
    ------
    InputError
        If one stands for none, is standard input, or a file is given twice.
    """
    return _once([path for each in given for path in _matching(each, "JOBS", _files_in)])


def candidate_paths(given: Sequence[str]) -> list[str]:
    """The sources that CANDIDATES stand for: a folder of tables gives them, one of résumés itself.

    Raises
    ------
    InputError
        If one stands for none, is standard input, or a source is given twice.
    """

    def inside(folder: Path) -> list[Path]:
        if is_store(folder):
            return [folder]
        found = _files_in(folder)
        return found if found and all(is_table_name(path.name) for path in found) else [folder]

    return _once([path for each in given for path in _matching(each, "CANDIDATES", inside)])


def _matching(given: str, what: str, inside: Callable[[Path], list[Path]]) -> list[str]:
    if given == "-":
        found = f"{what} are standard input, which cannot be gone on with after a break"
        raise InputError("-", found, allowed="files")
    if has_magic(given) and not Path(given).exists():
        parts = Path(given).parts
        fixed = next(at for at, part in enumerate(parts) if has_magic(part))
        matches = sorted(Path(*parts[:fixed]).glob(str(Path(*parts[fixed:]))))
        if not matches:
            raise InputError(given, "fits no file", allowed=f"{what} that are there")
        return [str(path) for match in matches for path in _unfolded(match, inside)]
    found_paths = _unfolded(Path(given), inside)
    if not found_paths:
        raise InputError(given, "holds no files", allowed=f"{what} that are there")
    return [given] if found_paths == [Path(given)] else [str(path) for path in found_paths]


def _unfolded(path: Path, inside: Callable[[Path], list[Path]]) -> list[Path]:
    return inside(path) if path.is_dir() else [path]


def _files_in(folder: Path) -> list[Path]:
    return [path for path, _ in _named_files(folder)]


def _named_files(folder: Path) -> list[tuple[Path, str]]:
    """Files below a folder with their names in it, but hidden ones and what systems leave."""
    found = [(path, path.relative_to(folder).as_posix()) for path in folder.rglob("*")]
    return sorted(
        ((path, name) for path, name in found if path.is_file() and not is_junk(name)),
        key=lambda pair: pair[1],
    )


def _once(paths: Sequence[str]) -> list[str]:
    seen: set[Path] = set()
    for path in paths:
        real = Path(path).resolve()
        if real in seen:
            raise InputError(path, "is given twice", allowed="each file once")
        seen.add(real)
    return list(paths)


def path_digest(path: str) -> tuple[str, int]:
    """SHA-256 of a file, or of the names and contents below a folder; and bytes in all.

    Raises
    ------
    InputError
        If something cannot be read.
    """
    whole = Path(path)
    if not whole.is_dir():
        return digest_of(whole), whole.stat().st_size
    lines = hashlib.sha256()
    size = 0
    for inner, name in _named_files(whole):
        lines.update(f"{digest_of(inner)} {name}\n".encode("utf-8", "surrogateescape"))
        size += inner.stat().st_size
    return f"sha256:{lines.hexdigest()}", size


def path_stamp(path: str) -> tuple[int, ...]:
    """Size and time of change of a file, or of all below a folder.

    Raises
    ------
    InputError
        If it cannot be looked at.
    """
    try:
        whole = Path(path)
        inside = [inner for inner, _ in _named_files(whole)] if whole.is_dir() else [whole]
        found = [inner.stat() for inner in inside]
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    return tuple(figure for each in found for figure in (each.st_size, each.st_mtime_ns))


def look_at(
    paths: Sequence[str],
    taxonomy: Taxonomy,
    mapping: Mapping[str, str] | None,
    keep: Sequence[str],
) -> tuple[Source, ...]:
    """Open each source once, so that what cannot be used is told before hours of work.

    Raises
    ------
    InputError
        If a source cannot be used as a whole, or none has one of the columns to keep.
    """
    if mapping and all(map(is_store, paths)):
        words = "--map names columns of a list, and a store was read already"
        raise InputError(paths[0], words, allowed="--map where the store is made")
    seen = [each for path in paths for each in _looked_at(path, taxonomy, mapping, keep)]
    names = source_names(_once([source.path for source in seen]))
    sources = tuple(replace(each, name=name) for each, name in zip(seen, names, strict=True))
    headers = dict.fromkeys(header for source in sources for header in source.uses)
    for at, wanted in enumerate(keep):
        if not any(source.keep[at] for source in sources):
            found = f"no source has a column {wanted!r}"
            raise InputError("--keep", found, allowed=", ".join(list(headers)[:_MOST_NAMED]))
    return sources


def _looked_at(
    path: str, taxonomy: Taxonomy, mapping: Mapping[str, str] | None, keep: Sequence[str]
) -> Iterator[Source]:
    """The source that a path is, or those of a store; their names are not known yet."""
    if is_store(path):
        store = Path(path)
        manifest = str(store / STORE_MANIFEST)
        digest, size = path_digest(manifest)
        for at, stored in enumerate(open_current(store, taxonomy).sources):
            uses = stored.uses
            said = f"{path}: {stored.source}: {stored.describe()}"
            whole = Source(stored.source, "", digest, size, (), uses, kept_places(uses, keep), said)
            yield replace(whole, stamp=path_stamp(manifest), store=path, at=at)
        return
    with open_candidates(path, taxonomy, mapping=mapping) as opened:
        stamp = path_stamp(path)
        digest, size = path_digest(path)
        uses = opened.uses
        said = f"{path}: {opened.describe()}"
        yield Source(path, "", digest, size, stamp, uses, kept_places(uses, keep), said)


def kept_places(uses: Mapping[str, str], keep: Sequence[str]) -> tuple[str, ...]:
    """Where each kept column is: a carried header, or the field another header is read as.

    Parameters
    ----------
    uses : mapping of str to str
        What each header was recognised as.
    keep : sequence of str
        The columns, by their headers or what they were recognised as.

    Returns
    -------
    tuple of str
        One for each; empty where there is no such column.

    Examples
    --------
    >>> kept_places({"City": "carried", "CV": "resume_text"}, ["city", "cv", "salary"])
    ('City', 'resume_text', '')
    """
    places: dict[str, str] = {}
    read = column_names().read.keys() - {ID_COLUMN}
    for header, use in uses.items():
        place = use if use in read else header
        places.setdefault(fold_header(header), place)
        places.setdefault(fold_header(use), place)
    return tuple(places.get(fold_header(wanted), "") for wanted in keep)


@dataclass(slots=True)
class Reading:
    """The chunks of a source; complete behind the last, what else is to be said of it."""

    chunks: Iterator[Chunk | StoredChunk]
    empty_rows: int = 0
    notes: tuple[str, ...] = ()


@contextmanager
def reading(
    source: Source, taxonomy: Taxonomy, mapping: Mapping[str, str] | None, rows: int
) -> Iterator[Reading]:
    """The candidates of a source in chunks, cut by the number of the row and the length of texts.

    Raises
    ------
    InputError
        If the source cannot be read.
    """
    if source.store:
        stored = open_current(Path(source.store), taxonomy).sources[source.at]
        yield Reading(_stored_chunks(source, stored), stored.empty_rows)
        return
    with open_candidates(source.path, taxonomy, mapping=mapping) as opened:
        found = Reading(iter(()))

        def cut() -> Iterator[Chunk]:
            yield from _cut(source, opened.unread(), rows)
            found.empty_rows, found.notes = opened.empty_rows, tuple(opened.notes)

        found.chunks = cut()
        yield found


def _stored_chunks(source: Source, stored: StoredCandidates) -> Iterator[Chunk | StoredChunk]:
    """A chunk a part; who was set aside comes with the first, or alone where there is none."""
    listing = stored.listing
    aside = tuple(listing.asides[at] for at in sorted(listing.asides))
    if not stored.parts and aside:
        yield _chunk(source, aside)
    for number, part in enumerate(stored.parts):
        yield StoredChunk(
            source.path,
            source.name,
            source.uses,
            source.keep,
            Path(source.store),
            part.entry,
            listing.rows[stored.positions(number)],
            () if number else aside,
        )


def _cut(source: Source, items: Iterator[Unread | SetAside], rows: int) -> Iterator[Chunk]:
    some: list[Unread | SetAside] = []
    characters = 0
    for item in items:
        some.append(item)
        if isinstance(item, Unread):
            characters += sum(map(len, item.texts.values()))
        if len(some) == rows or characters >= CHUNK_CHARACTERS:
            yield _chunk(source, some)
            some, characters = [], 0
    if some:
        yield _chunk(source, some)


def _chunk(source: Source, items: Sequence[Unread | SetAside]) -> Chunk:
    return Chunk(source.path, source.name, source.uses, source.keep, tuple(items))
