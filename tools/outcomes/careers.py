"""Dated jobs of an applicant: when, as what, where, and the lines below each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tools.outcomes.grammar import Trade, expand
from tools.outcomes.states import Way

#: The month all applications were written in.
LAST_MONTH = date(2025, 11, 1)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
#: Ways to write a month, and the word for a job that goes on.
DATE_STYLES = ("short", "full", "slashed", "iso")


@dataclass(frozen=True, slots=True)
class Post:
    """One job, with months counted from year 0.

    Parameters
    ----------
    title, employer, place : str
        As what, for whom, where.
    first : int
        Month it began in.
    last : int or None
        Its last month, included; None while it goes on.
    lines : tuple of str
        What is said below it.
    """

    title: str
    employer: str
    place: str
    first: int
    last: int | None
    lines: tuple[str, ...]

    def span(self, style: str) -> str:
        """Its dates in one of :data:`DATE_STYLES`."""
        joint = " to " if style in ("full", "iso") else " – "
        now = {"short": "Present", "full": "today", "slashed": "now", "iso": "present"}[style]
        return month_text(self.first, style) + joint + (
            now if self.last is None else month_text(self.last, style)
        )  # fmt: skip


def month_text(month: int, style: str) -> str:
    """A month, counted from year 0, as people write it.

    Examples
    --------
    >>> [month_text(2021 * 12 + 2, style) for style in DATE_STYLES]
    ['Mar 2021', 'March 2021', '03/2021', '2021-03']
    """
    year, index = divmod(month, 12)
    return {
        "short": f"{_MONTHS[index]} {year}",
        "full": f"{_FULL_MONTHS[index]} {year}",
        "slashed": f"{index + 1:02}/{year}",
        "iso": f"{year}-{index + 1:02}",
    }[style]


def career(
    trade: Trade, ways: Mapping[str, Way], places: Sequence[str], draw: Random
) -> list[Post]:
    """An applicant's jobs, the latest first."""
    count = draw.choices((1, 2, 3, 4), (2, 4, 3, 1))[0]
    spans = _spans(count, draw)
    lines = _lines(trade, ways, count, draw)
    employers = draw.sample(trade.employers, count)
    titles = [draw.choice(trade.titles) for _ in spans]
    return [
        Post(title, employer, draw.choice(places), *span, tuple(said))
        for title, employer, span, said in zip(titles, employers, spans, lines, strict=True)
    ]


def _spans(count: int, draw: Random) -> list[tuple[int, int | None]]:
    """First and last months, the latest first."""
    end = LAST_MONTH.year * 12 + LAST_MONTH.month - 1
    current = draw.random() < 0.7
    if not current:
        end -= draw.randint(1, 14)
    spans: list[tuple[int, int | None]] = []
    for number in range(count):
        first = end - draw.randint(7, 50) + 1
        spans.append((first, None if current and number == 0 else end))
        end = first - 1 - draw.randint(0, 4)
    return spans


def _lines(trade: Trade, ways: Mapping[str, Way], count: int, draw: Random) -> list[list[str]]:
    """What is said below each job."""
    said: list[list[str]] = [[] for _ in range(count)]
    for ask in trade.asks:
        way = ways[ask.name]
        if ask.kind == "skill" and way in (Way.WORK, Way.NEAR, Way.WIDE):
            where = [job for job in range(count) if draw.random() < 0.6] or [draw.randrange(count)]
            patterns = draw.sample(ask.sentences[way], min(count, len(ask.sentences[way])))
            if way is not Way.WORK:
                where, patterns = where[:1], patterns[:1]
            for job, pattern in zip(where, patterns, strict=False):
                said[job].append(expand(pattern, draw))
    for lines, daily in zip(said, draw.sample(trade.daily, count), strict=True):
        draw.shuffle(lines)
        lines.append(expand(daily, draw))
    return said
