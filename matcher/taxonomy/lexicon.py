"""Find skills in text: one pass over the words, then boundaries, capitals and company.

The folded text is cut into words; a word that begins a name is followed as long as some name goes
on, and the longest name that ends at a word boundary counts.  Names that are also ordinary words
count only under their guard (:mod:`matcher.taxonomy.company`).

Folding, scanning and the cheap part of the guards have compiled twins (``_compiled.pyx``).  What
stands here is their reference, and what runs where nothing could be compiled
(``tests/benchmarks/bench_lexicon.py`` prints both beside an automaton without our guards).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count, islice, repeat

import msgspec

from matcher.model import Method, Span
from matcher.taxonomy.company import CompiledGuard, Scene, compile_guard, in_company
from matcher.taxonomy.names import (
    FURTHER,
    LATER,
    LEAD,
    PLACE_SHIFT,
    SIGNED,
    SPACED,
    NameTable,
)
from matcher.taxonomy.names import name_forms as name_forms
from matcher.taxonomy.names import name_table as name_table
from matcher.taxonomy.normal import Folded, whole_words
from matcher.taxonomy.skill import Skill

try:
    from matcher.taxonomy import _compiled
except ImportError:
    IS_COMPILED = False
else:
    IS_COMPILED = True

_DIGITS = frozenset("0123456789")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\.x)?(?!\w)")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|(?:(?i:https?)://|(?:www|WWW)\.)[^\s)\]>\"']+"
    r"|(?<![\w.])(?i:linkedin|github|gitlab|bitbucket|stackoverflow|stackexchange|medium|behance"
    r"|dribbble|kaggle|leetcode|hackerrank|twitter|facebook|instagram|youtube|xing|x)"
    r"\.com/[^\s)\]>\"',;]+"
)
_ADDRESS_MARKS = ("@", "://", "www.", "WWW.", ".com/")
_SIGN = re.compile(r"\W")
_ASCII_SIGNS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_COMMON_SIGNS = "•·—…●▪○◦➢✓→►■§"
_MASK = "\x00"
_NAMED = 1 << PLACE_SHIFT
#: Codes up to here only say that the word may go on into a name, or stand inside one.
_GOES_ON = LATER | FURTHER


class Mention(msgspec.Struct, frozen=True, gc=False):
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
    compiled : bool
        Whether to use the compiled twins, where there are any; the result is the same.

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

    def __init__(
        self,
        skills: Iterable[Skill],
        names: NameTable | None = None,
        *,
        compiled: bool = IS_COMPILED,
    ) -> None:
        self._skills = sorted(skills, key=lambda skill: skill.id)
        self._ids = [skill.id for skill in self._skills]
        names = name_table(self._skills) if names is None else names
        self._owners = names.owner_by_place()
        self._guarded = names.guards
        self._guards: dict[int, CompiledGuard] = {}
        self._finder = None
        if compiled and IS_COMPILED:
            self._finder = _compiled.NameFinder(names.keys, names.codes)
            return
        self._codes = names.code_by_key()
        self._first = dict(islice(self._codes.items(), names.words))

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
        folded = self._folded(masked)
        found = self._finder.scan(folded.text) if self._finder else self._scan(folded.text)
        places = [place for _, _, place in found]
        guarded, ready, owners = self._guarded, self._guards, self._owners
        if not guarded.keys().isdisjoint(places):
            guards = [(ready.get(p) or self._guard(p)) if p in guarded else None for p in places]
            skills = [owners[place] >> 1 for place in places]
            scene = Scene(text, folded, listed=listed, ranges=listed_ranges)
            weigh = _compiled.in_company if self._finder else in_company
            found = weigh(scene, found, guards, skills)
        return self._mentions(found, folded)

    def named(self, text: str) -> set[str]:
        """Skills of which any name stands in ``text``: all that :meth:`find` can find, and more.

        No guard is asked, a longer name hides none inside it, and a name may go on with a sign.  So
        the same holds for :meth:`find` over any part of the text that begins and ends between
        words, and whether it is a list or not.

        Examples
        --------
        >>> from matcher.taxonomy.skill import Guard, SkillKind
        >>> go = Skill("go", "Go", SkillKind.TOOL, "code",
        ...            guards=(Guard(("Go",), case=True, company=True),))
        >>> Lexicon([go]).named("we go far"), Lexicon([go]).named("Gopher")
        ({'go'}, set())
        """
        places: set[int] = set()
        # A part of the text may begin inside an address, and a name end where one begins.
        for each in {text, _without_addresses(text)}:
            chars = self._folded(each).text
            places |= self._finder.every(chars) if self._finder else self._every(chars)
        return {self._ids[self._owners[place] >> 1] for place in places}

    def whole_words(self, text: str) -> Folded | None:
        """:func:`matcher.taxonomy.normal.whole_words`, with a compiled look before it."""
        if self._finder and not _compiled.may_be_broken(text):
            return None
        return whole_words(text)

    def _folded(self, text: str) -> Folded:
        folded = _compiled.fold(text, True) if self._finder else None
        return Folded.of(text, breaks=True) if folded is None else Folded(*folded)

    def _mentions(self, found: list[tuple[int, int, int]], folded: Folded) -> list[Mention]:
        owners, ids = self._owners, self._ids
        if self._finder:
            kinds = Mention, Span, Method.EXACT, Method.ALIAS
            return _compiled.mentions(found, folded.cuts, folded.shifts, owners, ids, *kinds)
        span_of = folded.span
        return [
            Mention(
                ids[owners[place] >> 1],
                span_of(start, end),
                Method.EXACT if owners[place] & 1 else Method.ALIAS,
            )
            for start, end, place in found
        ]

    def _guard(self, place: int) -> CompiledGuard:
        """Guard of a guarded name, compiled at first use."""
        position, written = self._guarded[place]
        guard = self._skills[self._owners[place] >> 1].guards[position]
        compiled = self._guards[place] = compile_guard(written, guard)
        return compiled

    def _scan(self, chars: str) -> list[tuple[int, int, int]]:
        """Start, end and place of the names at word boundaries, the longest at each start."""
        words = _words(chars)
        codes = self._codes
        known = list(map(self._first.get, words, repeat(0)))
        before = list(accumulate(map(len, words), initial=0))
        found: list[tuple[int, int, int]] = []
        reached = 0
        hits = [
            (index, word, code, following, later)
            for index, word, code, following, later in zip(
                count(), words, known, [*words[1:], ""], [*known[1:], 0], strict=False
            )
            if code > _GOES_ON
            or word[-1:] in _DIGITS
            or (
                code >= FURTHER
                and (
                    (later & LATER and f"{word} {following}" in codes) or following[-1:] in _DIGITS
                )
            )
        ]
        for index, word, code, following, later in hits:
            start = before[index] + index
            if start < reached:
                continue
            end = start + len(word)
            after = chars[end : end + 1]
            simple = word[-1] not in _DIGITS
            if after == " ":
                if not following:
                    simple = simple and not code & SPACED
                elif code & FURTHER and (
                    (later & LATER and f"{word} {following}" in codes) or following[-1] in _DIGITS
                ):
                    simple = False
            elif after and (code & SIGNED or after in "#+"):
                simple = False
            if code & LEAD and start and not (words[index - 1] and chars[start - 1] == " "):
                simple = False
            if simple:
                if code >= _NAMED:
                    found.append((start, end, code >> PLACE_SHIFT))
                    reached = end
            elif code or not word.isdigit():
                match = self._longest(chars, words, before, index, reached)
                if match is not None:
                    found.append(match)
                    reached = match[1]
        return found

    def _longest(
        self, chars: str, words: list[str], before: list[int], index: int, reached: int
    ) -> tuple[int, int, int] | None:
        """The longest name that begins with a word, or with the signs before it."""
        start = before[index] + index
        word = words[index]
        if self._first_code(word) & LEAD:
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
        for end, place, ends_well in self._all_from(chars, words, before, index, start):
            if ends_well:
                best = start, end, place
        return best

    def _all_from(
        self, chars: str, words: list[str], before: list[int], index: int, start: int
    ) -> Iterator[tuple[int, int, bool]]:
        """End and place of every name from ``start`` on, and whether it may end there."""
        code_of = self._codes.get
        last = len(words) - 1
        while True:
            end = before[index + 1] + index
            code = code_of(chars[start:end], 0)
            ends_well = code >= _NAMED and _ends_after_word(chars, start, end)
            if words[index][-1] in _DIGITS:
                version = self._versioned(chars, start, end)
                if version is not None:
                    yield *version, not ends_well
            if code >= _NAMED:
                yield end, code >> PLACE_SHIFT, ends_well
            if code & (SIGNED | SPACED):
                index += 1
                while index <= last and not words[index]:
                    index += 1
                limit = before[index] + index if index <= last else len(chars)
                for stop in range(end + 1, limit + 1):
                    place = code_of(chars[start:stop], 0) >> PLACE_SHIFT
                    if place:
                        yield stop, place, _ends_after_sign(chars, stop)
                if index > last:
                    return
            elif code & FURTHER and index < last and words[index + 1]:
                index += 1
            else:
                return

    def _every(self, chars: str) -> set[int]:
        """Places of the names that begin with any word, or with the signs before it."""
        words = _words(chars)
        before = list(accumulate(map(len, words), initial=0))
        found: set[int] = set()
        for index, word in enumerate(words):
            code = self._first_code(word)
            if not word or (code < FURTHER and word[-1] not in _DIGITS):
                continue
            low = start = before[index] + index
            while code & LEAD and low and not _is_word(chars[low - 1]):
                low -= 1
            for earlier in range(low, start + 1):
                each = self._all_from(chars, words, before, index, earlier)
                found.update(place for _, place, _ in each)
        return found

    def _first_code(self, word: str) -> int:
        """Code of the first word of names, with or without a version."""
        code = self._first.get(word, 0)
        if word[-1:] in _DIGITS:
            code |= self._first.get(word.rstrip("0123456789"), 0)
        return code

    def _versioned(self, chars: str, start: int, end: int) -> tuple[int, int] | None:
        """A name whose last word carries a version: "Python3", "Java8.1"."""
        stop = start + len(chars[start:end].rstrip("0123456789"))
        if stop - start > 2 and chars[stop - 1].isalpha() and _VERSION.match(chars, stop):
            place = self._codes.get(chars[start:stop], 0) >> PLACE_SHIFT
            return (stop, place) if place else None
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
    if after == " ":
        return True
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
    pieces: list[str] = []
    reached = 0
    for border in sorted({border for pair in ranges for border in pair}):
        for at in (border - 1, border):
            if reached <= at < len(text) and text[at].isspace():
                pieces += (text[reached:at], _MASK)
                reached = at + 1
                break
    return "".join((*pieces, text[reached:])) if pieces else text
