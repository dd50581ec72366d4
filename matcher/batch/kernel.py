"""The kernel of every batch: a chunk of candidates in, their outcomes for all jobs out.

A pure function of the order and the chunk: no file, no clock, no other chunk.  Engines only feed
it, over processes (:mod:`matcher.batch.run`) or over machines, and merge what it gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pyarrow as pa

from matcher.batch.best import Best, Place, place_of
from matcher.batch.pairs import Other, joined, other_batch, pair_batch
from matcher.batch.schema import BEST, PAIR, SET_ASIDE, TO_READ
from matcher.identity import Pseudonyms
from matcher.model import Candidate, Job, Ledger, Ranked, SetAside
from matcher.profile.read import Unread
from matcher.profile.reader import reader_for
from matcher.profile.several import named_aside, named_candidate
from matcher.report.blinding import OTHER_REASON, REASONS, blinding
from matcher.report.reasons import reasons
from matcher.report.result import RankResult
from matcher.scoring import Policy, plan, score_candidate
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.vectorised import ColumnScorer
from matcher.taxonomy.taxonomy import Taxonomy

#: Profiles read and scored at once; bounds memory, and changes nothing else.
AT_ONCE = 512


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
        How many of each job's best are wanted, with their reasons.
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
    items : tuple of Unread, Candidate or SetAside
        Rows not read yet, profiles that were stored, and what is set aside already.
    floors : tuple of Place or None
        Per job, what nobody behind it can be among the best of; empty if nothing is known.
    """

    source: str
    name: str
    uses: Mapping[str, str]
    keep: tuple[str, ...]
    items: tuple[Unread | Candidate | SetAside, ...]
    floors: tuple[Place | None, ...] = ()

    @property
    def characters(self) -> int:
        """Length of all texts and cells."""
        unread = (each for each in self.items if isinstance(each, Unread))
        cells = (cell for each in unread for cell in (*each.texts.values(), *each.carried.values()))
        return sum(map(len, cells))


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


