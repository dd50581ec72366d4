"""Cover what identifies: character for character for the reader, with placeholders for people."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matcher.identity.find import Hidden
from matcher.model import Span

_COVERED = re.compile(r"\S")
_COVER = "_"
_BETWEEN = re.compile(r"[ ,.'’-]{0,3}")


def covered(text: str, hidden: Iterable[Hidden]) -> str:
    """The text with what is hidden covered, every other character at its place.

    Examples
    --------
    >>> covered("Ada Go: Java", [Hidden("name", Span(0, 6))])
    '___ __: Java'
    """
    pieces: list[str] = []
    reached = 0
    for start, end in sorted((each.span.start, each.span.end) for each in hidden):
        if end > reached:
            start = max(start, reached)
            pieces += (text[reached:start], _COVERED.sub(_COVER, text[start:end]))
            reached = end
    return "".join((*pieces, text[reached:])) if pieces else text


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders, and where the characters of the original went.

    Parameters
    ----------
    text : str
        With placeholders like ``[name]``.
    starts : tuple of int
        Offsets in the original at which a kept stretch begins, ascending.
    moved : tuple of int
        Where each of these begins in ``text``.
    """

    text: str
    starts: tuple[int, ...]
    moved: tuple[int, ...]

    def span(self, span: Span) -> Span:
        """Where the words of an original span stand now.

        A span that is hidden in part reaches to the end of its placeholder.
        """
        start, end = self._at(span.start), self._at(span.end)
        return Span(start, max(end, start))

    def _at(self, offset: int) -> int:
        place = max(bisect_right(self.starts, offset) - 1, 0)
        limit = self.moved[place + 1] if place + 1 < len(self.moved) else len(self.text)
        return min(self.moved[place] + offset - self.starts[place], limit)


def masked(text: str, hidden: Iterable[Hidden], kept: Sequence[Span] = ()) -> Masked:
    """The text with a placeholder for everything hidden that is not kept.

    Placeholders have one length per kind, so that they tell nothing of what they hide: "He" and
    "She" leave the same.  Neighbours of one kind share a placeholder.

    Parameters
    ----------
    text : str
        The original.
    hidden : iterable of Hidden
        What to hide; may overlap, the first in the text wins.
    kept : sequence of Span
        Words that stay as they are even inside what is hidden: evidence.

    Examples
    --------
    >>> found = masked("Ada Go knows Java.", [Hidden("name", Span(0, 6))])
    >>> found.text, found.span(Span(13, 17)).of(found.text)
    ('[name] knows Java.', 'Java')
    """
    pieces: list[str] = []
    starts, moved = [0], [0]
    reached = length = 0
    for each in _merged(text, hidden, kept):
        before = text[reached : each.span.start]
        placeholder = f"[{each.kind}]"
        pieces += (before, placeholder)
        length += len(before)
        starts.append(each.span.start)
        moved.append(length)
        length += len(placeholder)
        starts.append(each.span.end)
        moved.append(length)
        reached = each.span.end
    pieces.append(text[reached:])
    return Masked("".join(pieces), tuple(starts), tuple(moved))


def _merged(text: str, hidden: Iterable[Hidden], kept: Sequence[Span]) -> list[Hidden]:
    """Disjoint stretches from left to right, cut around what is kept."""
    merged: list[Hidden] = []
    cut = (part for each in hidden for part in _without(each, kept))
    for each in sorted(cut, key=lambda h: (h.span.start, -h.span.end)):
        last = merged[-1] if merged else None
        if last and each.span.start < last.span.end:
            if each.span.end > last.span.end:
                merged[-1] = Hidden(last.kind, Span(last.span.start, each.span.end))
        elif last and last.kind == each.kind and _touch(text, last.span, each.span, kept):
            merged[-1] = Hidden(last.kind, Span(last.span.start, each.span.end))
        else:
            merged.append(each)
    return merged


def _touch(text: str, first: Span, second: Span, kept: Sequence[Span]) -> bool:
    if any(first.end <= span.start < second.start for span in kept):
        return False
    return _BETWEEN.fullmatch(text, first.end, second.start) is not None


def _without(hidden: Hidden, kept: Sequence[Span]) -> Iterator[Hidden]:
    """What is hidden, without the words that stay."""
    start = hidden.span.start
    for keep in sorted(k for k in kept if k.overlaps(hidden.span)):
        if keep.start > start:
            yield Hidden(hidden.kind, Span(start, keep.start))
        start = max(start, keep.end)
    if start < hidden.span.end:
        yield Hidden(hidden.kind, Span(start, hidden.span.end))
