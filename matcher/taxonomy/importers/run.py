"""Import a published taxonomy: find out its layout, read it, build entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from matcher.errors import InputError
from matcher.taxonomy.importers import esco, lightcast, onet, plain
from matcher.taxonomy.importers.build import Imported, build, slug
from matcher.taxonomy.importers.concept import Concept
from matcher.taxonomy.importers.layout import Layout
from matcher.taxonomy.importers.table import Table, header_key, read_table
from matcher.taxonomy.skill import Skill

_ONET_TABLE = "technology skills"


def import_taxonomy(
    source: Path,
    layout: Layout | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    shipped: Iterable[Skill] = (),
) -> tuple[Layout, Imported]:
    """Read a published taxonomy.

    Parameters
    ----------
    source : Path
        Its file, or the folder it was unpacked to.
    layout : Layout, optional
        How it is laid out; found out by its headers if not given.
    mapping : mapping of str to str, optional
        Headers of a plain CSV that are not guessed right.
    shipped : iterable of Skill
        Our entries, whose guards and kinds are taken for equal names.

    Returns
    -------
    tuple of Layout and Imported
        The layout, and the entries with what was left out.

    Raises
    ------
    InputError
        If it cannot be read or is not in that layout.
    """
    file = _table_of(source) if source.is_dir() else source
    table = read_table(file) if file else None
    if layout is None:
        layout = detect_layout(table) if table else Layout.ESCO
    if table is None and layout is not Layout.ESCO:
        raise InputError(str(source), "is a folder", allowed=f"the file of {layout}'s skills")
    if mapping and layout is not Layout.CSV:
        raise InputError("--map", f"no use with --from {layout}", allowed="--from csv")
    imported = build(
        _concepts(source, table, layout, mapping or {}), _name(source, layout), shipped
    )
    if not imported.skills:
        raise InputError(str(source), f"no skill in the layout of {layout}", allowed="one a row")
    return layout, imported


def detect_layout(table: Table) -> Layout:
    """The layout that the headers, or Lightcast's ids, tell.

    Examples
    --------
    >>> str(detect_layout(Table("t", ("conceptUri", "preferredLabel"), ())))
    'esco'
    >>> str(detect_layout(Table("t", ("id", "name"), ((2, ("KS1200771D9CR9LB4MWW", "JVM")),))))
    'lightcast'
    >>> str(detect_layout(Table("t", ("id", "name"), ((2, ("7", "JVM")),))))
    'csv'
    """
    headers = {header_key(header) for header in table.header}
    if {"concepturi", "preferredlabel"} <= headers:
        return Layout.ESCO
    if "commoditytitle" in headers:
        return Layout.ONET
    ids = table.columns({"id": lightcast.COLUMNS["id"]}).get("id")
    first = [cells[ids] for _, cells in table.rows[:20] if ids is not None and ids < len(cells)]
    if first and all(lightcast.ID.fullmatch(cell.strip()) for cell in first):
        return Layout.LIGHTCAST
    return Layout.CSV


def _table_of(folder: Path) -> Path | None:
    """The table of skills in a folder as ESCO, Lightcast and O*NET name it; None if none is."""
    named = (file for file in sorted(folder.iterdir()) if file.stem.casefold() == _ONET_TABLE)
    return esco.find_skills_file(folder) or next(named, None)


def _concepts(
    source: Path, table: Table | None, layout: Layout, mapping: Mapping[str, str]
) -> Iterator[Concept]:
    if table is None or layout is Layout.ESCO:
        return esco.read(source)
    if layout is Layout.ONET:
        return onet.read(table)
    return lightcast.read(table) if layout is Layout.LIGHTCAST else plain.read(table, mapping)


def _name(source: Path, layout: Layout) -> str:
    """Under which name the original ids are kept: the layout's, or the file's."""
    return slug(source.stem) if layout is Layout.CSV else str(layout)
