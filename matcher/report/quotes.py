"""Passages of the job description and of profiles, cut out around the words that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from matcher.model import Requirement, Span
from matcher.report.harmless import one_line, visible

#: Characters of context shown on either side of the words of a profile.
AROUND = 120
_LONGEST_WORDS = 400
_LONGEST_ASKED = 4000


@dataclass(frozen=True, slots=True)
class Passage:
    """Words with what stands around them, harmless to show and on one line."""

    before: str
    words: str
    after: str


def passage(text: str, span: Span, around: int = AROUND, *, within: Span | None = None) -> Passage:
    """The words at ``span`` with about ``around`` characters on either side.

    ``within`` holds what may be shown; all of the text by default.

    Examples
    --------
    >>> passage("Built APIs in Kotlin for four years.", Span(14, 20), around=8)
    Passage(before='…APIs in ', words='Kotlin', after=' for…')
    """
    first, last = (within.start, within.end) if within else (0, len(text))
    start, end = max(span.start - around, first), min(span.end + around, last)
    before, after = _flat(text[start : span.start]), _flat(text[span.end : end])
    if start > first:
        cut = before if text[start - 1].isspace() else before.partition(" ")[2]
        before = "…" + (cut or before)
    if end < last:
        cut = after if text[end].isspace() else after.rpartition(" ")[0]
        after = (cut or after) + "…"
    return Passage(before, one_line(span.of(text), _LONGEST_WORDS), after)


def _flat(text: str) -> str:
    """On one line, a space kept at either end."""
    return one_line(f"|{text}|")[1:-1]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the keys of everything that covers it."""

    text: str
    keys: tuple[str, ...] = ()


def segments(text: str, spans: Iterable[tuple[str, Span]]) -> Iterator[Segment]:
    """Split a text where any span begins or ends.

    Parameters
    ----------
    text : str
        The whole text.
    spans : iterable of (str, Span)
        What covers it, each with a key; spans may overlap and reach beyond the text.

    Examples
    --------
    >>> [(s.text, s.keys) for s in segments("Java or Go", [("a", Span(0, 4)), ("b", Span(8, 10))])]
    [('Java', ('a',)), (' or ', ()), ('Go', ('b',))]
    """
    clipped = [
        (key, Span(min(span.start, len(text)), min(span.end, len(text)))) for key, span in spans
    ]
    clipped = [(key, span) for key, span in clipped if len(span)]
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, (_, span) in enumerate(clipped):
        opening.setdefault(span.start, []).append(number)
        closing.setdefault(span.end, []).append(number)
    cuts = sorted({0, len(text), *opening, *closing})
    covering: set[int] = set()
    for start, end in pairwise(cuts):
        covering -= set(closing.get(start, ()))
        covering |= set(opening.get(start, ()))
        keys = tuple(clipped[number][0] for number in sorted(covering))
        yield Segment(visible(text[start:end]), keys)


def asked_segments(requirement: Requirement) -> tuple[Segment, ...]:
    """The words of a requirement, split where its leaves begin and end; keys are leaf ids.

    Words beyond the first few thousand characters are left out: a list item is never so long.
    """
    text = requirement.text
    if len(text) > _LONGEST_ASKED:
        text = text[: _LONGEST_ASKED - 1] + "…"
    if requirement.span is None:
        return (Segment(visible(text)),)
    home = requirement.span
    inside = [
        (need.id, Span(need.span.start - home.start, need.span.end - home.start))
        for need in requirement.leaves()
        if need.span is not None and home.covers(need.span)
    ]
    return tuple(segments(text, inside))
