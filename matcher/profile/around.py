"""The dated stretch around words: which job, and when."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence

from matcher.model import Interval, Span
from matcher.profile.timeline import DatedStretch


class DatesAround:
    """The dated stretches around words, asked for from left to right.

    Parameters
    ----------
    stretches : sequence of DatedStretch
        At least one; where several hold the same words, the first of them counts.

    Examples
    --------
    >>> job = DatedStretch(Interval(24228, None), Span(0, 30), Span(0, 9))
    >>> dates = DatesAround([job])
    >>> dates.of(Span(12, 16)), dates.of(Span(28, 34))
    ((True, (Interval(start=24228, end=None),)), (False, ()))
    """

    def __init__(self, stretches: Sequence[DatedStretch]) -> None:
        order = sorted(enumerate(stretches), key=lambda pair: pair[1].span.start, reverse=True)
        self._waiting = order
        self._next = order[-1][1].span.start
        self._jobs: deque[tuple[int, DatedStretch]] = deque()
        self._remarks: deque[tuple[int, DatedStretch]] = deque()

    def of(self, span: Span) -> tuple[bool, tuple[Interval, ...]]:
        """Whether the words stand in a dated job, and the interval nearest to them."""
        if span.start < self._next and not self._jobs and not self._remarks:
            return False, ()
        while self._waiting and self._waiting[-1][1].span.start <= span.start:
            index, stretch = self._waiting.pop()
            opened = self._jobs if stretch.job else self._remarks
            if opened and opened[-1][0] > index:
                place = bisect_left(opened, index, key=lambda pair: pair[0])
                opened.insert(place, (index, stretch))
            else:
                opened.append((index, stretch))
        job, remark = _first_to(self._jobs, span.end), _first_to(self._remarks, span.end)
        nearest = remark or job
        return job is not None, (nearest.interval,) if nearest else ()


def _first_to(opened: deque[tuple[int, DatedStretch]], end: int) -> DatedStretch | None:
    """The first stretch that reaches to ``end``; those before it are over for good."""
    while opened and opened[0][1].span.end < end:
        opened.popleft()
    return next((stretch for _, stretch in opened if stretch.span.end >= end), None)
