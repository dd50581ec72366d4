"""What looks wrong in a sound taxonomy: names likely to be found where nobody means the skill.

A warning is a question to the editor, with its line.  What a guard or a relation already answers is
not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from matcher.errors import Problem
from matcher.placed_yaml import PlacedYaml
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.ordinary import is_ordinary
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.stats import orphans

#: So many entries without a relation are named one by one; more are counted.
LISTED_ORPHANS = 20
#: Names with so few letters are asked for a guard.
SHORT_LETTERS = 2
#: Names from this length on are compared for one changed letter (characters).
SLIP_LETTERS = 6

#: Kinds whose entries stand alone by nature.
_ALONE = frozenset(
    {SkillKind.LANGUAGE, SkillKind.SOFT, SkillKind.CERTIFICATION, SkillKind.FIELD, SkillKind.DOMAIN}
)
_PROPER = frozenset({SkillKind.TOOL, SkillKind.CERTIFICATION, SkillKind.LANGUAGE})
#: Words beside a product's name that make it another thing.
_CHANGING = re.compile(
    r"certificat(?:e|ion)|certified|cloud|core|desktop|enterprise|lite|mobile|native|online|premium"
    r"|pro|script|security|server|studio|test(?:ing)?|web"
)
_NOT_SIGN = re.compile(r"[^a-z0-9+#]")
_ENDINGS = re.compile(r"(?:\.js|js|s)$")


def warnings(skills: Sequence[Skill], placed: PlacedYaml) -> list[Problem]:
    r"""Warnings about checked entries, by line.

    Parameters
    ----------
    skills : sequence of Skill
        In the order of the file.
    placed : PlacedYaml
        The file, for lines.

    Examples
    --------
    >>> from matcher.taxonomy.load import parse_placed
    >>> text = "skills:\n- {id: lead, name: Lead, kind: tool, category: x, parents: [a]}\n"
    >>> text += "- {id: a, name: Apps built, kind: class, category: x}\n"
    >>> [str(w) for w in warnings(*parse_placed(text, "t.yaml"))]
    ["t.yaml, line 2: 'Lead' is an ordinary word; allowed: a guard"]
    """
    adviser = _Adviser(skills, placed)
    found = [
        *adviser.orphans(),
        *adviser.unguarded(),
        *adviser.variants(),
        *adviser.qualified(),
        *adviser.one_slip(),
    ]
    return sorted(found, key=lambda p: (int(p.place.split()[-1]), p.found))


class _Adviser:
    def __init__(self, skills: Sequence[Skill], placed: PlacedYaml) -> None:
        self._skills, self._placed = skills, placed
        self._by_id = {skill.id: skill for skill in skills}
        self._places = {skill.id: index for index, skill in enumerate(skills)}
        self._guarded = {
            (skill.id, name) for skill in skills for guard in skill.guards for name in guard.names
        }

    def _problem(self, skill: Skill, name: str, found: str, advice: str = "") -> Problem:
        path: tuple[str | int, ...] = ("skills", self._places[skill.id])
        if name in skill.aliases:
            path = (*path, "aliases", skill.aliases.index(name))
        return self._placed.problem(path, found, advice)

    def orphans(self) -> Iterator[Problem]:
        """Entries that no relation joins to another, of kinds that have relations."""
        alone = [skill for skill in orphans(self._skills) if skill.kind not in _ALONE]
        for skill in alone[:LISTED_ORPHANS] if len(alone) <= LISTED_ORPHANS else alone[:1]:
            others = f", nor have {len(alone) - 1:,} others" if len(alone) > LISTED_ORPHANS else ""
            found = f"{skill.id!r} has no relation to any other skill{others}"
            yield self._problem(skill, skill.name, found, "parents, implies or related")

    def unguarded(self) -> Iterator[Problem]:
        """Names without a guard that are ordinary words, or very short."""
        for skill in self._skills:
            for name in skill.names:
                if (skill.id, name) in self._guarded or " " in fold_name(name):
                    continue
                letters = sum(map(str.isalnum, name))
                if letters <= SHORT_LETTERS and name.isalpha():
                    yield self._problem(skill, name, f"{name!r} is very short", "a guard")
                elif skill.kind in _PROPER and is_ordinary(name):
                    yield self._problem(skill, name, f"{name!r} is an ordinary word", "a guard")

    def variants(self) -> Iterator[Problem]:
        """Aliases that are another skill's name but for a plural, a sign or ``.js``."""
        owners: dict[str, list[tuple[Skill, str]]] = {}
        for skill in self._skills:
            for name in skill.names:
                owners.setdefault(_skeleton(name), []).append((skill, name))
        for skill in self._skills:
            for alias in skill.aliases:
                for other, name in owners[_skeleton(alias)]:
                    if other is not skill and name == other.name:
                        found = f"alias {alias!r} of {skill.id!r} is like {name!r} of {other.id!r}"
                        yield self._problem(skill, alias, found)

    def qualified(self) -> Iterator[Problem]:
        """Aliases that are an unrelated skill's name and a word that changes its sense."""
        owners = {fold_name(skill.name): skill for skill in self._skills}
        for skill in self._skills:
            for alias in skill.aliases:
                words = fold_name(alias).split()
                for short, extra in ((words[:-1], words[-1:]), (words[1:], words[:1])):
                    other = owners.get(" ".join(short))
                    if other is None or other is skill or not _CHANGING.fullmatch(extra[0]):
                        continue
                    certified = skill.kind is SkillKind.CERTIFICATION and "certif" in extra[0]
                    if other.kind in _PROPER and not certified and not self._joined(skill, other):
                        found = f"alias {alias!r} of {skill.id!r} is {other.name!r} of {other.id!r}"
                        yield self._problem(skill, alias, f"{found} and {extra[0]!r}")

    def one_slip(self) -> Iterator[Problem]:
        """Aliases of one word that a single slip turns into the name of an unrelated skill."""
        names: dict[tuple[str, int], list[tuple[str, Skill]]] = {}
        for skill in self._skills:
            folded = fold_name(skill.name)
            if " " not in folded and len(folded) >= SLIP_LETTERS:
                for key in _slip_keys(folded):
                    names.setdefault(key, []).append((folded, skill))
        for skill in self._skills:
            for alias in skill.aliases:
                folded = fold_name(alias)
                if " " in folded or len(folded) < SLIP_LETTERS:
                    continue
                near = {
                    other.id: (name, other)
                    for key in _slip_keys(folded)
                    for name, other in names.get(key, ())
                    if other is not skill and _is_one_slip(folded, name)
                }
                for _, other in near.values():
                    if not self._joined(skill, other):
                        found = (
                            f"alias {alias!r} of {skill.id!r} is one letter from {other.name!r} "
                            f"of {other.id!r}"
                        )
                        yield self._problem(skill, alias, found)

    def _joined(self, one: Skill, other: Skill) -> bool:
        """Whether a relation says that somebody knew of both."""
        return any(
            b.id in (*a.parents, *a.implies, *a.related) or set(a.parents) & set(b.parents)
            for a, b in ((one, other), (other, one))
        )


def _skeleton(name: str) -> str:
    return _ENDINGS.sub("", _NOT_SIGN.sub("", name.casefold()))


def _slip_keys(folded: str) -> set[tuple[str, int]]:
    """Halves of a name: one slip leaves one of them as it is."""
    middle = len(folded) // 2
    return {(folded[:middle][:3], 0), (folded[-3:], 1)}


def _is_one_slip(folded: str, name: str) -> bool:
    if _skeleton(folded) == _skeleton(name):
        return False
    return abs(len(folded) - len(name)) < 2 and OSA.distance(folded, name, score_cutoff=1) == 1
