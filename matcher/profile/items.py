"""Items of lists, and which of them may be the name of a skill with a slip in it."""

from __future__ import annotations

import re

from matcher.profile.text_read import LookedAt

ITEM = re.compile(r"[^,;|•·\n\t\r➢✓●▪]+")
_TRIM = " .:-–—*•()[]>\xa0"


def repairable(words: str) -> str | None:
    """The term that an item is, if it may be repaired at all.

    Examples
    --------
    >>> repairable(" - Kuberentes. "), repairable("C#"), repairable("to be or not to be")
    ('Kuberentes', None, None)
    """
    term = words.strip(_TRIM)
    if not 4 <= len(term) <= 40 or term.count(" ") > 3 or not term[0].isalpha():
        return None
    return term


def repairable_terms(looked: LookedAt) -> list[str]:
    """All such terms in the lists of a text."""
    found: list[str] = []
    for section in looked.lists:
        for item in ITEM.finditer(looked.text, section.start, section.end):
            term = repairable(item.group())
            if term is not None:
                found.append(term)
    return found
