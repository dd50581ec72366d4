"""What a term resolves to, said to a person."""

from __future__ import annotations

from difflib import get_close_matches

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.repair import repair_term
from matcher.taxonomy.taxonomy import Taxonomy

_NEAR = 5


def resolve_term(term: str, taxonomy: Taxonomy) -> tuple[str, str] | None:
    """Skill id a term stands for and how it was found: name, alias, repair; None if nothing.

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
    repaired = repair_term(term, taxonomy.ids_by_name)
    return (repaired[0], "repaired spelling") if repaired else None


def describe_term(term: str, taxonomy: Taxonomy) -> str:
    """Lines that say which skill a term names, how, and how that skill is related."""
    found = resolve_term(term, taxonomy)
    folded = fold_name(term)
    near = [
        f"{taxonomy[taxonomy.ids_by_name[name]].name} ({taxonomy.ids_by_name[name]})"
        for name in get_close_matches(folded, taxonomy.ids_by_name, n=_NEAR, cutoff=0.75)
        if found is None or taxonomy.ids_by_name[name] != found[0]
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
    )
    lines += [f"{title}: {', '.join(values)}" for title, values in rows if values]
    return "\n".join(lines) + "\n" + nearby
