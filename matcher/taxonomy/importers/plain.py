"""Any CSV with one skill a row: its name and, where there are such columns, more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from matcher.errors import InputError
from matcher.taxonomy.importers.concept import Concept, distinct, kind_by_words
from matcher.taxonomy.importers.table import Table, clean
from matcher.taxonomy.skill import SkillKind

#: Our columns and the headers they are guessed by.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        "name",
        "skill",
        "skill name",
        "preferred label",
        "label",
        "title",
        "term",
        "canonical name",
        "competency",
        "competence",
    ),
    "id": ("id", "skill id", "uri", "code", "key", "identifier"),
    "aliases": (
        "aliases",
        "alias",
        "synonyms",
        "synonym",
        "alt labels",
        "alternative names",
        "alternative labels",
        "also known as",
        "other names",
    ),
    "kind": ("kind",),
    "category": ("category", "group", "domain", "area", "subcategory", "family"),
    "parents": ("parents", "parent", "broader", "parent id", "parent name"),
}
_ENDS = re.compile(r"[|;\n\r]+")


def read(table: Table, mapping: Mapping[str, str]) -> Iterator[Concept]:
    """Entries of a table, in its order.

    Parameters
    ----------
    table : Table
        One skill a row.
    mapping : mapping of str to str
        The header of a column that is not guessed right.

    Raises
    ------
    InputError
        If there is no column of names, a mapped column or header does not exist, or a kind is
        none of ours.
    """
    names = COLUMNS | {column: (header,) for column, header in mapping.items()}
    for column, header in mapping.items():
        if column not in COLUMNS:
            raise InputError("--map", f"column {column!r} is unknown", allowed=", ".join(COLUMNS))
        if column not in table.columns({column: (header,)}):
            allowed = ", ".join(table.header)
            raise InputError(table.source, f"no header {header!r}", "line 1", allowed)
    rows = [
        (line, row)
        for line, row in table.records(names, needed=("name",), by_map="--map name=HEADER")
        if clean(row["name"])
    ]
    keys = {clean(row["name"]): clean(row["id"]) or clean(row["name"]) for _, row in rows}
    for line, row in rows:
        name, identity = clean(row["name"]), clean(row["id"])
        parents = (keys.get(parent, parent) for parent in _parts(row["parents"]))
        yield Concept(
            key=identity or name,
            line=line,
            name=name,
            kind=_kind(table, line, row["kind"]) or kind_by_words(name) or SkillKind.KNOWLEDGE,
            category=clean(row["category"]) or "imported",
            aliases=distinct(_parts(row["aliases"])),
            parents=distinct(parents),
            ids=distinct([identity]),
        )


def _kind(table: Table, line: int, cell: str) -> SkillKind | None:
    given = clean(cell).casefold()
    if given and given not in list(SkillKind):
        allowed = ", ".join(SkillKind)
        raise InputError(table.source, f"kind {given!r} is unknown", f"line {line}", allowed)
    return SkillKind(given) if given else None


def _parts(cell: str) -> Iterator[str]:
    return filter(None, map(clean, _ENDS.split(cell)))
