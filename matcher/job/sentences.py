"""Units to sentences, and sentences to stretches of one level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.model import Cue, Level, Span
from matcher.rules import CueRule, Direction, Rules
from matcher.taxonomy.normal import Folded

_PARENTHESES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a sentence that is asked for at one level; None where it is expressly not asked."""

    start: int
    end: int
    level: Level | None
    cue: Cue


def sentence_ranges(text: str, start: int, end: int, rules: Rules) -> list[tuple[int, int]]:
    """Ranges of the sentences in ``text[start:end]``, without surrounding space.

    Examples
    --------
    >>> from matcher.rules import load_rules
    >>> text = "Knows SQL, e.g. Postgres. Likes tests."
    >>> [text[a:b] for a, b in sentence_ranges(text, 0, len(text), load_rules())]
    ['Knows SQL, e.g. Postgres.', 'Likes tests.']
    """
    ranges, at = [], start
    for stop in rules.pattern("sentence_end").finditer(text, start, end):
        ranges.append((at, stop.end()))
        at = stop.end()
    ranges.append((at, end))
    trimmed = []
    for first, last in ranges:
        while first < last and text[first] in " \t\n\r-–—*+•":
            first += 1
        while last > first and text[last - 1] in " \t\n\r*":
            last -= 1
        if first < last:
            trimmed.append((first, last))
    return trimmed


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: CueRule


def find_cues(folded: str, rules: Rules) -> list[tuple[int, int, CueRule]]:
    """Level cues in a folded sentence; of overlapping ones the longest."""
    found = [
        _Found(m.start(), m.end(), rule)
        for rule in rules.cues
        for m in rule.pattern.finditer(folded)
        if m.end() > m.start()
    ]
    found.sort(key=lambda f: (f.start - f.end, f.start, f.rule.id))
    kept: list[_Found] = []
    for cue in found:
        if not any(cue.start < other.end and other.start < cue.end for other in kept):
            kept.append(cue)
    kept.sort(key=lambda f: f.start)
    return [(f.start, f.end, f.rule) for f in kept]


def stretches(
    text: str,
    start: int,
    end: int,
    default: Level | None,
    cue: Cue,
    rules: Rules,
    conditions: Sequence[Span] = (),
) -> list[Stretch]:
    """Split a sentence where the level changes.

    Parameters
    ----------
    text : str
        Masked text.
    start, end : int
        The sentence.
    default : Level or None
        What its heading says; kept where no nearer words say otherwise.
    cue : Cue
        What decided the default.
    rules : Rules
        Hold the cues.
    conditions : sequence of Span
        Conditions of the work, whose own words are no cues: "do not require sponsorship".
    """
    folded = Folded.of(text[start:end])
    chars = folded.text
    found = [
        (low, high, rule)
        for low, high, rule in find_cues(chars, rules)
        if not any(
            place.start < start + folded.original_end(high)
            and start + folded.original(low) < place.end
            for place in conditions
        )
    ]
    if not found:
        return [Stretch(start, end, default, cue)]
    marks: list[int] = [-1] * len(chars)
    order = sorted(range(len(found)), key=lambda i: _priority(chars, found[i]))
    for index in order:
        low, high = _scope(chars, found, index, rules)
        marks[low:high] = [index] * max(0, high - low)
    result: list[Stretch] = []
    for index, mark in enumerate(marks):
        if index and mark == marks[index - 1]:
            continue
        at = start + folded.original(index)
        if result:
            result[-1] = Stretch(result[-1].start, at, result[-1].level, result[-1].cue)
        if mark < 0:
            result.append(Stretch(at, end, default, cue))
            continue
        first, last, rule = found[mark]
        span = Span(start + folded.original(first), start + folded.original_end(last))
        result.append(Stretch(at, end, rule.level, Cue(span.of(text), span, rule.id)))
    return result


def _priority(chars: str, cue: tuple[int, int, CueRule]) -> tuple[int, int]:
    start, _, rule = cue
    order = [Direction.SENTENCE, Direction.BEFORE, Direction.AFTER, Direction.BOTH]
    return order.index(rule.direction) + (10 if _enclosing(chars, start) else 0), start


def _enclosing(chars: str, at: int) -> tuple[int, int] | None:
    """The parentheses around an offset, if they hold more than the cue."""
    for match in _PARENTHESES.finditer(chars):
        if match.start() < at < match.end():
            return match.start() + 1, match.end() - 1
    return None


def _scope(
    chars: str, found: list[tuple[int, int, CueRule]], index: int, rules: Rules
) -> tuple[int, int]:
    start, end, rule = found[index]
    low, high = 0, len(chars)
    around = _enclosing(chars, start)
    if around:
        rest = chars[around[0] : start] + chars[end : around[1]]
        if sum(c.isalnum() for c in rest) > 2:
            low, high = around
        else:
            return _left_limit(chars, found, index, low, rules.pattern("level_break")), around[1]
    if rule.direction is Direction.SENTENCE:
        return low, high
    if rule.direction is Direction.BEFORE:
        return start, _right_limit(chars, found, index, high, rules.pattern("level_hard_break"))
    left = max(low, _left_limit(chars, found, index, low, rules.pattern("level_break")))
    if rule.direction is Direction.BOTH:
        return left, _right_limit(chars, found, index, high, rules.pattern("level_hard_break"))
    return left, end


def _left_limit(
    chars: str,
    found: list[tuple[int, int, CueRule]],
    index: int,
    low: int,
    pattern: re.Pattern[str],
) -> int:
    start = found[index][0]
    limit = low
    for other in range(index):
        first, last, rule = found[other]
        if rule.direction in (Direction.AFTER, Direction.BOTH):
            limit = max(limit, last)
        elif rule.direction is Direction.BEFORE:
            comma = chars.rfind(", ", last, start)
            limit = max(limit, comma if comma > 0 else first)
    breaks = [m.start() for m in pattern.finditer(chars, limit, start)]
    return max([limit, *breaks])


def _right_limit(
    chars: str,
    found: list[tuple[int, int, CueRule]],
    index: int,
    high: int,
    pattern: re.Pattern[str],
) -> int:
    end = found[index][1]
    limit = high
    for first, _, rule in found[index + 1 :]:
        if rule.direction is Direction.BEFORE:
            limit = min(limit, first)
    stop = pattern.search(chars, end, limit)
    return stop.start() if stop else limit
