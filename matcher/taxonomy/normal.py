"""One spelling for names and texts, without losing the way back.

Names and texts are folded alike: lower case, hyphens and every kind of white space to a space,
curly to straight apostrophes.  That maps one character to one, so offsets stay.  Runs of spaces
are then squeezed, and words that a bad PDF layer broke ("S pring B oot") are joined;
:class:`Folded` keeps the way back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

#: Stands in a folded text where no name may cross: an empty line, the start of a list item.
BREAK = "\x1f"
#: A text is letter-spaced from so many broken words on …
MIN_BROKEN_WORDS = 4
#: … with so many different first letters …
MIN_BROKEN_LETTERS = 3
#: … and one among so many spaces.
SPACES_PER_BROKEN_WORD = 12

_SPACES = "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\u00ad"
_SIGNS = (
    *((sign, " ") for sign in _SPACES),
    *((sign, "-") for sign in _HYPHENS),
    *((sign, "'") for sign in "\u2018\u2019\u02bc"),
    *((sign, '"') for sign in "\u201c\u201d"),
)
_ASCII_SIGNS = tuple(pair for pair in _SIGNS if pair[0].isascii())
_JOINT = "\x1e"
_RUN = re.compile(r" {2,}")
_FOLDED_AWAY = re.compile(rf"([ \n-]{{2,}}|{_JOINT})")
_HARD = re.compile(r"\n *[\n-]")
_BROKEN_CAPITAL = re.compile(r"[A-Z](?<![^\W_].)(?=[ \xa0][a-z])")
_BROKEN_WORD = re.compile(
    r"[A-Zb-z](?<![^\W_].)(?=[ \xa0](?:[a-z]|[A-Z][A-Za-z]))"
    r"(?<!I(?=[ \xa0](?:am|have|had|was|can|will)\b))"
)


def fold_chars(text: str) -> str:
    r"""Fold ``text`` one character to one.

    Examples
    --------
    >>> fold_chars("Machine\nLearning"), len(fold_chars("İstanbul"))
    ('machine learning', 8)
    """
    return _lines(text).replace("\n", " ").replace("-", " ")


def fold_name(name: str) -> str:
    """The folded form under which a name is looked up.

    Examples
    --------
    >>> fold_name("Machine-  Learning")
    'machine learning'
    """
    chars = fold_chars(name)
    return (_RUN.sub(" ", chars) if "  " in chars else chars).strip()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the original offsets.

    Examples
    --------
    >>> folded = Folded.of("a  Machine  Learning job")
    >>> at = folded.text.index("machine learning")
    >>> folded.original(at), folded.original_end(at + len("machine learning"))
    (3, 20)
    >>> Folded.of("S pring B oot, J ava , P ostgreSQL").text
    'spring boot, java , postgresql'
    """

    text: str
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    @classmethod
    def of(cls, original: str, *, breaks: bool = False) -> Folded:
        r"""Fold a text, squeeze its runs of spaces, join its broken words.

        Parameters
        ----------
        original : str
            Any text.
        breaks : bool
            Whether an empty line or the start of a list item becomes :data:`BREAK`, not a space.

        Examples
        --------
        >>> Folded.of("- Fluent\n- Russian", breaks=True).text
        ' fluent\x1frussian'
        """
        chars = _lines(original)
        if _is_letter_spaced(original):
            chars = _with_joints(original, chars)
        pieces = _FOLDED_AWAY.split(chars)
        if len(pieces) == 1:
            return cls(chars.replace("\n", " ").replace("-", " "))
        cuts, shifts, reached, shift = [], [], 0, 0
        for place in range(1, len(pieces), 2):
            run = pieces[place]
            instead = BREAK if breaks and _HARD.search(run) else "" if run == _JOINT else " "
            pieces[place] = instead
            reached += len(pieces[place - 1]) + len(instead)
            shift += len(run) - len(instead)
            cuts.append(reached)
            shifts.append(shift)
        text = "".join(pieces).replace("\n", " ").replace("-", " ")
        return cls(text, tuple(cuts), tuple(shifts))

    def original(self, at: int) -> int:
        """Offset in the original text of the folded character at ``at``."""
        index = bisect_right(self.cuts, at)
        return at + (self.shifts[index - 1] if index else 0)

    def original_end(self, end: int) -> int:
        """Original offset just behind the folded character before ``end``."""
        return self.original(end - 1) + 1 if end else 0


def without_joints(surface: str) -> str:
    """A surface as it would stand in a text that no bad layer had broken.

    Examples
    --------
    >>> without_joints("S pring B oot")
    'Spring Boot'
    """
    return _with_joints(surface, surface).replace(_JOINT, "")


def _lines(text: str) -> str:
    """Lower case with plain signs: only the space, the line feed and "-" still separate."""
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for sign, plain in _ASCII_SIGNS if lower.isascii() else _SIGNS:
        if sign in lower:
            lower = lower.replace(sign, plain)
    return lower


def _is_letter_spaced(text: str) -> bool:
    """Whether many words stand apart from their first letter; "a", "A", "I" are words."""
    letters = [letter for letter in _BROKEN_CAPITAL.findall(text) if letter not in "AI"]
    return (
        len(letters) >= MIN_BROKEN_WORDS
        and len(set(letters)) >= MIN_BROKEN_LETTERS
        and len(letters) * SPACES_PER_BROKEN_WORD >= text.count(" ")
    )


def _with_joints(original: str, chars: str) -> str:
    """``chars`` with a joint for each space that broke a word of ``original``."""
    marked = list(chars)
    for match in _BROKEN_WORD.finditer(original):
        marked[match.end()] = _JOINT
    return "".join(marked)
