"""Credit of degrees, of years of experience as such, and of words outside the taxonomy."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.model import (
    FULL_CREDIT,
    Basis,
    Degree,
    DegreeShown,
    Evidence,
    EvidenceKind,
    Interval,
    Kind,
    LeafAssessment,
    LeafEvidence,
    Method,
    Polarity,
    Profile,
    Relation,
    Span,
    Tenure,
    months_covered,
)
from matcher.scoring.credit import (
    SHOWN_PER_LEAF,
    Outcome,
    leaf_evidence,
    nothing_shown,
    stated_months,
)
from matcher.scoring.planning import PlannedLeaf, ScoringPlan
from matcher.scoring.similarity import Resemblance
from matcher.scoring.view import PROVEN, View

#: Evidence for what is no skill of the taxonomy names none.
NO_SKILL = ""
_LONGEST_SURFACE = 90


def degree_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of a degree: its rank, its field, or the experience that stands for it."""
    policy = plan.policy.education
    graded = [
        (shown, *one_degree(leaf, shown.degree, shown.fields, plan))
        for shown in view.profile.degrees
    ]
    graded.sort(key=lambda item: (-item[1], -item[2]))
    low = max((item[1] for item in graded), default=0)
    high = max((item[2] for item in graded), default=0)
    basis, months = Basis.SHOWN, None
    evidence = [_degree_evidence(leaf, degree, plan) for degree, credit, _ in graded if credit]
    studied = _field_studied(leaf, view)
    if studied is not None and studied[1] * policy.degree_unread // FULL_CREDIT > low:
        relation, credit, shown = studied
        low = policy.degree_unread * credit // FULL_CREDIT
        read = graded or view.profile.degrees_unfinished
        high = max(low, high) if read else FULL_CREDIT
        evidence = [leaf_evidence(leaf, relation, shown, plan)]
    if leaf.need.or_equivalent:
        asked = equivalent_months(leaf, plan)
        equivalent = plan.policy.years.credit(view.relevant_months, asked) if asked else FULL_CREDIT
        if equivalent > low:
            low, basis, months = equivalent, Basis.INFERRED, view.relevant_months
            evidence = _relevant_evidence(leaf, view, plan)
        high = max(low, high if view.dated else FULL_CREDIT)
    if high == 0:
        return nothing_shown(leaf, view, plan, Kind.EDUCATION)
    high = FULL_CREDIT if Kind.EDUCATION in view.unreadable else high
    basis = basis if low else Basis.UNREADABLE
    shown_first = tuple(evidence[:SHOWN_PER_LEAF])
    return Outcome(LeafAssessment(leaf.need.id, low, high, basis, months), shown_first)


def one_degree(
    leaf: PlannedLeaf, degree: Degree, fields: tuple[str, ...], plan: ScoringPlan
) -> tuple[int, int]:
    """Credit of a degree in some fields: as read, and were an unread field the asked one."""
    policy = plan.policy.education
    asked = leaf.need.degree or Degree.SECONDARY
    below = asked.rank() - degree.rank()
    rank = FULL_CREDIT if below <= 0 else policy.one_below if below == 1 else 0
    if not leaf.fields:
        return rank, rank
    if not fields:
        return rank * policy.field_unread // FULL_CREDIT, rank
    known = [leaf.fields[field][1] for field in fields if field in leaf.fields]
    field = max([policy.other_field, *known])
    return rank * field // FULL_CREDIT, rank * field // FULL_CREDIT


def _field_studied(leaf: PlannedLeaf, view: View) -> tuple[Relation, int, Evidence] | None:
    """Evidence of studies in an asked field where no degree could be read."""
    found = [
        (*leaf.fields[skill], sighting.evidence)
        for skill, sightings in view.by_skill.items()
        if skill in leaf.fields
        for sighting in sightings
        if sighting.evidence.kind is EvidenceKind.EDUCATION
    ]
    return max(found, key=lambda item: item[1], default=None)


def equivalent_months(leaf: PlannedLeaf, plan: ScoringPlan) -> int:
    """Months of relevant dated work that stand for the degree."""
    asked = leaf.need.degree or Degree.SECONDARY
    return 12 * int(getattr(plan.policy.education.equivalent_years, asked.value))


