"""Spelling of headings and words, and a lower case that moves no character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: Headings kept with their wording: résumés share most of them.
HEADINGS_KEPT = 4096

_LEAD = re.compile(r"[\W_]*(?:\d{1,2}[.)]\s*|[ivx]{1,4}[.)]\s*)?[\W_]*")
_SPACED = re.compile(r"(?:\w ){3,}\w")


def lower_case(text: str) -> str:
    r"""Lower case, one character for one, apostrophes straight and odd blanks plain.

    Examples
    --------
    >>> lower_case("I’ve used İstanbul\u00a0Java")
    "i've used İstanbul java"
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("’", "'").replace("‘", "'").replace("\xa0", " ")


@lru_cache(maxsize=HEADINGS_KEPT)
def fold_heading(line: str) -> str:
    """The wording of a heading without case, signs, numbers and decoration.

    Examples
    --------
    >>> fold_heading("## 2. EDUCATION & Training:")
    'education and training'
    >>> fold_heading("S K I L L S")
    'skills'
    """
    body = line.lower()
    if body.isalnum():
        return body
    lead = _LEAD.match(body)
    start, end = lead.end() if lead else 0, len(body)
    while end > start and not body[end - 1].isalnum():
        end -= 1
    body = body[start:end]
    if body[1:2] == " " and _SPACED.fullmatch(body):
        body = body.replace(" ", "")
    body = body.removeprefix("my ").replace("&", " and ")
    for sign in "-/,|":
        body = body.replace(sign, " ")
    return " ".join(body.split())


def words_pattern(words: Iterable[str], *, plural: bool = False) -> re.Pattern[str]:
    """Pattern of whole words or phrases, longest first.

    Examples
    --------
    >>> words_pattern(["to", "up to"]).findall("up to ten tons")
    ['up to']
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word) for word in ordered)
    return re.compile(rf"(?<!\w)(?:{either}){'s?' if plural else ''}(?!\w)")
