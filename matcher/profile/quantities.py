"""Years that a text states: in all, or of one skill."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from matcher.model import Span
from matcher.profile.fold import words_pattern
from matcher.profile.rules import ProfileRules
from matcher.profile.spans import within

#: More years than this are a misreading.
MAX_YEARS = 60
#: "less than a year" is taken at its middle.
LESS_THAN_A_YEAR = 0.5

#: Years at the end of a line are said of its names at most so far back (characters).
LINE_REACH = 400

_CLAUSE = re.compile(
    r"[;!?\n]|\.(?=\s|$)|\d[\d.+]* ?(?:years?|yrs?)|(?<!\w)(?:but|plus|including|as well as"
    r"|and \w+ (?:of|years))(?!\w)"
)
_TO_NAME = re.compile(
    r"[\s()\[\]:,.|=~–—-]*(?:(?:expe?ri?e?nce|exprience|experience|exp)\.?[\s:=–—-]*)?"
    r"(?:(?:of|for|over|about|approx\.?|approximately|more than|since|around|almost|nearly"
    r"|at least|min\.?)\s+)*[\s(]*"
)
_AFTER_NUMBER = ("half", "plus", "or more", "long", "full", "whole", "solid", "good", "+", ")")
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
_TAIL = re.compile(r" months?")
_MORE = re.compile(r",?\s*(?:and\s+)?(\d{1,2})\s*months?")
_COMPOUND = re.compile(r"\w-(?:year|month)")
_LIST = re.compile(r"[\s,/&|]*(?:(?:and|or|as well as)\s+)?(?:(?:in|with|the|of)\s+)*")


class Stated(msgspec.Struct, frozen=True, gc=False):
    """A number of years and what it is said of.

    ``total`` is a statement on experience as a whole; ``mentions`` are the positions of the names
    it is said of.
    """

    years: float
    span: Span
    total: bool
    mentions: tuple[int, ...] = ()


class YearsReader:
    """Finder of stated years.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> found = YearsReader(shipped_rules()).find("10+ years of experience", [])
    >>> [(stated.years, stated.total) for stated in found]
    [(10.0, True)]
    """

    def __init__(self, rules: ProfileRules) -> None:
        raw = rules.raw
        self._words = raw.number_words
        glued = "|".join(re.escape(heading.lower()) for heading in raw.glued_headings)
        self._unit = re.compile(rf"(?:y(?:ea)?rs?'?s?\.?|months?|mos?\.?)(?:(?![a-z])|(?={glued}))")
        words = "|".join(sorted(raw.number_words, key=lambda word: (-len(word), word)))
        self._before_unit = (*raw.number_words, *_AFTER_NUMBER)
        number = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|{words})"
        self._number = re.compile(
            rf"(?<![\w.,/$€£-])(?P<num>{number})(?P<half> and (?:a )?half)?(?:\s*\(\d+\))?\s*(?:\+"
            rf"|plus|or more)?"
            rf"(?:\s*(?:-|–|—|to|or)\s*(?P<to>{number})\s*\+?)?(?:\s+(?:long|full|whole|solid"
            rf"|good))?[\s-]*$"
        )
        self._total = re.compile("|".join(raw.years.total))
        self._before = re.compile("(?:" + "|".join(raw.years.before_total) + ")$")
        self._of_skill = re.compile(raw.years.of_skill)
        self._not_after = re.compile(
            words_pattern(raw.years.not_after).pattern + r"\s+(?:the\s+)?$"
        )
        self._not_before = re.compile(
            "(?:"
            + "|".join(map(re.escape, sorted(raw.years.not_before, key=len, reverse=True)))
            + r")(?!\w)"
        )
        less = "|".join(map(re.escape, raw.years.less_than))
        self._less = re.compile(rf"(?:{less})\s*$")
        self._none = frozenset(raw.years.none)

    def find(self, lower: str, mentions: Sequence[Span]) -> list[Stated]:
        """Statements in a lower-case text, with the names they are said of."""
        if "year" not in lower and "yr" not in lower and "month" not in lower:
            return []
        stated: list[Stated] = []
        names = _Names(mentions)
        reached = 0
        for unit in _unit_places(lower):
            if unit < reached:
                continue
            found = self._quantity(lower, unit)
            if found is None:
                continue
            years, start, end = found
            reached = end
            statement = self._statement(lower, years, start, end, names)
            if statement:
                stated.append(statement)
        return stated

    def _quantity(self, lower: str, unit: int) -> tuple[float, int, int] | None:
        """Years, start and end of the quantity whose unit stands at ``unit``."""
        word = self._unit.match(lower, unit)
        if not word:
            return None
        floor = max(0, unit - 40)
        before = lower[floor:unit]
        ending = before.rstrip(_BLANKS + "-")
        if not (ending[-1:].isdigit() or ending.endswith(self._before_unit)):
            return None
        number = self._number.search(before)
        if not number:
            return None
        years = self._value(number.group("num")) + (0.5 if number.group("half") else 0)
        start = floor + number.start()
        if word.group().startswith("m"):
            years /= 12
        less = self._less.search(lower, max(0, start - 12), start)
        if less and years <= 1:
            years, start = LESS_THAN_A_YEAR, less.start()
        end = word.end()
        more = _MORE.match(lower, end)
        if more and not word.group().startswith("m"):
            years += int(more.group(1)) / 12
            end = more.end()
        elif less and (tail := _TAIL.match(lower, end)):
            end = tail.end()
        return (round(years, 2), start, end) if 0 < years <= MAX_YEARS else None

    def _value(self, word: str) -> float:
        return self._words[word] if word in self._words else float(word.replace(",", "."))

    def _statement(
        self, lower: str, years: float, start: int, end: int, names: _Names
    ) -> Stated | None:
        before = lower[max(0, start - 40) : start]
        if self._not_after.search(before) or self._not_before.match(lower, end):
            return None
        if _COMPOUND.search(lower, start, end) and not self._total.match(lower, end):
            return None
        total = self._total.match(lower, end)
        named = self._named_after(lower, end, names) or _named_before(lower, start, names)
        if total or (not named and self._before.search(before)):
            stop = start + len(lower[start : total.end() if total else end].rstrip())
            return Stated(years, Span(start, stop), True, named)
        return Stated(years, Span(start, end), False, named) if named else None

    def _named_after(self, lower: str, end: int, names: _Names) -> tuple[int, ...]:
        bridge = self._of_skill.match(lower, end)
        if not bridge or bridge.end() == end:
            return ()
        of = bridge.group(0).lstrip("'").startswith(" of ")
        linked = bool(bridge.group("link")) or of
        ending = _CLAUSE.search(lower, bridge.end(), bridge.end() + 110)
        stop = ending.start() if ending else min(len(lower), bridge.end() + 110)
        named: list[int] = []
        reached = bridge.end()
        for index in names.starting_within(bridge.end() - 1, stop):
            span = names.spans[index]
            gap = lower[reached : span.start]
            if not linked and not named and gap.strip():
                break
            if named and ("," in gap or "experience" in gap) and not _LIST.fullmatch(gap):
                break
            named.append(index)
            reached = span.end
            if lower.startswith((" experience", " exp"), reached):
                break
        return tuple(named)

    def cell(self, cell: str) -> float | None:
        """Years in a cell of their own; None where it states none that can be read.

        A range counts with its lower end, "20+" as 20.

        Examples
        --------
        >>> from matcher.profile.rules import shipped_rules
        >>> reader = YearsReader(shipped_rules())
        >>> [reader.cell(c) for c in ("7", "10 yrs", "5-7", "18 months", "many")]
        [7.0, 10.0, 5.0, 1.5, None]
        """
        lower = cell.strip().lower().rstrip(".")
        if not lower.isascii():
            return None
        if lower in self._none:
            return 0.0
        less = self._less.match(lower) or re.match(r"(?:less than|under|below|<)\s*", lower)
        body = lower[less.end() :] if less else lower
        body = re.sub(
            r"^(?:over|more than|about|approx\.?|approximately|around|ca\.?|at least|>|~|\+"
            r"|almost|nearly)\s*",
            "",
            body,
        )
        body = re.sub(r"\s*(?:of )?(?:work |total |professional )?(?:experience|exp)\.?$", "", body)
        parts = re.match(r"^(?P<num>\d+(?:[.,]\d+)?|[a-z-]+)", body)
        if not parts:
            return None
        if not parts.group("num")[0].isdigit() and parts.group("num") not in self._words:
            return None
        value = self._value(parts.group("num"))
        rest = body[parts.end() :].strip()
        years = _cell_years(value, rest)
        if years is None or not 0 <= years <= MAX_YEARS:
            return None
        return LESS_THAN_A_YEAR if less and 0 < years <= 1 else round(years, 2)


def _cell_years(value: float, rest: str) -> float | None:
    """Value in years, from what stands behind the number."""
    rest = re.sub(r"^(?:and a half)", ".5", rest)
    if rest.startswith(".5"):
        value, rest = value + 0.5, rest[2:].strip()
    rest = re.sub(r"^\+\s*", "", rest)
    rest = re.sub(r"^(?:-|–|—|to)\s*\d+(?:[.,]\d+)?\s*\+?\s*", "", rest)
    if re.fullmatch(r"m(?:o(?:nth)?s?)?\.?", rest):
        return value / 12
    match = re.fullmatch(
        r"(?:y(?:ea)?r?s?\.?\+?)?(?:,?\s*(?:and\s+)?(\d{1,2})\s*m(?:o(?:nth)?s?)?\.?)?", rest
    )
    if not match:
        return None
    return value + (int(match.group(1)) / 12 if match.group(1) else 0)


def _unit_places(lower: str) -> list[int]:
    places: list[int] = []
    for unit in ("year", "yr", "month"):
        at = lower.find(unit)
        while at >= 0:
            places.append(at)
            at = lower.find(unit, at + 1)
    return sorted(places)


class _Names:
    """Names in a text, from left to right."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def starting_within(self, low: int, high: int) -> range:
        """Positions of those that start in ``low:high``."""
        return within(self._starts, low, high)

    def ending_before(self, at: int) -> range:
        """Positions of those that end at ``at`` or before, from right to left."""
        return range(bisect_right(self._ends, at) - 1, -1, -1)


def _named_before(lower: str, start: int, names: _Names) -> tuple[int, ...]:
    """The name right before ("Java (5 years)"); the whole line where the line ends in the years."""
    named: list[int] = []
    for index in names.ending_before(start):
        end = names.spans[index].end
        if not named:
            if start - end > 40:
                return ()
            gap = lower[end:start]
            if "\n" in gap or not _TO_NAME.fullmatch(gap):
                return ()
            named.append(index)
            if "pri" not in gap and "expe" not in gap:
                return (index,)
            continue
        if start - end > LINE_REACH or "\n" in lower[end:start]:
            break
        named.append(index)
    return tuple(reversed(named))
