"""Passages of the job description and of profiles, cut out around the words that matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from matcher.model import (
    Evidence,
    EvidenceKind,
    LeafEvidence,
    Method,
    Relation,
    Requirement,
    Span,
)
from matcher.report.figures import duration_text, month_words
from matcher.report.harmless import one_line, visible
from matcher.report.wording import EVIDENCE_KINDS, METHODS, POLARITIES, RELATIONS

#: Characters of context shown on either side of the words of a profile.
AROUND = 120
_LONGEST_WORDS = 400
_LONGEST_ASKED = 4000
#: What stands beside studies and certificates says where, and so who; blind, it is not shown.
SCHOOLED = frozenset({EvidenceKind.EDUCATION, EvidenceKind.COURSE, EvidenceKind.CERTIFICATE})


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


def evidence_passage(evidence: Evidence, texts: Mapping[str, str], *, blind: bool) -> Passage:
    """The words of evidence with what stands around them, as far as that may be shown.

    Parameters
    ----------
    evidence : Evidence
        What to quote.
    texts : mapping of str to str
        The profile's texts by field; without the field only the words are shown.
    blind : bool
        Show nothing beyond the line, and nothing beside studies and certificates.
    """
    if evidence.field not in texts or (blind and evidence.kind in SCHOOLED):
        return Passage("", one_line(evidence.surface, _LONGEST_WORDS), "")
    text = texts[evidence.field]
    return passage(text, evidence.span, within=_line(text, evidence.span) if blind else None)


def _line(text: str, span: Span) -> Span:
    """The line that holds the words: a blind passage shows none of its neighbours."""
    stop = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if stop < 0 else stop)


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


def evidence_facts(shown: LeafEvidence) -> str:
    """How the words count, for how long, and how they were found."""
    evidence = shown.evidence
    facts = [POLARITIES[evidence.polarity], EVIDENCE_KINDS[evidence.kind]]
    if shown.months is not None:
        facts.append(duration_text(shown.months))
    if any(interval.end is None for interval in evidence.intervals):
        facts.append("to date")
    elif shown.last_used is not None:
        facts.append(f"last used {month_words(shown.last_used)}")
    if evidence.language_level is not None:
        facts.append(f"level {evidence.language_level}")
    if shown.relation is not Relation.SAME:
        facts.append(RELATIONS[shown.relation])
    if evidence.method is not Method.EXACT:
        facts.append(METHODS[evidence.method])
    return " · ".join(filter(None, facts))
