"""What a person should see beside a score: words copied from the job, years that dates contradict.

Flags are shown and change no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from matcher.model import EvidenceKind, Job, Profile, months_covered

#: Words of a piece of the job that is looked for word by word.
PIECE_WORDS = 8
#: A profile holds a copy of the job from so many pieces (40 words) …
COPIED_PIECES = 5
#: … that are at least this share of all its pieces (0…1).
COPIED_SHARE = 0.3
#: Stated years contradict the dates from so many months more than twice what is dated.
STATED_SLACK_MONTHS = 36

_WORD = re.compile(r"\w+")


def pieces_of_job(job: Job) -> tuple[str, ...]:
    """Pieces of eight words each of what a job says, in its order, without repeats.

    Examples
    --------
    >>> from matcher.model import Cue, Kind, Level, Requirement
    >>> words = "You look after the gates, boats, ropes and nets of three canals."
    >>> cue = Cue("", None, "person")
    >>> asked = Requirement("r1", Level.MUST, Kind.OTHER, words, None, cue, None)
    >>> pieces_of_job(Job(None, (asked,)))
    ('you look after the gates boats ropes and',)
    """
    pieces: dict[str, None] = {}
    for requirement in job.requirements:
        words = _WORD.findall(requirement.text.lower())
        for start in range(0, len(words) - PIECE_WORDS + 1, PIECE_WORDS):
            pieces[" ".join(words[start : start + PIECE_WORDS])] = None
    return tuple(pieces)


def integrity_flags(profile: Profile, pieces: tuple[str, ...], as_of: int) -> Iterator[str]:
    """Flags that need the job or the current month.

    Parameters
    ----------
    profile : Profile
        The candidate.
    pieces : tuple of str
        Of the job (:func:`pieces_of_job`).
    as_of : int
        The current month.

    Yields
    ------
    str
        ``job_text_copied``, ``years_contradict``, ``dates_contradict``.
    """
    if len(pieces) >= COPIED_PIECES and _is_copied(profile.texts, pieces):
        yield "job_text_copied"
    if _years_contradict(profile, as_of):
        yield "years_contradict"
    if any(tenure.interval.start > as_of for tenure in profile.tenures):
        yield "dates_contradict"


def _is_copied(texts: Mapping[str, str], pieces: tuple[str, ...]) -> bool:
    said = " ".join(_WORD.findall(" ".join(texts.values()).lower()))
    found = sum(piece in said for piece in pieces)
    return found >= COPIED_PIECES and found >= COPIED_SHARE * len(pieces)


def _years_contradict(profile: Profile, as_of: int) -> bool:
    """Whether stated years, in all or of a skill, are far more than the dates leave room for."""
    dated = months_covered(tuple(t.interval for t in profile.tenures), as_of)
    stated = max((s.years for s in profile.years_stated), default=0.0)
    if dated and _is_far_more(stated, dated):
        return True
    claims: dict[str, float] = {}
    for evidence in profile.evidence:
        if evidence.stated_years:
            years = max(claims.get(evidence.skill, 0.0), evidence.stated_years)
            claims[evidence.skill] = years
    for skill, years in claims.items():
        starts = [
            interval.start
            for evidence in profile.evidence
            if evidence.skill == skill and evidence.kind is EvidenceKind.WORK
            for interval in evidence.intervals
        ]
        if starts and _is_far_more(years, as_of - min(starts) + 1):
            return True
    return False


def _is_far_more(years: float, months: int) -> bool:
    return years * 12 > months + max(STATED_SLACK_MONTHS, months)
