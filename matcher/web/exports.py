"""Shortlists and rankings as files: XLSX, CSV, HTML, and a page for paper."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from sqlalchemy import select

from matcher.report.as_csv import stream_csv
from matcher.report.as_html import render_html
from matcher.report.harmless import safe_cell
from matcher.web.data.models import ApplicantRow, DecisionRow
from matcher.web.data.store import Store
from matcher.web.exported import DECIDED, Exported
from matcher.web.opened import Opened
from matcher.web.paper import render_paper
from matcher.web.shown import Decision, DecisionLine, Export, ExportKind, Which
from matcher.web.workbook import workbook

SHORTLISTED = frozenset({Decision.SHORTLIST, Decision.OVERRIDE})
_MEDIA = {
    ExportKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportKind.CSV: "text/csv; charset=utf-8",
    ExportKind.HTML: "text/html; charset=utf-8",
    ExportKind.PRINT: "text/html; charset=utf-8",
}
_NAMES = {Which.SHORTLIST: "shortlist", Which.ALL: "ranking"}
_ODD = re.compile(r"[^a-z0-9]+")


class Exports:
    """Makes files of rankings; :class:`matcher.web.workspace.Workspace` says which."""

    def __init__(self, store: Store, opened: Opened) -> None:
        self._store, self._opened = store, opened

    def made(self, job_id: str, kind: ExportKind, which: Which, *, blind: bool) -> Export:
        """A file."""
        chosen = SHORTLISTED if which is Which.SHORTLIST else frozenset[Decision]()
        shown = self._opened.everybody(job_id, chosen, blind=blind)
        applicants = shown.applicants
        decided = self._decided(job_id, blind=blind)
        exported = Exported(
            shown.seen,
            {key: decided[own] for key, own in applicants.items() if own in decided},
        )
        title = _ODD.sub("-", (shown.seen.job.title or "job").casefold()).strip("-")[:60]
        ending = "html" if kind is ExportKind.PRINT else str(kind)
        words = [title or "job", _NAMES[which]]
        words += ["blind"] if blind else []
        words += ["print"] if kind is ExportKind.PRINT else []
        content = _content(exported, kind, which)
        return Export(f"{'-'.join(words)}.{ending}", _MEDIA[kind], content)

    def _decided(self, job_id: str, *, blind: bool) -> dict[str, DecisionLine]:
        """The latest decision by applicant; reasons may name somebody."""
        with self._store.reading() as session:
            rows = session.scalars(
                select(DecisionRow)
                .join(ApplicantRow, ApplicantRow.id == DecisionRow.applicant_id)
                .where(ApplicantRow.job_id == job_id)
                .order_by(DecisionRow.number)
            )
            latest = {
                r.applicant_id: DecisionLine(
                    Decision(r.decision), "" if blind else r.reason, r.by, r.at
                )
                for r in rows
            }
        return {key: line for key, line in latest.items() if line.decision is not Decision.NONE}


def _content(exported: Exported, kind: ExportKind, which: Which) -> bytes:
    if kind is ExportKind.XLSX:
        return workbook(exported, _NAMES[which])
    if kind is ExportKind.CSV:
        return "".join(_csv(exported)).encode("utf-8", "replace")
    if kind is ExportKind.HTML:
        return render_html(exported.result).encode("utf-8", "replace")
    return render_paper(exported, _NAMES[which]).encode("utf-8", "replace")


def _csv(exported: Exported) -> Iterator[str]:
    """The report's own columns, with the decision behind the rank and id."""
    lines = csv.reader(io.StringIO("".join(stream_csv(exported.result))))
    head = next(lines)
    yield _line([*head[:2], *DECIDED, *head[2:]])
    for ranked, cells in zip(exported.rows, lines, strict=False):
        decided = [safe_cell(cell) for cell in exported.decision_cells(ranked.ledger)]
        yield _line([*cells[:2], *decided, *cells[2:]])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
