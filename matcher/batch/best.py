"""The best of many by the ranking's order, without keeping the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from matcher.scoring.matrix import BELOW

Item = TypeVar("Item")


class Place(NamedTuple):
    """Where a pair stands in the order of :func:`matcher.scoring.in_order`; less is better.

    ``short`` is the score in hundredths, negative.
    """

    ranked_below: bool
    short: int
    candidate_id: str


def place_of(standing: int, candidate_id: str) -> Place:
    """The place that a standing of somebody readable means (:meth:`ColumnScorer.standing`).

    Examples
    --------
    >>> place_of(8735, "a")
    Place(ranked_below=False, short=-8735, candidate_id='a')
    >>> place_of(8735 - BELOW, "b")
    Place(ranked_below=True, short=-8735, candidate_id='b')
    """
    below = standing < 0
    return Place(below, -standing - BELOW * below, candidate_id)


class Best(Generic[Item]):
    """The ``most`` best items of those given; which they are depends on no order.

    Parameters
    ----------
    most : int
        How many.
    floor : Place, optional
        Nothing behind it can be among the best of all; it is not kept.

    Examples
    --------
    >>> best = Best(2)
    >>> for name, score in [("a", 10), ("b", 30), ("c", 30), ("d", 20)]:
    ...     best.offer(Place(False, -score, name), name)
    >>> [name for _, name in best.kept()], best.floor
    (['b', 'c'], Place(ranked_below=False, short=-30, candidate_id='c'))
    """

    def __init__(self, most: int, floor: Place | None = None) -> None:
        self._most = most
        self._floor = floor
        self._kept: list[tuple[Place, Item]] = []

    @property
    def floor(self) -> Place | None:
        """The last that is among the best so far; None as long as everybody is."""
        self._cut()
        return self._floor

    @property
    def least(self) -> int:
        """The lowest standing that may be among the best, as far as is known."""
        floor = self.floor
        return -BELOW if floor is None else -floor.short - BELOW * floor.ranked_below

    def takes(self, place: Place) -> bool:
        """Whether an item there may be among the best."""
        return self._floor is None or place <= self._floor

    def offer(self, place: Place, item: Item) -> None:
        """Keep the item if it may be among the best."""
        if self.takes(place):
            self._kept.append((place, item))
            if len(self._kept) >= 2 * self._most + 64:
                self._cut()

    def kept(self) -> list[tuple[Place, Item]]:
        """Those kept, best first."""
        self._cut()
        return self._kept

    def _cut(self) -> None:
        self._kept.sort(key=lambda kept: kept[0])
        del self._kept[self._most :]
        if 0 < len(self._kept) == self._most:
            last = self._kept[-1][0]
            self._floor = last if self._floor is None else min(self._floor, last)


def ranks(places: Iterable[Place]) -> list[int]:
    """Ranks of the best, from the first on: equal scores share one (1, 1, 3).

    Examples
    --------
    >>> ranks([Place(False, -30, "b"), Place(False, -30, "c"), Place(True, -40, "a")])
    [1, 1, 3]
    """
    found: list[int] = []
    before: tuple[bool, int] | None = None
    for number, place in enumerate(places, 1):
        standing = place[:2]
        found.append(found[-1] if standing == before else number)
        before = standing
    return found
