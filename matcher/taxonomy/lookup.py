"""What a term resolves to, said to a person."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.repair import repair_term
from matcher.taxonomy.taxonomy import Taxonomy

_NEAR = 5
#: Names from this likeness on (0…100) are near.
_LIKE = 75
#: No misspelling with more slips is repaired (``docs/taxonomy.md``).
_MOST_SLIPS = 2
_BETWEEN = " \n "


def resolve_term(term: str, taxonomy: Taxonomy) -> tuple[str, str] | None:
    """Skill id a term stands for and how it was found: id, name, alias, repair; None if nothing.

    Examples
    --------
    >>> from matcher.taxonomy.skill import Skill, SkillKind
    >>> known = Taxonomy([Skill("go", "Go", SkillKind.TOOL, "code", ("Golang",))], "")
    >>> resolve_term("golang", known), resolve_term("cobol", known)
    (('go', 'alias'), None)
    """
    if term in taxonomy:
        return term, "id"
    folded = fold_name(term)
    found = taxonomy.ids_by_name.get(folded)
    if found:
        return found, "name" if fold_name(taxonomy[found].name) == folded else "alias"
    repaired = repair_term(term, deciding_names(folded, taxonomy.ids_by_name))
    return (repaired[0], "repaired spelling") if repaired else None


def deciding_names(folded: str, names: Mapping[str, str]) -> dict[str, str]:
    """The few names that decide a repair: as near as it allows, or with the term's own words.

    :func:`repair_term` gives the same answer on them as on all names, a hundred times sooner.
    """
    first, squeezed, length = folded[:1], folded.replace(" ", ""), len(folded)
    alike = [name for name in names if -_MOST_SLIPS <= len(name) - length <= _MOST_SLIPS]
    near = process.extract(folded, alike, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None)
    chosen = {name for name, _, _ in near}
    chosen.update(n for n in names if n[:1] == first and n.replace(" ", "") == squeezed)
    spaced = f" {_BETWEEN.join(names)} "
    for word in folded.split(" "):
        at = spaced.find(f" {word} ")
        if at >= 0:
            start = spaced.rfind("\n", 0, at + 1) + 1
            chosen.add(spaced[start : spaced.find("\n", at)].strip())
    return {name: names[name] for name in names if name in chosen}


def near_names(folded: str, names: Mapping[str, str], limit: int = _NEAR) -> list[str]:
    """Folded names that are written alike, the most alike first.

    Examples
    --------
    >>> near_names("kafa", {"kafka": "kafka", "java": "java", "r": "r"})
    ['kafka']
    """
    found = process.extract(
        folded, names.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=limit * 4
    )
    return [name for name, _, _ in sorted(found, key=lambda f: (-f[1], f[0]))][:limit]


def describe_term(term: str, taxonomy: Taxonomy) -> str:
    """Lines that say which skill a term names, how, and how that skill is related."""
    found = resolve_term(term, taxonomy)
    names = taxonomy.ids_by_name
    near = [
        f"{taxonomy[names[name]].name} ({names[name]})"
        for name in near_names(fold_name(term), names)
        if found is None or names[name] != found[0]
    ]
    nearby = f"near: {', '.join(dict.fromkeys(near))}\n" if near else ""
    if found is None:
        return f"{term}: names no skill\n{nearby}"
    skill = taxonomy[found[0]]
    lines = [f"{term}: {skill.name} ({skill.id}), by {found[1]}", f"kind: {skill.kind}"]
    rows = (
        ("also written", skill.aliases),
        ("broader", [taxonomy[p].name for p in taxonomy.ancestors(skill.id)]),
        ("implies", [taxonomy[i].name for i in skill.implies]),
        ("related", [f"{taxonomy[r].name} {v:g}" for r, v in skill.related.items()]),
        ("ids elsewhere", [f"{s}: {i}" for s, ids in skill.sources.items() for i in ids]),
        ("marked", skill.tags),
    )
    lines += [f"{title}: {', '.join(values)}" for title, values in rows if values]
    return "\n".join(lines) + "\n" + nearby
