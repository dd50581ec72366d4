"""Credit of skills, certificates and spoken languages: the best evidence decides.

Evidence kinds, relations and methods multiply or cap as the policy says; several weak pieces do not
add up beyond the best of them, so a list that repeats a word gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matcher.model import (
    FULL_CREDIT,
    Basis,
    Evidence,
    EvidenceKind,
    Kind,
    LanguageLevel,
    LeafAssessment,
    LeafEvidence,
    Method,
    Polarity,
    Relation,
    month_text,
    months_covered,
)
from matcher.scoring.planning import PROVING, PlannedLeaf, ScoringPlan
from matcher.scoring.policy import Policy
from matcher.scoring.view import PROVEN, Sighting, View, last_month

#: Pieces of evidence shown for one leaf; the rest of a long career repeats them.
SHOWN_PER_LEAF = 4
_NO_WAY = (None, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A leaf's credit and the evidence for it, the strongest first."""

    leaf: LeafAssessment
    evidence: tuple[LeafEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence for a leaf.

    ``ceiling`` is the most it can earn (relation, method, bare list), ``credit`` what its mere
    presence earns; both in ten-thousandths.
    """

    evidence: Evidence
    relation: Relation
    ceiling: int
    credit: int
    last: int | None


class Tier(NamedTuple):
    """What years of evidence of some strength earn.

    ``credit`` in ten-thousandths, for so many ``months`` shown by pieces with at least this
    ``ceiling``; stated months are counted after the policy's discount.
    """

    credit: int
    months: int
    basis: Basis
    ceiling: int


def skill_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of a skill, with the years it asks for if any.

    Raises
    ------
    KeyError
        If the leaf does not belong to the plan.
    """
    kind = Kind.SOFT if leaf.need.kind is Kind.SOFT else Kind.SKILL
    found = pieces(leaf, view, plan)
    if not found:
        return nothing_shown(leaf, view, plan, kind)
    if leaf.months:
        return _years_of_skill(leaf, found, view, plan)
    best = found[0]
    high = FULL_CREDIT if kind in view.unreadable else best.credit
    return outcome(leaf, best.credit, high, basis_of(best), found, plan)


def listed_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of a certificate: naming it is how one shows it, so a list counts in full."""
    found = pieces(leaf, view, plan, listed=True)
    if not found:
        return nothing_shown(leaf, view, plan, Kind.CERTIFICATION)
    high = FULL_CREDIT if Kind.CERTIFICATION in view.unreadable else found[0].credit
    return outcome(leaf, found[0].credit, high, _shown_or_inferred(found[0]), found, plan)


def language_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of a spoken language at the level asked; an unstated level may be high enough."""
    found = pieces(leaf, view, plan, listed=True)
    if not found:
        return nothing_shown(leaf, view, plan, Kind.LANGUAGE)
    low = high = 0
    for piece in found:
        level = level_credit(leaf.need.language_level, piece.evidence.language_level, plan)
        low = max(low, piece.credit * level[0] // FULL_CREDIT)
        high = max(high, piece.credit * level[1] // FULL_CREDIT)
    high = FULL_CREDIT if Kind.LANGUAGE in view.unreadable else high
    return outcome(leaf, low, high, _shown_or_inferred(found[0]), found, plan)


def level_credit(
    asked: LanguageLevel | None, shown: LanguageLevel | None, plan: ScoringPlan
) -> tuple[int, int]:
    """Share of a language that a level earns: as shown, and were an unstated one enough."""
    languages = plan.policy.languages
    if asked is None:
        return FULL_CREDIT, FULL_CREDIT
    if shown is None:
        return languages.unstated, FULL_CREDIT
    by_gap = {1: languages.one_below, 2: languages.two_below}
    gap = asked.rank() - shown.rank()
    credit = FULL_CREDIT if gap <= 0 else by_gap.get(gap, 0)
    return credit, credit


def pieces(
    leaf: PlannedLeaf, view: View, plan: ScoringPlan, *, listed: bool = False
) -> list[Piece]:
    """Evidence that counts for a leaf, the strongest first.

    A denial of the asked skill, or of the shown one, undoes claims, headlines and studies; what
    was done in a job or project stands.

    Parameters
    ----------
    listed : bool
        Whether naming the thing is showing it (certificates, languages): no discount by place.
    """
    asked_denied = leaf.need.skill in view.denials
    found = []
    for skill in view.by_skill:
        if skill not in leaf.ways:
            continue
        relation, credit = leaf.ways[skill]
        denied = skill in view.denials or (asked_denied and relation in PROVING)
        for sighting in view.by_skill[skill]:
            promised = sighting.evidence.polarity is Polarity.LEARNING
            if credit and (not denied or promised or sighting.evidence.kind in PROVEN):
                found.append(_piece(sighting, relation, credit, plan, listed=listed))
    found.sort(key=lambda piece: (-piece.credit, -(piece.last or 0)))
    return found


def _piece(
    sighting: Sighting, relation: Relation, by_relation: int, plan: ScoringPlan, *, listed: bool
) -> Piece:
    evidence, last = sighting.evidence, sighting.last
    promised = evidence.polarity is Polarity.LEARNING
    fuzzy = evidence.method is Method.FUZZY
    ceiling, credit = strength(
        plan.policy, evidence.kind, by_relation, promised=promised, fuzzy=fuzzy, listed=listed
    )
    if last is not None and not promised and not listed:
        credit = plan.policy.recency.fade(credit, plan.as_of - last)
    return Piece(evidence, relation, ceiling, credit, last)


def strength(
    policy: Policy,
    kind: EvidenceKind,
    by_relation: int,
    *,
    promised: bool,
    fuzzy: bool,
    listed: bool,
) -> tuple[int, int]:
    """Most that evidence can earn, and what its mere presence earns, before any fading.

    Parameters
    ----------
    by_relation : int
        Credit of the shown skill for the asked one.
    promised : bool
        Whether it is only being learnt.
    fuzzy : bool
        Whether a misspelling was repaired.
    listed : bool
        Whether naming the thing is showing it.

    Examples
    --------
    >>> from matcher.scoring.policy import Policy
    >>> plain = {"promised": False, "fuzzy": False, "listed": False}
    >>> strength(Policy.default(), EvidenceKind.CLAIMED, 10_000, **plain)
    (9499, 6500)
    """
    ceiling = min(by_relation, policy.fuzzy_most) if fuzzy else by_relation
    if promised:
        ceiling = ceiling * policy.learning_most // FULL_CREDIT
    if promised or listed:
        return ceiling, ceiling
    if kind is EvidenceKind.CLAIMED and not policy.claims_can_meet:
        ceiling = min(ceiling, policy.met_at - 1)
    by_kind = int(getattr(policy.evidence, kind.value))
    return ceiling, min(ceiling, by_relation * by_kind // FULL_CREDIT)


def _years_of_skill(
    leaf: PlannedLeaf, found: Sequence[Piece], view: View, plan: ScoringPlan
) -> Outcome:
    """The better of presence without countable years and the years at each strength of evidence."""
    had = [piece for piece in found if piece.evidence.polarity is Polarity.HAS]
    credit, months, basis, _ = best_tier(had, leaf, plan)
    presence = found[0].credit * plan.policy.years.uncounted // FULL_CREDIT
    low = max(presence, credit)
    high = low
    countable = view.dated or any(p.evidence.stated_years for p in had)
    if Kind.SKILL in view.unreadable:
        high = FULL_CREDIT
    elif had and not countable:
        high = max(low, had[0].credit)
    if presence > credit:
        basis = basis_of(found[0])
    return outcome(leaf, low, high, basis, found, plan, months)


def best_tier(had: Sequence[Piece], leaf: PlannedLeaf, plan: ScoringPlan) -> Tier:
    """The strength of evidence at which the years it shows earn most.

    Parameters
    ----------
    had : sequence of Piece
        Evidence of what is there already, the strongest first.
    """
    tiers = [_tier(had, ceiling, leaf, plan) for ceiling in {piece.ceiling for piece in had}]
    return max(tiers, default=Tier(0, 0, Basis.CLAIMED, 0))


def _tier(had: Sequence[Piece], ceiling: int, leaf: PlannedLeaf, plan: ScoringPlan) -> Tier:
    """What the years shown by evidence worth at least ``ceiling`` earn."""
    policy = plan.policy
    tier = [piece for piece in had if piece.ceiling >= ceiling]
    dated, stated = _months(tier, plan)
    lasts = [p.last for p in tier if p.last is not None and p.evidence.kind in PROVEN]
    last = max(lasts, default=plan.as_of)
    by_dates = ceiling * policy.years.credit(dated, leaf.months) // FULL_CREDIT
    by_dates = policy.recency.fade(by_dates, plan.as_of - last)
    by_word = ceiling * policy.years.credit(stated, leaf.months) // FULL_CREDIT
    if by_word > by_dates:
        return Tier(by_word, stated, Basis.CLAIMED, ceiling)
    basis = basis_of(next(p for p in tier if p.ceiling == ceiling))
    return Tier(by_dates, dated, basis, ceiling)


def _months(tier: Sequence[Piece], plan: ScoringPlan) -> tuple[int, int]:
    """Months covered by dated experience, and months stated after the policy's discount."""
    intervals = tuple(
        interval
        for piece in tier
        if piece.evidence.kind in PROVEN
        for interval in piece.evidence.intervals
    )
    years = max((piece.evidence.stated_years or 0.0 for piece in tier), default=0.0)
    return months_covered(intervals, plan.as_of), stated_months(years, plan)


def stated_months(years: float, plan: ScoringPlan) -> int:
    """Months that a statement of years counts for, after the policy's discount."""
    return round(years * 12) * plan.policy.years.stated // FULL_CREDIT


def basis_of(piece: Piece) -> Basis:
    """What a credit rests on when this piece decides it."""
    if piece.relation not in (Relation.SAME, Relation.NARROWER):
        return Basis.INFERRED
    weak = piece.evidence.kind in (EvidenceKind.CLAIMED, EvidenceKind.SUMMARY)
    return Basis.CLAIMED if weak or piece.evidence.polarity is Polarity.LEARNING else Basis.SHOWN


def _shown_or_inferred(piece: Piece) -> Basis:
    proving = piece.relation in (Relation.SAME, Relation.NARROWER)
    return Basis.SHOWN if proving else Basis.INFERRED


def nothing_shown(leaf: PlannedLeaf, view: View, plan: ScoringPlan, kind: Kind) -> Outcome:
    """Missing where what would carry it was read and is silent or denies it; else unknown."""
    wider = (Relation.SAME, Relation.BROADER)
    denied = [skill for skill in view.denials if leaf.ways.get(skill, _NO_WAY)[0] in wider]
    if denied:
        skill = leaf.need.skill if leaf.need.skill in denied else denied[0]
        assert skill is not None
        relation = leaf.ways[skill][0]
        shown = (leaf_evidence(leaf, relation, view.denials[skill], plan),)
        return Outcome(LeafAssessment(leaf.need.id, 0, 0, Basis.DENIED, _zero(leaf)), shown)
    if kind in view.read:
        return Outcome(LeafAssessment(leaf.need.id, 0, 0, Basis.SILENT, _zero(leaf)))
    unknown = LeafAssessment(leaf.need.id, 0, FULL_CREDIT, Basis.UNREADABLE, _zero(leaf))
    return Outcome(unknown)


def _zero(leaf: PlannedLeaf) -> int | None:
    return 0 if leaf.months else None


def outcome(
    leaf: PlannedLeaf,
    low: int,
    high: int,
    basis: Basis,
    found: Sequence[Piece],
    plan: ScoringPlan,
    months: int | None = None,
) -> Outcome:
    """A leaf's credit with the first few pieces of evidence."""
    return Outcome(
        LeafAssessment(leaf.need.id, low, high, basis, months),
        tuple(leaf_evidence(leaf, p.relation, p.evidence, plan) for p in found[:SHOWN_PER_LEAF]),
    )


def leaf_evidence(
    leaf: PlannedLeaf, relation: Relation, evidence: Evidence, plan: ScoringPlan
) -> LeafEvidence:
    """Evidence with its months and last use worked out against the as-of month."""
    months = months_covered(evidence.intervals, plan.as_of) if evidence.intervals else None
    last = month_text(last_month(evidence, plan.as_of))
    return LeafEvidence(leaf.need.id, relation, evidence, months, last)
