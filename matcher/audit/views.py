"""An audit as a page, as a table for spreadsheets, as JSON, and in short for a terminal."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from matcher.audit.document import COLUMNS, Document, csv_rows
from matcher.audit.drivers import Driver, Part
from matcher.audit.impact import Measured
from matcher.audit.rates import GroupRate, Interval
from matcher.audit.words import (
    FEW,
    HEADING,
    METHOD,
    NO_AUDIT,
    UNDER,
    crossed_name,
    figure,
    group_name,
    row_notes,
    unknown_words,
)
from matcher.groups.ratios import FOUR_FIFTHS

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

#: Over what lies under four fifths in single jobs.
JOBS_TITLE = "Under four fifths in a job, and what it hangs on"
#: So many requirements of each table are shown on a page; all are in JSON and CSV.
_DRIVERS_SHOWN = 3


def audit_json(document: Document) -> str:
    """All of it, as indented JSON that ends in a line feed."""
    return json.dumps(document.to_dict(), indent=1, ensure_ascii=False) + "\n"


def audit_csv(document: Document) -> Iterator[str]:
    """Every figure in one table, a line at a time; no cell begins like a formula."""
    from matcher.report.harmless import safe_cell

    yield _line(COLUMNS)
    for row in csv_rows(document):
        yield _line([safe_cell(_cell(row.get(name))) for name in COLUMNS])


def audit_html(document: Document) -> str:
    """A page that stands by itself."""
    from matcher.report.page import render_page

    audit = document.audit
    return render_page(
        "impact.html.j2",
        heading=HEADING,
        notice=NO_AUDIT,
        facts=document.facts(),
        measures=[
            {
                "title": measure.title,
                "kind": str(measure.kind),
                "rule": measure.rule,
                "tables": [_table(e) for e in audit.tables if e.measure.id == measure.id],
            }
            for measure in audit.measures
        ],
        jobs=list(_of_jobs(document)),
        job_count=len(audit.jobs),
        jobs_title=JOBS_TITLE,
        few=FEW,
        method=METHOD,
    )


def audit_table(document: Document) -> Group:
    """The tables of all jobs together, and what lies under four fifths in a job, for a terminal."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[Any] = [Text(HEADING, style="bold"), Text(NO_AUDIT, style="dim"), Text("")]
    for found in document.audit.tables:
        name = f"{found.measure.title}, by {crossed_name(found.table.attributes)}"
        table = Table(title=name, title_justify="left", box=None, pad_edge=False)
        table.add_column("", overflow="fold")
        for head in ("applied", "chosen", "rate", "ratio", "95 %", "p"):
            table.add_column(head, justify="right", no_wrap=True)
        table.add_column("", style="dim")
        for row in found.table.rows:
            cells = _row(row)
            figures = (cells[key] for key in ("rate", "ratio", "interval", "p"))
            numbers = (f"{row.applied:,}", f"{row.chosen:,}", *figures)
            table.add_row(Text(str(cells["group"])), *map(str, numbers), "; ".join(row_notes(row)))
        parts += [table, Text(unknown_words(found), style="dim"), Text("")]
    parts.append(_jobs_table(document))
    return Group(*parts)


def _jobs_table(document: Document) -> Table:
    """What lies under four fifths in a job, for a terminal."""
    from rich.table import Table

    table = Table(title=JOBS_TITLE, title_justify="left", box=None, pad_edge=False)
    table.caption_justify = "left"
    for head in ("job", "measure", "lowest ratio", "without one requirement"):
        table.add_column(head, overflow="fold")
    for each in _of_jobs(document):
        first = each["drivers"][0]["words"] if each["drivers"] else "–"
        few = f" ({FEW})" if each["few"] else ""
        table.add_row(each["job"], each["measure"], each["lowest"] + few, first)
    if not table.rows:
        table.caption = "None, of the groups large enough to be looked at."
    return table


def _table(found: Measured) -> dict[str, Any]:
    return {
        "name": crossed_name(found.table.attributes),
        "rows": [_row(row) for row in found.table.rows],
        "unknown": unknown_words(found),
    }


def _row(row: GroupRate) -> dict[str, Any]:
    return {
        "group": group_name(row.group),
        "applied": f"{row.applied:,}",
        "chosen": f"{row.chosen:,}",
        "rate": f"{100 * row.rate:.1f} %",
        "rate_interval": _percents(row.rate_interval),
        "ratio": figure(row.ratio, 2) if row.ratio is None or row.ratio < 1 else "1.00",
        "interval": _interval(row.ratio_interval),
        "p": figure(row.p_value),
        "under": row.under_four_fifths,
        "notes": [note for note in row_notes(row) if note != UNDER],
    }


def _of_jobs(document: Document) -> Iterator[dict[str, Any]]:
    """Tables of single jobs and attributes with a ratio under four fifths, by their p."""
    audit = document.audit
    found = []
    for each in audit.of_each_job:
        low = each.table.lowest
        if low is None or len(each.table.attributes) > 1 or not low.ratio < FOUR_FIFTHS:
            continue
        found.append((1.0 if low.p_value is None else low.p_value, low.ratio, low, each))
    for p_value, _, low, each in sorted(found, key=lambda item: item[:2]):
        row = next(row for row in each.table.rows if row.group == low.group)
        of = audit.drivers_of(each)
        yield {
            "job": each.job,
            "measure": each.measure.title.lower(),
            "attributes": crossed_name(each.table.attributes),
            "lowest": f"{group_name(low.group)} {figure(low.ratio, 2)}",
            "chosen": f"{row.chosen:,} of {row.applied:,}",
            "p": figure(p_value),
            "few": row.few,
            "by_people": each.measure.by_people,
            "drivers": [
                {"words": _driver_words(driver), "shares": _shares(driver)}
                for driver in [d for d in of if d.lift > 0][:_DRIVERS_SHOWN]
            ],
        }


def _driver_words(driver: Driver) -> str:
    what = "" if driver.part is Part.REQUIREMENT else "the gate of "
    return f"without {what}{driver.requirement.label}: {figure(driver.lowest_without, 2)}"


def _shares(driver: Driver) -> str:
    verb = "met by" if driver.part is Part.REQUIREMENT else "passed by"
    shares = (f"{group_name(s.group)} {100 * s.share:.0f} %" for s in driver.shares)
    return f"{verb} {', '.join(shares)}"


def _interval(interval: Interval | None) -> str:
    if interval is None or math.isnan(interval.low) or math.isnan(interval.high):
        return "–"
    return f"{interval.low:.2f}…{interval.high:.2f}"


def _percents(interval: Interval) -> str:
    return f"{100 * interval.low:.1f}…{100 * interval.high:.1f}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
