"""Places in one text, asked for many times: no answer costs a walk over the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from matcher.model import Span
from matcher.profile.fold import words_pattern

#: No word or phrase of the rules is longer (characters).
LONGEST_WORD = 60


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
        if not by_start:
            self._starts: list[int] = []
            self._reach = self._ends = self._lowest = self._starts
            return
        by_end = sorted(by_start, key=lambda span: span[1])
        self._starts = [start for start, _ in by_start]
        self._reach = list(accumulate((end for _, end in by_start), max))
        self._ends = [end for _, end in by_end]
        lowest = accumulate((start for start, _ in reversed(by_end)), min)
        self._lowest = list(lowest)[::-1]

    @classmethod
    def apart(cls, spans: Iterable[Span]) -> SpanSet:
        """A set of spans that stand from left to right and do not overlap: no sorting."""
        known = cls(())
        ordered = list(spans)
        known._starts = known._lowest = [span.start for span in ordered]
        known._ends = known._reach = [span.end for span in ordered]
        return known

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


class WordFinder:
    """Finder of whole words or phrases: what :func:`words_pattern` matches, in one quick pass.

    Examples
    --------
    >>> finder = WordFinder(["nurse", "head of"], plural=True)
    >>> places = finder.places("nurses, head of ward; pursenurse")
    >>> places.any_within(0, 6), places.any_within(1, 8), places.any_within(8, 15)
    (True, False, True)
    """

    def __init__(self, words: Iterable[str], *, plural: bool = False) -> None:
        known = sorted(words)
        self.pattern = words_pattern(known, plural=plural)
        self._automaton = AhoCorasick(known, implementation=Implementation.DFA)

    def places(self, lower: str) -> WordPlaces:
        """Where they stand in a lower-case text."""
        spans: list[tuple[int, int]] = []
        reached = 0
        hits = self._automaton.find_matches_as_indexes(lower, overlapping=True)
        for at in sorted({start for _, start, _ in hits}):
            match = self.pattern.match(lower, at) if at >= reached else None
            if match:
                reached = match.end()
                spans.append((at, reached))
        return WordPlaces(self.pattern, lower, spans)


class WordPlaces:
    """Where words of one kind stand in a text; ``spans`` ascend and do not overlap."""

    def __init__(
        self, pattern: re.Pattern[str], lower: str, spans: Sequence[tuple[int, int]]
    ) -> None:
        self._pattern = pattern
        self._lower = lower
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def any_within(self, start: int, end: int) -> bool:
        """Whether one stands in ``start:end``, taken for a text of its own."""
        index = bisect_left(self._starts, start)
        if index < len(self._starts) and self._ends[index] <= end:
            return True
        cut = self._lower[max(start, end - 1) : end + 1]
        if len(cut) < 2 or not all(char.isalnum() or char == "_" for char in cut):
            return False
        low = max(start, end - LONGEST_WORD)
        return self._pattern.search(self._lower, low, end) is not None


class Following:
    """The next match of a pattern, asked for at ascending places of a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern = pattern
        self._text = text
        self._asked = self._end = -1
        self._found: re.Match[str] | None = None

    def match(self, at: int, end: int) -> re.Match[str] | None:
        """The first match from ``at`` on, before ``end``."""
        known = end == self._end and self._asked <= at
        if not known or (self._found and self._found.start() < at):
            self._found = self._pattern.search(self._text, at, end)
            self._asked, self._end = at, end
        return self._found


class Preceding:
    """The last place of a sign, asked for at ascending places of a text."""

    def __init__(self, sign: str, text: str) -> None:
        self._sign = sign
        self._text = text
        self._reached = 0
        self._last = -1

    def find(self, floor: int, at: int) -> int:
        """The last one in ``floor:at``, or -1."""
        if at < self._reached:
            return self._text.rfind(self._sign, floor, at)
        found = self._text.rfind(self._sign, self._reached, at)
        self._last = found if found >= 0 else self._last
        self._reached = at
        return self._last if self._last >= floor else -1
