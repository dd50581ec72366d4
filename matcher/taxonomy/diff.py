"""What changed between two taxonomies: skills, names, relations, guards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import Guard, Skill

#: Values of a skill under some of its keys.
View = Callable[[Skill], dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Moved:
    """A name that another skill has now."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What one skill has no longer, and what it has now, under each key of the file."""

    id: str
    removed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diff:
    """Differences, each list by id.

    Parameters
    ----------
    added, removed : tuple of str
        Ids that only the new, or only the old taxonomy has.
    renamed : tuple of Moved
        Ids whose canonical name changed: ``name`` is the id, then the old and the new name.
    moved : tuple of Moved
        Names that belong to another id.
    names, relations, guards, other : tuple of Changed
        Aliases; parents, implies, related; guards; kind, category, study, sources and tags.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[Moved, ...]
    moved: tuple[Moved, ...]
    names: tuple[Changed, ...]
    relations: tuple[Changed, ...]
    guards: tuple[Changed, ...]
    other: tuple[Changed, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any(asdict(self).values())


def diff(old: Iterable[Skill], new: Iterable[Skill]) -> Diff:
    """Compare two taxonomies.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> before = [Skill("pg", "Postgres", SkillKind.TOOL, "db", ("PSQL",))]
    >>> after = [Skill("pg", "PostgreSQL", SkillKind.TOOL, "db", ("Postgres",)),
    ...          Skill("psql", "psql", SkillKind.TOOL, "db", parents=("pg",))]
    >>> found = diff(before, after)
    >>> found.added, found.renamed[0].new, found.moved
    (('psql',), 'PostgreSQL', (Moved(name='psql', old='pg', new='psql'),))
    """
    before = {skill.id: skill for skill in sorted(old, key=lambda s: s.id)}
    after = {skill.id: skill for skill in sorted(new, key=lambda s: s.id)}
    both = [(before[i], after[i]) for i in before if i in after]
    owners, now = _owners(before.values()), _owners(after.values())
    return Diff(
        added=tuple(i for i in after if i not in before),
        removed=tuple(i for i in before if i not in after),
        renamed=tuple(Moved(a.id, a.name, b.name) for a, b in both if a.name != b.name),
        moved=tuple(
            Moved(name, owners[name], now[name])
            for name in sorted(owners)
            if name in now and now[name] != owners[name]
        ),
        names=_changes(both, _names),
        relations=_changes(both, _relations),
        guards=_changes(both, _guards),
        other=_changes(both, _other),
    )


def _owners(skills: Iterable[Skill]) -> dict[str, str]:
    return {fold_name(name): skill.id for skill in skills for name in skill.names}


def _changes(both: Iterable[tuple[Skill, Skill]], view: View) -> tuple[Changed, ...]:
    found = []
    for a, b in both:
        old, new = view(a), view(b)
        removed = {key: _missing(values, new[key]) for key, values in old.items()}
        added = {key: _missing(values, old[key]) for key, values in new.items()}
        change = Changed(
            a.id,
            {key: values for key, values in removed.items() if values},
            {key: values for key, values in added.items() if values},
        )
        if change.removed or change.added:
            found.append(change)
    return tuple(found)


def _missing(values: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    known = set(there)
    return tuple(value for value in values if value not in known)


def _names(skill: Skill) -> dict[str, tuple[str, ...]]:
    return {"names": skill.names}


def _relations(skill: Skill) -> dict[str, tuple[str, ...]]:
    related = tuple(f"{other} {strength:g}" for other, strength in skill.related.items())
    return {"parents": skill.parents, "implies": skill.implies, "related": related}


def _guards(skill: Skill) -> dict[str, tuple[str, ...]]:
    return {"guards": tuple(f"{n}: {_rule(g)}" for g in skill.guards for n in g.names)}


def _rule(guard: Guard) -> str:
    parts = ["case"] * guard.case + ["company"] * guard.company
    parts += [f"near {', '.join(guard.near)}"] if guard.near else []
    parts += [f"not {', '.join(guard.excluded)}"] if guard.excluded else []
    return "; ".join(parts) or "no condition"


def _other(skill: Skill) -> dict[str, tuple[str, ...]]:
    return {
        "kind": (str(skill.kind),),
        "category": (skill.category,),
        "study": ("true",) if skill.study else (),
        "sources": tuple(f"{s}: {i}" for s, ids in skill.sources.items() for i in ids),
        "tags": skill.tags,
    }
