"""The kernel of every batch: a chunk of candidates in, their outcomes for all jobs out.

A pure function of the order and the chunk: no file, no clock, no other chunk.  Engines only feed
it, over processes (:mod:`matcher.batch.run`) or over machines, and merge what it gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matcher.batch.best import Best, Place, place_of
from matcher.batch.pairs import Other, joined, other_batch, pair_batch
from matcher.batch.pieces import Piece, ReadPiece, Row, StoredPiece
from matcher.batch.prospects import Prospects
from matcher.batch.schema import BEST, PAIR, SET_ASIDE, TO_READ
from matcher.batch.store.manifest import PartEntry
from matcher.batch.store.part import Part
from matcher.identity import Pseudonyms
from matcher.model import Candidate, Job, Ledger, Ranked, SetAside
from matcher.profile.read import Unread
from matcher.profile.reader import reader_for
from matcher.profile.several import named_aside
from matcher.report.blinding import OTHER_REASON, REASONS, blinding
from matcher.report.reasons import reasons
from matcher.report.result import RankResult
from matcher.scoring import Policy, plan, score_candidate
from matcher.scoring.best import rows_to_compare
from matcher.scoring.vectorised import ColumnScorer
from matcher.taxonomy.taxonomy import Taxonomy

#: Profiles read and scored at once; bounds memory, and changes nothing else.
AT_ONCE = 512
#: Likewise where they are looked at first: so many are looked at, and so many of them read at once.
LOOKED_AT_ONCE = 4_096
READ_AT_ONCE = 128
#: With more jobs nearly everybody may be among the best of one, and no look is worth its time.
MOST_JOBS_TO_LOOK = 8


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A job of a batch: its id in all outputs, what it asks, and where it stood."""

    id: str
    job: Job
    source: str


