"""The compiled taxonomy: skills by id and name, and how one stands to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from matcher.model import Relation
from matcher.taxonomy.lexicon import Lexicon
from matcher.taxonomy.names import NameTable, name_table
from matcher.taxonomy.skill import Skill, SkillKind

#: Each step from a skill to its parents halves what the broader one shows of it.
BROADER_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Way:
    """How a shown skill counts for an asked one.

    ``strength`` is 0…1: 1 for same, narrower and implied; halved with each step for broader; the
    taxonomy's own figure for related.
    """

    relation: Relation
    strength: float


class Taxonomy:
    """Skills with their relations; equal whatever the order they were given in.

    Parameters
    ----------
    skills : iterable of Skill
        Checked entries.
    digest : str
        ``sha256:…`` of the files they came from.
    names : NameTable, optional
        The name table of the skills, if it is at hand.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> sql = Skill("sql", "SQL", SkillKind.TOOL, "databases")
    >>> pg = Skill("pg", "PostgreSQL", SkillKind.TOOL, "databases", implies=("sql",))
    >>> Taxonomy([pg, sql], "sha256:0").ways_to_show("sql")["pg"].relation
    <Relation.IMPLIED: 'implied'>
    """

    def __init__(
        self, skills: Iterable[Skill], digest: str, names: NameTable | None = None
    ) -> None:
        self.skills: dict[str, Skill] = {s.id: s for s in sorted(skills, key=lambda s: s.id)}
        self.digest = digest
        self.names = name_table(self.skills.values()) if names is None else names

    def __reduce__(self) -> tuple[type[Taxonomy], tuple[object, ...]]:
        return Taxonomy, (tuple(self.skills.values()), self.digest, self.names)

    def __contains__(self, skill_id: object) -> bool:
        return skill_id in self.skills

    def __getitem__(self, skill_id: str) -> Skill:
        return self.skills[skill_id]

    @cached_property
    def lexicon(self) -> Lexicon:
        """Finder of these skills in texts; built at first use."""
        return Lexicon(self.skills.values(), self.names)

    @cached_property
    def ids_by_name(self) -> dict[str, str]:
        """Skill id of every folded form of every name."""
        ids = list(self.skills)
        return {form: ids[position] for form, position in self.names.forms()}

    @cached_property
    def languages(self) -> frozenset[str]:
        """Ids of the languages that people speak."""
        return frozenset(s.id for s in self.skills.values() if s.kind is SkillKind.LANGUAGE)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for skill in self.skills.values():
            for parent in skill.parents:
                found.setdefault(parent, []).append(skill.id)
        return found

    @cached_property
    def _implied_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for skill in self.skills.values():
            for implied in skill.implies:
                found.setdefault(implied, []).append(skill.id)
        return found

    @cached_property
    def _related(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for skill in self.skills.values():
            for other, strength in skill.related.items():
                for a, b in ((skill.id, other), (other, skill.id)):
                    known = found.setdefault(a, {})
                    known[b] = max(strength, known.get(b, 0.0))
        return found

    @cached_property
    def sources(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Ids in other taxonomies, of the skills that have any."""
        return {skill.id: skill.sources for skill in self.skills.values() if skill.sources}

    def ancestors(self, skill_id: str) -> dict[str, int]:
        """Broader skills and their distance in steps, nearest first."""
        found: dict[str, int] = {}
        queue = deque((parent, 1) for parent in self.skills[skill_id].parents)
        while queue:
            current, steps = queue.popleft()
            if current not in found and current != skill_id:
                found[current] = steps
                queue.extend((parent, steps + 1) for parent in self.skills[current].parents)
        return found

    def is_broader(self, broad: str, narrow: str) -> bool:
        """Whether ``broad`` is an ancestor of ``narrow``."""
        return broad in self.ancestors(narrow)

    def ways_to_show(self, asked: str) -> dict[str, Way]:
        """All skills whose evidence counts for ``asked``, itself first.

        Where two relations hold, the stronger one stands: same, narrower, implied, then the
        greater strength of broader and related.
        """
        ways = {asked: Way(Relation.SAME, 1.0)}
        queue = deque([asked])
        while queue:
            current = queue.popleft()
            for child in self._children.get(current, ()):
                if child not in ways:
                    inferred = ways[current].relation
                    relation = Relation.NARROWER if inferred is Relation.SAME else inferred
                    ways[child] = Way(relation, 1.0)
                    queue.append(child)
        queue = deque(ways)
        while queue:
            current = queue.popleft()
            for teller in (*self._implied_by.get(current, ()), *self._children.get(current, ())):
                if teller not in ways:
                    ways[teller] = Way(Relation.IMPLIED, 1.0)
                    queue.append(teller)
        weak: dict[str, Way] = {
            broader: Way(Relation.BROADER, BROADER_STEP ** (steps - 1))
            for broader, steps in self.ancestors(asked).items()
        }
        for other, strength in self._related.get(asked, {}).items():
            if other not in weak or weak[other].strength < strength:
                weak[other] = Way(Relation.RELATED, strength)
        return ways | {k: way for k, way in weak.items() if k not in ways}
