"""Dates as people write them in careers, and the ranges between two of them.

Only years, months and seasons matter.  A year without a month is taken at its middle, July where it
starts a range and June where it ends one: "2015-2017" is then 24 months, the mean over all months
the writer may have meant (anything from 13 to 36), and "2011-2014, 2014-2018" neither overlap nor
leave a gap.  Counting January to December would add half a year at either end, for the least
exact writers only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation

from matcher.characters import digit_runs
from matcher.model import Interval, Span
from matcher.profile.rules import ProfileRules
from matcher.profile.spans import SpanSet

#: Careers outside these years are misread numbers.
FIRST_YEAR, LAST_YEAR = 1950, 2050
#: Longer ranges are no job (years).
MAX_SPAN_YEARS = 60

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)(?!\d)"
_DASH = r"[-‐‑–—‒―−~→\x96\x97]"
_AMERICAN = re.compile(r"(?<!\d)\d{1,2}/(?:1[3-9]|2\d|3[01])/")
#: Dates kept with their months: "jan 2019" stands in many careers.
DATES_KEPT = 4096
#: A date may begin so long before its year (characters).
LONGEST_DATE = 40
#: What stands between a date and how long it lasted is no longer (characters).
LONGEST_GLUE = 20
_DIGITS = re.compile(r"[0-9][0-9]+")
_LETTERS = re.compile(r"([^\W\d_]+)[-. /]+$")
_WORD_START = re.compile(r"(?<![\w$€£/.+-])\w")


class When(msgspec.Struct, frozen=True, gc=False):
    """A date as the first and last month it may mean, year × 12 + month − 1."""

    first: int
    last: int

    @property
    def is_year(self) -> bool:
        """Whether only a year is known."""
        return self.last - self.first == 11


class DatedWords(msgspec.Struct, frozen=True, gc=False):
    """A range or an open beginning, and the characters that state it."""

    interval: Interval
    span: Span
    since: bool = False
    backwards: bool = False


class DateReader:
    """Finder of dated ranges.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> reader = DateReader(shipped_rules())
    >>> [d.interval.to_dict() for d in reader.find("jan 2019 – present; before 03/2015 to 06/2018")]
    [{'start': '2019-01', 'end': None}, {'start': '2015-03', 'end': '2018-06'}]
    >>> [d.interval.to_dict() for d in reader.find("2015-2017")]
    [{'start': '2015-07', 'end': '2017-06'}]
    """

    def __init__(self, rules: ProfileRules) -> None:
        raw = rules.raw
        self._months = {word: number for number, words in enumerate(raw.months) for word in words}
        self._seasons = raw.seasons
        self._parts = raw.part_of_year
        words = _Words(
            _either(self._months),
            _either(self._seasons),
            _either(self._parts),
            _either(raw.of_year),
        )
        month, season = words.month, words.season
        self._date = re.compile(_date_pattern(words, named=True))
        self._read = lru_cache(maxsize=DATES_KEPT)(self._read_plain)
        date = _date_pattern(words, named=False)
        until = _either(raw.until)
        opens = _either(raw.open_ends)
        sep = (
            rf"(?:[ \t]*(?:{_DASH}+>?|(?<!\w)(?:{until})(?!\w))[ \t]*(?:\n[ \t]*)?"
            rf"(?:(?:{until}|{_DASH}|from)(?!\w)[ \t]*)?|[ \t]{{2,}}|\t)(?:the )?"
        )
        self._range = re.compile(
            rf"(?<![\w$€£/.+-])(?P<a>{date}"
            rf"|(?:{month})\.?)\)?(?:{sep})\(?(?P<b>(?P<open>(?:{opens})(?![\w-]))|{date})"
            rf"|(?<![\w$€£/.+-])(?P<c>{date})[ \t]*(?:{_DASH}+(?=[ \t]*(?:[)\]\n,;]|$)"
            rf"|[ \t]{{2,}}(?!\d))|(?:onwards?|and onwards)(?!\w))"
            rf"|(?<![\w$€£/.+-])(?P<y>{_YEAR})[-–/](?P<z>(?:\d\d)?\d\d)(?![\w/.-])"
        )
        around = _either(raw.around)
        self._since = re.compile(
            rf"(?<!\w)(?:{_either(raw.since)})(?!\w)[ \t]*:?[ \t]*"
            rf"(?:(?:{around})(?!\w)[ \t-]*)*(?P<a>{date})"
        )
        self._season = re.compile(rf"(?<!\w)(?P<a>(?:{season})[ ,]+{_YEAR})")
        self._openers = AhoCorasick([*raw.since, *raw.seasons], implementation=Implementation.DFA)
        self._since_words = len(raw.since)
        words_first = (*self._months, *self._seasons, *self._parts, "of", "de", "q1", "q2")
        self._begins = frozenset(word[:2] for word in (*words_first, "q3", "q4"))
        self._vague_since = frozenset(
            {"from", "starting", "starting from", "started", "ab", "von", "vom", "dal", "od"}
        )
        self._units = raw.duration_units
        self._duration = re.compile(
            rf"(?:[ \t,:;·|–-]*\(|[ \t]*[,·|–-])?[ \t]*(?:for )?(?P<number>\d{{1,2}})[ -]?"
            rf"(?P<unit>{_either(self._units)})(?!\w)"
        )
        self._amount = re.compile(rf"[0-9]\d?[ -]?(?:{_either(self._units)})(?!\w)")
        self._lone = re.compile(rf"(?<![\w$€£/.+-])(?P<a>{date})(?={self._duration.pattern})")
        products = _either(raw.product_words)
        self._product = re.compile(rf"(?<!\w)(?:{products})[ :\-]*$")
        self._counted = re.compile(rf"[ \-]*(?:{_either(raw.count_words)})(?!\w)")

    def find(self, lower: str, start: int = 0, end: int | None = None) -> list[DatedWords]:
        """Dated ranges between two offsets of a lower-case text, from left to right.

        Ranges that end before they start are among them, marked ``backwards``.
        """
        end = len(lower) if end is None else end
        found: list[DatedWords] = []
        reached = start
        for sign in self.signs(lower, start, end):
            if sign < reached:
                continue
            floor = max(reached, sign - LONGEST_DATE)
            for word in _WORD_START.finditer(lower, floor, sign + 1):
                at = word.start()
                if not lower[at].isdigit() and lower[at : at + 2] not in self._begins:
                    continue
                match = self._range.match(lower, at, end)
                if match and match.end() > sign:
                    reached = match.end()
                    found += self._dated(lower, match, start)
                    break
        found += self._opened(lower, start, end, found)
        lengths = [m.start() for m in self._amount.finditer(lower, start, end)]
        if lengths:
            found = self._with_durations(lower, start, end, found, lengths)
        found.sort(key=lambda dated: dated.span.start)
        return found

    def _opened(
        self, lower: str, start: int, end: int, found: list[DatedWords]
    ) -> list[DatedWords]:
        """Dates that a word opens: "since 2014", "summer 2014"; none inside those found."""
        part = lower[start:end]
        since: set[int] = set()
        seasons: set[int] = set()
        for word, at, _ in self._openers.find_matches_as_indexes(part, overlapping=True):
            (since if word < self._since_words else seasons).add(start + at)
        opened: list[DatedWords] = []
        if since or seasons:
            known = _places(found)
            opened += self._since_dates(lower, sorted(since), end, known)
            known = _places((*found, *opened)) if opened else known
            opened += self._lone_seasons(lower, sorted(seasons), end, known)
        return opened

    def _dated(self, lower: str, match: re.Match[str], start: int) -> Iterator[DatedWords]:
        """The range that was matched; one that ends before it starts is told apart."""
        interval = self._interval(match)
        span = Span(*match.span())
        if interval:
            backwards = interval.end is not None and interval.end < interval.start
            if not self._no_career(lower, match, start):
                yield DatedWords(interval, span, backwards=backwards)

    def signs(self, lower: str, start: int, end: int) -> Iterator[int]:
        """Where numbers stand that may be years, from left to right."""
        for at, behind in digit_runs(lower, start, end):
            if behind - at != 2:
                if behind - at == 4 and "1949" < lower[at:behind] < "2050":
                    yield at
                continue
            before = lower[at - 1] if at else ""
            numbered = before == "/" and at > 1 and lower[at - 2].isdigit()
            if numbered or before in "'’" or self._behind_month(lower, at):
                yield at

    def _behind_month(self, lower: str, at: int) -> bool:
        word = _LETTERS.search(lower, max(0, at - 12), at)
        return word is not None and word.group(1) in self._months

    def _interval(self, match: re.Match[str]) -> Interval | None:
        if match.group("y"):
            return _short_range(int(match.group("y")), int(match.group("z")))
        if match.group("c"):
            when = self.read(match.group("c"))
            return plausible(Interval(_start(when), None)) if when else None
        american = bool(_AMERICAN.search(match.group()))
        to = None if match.group("open") else self.read(match.group("b"), month_first=american)
        since = self.read(match.group("a"), month_first=american)
        if not match.group("open") and to is None:
            return None
        if since is None:
            month = self._months.get(match.group("a").rstrip(". "))
            if month is None or to is None or to.is_year:
                return None
            year = to.last // 12 - (month > to.last % 12)
            since = When(year * 12 + month, year * 12 + month)
        if to is None:
            return plausible(Interval(_start(since), None))
        interval = between(since, to)
        assert interval.end is not None
        if interval.end < interval.start:
            return interval if plausible(Interval(interval.end, interval.start)) else None
        return plausible(interval)

    def _no_career(self, lower: str, match: re.Match[str], start: int) -> bool:
        """Versions ("Windows Server 2012 - 2016") and counts ("2000 - 2040 users")."""
        words = match.group()
        if any(char.isalpha() for char in words):
            return False
        before = lower[max(start, match.start() - 24) : match.start()]
        return bool(self._product.search(before) or self._counted.match(lower, match.end()))

    def _since_dates(
        self, lower: str, places: list[int], end: int, known: SpanSet
    ) -> Iterator[DatedWords]:
        for match in _matches(self._since, lower, places, end):
            when = self.read(match.group("a"))
            if when is None or known.overlap(*match.span()):
                continue
            vague = match.group().split()[0].rstrip(":") in self._vague_since
            if vague and (when.is_year or self._range.match(lower, match.start("a"))):
                continue
            interval = plausible(Interval(_start(when), None))
            if interval:
                yield DatedWords(interval, Span(*match.span()), since=True)

    def _lone_seasons(
        self, lower: str, places: list[int], end: int, known: SpanSet
    ) -> Iterator[DatedWords]:
        for match in _matches(self._season, lower, places, end):
            when = self.read(match.group("a"))
            if when and not known.overlap(*match.span()):
                yield DatedWords(Interval(when.first, when.last), Span(*match.span()))

    def _with_durations(
        self, lower: str, start: int, end: int, found: list[DatedWords], lengths: list[int]
    ) -> list[DatedWords]:
        """Open beginnings and lone months that a length right behind them closes."""
        closed = []
        known = _places(found)
        for dated in found:
            months = self._months_behind(lower, dated.span.end, end) if dated.since else 0
            first = dated.interval.start
            kept = DatedWords(Interval(first, first + months - 1), dated.span) if months else dated
            closed.append(kept)
        near = self._before_lengths(lower, start, lengths)
        for match in _matches(self._lone, lower, near, end):
            when, months = self.read(match.group("a")), self._months_behind(lower, match.end(), end)
            span = Span(*match.span())
            if not when or when.is_year or known.overlap(span.start, span.end):
                continue
            interval = plausible(Interval(when.first, when.first + months - 1)) if months else None
            if interval:
                closed.append(DatedWords(interval, span))
        return closed

    def _before_lengths(self, lower: str, start: int, lengths: list[int]) -> Iterator[int]:
        """Where a date may begin that a length follows."""
        reached = start
        for length in lengths:
            low = max(reached, length - LONGEST_DATE - LONGEST_GLUE)
            if _DIGITS.search(lower, low, length):
                yield from (word.start() for word in _WORD_START.finditer(lower, low, length))
            reached = max(reached, length)

    def _months_behind(self, lower: str, at: int, end: int) -> int:
        """The length stated right behind a date, at least a month; 0 where none is."""
        match = self._duration.match(lower, at, end)
        if not match:
            return 0
        return max(1, round(int(match.group("number")) * self._units[match.group("unit")]))

    def read(self, words: str, *, month_first: bool = False) -> When | None:
        """One date in lower case; None where it is none.

        Parameters
        ----------
        words : str
            The date and nothing else.
        month_first : bool
            Whether the first of three numbers is the month; else it is the day, as in most of the
            world.

        Examples
        --------
        >>> from matcher.profile.rules import shipped_rules
        >>> DateReader(shipped_rules()).read("1 july 2017")
        When(first=24210, last=24210)
        """
        return self._read(words.strip(), month_first)

    def _read_plain(self, words: str, month_first: bool) -> When | None:
        match = self._date.fullmatch(words)
        if not match:
            return None
        part = match.groupdict()
        if part["month"]:
            year = _full_year(part["month_year"])
            return _month(year, self._months[part["month"]] + 1)
        if part["month2"]:
            return _month(int(part["year2"]), self._months[part["month2"]] + 1)
        if part["part"]:
            begins, ends = self._parts[part["part"]]
            year = int(part["part_year"]) * 12
            return When(year + begins - 1, year + ends - 1)
        if part["season"]:
            first = int(part["season_year"]) * 12 + self._seasons[part["season"]] - 1
            return When(first, first + 2)
        if part["quarter"]:
            first = int(part["quarter_year"]) * 12 + (int(part["quarter"]) - 1) * 3
            return When(first, first + 2)
        if part["d"]:
            month = int(part["d"] if month_first else part["m"])
            return _month(int(part["dmy"]), month)
        if part["iso"]:
            return _month(int(part["iso"]), int(part["iso_month"]))
        if part["num"]:
            return _month(_full_year(part["num_year"]), int(part["num"]))
        return _year(int(part["year"]))


def _places(found: Iterable[DatedWords]) -> SpanSet:
    return SpanSet((dated.span.start, dated.span.end) for dated in found)


def _matches(
    pattern: re.Pattern[str], lower: str, places: Iterable[int], end: int
) -> Iterator[re.Match[str]]:
    """Matches that begin at one of the ascending places, none overlapping."""
    reached = 0
    for at in places:
        match = pattern.match(lower, at, end) if at >= reached else None
        if match:
            reached = match.end()
            yield match


def between(since: When, to: When) -> Interval:
    """The most likely interval between two dates of whatever exactness.

    Examples
    --------
    >>> between(_year(2018), _year(2018)).to_dict()
    {'start': '2018-05', 'end': '2018-08'}
    """
    if since == to and since.is_year:
        return Interval(since.first + 4, since.first + 7)
    start, end = _start(since), to.first + 5 if to.is_year else to.last
    if start > end:
        if since.is_year and since.first <= end:
            start = (since.first + end) // 2
        elif to.is_year and start <= to.last:
            end = (start + to.last) // 2
    return Interval(start, end)


def plausible(interval: Interval) -> Interval | None:
    """The interval, or None where it cannot be a stretch of a career."""
    end = interval.start if interval.end is None else interval.end
    fits = FIRST_YEAR * 12 <= interval.start <= end < (LAST_YEAR + 1) * 12
    return interval if fits and end - interval.start < MAX_SPAN_YEARS * 12 else None


def _short_range(first: int, last: int) -> Interval | None:
    """The range of "2015-17" or "2015/2017"; what may be a month ("2015-03") is none."""
    if last < 100:
        short, last = last, first // 100 * 100 + last + (100 if last < first % 100 else 0)
        if short <= 12 and first % 100 >= short:
            return None
    if not first < last <= first + MAX_SPAN_YEARS:
        return None
    return plausible(between(_year(first), _year(last)))


def _start(when: When) -> int:
    return when.first + 6 if when.is_year else when.first


def _year(year: int) -> When:
    return When(year * 12, year * 12 + 11)


def _month(year: int, month: int) -> When | None:
    return When(year * 12 + month - 1, year * 12 + month - 1) if 1 <= month <= 12 else None


def _full_year(digits: str) -> int:
    year = int(digits.lstrip("'’"))
    return year if year > 99 else year + (1900 if year >= 50 else 2000)


def _either(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of dates, each kind as alternatives of one pattern."""

    month: str
    season: str
    part: str
    of_year: str


