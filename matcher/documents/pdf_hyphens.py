"""Words that a PDF breaks at the end of a line, rejoined where that is safe."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BROKEN = re.compile(r"([^\W\d_]{2,})[-\xad\u2010]$")
_REST = re.compile(r"([a-zà-öø-ÿ]{2,})([^\w\s]*)(?:\s+|$)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Ends of words that are no words themselves: what stands before the hyphen needs them.
_ENDINGS = frozenset(
    (
        *("tion", "tions", "sion", "sions", "ment", "ments", "ing", "ings", "ness", "ity", "ities"),
        *("ance", "ence", "ances", "ences", "able", "ible", "ally", "ly", "ies", "ied", "ers"),
        *("ated", "ating", "ation", "ations", "ization", "isation", "izing", "ising", "ized"),
        *("tive", "tives", "ative", "sive", "ical", "ial", "ous", "eous", "ious", "ture", "tures"),
        *("neering", "neers", "neer", "agement", "opment", "velopment", "mentation", "istration"),
        *("tecture", "tectures", "gramming", "mation", "matic", "tation", "bility", "ability"),
        *("ing", "ed", "er", "es", "al", "ic", "ics", "ist", "ists", "ism", "ful", "less"),
    )
)


def rejoin_hyphens(lines: list[str]) -> list[str]:
    """Lines in which broken words are whole; the rest of the word moves up.

    The hyphen goes if the joined word stands elsewhere in the text, or if what is behind it is no
    word but an ending ("develop-", "ment"); it stays if the hyphenated word stands elsewhere.
    Nothing is changed where neither is known ("full-", "stack").

    Examples
    --------
    >>> rejoin_hyphens(["software develop-", "ment in full-", "stack teams"])
    ['software development', 'in full-', 'stack teams']
    """
    known = _known(lines)
    joined: list[str] = []
    for line in lines:
        broken = _BROKEN.search(joined[-1]) if joined else None
        rest = _REST.match(line) if broken else None
        word = _whole(broken.group(1), rest.group(1), known) if broken and rest else None
        if broken is None or rest is None or word is None:
            joined.append(line)
            continue
        joined[-1] = joined[-1][: broken.start()] + word + rest.group(2)
        if remaining := line[rest.end() :]:
            joined.append(remaining)
    return joined


def _known(lines: Iterable[str]) -> set[str]:
    """Words of the text in small letters, without those at ends and beginnings of broken lines."""
    known: set[str] = set()
    for line in lines:
        whole = _BROKEN.sub("", line)
        known.update(word.lower() for word in _WORD.findall(whole))
    return known


def _whole(first: str, rest: str, known: set[str]) -> str | None:
    if f"{first}-{rest}".lower() in known:
        return f"{first}-{rest}"
    if f"{first}{rest}".lower() in known or rest in _ENDINGS:
        return f"{first}{rest}"
    return None
