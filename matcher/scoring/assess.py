"""Job × profile → credit per requirement, before any weight."""

from __future__ import annotations

from matcher.model import FULL_CREDIT, Assessment, Basis, Kind, LeafAssessment, Profile
from matcher.scoring.credit import Outcome, language_credit, listed_credit, skill_credit
from matcher.scoring.fold import counted_leaves, fold, status_of
from matcher.scoring.formal import degree_credit, phrase_credit, total_years_credit
from matcher.scoring.planning import PlannedLeaf, PlannedRequirement, ScoringPlan
from matcher.scoring.view import View, view


def assess(plan: ScoringPlan, profile: Profile) -> tuple[Assessment, ...]:
    """Assess every requirement of a job, in its order, those worth nothing included.

    Parameters
    ----------
    plan : ScoringPlan
        The job (:func:`matcher.scoring.plan`).
    profile : Profile
        The candidate; nothing but the evidence, dates, degrees and texts is looked at.

    Returns
    -------
    tuple of Assessment
        Credits are intervals in ten-thousandths: what is shown, and what it would be were the
        unknown met.
    """
    outcomes = leaf_outcomes(plan, view(profile, plan))
    return tuple(_assessment(planned, outcomes, plan) for planned in plan.requirements)


def leaf_outcomes(plan: ScoringPlan, seen: View) -> dict[str, Outcome]:
    """Credit of every leaf of a job by its id, before any logic."""
    if seen.profile.readable:
        return {key: assess_leaf(leaf, seen, plan) for key, leaf in plan.leaves.items()}
    return {key: _unreadable(leaf) for key, leaf in plan.leaves.items()}


def assess_leaf(leaf: PlannedLeaf, seen: View, plan: ScoringPlan) -> Outcome:
    """Credit of one leaf, by its kind."""
    need = leaf.need
    if need.kind is Kind.OTHER:
        return _unreadable(leaf)
    if need.kind is Kind.EDUCATION:
        return degree_credit(leaf, seen, plan)
    if leaf.total_years:
        return total_years_credit(leaf, seen, plan)
    if need.skill is None:
        return phrase_credit(leaf, seen, plan)
    by_kind = {Kind.LANGUAGE: language_credit, Kind.CERTIFICATION: listed_credit}
    return by_kind.get(need.kind, skill_credit)(leaf, seen, plan)


def _unreadable(leaf: PlannedLeaf) -> Outcome:
    return Outcome(LeafAssessment(leaf.need.id, 0, FULL_CREDIT, Basis.UNREADABLE))


def _assessment(
    planned: PlannedRequirement, outcomes: dict[str, Outcome], plan: ScoringPlan
) -> Assessment:
    requirement, tree = planned.requirement, planned.tree
    if tree is None:
        low, high, basis = 0, FULL_CREDIT, Basis.UNREADABLE
        ids: tuple[str, ...] = ()
    else:
        credits_by_leaf = {need.id: _credit(outcomes[need.id]) for need in tree.leaves()}
        low, high = fold(tree, credits_by_leaf)
        ids = tuple(credits_by_leaf)
        counted = [outcomes[key].leaf for key in counted_leaves(tree, credits_by_leaf)]
        basis = _basis(counted, [outcomes[key].leaf for key in ids], high)
    return Assessment(
        requirement_id=requirement.id,
        status=status_of(low, high, plan.policy.met_at),
        basis=basis,
        low=low,
        high=high,
        leaves=tuple(outcomes[key].leaf for key in ids),
        evidence=tuple(evidence for key in ids for evidence in outcomes[key].evidence),
    )


def _credit(outcome: Outcome) -> tuple[int, int]:
    return outcome.leaf.low, outcome.leaf.high


def _basis(counted: list[LeafAssessment], leaves: list[LeafAssessment], high: int) -> Basis:
    """The basis of the leaf that carries most; where nothing is shown, why not."""
    most = max(counted, key=lambda leaf: leaf.low)
    if most.low > 0:
        return most.basis
    if high > 0:
        return Basis.UNREADABLE
    return Basis.DENIED if any(leaf.basis is Basis.DENIED for leaf in leaves) else Basis.SILENT