def _relevant_evidence(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> list[LeafEvidence]:
    """Dated work with what the job asks for, the longest first, each skill once."""
    found = {
        skill: max(dated, key=lambda shown: shown.months or 0)
        for skill, sightings in view.by_skill.items()
        if skill in plan.relevant
        if (
            dated := [
                leaf_evidence(leaf, Relation.SAME, sighting.evidence, plan)
                for sighting in sightings
                if sighting.evidence.polarity is Polarity.HAS
                if sighting.evidence.kind in PROVEN and sighting.evidence.intervals
            ]
        )
    }
    return sorted(found.values(), key=lambda shown: -(shown.months or 0))


def total_years_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of years of experience as such: all dated jobs, or what the profile states."""
    dated = months_covered(view.work, plan.as_of)
    statements = sorted(view.profile.years_stated, key=lambda s: -s.years)
    stated = stated_months(statements[0].years, plan) if statements else 0
    months = max(dated, stated)
    if not view.work and not statements:
        high = FULL_CREDIT
        unknown = LeafAssessment(leaf.need.id, 0, high, Basis.UNREADABLE, 0)
        return Outcome(unknown)
    low = plan.policy.years.credit(months, leaf.months) if leaf.months else FULL_CREDIT
    high = FULL_CREDIT if Kind.EXPERIENCE in view.unreadable else low
    basis = Basis.SHOWN if dated >= stated else Basis.CLAIMED
    said = [
        Evidence(NO_SKILL, s.field, s.span, s.surface, Method.EXACT, EvidenceKind.SUMMARY)
        for s in statements
    ]
    claims = [leaf_evidence(leaf, Relation.SAME, evidence, plan) for evidence in said]
    jobs = _tenure_evidence(leaf, view, plan)
    evidence = jobs + claims if basis is Basis.SHOWN else claims + jobs
    assessment = LeafAssessment(leaf.need.id, low, high, basis, months)
    return Outcome(assessment, tuple(evidence[:SHOWN_PER_LEAF]))


def phrase_credit(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> Outcome:
    """Credit of words outside the taxonomy, by the words a stretch of the profile shares."""
    policy = plan.policy
    found = view.resembling[leaf.need.id]
    kind = Kind.SKILL if leaf.need.kind is Kind.EXPERIENCE else leaf.need.kind
    if not plan.phrases.phrases[leaf.need.id]:
        return Outcome(LeafAssessment(leaf.need.id, 0, FULL_CREDIT, Basis.UNREADABLE))
    if not found:
        return nothing_shown(leaf, view, plan, kind)
    low = policy.similar.most * found[0].similarity // FULL_CREDIT
    high, months = low, None
    if leaf.months:
        months = months_of_matches(found, view.profile, plan.as_of)
        share = max(policy.years.uncounted, policy.years.credit(months, leaf.months))
        high, low = (
            low if not view.dated else low * share // FULL_CREDIT,
            low * share // FULL_CREDIT,
        )
    high = FULL_CREDIT if kind in view.unreadable else high
    evidence = tuple(_resemblance_evidence(leaf, match, view, plan) for match in found)
    assessment = LeafAssessment(leaf.need.id, low, high, Basis.SIMILAR, months)
    return Outcome(assessment, evidence[:SHOWN_PER_LEAF])


def months_of_matches(found: Sequence[Resemblance], profile: Profile, as_of: int) -> int:
    """Months of the dated jobs that any of some stretches stands in."""
    intervals = tuple(interval for match in found for interval in _intervals(match, profile))
    return months_covered(intervals, as_of)


def _intervals(match: Resemblance, profile: Profile) -> tuple[Interval, ...]:
    """The dated jobs a stretch of text stands in."""
    return tuple(
        tenure.interval
        for tenure in profile.tenures
        if tenure.field == match.field and tenure.span.covers(match.span)
    )


def _resemblance_evidence(
    leaf: PlannedLeaf, match: Resemblance, view: View, plan: ScoringPlan
) -> LeafEvidence:
    intervals = _intervals(match, view.profile)
    in_list = EvidenceKind.CLAIMED if match.field == "skills" else EvidenceKind.SUMMARY
    evidence = Evidence(
        NO_SKILL,
        match.field,
        match.span,
        match.span.of(view.profile.texts[match.field]),
        Method.PHRASE,
        EvidenceKind.WORK if intervals else in_list,
        intervals=intervals,
    )
    return leaf_evidence(leaf, Relation.SIMILAR, evidence, plan)


def _degree_evidence(leaf: PlannedLeaf, shown: DegreeShown, plan: ScoringPlan) -> LeafEvidence:
    known = [field for field in shown.fields if field in leaf.fields]
    best = max(known, key=lambda field: leaf.fields[field][1], default=None)
    relation = leaf.fields[best][0] if best else Relation.SAME
    evidence = Evidence(
        best or (shown.fields[0] if shown.fields else NO_SKILL),
        shown.field,
        shown.span,
        shown.surface,
        Method.EXACT,
        EvidenceKind.EDUCATION,
    )
    return leaf_evidence(leaf, relation, evidence, plan)


def _tenure_evidence(leaf: PlannedLeaf, view: View, plan: ScoringPlan) -> list[LeafEvidence]:
    """The dated jobs, the latest first, each with its first line."""
    by_end = sorted(
        view.profile.tenures,
        key=lambda t: plan.as_of if t.interval.end is None else t.interval.end,
        reverse=True,
    )
    return [
        leaf_evidence(leaf, Relation.SAME, _tenure_as_evidence(tenure, view.profile.texts), plan)
        for tenure in by_end
    ]


def _tenure_as_evidence(tenure: Tenure, texts: dict[str, str]) -> Evidence:
    whole = tenure.span.of(texts[tenure.field])
    first_line = whole.split("\n", 1)[0][:_LONGEST_SURFACE]
    span = Span(tenure.span.start, tenure.span.start + len(first_line))
    return Evidence(
        NO_SKILL,
        tenure.field,
        span,
        first_line,
        Method.EXACT,
        EvidenceKind.WORK,
        intervals=(tenure.interval,),
    )
