"""Spans of one text, asked many times: each answer costs the logarithm of their number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate


class SpanSet:
    """A set of half-open spans; they may overlap, and stand in any order.

    Parameters
    ----------
    spans : iterable of (int, int)
        Start and end of each.

    Examples
    --------
    >>> spans = SpanSet([(0, 4), (10, 12)])
    >>> spans.overlap(3, 9), spans.overlap(4, 10), spans.cover(10, 12), spans.cover(9, 12)
    (True, False, True, False)
    """

    __slots__ = ("_ends", "_lowest", "_reach", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        by_start = sorted(spans)
        by_end = sorted(by_start, key=lambda span: span[1])
        self._starts = [start for start, _ in by_start]
        self._reach = list(accumulate((end for _, end in by_start), max))
        self._ends = [end for _, end in by_end]
        lowest = accumulate((start for start, _ in reversed(by_end)), min)
        self._lowest = list(lowest)[::-1]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def overlap(self, start: int, end: int) -> bool:
        """Whether any span shares a character with ``start:end``."""
        index = bisect_right(self._ends, start)
        return index < len(self._ends) and self._lowest[index] < end

    def cover(self, start: int, end: int) -> bool:
        """Whether one span holds all of ``start:end``."""
        index = bisect_right(self._starts, start)
        return index > 0 and self._reach[index - 1] >= end


def within(starts: Sequence[int], low: int, high: int) -> range:
    """Positions of the ascending ``starts`` that lie in ``low:high``.

    Examples
    --------
    >>> within([2, 5, 9], 5, 10)
    range(1, 3)
    """
    return range(bisect_left(starts, low), bisect_left(starts, high))
