"""Words that are asked for and that no taxonomy entry covers.

"Experience with collections hygiene" must not be lost because nobody wrote the entry: it becomes a
leaf with ``skill: null`` and its words as label.
"""

from __future__ import annotations

import re

from matcher.job.atoms import Atom, Sentence
from matcher.model import Kind, Method, Span
from matcher.rules import Rules

_SIGNS = " .,;:'\"!?-–—*[](){}"
_MAX_WORDS = 4
_NO_NAME = re.compile(r"[$%'’]|ly$")


def phrase_atoms(
    sentence: Sentence, atoms: list[Atom], named: list[Span], rules: Rules, *, is_item: bool
) -> list[Atom]:
    """Phrases that the sentence asks for beside its atoms.

    Parameters
    ----------
    sentence : Sentence
        A stretch that is asked for.
    atoms : list of Atom
        What was recognised in it.
    named : list of Span
        Where skills are named, those named twice included.
    rules : Rules
        Holds the words that carry no skill of their own.
    is_item : bool
        Whether the sentence is an item of a list.
    """
    chars = sentence.folded.text
    places = [*(Span(a.start, a.end) for a in atoms), *named]
    taken = [
        Span(sentence.at(place.start), sentence.at(place.end))
        for place in places
        if sentence.start <= place.start and place.end <= sentence.end
    ]
    lead = rules.pattern("phrase_lead").search(chars)
    if lead is None and not (is_item and chars.count(" ") < _MAX_WORDS):
        return []
    start = lead.end() if lead else 0
    found: list[Atom] = []
    for low, high in _pieces(chars, start, rules):
        span = _trimmed(chars, low, high, rules)
        if span is None or any(span.overlaps(other) for other in taken):
            continue
        listed = _in_list(chars, span, taken)
        whole = lead is None or chars[start : span.start].count(" ") < 2
        if not _worth_reporting(sentence, span, listed=listed, lone=whole and not atoms):
            continue
        first, last = sentence.original(span.start), sentence.original_end(span.end)
        label = " ".join(sentence.text[first:last].split())
        found.append(Atom(first, last, Kind.SKILL, label, Method.PHRASE))
        taken.append(span)
    return found


def _pieces(chars: str, start: int, rules: Rules) -> list[tuple[int, int]]:
    stop = re.search(r"\. |; ", chars[start:])
    end = start + stop.start() if stop else len(chars)
    pieces, at = [], start
    for sign in rules.pattern("phrase_split").finditer(chars, start, end):
        pieces.append((at, sign.start()))
        at = sign.end()
    return [*pieces, (at, end)]


def _trimmed(chars: str, low: int, high: int, rules: Rules) -> Span | None:
    """The piece without generic words at its ends."""
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\s]+", chars[low:high])]

    def generic(index: int) -> bool:
        first, last = words[index]
        return chars[low + first : low + last].strip(_SIGNS) in rules.generic_words

    first, last = 0, len(words)
    while first < last and generic(first):
        first += 1
    while last > first and generic(last - 1):
        last -= 1
    if first == last or last - first > _MAX_WORDS:
        return None
    start, end = low + words[first][0], low + words[last - 1][1]
    while start < end and chars[start] in _SIGNS:
        start += 1
    while end > start and chars[end - 1] in _SIGNS:
        end -= 1
    return Span(start, end) if end - start > 1 else None


def _in_list(chars: str, span: Span, taken: list[Span]) -> bool:
    """Whether a sign of a list joins the piece to something recognised."""
    for other in taken:
        gap = (
            chars[other.end : span.start]
            if other.end <= span.start
            else chars[span.end : other.start]
        )
        if len(gap) < 8 and re.fullmatch(r" ?(?:[,/(&|)]|and|or|and/or)+ ?(?:(?:and|or) )?", gap):
            return True
    return False


def _worth_reporting(sentence: Sentence, span: Span, *, listed: bool, lone: bool) -> bool:
    """Names are; plain words only where a list or a lead shows that they are asked for."""
    words = sentence.folded.text[span.start : span.end].split()
    if any(any(c.isdigit() for c in word) or _NO_NAME.search(word) for word in words):
        return False
    first, last = sentence.original(span.start), sentence.original_end(span.end)
    inner = sentence.text[first + (first == sentence.start) : last]
    named = any(c.isupper() for c in inner)
    if listed:
        return named or 2 <= len(words) <= 3
    return (named and len(words) <= 3) or (lone and (len(words) > 1 or len(words[0]) > 5))
