"""The entries of a taxonomy."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from matcher.model import Kind


class SkillKind(StrEnum):
    """What sort of entry a skill is; decides the kind of the leaves that name it."""

    TOOL = "tool"
    KNOWLEDGE = "knowledge"
    CLASS = "class"
    DOMAIN = "domain"
    SOFT = "soft"
    CERTIFICATION = "certification"
    LANGUAGE = "language"
    FIELD = "field"

    def leaf_kind(self) -> Kind:
        """Kind of a job's leaf that names such an entry outside a degree.

        Examples
        --------
        >>> str(SkillKind.TOOL.leaf_kind()), str(SkillKind.SOFT.leaf_kind())
        ('skill', 'soft')
        """
        if self in (SkillKind.SOFT, SkillKind.CERTIFICATION, SkillKind.LANGUAGE):
            return Kind(self.value)
        return Kind.EXPERIENCE if self is SkillKind.DOMAIN else Kind.SKILL


class Guard(msgspec.Struct, frozen=True, omit_defaults=True):
    """When names that are also ordinary words count as the skill.

    Parameters
    ----------
    names : tuple of str
        Which of the skill's names are meant.
    case : bool
        They count only when written with exactly these capitals.
    company : bool
        They count only next to another skill, in a phrase such as "experience with …", or with
        one of ``near`` close by.
    near : tuple of str
        Further words that make them count.
    excluded : tuple of str
        Phrases that hold the name and do not name the skill; ``not`` in the file.
    """

    names: tuple[str, ...]
    case: bool = False
    company: bool = False
    near: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class Skill(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry: a canonical skill, its names and its relations (``docs/taxonomy.md``).

    ``sources`` holds the ids that other taxonomies know it by, under the name of each taxonomy;
    ``tags`` what they say of it, such as ``hot technology``.
    """

    id: str
    name: str
    kind: SkillKind
    category: str
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    related: dict[str, float] = {}
    guards: tuple[Guard, ...] = ()
    study: bool = False
    sources: dict[str, tuple[str, ...]] = {}
    tags: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name, then the aliases."""
        return (self.name, *self.aliases)

    @property
    def is_study(self) -> bool:
        """Whether it can be the field of a degree."""
        return self.study or self.kind is SkillKind.FIELD