@dataclass(frozen=True, slots=True)
class Order:
    """All that an outcome depends on beside the candidates; can be pickled.

    Parameters
    ----------
    jobs : tuple of BatchJob
        Ids differ.
    taxonomy : Taxonomy
        Skills to look for.
    policy : Policy
        Every figure in force.
    as_of : date
        The day "to date" means.
    versions : mapping of str to str
        Of matcher, taxonomy, rules, policy.
    top : int
        How many of each job's best are wanted, with their reasons; none for 0.
    everybody : bool
        Whether all pairs are wanted too, without reasons.
    key : bytes, optional
        Makes ids pseudonyms, and everything else blind.
    """

    jobs: tuple[BatchJob, ...]
    taxonomy: Taxonomy
    policy: Policy
    as_of: date
    versions: Mapping[str, str]
    top: int = 100
    everybody: bool = False
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some candidates of one source, in their order.

    Parameters
    ----------
    source : str
        As the user named it, for the outcomes.
    name : str
        Stands before its ids; empty where there is only one source.
    uses : mapping of str to str
        What each of its headers was recognised as.
    keep : tuple of str
        Per kept column, the header of this source, or the field that was read from it; empty
        where it has none.
    items : tuple of Unread or SetAside
        Rows not read yet, and what is set aside already.
    floors : tuple of Place or None
        Per job, what nobody behind it can be among the best of; empty if nothing is known.
    """

    source: str
    name: str
    uses: Mapping[str, str]
    keep: tuple[str, ...]
    items: tuple[Unread | SetAside, ...]
    floors: tuple[Place | None, ...] = ()

    @property
    def rows(self) -> int:
        """Candidates and those set aside."""
        return len(self.items)

    @property
    def characters(self) -> int:
        """Length of all texts and cells."""
        unread = (each for each in self.items if isinstance(each, Unread))
        cells = (cell for each in unread for cell in (*each.texts.values(), *each.carried.values()))
        return sum(map(len, cells))


@dataclass(frozen=True, slots=True, eq=False)
class StoredChunk:
    """The profiles of one part of a store: scored by the columns that are kept there.

    Parameters
    ----------
    source, name, uses, keep, floors
        As of a :class:`Chunk`.
    store : Path
        Folder of the store.
    part : PartEntry
        The part.
    numbers : array of int64
        Row of each profile in its source.
    aside : tuple of SetAside
        Rows of the source that have no profile; with its first part.
    """

    source: str
    name: str
    uses: Mapping[str, str]
    keep: tuple[str, ...]
    store: Path
    part: PartEntry
    numbers: NDArray[np.int64]
    aside: tuple[SetAside, ...] = ()
    floors: tuple[Place | None, ...] = ()

    @property
    def rows(self) -> int:
        """Candidates and those set aside."""
        return len(self.numbers) + len(self.aside)

    @property
    def characters(self) -> int:
        """None are read to find the best."""
        return 0


@dataclass(frozen=True, slots=True)
class ChunkOutcomes:
    """The kernel's output.

    Parameters
    ----------
    batches : tuple of RecordBatch
        In the shape of :func:`matcher.batch.schema.outcomes`: per job its best, best first; then,
        if everybody is wanted, per job all pairs in the order of the chunk; last who was set
        aside and who is for a person to read.
    scored : int
        Candidates of the chunk that were scored; with those set aside, all of them.
    set_aside : int
        Those that were not.
    """

    batches: tuple[pa.RecordBatch, ...]
    scored: int
    set_aside: int


class Kernel:
    """Jobs, taxonomy and policy, ready to score chunks.

    Parameters
    ----------
    order : Order
        What to do.

    Raises
    ------
    NothingAskedError, ConfigError
        If a job cannot be scored by.
    """

    def __init__(self, order: Order) -> None:
        self.order = order
        self.plans = tuple(
            plan(each.job, order.taxonomy, order.policy, order.as_of, source=each.source)
            for each in order.jobs
        )
        self._scorers = tuple(map(ColumnScorer, self.plans))
        self._reader = reader_for(order.taxonomy)
        looks = order.top and not order.everybody and len(order.jobs) <= MOST_JOBS_TO_LOOK
        self._prospects = Prospects(self.plans, self._reader) if looks else None
        self._shown = Pseudonyms(order.key).of if order.key is not None else str

    def __reduce__(self) -> tuple[type[Kernel], tuple[Order]]:
        return Kernel, (self.order,)

    def score(self, chunk: Chunk | StoredChunk) -> ChunkOutcomes:
        """Outcomes of a chunk; they depend on it and the order alone.

        Raises
        ------
        InputError
            If it is part of a store that is damaged.
        """
        floors = chunk.floors or (None,) * len(self.plans)
        best = [Best[Row](self.order.top, floor) for floor in floors]
        if isinstance(chunk, StoredChunk):
            return self._outcomes(chunk, best, [self._opened(chunk)], chunk.aside)
        aside = [each for each in chunk.items if isinstance(each, SetAside)]
        return self._outcomes(chunk, best, self._read(chunk, best), aside)

    def _outcomes(
        self,
        chunk: Chunk | StoredChunk,
        best: Sequence[Best[Row]],
        pieces: Iterable[Piece],
        aside: Sequence[SetAside],
    ) -> ChunkOutcomes:
        everybody: list[list[pa.RecordBatch]] = [[] for _ in self.plans]
        to_read: list[Other] = []
        for piece in pieces:
            to_read += [
                (TO_READ, self._number(piece.number(row)), self._shown(piece.id(row)), None, None)
                for row in piece.unreadable()
            ]
            if self.order.top:
                self._offer(piece, best)
            for some in piece.all_in_order(AT_ONCE) if self.order.everybody else ():
                for number, pairs in enumerate(everybody):
                    ledgers = self._ledgers(number, some)
                    pairs.append(self._batch(PAIR, number, some, ledgers, chunk))
        batches = [self._best(number, best[number], chunk) for number in range(len(self.plans))]
        if self.order.everybody:
            batches += [joined(parts) for parts in everybody]
        others: list[Other] = [self._aside(each, chunk) for each in aside]
        batches.append(other_batch(chunk.source, [*others, *to_read]))
        return ChunkOutcomes(tuple(batches), chunk.rows - len(aside), len(aside))

    def _read(self, chunk: Chunk, best: Sequence[Best[Row]]) -> Iterator[Piece]:
        """The candidates of a chunk, some at a time; at best without those who cannot matter."""
        items = (each for each in chunk.items if isinstance(each, Unread))
        if self._prospects is None:
            while some := list(islice(items, AT_ONCE)):
                yield ReadPiece([each.read(self._reader) for each in some], chunk.name)
            return

        def least() -> list[int]:
            return [each.least for each in best]

        while some := list(islice(items, LOOKED_AT_ONCE)):
            for read in self._prospects.read(some, least, READ_AT_ONCE):
                yield ReadPiece(read, chunk.name)

    def _opened(self, chunk: StoredChunk) -> Piece:
        words = any(
            phrases for planned in self.plans for phrases in planned.phrases.phrases.values()
        )
        return StoredPiece(Part(chunk.store, chunk.part), chunk.numbers, chunk.name, words=words)

    def _offer(self, piece: Piece, best: Sequence[Best[Row]]) -> None:
        """Offer some candidates to each job's best, by where their columns say they stand."""
        for scorer, of_job in zip(self._scorers, best, strict=True):
            standing = scorer.standing(piece.columns, piece.profiles)
            for row in rows_to_compare(standing, self.order.top, of_job.least).tolist():
                place = place_of(int(standing[row]), self._shown(piece.id(row)))
                of_job.offer(place, piece.row(row))

    def _ledgers(self, number: int, some: Sequence[Candidate]) -> list[Ledger]:
        planned = self.plans[number]
        return [score_candidate(planned, each.profile) for each in some]

    def _best(self, number: int, best: Best[Row], chunk: Chunk | StoredChunk) -> pa.RecordBatch:
        some = [row() for _, row in best.kept()]
        ledgers = self._ledgers(number, some)
        why = self._reasons(number, some, ledgers, chunk)
        return self._batch(BEST, number, some, ledgers, chunk, why)

    def _reasons(
        self,
        number: int,
        some: Sequence[Candidate],
        ledgers: Sequence[Ledger],
        chunk: Chunk | StoredChunk,
    ) -> list[tuple[str, ...]]:
        """One sentence per ledger line of each pair; blind, from the masked texts."""
        order, planned = self.order, self.plans[number]
        result = RankResult(
            job=planned.job,
            policy=order.policy.to_dict(),
            versions=dict(order.versions),
            as_of=order.as_of,
            ranked=tuple(Ranked(None, ledger) for ledger in ledgers),
            candidates={each.profile.candidate_id: each for each in some},
            columns=chunk.uses,
            worths={r.requirement.id: r.share.worth for r in planned.requirements},
            paid_elsewhere={r.requirement.id: r.share.repeats for r in planned.requirements},
            plan=planned,
        )
        if order.key is not None:
            result = blinding(result, order.key).shown
        shown = {each.ledger.candidate_id: each.ledger for each in result.ranked}
        return [reasons(result, shown[self._shown(each.profile.candidate_id)]) for each in some]

    def _batch(
        self,
        outcome: str,
        number: int,
        some: Sequence[Candidate],
        ledgers: Sequence[Ledger],
        chunk: Chunk | StoredChunk,
        why: Sequence[Sequence[str]] | None = None,
    ) -> pa.RecordBatch:
        return pair_batch(
            outcome,
            self.order.jobs[number].id,
            chunk.source,
            [self._shown(each.profile.candidate_id) for each in some],
            [self._number(each.row) for each in some],
            [[_cell(each, header) for header in chunk.keep] for each in some],
            ledgers,
            why,
        )

    def _number(self, row: int | None) -> int | None:
        return row if self.order.key is None else None

    def _aside(self, aside: SetAside, chunk: Chunk | StoredChunk) -> Other:
        """What is shown of somebody set aside; blind, neither the row nor the words of a reason."""
        if chunk.name:
            aside = named_aside(aside, chunk.name)
        if self.order.key is None:
            return SET_ASIDE, aside.row, aside.candidate_id, aside.field, aside.error
        known = self._shown(aside.candidate_id) if aside.candidate_id else None
        where = aside.field if aside.field in REASONS else "row"
        return SET_ASIDE, None, known, where, REASONS.get(aside.field, OTHER_REASON)


def _cell(candidate: Candidate, header: str) -> str:
    """A cell that passes through: carried, or a field that was read."""
    return candidate.carried.get(header, candidate.profile.texts.get(header, ""))
