"""Credits of many profiles from their columns, equal to the reference to the last integer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, AtLeast, Kind, Need, Node, Profile
from matcher.scoring.column_credit import (
    Strengths,
    language_credits,
    listed_credits,
    skill_credits,
)
from matcher.scoring.column_formal import degree_credits, total_years_credits, unknown_credits
from matcher.scoring.column_phrases import Matches, matches_in_texts, phrase_credits
from matcher.scoring.column_view import ColumnView
from matcher.scoring.columns import IRREGULAR, READABLE, ProfileColumns
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.planning import PlannedLeaf, ScoringPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits


def credit_matrix(
    plan: ScoringPlan, columns: ProfileColumns, profiles: Sequence[Profile]
) -> CreditMatrix:
    """Credits of all profiles for a job: :meth:`CreditMatrix.assessed`, only faster.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    columns : ProfileColumns
        The candidates.
    profiles : sequence of Profile
        The same candidates, row by row; asked only for the few that columns cannot tell.

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
    >>> credit_matrix(go_job, ProfileColumns.of(pile), pile).high.tolist()
    [[0, 10000]]
    """
    import numpy as np

    if plan.policy.recency.weight:
        return CreditMatrix.assessed(plan, profiles)
    view = ColumnView(columns, plan)
    leaves = leaf_credits(plan, view, profiles)
    low, high = (np.empty((len(plan.requirements), len(columns)), np.int32) for _ in range(2))
    for row, planned in enumerate(plan.requirements):
        low[row], high[row] = (
            unknown_credits(view) if planned.tree is None else folded(planned.tree, leaves)
        )
    readable = columns.marked(READABLE)
    low[:, ~readable] = 0
    high[:, ~readable] = FULL_CREDIT
    exact = np.flatnonzero(columns.marked(IRREGULAR))
    if len(exact):
        reference = CreditMatrix.assessed(plan, (profiles[row] for row in exact.tolist()))
        low[:, exact], high[:, exact] = reference.low, reference.high
    return CreditMatrix(plan, columns.candidate_ids, low, high, readable)


def leaf_credits(
    plan: ScoringPlan, view: ColumnView, profiles: Sequence[Profile]
) -> dict[str, Credits]:
    """Credits of every leaf that any requirement counts, by leaf id."""
    strengths = Strengths(plan)
    ids = {
        need.id
        for planned in plan.requirements
        if planned.tree is not None
        for need in planned.tree.leaves()
    }
    counted = {key: leaf for key, leaf in plan.leaves.items() if key in ids}
    matches = matches_in_texts(plan, counted, profiles)
    return {key: _one_leaf(leaf, view, strengths, matches) for key, leaf in counted.items()}


def _one_leaf(
    leaf: PlannedLeaf, view: ColumnView, strengths: Strengths, matches: Mapping[str, Matches]
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
        return phrase_credits(leaf, view, matches[need.id])
    by_kind = {Kind.LANGUAGE: language_credits, Kind.CERTIFICATION: listed_credits}
    return by_kind.get(need.kind, skill_credits)(leaf, view, strengths)


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
