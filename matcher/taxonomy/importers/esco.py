"""ESCO as its portal publishes it: ``skills_en.csv`` and, beside it, the files of its hierarchy.

The hierarchy says what is broader, which skills are languages and which are transversal.  Without
it, labels such as "write Hungarian" still tell the languages.  A language is one skill here, with a
level: what ESCO has as "write Hungarian", "understand spoken Hungarian" becomes an id of Hungarian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from matcher.errors import InputError
from matcher.taxonomy.importers.concept import Concept, distinct, kind_by_words, unqualified
from matcher.taxonomy.importers.esco_hierarchy import COLUMNS, Hierarchy, labels_in
from matcher.taxonomy.importers.table import clean, read_table
from matcher.taxonomy.skill import SkillKind

_SKILLS = "skills"
_LANGUAGE_TASK = re.compile(
    r"(?:understand (?:spoken|written)|speak|write|interact verbally in) (?P<language>.+)"
)
_RETIRED = ("obsolete", "deprecated")


def read(path: Path) -> Iterator[Concept]:
    """Entries of a folder of ESCO, or of ``skills_en.csv`` and what stands beside it.

    Raises
    ------
    InputError
        If there is no table of skills, or a table lacks its columns.
    """
    file, beside = _files(path)
    table = read_table(file)
    rows = [
        (line, row)
        for line, row in table.records(COLUMNS, needed=("uri", "label"))
        if clean(row["label"]) and clean(row["status"]).casefold() not in _RETIRED
    ]
    hierarchy = Hierarchy({name: read_table(other) for name, other in sorted(beside.items())})
    uris = {clean(row["label"]): clean(row["uri"]) for _, row in rows}
    tasks: dict[str, list[str]] = {}
    for label, uri in uris.items():
        match = _LANGUAGE_TASK.fullmatch(label)
        if match and match["language"] in uris:
            tasks.setdefault(match["language"], []).append(uri)
    parts = {uri for of in tasks.values() for uri in of}
    yield from hierarchy.groups(frozenset(uris.values()))
    for line, row in rows:
        if clean(row["uri"]) not in parts:
            yield _concept(line, row, hierarchy, tasks)


def find_skills_file(path: Path) -> Path | None:
    """The table of skills in a folder: the English one, or the only one."""
    found = sorted(file for file in path.iterdir() if _stem(file)[0] == _SKILLS)
    chosen = [file for file in found if _stem(file)[1] == "en"] or found
    return chosen[0] if len(chosen) == 1 else None


def _files(path: Path) -> tuple[Path, Mapping[str, Path]]:
    """The table of skills, and by their names the other tables of the same language."""
    skills: Path | None = path
    if path.is_dir():
        skills = find_skills_file(path)
    if skills is None:
        allowed = "skills_en.csv, Technology Skills.txt or one other skills.csv, or the file itself"
        raise InputError(str(path), "no table of ESCO's skills in this folder", allowed=allowed)
    stem, language = _stem(skills)
    if stem != _SKILLS:
        return skills, {}
    others = (file for file in sorted(skills.parent.iterdir()) if file != skills)
    return skills, {_stem(f)[0]: f for f in others if _stem(f)[0] and _stem(f)[1] in (language, "")}


def _stem(file: Path) -> tuple[str, str]:
    """Name and language of a table, in lower case: ``skills_en.csv``; empty for other files."""
    name, _, language = file.stem.casefold().partition("_")
    return (name, language) if file.suffix.casefold() == ".csv" else ("", "")


def _concept(
    line: int,
    row: Mapping[str, str],
    hierarchy: Hierarchy,
    tasks: Mapping[str, Sequence[str]],
) -> Concept:
    uri, label, reuse = clean(row["uri"]), clean(row["label"]), clean(row["reuse"])
    kind = hierarchy.kind(uri) or kind_by_words(label) or SkillKind.KNOWLEDGE
    if label in tasks:
        kind = SkillKind.LANGUAGE
    elif kind is SkillKind.KNOWLEDGE and reuse == "transversal" and row["type"] != "knowledge":
        kind = SkillKind.SOFT
    return Concept(
        key=uri or label,
        line=line,
        name=label,
        kind=kind,
        category=hierarchy.group(uri) or clean(row["type"]) or "esco",
        aliases=distinct((*labels_in(row["alt"]), *labels_in(row["hidden"]))),
        derived=distinct(unqualified(label)),
        parents=tuple(above for above in hierarchy.broader(uri) if above != uri),
        implies=hierarchy.implied(uri),
        ids=distinct((uri, *sorted(tasks.get(label, ())))),
        tags=distinct([reuse]),
    )
