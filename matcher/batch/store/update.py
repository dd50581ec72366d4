"""Read sources into a store: only rows that are new or changed are read, over all cores."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matcher.batch.store.listing import ASIDE, DIGEST_BYTES, Listing, read_listing, write_listing
from matcher.batch.store.manifest import FORMAT, Manifest, SourceEntry, is_store, versions_of
from matcher.batch.store.packing import WRITTEN, packed
from matcher.batch.store.part import PartWriter
from matcher.batch.store.records import Record, encoded
from matcher.batch.store.writing import replace_manifest, writing
from matcher.errors import InputError
from matcher.model import SetAside
from matcher.processes import in_order
from matcher.profile.read import Unread, open_candidates
from matcher.profile.reader import reader_for
from matcher.taxonomy.taxonomy import Taxonomy

#: Rows that a process reads at a time; no result depends on it.
CHUNK_ROWS = 256

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one source.

    Parameters
    ----------
    source : str
        As the store names it.
    new, changed, unchanged, gone : int
        Candidates: not there before; with other cells; as before; no longer there.
    empty_rows : int
        Rows without any text.
    set_aside : tuple of SetAside
        What could not be read.
    read : tuple of str
        What each column was read as, and notes about the reading, for a person.
    """

    source: str
    new: int
    changed: int
    unchanged: int
    gone: int
    empty_rows: int
    set_aside: tuple[SetAside, ...]
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """What a run changed.

    Parameters
    ----------
    changes : tuple of Change
        Per source that was read.
    outdated : tuple of str
        What the store was written with that differs from now (``taxonomy``, …): all of its
        sources were read again, every row.
    """

    changes: tuple[Change, ...]
    outdated: tuple[str, ...]


