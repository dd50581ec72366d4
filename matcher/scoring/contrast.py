"""What decided between two ledgers of one job: the differences of their entries."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model import Entry, Ledger

#: Facts given for one candidate's place above another.
MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One requirement on which two candidates differ.

    ``points`` is what the first earns more, in hundredths; negative where the second is ahead.
    """

    requirement_id: str
    points: int
    first: Entry
    second: Entry


@dataclass(frozen=True, slots=True)
class Contrast:
    """Why one candidate stands above another.

    Parameters
    ----------
    first_id, second_id : str
        The two candidates.
    points : int
        Difference of the scores in hundredths; the sum of all entries' differences.
    facts : tuple of Fact
        Where the first is ahead, the largest first, at most three.
    against : Fact or None
        Where the second is furthest ahead.
    by_gate : bool
        Whether a ``rank_below`` gate decided, whatever the scores.
    """

    first_id: str
    second_id: str
    points: int
    facts: tuple[Fact, ...]
    against: Fact | None
    by_gate: bool = False


def contrast(first: Ledger, second: Ledger) -> Contrast:
    """Compare two ledgers of one job, entry by entry.

    Examples
    --------
    >>> from matcher.model import Assessment, Basis, Level, Status
    >>> def entry(key, points):
    ...     shown = Assessment(key, Status.PARTIAL, Basis.SHOWN, points, points)
    ...     return Entry(shown, Level.MUST, 5000, points, points)
    >>> found = contrast(Ledger("a", (entry("r1", 4000), entry("r2", 100))),
    ...                  Ledger("b", (entry("r1", 1000), entry("r2", 500))))
    >>> found.points, [(f.requirement_id, f.points) for f in found.facts], found.against.points
    (2600, [('r1', 3000)], -400)
    """
    facts = [
        Fact(one.assessment.requirement_id, one.points - other.points, one, other)
        for one, other in zip(first.entries, second.entries, strict=True)
        if one.points != other.points
    ]
    ahead = sorted((f for f in facts if f.points > 0), key=lambda f: -f.points)
    behind = sorted((f for f in facts if f.points < 0), key=lambda f: f.points)
    return Contrast(
        first.candidate_id,
        second.candidate_id,
        first.score - second.score,
        tuple(ahead[:MOST_FACTS]),
        behind[0] if behind else None,
        by_gate=second.ranked_below and not first.ranked_below,
    )
