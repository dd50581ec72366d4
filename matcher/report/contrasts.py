"""Why one candidate stands above another, in words and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from matcher.model import Entry, Status
from matcher.report.figures import points_text, signed_points
from matcher.report.harmless import one_line
from matcher.report.reasons import shortfall
from matcher.report.result import RankResult
from matcher.report.wording import STATUSES, short_label
from matcher.scoring.contrast import Contrast, Fact, contrast


def above_next(result: RankResult) -> dict[str, Contrast]:
    """For each candidate with a rank but the last, what decided against the next one."""
    standing = pairwise(result.standing)
    return {first.candidate_id: contrast(first, second) for first, second in standing}


def contrast_sentence(result: RankResult, found: Contrast, own_id: str | None = None) -> str:
    """What decided, in one line.

    Parameters
    ----------
    result : RankResult
        The ranking both candidates stand in.
    found : Contrast
        The comparison.
    own_id : str, optional
        Who is spoken of: the first of the two, or the second, who stands below.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Job
    >>> nobody = RankResult(Job(None, ()), {}, {}, date(2026, 11, 1), ())
    >>> contrast_sentence(nobody, Contrast("k2", "k7", 0, (), None))
    'Has the same score as k7; equals stand by their id.'
    >>> contrast_sentence(nobody, Contrast("k2", "k7", 468, (), None), "k7")
    'Ranks below k2 by 4.68 points.'
    """
    facts = "; ".join(fact_lines(result, found, own_id))
    head = contrast_headline(found, own_id)
    return f"{head}: {facts}." if facts else f"{head}."


def contrast_headline(found: Contrast, own_id: str | None = None) -> str:
    """The outcome without the facts, as a sentence without its full stop."""
    is_second = own_id == found.second_id
    other = one_line(found.first_id if is_second else found.second_id, 80)
    if found.by_gate:
        return f"Ranks {'below' if is_second else 'above'} {other} for a failed knock-out"
    if not found.points:
        return f"Has the same score as {other}; equals stand by their id"
    where = "below" if is_second else "above"
    return f"Ranks {where} {other} by {points_text(abs(found.points))} points"


def fact_lines(result: RankResult, found: Contrast, own_id: str | None = None) -> Iterator[str]:
    """Each fact in a few words; last, where the one who stands below is ahead."""
    is_second = own_id == found.second_id
    other = one_line(found.first_id if is_second else found.second_id, 80)
    for fact in _all(found):
        label = short_label(result.requirements[fact.requirement_id])
        one, two = (_standing(result, entry) for entry in (fact.first, fact.second))
        own, others = (two, one) if is_second else (one, two)
        points = signed_points(-fact.points if is_second else fact.points)
        yield f"{points} {label} ({own}; {other}: {others})"


def contrast_dict(result: RankResult, found: Contrast, own_id: str | None = None) -> dict[str, Any]:
    """Plain data: the other candidate, the difference, the facts and the sentence.

    Differences are those of the candidate who stands above.
    """
    is_second = own_id == found.second_id
    return {
        "candidate_id": found.first_id if is_second else found.second_id,
        "points_hundredths": found.points,
        "by_gate": found.by_gate,
        "facts": [_fact_dict(fact) for fact in found.facts],
        "against": _fact_dict(found.against) if found.against else None,
        "sentence": contrast_sentence(result, found, own_id),
    }


def _all(found: Contrast) -> tuple[Fact, ...]:
    return (*found.facts, found.against) if found.against else found.facts


def _fact_dict(fact: Fact) -> dict[str, Any]:
    return {
        "requirement_id": fact.requirement_id,
        "points_hundredths": fact.points,
        "status_above": str(fact.first.assessment.status),
        "status_below": str(fact.second.assessment.status),
    }


def _standing(result: RankResult, entry: Entry) -> str:
    """Met, or what stands in the way."""
    status = entry.assessment.status
    requirement = result.requirements[entry.assessment.requirement_id]
    return STATUSES[status] if status is Status.MET else shortfall(requirement, entry)
