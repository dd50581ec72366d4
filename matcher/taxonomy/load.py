"""Read taxonomy files, and report every mistake in them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from reprlib import repr as brief
from typing import Any

from rapidfuzz import fuzz, process

from matcher.errors import ConfigError, Problem
from matcher.placed_yaml import PlacedYaml, parse_yaml
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import Guard, Skill, SkillKind

_ID = re.compile(r"[a-z][a-z0-9_]*")
_SKILL_KEYS = {
    "id": str,
    "name": str,
    "kind": str,
    "category": str,
    "aliases": list,
    "parents": list,
    "implies": list,
    "related": dict,
    "guards": list,
    "study": bool,
    "sources": dict,
    "tags": list,
}
_GUARD_KEYS = {"names": list, "case": bool, "company": bool, "near": list, "not": list}
_REQUIRED = ("id", "name", "kind", "category")
#: From this likeness on (0…100) an id of the file is offered in place of an unknown one.
_LIKE = 60


def shipped_taxonomy() -> Path:
    """Path of the taxonomy that comes with the package."""
    packaged = Path(__file__).parents[1] / "skill_taxonomy.yaml"
    return packaged if packaged.exists() else Path(__file__).parents[2] / "skill_taxonomy.yaml"


def parse_skills(text: str, source: str) -> tuple[Skill, ...]:
    r"""Read and check the text of a taxonomy file.

    Raises
    ------
    ConfigError
        With every mistake in it: unknown keys, kinds and references, names that belong to two
        skills, cycles among parents.

    Examples
    --------
    >>> parse_skills("skills:\n- {id: go, name: Go, kind: tool, category: code}", "t.yaml")[0].name
    'Go'
    >>> parse_skills("skills:\n- {id: go, name: Go, kind: tol, category: code}", "t.yaml")
    Traceback (most recent call last):
    matcher.errors.ConfigError: t.yaml, line 2: kind 'tol' is unknown; allowed: tool, knowledge, ...
    """
    return parse_placed(text, source)[0]


def parse_placed(text: str, source: str) -> tuple[tuple[Skill, ...], PlacedYaml]:
    """As :func:`parse_skills`, with the lines: the entries stand in the order of the file.

    Raises
    ------
    ConfigError
        With every mistake in it.
    """
    placed = parse_yaml(text, source)
    data = placed.data
    if not isinstance(data, dict) or not isinstance(data.get("skills"), list):
        raise ConfigError([placed.problem((), "no list 'skills' at the top", "skills: [...]")])
    problems: list[Problem] = []
    checked: list[tuple[int, Skill]] = []
    for index, raw in enumerate(data["skills"]):
        found = list(_shape_problems(placed, ("skills", index), raw))
        problems += found
        if not found:
            checked.append((index, _build(raw)))
    ids = {str(raw.get("id")) for raw in data["skills"] if isinstance(raw, dict)}
    problems += _relation_problems(placed, checked, ids)
    if problems:
        raise ConfigError(sorted(problems, key=lambda p: int(p.place.split()[-1])))
    return tuple(skill for _, skill in checked), placed


def _build(raw: dict[str, Any]) -> Skill:
    guards = tuple(
        Guard(
            names=tuple(guard["names"]),
            case=guard.get("case", False),
            company=guard.get("company", False),
            near=tuple(guard.get("near", ())),
            excluded=tuple(guard.get("not", ())),
        )
        for guard in raw.get("guards", ())
    )
    return Skill(
        id=raw["id"],
        name=raw["name"],
        kind=SkillKind(raw["kind"]),
        category=raw["category"],
        aliases=tuple(raw.get("aliases", ())),
        parents=tuple(raw.get("parents", ())),
        implies=tuple(raw.get("implies", ())),
        related={key: float(value) for key, value in raw.get("related", {}).items()},
        guards=guards,
        study=raw.get("study", False),
        sources={
            source: (ids,) if isinstance(ids, str) else tuple(ids)
            for source, ids in raw.get("sources", {}).items()
        },
        tags=tuple(raw.get("tags", ())),
    )


def _shape_problems(
    placed: PlacedYaml, path: tuple[str | int, ...], raw: object
) -> Iterator[Problem]:
    if not isinstance(raw, dict):
        yield placed.problem(
            path, f"{brief(raw)} is no skill", "a map with " + ", ".join(_REQUIRED)
        )
        return
    yield from _key_problems(placed, path, raw, _SKILL_KEYS)
    for key in _REQUIRED:
        if key not in raw:
            yield placed.problem(path, f"skill {raw.get('id', '?')!r} has no {key!r}")
    if isinstance(raw.get("id"), str) and not _ID.fullmatch(raw["id"]):
        yield placed.problem((*path, "id"), f"id {raw['id']!r}", "a-z, then a-z, 0-9 and _")
    if isinstance(raw.get("kind"), str) and raw["kind"] not in list(SkillKind):
        yield placed.problem(
            (*path, "kind"), f"kind {raw['kind']!r} is unknown", ", ".join(SkillKind)
        )
    for key in ("aliases", "parents", "implies", "tags"):
        yield from _string_problems(placed, (*path, key), raw.get(key))
    if isinstance(raw.get("related"), dict):
        for other, strength in raw["related"].items():
            if not isinstance(strength, int | float) or not 0 < strength < 1:
                where = (*path, "related", str(other))
                found = f"strength {brief(strength)}"
                yield placed.problem(where, found, "a number between 0 and 1")
    if isinstance(raw.get("sources"), dict):
        yield from _source_problems(placed, (*path, "sources"), raw["sources"])
    if isinstance(raw.get("guards"), list):
        for index, guard in enumerate(raw["guards"]):
            yield from _guard_problems(placed, (*path, "guards", index), guard, raw)


def _key_problems(
    placed: PlacedYaml, path: tuple[str | int, ...], raw: dict[Any, Any], keys: dict[str, type]
) -> Iterator[Problem]:
    for key, value in raw.items():
        if key not in keys:
            yield placed.problem((*path, str(key)), f"key {key!r} is unknown", ", ".join(keys))
        elif not isinstance(value, keys[key]) or value == "":
            found = f"{key} is {brief(value)}"
            yield placed.problem((*path, key), found, f"a {keys[key].__name__}")


def _string_problems(
    placed: PlacedYaml, path: tuple[str | int, ...], values: object
) -> Iterator[Problem]:
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if not isinstance(value, str) or not value.strip():
            yield placed.problem((*path, index), f"{brief(value)} is no text", "text, in quotes")


def _source_problems(
    placed: PlacedYaml, path: tuple[str | int, ...], sources: dict[Any, Any]
) -> Iterator[Problem]:
    for source, ids in sources.items():
        where = (*path, str(source))
        if isinstance(ids, list):
            yield from _string_problems(placed, where, ids)
        if not isinstance(source, str) or not isinstance(ids, str | list) or not ids:
            found = f"source {brief(source)} has {brief(ids)}"
            yield placed.problem(where, found, "a name, then an id or a list of ids")


def _guard_problems(
    placed: PlacedYaml, path: tuple[str | int, ...], guard: object, raw: dict[str, Any]
) -> Iterator[Problem]:
    if not isinstance(guard, dict) or "names" not in guard:
        yield placed.problem(path, f"{brief(guard)} is no guard", "a map with names")
        return
    yield from _key_problems(placed, path, guard, _GUARD_KEYS)
    for key in ("names", "near", "not"):
        yield from _string_problems(placed, (*path, key), guard.get(key))
    own = {str(raw.get("name")), *map(str, raw.get("aliases") or ())}
    for name in guard["names"] if isinstance(guard["names"], list) else ():
        if name not in own:
            yield placed.problem(path, f"guard for {name!r}", "one of the skill's own names")


def _relation_problems(
    placed: PlacedYaml, checked: list[tuple[int, Skill]], ids: set[str]
) -> Iterator[Problem]:
    """Mistakes between entries; ``ids`` are those of all entries, also of wrong ones."""
    by_id: dict[str, int] = {}
    by_name: dict[str, str] = {}
    for index, skill in checked:
        if skill.id in by_id:
            first = placed.line(("skills", by_id[skill.id]))
            yield placed.problem(
                ("skills", index), f"id {skill.id!r} stands already in line {first}"
            )
            continue
        by_id[skill.id] = index
        for position, name in enumerate(skill.names):
            owner = by_name.setdefault(fold_name(name), skill.id)
            if owner != skill.id or name in skill.names[:position]:
                found = f"name {name!r} of {skill.id!r} belongs already to {owner!r}"
                where = ("skills", index, "aliases", position - 1)
                yield placed.problem(where if position else ("skills", index), found)
    for index, skill in checked:
        yield from _reference_problems(placed, index, skill, ids)
    yield from _cycle_problems(placed, checked)


def _reference_problems(
    placed: PlacedYaml, index: int, skill: Skill, ids: set[str]
) -> Iterator[Problem]:
    references: Iterable[tuple[str, str, str | int]] = [
        *(("parents", ref, i) for i, ref in enumerate(skill.parents)),
        *(("implies", ref, i) for i, ref in enumerate(skill.implies)),
        *(("related", ref, ref) for ref in skill.related),
    ]
    for key, ref, last in references:
        where = ("skills", index, key, last)
        if ref == skill.id:
            yield placed.problem(where, f"{skill.id!r} names itself in {key}")
        elif ref not in ids:
            near = process.extractOne(ref, sorted(ids), scorer=fuzz.ratio, score_cutoff=_LIKE)
            hint = f"an id of the file, perhaps {near[0]!r}" if near else "an id of the file"
            yield placed.problem(where, f"{key} of {skill.id!r}: {ref!r} is unknown", hint)


def _cycle_problems(placed: PlacedYaml, checked: list[tuple[int, Skill]]) -> Iterator[Problem]:
    parents = {skill.id: skill.parents for _, skill in checked}
    lines = {skill.id: index for index, skill in checked}
    done: set[str] = set()
    for start in parents:
        trail: list[str] = []
        stack = [(start, iter(parents[start]))] if start not in done else []
        on_trail = {start}
        trail.append(start)
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                trail.pop()
                on_trail.discard(node)
                done.add(node)
            elif step in on_trail:
                loop = " → ".join([*trail[trail.index(step) :], step])
                yield placed.problem(
                    ("skills", lines[step], "parents"), f"parents form a cycle: {loop}"
                )
                return
            elif step in parents and step not in done:
                stack.append((step, iter(parents[step])))
                trail.append(step)
                on_trail.add(step)
