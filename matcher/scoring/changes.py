"""Changes a person can make to what a profile shows, and the profile with them made.

A skill used, months of experience, a certificate, a language level: nothing else.  A degree is
only ever *stated* where the profile leaves it open; who somebody is, where they studied and when
they were born are not in a profile and in no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.model import (
    FULL_CREDIT,
    Degree,
    DegreeShown,
    Evidence,
    EvidenceKind,
    Gate,
    Interval,
    Kind,
    LanguageLevel,
    LeafAssessment,
    Ledger,
    Method,
    Need,
    Polarity,
    Profile,
    Span,
    Tenure,
    months_covered,
)
from matcher.scoring.planning import (
    PROVING,
    PlannedLeaf,
    PlannedRequirement,
    ScoringPlan,
    is_phrase,
)
from matcher.scoring.view import PROVEN, is_free_text

_NOWHERE = Span(0, 0)


class ChangeKind(StrEnum):
    """What sort of thing changes."""

    SKILL = "skill"
    MONTHS = "months"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"
    DEGREE = "degree"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a profile would show in addition.

    Parameters
    ----------
    kind : ChangeKind
        What sort of thing.
    requirement_id, leaf_id : str
        What it is for.
    months : int
        Months of dated work in addition to those that count already; 0 for other kinds.
    by : EvidenceKind
        Where in the career it would stand.
    settles : bool
        Whether the profile leaves it open today, so that saying so may be enough.
    instead : tuple of str
        Ids of other leaves of the same alternative that would do as well.
    """

    kind: ChangeKind
    requirement_id: str
    leaf_id: str
    months: int = 0
    by: EvidenceKind = EvidenceKind.PROJECT
    settles: bool = False
    instead: tuple[str, ...] = ()


def possible_changes(plan: ScoringPlan, profile: Profile, ledger: Ledger) -> Iterator[Change]:
    """One change for every leaf that counts, is not shown in full and can be shown.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    profile : Profile
        The candidate; nothing is offered for one that could not be read.
    ledger : Ledger
        The candidate's ledger for this plan.
    """
    if not profile.readable:
        return
    for planned, entry in zip(plan.requirements, ledger.entries, strict=True):
        if planned.tree is None or not (planned.share.worth or planned.gate is not Gate.OFF):
            continue
        for shown in entry.assessment.leaves:
            if shown.low < FULL_CREDIT:
                change = _change(planned, plan.leaves[shown.leaf_id], shown, profile, plan)
                if change is not None:
                    yield change


def _change(
    planned: PlannedRequirement,
    leaf: PlannedLeaf,
    shown: LeafAssessment,
    profile: Profile,
    plan: ScoringPlan,
) -> Change | None:
    need, home = leaf.need, planned.requirement.id
    is_open = shown.high > shown.low
    if need.kind in (Kind.SOFT, Kind.OTHER):
        return None
    if need.kind is Kind.EDUCATION:
        by = EvidenceKind.EDUCATION
        return Change(ChangeKind.DEGREE, home, need.id, by=by, settles=True) if is_open else None
    if leaf.months:
        counted = months_covered(_counted(leaf, profile), plan.as_of)
        if is_phrase(leaf):
            counted = shown.months_shown or 0
        missing = leaf.months - counted
        months, by = max(missing, 1), EvidenceKind.WORK
        return Change(ChangeKind.MONTHS, home, need.id, months, by, settles=is_open)
    if need.kind is Kind.CERTIFICATION:
        by = EvidenceKind.CERTIFICATE
        return Change(ChangeKind.CERTIFICATE, home, need.id, by=by, settles=is_open)
    if need.kind is Kind.LANGUAGE:
        by = EvidenceKind.CLAIMED
        return Change(ChangeKind.LANGUAGE, home, need.id, by=by, settles=is_open)
    enough = plan.policy.evidence.project >= plan.policy.met_at
    by = EvidenceKind.PROJECT if enough else EvidenceKind.WORK
    return Change(ChangeKind.SKILL, home, need.id, by=by, settles=is_open)


