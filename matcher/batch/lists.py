"""What people open: each job's best as CSV and XLSX, and who was set aside or is to be read."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from matcher.batch.files import whole_file
from matcher.batch.schema import COVERAGE, SET_ASIDE, TO_READ, kept_names
from matcher.model import Job, SetAside
from matcher.report.figures import points_text
from matcher.report.harmless import one_line, safe_cell
from matcher.report.wording import ELIGIBLE, short_label

#: A cell of a workbook holds no more characters.
LONGEST_CELL = 32_767
_FIGURES = frozenset({"rank", "score", "score_high", *COVERAGE})
_WIDTHS = {"candidate_id": 24, "flags": 24}
_REASON_WIDTH = 60
_WIDTH = 12
#: Workbooks say when they were made; ours say the same in every run.
_MADE = datetime(2000, 1, 1)
_ASIDE_COLUMNS = ("source", "row", "candidate_id", "field", "reason")
_TO_READ_COLUMNS = ("source", "row", "candidate_id")


def list_columns(job: Job, keep: Sequence[str]) -> list[str]:
    """Heads of a job's list."""
    heads = ["rank", "candidate_id", "score", "score_high", "eligible", "flags", *COVERAGE]
    heads += kept_names(keep)
    for requirement in job.requirements:
        label = short_label(requirement)
        heads += [f"{requirement.id} {what}: {label}" for what in ("status", "points", "why")]
    return heads


def list_rows(table: pa.Table, keep: Sequence[str]) -> Iterator[list[str]]:
    """Cells of a job's list, as text, one row a candidate."""
    names = kept_names(keep)
    for row in table.to_pylist():
        cells = [
            str(row["rank"]),
            row["candidate_id"],
            points_text(row["score_hundredths"]),
            points_text(row["score_high_hundredths"]),
            ELIGIBLE[row["eligible"]],
            "; ".join(row["flags"]),
            *(str(row[name]) for name in COVERAGE),
            *(row[name] for name in names),
        ]
        for entry in row["ledger"]:
            cells += [entry["status"], points_text(entry["points_hundredths"]), entry["reason"]]
        yield cells


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    r"""Write cells as CSV, none of which a program takes for a formula; lines end in ``\n``.

    Raises
    ------
    InputError
        If there is no room.
    """
    with whole_file(path) as file:
        text = codecs.getwriter("utf-8")(file, "replace")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def write_xlsx(path: Path, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write cells as a workbook of one sheet: figures as numbers, all else as text.

    Raises
    ------
    InputError
        If there is no room.
    """
    import xlsxwriter

    with whole_file(path) as file:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False}) as book:
            book.set_properties({"title": one_line(title, 120), "created": _MADE})
            sheet = book.add_worksheet("Best")
            _fill(sheet, book.add_format({"bold": True, "text_wrap": True}), heads, rows)
        file.write(content.getvalue())


def _fill(sheet: Any, bold: Any, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(0, column, safe_cell(head)[:LONGEST_CELL], bold)
        width = _REASON_WIDTH if " why: " in head else _WIDTHS.get(head, _WIDTH)
        sheet.set_column(column, column, width)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if heads[column] in _FIGURES or " points: " in heads[column]:
                sheet.write_number(last, column, float(cell))
            else:
                sheet.write_string(last, column, safe_cell(cell)[:LONGEST_CELL])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(heads) - 1)


def aside_rows(
    jobs: Iterable[SetAside], batches: Iterable[pa.RecordBatch]
) -> Iterator[Sequence[str]]:
    """Who was set aside and why: jobs first, then candidates in their order; heads before all."""
    first = ((a.source, a.row, None, a.field, a.error) for a in jobs)
    names = ("source", "row", "candidate_id", "field", "error")
    return chain(
        [_ASIDE_COLUMNS], map(_texts, first), map(_texts, _others(batches, SET_ASIDE, names))
    )


def to_read_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Sequence[str]]:
    """Candidates that are for a person to read, heads before all."""
    return chain([_TO_READ_COLUMNS], map(_texts, _others(batches, TO_READ, _TO_READ_COLUMNS)))


def _others(
    batches: Iterable[pa.RecordBatch], outcome: str, names: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    for batch in batches:
        kinds = batch.column("outcome").to_pylist()
        rows = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
        yield from (row for kind, row in zip(kinds, rows, strict=True) if kind == outcome)


def _texts(cells: Iterable[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]
