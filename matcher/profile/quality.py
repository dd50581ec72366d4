"""How well a text can be read: damage, garbled encodings, columns that ran into each other."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

import msgspec

from matcher.characters import count_words
from matcher.model import Reading
from matcher.profile.fold import fold_heading
from matcher.profile.rules import ProfileRules, SectionKind
from matcher.profile.sections import MAX_HEADING, Sections

#: Above this share of characters that are none, a text counts as unreadable (0…1).
MAX_DAMAGE = 0.3
#: Below this share of letters and digits, a text counts as unreadable (0…1); prose has about 0.95.
MIN_TEXT_SHARE = 0.5
#: Shorter texts are not judged by their share of letters: "C++, C#" (characters).
SHORT_TEXT = 80
#: From so many wrongly decoded signs a text counts as garbled …
GARBLED_SIGNS = 4
#: … and above one in so many characters it cannot be read at all.
GARBLED_EVERY = 25
#: From so many lines in which two columns stand side by side a text counts as muddled …
MUDDLED_LINES = 6
#: … if they are at least this share of its lines with words (0…1).
MUDDLED_SHARE = 0.4
#: From so many words a piece of a line is prose; dates and towns have fewer.
PROSE_WORDS = 3

_LOST_SIGN = "\ufffd"
_LOST = bytes(range(9))
_ASCII = bytes(range(128))
_KEPT = (string.ascii_letters + string.digits).encode()
_BLANKS = string.whitespace.encode()
_MOJIBAKE_LEADS = "\u00c2\u00c3\u00c4\u00c5\u00e2\ufffd"
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00c4\u00c5][\u0080-\u00bf\u20ac\u0192\u201e\u2026\u2020\u2021\u02c6\u2030"
    "\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a"
    "\u0153\u017e\u0178]|\u00e2\u20ac[^\\s]|\u00e2[\u0080-\u00bf]{1,2}|\ufffd"
)
_CID = re.compile(r"\(cid:\d+\)")
_KINDS_OF_COLUMNS = frozenset(
    {
        SectionKind.WORK,
        SectionKind.PROJECT,
        SectionKind.EDUCATION,
        SectionKind.CERTIFICATE,
        SectionKind.CLAIMED,
        SectionKind.LANGUAGES,
    }
)


class Signs(msgspec.Struct, frozen=True, gc=False):
    """What a text is made of, counted once.

    Parameters
    ----------
    size : int
        All characters.
    solid : int
        Those that are no blanks.
    letters : int
        Letters and digits.
    lost : int
        Control characters, lost ones, and signs for glyphs.
    garbled : int
        Pairs of signs that look like one that was decoded wrongly: "Ã©" for "é".

    Examples
    --------
    >>> signs_of("Go, C").share, signs_of("♦♦ ☺☺").share
    (0.75, 0.0)
    >>> signs_of("MÃ¼nchen â€“ ZÃ¼rich").garbled, signs_of("São João, Ålesund").garbled
    (3, 0)
    """

    size: int
    solid: int
    letters: int
    lost: int
    garbled: int

    @property
    def share(self) -> float:
        """Letters and digits among the characters that are no blanks, 0…1; 0 for none."""
        return round(self.letters / self.solid, 3) if self.solid else 0.0


def signs_of(text: str) -> Signs:
    """Count what a text is made of."""
    raw = text.encode("ascii", "ignore")
    solid = len(raw.translate(None, _BLANKS))
    letters = solid - len(raw.translate(None, _BLANKS + _KEPT))
    lost = len(raw) - len(raw.translate(None, _LOST))
    garbled = 0
    if "(cid:" in text:
        lost += sum(map(len, _CID.findall(text)))
    if len(raw) < len(text):
        beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
        others = "".join(beyond.decode("utf-8", "surrogatepass").split())
        solid += len(others)
        letters += sum(map(str.isalnum, others))
        lost += others.count(_LOST_SIGN)
        if any(lead in others for lead in _MOJIBAKE_LEADS):
            garbled = len(_MOJIBAKE.findall(text))
    return Signs(len(text), solid, letters, lost, garbled)


def is_damaged(signs: Signs) -> bool:
    r"""Whether nothing of a text can be read: control characters, lost ones, signs for glyphs.

    Examples
    --------
    >>> is_damaged(signs_of("\ufffd\ufffd\x00J\ufffd")), is_damaged(signs_of("Java, naïve"))
    (True, False)
    >>> is_damaged(signs_of("(cid:12)(cid:7)(cid:31) (cid:9)"))
    True
    """
    if signs.lost > MAX_DAMAGE * signs.size:
        return True
    if signs.size <= SHORT_TEXT:
        return False
    return signs.garbled * GARBLED_EVERY > signs.size or signs.share < MIN_TEXT_SHARE


def is_muddled(text: str, rules: ProfileRules) -> bool:
    """Whether two columns of a page ran into each other line by line.

    Two headings of different kinds share a line, twice; or words stand on both sides of a wide gap
    in many lines.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> page = "EXPERIENCE   SKILLS" + chr(10) + "Nurse   Java" + chr(10) + "EDUCATION   LANGUAGES"
    >>> is_muddled(page, shipped_rules()), is_muddled("EXPERIENCE", shipped_rules())
    (True, False)
    """
    if "   " not in text:
        return False
    lines = text.split("\n")
    gaps = [line for line in lines if "   " in line and "   " in line.strip()]
    if len(gaps) < 2:
        return False
    if sum(1 for line in gaps if _two_headings(line, rules)) >= 2:
        return True
    filled = sum(1 for line in lines if line and not line.isspace())
    if len(gaps) < MUDDLED_LINES or len(gaps) < MUDDLED_SHARE * filled:
        return False
    beside = sum(1 for line in gaps if _is_prose_on_both_sides(line))
    return beside >= MUDDLED_LINES and beside >= MUDDLED_SHARE * filled


def _is_prose_on_both_sides(line: str) -> bool:
    """Whether words of two texts stand around a wide gap, rather than a date or one word."""
    left, _, right = line.strip().partition("   ")
    return all(
        "|" not in side and sum(map(str.isalpha, side.split())) >= PROSE_WORDS
        for side in (left, right)
    )


def _two_headings(line: str, rules: ProfileRules) -> bool:
    if len(line) > 2 * MAX_HEADING:
        return False
    parts = [part for part in line.strip().split("   ") if part.strip()]
    if len(parts) != 2:
        return False
    left, right = (rules.headings.get(fold_heading(part)) for part in parts)
    return left is not right and {left, right} <= _KINDS_OF_COLUMNS


def reading_of(
    texts: Iterable[str], signs: Iterable[Signs], sections: Iterable[Sections], *, dated: bool
) -> Reading:
    """How much of a profile was read.

    Parameters
    ----------
    texts : iterable of str
        The texts that were read.
    signs : iterable of Signs
        What each is made of.
    sections : iterable of Sections
        Their sections.
    dated : bool
        Whether any dated job was found.
    """
    size = solid = letters = 0
    for each in signs:
        size += each.size
        solid += each.solid
        letters += each.letters
    kinds = {section.kind for part in sections for section in part.all if section.heading}
    return Reading(
        characters=size,
        words=sum(map(count_words, texts)),
        text_share=round(letters / solid, 3) if solid else 0.0,
        sections=tuple(sorted(map(str, kinds))),
        dated=dated,
    )
