"""How well a text can be read: damage, garbled encodings, columns that ran into each other."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping

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

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\s]+")
_NOT_WORD = re.compile(r"\W")
_LOST = re.compile("[\x00-\x08\ufffd]")
_KEPT = (string.ascii_letters + string.digits).encode()
_BLANKS = string.whitespace.encode()
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


def is_damaged(text: str) -> bool:
    r"""Whether nothing of a text can be read: control characters, lost ones, signs for glyphs.

    Examples
    --------
    >>> is_damaged("\ufffd\ufffd\x00J\ufffd"), is_damaged("Java, naïve")
    (True, False)
    >>> is_damaged("(cid:12)(cid:7)(cid:31) (cid:9)")
    True
    """
    lost = len(_LOST.findall(text))
    lost += sum(map(len, _CID.findall(text))) if "(cid:" in text else 0
    if lost > MAX_DAMAGE * len(text):
        return True
    if garbled_signs(text) * GARBLED_EVERY > len(text) > SHORT_TEXT:
        return True
    return len(text) > SHORT_TEXT and text_share(text) < MIN_TEXT_SHARE


def text_share(text: str) -> float:
    """Letters and digits among the characters that are no blanks, 0…1; 0 for an empty text.

    Examples
    --------
    >>> text_share("Go, C"), text_share("♦♦ ☺☺")
    (0.75, 0.0)
    """
    raw = text.encode("ascii", "ignore")
    solid = len(raw.translate(None, _BLANKS))
    letters = solid - len(raw.translate(None, _BLANKS + _KEPT))
    if len(raw) < len(text):
        others = "".join(_BEYOND_ASCII.findall(text))
        solid += len(others)
        letters += len(others) - len(_NOT_WORD.findall(others))
    return round(letters / solid, 3) if solid else 0.0


def garbled_signs(text: str) -> int:
    """How many pairs of signs look like one that was decoded wrongly: "Ã©" for "é".

    Examples
    --------
    >>> garbled_signs("MÃ¼nchen â€“ ZÃ¼rich"), garbled_signs("São João, Ålesund")
    (3, 0)
    """
    return 0 if text.isascii() else len(_MOJIBAKE.findall(text))


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
    gaps = [line for line in text.split("\n") if "   " in line and "   " in line.strip()]
    if len(gaps) < 2:
        return False
    if sum(1 for line in gaps if _two_headings(line, rules)) >= 2:
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    if len(gaps) < MUDDLED_LINES or len(gaps) < MUDDLED_SHARE * len(lines):
        return False
    beside = sum(1 for line in gaps if _is_prose_on_both_sides(line))
    return beside >= MUDDLED_LINES and beside >= MUDDLED_SHARE * len(lines)


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


def reading_of(texts: Mapping[str, str], sections: Iterable[Sections], *, dated: bool) -> Reading:
    """How much of a profile was read.

    Parameters
    ----------
    texts : mapping of str to str
        The texts that were read.
    sections : iterable of Sections
        Their sections.
    dated : bool
        Whether any dated job was found.
    """
    everything = "\n".join(texts.values())
    kinds = {section.kind for part in sections for section in part.all if section.heading}
    return Reading(
        characters=sum(map(len, texts.values())),
        words=len(everything.split()),
        text_share=text_share(everything),
        sections=tuple(sorted(map(str, kinds))),
        dated=dated,
    )
