"""Which entries of two taxonomies are the same skill.

Names decide, never likeness: an entry is the same as ours when its name is ours, when its name is
an alias of ours, when our name is its alias and both say the same in other words, or when two
aliases agree.  Acronyms and guarded names stand for many things, so one alone never decides as an
alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from matcher.taxonomy.names import name_forms
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import Skill, SkillKind

#: Names with so many letters or fewer are read as acronyms, which stand for many things.
ACRONYM_LETTERS = 3

#: Words that begin with so many equal letters say the same ("budgets", "budgeting").
_STEM_LETTERS = 4
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"})
_QUALIFIER = re.compile(r" \([^()]+\)$")
_PROPER = frozenset({SkillKind.TOOL, SkillKind.CERTIFICATION, SkillKind.LANGUAGE})
_KINDS_OF_ONE_THING = {
    frozenset(pair)
    for pair in (
        *((SkillKind.KNOWLEDGE, other) for other in (SkillKind.TOOL, SkillKind.SOFT)),
        *((SkillKind.KNOWLEDGE, other) for other in (SkillKind.CLASS, SkillKind.DOMAIN)),
        (SkillKind.KNOWLEDGE, SkillKind.FIELD),
        (SkillKind.CLASS, SkillKind.DOMAIN),
        (SkillKind.CLASS, SkillKind.FIELD),
        (SkillKind.CLASS, SkillKind.TOOL),
        (SkillKind.DOMAIN, SkillKind.FIELD),
    )
}


class SameBy(StrEnum):
    """Why two entries are the same skill; the strongest first."""

    NAME = "exact"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Same:
    """Our entry that an entry of another taxonomy is, and the names they share."""

    ours: str
    by: SameBy
    shared: tuple[str, ...]


class NameOwners:
    """Who owns each name of a taxonomy, in every form that texts are searched for.

    Examples
    --------
    >>> known = [Skill("crm", "CRM systems", SkillKind.CLASS, "sales", ("CRMs",))]
    >>> NameOwners(known).owner("crm system"), NameOwners(known).owner("erp")
    ('crm', None)
    """

    def __init__(self, skills: Iterable[Skill]) -> None:
        self.skills = {skill.id: skill for skill in sorted(skills, key=lambda s: s.id)}
        self._written = {
            fold_name(name): skill.id for skill in self.skills.values() for name in skill.names
        }
        self._guarded = {
            fold_name(name)
            for skill in self.skills.values()
            for guard in skill.guards
            for name in guard.names
        }
        self._owners = dict(self._written)
        for skill in self.skills.values():
            for name in skill.names:
                for form in name_forms(name, skill.kind):
                    self._owners.setdefault(form, skill.id)

    def owner(self, name: str) -> str | None:
        """Id of the skill that owns a name, if any does."""
        return self._owners.get(fold_name(name))

    def is_unmistakable(self, name: str) -> bool:
        """Whether a name is known, is no acronym, and needs no guard; single words as written."""
        folded = fold_name(name)
        letters = sum(map(str.isalnum, folded))
        known = folded in self._written or (" " in folded and folded in self._owners)
        return known and folded not in self._guarded and letters > ACRONYM_LETTERS

    def is_name_of(self, name: str, skill_id: str) -> bool:
        """Whether it is the canonical name of that skill, in one of its forms."""
        skill = self.skills[skill_id]
        return fold_name(name) in name_forms(skill.name, skill.kind)


def are_compatible(one: SkillKind, other: SkillKind) -> bool:
    """Whether entries of these kinds can be one thing: a field of study is no tool.

    Examples
    --------
    >>> are_compatible(SkillKind.KNOWLEDGE, SkillKind.TOOL)
    True
    >>> are_compatible(SkillKind.FIELD, SkillKind.TOOL)
    False
    """
    return one == other or frozenset((one, other)) in _KINDS_OF_ONE_THING


def find_same(skill: Skill, known: NameOwners) -> Same | None:
    """Our entry that another taxonomy's entry is, or None.

    Examples
    --------
    >>> ours = Skill("ar", "Accounts receivable", SkillKind.KNOWLEDGE, "finance", ("AR",))
    >>> theirs = Skill("x", "Augmented reality", SkillKind.KNOWLEDGE, "it", ("AR",))
    >>> find_same(theirs, NameOwners([ours])) is None
    True
    >>> find_same(Skill("y", "accounts-receivable", SkillKind.KNOWLEDGE, "it"), NameOwners([ours]))
    Same(ours='ar', by=<SameBy.NAME: 'exact'>, shared=('accounts-receivable',))
    """
    shared: dict[str, list[str]] = {}
    for name in skill.names:
        owner = known.owner(name)
        if owner is not None and are_compatible(skill.kind, known.skills[owner].kind):
            shared.setdefault(owner, []).append(name)
    found = [
        Same(owner, by, tuple(names))
        for owner, names in shared.items()
        if (by := _decides(skill, known, owner, names)) is not None
    ]
    ranks = {SameBy.NAME: 0, SameBy.ALIAS: 1}
    return min(found, key=lambda s: (ranks[s.by], -len(s.shared), s.ours), default=None)


def _decides(skill: Skill, known: NameOwners, owner: str, names: list[str]) -> SameBy | None:
    if names[0] == skill.name and known.is_name_of(skill.name, owner):
        return SameBy.NAME
    agree = len({fold_name(name) for name in names}) > 1
    if agree or any(_decides_alone(skill, known.skills[owner], known, name) for name in names):
        return SameBy.ALIAS
    return None


def _decides_alone(skill: Skill, ours: Skill, known: NameOwners, name: str) -> bool:
    unqualified = _QUALIFIER.sub("", skill.name)
    if skill.kind is ours.kind and fold_name(unqualified) == fold_name(ours.name):
        return True
    if not known.is_unmistakable(name):
        return False
    if name == skill.name:
        return True
    if fold_name(name) != fold_name(ours.name):
        return False
    return {skill.kind, ours.kind} <= _PROPER or stems(ours.name) <= stems(skill.name)


def stems(name: str) -> set[str]:
    """Beginnings of the words that carry its sense.

    Examples
    --------
    >>> sorted(stems("Management of budgets"))
    ['budg', 'mana']
    """
    return {w[:_STEM_LETTERS] for w in fold_name(name).split() if w not in _SMALL_WORDS}
