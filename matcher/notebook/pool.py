"""Candidates kept for any number of weightings: as columns to be scored, one in full when asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate, islice
from typing import Any

import numpy as np

from matcher.batch.pieces import Piece, Row, StoredPiece
from matcher.batch.store.marks import joined_marks, mark_arrays
from matcher.batch.store.reading import StoredCandidates
from matcher.batch.store.records import Record, decoded, encoded
from matcher.batch.store.stored_arrays import Array
from matcher.batch.store.twins import TwinFinder
from matcher.model import Candidate, Profile, SetAside, Twin
from matcher.processes import in_order
from matcher.profile.duplicates import find_pairs, twins_by_id
from matcher.profile.read import TableCandidates, Unread
from matcher.profile.reader import reader_for
from matcher.scoring.column_flags import flags_of
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.joined_columns import joined
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.vectorised import ColumnScorer
from matcher.taxonomy.taxonomy import Taxonomy

#: Candidates that a process reads at a time; fewer than these are not worth a process.
CHUNK_ROWS = 4_096
#: Of fewer than one in so many, duplicates are looked for one by one.
_FEW = 20
_Twins = Mapping[str, tuple[Twin, ...]]


class Pool(ABC):
    """Candidates in a fixed order; a *place* is a candidate's number in it.

    Parameters
    ----------
    pieces : sequence of Piece
        The candidates.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._first = list(accumulate(map(len, pieces), initial=0))

    def __len__(self) -> int:
        return self._first[-1]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the candidates."""
        return tuple(piece.id(row) for piece in self._pieces for row in range(len(piece)))

    def candidate(self, place: int) -> Candidate:
        """A candidate in full."""
        number = int(np.searchsorted(self._first, place, side="right")) - 1
        return self._pieces[number].row(place - self._first[number])()

    def credits(self, plan: ScoringPlan) -> CreditMatrix:
        """What everybody showed for a job, from the columns."""
        scorer = ColumnScorer(plan)
        found = [scorer.credits(piece.columns, piece.profiles) for piece in self._pieces]
        return CreditMatrix(
            plan=plan,
            candidate_ids=self.ids,
            low=np.concatenate([each.low for each in found], axis=1),
            high=np.concatenate([each.high for each in found], axis=1),
            readable=np.concatenate([each.readable for each in found]),
        )

    def flags(self, matrix: CreditMatrix, places: Sequence[int]) -> list[tuple[str, ...]]:
        """Flags of some candidates, as their ledgers have them."""
        found: dict[int, tuple[str, ...]] = {}
        for piece, first in zip(self._pieces, self._first, strict=False):
            own = [place - first for place in places if first <= place < first + len(piece)]
            if own:
                part = _part(matrix, first, first + len(piece))
                flags = flags_of(part, piece.columns, piece.profiles, own)
                found |= {row + first: each for row, each in zip(own, flags, strict=True)}
        return [found[place] for place in places]

    @abstractmethod
    def twins(self, places: Sequence[int]) -> _Twins:
        """Of some candidates, by id, who may be the same person; others may stand in it, too."""


def _part(matrix: CreditMatrix, first: int, end: int) -> CreditMatrix:
    """The credits of the candidates from one place to another."""
    if end - first == len(matrix.candidate_ids):
        return matrix
    part = slice(first, end)
    ids = matrix.candidate_ids[part]
    low, high, readable = matrix.low[:, part], matrix.high[:, part], matrix.readable[part]
    return CreditMatrix(matrix.plan, ids, low, high, readable)


class ReadPool(Pool):
    """Candidates that were read just now, each profile packed in some kilobytes.

    Parameters
    ----------
    piece : PackedPiece
        All of them.
    uses : mapping of str to str
        What each carried header holds.
    marks : mapping of str to array
        What tells them apart (:func:`matcher.batch.store.marks.mark_arrays`).
    """

    def __init__(
        self, piece: PackedPiece, uses: Mapping[str, str], marks: Mapping[str, Array]
    ) -> None:
        super().__init__([piece])
        self._uses = uses
        self._finder = TwinFinder([("", _ReadSource(self, _ReadRows(len(piece)), marks))], uses)

    def twins(self, places: Sequence[int]) -> _Twins:
        """Who may be the same person as one of some candidates, or for many of them, as anybody."""
        if len(places) * _FEW < len(self):
            return self._finder.twins(places)
        return self._all_twins

    @cached_property
    def _all_twins(self) -> _Twins:
        candidates = _Candidates(self)
        return twins_by_id(self.ids, find_pairs(candidates, self._uses))


class StoredPool(Pool):
    """Candidates of stores, mapped into memory.

    Parameters
    ----------
    sources : sequence of (str, StoredCandidates)
        Each with its name (:func:`matcher.batch.store.best.stored_sources`).
    uses : mapping of str to str
        What each carried header holds.
    words : bool
        Whether the job asks for words outside the taxonomy.
    """

    def __init__(
        self,
        sources: Sequence[tuple[str, StoredCandidates]],
        uses: Mapping[str, str],
        *,
        words: bool,
    ) -> None:
        self._finder = TwinFinder(sources, uses)
        pieces, positions = [], []
        for number, (name, source) in enumerate(sources):
            for at, part in enumerate(source.parts):
                own = source.positions(at)
                pieces.append(StoredPiece(part, source.listing.rows[own], name, words=words))
                positions.append(own + self._finder.place(number, 0))
        self._positions = np.concatenate([np.empty(0, np.int64), *positions])
        super().__init__(pieces)

    def twins(self, places: Sequence[int]) -> _Twins:
        """Who may be the same person as one of some candidates."""
        return self._finder.twins(self._positions[list(places)].tolist())


class PackedPiece(Piece):
    """Candidates that were read just now, packed.

    Parameters
    ----------
    records : sequence of bytes
        Profile and carried cells of each (:func:`matcher.batch.store.records.encoded`).
    rows : sequence of int or None
        Where each stood in its source.
    columns : ProfileColumns
        The same candidates.
    """

    def __init__(
        self, records: Sequence[bytes], rows: Sequence[int | None], columns: ProfileColumns
    ) -> None:
        self._records, self._rows, self.columns = records, rows, columns
        self.profiles = _Profiles(records)

    def id(self, row: int) -> str:
        """The candidate's id."""
        return self.columns.candidate_ids[row]

    def number(self, row: int) -> int | None:
        """The candidate's row in its source."""
        return self._rows[row]

    def row(self, row: int) -> Row:
        """The candidate, unpacked when it is called."""
        return partial(self._candidate, row)

    def all_in_order(self, most: int) -> Iterator[list[Candidate]]:
        """All candidates in the order of their source, so many at a time."""
        for first in range(0, len(self._records), most):
            end = min(first + most, len(self._records))
            yield [self._candidate(row) for row in range(first, end)]

    def _candidate(self, row: int) -> Candidate:
        record = decoded(self._records[row])
        return Candidate(record.profile, self._rows[row], record.carried)