def _date_pattern(words: _Words, *, named: bool) -> str:
    """Pattern of one date; its parts are named for reading, plain inside larger patterns."""
    day = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
    part = rf"(?:{words.part})(?:[ -]+(?:of |de |del |in )?)"
    pattern = (
        rf"(?:(?:{part})?(?:{day}[ .\-/]+)?(?:(?:of|de) )?(?<![^\W\d_])(?P<month>{words.month})"
        rf"(?![^\W\d_])[.,']{{0,2}}(?:[ \-/,.]{{0,2}}| (?:{words.of_year}) ?)"
        rf"(?:{day},? +(?={_YEAR}|'))?"
        rf"(?P<month_year>{_YEAR}|['’]?\d\d(?![\d:/%]))"
        rf"|(?P<season>{words.season})[ ,]+(?P<season_year>{_YEAR})"
        rf"|(?<![^\W\d_])(?P<part>{words.part})(?:[ -]+(?:of |in |de )?)(?P<part_year>{_YEAR})"
        rf"|q(?P<quarter>[1-4])[ /\-]*(?P<quarter_year>{_YEAR})"
        rf"|(?P<d>\d{{1,2}})[./\-](?P<m>\d{{1,2}})[./\-](?P<dmy>{_YEAR})"
        rf"|(?P<iso>19[5-9]\d|20[0-4]\d)[./\-](?P<iso_month>0?[1-9]"
        rf"|1[0-2])(?:[./\-]\d{{1,2}})?(?![\d/])"
        rf"|(?P<year2>19[5-9]\d|20[0-4]\d)[ ,]+(?P<month2>{words.month})(?![^\W\d_])\.?"
        rf"|(?P<num>0?[1-9]|1[0-2])(?: ?/{{1,2}} ?|[.\-])(?P<num_year>{_YEAR}|\d\d(?![\d./%]))"
        rf"|(?P<year>{_YEAR}))"
    )
    return pattern if named else re.sub(r"\(\?P<\w+>", "(?:", pattern)