@dataclass(frozen=True, slots=True)
class _Known:
    """A candidate, the id it is shown by, and the cells that pass through."""

    candidate: Candidate
    shown_id: str
    kept: tuple[str, ...]


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
        self._shown = Pseudonyms(order.key).of if order.key is not None else str

    def __reduce__(self) -> tuple[type[Kernel], tuple[Order]]:
        return Kernel, (self.order,)

    def score(self, chunk: Chunk) -> ChunkOutcomes:
        """Outcomes of a chunk; they depend on it and the order alone."""
        floors = chunk.floors or (None,) * len(self.plans)
        best = [Best[_Known](self.order.top, floor) for floor in floors]
        everybody: list[list[pa.RecordBatch]] = [[] for _ in self.plans]
        to_read: list[_Known] = []
        scored = 0
        items = iter(chunk.items)
        while some := list(islice(items, AT_ONCE)):
            known = self._read(some, chunk)
            scored += len(known)
            to_read += [each for each in known if not each.candidate.profile.readable]
            self._offer(known, best)
            if self.order.everybody:
                for number, pairs in enumerate(everybody):
                    ledgers = self._ledgers(number, known)
                    pairs.append(self._batch(PAIR, number, known, ledgers, chunk))
        aside = [self._aside(each, chunk) for each in chunk.items if isinstance(each, SetAside)]
        batches = [self._best(number, best[number], chunk) for number in range(len(self.plans))]
        if self.order.everybody:
            batches += [joined(parts) for parts in everybody]
        batches.append(self._others(aside, to_read, chunk))
        return ChunkOutcomes(tuple(batches), scored, len(aside))

    def _read(self, some: Sequence[Unread | Candidate | SetAside], chunk: Chunk) -> list[_Known]:
        known = []
        for item in some:
            if isinstance(item, SetAside):
                continue
            candidate = item.read(self._reader) if isinstance(item, Unread) else item
            kept = tuple(_cell(candidate, header) for header in chunk.keep)
            if chunk.name:
                candidate = named_candidate(candidate, chunk.name)
            known.append(_Known(candidate, self._shown(candidate.profile.candidate_id), kept))
        return known

    def _offer(self, known: Sequence[_Known], best: Sequence[Best[_Known]]) -> None:
        """Offer some candidates to each job's best, by where their columns say they stand."""
        profiles = [each.candidate.profile for each in known]
        columns = ProfileColumns.of(profiles)
        for scorer, of_job in zip(self._scorers, best, strict=True):
            standing = scorer.standing(columns, profiles)
            for row in (standing >= of_job.least).nonzero()[0].tolist():
                each = known[row]
                of_job.offer(place_of(int(standing[row]), each.shown_id), each)

    def _ledgers(self, number: int, known: Sequence[_Known]) -> list[Ledger]:
        planned = self.plans[number]
        return [score_candidate(planned, each.candidate.profile) for each in known]

    def _best(self, number: int, best: Best[_Known], chunk: Chunk) -> pa.RecordBatch:
        known = [each for _, each in best.items()]
        ledgers = self._ledgers(number, known)
        why = self._reasons(number, known, ledgers, chunk)
        return self._batch(BEST, number, known, ledgers, chunk, why)

    def _reasons(
        self, number: int, known: Sequence[_Known], ledgers: Sequence[Ledger], chunk: Chunk
    ) -> list[tuple[str, ...]]:
        """One sentence per ledger line of each pair; blind, from the masked texts."""
        order, planned = self.order, self.plans[number]
        result = RankResult(
            job=planned.job,
            policy=order.policy.to_dict(),
            versions=dict(order.versions),
            as_of=order.as_of,
            ranked=tuple(Ranked(None, ledger) for ledger in ledgers),
            candidates={each.candidate.profile.candidate_id: each.candidate for each in known},
            columns=chunk.uses,
            worths={r.requirement.id: r.share.worth for r in planned.requirements},
            paid_elsewhere={r.requirement.id: r.share.repeats for r in planned.requirements},
            plan=planned,
        )
        if order.key is not None:
            result = blinding(result, order.key).shown
        shown = {each.ledger.candidate_id: each.ledger for each in result.ranked}
        return [reasons(result, shown[each.shown_id]) for each in known]

    def _batch(
        self,
        outcome: str,
        number: int,
        known: Sequence[_Known],
        ledgers: Sequence[Ledger],
        chunk: Chunk,
        why: Sequence[Sequence[str]] | None = None,
    ) -> pa.RecordBatch:
        return pair_batch(
            outcome,
            self.order.jobs[number].id,
            chunk.source,
            [each.shown_id for each in known],
            [self._row(each.candidate) for each in known],
            [each.kept for each in known],
            ledgers,
            why,
        )

    def _others(
        self, aside: Sequence[SetAside], to_read: Sequence[_Known], chunk: Chunk
    ) -> pa.RecordBatch:
        rows: list[Other] = [
            (SET_ASIDE, each.row, each.candidate_id, each.field, each.error) for each in aside
        ]
        rows += [
            (TO_READ, self._row(each.candidate), each.shown_id, None, None) for each in to_read
        ]
        return other_batch(chunk.source, rows)

    def _row(self, candidate: Candidate) -> int | None:
        return candidate.row if self.order.key is None else None

    def _aside(self, aside: SetAside, chunk: Chunk) -> SetAside:
        """What is shown of somebody set aside; blind, neither the row nor the words of a reason."""
        if chunk.name:
            aside = named_aside(aside, chunk.name)
        if self.order.key is None:
            return aside
        known = self._shown(aside.candidate_id) if aside.candidate_id else None
        where = aside.field if aside.field in REASONS else "row"
        return SetAside(None, known, where, REASONS.get(aside.field, OTHER_REASON))


def _cell(candidate: Candidate, header: str) -> str:
    """A cell that passes through: carried, or a field that was read."""
    return candidate.carried.get(header, candidate.profile.texts.get(header, ""))