class _ReadRows:
    """Rows that stand one behind the other in a single part."""

    def __init__(self, count: int) -> None:
        self.parts, self.places = np.zeros(count, np.int32), np.arange(count)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class _Marked:
    marks: Mapping[str, Array]


class _ReadSource:
    """Candidates of a pool as a source whose twins can be found."""

    def __init__(self, pool: Pool, listing: _ReadRows, marks: Mapping[str, Array]) -> None:
        self._pool, self.listing, self.parts = pool, listing, (_Marked(marks),)

    def positions(self, _: int) -> Array:
        """Where each candidate stands."""
        return self.listing.places

    def candidate(self, at: int) -> Candidate:
        """The candidate there."""
        return self._pool.candidate(at)


class _Profiles(Sequence[Profile]):
    """Profiles of packed records, unpacked as they are asked for."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [decoded(record).profile for record in self._records[index]]
        return decoded(self._records[index]).profile


class _Candidates(Sequence[Candidate]):
    """Candidates of a pool, unpacked as they are asked for."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __len__(self) -> int:
        return len(self._pool)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._pool.candidate(range(len(self))[index])


def read_pool(
    found: TableCandidates,
    taxonomy: Taxonomy,
    *,
    words: bool,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[ReadPool, tuple[SetAside, ...]]:
    """Read the candidates of a table and keep them; and who was set aside.

    Parameters
    ----------
    found : TableCandidates
        Opened, and not read yet.
    taxonomy : Taxonomy
        Skills to look for.
    words : bool
        Whether it is noted where every word stands: for jobs that ask for words outside the
        taxonomy.
    workers : int, optional
        Processes, where there are more candidates than one reads at a time; all cores by default.
    progress : callable, optional
        Called with the number of candidates read so far.
    """
    aside: list[SetAside] = []
    records: list[bytes] = []
    rows: list[int | None] = []
    columns: list[ProfileColumns] = []
    marks: list[dict[str, Array]] = []
    chunks = _chunks(found.unread(), aside, rows)
    shared = taxonomy, words, found.uses
    for packed, arrays, own_marks in in_order(_read, shared, chunks, workers):
        records += packed
        columns.append(ProfileColumns.from_arrays(arrays))
        marks.append(own_marks)
        if progress is not None:
            progress(len(records))
    columns = columns or [ProfileColumns.of([], words=words)]
    piece = PackedPiece(records, rows, joined(columns) if len(columns) > 1 else columns[0])
    all_marks = joined_marks(marks) if marks else mark_arrays([], {})
    return ReadPool(piece, found.uses, all_marks), tuple(aside)


def _chunks(
    outcomes: Iterable[Unread | SetAside], aside: list[SetAside], rows: list[int | None]
) -> Iterator[list[Unread]]:
    """Candidates in chunks; who is set aside, and the rows of the others, are noted on the way."""
    unread = _noted(outcomes, aside, rows)
    while some := list(islice(unread, CHUNK_ROWS)):
        yield some


def _noted(
    outcomes: Iterable[Unread | SetAside], aside: list[SetAside], rows: list[int | None]
) -> Iterator[Unread]:
    for each in outcomes:
        if isinstance(each, SetAside):
            aside.append(each)
        else:
            rows.append(each.row)
            yield each


def _read(
    shared: tuple[Taxonomy, bool, dict[str, str]], some: Sequence[Unread]
) -> tuple[list[bytes], dict[str, Array], dict[str, Array]]:
    """The profiles of some candidates, packed; their columns, and what tells them apart."""
    taxonomy, words, uses = shared
    reader = reader_for(taxonomy)
    read = [each.read(reader) for each in some]
    columns = ProfileColumns.of([each.profile for each in read], words=words)
    packed = [encoded(Record(each.profile, each.carried)) for each in read]
    return packed, columns.arrays(), mark_arrays(read, uses)
