"""Integrity flags: what a person should see beside a score; they never change it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from matcher.model import Evidence, EvidenceKind
from matcher.profile.cues import CueHits, CueKind

#: Fewer words than this say too little about anybody.
THIN_WORDS = 25
#: So many different skills claimed in lists make a keyword list …
KEYWORD_SKILLS = 30
#: … where less than this share of them is named in any prose.
KEYWORD_SUPPORT = 0.15

#: The same name so many times in a row …
REPEATED_NAMES = 4
#: … at most so far apart (characters).
REPEATED_GAP = 3
#: The same name so many times in one text …
CROWDED_NAMES = 25
#: … on average at most so far apart (characters): a career names a tool once or twice a job.
CROWDED_GAP = 100

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,300})?/?>")
_LISTED = EvidenceKind.CLAIMED


def flags_of(
    texts: Mapping[str, str], evidence: Iterable[Evidence], hits: Iterable[CueHits]
) -> set[str]:
    """Flags of one profile that its words alone decide.

    Returns
    -------
    set of str
        Of ``keyword_list``, ``machine_instructions``, ``markup``, ``repeated_words``,
        ``thin_profile``.

    Examples
    --------
    >>> sorted(flags_of({"skills": "<b>Java</b>"}, [], []))
    ['markup', 'thin_profile']
    """
    found: set[str] = set()
    shown = tuple(evidence)
    if not shown or _words(texts) < THIN_WORDS:
        found.add("thin_profile")
    if _is_keyword_list(shown):
        found.add("keyword_list")
    if any("<" in text and _TAG.search(text) for text in texts.values()):
        found.add("markup")
    if any(hit.of(CueKind.MACHINE) for hit in hits):
        found.add("machine_instructions")
    if _repeats(shown) or _is_crowded(shown):
        found.add("repeated_words")
    return found


def _words(texts: Mapping[str, str]) -> int:
    """Words read, counted no further than needed."""
    count = 0
    for text in texts.values():
        count += len(text.split(None, THIN_WORDS))
        if count >= THIN_WORDS:
            break
    return count


def _repeats(evidence: tuple[Evidence, ...]) -> bool:
    """Whether one name stands several times in a row, nothing but signs between."""
    run = 1
    for before, after in pairwise(evidence):
        if before.skill != after.skill or before.field != after.field:
            run = 1
            continue
        run = run + 1 if after.span.start - before.span.end <= REPEATED_GAP else 1
        if run >= REPEATED_NAMES:
            return True
    return False


def _is_crowded(evidence: tuple[Evidence, ...]) -> bool:
    """Whether a text names one skill over and over, with other words between."""
    if len(evidence) < CROWDED_NAMES:
        return False
    places: dict[tuple[str, str], list[int]] = {}
    for shown in evidence:
        places.setdefault((shown.field, shown.skill), []).append(shown.span.start)
    return any(
        len(starts) >= CROWDED_NAMES and starts[-1] - starts[0] <= CROWDED_GAP * len(starts)
        for starts in places.values()
    )


def _is_keyword_list(evidence: tuple[Evidence, ...]) -> bool:
    if len(evidence) < KEYWORD_SKILLS:
        return False
    claimed = {e.skill for e in evidence if e.kind is _LISTED}
    if len(claimed) < KEYWORD_SKILLS:
        return False
    supported = {e.skill for e in evidence if e.kind is not _LISTED}
    return len(claimed & supported) < KEYWORD_SUPPORT * len(claimed)
