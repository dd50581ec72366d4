"""Words of texts, quickly: most texts are counted and searched as bytes."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
#: How words about studies begin …
_EDUCATION_STEMS = (
    *("educat", "degree", "universit", "college", "bachelor", "master's", "masters"),
    *("diploma", "graduat", "school", "studied", "polytechn", "academy"),
    *("universid", "uniwersytet", "univerzit", "hochschul", "politec", "politéc", "politech"),
    *("école", "ecole", "institute ", "institute,", "institute\n"),
)
#: … whatever their case; these letters match i, s and k too.
_EDUCATION_WORD = re.compile(rf"\b(?:{'|'.join(_EDUCATION_STEMS)})", re.IGNORECASE)
_ODD_CASE = "İıſK"
#: Signs of printed text beyond Latin-1; most texts have no others.
_SIGNS = "\u2022\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u25cf\u25aa\uf0b7\u200b\u2192\u20ac"
_IN_WORDS = bytes(code for code in range(256) if chr(code).isalnum() or chr(code) == "_")
#: Latin-1 with every character that is no part of a word made a space: the others left …
_SPACED = bytes(code if code in _IN_WORDS else ord(" ") for code in range(256))
#: … or each made a w.
BLANKED = bytes(ord("w") if code in _IN_WORDS else ord(" ") for code in range(256))


def count_words(text: str) -> int:
    r"""Words of a text, as the pattern ``\w+`` finds them.

    Examples
    --------
    >>> count_words("Java, Spring Boot")
    3
    """
    latin = in_latin(text)
    return len(_WORD.findall(text)) if latin is None else len(latin.translate(_SPACED).split())


def in_latin(text: str) -> bytes | None:
    """A text with the same words in Latin-1, one byte a character; None where it has others."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def lowered_words(text: str) -> str:
    r"""All words of a text, lower-cased, one space between.

    Examples
    --------
    >>> lowered_words("Java,  Spring\tBoot!")
    'java spring boot'
    """
    lower = text.lower()
    latin = in_latin(lower)
    if latin is None:
        return " ".join(_WORD.findall(lower))
    return b" ".join(latin.translate(_SPACED).split()).decode("latin-1")


def mentions_studies(text: str) -> bool:
    """Whether a text has a word about studies at all.

    Examples
    --------
    >>> mentions_studies("Graduated in 2019"), mentions_studies("Undergraduate")
    (True, False)
    """
    if not text.isascii() and any(letter in text for letter in _ODD_CASE):
        return _EDUCATION_WORD.search(text) is not None
    lower = text.lower()
    return any(_begins_word(lower, stem) for stem in _EDUCATION_STEMS)


def _begins_word(text: str, stem: str) -> bool:
    at = text.find(stem)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(stem, at + 1)
    return at >= 0
