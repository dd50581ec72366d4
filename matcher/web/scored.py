"""A job's applicants scored by columns: credits for an edit, points for a weight."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.model import Cue, Job, Kind, Level, Method, Need, Requirement, Verdict
from matcher.scoring import ScoringPlan, plan
from matcher.scoring.column_flags import flags_of
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.matrix import (
    CreditMatrix,
    ScoreTable,
    competition_ranks,
    fails_gate,
    same_credits,
)
from matcher.scoring.planning import PROVING, PlannedRequirement
from matcher.scoring.robustness import RankAcceptability, rank_acceptability
from matcher.scoring.vectorised import ColumnScorer
from matcher.screening import Filter
from matcher.web.plans import Plans
from matcher.web.pool import Pool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSED, OPEN, OUT = range(3)
VERDICTS = (Verdict.PASSED, Verdict.OPEN, Verdict.OUT)
_KEPT_CREDITS = 6


class Credits:
    """What the applicants of a pool showed for versions of a job, each requirement once.

    Parameters
    ----------
    pool : Pool
        The applicants.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._known: list[CreditMatrix] = []
        self._flags: dict[object, dict[int, tuple[str, ...]]] = {}
        self._skills: dict[object, NDArray[np.int8]] = {}
        self._lock = threading.Lock()

    def matrix(self, planned: ScoringPlan) -> CreditMatrix:
        """Credits under a plan; only requirements that no earlier plan had are assessed."""
        with self._lock:
            known = list(self._known)
        for each in known:
            if same_credits(each.plan, planned):
                return replace(each, plan=planned)
        made = self._made(planned, known[-1] if known else None)
        with self._lock:
            self._known = [*self._known, made][-_KEPT_CREDITS:]
        return made

    def _made(self, planned: ScoringPlan, base: CreditMatrix | None) -> CreditMatrix:
        import numpy as np

        pool = self.pool
        known = _rows_of(base.plan) if base is not None else {}
        new = [
            p for p in planned.requirements
            if base is None or not _same(p, known.get(p.requirement.id), planned, base.plan)
        ]  # fmt: skip
        shape = (len(planned.requirements), len(pool))
        low, high = (np.empty(shape, dtype=np.int32) for _ in range(2))
        part = _only(planned, new)
        assessed = ColumnScorer(part).credits(pool.columns, pool.profiles)
        at = {p.requirement.id: row for row, p in enumerate(new)}
        for row, each in enumerate(planned.requirements):
            key = each.requirement.id
            if key in at:
                low[row], high[row] = assessed.low[at[key]], assessed.high[at[key]]
            else:
                assert base is not None
                before = known[key][0]
                low[row], high[row] = base.low[before], base.high[before]
        return CreditMatrix(planned, pool.candidate_ids, low, high, assessed.readable)

    def flags(self, matrix: CreditMatrix, rows: Sequence[int]) -> list[tuple[str, ...]]:
        """Flags of some applicants, those of their ledgers."""
        planned = matrix.plan
        gates = tuple((p.requirement.id, p.gate, p.gate_by_person) for p in planned.requirements)
        trees = tuple(p.tree for p in planned.requirements)
        key = (gates, trees, planned.pieces, planned.as_of)
        with self._lock:
            kept = self._flags.setdefault(key, {})
            if len(self._flags) > _KEPT_CREDITS:
                self._flags = {key: kept}
        missing = [row for row in rows if row not in kept]
        if missing:
            profiles = [c.profile for c in self.pool.profiles.candidates(missing)]
            some = replace(
                matrix,
                candidate_ids=[self.pool.candidate_ids[row] for row in missing],
                low=matrix.low[:, missing],
                high=matrix.high[:, missing],
                readable=matrix.readable[missing],
            )
            found = flags_of(some, ProfileColumns.of(profiles), profiles)
            kept.update(zip(missing, found, strict=True))
        return [kept[row] for row in rows]

    def verdicts(self, asked: Filter, matrix: CreditMatrix, plans: Plans) -> NDArray[np.int8]:
        """What a filter says of everybody: what :class:`matcher.screening.Screen` would say."""
        if asked.field == "must":
            return _musts(matrix)
        key = (asked.text, matrix.plan.as_of)
        with self._lock:
            known = self._skills.get(key)
        if known is None:
            known = (
                self._skill(asked, plans) if asked.field == "skill" else self._years(asked, plans)
            )
            with self._lock:
                self._skills[key] = known
        return known

    def _skill(self, asked: Filter, plans: Plans) -> NDArray[np.int8]:
        import numpy as np

        taxonomy = plans.matcher.taxonomy
        found = np.full(len(self.pool), OUT, dtype=np.int8)
        for skill_id in asked.names:
            skill = taxonomy[skill_id]
            need = Need(
                "f1.1", skill.kind.leaf_kind(), skill.name, None, Method.EXACT, skill=skill_id
            )
            planned = self._one(need, plans)
            all_ways = self._assessed(planned)
            leaf = planned.leaves[need.id]
            proving = {s: way for s, way in leaf.ways.items() if way[0] in PROVING}
            only = replace(planned, leaves={need.id: replace(leaf, ways=proving)})
            shown = self._assessed(only).low[0] > planned.policy.learning_most
            unsure = all_ways.high[0] > all_ways.low[0]
            found[unsure] = np.minimum(found[unsure], OPEN)
            found[shown] = PASSED
        return found

    def _years(self, asked: Filter, plans: Plans) -> NDArray[np.int8]:
        import numpy as np

        words = "professional experience"
        need = Need("f1.1", Kind.EXPERIENCE, words, None, Method.PHRASE, min_years=asked.years)
        planned = self._one(need, plans)
        matrix = self._assessed(planned)
        low, high = matrix.low[0], matrix.high[0]
        found = np.where(high > low, OPEN, OUT).astype(np.int8)
        stated = self.pool.columns.stated_years >= (asked.years or 0)
        found[(low >= planned.policy.met_at) | stated] = PASSED
        return found

    def _one(self, need: Need, plans: Plans) -> ScoringPlan:
        """A job that asks for one thing."""
        cue = Cue("", None, "filter")
        asked = Requirement("f1", Level.MUST, need.kind, need.label, None, cue, need)
        return plan(Job(None, (asked,)), plans.matcher.taxonomy, plans.policy, plans.as_of)

    def _assessed(self, planned: ScoringPlan) -> CreditMatrix:
        return ColumnScorer(planned).credits(self.pool.columns, self.pool.profiles)


