"""Counting over the characters of a text, compiled where that was possible."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"[0-9][0-9]+")


def plain_digit_runs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of every two or more digits side by side, from left to right.

    Examples
    --------
    >>> plain_digit_runs("May 2019, 7 of 12", 0, 17)
    [(4, 8), (15, 17)]
    """
    return [match.span() for match in _DIGITS.finditer(text, start, end)]


def plain_count_words(text: str) -> int:
    """Stretches between blanks.

    Examples
    --------
    >>> plain_count_words(" Java,  Spring Boot ")
    3
    """
    return len(text.split())


try:
    from matcher.profile import _characters as _compiled
except ImportError:
    digit_runs, count_words = plain_digit_runs, plain_count_words
else:
    digit_runs, count_words = _compiled.digit_runs, _compiled.count_words
