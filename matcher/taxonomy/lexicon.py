"""Find skills in text: one pass of an automaton, then boundaries, capitals and company.

The automaton (ahocorasick-rs, leftmost-longest) runs over the folded text; what it finds counts
only at word boundaries, and names that are also ordinary words only under their guard
(:mod:`matcher.taxonomy.company`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from matcher.model import Method, Span
from matcher.taxonomy.company import Candidate, CompiledGuard, compile_guard, in_company
from matcher.taxonomy.normal import Folded, fold_name
from matcher.taxonomy.skill import Skill, SkillKind

_PLURALS = frozenset(
    {
        SkillKind.KNOWLEDGE,
        SkillKind.CLASS,
        SkillKind.DOMAIN,
        SkillKind.FIELD,
        SkillKind.CERTIFICATION,
    }
)
_NO_PLURAL = ("ss", "us", "is", "ics", "ing", "ous", "ies")
_VERSION = re.compile(r"\d+(?:\.\d+)*(?:\.x)?(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://|www\.)[^\s)\]>\"']+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill named in a text: ``text[span.start:span.end]`` are the words."""

    skill: str
    span: Span
    method: Method


class Name(msgspec.Struct, frozen=True, array_like=True):
    """A folded form, the skill it names, whether it is the canonical name, and its guard.

    ``guard`` is the position in the skill's guards, -1 for none; ``written`` the name it came from.
    """

    form: str
    skill: str
    canonical: bool
    guard: int
    written: str


def name_forms(name: str, kind: SkillKind) -> Iterator[str]:
    """Folded forms in which a name may stand: as written, "&" and "and", plural, ".js".

    Examples
    --------
    >>> sorted(name_forms("Relational databases", SkillKind.CLASS))
    ['relational database', 'relational databases']
    >>> sorted(name_forms("Node.js", SkillKind.TOOL))
    ['node js', 'node.js', 'nodejs']
    """
    base = fold_name(name)
    forms = {base}
    if " and " in base:
        forms.add(base.replace(" and ", " & "))
    if " & " in base:
        forms.add(base.replace(" & ", " and "))
    if base.endswith(".js"):
        forms |= {base[:-3] + "js", base[:-3] + " js"}
    if kind in _PLURALS and len(base) > 3:
        for form in tuple(forms):
            if name.isupper():
                forms.add(form + "s")
            elif form.endswith("ies") and len(form) > 5:
                forms.add(form[:-3] + "y")
            elif form.endswith("s") and not form.endswith(_NO_PLURAL):
                forms.add(form[:-1])
            elif form.endswith("y") and form[-2] not in "aeiou":
                forms.add(form[:-1] + "ies")
            elif form[-1].isalpha() and not form.endswith(_NO_PLURAL):
                forms.add(form + "s")
    yield from forms


def name_table(skills: Iterable[Skill]) -> tuple[Name, ...]:
    """All forms of all names, sorted; a form as written goes before a derived one."""
    table: dict[str, tuple[bool, Name]] = {}
    for skill in sorted(skills, key=lambda s: s.id):
        guards = {name: i for i, guard in enumerate(skill.guards) for name in guard.names}
        for name in skill.names:
            written = fold_name(name)
            for form in name_forms(name, skill.kind):
                own = form == written
                if form in table and (table[form][0] or not own):
                    continue
                guard = guards.get(name, -1)
                table[form] = own, Name(form, skill.id, name == skill.name, guard, name)
    return tuple(table[form][1] for form in sorted(table))


class Lexicon:
    """Finder of skills.

    Parameters
    ----------
    skills : iterable of Skill
        Entries of a checked taxonomy; their order does not matter.
    names : sequence of Name, optional
        Their :func:`name_table`, if it is at hand.

    Examples
    --------
    >>> from matcher.taxonomy.skill import Guard
    >>> go = Skill("go", "Go", SkillKind.TOOL, "code", ("Golang",),
    ...            guards=(Guard(("Go",), case=True, company=True),))
    >>> java = Skill("java", "Java", SkillKind.TOOL, "code")
    >>> lexicon = Lexicon([go, java])
    >>> [m.skill for m in lexicon.find("Java, Go or JavaScript; we go far. Go home.")]
    ['java', 'go']
    """

    def __init__(self, skills: Iterable[Skill], names: Sequence[Name] | None = None) -> None:
        known = {skill.id: skill for skill in skills}
        names = name_table(known.values()) if names is None else names
        self._names = names
        self._guards: list[CompiledGuard | None] = [
            compile_guard(name.written, known[name.skill].guards[name.guard])
            if name.guard >= 0
            else None
            for name in names
        ]
        self._places = {name.form: place for place, name in enumerate(names)}
        forms = [name.form for name in names]
        self._automaton = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, *, listed: bool = False) -> list[Mention]:
        """Skills named in ``text``, from left to right, none overlapping.

        Parameters
        ----------
        text : str
            Any text.
        listed : bool
            Whether the text is a list of skills: every name is then in company.
        """
        folded = Folded.of(_ADDRESS.sub(_blank, text) if _may_hold_address(text) else text)
        found = [
            Candidate(
                start,
                end,
                self._names[place].skill,
                Method.EXACT if self._names[place].canonical else Method.ALIAS,
                self._guards[place],
            )
            for start, end, place in self._bounded(folded.text)
        ]
        if any(candidate.guard for candidate in found):
            found = in_company(text, folded, found, listed=listed)
        return [
            Mention(c.skill, Span(folded.original(c.start), folded.original_end(c.end)), c.method)
            for c in found
        ]

    def _bounded(self, folded: str) -> list[tuple[int, int, int]]:
        """Matches at word boundaries, longest first at each place."""
        found: list[tuple[int, int, int]] = []
        length, reached = len(folded), 0
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if start < reached:
                continue
            if start and _is_word(folded[start - 1]) and _is_word(folded[start]):
                if end - start > 2 and not folded[start:end].isalnum():
                    reached = self._rescue(folded, start, end, found)
                continue
            if end < length and not _ends_here(folded, start, end):
                if not folded[start:end].isalnum():
                    reached = self._rescue(folded, start, end, found)
                continue
            found.append((start, end, index))
            reached = end
        return found

    def _rescue(self, folded: str, start: int, end: int, found: list[tuple[int, int, int]]) -> int:
        """Names inside a match that failed at its boundaries; returns the offset reached.

        "sql servers" must still give SQL, and "smart history" History, where "sql server" and
        "art history" are names.
        """
        at = start
        while at < end:
            if _is_word(folded[at]) and at and _is_word(folded[at - 1]):
                at += 1
                continue
            for stop in range(min(end + 40, len(folded)), at, -1):
                place = self._places.get(folded[at:stop])
                if place is not None and _ends_here(folded, at, stop):
                    found.append((at, stop, place))
                    at = stop
                    break
            else:
                at += 1
        return at


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _ends_here(folded: str, start: int, end: int) -> bool:
    """Whether a name may end at ``end``: no letter follows, a version number may."""
    if end >= len(folded) or not _is_word(folded[end - 1]):
        return end >= len(folded) or not folded[end] == folded[end - 1] != ")"
    after = folded[end]
    if after in "#+":
        return after == "+" and end - start > 1 and folded[end + 1 : end + 2] != "+"
    if after.isdigit():
        return end - start > 2 and folded[end - 1].isalpha() and bool(_VERSION.match(folded, end))
    return not _is_word(after)


def _may_hold_address(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text


def _blank(match: re.Match[str]) -> str:
    return "\x00" * len(match.group())
