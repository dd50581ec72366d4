"""One taxonomy over another: what is the same is merged, the rest is added (docs/taxonomy.md).

The first keeps its ids, names, kinds and guards.  The second brings names that nobody owns, ids of
its source, and relations that close no cycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from matcher.taxonomy.hierarchy import reaches
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.same import NameOwners, Same, find_same
from matcher.taxonomy.skill import Guard, Skill


@dataclass(frozen=True, slots=True)
class Merged:
    """Skills of both, and what became of each entry of the second: its id in the result."""

    skills: tuple[Skill, ...]
    ids: Mapping[str, str]


def merge_skills(ours: Iterable[Skill], theirs: Iterable[Skill]) -> Merged:
    """Merge checked entries into checked entries; the result passes the same checks.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> pg = Skill("postgresql", "PostgreSQL", SkillKind.TOOL, "db", ("Postgres",))
    >>> more = [
    ...     Skill("p", "Postgres", SkillKind.KNOWLEDGE, "x", ("Postgres DBMS",), parents=("d",)),
    ...     Skill("d", "Databases", SkillKind.CLASS, "x"),
    ... ]
    >>> merged = merge_skills([pg], more)
    >>> [(s.id, s.aliases, s.parents) for s in merged.skills]
    [('d', (), ()), ('postgresql', ('Postgres', 'Postgres DBMS'), ('d',))]
    """
    merging = _Merging(NameOwners(ours), sorted(theirs, key=lambda s: s.id))
    return Merged(merging.skills(), merging.ids)


class _Merging:
    def __init__(self, known: NameOwners, theirs: list[Skill]) -> None:
        self._known, self._theirs = known, theirs
        same: dict[str, Same] = {}
        for skill in theirs:
            found = find_same(skill, known)
            if found is not None:
                same[skill.id] = found
        self.ids = self._given_ids(same)
        self._added: dict[str, str] = {}
        self._result = dict(known.skills)
        self._parents = {skill.id: list(skill.parents) for skill in known.skills.values()}

    def _given_ids(self, same: dict[str, Same]) -> dict[str, str]:
        """Id in the result of each of their entries."""
        taken = {*self._known.skills, *(s.id for s in self._theirs)}
        ids: dict[str, str] = {}
        for skill in self._theirs:
            given, number = skill.id, 2
            if skill.id in same:
                given = same[skill.id].ours
            elif skill.id in self._known.skills:
                while (given := f"{skill.id}_{number}") in taken:
                    number += 1
                taken.add(given)
            ids[skill.id] = given
        return ids

    def skills(self) -> tuple[Skill, ...]:
        """All entries, by id."""
        for skill in self._theirs:
            if self.ids[skill.id] in self._known.skills:
                self._enrich(skill)
            else:
                self._add(skill)
        for skill in self._theirs:
            self._relate(skill)
        return tuple(self._result[skill_id] for skill_id in sorted(self._result))

    def _enrich(self, skill: Skill) -> None:
        """Give what is known of a skill to our entry of it."""
        target = self._result[self.ids[skill.id]]
        names = self._free_names(skill.names, target.id)
        self._result[target.id] = replace(
            target,
            aliases=(*target.aliases, *names),
            guards=(*target.guards, *_guards_of(skill, names)),
            sources=_joined(target.sources, skill.sources),
            tags=tuple(dict.fromkeys((*target.tags, *skill.tags))),
        )

    def _add(self, skill: Skill) -> None:
        """Add an entry under the names that nobody owns."""
        given = self.ids[skill.id]
        names = self._free_names(skill.names, given)
        if not names:
            names = self._free_names([f"{skill.name} ({skill.kind})"], given)
        if not names:
            names = self._free_names([f"{skill.name} ({given})"], given)
        self._parents[given] = []
        self._result[given] = replace(
            skill,
            id=given,
            name=names[0],
            aliases=tuple(names[1:]),
            parents=(),
            implies=(),
            related={},
            guards=_guards_of(skill, names),
        )

    def _free_names(self, names: Iterable[str], owner: str) -> list[str]:
        """Those names that no entry of ours owns, taken from now on by ``owner``."""
        free = []
        for name in names:
            folded = fold_name(name)
            if self._known.owner(name) is None and folded not in self._added:
                self._added[folded] = owner
                free.append(name)
        return free

    def _relate(self, skill: Skill) -> None:
        """Add relations, in the ids of the result."""
        given = self.ids[skill.id]
        target = self._result[given]
        for parent in skill.parents:
            mapped = self.ids[parent]
            above = self._parents[given]
            if mapped not in above and not reaches(self._parents.__getitem__, mapped, given):
                above.append(mapped)
        implied = [i for i in (self.ids[i] for i in skill.implies) if i != given]
        related = {self.ids[other]: strength for other, strength in skill.related.items()}
        self._result[given] = replace(
            target,
            parents=tuple(self._parents[given]),
            implies=tuple(dict.fromkeys((*target.implies, *implied))),
            related={k: v for k, v in related.items() if k != given} | target.related,
        )


def _guards_of(skill: Skill, names: Iterable[str]) -> tuple[Guard, ...]:
    """Guards of those names only."""
    kept = set(names)
    guards = (
        replace(guard, names=tuple(name for name in guard.names if name in kept))
        for guard in skill.guards
    )
    return tuple(guard for guard in guards if guard.names)


def _joined(
    ours: Mapping[str, tuple[str, ...]], theirs: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Ids of both, each once."""
    return {
        source: tuple(dict.fromkeys((*ours.get(source, ()), *theirs.get(source, ()))))
        for source in (*ours, *(s for s in theirs if s not in ours))
    }
