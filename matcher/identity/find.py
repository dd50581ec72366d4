"""Find where a text says who somebody is, by position and form; no list of names decides.

Two questions have two answers.  :meth:`IdentityFinder.from_reading` is what must not be read as a
skill: the name line above the contact data, addresses, labelled personal data.
:meth:`IdentityFinder.from_view` is what a blind output must not show besides: pronouns, schools,
every word of the candidate's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from matcher.characters import number_starts
from matcher.identity.own_names import PARTICLE, sequences, subjects
from matcher.identity.rules import IdentityRules, compiled_patterns, identity_rules
from matcher.model import Span

#: Lines at the top of a text in which a name, an address and contact data are looked for.
TOP_LINES = 10
#: A longer line is prose (characters).
MAX_TOP_LINE = 120
#: Contact data stands at most so many lines below a name.
NAME_REACH = 4
#: A pattern is tried so far before and behind the words it needs (characters).
REACH_BEFORE, REACH_BEHIND = 130, 600
#: No match is longer, what it looks ahead to included (characters).
LONGEST_MATCH = 500
#: What stands behind a label of personal data is no longer (characters).
MAX_LABELLED = 60

_LINE = re.compile(r"[^\n\r]+")
_PART = re.compile(r"[^|·•\t]+?(?=\s*(?:[|·•\t]|\s{2,}|\Z))")
_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORD = r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?"
_NAME_SHAPE = re.compile(rf"{_NAME_WORD}(?:,? {PARTICLE}{{0,2}}{_NAME_WORD}){{1,3}}")
_CONTACT = frozenset({"email", "phone"})
_STREET_NUMBER = re.compile(
    r"\s*\d{1,5}[a-zA-Z]?,? +[A-ZÀ-Þ]|.*[^\W\d_]{3,}\.? \d{1,4}[a-zA-Z]?(?:,|\s*\Z)"
)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{4,6}\b,? [A-ZÀ-Þ]|\b[A-Z]{2} \d{5}\b")
_LABEL_ENDS = (":", "–", " - ")
_AROUND_LABEL = " *·-"
_LABEL_TAIL = 3
_AFTER_BREAK = re.compile(r"[\n\r|;•\t]|[ ]{2}(?=[^ ])")
_LONGEST_LABEL = 30
_SHORT_WORD = 3
_VALUE = re.compile(
    rf"[ \t]*(?P<who>(?=\S)[^\n\r|;\t•:]{{1,{MAX_LABELLED}}}?)"
    r"(?=[ ]*(?:[\n\r|;\t•]|[ ]{2}|[ ][A-ZÀ-Þ][\w-]+(?: [a-z]+){0,2}:|\Z))"
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of text that identifies somebody, and as what."""

    kind: str
    span: Span


