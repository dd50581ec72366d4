"""One spelling for names and texts, without losing the way back.

Names and texts are folded alike: lower case, hyphens and every kind of white space to a space,
curly to straight apostrophes.  That maps one character to one, so offsets stay.  Runs of spaces
are then squeezed, and words that a bad PDF layer broke ("S pring B oot") are joined;
:class:`Folded` keeps the way back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.model import Span

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
SIGNS = (
    *((sign, " ") for sign in _SPACES),
    *((sign, "-") for sign in _HYPHENS),
    *((sign, "'") for sign in "\u2018\u2019\u02bc"),
    *((sign, '"') for sign in "\u201c\u201d"),
)
_ASCII_SIGNS = tuple(pair for pair in SIGNS if pair[0].isascii())
_JOINT = "\x1e"
_RUN = re.compile(r" {2,}")
_FOLDED_AWAY = re.compile(rf" {{2,}}|{_JOINT}")
_HARD = re.compile(r"\n *[\n-]")
_BROKEN_CAPITAL = re.compile(r"[A-Z](?<![^\W_].)(?=[ \xa0][a-z])")
_BROKEN_WORD = re.compile(
    r"[A-Zb-z](?<![^\W_].)(?=[ \xa0](?:[a-z](?![ \xa0])|[A-Z][A-Za-z]))"
    r"(?<!I(?=[ \xa0](?:am|have|had|was|can|will)\b))"
    r"|[12](?<![\w.,].)(?=[ \xa0]\d{3}(?!\d))"
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
        joints = _is_letter_spaced(original)
        if joints:
            chars = _with_joints(original, chars)
        plain = chars.replace("\n", " ").replace("-", " ")
        if not joints and "  " not in plain:
            return cls(plain)
        pieces: list[str] = []
        cuts: list[int] = []
        shifts: list[int] = []
        last = shift = 0
        for low, high in _runs(plain, joints=joints):
            run = chars[low:high]
            instead = "" if run == _JOINT else BREAK if breaks and _HARD.search(run) else " "
            pieces += (plain[last:low], instead)
            last = high
            shift += high - low - len(instead)
            cuts.append(high - shift)
            shifts.append(shift)
        pieces.append(plain[last:])
        return cls("".join(pieces), tuple(cuts), tuple(shifts))

    def original(self, at: int) -> int:
        """Offset in the original text of the folded character at ``at``."""
        index = bisect_right(self.cuts, at)
        return at + (self.shifts[index - 1] if index else 0)

    def original_end(self, end: int) -> int:
        """Original offset just behind the folded character before ``end``."""
        return self.original(end - 1) + 1 if end else 0

    def span(self, start: int, end: int) -> Span:
        """Original span of the folded characters from ``start`` to before ``end``."""
        cuts = self.cuts
        index = bisect_right(cuts, start)
        shift = self.shifts[index - 1] if index else 0
        if index == len(cuts) or cuts[index] >= end:
            return Span(start + shift, end + shift)
        return Span(start + shift, self.original_end(end))


def whole_words(text: str) -> Folded | None:
    """A text with its broken words joined, its capitals kept; None if it has none.

    Examples
    --------
    >>> joined = whole_words("J ava , S pring, P ostgreSQL; D ecember 2 019 - p resent")
    >>> joined.text, joined.original(joined.text.index("2019"))
    ('Java , Spring, PostgreSQL; December 2019 - present', 40)
    >>> whole_words("Java, Spring, a team of 5 people") is None
    True
    """
    if not _is_letter_spaced(text):
        return None
    marked = _with_joints(text, text)
    cuts: list[int] = []
    for joint in re.finditer(_JOINT, marked):
        cuts.append(joint.end() - len(cuts) - 1)
    return Folded(marked.replace(_JOINT, ""), tuple(cuts), tuple(range(1, len(cuts) + 1)))


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
    for sign, plain in _ASCII_SIGNS if lower.isascii() else SIGNS:
        if sign in lower:
            lower = lower.replace(sign, plain)
    return lower


def _runs(plain: str, *, joints: bool) -> Iterator[tuple[int, int]]:
    """Where two or more spaces stand together, or one that broke a word."""
    if joints:
        yield from (run.span() for run in _FOLDED_AWAY.finditer(plain))
        return
    low = plain.find("  ")
    while low >= 0:
        high = low + 2
        while plain.startswith(" ", high):
            high += 1
        yield low, high
        low = plain.find("  ", high)


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
