"""A career in a few figures, for readers of the JSON; none of them is part of a score."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.model import Profile, RoleShown, months_covered


def career_dict(profile: Profile, as_of: date) -> dict[str, Any]:
    """Months, levels and people managed, and how much was read.

    Parameters
    ----------
    profile : Profile
        The candidate.
    as_of : date
        The day "to date" means.

    Returns
    -------
    dict
        ``months`` of dated jobs, overlaps once, null where none is dated; ``stated_years``, the
        most that the texts state; ``current``, whether a job goes on; ``seniority`` and
        ``highest_seniority`` of titles; ``people_managed``, the most that are named;
        ``degrees_unfinished``; ``reading`` and ``unreadable``.

    Examples
    --------
    >>> career_dict(Profile("k1", {"skills": "Java"}), date(2026, 1, 1))["months"]
    """
    month = as_of.year * 12 + as_of.month - 1
    intervals = tuple(tenure.interval for tenure in profile.tenures)
    return {
        "months": months_covered(intervals, month) if intervals else None,
        "stated_years": max((stated.years for stated in profile.years_stated), default=None),
        "current": any(i.end is None or i.end >= month for i in intervals),
        "seniority": _level(profile.latest_role),
        "highest_seniority": _level(profile.highest_role),
        "manages": bool(profile.management),
        "people_managed": max((m.people for m in profile.management if m.people), default=None),
        "degrees_unfinished": [degree.to_dict() for degree in profile.degrees_unfinished],
        "reading": profile.reading.to_dict(),
        "unreadable": list(profile.unreadable),
    }


def _level(role: RoleShown | None) -> str | None:
    return str(role.seniority) if role else None