class IdentityFinder:
    r"""Finder of identity in texts.

    Parameters
    ----------
    rules : IdentityRules
        Patterns, labels and words.

    Examples
    --------
    >>> text = "Julia Stone\njulia@example.org | Chelsea\n\nSkills: Julia, Go"
    >>> sorted({(h.kind, h.span.of(text)) for h in shipped_finder().from_reading(text)})
    [('address', 'Chelsea'), ('email', 'julia@example.org'), ('name', 'Julia Stone')]
    """

    def __init__(self, rules: IdentityRules) -> None:
        self._patterns = compiled_patterns(rules)
        words = sorted({word for rule in self._patterns for word in rule.at})
        self._words_at = AhoCorasick(words, implementation=Implementation.DFA)
        self._rules_at = [
            [index for index, rule in enumerate(self._patterns) if word in rule.at]
            for word in words
        ]
        self._documents = rules.titles_of_documents
        self._jobs = rules.job_words
        kinds = {label: kind for kind, labels in rules.labels.items() for label in labels}
        self._labels = kinds
        self._label_tails = frozenset(label[-_LABEL_TAIL:] for label in kinds)
        self._where_on_top = rules.where_on_top
        self._street = re.compile(
            rf"(?i)\b(?:{'|'.join(map(re.escape, rules.street_words))})\b|\w(?:stra(?:ß|ss)e|str\.)"
        )
        self._person = re.compile(rf"['’]s\b|,? (?:{'|'.join(rules.person_verbs)})\b")

    def from_reading(self, text: str, names: Sequence[str] = ()) -> list[Hidden]:
        """What must not be read as a skill.

        Parameters
        ----------
        text : str
            A text of a profile.
        names : sequence of str
            The candidate's name as the list carries it, whole or in parts.
        """
        found = self._by_pattern(text, reading=True)
        top, own = self._top(text, names, found)
        found += top
        words = _words(own)
        if words:
            spans = (*sequences(text, own, words), *subjects(text, words, self._person))
            found += [Hidden("name", span) for span in spans]
        return found

    def from_view(
        self, text: str, names: Sequence[str] = (), words: Iterable[str] = ()
    ) -> list[Hidden]:
        """What a blind output must not show: all that identifies, wherever it stands.

        Parameters
        ----------
        text : str
            A text of a profile.
        names : sequence of str
            The candidate's name as the list carries it.
        words : iterable of str
            Further words of identifying cells.
        """
        found = self.from_reading(text, names)
        _, own = self._top(text, names, found)
        found += self._by_pattern(text, reading=False)
        first = self._first_line(text)
        lines = len(text.split("\n", 2)) > 1
        if lines and first is not None and is_name(first.of(text), self._jobs):
            found.append(Hidden("name", first))
            own = [*own, first.of(text)]
        found += _named(text, {*_words(own), *words})
        return found

    def _by_pattern(self, text: str, *, reading: bool) -> list[Hidden]:
        lower = text.lower()
        places: dict[int, list[int]] = {}
        for word, start, _ in self._words_at.find_matches_as_indexes(lower, overlapping=True):
            for needing in self._rules_at[word]:
                places.setdefault(needing, []).append(start)
        found: list[Hidden] = []
        for index, rule in enumerate(self._patterns):
            if rule.reading is not reading:
                continue
            if rule.at and index not in places:
                continue
            if rule.at and len(lower) == len(text):
                matches = _around(text, rule.pattern, places[index])
            elif rule.begins:
                matches = _beginning(rule.pattern, text)
            else:
                matches = rule.pattern.finditer(text)
            found += [Hidden(rule.kind, Span(*m.span(_group(m)))) for m in matches]
        if reading:
            found += self._by_label(text)
        return found

    def _by_label(self, text: str) -> Iterator[Hidden]:
        """What stands behind labels of personal data."""
        below = -1
        for at, sign in _label_ends(text):
            before = text[max(0, at - _LONGEST_LABEL) : at]
            if before.rstrip(_AROUND_LABEL)[-_LABEL_TAIL:].lower() not in self._label_tails:
                continue
            kind = self._labels.get(_AFTER_BREAK.split(before)[-1].strip(_AROUND_LABEL).lower())
            if kind is None:
                continue
            if kind in self._where_on_top:
                below = _below_top(text) if below < 0 else below
                if at >= below:
                    continue
            value = _VALUE.match(text, at + len(sign))
            if value:
                yield Hidden(kind, Span(*value.span("who")))

    def _top(
        self, text: str, names: Sequence[str], known: Sequence[Hidden]
    ) -> tuple[list[Hidden], list[str]]:
        """Name line, contact lines and addresses at the top, and the names now known."""
        own = [name for name in names if name.strip()]
        data = [h.span for h in known if h.kind in _CONTACT]
        if not own and not data:
            return [], own
        lines = [
            Span(*m.span()) for _, m in zip(range(TOP_LINES), _LINE.finditer(text), strict=False)
        ]
        lines = [line for line in lines if line.of(text).strip()]
        if len(lines) < 2:
            return [], own
        data = [span for span in data if span.end <= lines[-1].end]
        contacts = [
            n
            for n, line in enumerate(lines)
            if len(line) <= MAX_TOP_LINE and any(line.covers(span) for span in data)
        ]
        found: list[Hidden] = []
        first = self._first_line(text)
        if first is not None:
            line, at = first.of(text), next(n for n, x in enumerate(lines) if x.covers(first))
            near = any(at < n <= at + NAME_REACH for n in contacts)
            listed = {word.casefold() for word in _words(own)}
            whole = listed >= {word.casefold() for word in _words([line])} > set()
            if whole or (near and is_name(line, self._jobs)):
                found.append(Hidden("name", first))
                own = [*own, line]
        for n in contacts:
            found += self._contact_parts(text, lines[n], data)
        near_top = {m for n in contacts for m in (n - 1, n + 1)} - set(contacts)
        for n in sorted(near_top):
            if 0 <= n < len(lines) and self._is_address(lines[n].of(text)):
                found.append(Hidden("address", lines[n]))
        return found, own

    def _contact_parts(self, text: str, line: Span, data: Sequence[Span]) -> Iterator[Hidden]:
        """Parts of a line beside contact data: a place, unless a job title stands there."""
        for part in _PART.finditer(text, line.start, line.end):
            words = part.group().strip()
            start = part.start() + part.group().index(words)
            span = Span(start, start + len(words))
            if not words or len(words) > MAX_LABELLED or any(span.overlaps(d) for d in data):
                continue
            if not self._has_job_word(words):
                yield Hidden("address", span)

    def _is_address(self, line: str) -> bool:
        if len(line) > MAX_TOP_LINE or self._has_job_word(line):
            return False
        shaped = _STREET_NUMBER.match(line) or _POSTCODE.search(line)
        return bool(shaped) and ("," in line or self._street.search(line) is not None)

    def _first_line(self, text: str) -> Span | None:
        """The first line with words that is no title of a document."""
        for match in _LINE.finditer(text):
            line = match.group()
            words = line.strip().strip(" \t#*_=-–—|:\ufeff").strip()
            if not words or words.casefold() in self._documents:
                continue
            start = match.start() + line.index(words)
            return Span(start, start + len(words))
        return None

    def _has_job_word(self, words: str) -> bool:
        return not self._jobs.isdisjoint(word.lower() for word in _WORD.findall(words))


