"""Repair misspelt names of skills: "Kuberentes", "Postgre SQL", "Java Script".

Only for items that stand alone, in a list of skills, and that no name covers.  The bounds are
narrow on purpose, because similarity cannot tell Java from JavaScript: equal without spaces, or one
slip (a letter added, lost, changed, or two swapped) in four to eight letters, two from nine on; in
four letters nothing is changed, and short words inside a name must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
_SIGNS = re.compile(r"[^\w\s.]")
_SUFFIX = re.compile(r"(?: ?js|\.js|script|ql|db|native|lite|api|ui|net|fx|ops|cli|sdk|ide|bi|ml)$")
#: Ordinary words and other products one slip away from a skill's name.
_ORDINARY = """
able back base bash basic been best better bring brush burst cache card care case cash chat chef
chief class clean clear click close coach code coding color core cost craft create crew cross
dance data date deal delta desk detail digital dock docket doctor drive driver earth easy editing
engine exact exam exceed except exit expel expert factor fast field figure file films final find
first fish flash flask flat flow focus food form forms fresh game games gate give goal good grade
grant graph grow guide hard have head health help hire home house image index input issue items
keep kind labor lake lane lapse large laser later latte layer lead learn lease legal level life
light like limit line link lists live load local locker loft logic long look lotus made mail main
make many market mass match mate maths matter meal meat media meet menu mesh metal meter mind
model modem more most motor mouse move movie mssql music name near need never news next nice none
nose note nude number open order other pace pack paint panel paper part party past path peak peal
pearl phase phone pilot place plan plane plant plot plsql plus point policy pool post power press
price pride print prism prize proof public pull puppets pure push quick quilt race rack radio rail
rain range rapid rate reach read ready real reason record red reed reign relax report request rest
result review rich ride right ring rise risk road rock role room root ruby rule rush rust safe
sail sale sales same save scale scan scope score screen search seat self sell send sense serve set
shape share shift ship shop short show sign site size sketch skill skills skin slack sleep slide
slim slow small smart snow soft solid solve sort soul sound source space spare spark speak speed
spell spend split sport spot spread spring sprint staff stage stamp stand star start state stay
steam steel step stock stone store storm story street strong study style sugar suite super supply
surf swing switch table tail take talk tank target task tasks teach team tech tell term test text
time title toast token tools total touch tour tower town track trade train travel treat trend
trial trip truck true trust tsql type union unit units update user users value vast view virtue
vital voice wait walk wall want warm wash watch water wave wear week weight west wide wind window
wine wire wise wish wood word words work works world worth write writing year zone
"""
_WORDS = frozenset(_ORDINARY.split())


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
    return _decide(folded, same, words, names.items())


@dataclass(slots=True)
class Repairer:
    """:func:`repair_term` with an index by first letters and length, and a memory.

    Parameters
    ----------
    names : mapping of str to str
        Skill id by folded name; must not change afterwards.

    Examples
    --------
    >>> Repairer({"kubernetes": "kubernetes"}).repair("Kubernets")
    ('kubernetes', <Method.FUZZY: 'fuzzy'>)
    """

    names: Mapping[str, str]
    _squeezed: dict[str, set[str]] = field(init=False, default_factory=dict)
    _index: dict[tuple[str, int], list[tuple[str, str]]] = field(init=False, default_factory=dict)
    _words: set[str] = field(init=False, default_factory=set)
    _memory: dict[str, tuple[str, Method] | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, skill in self.names.items():
            self._words.update(name.split(" "))
            self._squeezed.setdefault(_squeeze(name), set()).add(skill)
            if len(name) >= MIN_LETTERS - 1:
                self._index.setdefault((name[0], len(name)), []).append((name, skill))

    def repair(self, term: str) -> tuple[str, Method] | None:
        """As :func:`repair_term`."""
        folded = fold_name(term)
        if folded in self.names:
            return self.names[folded], Method.ALIAS
        if folded not in self._memory:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            same = self._squeezed.get(_squeeze(folded), set())
            near = (
                pair
                for first in sorted(set(folded[:2]))
                for length in range(len(folded) - 2, len(folded) + 3)
                for pair in self._index.get((first, length), ())
            )
            self._memory[folded] = _decide(folded, same, self._words, near)
        return self._memory[folded]


def _decide(
    folded: str, same: set[str], words: set[str], pairs: Iterable[tuple[str, str]]
) -> tuple[str, Method] | None:
    """The only skill with that spelling, or the only one as near as the nearest.

    A term made of words that names are made of is spelt right: "replication" is no relocation.
    """
    if len(_squeeze(folded)) >= MIN_LETTERS and same:
        return (min(same), Method.ALIAS) if len(same) == 1 else None
    slips = _slips_allowed(folded)
    if not slips or words.issuperset(folded.split(" ")):
        return None
    best: set[str] = set()
    least = slips
    for name, skill in pairs:
        if abs(len(name) - len(folded)) > least or not _comparable(folded, name):
            continue
        distance = OSA.distance(folded, name, score_cutoff=least)
        if distance > least or distance > _slips_allowed(name):
            continue
        if distance < least:
            best, least = set(), distance
        best.add(skill)
    return (min(best), Method.FUZZY) if len(best) == 1 else None


def _slips_allowed(folded: str) -> int:
    letters = sum(char.isalpha() for char in folded)
    if letters < MIN_LETTERS or len(folded) > MAX_CHARS or folded in _WORDS:
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
            w != o and min(len(w), len(o)) <= MIN_LETTERS
            for w, o in zip(words, others, strict=True)
        ):
            return False
    if name + "s" == term and len(name) < 6:
        return False
    one, other = _SUFFIX.search(term), _SUFFIX.search(name)
    return (one.group() if one else "") == (other.group() if other else "") or (
        not (one and other) and abs(len(term) - len(name)) < 2
    )


def _squeeze(name: str) -> str:
    return name.replace(" ", "")
