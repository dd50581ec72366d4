"""Credits of many profiles from their columns, equal to the reference to the last integer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, AtLeast, Gate, Kind, Need, Node, Profile
from matcher.scoring.assess import assess
from matcher.scoring.column_credit import (
    language_credits,
    listed_credits,
    skill_credits,
)
from matcher.scoring.column_formal import degree_credits, total_years_credits, unknown_credits
from matcher.scoring.column_phrases import (
    Matches,
    matches_by_place,
    matches_in_texts,
    phrase_credits,
)
from matcher.scoring.column_view import ColumnView
from matcher.scoring.columns import IRREGULAR, READABLE, ProfileColumns
from matcher.scoring.matrix import BELOW, CreditMatrix, fails_gate, points_of
from matcher.scoring.planning import PlannedLeaf, PlannedRequirement, ScoringPlan
from matcher.scoring.shown import LeafWays

_BY_SKILL = {Kind.LANGUAGE: language_credits, Kind.CERTIFICATION: listed_credits}
#: Kinds of which naming one is showing it.
_LISTED = frozenset(_BY_SKILL)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits


class ColumnScorer:
    """One job, ready to assess any number of profiles by their columns.

    Parameters
    ----------
    plan : ScoringPlan
        The job.  Where its policy fades credit with time the reference is asked for everything,
        as columns do not tell the last use of a skill.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Cue, Job, Kind, Level, Method, Need, Profile, Requirement
    >>> from matcher.scoring import Policy, plan
    >>> from matcher.taxonomy.skill import Skill, SkillKind
    >>> from matcher.taxonomy.taxonomy import Taxonomy
    >>> taxonomy = Taxonomy([Skill("go", "Go", SkillKind.TOOL, "languages")], "")
    >>> need = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, Cue("", None, "person"), need)
    >>> go_job = plan(Job(None, (asked,)), taxonomy, Policy.default(), date(2026, 1, 1))
    >>> pile = [Profile("a", {"skills": "Rust"}), Profile("b", {"title": "Rust"})]
    >>> ColumnScorer(go_job).credits(ProfileColumns.of(pile), pile).high.tolist()
    [[0, 10000]]
    """

    def __init__(self, plan: ScoringPlan) -> None:
        self.plan = plan
        self._ways = {
            key: LeafWays(leaf, plan.policy, listed=leaf.need.kind in _LISTED)
            for key, leaf in plan.leaves.items()
        }
        self._deciding = tuple(
            planned
            for planned in plan.requirements
            if planned.share.worth or planned.gate is Gate.RANK_BELOW
        )

    def credits(self, columns: ProfileColumns, profiles: Sequence[Profile]) -> CreditMatrix:
        """Credits of all profiles: those of :meth:`CreditMatrix.assessed`, only faster.

        Parameters
        ----------
        columns : ProfileColumns
            The candidates.
        profiles : sequence of Profile
            The same candidates, row by row; asked for those that columns cannot tell, and, if the
            columns know no words, for all where the job asks for words outside the taxonomy.
        """
        import numpy as np

        plan = self.plan
        if plan.policy.recency.weight:
            return CreditMatrix.assessed(plan, profiles)
        low, high = (np.empty((len(plan.requirements), len(columns)), np.int32) for _ in range(2))
        each = self._assessed(plan.requirements, columns, profiles)
        for row, (shown, possible) in enumerate(each):
            low[row], high[row] = shown, possible
        return CreditMatrix(plan, columns.candidate_ids, low, high, columns.marked(READABLE))

    def standing(self, columns: ProfileColumns, profiles: Sequence[Profile]) -> NDArray[np.int32]:
        """Where all profiles stand: the higher, the better; equals stand by ``candidate_id``.

        The score in hundredths, less :data:`~matcher.scoring.matrix.BELOW` for a failed
        ``rank_below`` gate, and less twice that where nothing could be read.

        Parameters
        ----------
        columns, profiles
            As for :meth:`credits`.
        """
        import numpy as np

        if self.plan.policy.recency.weight:
            return CreditMatrix.assessed(self.plan, profiles).scores().standing()
        total = np.zeros(len(columns), dtype=np.int32)
        below = np.zeros(len(columns), dtype=np.bool_)
        each = self._assessed(self._deciding, columns, profiles)
        for planned, (low, high) in zip(self._deciding, each, strict=True):
            total += points_of(low, planned.share.worth)
            if planned.gate is Gate.RANK_BELOW:
                below |= fails_gate(self.plan.policy, low, high)
        total[below] -= BELOW
        total[~columns.marked(READABLE)] -= 2 * BELOW
        return total

    def _assessed(
        self,
        requirements: Sequence[PlannedRequirement],
        columns: ProfileColumns,
        profiles: Sequence[Profile],
    ) -> Iterator[Credits]:
        """Credits of some requirements, one after the other."""
        import numpy as np

        view = ColumnView(columns, self.plan)
        unread = np.flatnonzero(~columns.marked(READABLE))
        exact = np.flatnonzero(columns.marked(IRREGULAR))
        irregular = [assess(self.plan, profiles[row]) for row in exact.tolist()]
        place = {planned.requirement.id: i for i, planned in enumerate(self.plan.requirements)}
        leaves = self._leaf_credits(requirements, view, profiles)
        for planned in requirements:
            low, high = (
                unknown_credits(view) if planned.tree is None else folded(planned.tree, leaves)
            )
            at = place[planned.requirement.id]
            if len(unread) or irregular:
                low, high = low.copy(), high.copy()
                low[unread], high[unread] = 0, FULL_CREDIT
                low[exact] = [assessed[at].low for assessed in irregular]
                high[exact] = [assessed[at].high for assessed in irregular]
            yield low, high

    def _leaf_credits(
        self,
        requirements: Sequence[PlannedRequirement],
        view: ColumnView,
        profiles: Sequence[Profile],
    ) -> dict[str, Credits]:
        """Credits of every leaf that any of some requirements counts, by leaf id."""
        leaves = {
            need.id: self.plan.leaves[need.id]
            for planned in requirements
            if planned.tree is not None
            for need in planned.tree.leaves()
        }
        if view.columns.knows_words:
            matches = matches_by_place(view, leaves)
        else:
            matches = matches_in_texts(self.plan, leaves, profiles)
        return {key: self._one_leaf(leaf, view, matches) for key, leaf in leaves.items()}

    def _one_leaf(
        self, leaf: PlannedLeaf, view: ColumnView, matches: Mapping[str, Matches]
    ) -> Credits:
        """Credits of one leaf, by its kind, as in :func:`matcher.scoring.assess.assess_leaf`."""
        need = leaf.need
        if need.kind is Kind.OTHER:
            return unknown_credits(view)
        if need.kind is Kind.EDUCATION:
            return degree_credits(leaf, view)
        if leaf.total_years:
            return total_years_credits(leaf, view)
        if need.skill is None:
            return phrase_credits(leaf, view, matches.get(need.id))
        return _BY_SKILL.get(need.kind, skill_credits)(leaf, self._ways[need.id], view)


def folded(node: Node, leaves: Mapping[str, Credits]) -> Credits:
    """Credits of a logic tree, as :func:`matcher.scoring.fold.fold` has them."""
    import numpy as np

    if isinstance(node, Need):
        return leaves[node.id]
    children = [folded(child, leaves) for child in node.children]
    count = node.count if isinstance(node, AtLeast) else len(children)
    return (
        _mean_of_most(np.stack([low for low, _ in children]), count),
        _mean_of_most(np.stack([high for _, high in children]), count),
    )


def _mean_of_most(credit: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Floored mean of the ``count`` largest in each column."""
    import numpy as np

    if count == 1:
        most: NDArray[np.int32] = credit.max(axis=0)
        return most
    if count < len(credit):
        credit = np.sort(credit, axis=0)[-count:]
    mean: NDArray[np.int32] = credit.sum(axis=0, dtype=np.int32) // count
    return mean