def update_store(
    store: Path,
    sources: Sequence[str],
    taxonomy: Taxonomy,
    *,
    mapping: Mapping[str, str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Update:
    """Bring a store up to date with sources; it is made if it is not there.

    A source given again replaces what the store held of it; sources not given stay, and are read
    again only where the store was written with another taxonomy or other rules.  The store is the
    old one until the last step makes it the new one.

    Parameters
    ----------
    store : Path
        Its folder.
    sources : sequence of str
        Lists of any kind that :func:`~matcher.profile.read.open_candidates` reads.
    taxonomy : Taxonomy
        Skills to look for.
    mapping : mapping of str to str, optional
        Header by column, for each source given.
    workers : int, optional
        Processes; all cores by default.  Their number changes no byte.
    progress : callable, optional
        Called with the number of rows gone through.

    Raises
    ------
    InputError
        If a source cannot be used, or the store is damaged, cannot be written, or is being written
        by another process.
    """
    given = _checked(store, sources)
    done = _Counter(progress)
    with writing(store, new=True) as manifest:
        versions = versions_of(taxonomy.digest)
        old = manifest or Manifest(FORMAT, versions)
        outdated = old.versions.differing(versions)
        entries = {entry.source: entry for entry in old.sources}
        wanted = {e.source: e.mapping for e in old.sources} if outdated else {}
        wanted |= {source: dict(mapping or {}) for source in given}
        changes = []
        for source, columns in wanted.items():
            if source == "-" and source not in given:
                found = f"{'-'!r} was read with another {outdated[0]} and is not given"
                raise InputError(str(store), found, allowed="all its sources, or a new store")
            run = _SourceRun(store, source, columns, taxonomy, workers, done)
            entries[source], change = run.read(entries.get(source), reuse=not outdated)
            changes.append(change)
        kept = tuple(entries.values())
        replace_manifest(store, Manifest(FORMAT, versions, kept, old.forgotten))
    return Update(tuple(changes), outdated)


def _checked(store: Path, sources: Sequence[str]) -> list[str]:
    """The sources under the names that the store gives them."""
    names = [source if source == "-" else os.path.normpath(source) for source in sources]
    for source, count in Counter(names).items():
        if count > 1:
            raise InputError(source, "is given twice", allowed="each list once")
        if is_store(source):
            raise InputError(source, "is a profile store already", allowed="what it was made from")
        folder = Path(source)
        if source != "-" and folder.is_dir() and store.resolve().is_relative_to(folder.resolve()):
            raise InputError(str(store), f"lies inside {source}", allowed="a folder beside it")
    return names


@dataclass(slots=True)
class _Counter:
    """Rows gone through so far, in all sources."""

    tell: Progress | None
    rows: int = 0

    def add(self, rows: int) -> None:
        self.rows += rows
        if self.tell is not None:
            self.tell(self.rows)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Rows with their digests, and where each stands in the old listing, or -1."""

    outcomes: list[Unread | SetAside]
    digests: list[bytes]
    before: list[int]


@dataclass(slots=True)
class _Rows:
    """The new listing as it grows."""

    rows: array[int] = field(default_factory=lambda: array("q"))
    ids: list[str | None] = field(default_factory=list)
    digests: bytearray = field(default_factory=bytearray)
    parts: array[int] = field(default_factory=lambda: array("i"))
    places: array[int] = field(default_factory=lambda: array("i"))
    asides: dict[int, SetAside] = field(default_factory=dict)

    def add(self, row: int, candidate_id: str | None, digest: bytes, part: int, place: int) -> None:
        self.rows.append(row)
        self.ids.append(candidate_id)
        self.digests += digest
        self.parts.append(part)
        self.places.append(place)

    def listing(self) -> Listing:
        return Listing(
            np.array(self.rows, np.int64),
            pa.array(self.ids, pa.string()),
            np.frombuffer(bytes(self.digests), f"V{DIGEST_BYTES}"),
            np.array(self.parts, np.int32),
            np.array(self.places, np.int32),
            self.asides,
        )


class _Known:
    """Rows of the old listing by their digests."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        keys = np.ascontiguousarray(listing.digests).view(np.uint64).reshape(-1, 2)[:, 0]
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def find(self, digests: Sequence[bytes]) -> list[int]:
        """Where each stands, or -1."""
        if not len(self._keys) or not digests:
            return [-1] * len(digests)
        wanted = np.frombuffer(b"".join(digests), np.uint64).reshape(-1, 2)[:, 0]
        first = np.searchsorted(self._keys, wanted)
        return [self._at(int(at), digest) for at, digest in zip(first, digests, strict=True)]

    def _at(self, first: int, digest: bytes) -> int:
        key = np.frombuffer(digest, np.uint64)[0]
        while first < len(self._keys) and self._keys[first] == key:
            at = int(self._order[first])
            if self._listing.digests[at].tobytes() == digest and self._listing.parts[at] != ASIDE:
                return at
            first += 1
        return -1


@dataclass(slots=True)
class _SourceRun:
    """One source being read into a store."""

    store: Path
    source: str
    mapping: dict[str, str]
    taxonomy: Taxonomy
    workers: int | None
    done: _Counter

    def read(self, entry: SourceEntry | None, *, reuse: bool) -> tuple[SourceEntry, Change]:
        """Read the source beside what the store holds of it."""
        old = read_listing(self.store, entry) if entry else Listing.empty()
        rows = _Rows()
        with open_candidates(self.source, self.taxonomy, mapping=self.mapping) as opened:
            uses = opened.uses
            writer = PartWriter(self.store, uses)
            try:
                known = _Known(old if reuse else Listing.empty())
                written = self._fill(rows, writer, opened, known, old)
                fresh = rows.listing()
                parts = entry.parts if entry else ()
                listing, packed_parts = packed(
                    self.store, fresh, parts, writer, written, self.workers
                )
            finally:
                writer.abandon()
            empty, said = opened.empty_rows, (opened.describe(), *opened.notes)
        change = _change(self.source, old, fresh, empty, said)
        name, file = write_listing(self.store, listing)
        aside = len(fresh.asides)
        counts = (len(fresh) - aside, aside, empty)
        new = SourceEntry(self.source, self.mapping, uses, *counts, name, file, packed_parts)
        return new, change

    def _fill(
        self, rows: _Rows, writer: PartWriter, opened: Any, known: _Known, old: Listing
    ) -> list[tuple[int, int]]:
        """Go through all rows; gives where the writer put those that were read."""
        salt = _digest(b"", sorted(opened.uses.items()))
        under_way: deque[_Chunk] = deque()
        written: list[tuple[int, int]] = []
        unread = _unread_chunks(opened.unread(), known, salt, under_way)
        for records in in_order(_encoded, self.taxonomy, unread, self.workers):
            chunk, fresh = under_way.popleft(), iter(records)
            for outcome, digest, before in zip(
                chunk.outcomes, chunk.digests, chunk.before, strict=True
            ):
                row = outcome.row or 0
                if isinstance(outcome, SetAside):
                    rows.asides[len(rows.ids)] = outcome
                    rows.add(row, outcome.candidate_id, digest, ASIDE, ASIDE)
                elif before >= 0:
                    part, place = int(old.parts[before]), int(old.places[before])
                    rows.add(row, outcome.candidate_id, digest, part, place)
                else:
                    rows.add(row, outcome.candidate_id, digest, WRITTEN, len(written))
                    written.append(writer.append(next(fresh)))
            self.done.add(len(chunk.outcomes))
        return written


def _unread_chunks(
    outcomes: Iterable[Unread | SetAside], known: _Known, salt: bytes, under_way: deque[_Chunk]
) -> Iterator[list[Unread]]:
    """What has to be read of each chunk of rows; the chunks themselves go to ``under_way``."""
    rest = iter(outcomes)
    while taken := list(islice(rest, CHUNK_ROWS)):
        digests = [_row_digest(each, salt) for each in taken]
        chunk = _Chunk(taken, digests, known.find(digests))
        under_way.append(chunk)
        yield [
            each
            for each, before in zip(taken, chunk.before, strict=True)
            if before < 0 and isinstance(each, Unread)
        ]


def _encoded(taxonomy: Taxonomy, unread: list[Unread]) -> list[bytes]:
    """The records of some rows."""
    reader = reader_for(taxonomy)
    read = (each.read(reader) for each in unread)
    return [encoded(Record(each.profile, each.carried)) for each in read]


def _row_digest(outcome: Unread | SetAside, salt: bytes) -> bytes:
    """A digest of all that reading a row depends on; blank for a row set aside."""
    if isinstance(outcome, SetAside):
        return bytes(DIGEST_BYTES)
    signs = sorted((name, list(of)) for name, of in outcome.signs.items())
    cells = (outcome.candidate_id, dict(outcome.texts), outcome.names, outcome.carried, signs)
    return _digest(salt, cells)


def _digest(salt: bytes, value: object) -> bytes:
    digest = hashlib.blake2b(msgspec.msgpack.encode(value), digest_size=DIGEST_BYTES, key=salt)
    return digest.digest()


def _change(
    source: str, old: Listing, new: Listing, empty_rows: int, read: tuple[str, ...]
) -> Change:
    """What is new, changed, as before and gone."""
    old_ids = old.ids.filter(pa.array(old.parts != ASIDE))
    with_profile = new.parts != ASIDE
    new_ids = new.ids.filter(pa.array(with_profile))
    known = pc.sum(pc.is_in(new_ids, value_set=old_ids)).as_py() or 0
    same = pc.sum(pc.is_in(new.row_digests(), value_set=old.row_digests())).as_py() or 0
    return Change(
        source,
        new=len(new_ids) - known,
        changed=known - same,
        unchanged=same,
        gone=len(old_ids) - known,
        empty_rows=empty_rows,
        set_aside=tuple(new.asides.values()),
        read=read,
    )
