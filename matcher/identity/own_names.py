"""Where a text says the name of the person it is about.

Names differ from person to person, so no pattern is compiled for them: that would take longer than
all the rest of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcher.model import Span

PARTICLE = r"(?:(?:de|del|della|der|den|di|da|dos|du|la|le|van|von|zu|zum|bin|al|el|ter|y|e) )"
_PARTICLE = re.compile(PARTICLE)
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.")
_WORDS = re.compile(r"[^\W\d_]+")


def sequences(text: str, names: Sequence[str], words: Sequence[str]) -> Iterator[Span]:
    """The name as a whole: two of its words side by side, or as the list writes it.

    Parameters
    ----------
    text : str
        Any text.
    names : sequence of str
        As a list writes them, whole or in parts; looked for as written.
    words : sequence of str
        Their words, looked for whatever their case; an initial and particles may stand between.

    Examples
    --------
    >>> text = "RUBY M. de la STONE, a ruby stone; Ruby on Rails"
    >>> [span.of(text) for span in sequences(text, ["Ruby Stone"], ["Ruby", "Stone"])]
    ['RUBY M. de la STONE', 'ruby stone']
    """
    lower = _lower(text)
    lows = [word.lower() for word in words]
    whole = [name for name in map(str.strip, names) if len(_WORDS.findall(name)) > 1]
    begun = [(at, -1, len(name)) for name in whole for at in _places(text, name)]
    begun += [(at, n, len(low)) for n, low in enumerate(lows) for at in _places(lower, low)]
    reached = 0
    for at, number, size in sorted(begun):
        if at < reached or _is_word(text, at - 1):
            continue
        end = at + size
        if number < 0:
            end = 0 if _is_word(text, end) else end
        else:
            end = _second_end(text, lower, end, lows)
        if end:
            reached = end
            yield Span(at, end)


def subjects(text: str, words: Sequence[str], behind: re.Pattern[str]) -> Iterator[Span]:
    """Single words of the name where the sentence says that somebody is meant.

    Parameters
    ----------
    text : str
        Any text.
    words : sequence of str
        Words of the name, looked for as written.
    behind : re.Pattern
        What follows a person: a verb, or "'s".

    Examples
    --------
    >>> text = "Julia's team. Julia leads it. Julia 1.9"
    >>> found = subjects(text, ["Julia"], re.compile("'s| leads"))
    >>> [span.start for span in found]
    [0, 14]
    """
    for word in words:
        for at in _places(text, word):
            if not _is_word(text, at - 1) and behind.match(text, at + len(word)):
                yield Span(at, at + len(word))


def _second_end(text: str, lower: str, end: int, lows: Sequence[str]) -> int:
    """End of a second word of the name behind the first; 0 if none is there."""
    if text[end : end + 1] not in (" ", "-"):
        return 0
    for start in _second_starts(text, end + 1):
        for low in lows:
            if lower.startswith(low, start) and not _is_word(text, start + len(low)):
                return start + len(low)
    return 0


def _second_starts(text: str, at: int) -> Iterator[int]:
    """Where a second word may begin: behind an initial and two particles, the farthest first."""
    initial = _INITIAL.match(text, at)
    starts = [at]
    if initial:
        starts.insert(0, initial.end())
        if text[initial.end() : initial.end() + 1] == " ":
            starts.insert(0, initial.end() + 1)
    for start in starts:
        first = _PARTICLE.match(text, start)
        second = _PARTICLE.match(text, first.end()) if first else None
        if second:
            yield second.end()
        if first:
            yield first.end()
        yield start


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _lower(text: str) -> str:
    """Lower case, one character for one."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
