"""One spelling for names and texts, without moving a character.

Names and texts are folded alike: lower case, hyphens and every kind of white space to a space,
curly to straight apostrophes.  Folding maps one character to one, so offsets stay; only runs of
spaces are squeezed, and :class:`Folded` keeps the way back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_SPACES = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\u00ad"
_TABLE = dict.fromkeys(map(ord, _SPACES + _HYPHENS), " ") | {
    0x2018: "'",
    0x2019: "'",
    0x02BC: "'",
    0x201C: '"',
    0x201D: '"',
}
_RUN = re.compile(" {2,}")


def fold_chars(text: str) -> str:
    r"""Fold ``text`` one character to one.

    Examples
    --------
    >>> fold_chars("Machine\nLearning"), len(fold_chars("İstanbul"))
    ('machine learning', 8)
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_TABLE)


def fold_name(name: str) -> str:
    """The folded form under which a name is looked up.

    Examples
    --------
    >>> fold_name("Machine-  Learning")
    'machine learning'
    """
    return _RUN.sub(" ", fold_chars(name)).strip()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the original offsets.

    Examples
    --------
    >>> folded = Folded.of("a  Machine  Learning job")
    >>> at = folded.text.index("machine learning")
    >>> folded.original(at), folded.original_end(at + len("machine learning"))
    (3, 20)
    """

    text: str
    cuts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    @classmethod
    def of(cls, original: str) -> Folded:
        """Fold a text and squeeze its runs of spaces."""
        chars = fold_chars(original)
        if "  " not in chars:
            return cls(chars)
        pieces, cuts, shifts, last, shift = [], [], [], 0, 0
        for run in _RUN.finditer(chars):
            pieces.append(chars[last : run.start() + 1])
            last = run.end()
            shift += run.end() - run.start() - 1
            cuts.append(last - shift)
            shifts.append(shift)
        pieces.append(chars[last:])
        return cls("".join(pieces), tuple(cuts), tuple(shifts))

    def original(self, at: int) -> int:
        """Offset in the original text of the folded character at ``at``."""
        index = bisect_right(self.cuts, at)
        return at + (self.shifts[index - 1] if index else 0)

    def original_end(self, end: int) -> int:
        """Original offset just behind the folded character before ``end``."""
        return self.original(end - 1) + 1 if end else 0
