"""Levels of spoken languages beside their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from matcher.model import LanguageLevel, Span
from matcher.profile.fold import words_pattern
from matcher.profile.rules import ProfileRules

#: A level stands at most so many characters from its language.
REACH = 40

_CEFR = re.compile(r"(?<![a-z0-9])([abc][12])(?![a-z0-9])\+?")
_SURE = re.compile(
    r"(?<!\w)(?:[abc][12](?=[\s,;.)\n+]|$)|native|fluent|mother tongue|bilingual|muttersprache"
    r"|ielts|conversational (?=\w)|fließend)"
)
#: One of these begins what :data:`_SURE` matches.
_SURE_WORDS = (
    *("a1", "a2", "b1", "b2", "c1", "c2", "native", "fluent", "mother tongue", "bilingual"),
    *("muttersprache", "ielts", "conversational ", "fließend"),
)
_TOKEN = re.compile(r"\w+")
_RIGHT_END = re.compile(r"[;\n]|\.(?=\s|$)|,(?![^()]*\))")
_CLOSED = re.compile(r"[^\w\s]\s*$|(?<!\w)and\s+$")
_LEFT_END = re.compile(r"[;\n,:(|•*]|\.(?=\s)")
_JOINED = re.compile(r"\s*(?:and|&|/|\+)\s*")
_SHARED = re.compile(r"[,\s]*(?:all|both)(?: as)? ")


class LanguageReader:
    """Reader of levels.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> reader = LanguageReader(shipped_rules())
    >>> text = "german c1, native spanish"
    >>> [level.value for level in reader.levels(text, [Span(0, 6), Span(18, 25)])]
    ['C1', 'native']
    """

    def __init__(self, rules: ProfileRules) -> None:
        self._levels = {
            word: rule.level for rule in rules.raw.language_levels for word in rule.words
        }
        self._word = words_pattern(self._levels)
        self._sure = AhoCorasick(_SURE_WORDS, implementation=Implementation.DFA)
        self._beginnings = frozenset(_TOKEN.findall(word)[0] for word in self._levels)

    def levels(self, lower: str, languages: Sequence[Span]) -> list[LanguageLevel | None]:
        """The level of each language of a text, from left to right; None where none is told.

        Parameters
        ----------
        lower : str
            Lower-case text.
        languages : sequence of Span
            Names of spoken languages, from left to right.
        """
        right = [self._right(lower, languages, i) for i in range(len(languages))]
        left = [
            None if right[i] else self._left(lower, languages, i) for i in range(len(languages))
        ]
        own = [self._in_words(lower[s.start : s.end]) for s in languages]
        levels = [o or r or f for o, r, f in zip(own, right, left, strict=True)]
        self._share(lower, languages, levels)
        return levels

    def levelled_stretches(self, lower: str) -> list[Span]:
        """Stretches of a text around words that surely tell a level of a language."""
        stretches: list[Span] = []
        reached = 0
        for _, at, _ in self._sure.find_matches_as_indexes(lower):
            match = _SURE.match(lower, at) if at >= reached else None
            if match is None:
                continue
            reached = match.end()
            if stretches and match.end() <= stretches[-1].end:
                continue
            low, high = max(0, at - 2 * REACH), match.end() + 2 * REACH
            start = lower.rfind("\n", low, at) + 1 or low
            stop = lower.find("\n", match.end(), high)
            stop = min(len(lower), high) if stop < 0 else stop
            start = max(start, stretches[-1].end if stretches else 0)
            stretches.append(Span(_word_start(lower, start), _word_end(lower, stop)))
        return stretches

    def _in_words(self, words: str) -> LanguageLevel | None:
        cefr = _CEFR.search(words) if "1" in words or "2" in words else None
        if cefr:
            return LanguageLevel(cefr.group(1).upper())
        if self._beginnings.isdisjoint(_TOKEN.findall(words)):
            return None
        word = self._word.search(words)
        return self._levels[word.group()] if word else None

    def _right(self, lower: str, languages: Sequence[Span], index: int) -> LanguageLevel | None:
        start = languages[index].end
        stop = min(len(lower), start + REACH)
        if index + 1 < len(languages):
            stop = min(stop, languages[index + 1].start)
        ending = _RIGHT_END.search(lower, start, stop)
        if ending:
            stop = ending.start()
        elif (
            index + 1 < len(languages)
            and stop == languages[index + 1].start
            and not _CLOSED.search(lower[start:stop])
            and not _CEFR.search(lower, start, stop)
        ):
            # "English native German": what stands right before the next name is that name's own.
            return None
        return self._in_words(lower[start:stop])

    def _left(self, lower: str, languages: Sequence[Span], index: int) -> LanguageLevel | None:
        floor = max(0, languages[index].start - REACH)
        if index:
            floor = max(floor, languages[index - 1].end)
        before = lower[floor : languages[index].start]
        cut = 0
        for ending in _LEFT_END.finditer(before):
            cut = ending.end()
        return self._in_words(before[cut:])

    def _share(
        self, lower: str, languages: Sequence[Span], levels: list[LanguageLevel | None]
    ) -> None:
        """Give joined languages the level of one: "Swedish and French (native)", "all fluent"."""
        for index in range(len(languages) - 2, -1, -1):
            gap = lower[languages[index].end : languages[index + 1].start]
            if levels[index] is None and levels[index + 1] and _JOINED.fullmatch(gap):
                levels[index] = levels[index + 1]
        for index in range(1, len(languages)):
            gap = lower[languages[index - 1].end : languages[index].start]
            if levels[index] is None and levels[index - 1] and _JOINED.fullmatch(gap):
                levels[index] = levels[index - 1]
        settled = -1
        for index, span in enumerate(languages):
            if _SHARED.match(lower, span.end):
                level = self._in_words(lower[span.end : span.end + REACH])
                back = index
                while level and back > settled and levels[back] in (None, level):
                    levels[back] = level
                    back -= 1
                if level and back < index:
                    settled = index


def _word_start(lower: str, at: int) -> int:
    while 0 < at < len(lower) and lower[at - 1].isalnum():
        at += 1
    return at


def _word_end(lower: str, at: int) -> int:
    while 0 < at < len(lower) and lower[at - 1].isalnum() and lower[at].isalnum():
        at += 1
    return at
