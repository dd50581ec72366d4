"""What a person should see beside a score: words copied from the job, years that dates contradict.

Flags are shown and change no score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, overload

from matcher.model import EvidenceKind, Job, Profile, months_covered
from matcher.scoring.words import lowered_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    if is_copied(profile.texts, pieces):
        yield "job_text_copied"
    if _years_contradict(profile, as_of):
        yield "years_contradict"
    if any(tenure.interval.start > as_of for tenure in profile.tenures):
        yield "dates_contradict"


def is_copied(texts: Mapping[str, str], pieces: tuple[str, ...]) -> bool:
    """Whether a profile holds enough pieces of a job word by word.

    Examples
    --------
    >>> pieces = tuple(f"one two three four five six seven {n}" for n in range(6))
    >>> is_copied({"t": ", ".join(pieces)}, pieces), is_copied({"t": pieces[0]}, pieces)
    (True, False)
    """
    needed = max(COPIED_PIECES, ceil(COPIED_SHARE * len(pieces)))
    if len(pieces) < needed:
        return False
    said = _said(tuple(texts.values()))
    may_miss = len(pieces) - needed
    for piece in pieces:
        if piece in said:
            needed -= 1
        else:
            may_miss -= 1
        if needed == 0 or may_miss < 0:
            break
    return needed == 0


@lru_cache(maxsize=4096)
def _said(texts: tuple[str, ...]) -> str:
    """All words of some texts, lower-cased, one space between; kept for the next jobs."""
    return lowered_words(" ".join(texts))


def _years_contradict(profile: Profile, as_of: int) -> bool:
    """Whether stated years, in all or of a skill, are far more than the dates leave room for."""
    dated = months_covered(tuple(t.interval for t in profile.tenures), as_of)
    stated = max((s.years for s in profile.years_stated), default=0.0)
    if dated and is_far_more(stated, dated):
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
        if starts and is_far_more(years, as_of - min(starts) + 1):
            return True
    return False


@overload
def is_far_more(years: float, months: int) -> bool: ...
@overload
def is_far_more(years: NDArray[np.float64], months: NDArray[np.int32]) -> NDArray[np.bool_]: ...
def is_far_more(
    years: float | NDArray[np.float64], months: int | NDArray[np.int32]
) -> bool | NDArray[np.bool_]:
    """Whether stated years contradict the months that are dated; of figures or arrays.

    Examples
    --------
    >>> is_far_more(10.0, 48), is_far_more(6.0, 48)
    (True, False)
    """
    stated = years * 12
    return (stated > months + STATED_SLACK_MONTHS) & (stated > 2 * months)
