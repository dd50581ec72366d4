"""What stands beside ESCO's table of skills: groups, broader entries, relations, collections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from matcher.taxonomy.importers.concept import Concept
from matcher.taxonomy.importers.table import Table, clean
from matcher.taxonomy.skill import SkillKind

#: Columns of the tables of concepts: skills, groups and collections.
COLUMNS = {
    "uri": ("conceptUri", "uri", "skillUri", "id"),
    "label": ("preferredLabel", "preferred label", "title", "preferredTerm"),
    "alt": ("altLabels", "altLabel", "alternativeLabels", "nonPreferredTerms"),
    "hidden": ("hiddenLabels", "hiddenLabel"),
    "type": ("skillType",),
    "reuse": ("reuseLevel", "skillReuseLevel"),
    "status": ("status",),
}
_BROADER = {
    "uri": ("conceptUri", "uri", "narrowerUri"),
    "broader": ("broaderUri", "broaderConceptUri"),
    "label": ("broaderLabel", "broaderConceptPT", "broaderPT", "broaderPreferredLabel"),
}
_RELATED = {
    "uri": ("originalSkillUri",),
    "other": ("relatedSkillUri",),
    "type": ("relationType",),
}
#: Levels of groups that ``skillsHierarchy`` may have; four are published.
_LEVELS = 8
_LANGUAGE_GROUP = re.compile(r"\blanguage skills\b|^languages?$", re.IGNORECASE)
_SOFT_GROUP = re.compile(r"\btransversal\b|^attitudes and values$", re.IGNORECASE)
_FIELDS_OF_STUDY = "/isced-f/"
_LABEL_ENDS = re.compile(r"[\n\r|]+")


def labels_in(cell: str) -> tuple[str, ...]:
    r"""Labels of one cell: one a line, or divided by "|" in the collections.

    Examples
    --------
    >>> labels_in("manage musicians\nlead  musicians")
    ('manage musicians', 'lead musicians')
    """
    return tuple(filter(None, map(clean, _LABEL_ENDS.split(cell))))


class Hierarchy:
    """Groups and relations of the tables that are there; without them, nothing is broader.

    Parameters
    ----------
    tables : mapping of str to Table
        By name without language, in lower case: ``skillgroups``, ``broaderrelationsskillpillar``, …

    Raises
    ------
    InputError
        If one of them lacks its columns.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._labels: dict[str, tuple[int, str]] = {}
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._broader: dict[str, set[str]] = {}
        self._implies: dict[str, set[str]] = {}
        self._members: dict[str, SkillKind] = {}
        readers = {
            "skillgroups": self._read_groups,
            "skillshierarchy": self._read_levels,
            "broaderrelationsskillpillar": self._read_broader,
            "skillskillrelations": self._read_relations,
        }
        for name, reader in readers.items():
            if name in tables:
                reader(tables[name])
        for name, kind in (
            ("transversalskillscollection", SkillKind.SOFT),
            ("languageskillscollection", SkillKind.LANGUAGE),
        ):
            if name in tables:
                for _, row in tables[name].records(COLUMNS, needed=("uri",)):
                    self._members[clean(row["uri"])] = kind

    def _read_groups(self, table: Table) -> None:
        for line, row in table.records(COLUMNS, needed=("uri", "label")):
            uri, label = clean(row["uri"]), clean(row["label"])
            if uri and label:
                self._labels.setdefault(uri, (line, label))
                self._aliases[uri] = labels_in(row["alt"])

    def _read_levels(self, table: Table) -> None:
        """``Level 0 URI``, ``Level 0 preferred term``, ``Level 1 URI``, …: one path a row."""
        names: dict[str, tuple[str, ...]] = {}
        for level in range(_LEVELS):
            names[f"uri {level}"] = (f"Level {level} URI",)
            names[f"label {level}"] = (f"Level {level} preferred term",)
        for line, row in table.records(names, needed=("uri 0", "label 0")):
            above = ""
            for level in range(_LEVELS):
                uri, label = clean(row[f"uri {level}"]), clean(row[f"label {level}"])
                if uri and label:
                    self._labels.setdefault(uri, (line, label))
                if uri and above:
                    self._broader.setdefault(uri, set()).add(above)
                above = uri or above

    def _read_broader(self, table: Table) -> None:
        for line, row in table.records(_BROADER, needed=("uri", "broader")):
            uri, broader, label = (clean(row[c]) for c in ("uri", "broader", "label"))
            if uri and broader:
                self._broader.setdefault(uri, set()).add(broader)
            if broader and label:
                self._labels.setdefault(broader, (line, label))

    def _read_relations(self, table: Table) -> None:
        """Essential ones only: what is optional is no part of the skill."""
        for _, row in table.records(_RELATED, needed=("uri", "other", "type")):
            if clean(row["type"]).casefold() == "essential":
                self._implies.setdefault(clean(row["uri"]), set()).add(clean(row["other"]))

    def groups(self, skills: Set[str]) -> Iterator[Concept]:
        """Groups as classes, those of ISCED-F as fields of study too; ``skills`` are no groups."""
        for uri, (line, label) in sorted(self._labels.items()):
            if uri not in skills:
                yield Concept(
                    key=uri,
                    line=line,
                    name=label,
                    kind=self.kind(uri) or SkillKind.CLASS,
                    category=self.group(uri) or "skill groups",
                    aliases=self._aliases.get(uri, ()),
                    parents=self.broader(uri),
                    ids=(uri,),
                    study=_FIELDS_OF_STUDY in uri,
                )

    def broader(self, uri: str) -> tuple[str, ...]:
        """URIs of the broader entries."""
        return tuple(sorted(self._broader.get(uri, ())))

    def implied(self, uri: str) -> tuple[str, ...]:
        """URIs of what is essential for a skill."""
        return tuple(sorted(self._implies.get(uri, ())))

    def group(self, uri: str) -> str:
        """Label of the first broader group, or nothing."""
        labels = (self._labels[b][1] for b in self.broader(uri) if b in self._labels)
        return next(labels, "")

    def kind(self, uri: str) -> SkillKind | None:
        """Language or soft where a collection or a broader group says so."""
        seen, queue = {uri}, [uri]
        while queue:
            current = queue.pop()
            if current in self._members:
                return self._members[current]
            label = self._labels[current][1] if current in self._labels else ""
            if _LANGUAGE_GROUP.search(label):
                return SkillKind.LANGUAGE
            if _SOFT_GROUP.search(label):
                return SkillKind.SOFT
            above = [b for b in self.broader(current) if b not in seen]
            seen.update(above)
            queue += above
        return None
