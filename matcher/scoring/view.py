"""A profile as scoring sees it: evidence by skill, denials, dates, and what could be read."""

from __future__ import annotations

import re
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

#: Kinds of evidence that are experience: their dates count as years, and a denial elsewhere does
#: not undo them.
PROVEN = frozenset({EvidenceKind.WORK, EvidenceKind.PROJECT})

_EVERYTHING = frozenset(Kind)
#: What a field of its own can carry; any other field is free text and can carry everything.
_CARRIED = {
    "skills": frozenset({Kind.SKILL, Kind.CERTIFICATION, Kind.LANGUAGE, Kind.SOFT}),
    "title": frozenset({Kind.SKILL, Kind.EXPERIENCE}),
    "education": frozenset({Kind.EDUCATION}),
    "certifications": frozenset({Kind.CERTIFICATION}),
    "languages": frozenset({Kind.LANGUAGE}),
    "years_experience": frozenset({Kind.EXPERIENCE}),
}
_COMPLETE = {
    Kind.SKILL: "skills",
    Kind.EDUCATION: "education",
    Kind.CERTIFICATION: "certifications",
    Kind.LANGUAGE: "languages",
}
_WORD = re.compile(r"\w+")
_EDUCATION_WORD = re.compile(
    r"\b(?:educat|degree|universit|college|bachelor|master'?s|diploma|graduat|school|studied)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class View:
    """One profile prepared for one job.

    Parameters
    ----------
    profile : Profile
        The candidate.
    by_skill : mapping of str to tuple of Evidence
        What shows or promises each skill.
    denials : mapping of str to Evidence
        The first denial of each skill that no job or project disproves.
    work : tuple of Interval
        Dated jobs.
    relevant_months : int
        Months of dated work with any skill the job asks for.
    resembling : mapping of str to tuple of Resemblance
        Stretches like each phrase of the job, by leaf id.
    words : int
        Words in all texts.
    """

    profile: Profile
    by_skill: Mapping[str, tuple[Evidence, ...]]
    denials: Mapping[str, Evidence]
    work: tuple[Interval, ...]
    relevant_months: int
    resembling: Mapping[str, tuple[Resemblance, ...]]
    words: int

    @property
    def dated(self) -> bool:
        """Whether the profile dates anything at all."""
        return bool(self.work)

    def is_unreadable(self, kind: Kind) -> bool:
        """Whether a field that could carry something of ``kind`` could not be read."""
        return any(kind in _CARRIED.get(field, _EVERYTHING) for field in self.profile.unreadable)

    def was_read(self, kind: Kind, plan: ScoringPlan) -> bool:
        """Whether what would carry something of ``kind`` was there and could be read.

        Only then does silence mean that it is missing (the table in ``docs/scoring.md``).
        """
        profile = self.profile
        if self.is_unreadable(kind):
            return False
        filled = {field for field, text in profile.texts.items() if text.strip()}
        if _COMPLETE.get(kind) in filled:
            return True
        full_text = bool(filled - _CARRIED.keys()) and self.words >= plan.policy.thin_words
        if kind is Kind.EDUCATION:
            return (
                bool(profile.degrees)
                or any(e.kind is EvidenceKind.EDUCATION for e in profile.evidence)
                or any(_EDUCATION_WORD.search(text) for text in profile.texts.values())
            )
        if kind is Kind.LANGUAGE:
            return any(e.language_level or e.skill in plan.languages for e in profile.evidence)
        return full_text and kind not in (Kind.SOFT, Kind.OTHER)


def view(profile: Profile, plan: ScoringPlan) -> View:
    """Prepare a profile for a job."""
    shown: dict[str, list[Evidence]] = {}
    denials: dict[str, Evidence] = {}
    for evidence in profile.evidence:
        if evidence.polarity is Polarity.DENIED:
            denials.setdefault(evidence.skill, evidence)
        else:
            shown.setdefault(evidence.skill, []).append(evidence)
    for skill, kept in shown.items():
        if any(e.kind in PROVEN and e.polarity is Polarity.HAS for e in kept):
            denials.pop(skill, None)
    at_work = [
        (evidence.skill, interval)
        for evidence in profile.evidence
        if evidence.polarity is Polarity.HAS and evidence.kind in PROVEN
        for interval in evidence.intervals
    ]
    relevant = tuple(interval for skill, interval in at_work if skill in plan.relevant)
    return View(
        profile=profile,
        by_skill={skill: tuple(kept) for skill, kept in shown.items()},
        denials=denials,
        work=(*(t.interval for t in profile.tenures), *(interval for _, interval in at_work)),
        relevant_months=months_covered(relevant, plan.as_of),
        resembling=plan.phrases.find(profile.texts) if plan.phrases.phrases else {},
        words=sum(map(count_words, profile.texts.values())),
    )


def count_words(text: str) -> int:
    """Words of a text.

    Examples
    --------
    >>> count_words("Java, Spring Boot")
    3
    """
    return len(_WORD.findall(text))
