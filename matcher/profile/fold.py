"""Spelling of headings and words, and a lower case that moves no character."""

from __future__ import annotations

import re
from collections.abc import Iterable

_EDGES = re.compile(r"^[\W_]*(?:\d{1,2}[.)]\s*|[ivx]{1,4}[.)]\s*)?[\W_]*|[\W_]+$")
_SPACED = re.compile(r"(?:\w ){3,}\w")
_SIGNS = re.compile(r"[\s/,|]+")


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


def fold_heading(line: str) -> str:
    """The wording of a heading without case, signs, numbers and decoration.

    Examples
    --------
    >>> fold_heading("## 2. EDUCATION & Training:")
    'education and training'
    >>> fold_heading("S K I L L S")
    'skills'
    """
    body = _EDGES.sub("", line.lower())
    if _SPACED.fullmatch(body):
        body = body.replace(" ", "")
    body = body.removeprefix("my ")
    return _SIGNS.sub(" ", body.replace("&", " and ").replace("-", " ")).strip()


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
