"""Which single words are ordinary English, so that a name like them needs company."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("al", ""),
    ("ion", ""),
    ("ions", ""),
)


def is_ordinary(word: str) -> bool:
    """Whether a word is ordinary English in one of its usual forms.

    Examples
    --------
    >>> is_ordinary("Lead"), is_ordinary("writing"), is_ordinary("planned"), is_ordinary("Kafka")
    (True, True, True, False)
    """
    lower = word.casefold()
    known = _words()
    if lower in known:
        return True
    for ending, instead in _ENDINGS:
        stem = lower.removesuffix(ending) + instead
        if stem == lower or len(stem) < 3 or not lower.endswith(ending):
            continue
        doubled = ending in ("ing", "ed") and not instead and stem[-1] == stem[-2]
        if stem in known or (doubled and stem[:-1] in known):
            return True
    return False


@cache
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "ordinary_words.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if line[:1] != "#" for w in line.split())