def _rows_of(planned: ScoringPlan) -> dict[str, tuple[int, PlannedRequirement]]:
    return {p.requirement.id: (row, p) for row, p in enumerate(planned.requirements)}


def _same(
    one: PlannedRequirement,
    known: tuple[int, PlannedRequirement] | None,
    planned: ScoringPlan,
    base: ScoringPlan,
) -> bool:
    """Whether a requirement earns the same credits under two plans of one policy."""
    if known is None or one.tree != known[1].tree or planned.as_of != base.as_of:
        return False
    needs = list(one.tree.leaves()) if one.tree is not None else []
    studies = any(need.kind is Kind.EDUCATION for need in needs)
    if studies and planned.relevant != base.relevant:
        return False
    return all(
        planned.leaves[need.id] == base.leaves.get(need.id)
        and planned.phrases.phrases.get(need.id) == base.phrases.phrases.get(need.id)
        for need in needs
    )


def _only(planned: ScoringPlan, requirements: Sequence[PlannedRequirement]) -> ScoringPlan:
    """The plan with some of its requirements alone."""
    ids = {n.id for p in requirements if p.tree is not None for n in p.tree.leaves()}
    leaves = {key: leaf for key, leaf in planned.leaves.items() if key in ids}
    return replace(planned, requirements=tuple(requirements), leaves=leaves)


def _musts(matrix: CreditMatrix) -> NDArray[np.int8]:
    """All must-haves but degrees, by the policy's rule for gates."""
    import numpy as np

    planned = matrix.plan
    failed, unsure = np.zeros((2, len(matrix.candidate_ids)), dtype=np.bool_)
    for row, each in enumerate(planned.requirements):
        requirement = each.requirement
        degree = any(need.kind is Kind.EDUCATION for need in requirement.leaves())
        if requirement.level is not Level.MUST or not each.share.worth or degree:
            continue
        low, high = matrix.low[row], matrix.high[row]
        failed |= fails_gate(planned.policy, low, high)
        unsure |= (low == 0) & (high > 0) & (low < planned.policy.met_at)
    found = np.where(failed, OUT, np.where(unsure, OPEN, PASSED))
    return found.astype(np.int8)


class Scored:
    """Everybody's score, rank and filters under one plan.

    Parameters
    ----------
    shown : Credits
        What the applicants showed.
    planned : ScoringPlan
        The job with its weights.
    filters : tuple of Filter
        Who fails one has no rank.
    plans : Plans
        Taxonomy and policy, for filters.
    """

    def __init__(
        self, shown: Credits, planned: ScoringPlan, filters: tuple[Filter, ...], plans: Plans
    ) -> None:
        import numpy as np

        self.pool, self.credits, self.filters = shown.pool, shown, filters
        self.matrix = shown.matrix(planned)
        self.table: ScoreTable = self.matrix.scores()
        verdicts = [shown.verdicts(each, self.matrix, plans) for each in filters]
        #: By filter, what it says of everybody.
        self.verdicts: tuple[NDArray[np.int8], ...] = tuple(verdicts)
        self.out: NDArray[np.bool_] = np.zeros(len(self.pool), dtype=np.bool_)
        for each in verdicts:
            self.out |= each == OUT

    @property
    def plan(self) -> ScoringPlan:
        """The job with its weights."""
        return self.matrix.plan

    @cached_property
    def ranks(self) -> NDArray[np.int32]:
        """Competition ranks of those that have one; 0 for all others."""
        import numpy as np

        placed = self.table.readable & ~self.out
        ranks = np.zeros(len(self.pool), dtype=np.int32)
        ranks[placed] = competition_ranks(self.table.standing()[placed])
        return ranks

    def order(self, *, blind: bool) -> NDArray[np.int64]:
        """All rows in the order of the ranking; those that a filter took out last."""
        import numpy as np

        places = self.pool.blind_places if blind else self.pool.places
        return np.lexsort((places, -self.table.standing(), self.out))

    @cached_property
    def acceptability(self) -> RankAcceptability:
        """The ranks of those that have one under many weightings."""
        import numpy as np

        rows = np.flatnonzero(self.ranks > 0)
        ids = [self.pool.candidate_ids[row] for row in rows.tolist()]
        some = replace(
            self.matrix,
            candidate_ids=ids,
            low=np.ascontiguousarray(self.matrix.low[:, rows]),
            high=np.ascontiguousarray(self.matrix.high[:, rows]),
            readable=self.matrix.readable[rows],
        )
        return rank_acceptability(some)
