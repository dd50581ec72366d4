"""Find skills in text: one pass over the words, then boundaries, capitals and company.

The folded text is cut into words; a word that begins a name is followed as long as some name goes
on, and the longest name that ends at a word boundary counts.  Names that are also ordinary words
count only under their guard (:mod:`matcher.taxonomy.company`).  Tables of Python's own beat an
automaton here: they load in a tenth of the time it takes to build one, and most of the work with
an automaton is to throw away what it finds inside words (``tests/benchmarks/bench_lexicon.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice

import msgspec

from matcher.model import Method, Span
from matcher.taxonomy.company import CompiledGuard, Scene, compile_guard, in_company
from matcher.taxonomy.names import FAR, FURTHER, LEAD, PLACE_SHIFT, TAIL, NameTable
from matcher.taxonomy.names import name_forms as name_forms
from matcher.taxonomy.names import name_table as name_table
from matcher.taxonomy.normal import Folded
from matcher.taxonomy.skill import Skill

_DIGITS = frozenset("0123456789")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\.x)?(?!\w)")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:https?://|www\.)[^\s)\]>\"']+"
    r"|(?<![\w.])(?:linkedin|github|gitlab|bitbucket|stackoverflow|stackexchange|medium|behance"
    r"|dribbble|kaggle|leetcode|hackerrank|twitter|facebook|instagram|youtube|xing|x)"
    r"\.(?:com|org|net|io)/[^\s)\]>\"',;]+",
    re.IGNORECASE,
)
_ADDRESS_MARKS = ("@", "://", "www.", ".com/", ".org/", ".net/", ".io/")
_SIGN = re.compile(r"\W")
_ASCII_SIGNS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_COMMON_SIGNS = "•·—…●▪○◦➢✓→►■§"
_MASK = "\x00"
_AFTER_WORD = ("#", "+")
_NAMED = 1 << PLACE_SHIFT


class Mention(msgspec.Struct, frozen=True):
    """A skill named in a text: ``text[span.start:span.end]`` are the words."""

    skill: str
    span: Span
    method: Method


class Lexicon:
    """Finder of skills.

    Parameters
    ----------
    skills : iterable of Skill
        Entries of a checked taxonomy; their order does not matter.
    names : NameTable, optional
        Their :func:`name_table`, if it is at hand.

    Examples
    --------
    >>> from matcher.taxonomy.skill import Guard, SkillKind
    >>> go = Skill("go", "Go", SkillKind.TOOL, "code", ("Golang",),
    ...            guards=(Guard(("Go",), case=True, company=True),))
    >>> java = Skill("java", "Java", SkillKind.TOOL, "code")
    >>> lexicon = Lexicon([go, java])
    >>> [m.skill for m in lexicon.find("Java, Go or JavaScript; we go far. Go home.")]
    ['java', 'go']
    """

    def __init__(self, skills: Iterable[Skill], names: NameTable | None = None) -> None:
        self._skills = sorted(skills, key=lambda skill: skill.id)
        names = name_table(self._skills) if names is None else names
        self._codes = names.code_by_key()
        self._first = dict(islice(self._codes.items(), names.words))
        self._owners = names.owner_by_place()
        self._guarded = names.guards
        self._compiled: dict[int, CompiledGuard] = {}

    def find(
        self, text: str, *, listed: bool = False, listed_ranges: Sequence[tuple[int, int]] = ()
    ) -> list[Mention]:
        r"""Skills named in ``text``, from left to right, none overlapping.

        Parameters
        ----------
        text : str
            Any text.
        listed : bool
            Whether the text is a list of skills: every name is then in company.
        listed_ranges : sequence of (int, int)
            Parts of the text that are such lists, as half-open ranges in order; a name never
            reaches over white space at their borders.

        Examples
        --------
        >>> from matcher.taxonomy.skill import Guard, SkillKind
        >>> go = Skill("go", "Go", SkillKind.TOOL, "code",
        ...            guards=(Guard(("Go",), case=True, company=True),))
        >>> text = "Go there.\nSkills\nLua Go 1.22"
        >>> [m.span.start for m in Lexicon([go]).find(text, listed_ranges=[(17, 28)])]
        [21]
        """
        masked = _without_addresses(text)
        if listed_ranges:
            masked = _bordered(masked, listed_ranges)
        folded = Folded.of(masked, breaks=True)
        found = self._scan(folded.text)
        if not self._guarded.keys().isdisjoint([place for _, _, place in found]):
            owners = self._owners
            guards = [self._guard(place) for _, _, place in found]
            skills = [owners[place] >> 1 for _, _, place in found]
            scene = Scene(text, folded, listed=listed, ranges=listed_ranges)
            found = in_company(scene, found, guards, skills)
        return self._mentions(found, folded)

    def _mentions(self, found: list[tuple[int, int, int]], folded: Folded) -> list[Mention]:
        owners, skills = self._owners, self._skills
        original, original_end = folded.original, folded.original_end
        return [
            Mention(
                skills[owners[place] >> 1].id,
                Span(original(start), original_end(end)),
                Method.EXACT if owners[place] & 1 else Method.ALIAS,
            )
            for start, end, place in found
        ]

    def _guard(self, place: int) -> CompiledGuard | None:
        """Guard of a name, compiled at first use."""
        if place not in self._guarded:
            return None
        compiled = self._compiled.get(place)
        if compiled is None:
            position, written = self._guarded[place]
            guard = self._skills[self._owners[place] >> 1].guards[position]
            compiled = self._compiled[place] = compile_guard(written, guard)
        return compiled

    def _scan(self, chars: str) -> list[tuple[int, int, int]]:
        """Start, end and place of the names at word boundaries, the longest at each start."""
        words = _words(chars)
        first, codes = self._first, self._codes
        before = [*accumulate(map(len, words), initial=0), len(chars)]
        found: list[tuple[int, int, int]] = []
        reached = 0
        for index in [i for i, w in enumerate(words) if w in first or w[-1:] in _DIGITS]:
            start = before[index] + index
            if start < reached:
                continue
            word = words[index]
            code = first.get(word, 0)
            end = start + len(word)
            simple = code and not code & (FAR | TAIL | LEAD) and word[-1] not in _DIGITS
            if simple and code & FURTHER:
                simple = chars[start : before[index + 2] + index + 1] not in codes and (
                    index + 1 == len(words) or words[index + 1][-1:] not in _DIGITS
                )
            if not simple or chars[end : end + 1] in _AFTER_WORD:
                match = self._longest(chars, words, before, index, reached)
                if match is not None:
                    found.append(match)
                    reached = match[1]
            elif code >= _NAMED:
                found.append((start, end, code >> PLACE_SHIFT))
                reached = end
        return found

    def _longest(
        self, chars: str, words: list[str], before: list[int], index: int, reached: int
    ) -> tuple[int, int, int] | None:
        """The longest name that begins with a word, or with the signs before it."""
        start = before[index] + index
        code = self._first.get(words[index], 0)
        if words[index][-1] in _DIGITS:
            code |= self._first.get(words[index].rstrip("0123456789"), 0)
        if code & LEAD:
            low = start
            while low > reached and not _is_word(chars[low - 1]):
                low -= 1
            for earlier in range(low, start):
                match = self._from(chars, words, before, index, earlier)
                if match is not None:
                    return match
        return self._from(chars, words, before, index, start)

    def _from(
        self, chars: str, words: list[str], before: list[int], index: int, start: int
    ) -> tuple[int, int, int] | None:
        """The longest name from ``start`` on, whose first word stands at ``index``."""
        best: tuple[int, int, int] | None = None
        codes = self._codes
        while True:
            end = before[index + 1] + index
            code = codes.get(chars[start:end], 0)
            if code >= _NAMED and _ends_after_word(chars, start, end):
                best = start, end, code >> PLACE_SHIFT
            elif words[index][-1] in _DIGITS:
                best = self._versioned(chars, start, end) or best
            following = index + 1
            while following < len(words) and not words[following]:
                following += 1
            if code & TAIL:
                limit = len(chars) if following == len(words) else before[following] + following
                for stop in range(limit, end, -1):
                    place = codes.get(chars[start:stop], 0) >> PLACE_SHIFT
                    if place and _ends_after_sign(chars, stop):
                        best = start, stop, place
                        break
            if not code & (FURTHER | FAR) or following == len(words):
                return best
            index = following

    def _versioned(self, chars: str, start: int, end: int) -> tuple[int, int, int] | None:
        """A name whose last word carries a version: "Python3", "Java8.1"."""
        stop = start + len(chars[start:end].rstrip("0123456789"))
        if stop - start > 2 and chars[stop - 1].isalpha() and _VERSION.match(chars, stop):
            place = self._codes.get(chars[start:stop], 0) >> PLACE_SHIFT
            return (start, stop, place) if place else None
        return None


def _words(chars: str) -> list[str]:
    """The words between any two signs, empty where signs touch, so that offsets can be counted."""
    if not chars.isascii():
        for sign in _COMMON_SIGNS:
            if sign in chars:
                chars = chars.replace(sign, " ")
        if not chars.isascii():
            return _SIGN.split(chars)
    return chars.translate(_ASCII_SIGNS).split(" ")


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ends_after_word(chars: str, start: int, end: int) -> bool:
    """Whether a name may end with the word that ends here: "C" not before "#" or "++"."""
    after = chars[end : end + 1]
    if after == "#":
        return False
    return after != "+" or (end - start > 1 and chars[end + 1 : end + 2] != "+")


def _ends_after_sign(chars: str, end: int) -> bool:
    """Whether a name may end with a sign here: "C+" not before another "+"."""
    return end >= len(chars) or chars[end] != chars[end - 1] or chars[end - 1] == ")"


def _without_addresses(text: str) -> str:
    """The text with e-mail and web addresses masked; only words that may be one are looked at."""
    for mark in _ADDRESS_MARKS:
        at = text.find(mark)
        while at >= 0:
            low, high = at, at + len(mark)
            while low and not text[low - 1].isspace():
                low -= 1
            while high < len(text) and not text[high].isspace():
                high += 1
            text = text[:low] + _ADDRESS.sub(_blank, text[low:high]) + text[high:]
            at = text.find(mark, high)
    return text


def _blank(match: re.Match[str]) -> str:
    return _MASK * len(match.group())


def _bordered(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text with a mask for one white space at each border."""
    chars = list(text)
    for border in {border for pair in ranges for border in pair}:
        for at in (border - 1, border):
            if 0 <= at < len(chars) and chars[at].isspace():
                chars[at] = _MASK
                break
    return "".join(chars)
