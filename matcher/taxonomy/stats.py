"""How much a taxonomy holds: skills, names, relations, guards, and how deep it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from matcher.taxonomy.skill import Skill


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of one taxonomy.

    Parameters
    ----------
    skills, names, guarded_names, orphans : int
        Entries; canonical names and aliases; names under a guard; entries without any relation.
    kinds, categories, sources : mapping of str to int
        Entries of each kind and category, and those with an id of each source; the most first.
    relations : mapping of str to int
        ``parents``, ``implies`` and ``related``.
    depth : int
        Most steps from an entry up to one without parents.
    """

    skills: int
    names: int
    guarded_names: int
    orphans: int
    depth: int
    relations: Mapping[str, int]
    kinds: Mapping[str, int]
    sources: Mapping[str, int]
    categories: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def stats_of(skills: Iterable[Skill]) -> Stats:
    """Count a taxonomy.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> db = Skill("db", "Databases", SkillKind.CLASS, "data")
    >>> pg = Skill("pg", "PostgreSQL", SkillKind.TOOL, "data", ("Postgres",), parents=("db",))
    >>> found = stats_of([db, pg])
    >>> found.skills, found.names, found.depth, found.orphans, dict(found.kinds)
    (2, 3, 1, 0, {'class': 1, 'tool': 1})
    """
    entries = sorted(skills, key=lambda skill: skill.id)
    return Stats(
        skills=len(entries),
        names=sum(len(skill.names) for skill in entries),
        guarded_names=sum(len({n for g in skill.guards for n in g.names}) for skill in entries),
        orphans=len(orphans(entries)),
        depth=_depth(entries),
        relations={
            "parents": sum(len(skill.parents) for skill in entries),
            "implies": sum(len(skill.implies) for skill in entries),
            "related": sum(len(skill.related) for skill in entries),
        },
        kinds=_counted(str(skill.kind) for skill in entries),
        sources=_counted(source for skill in entries for source in skill.sources),
        categories=_counted(skill.category for skill in entries),
    )


def orphans(skills: Iterable[Skill]) -> list[Skill]:
    """Entries that no relation joins to another, in their order."""
    entries = list(skills)
    joined = {
        other for skill in entries for other in (*skill.parents, *skill.implies, *skill.related)
    }
    return [
        skill
        for skill in entries
        if not (skill.parents or skill.implies or skill.related or skill.id in joined)
    ]


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _depth(entries: list[Skill]) -> int:
    """Longest way up, without recursion: an imported hierarchy may be deep."""
    parents = {skill.id: skill.parents for skill in entries}
    depths: dict[str, int] = {}
    for start in parents:
        stack = [start]
        while stack:
            current = stack[-1]
            open_parents = [p for p in parents[current] if p not in depths]
            if open_parents:
                stack += open_parents
            else:
                stack.pop()
                depths[current] = max((depths[p] + 1 for p in parents[current]), default=0)
    return max(depths.values(), default=0)
