"""Ways to say who was selected, or scored high: by decision, by rank, by score, by the median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from matcher.audit.standing import Place, Standing
from matcher.model import FULL_SCORE


class RateKind(StrEnum):
    """What a share is called (6 RCNY 5-300)."""

    SELECTION = "selection rate"
    SCORING = "scoring rate"


class Measure(Protocol):
    """A way to say who was chosen."""

    @property
    def id(self) -> str:
        """As tables have it."""

    @property
    def kind(self) -> RateKind:
        """What its shares are called."""

    @property
    def title(self) -> str:
        """As headings have it."""

    @property
    def rule(self) -> str:
        """Who counts, in a sentence or two."""

    @property
    def by_people(self) -> bool:
        """Whether people chose, so that no other score would choose otherwise."""

    def choose(self, standings: Sequence[Standing]) -> tuple[tuple[bool | None, ...], ...]:
        """Whether each candidate of each job was chosen; None where it says nothing of them."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Selected by a person.

    Parameters
    ----------
    words : str
        Which decisions count as a selection.
    """

    words: str
    id: str = "decision"
    kind: RateKind = RateKind.SELECTION
    title: str = "Selected by decision"
    by_people: bool = True

    @property
    def rule(self) -> str:
        """Who counts."""
        return f"Selected: {self.words}. Those on whom nobody has decided are left out."

    def choose(self, standings: Sequence[Standing]) -> tuple[tuple[bool | None, ...], ...]:
        """Whether each was selected; None where nobody decided."""
        return tuple(tuple(place.decision for place in each.places) for each in standings)


@dataclass(frozen=True, slots=True)
class Top:
    """Selected by rank.

    Parameters
    ----------
    count : int
        So many of each job, at least 1; equals share a rank, so there may be more.

    Examples
    --------
    >>> places = tuple(Place(c, 9 - at // 2, False, True, None) for at, c in enumerate("abcd"))
    >>> Top(1).choose([Standing("job", 10, places)])
    ((True, True, False, False),)
    """

    count: int
    kind: RateKind = RateKind.SELECTION
    by_people: bool = False

    @property
    def id(self) -> str:
        """As tables have it."""
        return f"top-{self.count}"

    @property
    def title(self) -> str:
        """As headings have it."""
        return f"Among the first {self.count} of each job"

    @property
    def rule(self) -> str:
        """Who counts."""
        return (
            f"Selected: rank {self.count} or better of their job; equal scores share a rank, so "
            "there may be more of them. Those without a rank are not selected."
        )

    def choose(self, standings: Sequence[Standing]) -> tuple[tuple[bool | None, ...], ...]:
        """Whether each stands among the first of their job."""
        return tuple(self._of(each) for each in standings)

    def _of(self, standing: Standing) -> tuple[bool | None, ...]:
        ranks = standing.ranks()
        last = self.count
        return tuple(ranks.get(place.candidate, last + 1) <= last for place in standing.places)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Selected by score.

    Parameters
    ----------
    hundredths : int
        The least score, 0 … 10,000.
    """

    hundredths: int
    kind: RateKind = RateKind.SELECTION
    by_people: bool = False

    @property
    def id(self) -> str:
        """As tables have it."""
        return f"threshold-{self._points}"

    @property
    def title(self) -> str:
        """As headings have it."""
        return f"A score of {self._points} or more"

    @property
    def rule(self) -> str:
        """Who counts."""
        return (
            f"Selected: a score of {self._points} of 100 or more. Those without a rank are not "
            "selected."
        )

    @property
    def _points(self) -> str:
        return f"{self.hundredths // 100}.{self.hundredths % 100:02d}"

    def choose(self, standings: Sequence[Standing]) -> tuple[tuple[bool | None, ...], ...]:
        """Whether each reaches the score, as a share of what the requirements are worth."""
        return tuple(
            tuple(self._reached(place, each.worth) for place in each.places) for each in standings
        )

    def _reached(self, place: Place, worth: int) -> bool:
        if not place.in_ranking or place.points is None:
            return False
        return place.points * FULL_SCORE >= self.hundredths * worth


@dataclass(frozen=True, slots=True)
class AboveMedian:
    """Scored above the median of the full sample (6 RCNY 5-300, scoring rate).

    Examples
    --------
    >>> places = tuple(Place(str(n), n, False, True, None) for n in (1, 2, 2, 3))
    >>> AboveMedian().choose([Standing("job", 10, places)])
    ((False, False, False, True),)
    """

    id: str = "above-median"
    kind: RateKind = RateKind.SCORING
    title: str = "A score above the median"
    by_people: bool = False

    @property
    def rule(self) -> str:
        """Who counts."""
        return (
            "Scored above the median of the full sample: of everybody with a score, whether their "
            "groups are known or not. Those without a score are left out."
        )

    def choose(self, standings: Sequence[Standing]) -> tuple[tuple[bool | None, ...], ...]:
        """Whether each scored above the median of all; None without a score."""
        twice = twice_median(
            [p.points for each in standings for p in each.places if p.points is not None]
        )
        return tuple(
            tuple(None if p.points is None else 2 * p.points > twice for p in each.places)
            for each in standings
        )


def twice_median(points: Sequence[int]) -> int:
    """Twice the median, which is whole; 0 of nothing.

    Examples
    --------
    >>> twice_median([5, 1, 2]), twice_median([1, 2]), twice_median([])
    (4, 3, 0)
    """
    ordered = sorted(points)
    if not ordered:
        return 0
    half = len(ordered) // 2
    return ordered[half] + ordered[-half - 1]
