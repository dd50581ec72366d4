"""Whether the chain of a record holds, and what of it was altered, removed or erased."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from matcher.audit.chain import NOTHING_BEFORE, Event, Line, LineError, read_line
from matcher.audit.record_events import Erased, Torn, of_plain
from matcher.audit.record_file import Head

#: Of many lines erased at once, so many spans are named.
_MOST_SPANS = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a record that a reader has to know.

    Parameters
    ----------
    place : str
        ``line 7``, ``lines 7 to 9``, ``head``: by the number that the line was written with, or,
        where that cannot be read, by its place in the file.
    found : str
        What it is.
    """

    place: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the chain of a record says.

    Parameters
    ----------
    breaks : tuple of Finding
        Lines that were altered, removed, moved, put in or cut off; empty for a sound record.
    notes : tuple of Finding
        Lines erased as the record itself tells, what crashes left, a missing head.
    erased : int
        How many lines were erased.
    has_head : bool
        Whether the head stands beside it: without it nobody sees that the end was cut off.
    last : Line or None
        The last whole line.
    """

    breaks: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    erased: int
    has_head: bool
    last: Line | None

    @property
    def sound(self) -> bool:
        """Whether no line was altered, removed, moved or put in."""
        return not self.breaks


@dataclass(frozen=True, slots=True)
class Checked:
    """The lines of a record that could be read, in the order of the file, and the verdict."""

    lines: tuple[Line, ...]
    verdict: Verdict


def check(raw: Iterable[bytes], head: Head | None, source: str) -> Checked:
    """Check every line of a record, and how they hang together.

    Parameters
    ----------
    raw : iterable of bytes
        The lines of the file, each with its end.
    head : Head or None
        What the file beside it keeps of the last line.
    source : str
        The file, for messages.

    Raises
    ------
    InputError
        If a line that tells of erasures or crashes has a shape that this version does not know.
    """
    lines: list[Line] = []
    breaks: list[Finding] = []
    unread: set[int] = set()
    number = 0
    for each in raw:
        try:
            lines.append(read_line(each))
            number = lines[-1].seq
        except LineError as error:
            number += 1
            unread.add(number)
            breaks.append(Finding(f"line {number}", str(error)))
    known = sorted({line.seq for line in lines})
    breaks += [*_order_breaks(lines), *_link_breaks(lines)]
    breaks += [*_missing(known, unread, head), *_head_breaks(lines, head)]
    notes, erased = _erasures(lines, known, source)
    breaks += _untold(lines, erased)
    notes += _crashes(lines, head, source)
    if head is None:
        notes.append(Finding("head", "is missing: lines cut off at the end would not be missed"))
    gone = sum(line.content is None for line in lines)
    last = lines[-1] if lines else None
    return Checked(tuple(lines), Verdict(tuple(breaks), tuple(notes), gone, head is not None, last))


def spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of whole numbers that follow each other, from and to.

    Examples
    --------
    >>> list(spans([3, 1, 2, 7]))
    [(1, 3), (7, 7)]
    """
    ordered = sorted(set(numbers))
    begin = ordered[:1]
    for before, now in pairwise(ordered):
        if now != before + 1:
            yield begin[0], before
            begin = [now]
    if begin:
        yield begin[0], ordered[-1]


def place_of(first: int, last: int) -> str:
    """Lines in words.

    Examples
    --------
    >>> place_of(3, 3), place_of(3, 5)
    ('line 3', 'lines 3 to 5')
    """
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _order_breaks(lines: list[Line]) -> Iterator[Finding]:
    seen: set[int] = set()
    highest = 0
    for line in lines:
        if line.seq in seen:
            yield Finding(f"line {line.seq}", "stands twice")
        elif line.seq < highest:
            yield Finding(f"line {line.seq}", f"was moved: it stands behind line {highest}")
        seen.add(line.seq)
        highest = max(highest, line.seq)


def _link_breaks(lines: list[Line]) -> Iterator[Finding]:
    digests = {line.seq: line.digest for line in reversed(lines)}
    for line in lines:
        before = NOTHING_BEFORE if line.seq == 1 else digests.get(line.seq - 1)
        if before not in (None, line.prev):
            found = f"was exchanged, or line {line.seq} was: they do not belong together"
            yield Finding(f"line {line.seq - 1}", found)


def _missing(known: list[int], unread: set[int], head: Head | None) -> Iterator[Finding]:
    """Numbers that no line has, but for those of lines that cannot be read."""
    for before, now in pairwise([0, *known]):
        for first, end in _without(before + 1, now - 1, unread):
            yield Finding(place_of(first, end), f"{_was(first, end)} removed")
    for first, end in _without(max(known, default=0) + 1, head.seq if head else 0, unread):
        found = f"{_was(first, end)} cut off at the end: the head keeps line {end}"
        yield Finding(place_of(first, end), found)


def _was(first: int, last: int) -> str:
    return "was" if first == last else "were"


def _without(first: int, last: int, numbers: set[int]) -> Iterator[tuple[int, int]]:
    """A run of numbers without some of them, as runs."""
    for number in sorted(n for n in numbers if first <= n <= last):
        if first < number:
            yield first, number - 1
        first = number + 1
    if first <= last:
        yield first, last


def _head_breaks(lines: list[Line], head: Head | None) -> Iterator[Finding]:
    kept = {line.seq: line.digest for line in lines}
    if head is not None and kept.get(head.seq, head.digest) != head.digest:
        yield Finding(f"line {head.seq}", "is not the line that the head keeps")


def _erasures(lines: list[Line], known: list[int], source: str) -> tuple[list[Finding], set[int]]:
    """What lines tell of erasures, and which lines they tell of."""
    notes: list[Finding] = []
    told: set[int] = set()
    for line in lines:
        if line.event is not Event.ERASED or line.content is None:
            continue
        erasure = of_plain(line.told, Erased, source, line.seq)
        for first, last in erasure.lines:
            told.update(
                known[bisect_left(known, first) : bisect_right(known, min(last, line.seq - 1))]
            )
        shown = ", ".join(place_of(*span) for span in erasure.lines[:_MOST_SPANS])
        more = ", …" if len(erasure.lines) > _MOST_SPANS else ""
        words = f"erased at {erasure.when} by {erasure.by}, because: {erasure.why}: {shown}{more}"
        notes.append(Finding(f"line {line.seq}", words))
    return notes, told


def _untold(lines: list[Line], told: set[int]) -> Iterator[Finding]:
    """Lines erased of which none tells, and lines told as erased that are there."""
    gone = {line.seq for line in lines if line.content is None}
    for span in spans(gone - told):
        yield Finding(place_of(*span), "erased, and no line tells of it")
    for span in spans(told - gone):
        yield Finding(place_of(*span), "told as erased, and the content is there")


def _crashes(lines: list[Line], head: Head | None, source: str) -> Iterator[Finding]:
    for line in lines:
        if line.event is Event.TORN and line.content is not None:
            torn = of_plain(line.told, Torn, source, line.seq)
            found = "the head was missing or behind when this line was written"
            if torn.bytes:
                found = f"a crash had torn a line; its {torn.bytes} bytes were moved aside"
            yield Finding(f"line {line.seq}", found)
    behind = lines[-1].seq - head.seq if lines and head else 0
    if behind > 0:
        found = f"is {behind} lines behind the record: an append was broken off"
        yield Finding("head", found)
