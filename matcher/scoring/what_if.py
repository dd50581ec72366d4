"""What if: the smallest sets of changes that pass a gate, gain a rank or reach a score.

Sets are proposed by folding the credits that single changes lead to, a lower bound of what they
lead to together; every set that is returned was scored by the reference path, and so was every set
with one change left out.  The search is bounded: at most :data:`MOST_TOGETHER` changes in a set,
out of the :data:`MOST_CHANGES` that earn most by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from matcher.model import AtLeast, Gate, Ledger, Need, Node, Profile, Ranked, Status
from matcher.scoring.changes import Change, ChangeKind, changed, possible_changes
from matcher.scoring.fold import Credit, fold, status_of
from matcher.scoring.ledger import points, score_candidate
from matcher.scoring.planning import PlannedRequirement, ScoringPlan

#: Changes considered, those first that earn most by themselves.
MOST_CHANGES = 24
#: Changes in one set: more than that is another profile.
MOST_TOGETHER = 3
#: Sets given for one goal.
MOST_SETS = 3

_Credits = Mapping[str, Credit]


class GoalKind(StrEnum):
    """What a set of changes is to reach."""

    GATE = "gate"
    RANK = "rank"
    SCORE = "score"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a set of changes is to reach.

    Parameters
    ----------
    kind : GoalKind
        ``most`` is no goal but the single changes that earn most.
    requirement_id : str or None
        Whose gate is to be passed.
    rank : int or None
        The rank to reach among the same other candidates.
    score : int or None
        Hundredths of a point to reach: given for a score, worked out for a rank.
    may_stand_below : bool
        For a rank: whether it is one behind a failed ``rank_below`` gate.
    """

    kind: GoalKind
    requirement_id: str | None = None
    rank: int | None = None
    score: int | None = None
    may_stand_below: bool = True

    def reached(self, plan: ScoringPlan, ledger: Ledger) -> bool:
        """Whether a ledger of the plan's job reaches the goal."""
        if self.kind is GoalKind.GATE:
            pairs = zip(plan.requirements, ledger.entries, strict=True)
            planned, entry = next(
                pair for pair in pairs if pair[0].requirement.id == self.requirement_id
            )
            return _passes(planned, entry.assessment.status, plan)
        if self.kind is GoalKind.MOST or self.score is None:
            return False
        return ledger.score >= self.score and (self.may_stand_below or not ledger.ranked_below)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A set of changes and what the candidate's score would be, by the reference path.

    ``changes`` is empty where no set within the bounds reaches the goal; then ``score`` is today's.
    ``eligible`` is the outcome of the gates with the changes made.
    """

    goal: Goal
    changes: tuple[Change, ...]
    score: int
    eligible: bool | None


@dataclass(frozen=True, slots=True)
class _Effect:
    """A single change, the credits it leads to, and what it would earn by itself."""

    change: Change
    credits_by_leaf: _Credits
    gain: int


def gate_goals(plan: ScoringPlan, ledger: Ledger) -> tuple[Goal, ...]:
    """One goal for each gate that is not passed, in the order of the job."""
    return tuple(
        Goal(GoalKind.GATE, requirement_id=planned.requirement.id)
        for planned, entry in zip(plan.requirements, ledger.entries, strict=True)
        if not _passes(planned, entry.assessment.status, plan)
    )


def rank_goal(ranked: Sequence[Ranked], candidate_id: str, rank: int | None = None) -> Goal | None:
    """The goal of a rank among the same others: the next better one, or the one given.

    Returns
    -------
    Goal or None
        None where the candidate has no rank, or has that one or a better one already.
    """
    own = next(r for r in ranked if r.ledger.candidate_id == candidate_id)
    if own.rank is None:
        return None
    better = [r for r in ranked if r.rank is not None and r.rank < own.rank]
    wanted = max((r.rank or 1 for r in better), default=0) if rank is None else rank
    if not better or wanted >= own.rank:
        return None
    beaten = next(r for r in reversed(better) if (r.rank or 1) <= wanted)
    ledger = beaten.ledger
    return Goal(GoalKind.RANK, None, beaten.rank, ledger.score, ledger.ranked_below)


class WhatIfs:
    """The changes open to one candidate for one job, and the sets of them that reach a goal.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    profile : Profile
        The candidate.
    """

    def __init__(self, plan: ScoringPlan, profile: Profile) -> None:
        self.plan, self.profile = plan, profile
        self.ledger = score_candidate(plan, profile)
        self._now = _leaf_credits(self.ledger)
        effects = _merged(plan, list(self._effects()))
        effects.sort(key=lambda effect: -effect.gain)
        self.effects = effects[:MOST_CHANGES]

    def most(self, count: int = MOST_SETS) -> tuple[WhatIf, ...]:
        """The single changes that earn most, each more than nothing; ties in the job's order."""
        earning = [effect for effect in self.effects if effect.gain > 0]
        return tuple(self._told(Goal(GoalKind.MOST), (e.change,)) for e in earning[:count])

    def reach(self, goal: Goal) -> tuple[WhatIf, ...]:
        """The smallest sets that reach a goal, those first that ask least.

        Returns
        -------
        tuple of WhatIf
            Up to :data:`MOST_SETS`, all of one size, of none of which a part is enough; months are
            the fewest that do.  One without changes where nothing within the bounds reaches the
            goal.  Empty where it is reached already.
        """
        if goal.reached(self.plan, self.ledger):
            return ()
        found: dict[tuple[Change, ...], None] = {}
        for size in range(1, MOST_TOGETHER + 1):
            for changes in self._promising(goal, size):
                if self._reaches(goal, changes):
                    found[self._smallest(goal, changes)] = None
                if len(found) == MOST_SETS:
                    break
            if found:
                fewest = min(map(len, found))
                return tuple(
                    self._told(goal, tuple(self._checked(goal, changes)))
                    for changes in found
                    if len(changes) == fewest
                )
        return (WhatIf(goal, (), self.ledger.score, self.ledger.eligible),)

    def _effects(self) -> Iterator[_Effect]:
        for change in possible_changes(self.plan, self.profile, self.ledger):
            after = self._scored((change,))
            credits_by_leaf = _leaf_credits(after)
            if any(credits_by_leaf[key][0] > low for key, (low, _) in self._now.items()):
                yield _Effect(change, credits_by_leaf, after.score - self.ledger.score)

    def _scored(self, changes: tuple[Change, ...]) -> Ledger:
        return score_candidate(self.plan, changed(self.plan, self.profile, changes))

    def _reaches(self, goal: Goal, changes: tuple[Change, ...]) -> bool:
        return goal.reached(self.plan, self._scored(changes))

    def _told(self, goal: Goal, changes: tuple[Change, ...]) -> WhatIf:
        after = self._scored(changes)
        return WhatIf(goal, changes, after.score, after.eligible)

    def _promising(self, goal: Goal, size: int) -> list[tuple[Change, ...]]:
        """Sets of a size that reach the goal by the lower bound, those that ask least first.

        A gate is passed by what its own requirement asks for.
        """
        sets: list[tuple[int, int, int, tuple[Change, ...]]] = []
        offered = [
            effect
            for effect in self.effects
            if goal.requirement_id in (None, effect.change.requirement_id)
        ]
        for effects in combinations(offered, size):
            if self._bound_reaches(goal, effects):
                changes = tuple(effect.change for effect in effects)
                asked = sum(change.months for change in changes)
                sets.append((sum(not c.settles for c in changes), asked, len(sets), changes))
        return [changes for *_, changes in sorted(sets, key=lambda item: item[:3])]

    def _bound_reaches(self, goal: Goal, effects: Sequence[_Effect]) -> bool:
        score, below = 0, False
        for planned in self.plan.requirements:
            if planned.tree is None:
                continue
            low, high = fold(planned.tree, self._together(planned.tree, effects))
            status = status_of(low, high, self.plan.policy.met_at)
            if goal.requirement_id == planned.requirement.id:
                return _passes(planned, status, self.plan)
            score += points(planned.share.worth, low)
            below |= planned.gate is Gate.RANK_BELOW and _fails(status, self.plan)
        enough = goal.score is not None and score >= goal.score
        return enough and (goal.may_stand_below or not below)

    def _together(self, tree: Node, effects: Sequence[_Effect]) -> dict[str, Credit]:
        """Of each leaf the highest credit that any single one of the changes leads to."""
        return {
            need.id: max([self._now[need.id], *(e.credits_by_leaf[need.id] for e in effects)])
            for need in tree.leaves()
        }

    def _smallest(self, goal: Goal, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The set without what it does not need, and with the fewest months that do."""
        for change in changes:
            rest = tuple(other for other in changes if other is not change)
            if rest and self._reaches(goal, rest):
                return self._smallest(goal, rest)
        if goal.kind is GoalKind.GATE:
            return changes
        for number, change in enumerate(changes):
            if change.kind is ChangeKind.MONTHS:
                fewer = self._fewest_months(goal, changes, number)
                changes = (*changes[:number], fewer, *changes[number + 1 :])
        return changes

    def _fewest_months(self, goal: Goal, changes: tuple[Change, ...], number: int) -> Change:
        too_few, enough = 0, changes[number].months
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            tried = replace(changes[number], months=middle)
            if self._reaches(goal, (*changes[:number], tried, *changes[number + 1 :])):
                enough = middle
            else:
                too_few = middle
        return replace(changes[number], months=enough)

    def _checked(self, goal: Goal, changes: tuple[Change, ...]) -> Iterator[Change]:
        """The changes, each with only those alternatives that reach the goal in its place too."""
        for number, change in enumerate(changes):
            kept = tuple(
                leaf_id
                for leaf_id in change.instead
                if self._reaches(
                    goal,
                    (
                        *changes[:number],
                        replace(change, leaf_id=leaf_id, instead=()),
                        *changes[number + 1 :],
                    ),
                )
            )
            yield replace(change, instead=kept)


def _leaf_credits(ledger: Ledger) -> dict[str, Credit]:
    return {
        leaf.leaf_id: (leaf.low, leaf.high)
        for entry in ledger.entries
        for leaf in entry.assessment.leaves
    }


def _fails(status: Status, plan: ScoringPlan) -> bool:
    partial = status is Status.PARTIAL and not plan.policy.gates.partial_passes
    return status is Status.MISSING or partial


def _passes(planned: PlannedRequirement, status: Status, plan: ScoringPlan) -> bool:
    closed = _fails(status, plan) or status is Status.UNKNOWN
    return planned.gate is Gate.OFF or not closed


def _merged(plan: ScoringPlan, effects: list[_Effect]) -> list[_Effect]:
    """Changes that do the same for one "one of …" as a single change with alternatives."""
    merged: dict[tuple[object, ...], _Effect] = {}
    for effect in effects:
        change = effect.change
        tree = next(p.tree for p in plan.requirements if p.requirement.id == change.requirement_id)
        choice = _choice_of(tree, change.leaf_id)
        key = (choice or change.leaf_id, change.kind, change.months, change.settles, effect.gain)
        if key in merged:
            first = merged[key]
            instead = (*first.change.instead, change.leaf_id)
            merged[key] = replace(first, change=replace(first.change, instead=instead))
        else:
            merged[key] = effect
    return list(merged.values())


def _choice_of(node: Node | None, leaf_id: str) -> tuple[str, ...]:
    """Leaves of the "one of …" that holds a leaf directly; empty where none does."""
    if node is None or isinstance(node, Need):
        return ()
    direct = tuple(child.id for child in node.children if isinstance(child, Need))
    if isinstance(node, AtLeast) and node.count == 1 and leaf_id in direct:
        return direct
    return next((ids for child in node.children if (ids := _choice_of(child, leaf_id))), ())
