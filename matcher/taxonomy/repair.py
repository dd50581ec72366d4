"""Repair misspelt names of skills: "Kuberentes", "Postgre SQL", "Java Script".

Only for items that stand alone, in a list of skills, and that no name covers.  The bounds are
narrow on purpose, because similarity cannot tell Java from JavaScript: equal without spaces, or one
slip (a letter added, lost, changed, or two swapped) in four to eight letters, two from nine on; in
four letters nothing is changed, and short words inside a name must agree.  Words of an English
dictionary are spelt right: "consult" is no Consul.  Of names as near as each other, one that
differs by a doubled letter alone is meant: "Hadop" is Hadoop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import distribution
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matcher.model import Method
from matcher.taxonomy.normal import fold_name

#: Shorter terms are never repaired by distance (letters).
MIN_LETTERS = 4
#: From this length on two slips are repaired (letters).
TWO_SLIPS_FROM = 9
#: Longer terms are phrases, not misspelt names (characters).
MAX_CHARS = 40
#: Terms kept with their outcome by a :class:`Repairer`.
MEMORY = 20_000

_DIGITS = re.compile(r"\d")
_DOUBLED = re.compile(r"(.)\1+")
_SIGNS = re.compile(r"[^\w\s.]")
_SUFFIX = re.compile(r"(?: ?js|\.js|script|ql|db|native|lite|api|ui|net|fx|ops|cli|sdk|ide|bi|ml)$")
#: Other products and rare words one slip away from a skill's name, which no dictionary holds.
_OTHERS = frozenset(
    (
        "anesthetics", "assistive", "deburring", "hepatology", "jsonp", "karna", "labor", "molds",
        "mssql", "plsql", "practiced", "storylines", "tsql",
    )
)  # fmt: skip
#: A name that a term may mean, its skill, and how many slips lie between.
Near = tuple[str, str, int]
_DICTIONARY = "frequency_dictionary_en_82_765.txt"


def repair_term(term: str, names: Mapping[str, str]) -> tuple[str, Method] | None:
    """Skill that a misspelt or oddly spaced term most likely means.

    The plain reference: it looks at every name.  :class:`Repairer` gives the same answers faster.

    Parameters
    ----------
    term : str
        One item of a list, as written.
    names : mapping of str to str
        Skill id by folded name, as :attr:`Taxonomy.ids_by_name` gives them.

    Returns
    -------
    tuple of str and Method, or None
        The skill's id, and ``alias`` where only spaces or case differ or ``fuzzy`` for a repaired
        misspelling; None where nothing, or more than one skill, is as near.

    Examples
    --------
    >>> names = {"kubernetes": "kubernetes", "javascript": "javascript", "java": "java"}
    >>> repair_term("Kuberentes", names)
    ('kubernetes', <Method.FUZZY: 'fuzzy'>)
    >>> repair_term("Java Script", names)
    ('javascript', <Method.ALIAS: 'alias'>)
    >>> repair_term("Javascripts core", names) is None
    True
    """
    folded = fold_name(term)
    if folded in names:
        return names[folded], Method.ALIAS
    squeezed = _squeeze(folded)
    same = {skill for name, skill in names.items() if _squeeze(name) == squeezed}
    words = {word for name in names for word in name.split(" ")}

    def near(slips: int) -> Iterator[Near]:
        for name, skill in names.items():
            distance = OSA.distance(folded, name, score_cutoff=slips)
            if distance <= slips:
                yield name, skill, distance

    return _decide(folded, same, words, near)


@dataclass(slots=True)
class Repairer:
    """:func:`repair_term` with an index by first letters and length, and a memory.

    Parameters
    ----------
    names : mapping of str to str
        Skill id by folded name; must not change afterwards.

    Notes
    -----
    Only :meth:`narrowed` gives ``_skills``, those to repair to, and ``_words``, all known words.

    Examples
    --------
    >>> Repairer({"kubernetes": "kubernetes"}).repair("Kubernets")
    ('kubernetes', <Method.FUZZY: 'fuzzy'>)
    """

    names: Mapping[str, str]
    _skills: Container[str] | None = None
    _words: AbstractSet[str] = frozenset()
    _squeezed: dict[str, set[str]] = field(init=False, default_factory=dict)
    _index: dict[tuple[str, int], list[str]] = field(init=False, default_factory=dict)
    _memory: dict[str, tuple[str, Method] | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        skills, squeezed, index = self._skills, self._squeezed, self._index
        if not self._words:
            self._words = set(" ".join(self.names).split(" "))
        for name, skill in self.names.items():
            if skills is None or skill in skills:
                squeezed.setdefault(_squeeze(name), set()).add(skill)
                if len(name) >= MIN_LETTERS - 1:
                    index.setdefault((name[0], len(name)), []).append(name)

    def narrowed(self, skills: Container[str]) -> Repairer:
        """One that looks for slips in names of some skills alone, but knows all names.

        Whatever is repaired to one of them, it repairs so too; it may repair more, as no other name
        is as near.

        Examples
        --------
        >>> both = Repairer({"flask": "flask", "flink": "flink"})
        >>> both.repair("flisk"), both.narrowed({"flask"}).repair("flisk")
        (None, ('flask', <Method.FUZZY: 'fuzzy'>))
        """
        return Repairer(self.names, skills, self._words)

    def repair(self, term: str) -> tuple[str, Method] | None:
        """As :func:`repair_term`."""
        if term not in self._memory:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            self._memory[term] = self._repaired(fold_name(term))
        return self._memory[term]

    def _repaired(self, folded: str) -> tuple[str, Method] | None:
        if folded in self.names:
            return self.names[folded], Method.ALIAS
        same = self._squeezed.get(_squeeze(folded), set())
        return _decide(folded, same, self._words, partial(self._near, folded))

    def _near(self, folded: str, slips: int) -> Iterator[Near]:
        for first in sorted(set(folded[:2])):
            for length in range(len(folded) - slips, len(folded) + slips + 1):
                choices = self._index.get((first, length), ())
                for name, distance, _ in process.extract(
                    folded, choices, scorer=OSA.distance, score_cutoff=slips, limit=None
                ):
                    yield name, self.names[name], int(distance)


def _decide(
    folded: str, same: set[str], words: AbstractSet[str], near: Callable[[int], Iterable[Near]]
) -> tuple[str, Method] | None:
    """The only skill with that spelling, or the only one as near as the nearest.

    A term made of words of names or of a dictionary is spelt right: "replication" is no relocation.
    """
    if len(_squeeze(folded)) >= MIN_LETTERS and same:
        return (min(same), Method.ALIAS) if len(same) == 1 else None
    if all(word in words or _is_english(word) for word in folded.split(" ")):
        return None
    slips = _slips_allowed(folded)
    if not slips:
        return None
    best: set[str] = set()
    least = slips, True
    single = _undoubled(folded)
    for name, skill, distance in near(slips):
        if distance > min(least[0], _slips_allowed(name)) or not _comparable(folded, name):
            continue
        apart = distance, _undoubled(name) != single
        if apart > least:
            continue
        if apart < least:
            best, least = set(), apart
        best.add(skill)
    return (min(best), Method.FUZZY) if len(best) == 1 else None


def _slips_allowed(folded: str) -> int:
    letters = sum(map(str.isalpha, folded))
    if letters < MIN_LETTERS or len(folded) > MAX_CHARS:
        return 0
    return 2 if letters >= TWO_SLIPS_FROM else 1


def _comparable(term: str, name: str) -> bool:
    """Whether a slip may turn one into the other: what tells products apart must agree."""
    if term[0] != name[0] and term[:2] != name[1::-1]:
        return False
    if _DIGITS.findall(term) != _DIGITS.findall(name) or _SIGNS.findall(term) != _SIGNS.findall(
        name
    ):
        return False
    if len(term) <= MIN_LETTERS:
        return sorted(term) == sorted(name)
    if " " in term or " " in name:
        words, others = term.split(" "), name.split(" ")
        if len(words) != len(others):
            return False
        if any(
            w != o and (len(o) <= MIN_LETTERS or len(w) < MIN_LETTERS or _is_english(w))
            for w, o in zip(words, others, strict=True)
        ):
            return False
    if name + "s" == term and len(name) < 6:
        return False
    one, other = _SUFFIX.search(term), _SUFFIX.search(name)
    return (one.group() if one else "") == (other.group() if other else "") or (
        not (one and other) and abs(len(term) - len(name)) < 2
    )


def _is_english(word: str) -> bool:
    return word in _OTHERS or word in _english_words()


@cache
def _english_words() -> frozenset[str]:
    """Words with their inflections, from the dictionary that symspellpy brings."""
    path = distribution("symspellpy").locate_file(f"symspellpy/{_DICTIONARY}")
    lines = Path(str(path)).read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines)


def _undoubled(name: str) -> str:
    return _DOUBLED.sub(r"\1", name)


def _squeeze(name: str) -> str:
    return name.replace(" ", "")