def _counted(leaf: PlannedLeaf, profile: Profile) -> tuple[Interval, ...]:
    """Dated stretches that count towards the leaf in full, or may: new months come beside them."""
    if leaf.total_years or is_phrase(leaf):
        tenures = tuple(tenure.interval for tenure in profile.tenures)
        return tenures + tuple(i for e in profile.evidence if e.kind in PROVEN for i in e.intervals)
    return tuple(
        interval
        for evidence in profile.evidence
        if evidence.kind in PROVEN and evidence.polarity is Polarity.HAS
        if evidence.skill in leaf.ways and leaf.ways[evidence.skill][0] in PROVING
        for interval in evidence.intervals
    )


def changed(plan: ScoringPlan, profile: Profile, changes: tuple[Change, ...]) -> Profile:
    """The profile with the changes made, ready to be scored.

    Raises
    ------
    KeyError
        If a change is not for a leaf of the plan.
    """
    for change in changes:
        profile = _with(change, plan.leaves[change.leaf_id], profile, plan)
    return profile


def _with(change: Change, leaf: PlannedLeaf, profile: Profile, plan: ScoringPlan) -> Profile:
    need = leaf.need
    intervals: tuple[Interval, ...] = ()
    if change.kind is ChangeKind.DEGREE:
        return _with_degree(need, profile)
    if change.kind is ChangeKind.MONTHS:
        intervals = latest_free_months(_counted(leaf, profile), plan.as_of, change.months)
    if need.skill is None:
        return _with_words(leaf, intervals, profile)
    return _with_skill(need.skill, change.by, need.language_level, intervals, profile)


def _with_skill(
    skill: str,
    by: EvidenceKind,
    level: LanguageLevel | None,
    intervals: tuple[Interval, ...],
    profile: Profile,
) -> Profile:
    field = next(iter(profile.texts))
    shown = Evidence(
        skill, field, _NOWHERE, "", Method.EXACT, by, intervals=intervals, language_level=level
    )
    kept = (e for e in profile.evidence if (e.skill, e.polarity) != (skill, Polarity.DENIED))
    return replace(profile, evidence=(*kept, shown))


def _with_words(leaf: PlannedLeaf, intervals: tuple[Interval, ...], profile: Profile) -> Profile:
    """The words of a phrase at the end of a text; dated, if months are asked."""
    field = _field_for_words(profile)
    if leaf.total_years:
        tenures = tuple(Tenure(interval, field, _NOWHERE) for interval in intervals)
        return replace(profile, tenures=(*profile.tenures, *tenures))
    text = f"{profile.texts[field]}\n\n{leaf.need.label}"
    span = Span(len(text) - len(leaf.need.label), len(text))
    tenures = tuple(Tenure(interval, field, span) for interval in intervals)
    texts = profile.texts | {field: text}
    return replace(profile, texts=texts, tenures=(*profile.tenures, *tenures))


def _field_for_words(profile: Profile) -> str:
    filled = [field for field, text in profile.texts.items() if text.strip()]
    return next((field for field in filled if is_free_text(field)), filled[0])


def _with_degree(need: Need, profile: Profile) -> Profile:
    field = next(iter(profile.texts))
    degree = need.degree or Degree.SECONDARY
    shown = DegreeShown(degree, need.fields[:1], field, _NOWHERE, "")
    return replace(profile, degrees=(*profile.degrees, shown))


def latest_free_months(
    taken: tuple[Interval, ...], as_of: int, months: int
) -> tuple[Interval, ...]:
    """The latest months up to ``as_of`` that no interval covers, as intervals, the latest first.

    Examples
    --------
    >>> latest_free_months((Interval(95, 98),), as_of=100, months=4)
    (Interval(start=99, end=100), Interval(start=93, end=94))
    """
    closed = sorted(
        ((i.start, as_of if i.end is None else min(i.end, as_of)) for i in taken),
        key=lambda pair: pair[1],
        reverse=True,
    )
    found: list[Interval] = []
    end = as_of
    for first, last in (*closed, (-1, -1)):
        start = max(last + 1, end - months + 1, 0)
        if months and start <= end:
            found.append(Interval(start, end))
            months -= end - start + 1
        end = min(end, first - 1)
    return tuple(found)
