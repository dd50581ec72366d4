"""Which names in a text a cue governs: denied, only being learned, from a course.

After ConText (Harkema et al. 2009): a cue has a direction and reaches to the end of its clause,
which sentence ends, line ends and words such as "but" close; look-alikes ("no problem with")
switch it off.  A cue with a reach governs the name next to it, and the list that name starts when
"or" or "nor" closes that list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from matcher.model import Span
from matcher.profile.cues import CueHit
from matcher.profile.rules import ProfileRules
from matcher.profile.spans import SpanSet, within

#: A clause ends after so many characters at the latest.
MAX_REACH = 160

_LIST_GLUE = re.compile(r"\s*(?:,|/|;)?\s*(?:(?:and|or|nor)\s+)?", re.ASCII)
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")
_OR = re.compile(r"(?<!\w)n?or(?!\w)|/")


def governed(
    lower: str,
    mentions: Sequence[Span],
    hits: Sequence[CueHit],
    pseudo: Sequence[CueHit],
    rules: ProfileRules,
) -> dict[int, CueHit]:
    """For each mention that a cue governs, the nearest such cue.

    Parameters
    ----------
    lower : str
        Lower-case text.
    mentions : sequence of Span
        Names in it, from left to right.
    hits, pseudo : sequence of CueHit
        Cues of one kind, and look-alikes.
    rules : ProfileRules
        For the ends of clauses.

    Returns
    -------
    dict of int to CueHit
        By the mention's position in ``mentions``.

    Examples
    --------
    >>> from matcher.profile.cues import CueKind
    >>> from matcher.profile.rules import shipped_rules
    >>> rules, text = shipped_rules(), "never used java or kotlin, but go"
    >>> hits = rules.cues.find(text, text).of(CueKind.POLARITY)
    >>> sorted(governed(text, [Span(11, 15), Span(19, 25), Span(31, 33)], hits, [], rules))
    [0, 1]
    """
    found: dict[int, tuple[int, CueHit]] = {}
    names = _Names(mentions)
    switched_off = SpanSet((p.start, p.end) for p in pseudo)
    for hit in hits:
        if switched_off.overlap(hit.start, hit.start + 1) or switched_off.overlap(
            hit.start, hit.end
        ):
            continue
        if names.places.overlap(hit.start, hit.start + 1):
            continue
        reached = (
            _forward(lower, names, hit, rules) if hit.cue.forward else _backward(lower, names, hit)
        )
        for index in reached:
            span = mentions[index]
            gap = span.start - hit.end if span.start >= hit.end else hit.start - span.end
            if index not in found or gap < found[index][0]:
                found[index] = (gap, hit)
    return {index: hit for index, (_, hit) in found.items()}


class _Names:
    """The names of a text, from left to right."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.starts = [span.start for span in spans]
        self.places = SpanSet((span.start, span.end) for span in spans)


def _forward(lower: str, names: _Names, hit: CueHit, rules: ProfileRules) -> Sequence[int]:
    stop = min(len(lower), hit.end + MAX_REACH)
    ending = rules.clause_end.search(lower, hit.end, stop)
    while ending and names.places.overlap(*ending.span()):
        ending = rules.clause_end.search(lower, ending.end(), stop)
    stop = ending.start() if ending else stop
    close = lower.find(")", hit.end, stop)
    if close >= 0 and lower.find("(", hit.end, close) < 0:
        stop = close
    inside = within(names.starts, hit.end, stop)
    if hit.cue.reach is None or not inside:
        return inside
    if names.starts[inside[0]] - hit.end > hit.cue.reach:
        return []
    return _listed(lower, names.spans, inside)


def _listed(lower: str, mentions: Sequence[Span], inside: Sequence[int]) -> list[int]:
    """The first name, and the rest of its list where "or" belongs to it."""
    members = [inside[0]]
    closed = 0
    for index in inside[1:]:
        gap = lower[mentions[members[-1]].end : mentions[index].start]
        if not _LIST_GLUE.fullmatch(gap):
            break
        members.append(index)
        if _OR.search(gap):
            closed = len(members)
    return members[: max(1, closed)]


def _backward(lower: str, names: _Names, hit: CueHit) -> Sequence[int]:
    reach = MAX_REACH if hit.cue.reach is None else hit.cue.reach
    index = bisect_left(names.starts, hit.start) - 1
    while index >= 0 and names.spans[index].end > hit.start:
        index -= 1
    if index < 0 or hit.start - names.spans[index].end > reach:
        return ()
    gap = lower[names.spans[index].end : hit.start]
    return () if "\n" in gap or _SENTENCE_END.search(gap) else (index,)
