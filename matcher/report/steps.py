"""From 0 to the score: the ledger as steps, each beginning where the one before it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.model import ASKED_LEVELS, FULL_SCORE, Entry, Ledger, Level


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a waterfall, in hundredths of a point.

    Parameters
    ----------
    level : Level or None
        Of the requirement, or the level whose entries follow; None for the score.
    entry : Entry or None
        The ledger's; None for the head of a level and for the score.
    start : int
        The points of all before it.
    points, high, worth : int
        What was earned, what it would be were the unknown met, and what it is worth.
    """

    level: Level | None
    entry: Entry | None
    start: int
    points: int
    high: int
    worth: int

    @property
    def is_head(self) -> bool:
        """Whether it only says what the entries of a level come to."""
        return self.entry is None and self.level is not None


def steps(ledger: Ledger) -> Iterator[Step]:
    """The steps of all that is worth something, by level, with sums; the score last.

    Examples
    --------
    >>> from matcher.model import Assessment, Basis, Status
    >>> half = Assessment("r1", Status.PARTIAL, Basis.SHOWN, 5000, 10_000)
    >>> none = Assessment("r2", Status.MISSING, Basis.SILENT, 0, 0)
    >>> entries = (Entry(half, Level.MUST, 7500, 3750, 7500), Entry(none, Level.BONUS, 2500, 0, 0))
    >>> [(step.start, step.points, step.high) for step in steps(Ledger("k1", entries))]
    [(0, 3750, 7500), (0, 3750, 7500), (3750, 0, 0), (3750, 0, 0), (0, 3750, 7500)]
    """
    start = 0
    for level in ASKED_LEVELS:
        entries = [e for e in ledger.entries if e.level is level and e.worth > 0]
        if not entries:
            continue
        points, high = sum(e.points for e in entries), sum(e.points_high for e in entries)
        yield Step(level, None, start, points, high, sum(e.worth for e in entries))
        for entry in entries:
            yield Step(level, entry, start, entry.points, entry.points_high, entry.worth)
            start += entry.points
    yield Step(None, None, 0, ledger.score, ledger.score_high, FULL_SCORE)
