"""A profile as scoring sees it: evidence by skill, denials, dates, and what could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.model import (
    Evidence,
    EvidenceKind,
    Interval,
    Kind,
    Polarity,
    Profile,
    months_covered,
)
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.similarity import Resemblance
from matcher.scoring.words import count_words, mentions_studies

#: Kinds of evidence that are experience: their dates count as years, and a denial elsewhere does
#: not undo them.
PROVEN = frozenset({EvidenceKind.WORK, EvidenceKind.PROJECT})

#: What free text can carry.
EVERYTHING = frozenset(Kind)
#: What a field of its own can carry; any other field is free text and can carry everything.
CARRIED = {
    "skills": frozenset({Kind.SKILL, Kind.CERTIFICATION, Kind.LANGUAGE, Kind.SOFT}),
    "title": frozenset({Kind.SKILL, Kind.EXPERIENCE}),
    "education": frozenset({Kind.EDUCATION}),
    "certifications": frozenset({Kind.CERTIFICATION}),
    "languages": frozenset({Kind.LANGUAGE}),
    "years_experience": frozenset({Kind.EXPERIENCE}),
}
#: The field of its own that answers for a kind, however short it is.
COMPLETE = {
    Kind.SKILL: "skills",
    Kind.EDUCATION: "education",
    Kind.CERTIFICATION: "certifications",
    Kind.LANGUAGE: "languages",
}
#: A bit for each kind.
KIND_BITS = {kind: 1 << i for i, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Sighting:
    """Evidence, and the month it was last true (None if undated)."""

    evidence: Evidence
    last: int | None


@dataclass(frozen=True, slots=True)
class View:
    """One profile prepared for one job.

    Parameters
    ----------
    profile : Profile
        The candidate.
    by_skill : mapping of str to tuple of Sighting
        What shows or promises each skill.
    denials : mapping of str to Evidence
        The first denial of each skill that no job or project disproves.
    work : tuple of Interval
        Dated jobs.
    relevant_months : int
        Months of dated work with any skill the job asks for.
    resembling : mapping of str to tuple of Resemblance
        Stretches like each phrase of the job, by leaf id.
    read : frozenset of Kind
        Kinds whose carrier was there and could be read: only there does silence mean missing
        (the table in ``docs/scoring.md``).
    unreadable : frozenset of Kind
        Kinds of which a possible carrier could not be read.
    words : int
        Words in all texts.
    """

    profile: Profile
    by_skill: Mapping[str, tuple[Sighting, ...]]
    denials: Mapping[str, Evidence]
    work: tuple[Interval, ...]
    relevant_months: int
    resembling: Mapping[str, tuple[Resemblance, ...]]
    read: frozenset[Kind]
    unreadable: frozenset[Kind]
    words: int

    @property
    def dated(self) -> bool:
        """Whether the profile dates any work at all."""
        return bool(self.work)


def view(profile: Profile, plan: ScoringPlan) -> View:
    """Prepare a profile for a job."""
    at_work = [
        (evidence.skill, interval)
        for evidence in profile.evidence
        if evidence.polarity is Polarity.HAS and evidence.kind in PROVEN
        for interval in evidence.intervals
    ]
    relevant = tuple(interval for skill, interval in at_work if skill in plan.relevant)
    words = sum(map(count_words, profile.texts.values()))
    unreadable = frozenset(
        kind for field in profile.unreadable for kind in CARRIED.get(field, EVERYTHING)
    )
    return View(
        profile=profile,
        by_skill=_sightings(profile, plan),
        denials=_denials(profile),
        work=(*(t.interval for t in profile.tenures), *(interval for _, interval in at_work)),
        relevant_months=months_covered(relevant, plan.as_of),
        resembling=plan.phrases.find(profile.texts) if plan.phrases.phrases else {},
        read=_carriers_read(profile, plan, words) - unreadable,
        unreadable=unreadable,
        words=words,
    )


def _sightings(profile: Profile, plan: ScoringPlan) -> dict[str, tuple[Sighting, ...]]:
    by_skill: dict[str, list[Sighting]] = {}
    for evidence in profile.evidence:
        if evidence.polarity is not Polarity.DENIED:
            sighting = Sighting(evidence, last_month(evidence, plan.as_of))
            by_skill.setdefault(evidence.skill, []).append(sighting)
    return {skill: tuple(sightings) for skill, sightings in by_skill.items()}


def _denials(profile: Profile) -> dict[str, Evidence]:
    done = {e.skill for e in profile.evidence if e.polarity is Polarity.HAS and e.kind in PROVEN}
    denials: dict[str, Evidence] = {}
    for evidence in profile.evidence:
        if evidence.polarity is Polarity.DENIED and evidence.skill not in done:
            denials.setdefault(evidence.skill, evidence)
    return denials


def _carriers_read(profile: Profile, plan: ScoringPlan, words: int) -> frozenset[Kind]:
    """Kinds of which some text that would carry them was filled in, and at length."""
    filled = {field for field, text in profile.texts.items() if text.strip()}
    read = {kind for kind, field in COMPLETE.items() if field in filled}
    if filled - CARRIED.keys() and words >= plan.policy.thin_words:
        read |= {Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION}
    studied = profile.degrees or any(e.kind is EvidenceKind.EDUCATION for e in profile.evidence)
    if studied or any(map(mentions_studies, profile.texts.values())):
        read.add(Kind.EDUCATION)
    if any(e.language_level or e.skill in plan.languages for e in profile.evidence):
        read.add(Kind.LANGUAGE)
    return frozenset(read)


def last_month(evidence: Evidence, as_of: int) -> int | None:
    """The month a skill was last used by this evidence, not after ``as_of``; None if undated."""
    return max(
        (as_of if i.end is None else min(i.end, as_of) for i in evidence.intervals), default=None
    )


def is_free_text(field: str) -> bool:
    """Whether a text of this name can carry everything, as a résumé can.

    Examples
    --------
    >>> is_free_text("resume_text"), is_free_text("skills")
    (True, False)
    """
    return field not in CARRIED
