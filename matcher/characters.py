"""Counting over the characters of a text, compiled where that was possible."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"[0-9][0-9]+")
_NUMBER = re.compile(r"[+(\d](?<![\w.+/-].)", re.DOTALL)


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


def plain_number_starts(text: str) -> list[int]:
    """Where a number as people write them may begin: a digit, plus sign or bracket.

    None of them stands behind a letter, digit, point, slash, plus sign or hyphen.

    Examples
    --------
    >>> plain_number_starts("+49 40 (0) Java8 2019-20")
    [0, 4, 7, 8, 17]
    """
    return [match.start() for match in _NUMBER.finditer(text)]


try:
    from matcher import _characters as _compiled
except ImportError:
    digit_runs = plain_digit_runs
    count_words = plain_count_words
    number_starts = plain_number_starts
else:
    digit_runs = _compiled.digit_runs
    count_words = _compiled.count_words
    number_starts = _compiled.number_starts