def is_name(words: str, job_words: frozenset[str] | None = None) -> bool:
    """Whether words have the form of a person's name: two to four of them, in capitals, no job.

    Examples
    --------
    >>> is_name("Ruby de la Stone"), is_name("Java Developer"), is_name("李 明"), is_name("Java")
    (True, False, True, False)
    """
    jobs = identity_rules().job_words if job_words is None else job_words
    shaped = _NAME_SHAPE.fullmatch(words.strip())
    return bool(shaped) and jobs.isdisjoint(word.lower() for word in _WORD.findall(words))


@cache
def shipped_finder() -> IdentityFinder:
    """The finder with the shipped rules; built at first use."""
    return IdentityFinder(identity_rules())


def _around(text: str, pattern: re.Pattern[str], places: list[int]) -> Iterator[re.Match[str]]:
    """Matches that hold one of the places, from left to right."""
    reached = 0
    for at in places:
        if at < reached:
            continue
        low = max(reached, at - REACH_BEFORE)
        low = text.rfind("\n", low, at) + 1 or low
        end = text.find("\n", at, at + REACH_BEHIND) + 1 or at + REACH_BEHIND
        match = pattern.search(text, low, end)
        if match and match.start() <= at:
            reached = match.end()
            yield match
        else:
            # No match starts up to here: a match is shorter than what is left of the stretch.
            reached = min(match.start() if match else end, at + REACH_BEHIND - LONGEST_MATCH)


def _beginning(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that begin where a number may, from left to right, none overlapping."""
    reached = 0
    for at in number_starts(text):
        match = pattern.match(text, at) if at >= reached else None
        if match:
            reached = match.end()
            yield match


def _label_ends(text: str) -> list[tuple[int, str]]:
    """Where signs stand that may end a label, from left to right, none overlapping."""
    places: list[tuple[int, str]] = []
    for sign in _LABEL_ENDS:
        at = text.find(sign)
        while at >= 0:
            places.append((at, sign))
            at = text.find(sign, at + len(sign))
    places.sort()
    return places


def _below_top(text: str) -> int:
    """Where the first lines end."""
    lines = [m.end() for _, m in zip(range(TOP_LINES), _LINE.finditer(text), strict=False)]
    return lines[-1] if lines else 0


def _group(match: re.Match[str]) -> str | int:
    """The group that holds what identifies; the whole match where a pattern has none."""
    named = (name for name, value in match.groupdict().items() if value is not None)
    return next(named, 0)


def _words(names: Iterable[str]) -> list[str]:
    """Words of names as they may stand in a text, without initials and particles."""
    found = (word for name in names for word in _WORD.findall(name))
    return sorted({word for word in found if len(word) > 1 and not word.islower()})


def _named(text: str, words: set[str]) -> Iterator[Hidden]:
    """Wherever one of the words stands, long ones whatever their case."""
    if not words:
        return
    folded = {word.casefold() for word in words if len(word) > _SHORT_WORD}
    for match in _WORD.finditer(text):
        word = match.group()
        if word in words or (len(word) > _SHORT_WORD and word.casefold() in folded):
            yield Hidden("name", Span(*match.span()))
