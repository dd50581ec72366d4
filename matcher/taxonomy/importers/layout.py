"""The layouts that can be imported, what their makers ask for, and what is said of an import."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from matcher.taxonomy.importers.build import Imported


class Layout(StrEnum):
    """In which layout a taxonomy is published."""

    ESCO = "esco"
    ONET = "onet"
    LIGHTCAST = "lightcast"
    CSV = "csv"


_NOTICES = {
    Layout.ESCO: (
        "Made of ESCO, the classification of European Skills, Competences, Qualifications and",
        "Occupations. (c) European Union; reuse authorised provided the source is acknowledged",
        "(Commission Decision 2011/833/EU). Changed: ambiguous names were left out.",
    ),
    Layout.ONET: (
        "Made of the O*NET Database by the U.S. Department of Labor, Employment and Training",
        "Administration (USDOL/ETA), used under the CC BY 4.0 licence. O*NET(R) is a trademark of",
        "USDOL/ETA. Changed: USDOL/ETA has not approved, endorsed, or tested these modifications.",
    ),
    Layout.LIGHTCAST: (
        "Made of Lightcast Open Skills; Lightcast's licence agreement governs its use.",
    ),
    Layout.CSV: (),
}
_QUOTED = re.compile(r"'.*'|\".*\"|\b\d+\b")


def notices(layout: Layout, source: Path) -> Iterator[str]:
    """Lines for the top of the file: where it comes from, and what its makers ask to be said.

    Examples
    --------
    >>> list(notices(Layout.CSV, Path("lists/ours.csv")))
    ['Imported from ours.csv by matcher taxonomy import --from csv.']
    """
    yield f"Imported from {source.name} by matcher taxonomy import --from {layout}."
    yield from _NOTICES[layout]


def report_csv(imported: Imported) -> Iterator[str]:
    """What was left out, as CSV: the line in the source, the entry, the name, the reason."""
    yield "line,skill,left_out,reason\n"
    for item in imported.left_out:
        row = io.StringIO()
        csv.writer(row, lineterminator="\n").writerow(
            (item.line, item.skill, item.found, item.reason)
        )
        yield row.getvalue()


def summary(source: Path, layout: Layout, imported: Imported, *, listed: int) -> Iterator[str]:
    """Lines that say what was imported and what was left out.

    Parameters
    ----------
    source : Path
        Its file.
    layout : Layout
        How it was read.
    imported : Imported
        The result.
    listed : int
        So many things left out are listed one by one; more are only counted.
    """
    skills, left = imported.skills, imported.left_out
    names = sum(len(skill.names) for skill in skills)
    yield f"{source} as {layout}: {len(skills):,} skills, {names:,} names, {len(left):,} left out"
    if len(left) <= listed:
        for item in left:
            yield f"left out: line {item.line}, {item.skill}: {item.found!r}: {item.reason}"
        return
    reasons = Counter(_QUOTED.sub("…", item.reason) for item in left)
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"left out: {count:,} × {reason}"
    if listed:
        yield "left out: --report FILE lists each with its line"
