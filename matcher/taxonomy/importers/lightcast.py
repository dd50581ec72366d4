"""Lightcast Open Skills: id, name with its qualifier, type, category and subcategory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.taxonomy.importers.concept import Concept, distinct, kind_by_words, unqualified
from matcher.taxonomy.importers.table import Table, clean
from matcher.taxonomy.skill import SkillKind

COLUMNS = {
    "id": ("id", "skill_id"),
    "name": ("name", "skill_name", "description"),
    "type": ("type", "type.name", "type_name", "skill_type", "skill_type_name"),
    "category": ("category_name", "category.name", "skill_category_name", "category"),
    "subcategory": (
        "subcategory_name",
        "subcategory.name",
        "skill_subcategory_name",
        "subcategory",
    ),
    "levels": ("hierarchy_levels",),
    "software": ("isSoftware", "is_software"),
    "language": ("isLanguage", "is_language"),
}
#: Shape of the ids of Lightcast's skills.
ID = re.compile(r"(?:KS|ES|BGS)[0-9A-Z]{10,20}")

_CODE = re.compile(r"\d+(?:\.\d+)+")
_LANGUAGE = re.compile(r"(?P<one>.+) \(Language\)|(?P<two>\w+) Language(?: \(.*\))?")
_TYPES = {"certification": SkillKind.CERTIFICATION, "common skill": SkillKind.SOFT}


def read(table: Table) -> Iterator[Concept]:
    """Entries of an Open Skills table, in its order.

    Raises
    ------
    InputError
        If it has no column of ids or of names.
    """
    for line, row in table.records(COLUMNS, needed=("id", "name")):
        name, identity = clean(row["name"]), clean(row["id"])
        if not name:
            continue
        kind = _kind(row, name)
        derived = list(unqualified(name))
        language = _LANGUAGE.fullmatch(name) if kind is SkillKind.LANGUAGE else None
        if language:
            derived.append(language["one"] or language["two"])
        yield Concept(
            key=identity or name,
            line=line,
            name=name,
            kind=kind,
            category=_category(row),
            derived=distinct(derived),
            ids=distinct([identity]),
        )


def _kind(row: dict[str, str], name: str) -> SkillKind:
    if _is_true(row["language"]) or "(Language)" in name:
        return SkillKind.LANGUAGE
    if _is_true(row["software"]):
        return SkillKind.TOOL
    by_type = _TYPES.get(clean(row["type"]).casefold().removesuffix("s"))
    return by_type or kind_by_words(name) or SkillKind.KNOWLEDGE


def _is_true(cell: str) -> bool:
    return cell.strip().casefold() in ("true", "1", "yes", "y")


def _category(row: dict[str, str]) -> str:
    """The narrowest group: a name, or the code of one (``[['17.0', '17.0.442.0']]``)."""
    named = clean(row["subcategory"]) or clean(row["category"])
    codes = _CODE.findall(row["levels"])
    return named or (max(codes, key=len) if codes else "lightcast")
