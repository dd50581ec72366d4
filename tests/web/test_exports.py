"""Exports: what they hold, and that nothing in them runs."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from matcher.web.shown import LOCAL, Decision, ExportKind, RankingView, Which
from tests.web.small import PEOPLE, by_name, filled

HOSTILE = (
    "=HYPERLINK(\"http://x\",\"k\")",
    "<script>alert(1)</script>",
    "@x@example.org",
    "Skills: Java, <img src=x onerror=alert(2)> =1+1 </script><script>alert(3)</script>",
)  # fmt: skip


@pytest.fixture
def job(workspace):
    job = filled(workspace, (*PEOPLE, HOSTILE))
    people = by_name(workspace, job.id)
    workspace.decide(LOCAL, job.id, people[HOSTILE[1]], Decision.SHORTLIST, "=2+2")
    ada = people["Ada Quillfeather"]
    workspace.decide(LOCAL, job.id, ada, Decision.OVERRIDE, "knows canals")
    return job


def sheet(export):
    return openpyxl.load_workbook(io.BytesIO(export.content)).worksheets[0]


def test_a_workbook_is_a_grid_with_its_evidence(workspace, job):
    export = workspace.export(LOCAL, job.id, ExportKind.XLSX, Which.ALL)
    assert export.name == "canal-engineer-ranking.xlsx"
    grid = sheet(export)
    heads = [cell.value for cell in grid[1]]
    rows = workspace.ranking(LOCAL, job.id, RankingView()).rows
    assert [grid.cell(n, 4).value for n in range(2, 2 + len(rows))] == [r.score / 100 for r in rows]
    first = [cell.value for cell in grid[2]]
    points = [first[at] for at, head in enumerate(heads) if head.endswith(")")]
    assert points == [cell.points / 100 for cell in rows[0].cells]
    java = next(at for at, head in enumerate(heads, 1) if head.startswith("Java"))
    assert "[Java]" in grid.cell(2, java).comment.text
    assert dict(zip(heads, first, strict=True))["reason"] == "knows canals"


def test_no_cell_of_a_workbook_is_a_formula(workspace, job):
    for which in Which:
        book = openpyxl.load_workbook(
            io.BytesIO(workspace.export(LOCAL, job.id, ExportKind.XLSX, which).content)
        )
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        for cell in cells:
            if isinstance(cell.value, str):
                assert not cell.value.lstrip().startswith(("=", "+", "-", "@"))


def test_csv_holds_the_decisions(workspace, job):
    export = workspace.export(LOCAL, job.id, ExportKind.CSV, Which.SHORTLIST)
    rows = list(csv.DictReader(io.StringIO(export.content.decode())))
    assert [(r["candidate_id"], r["decision"], r["reason"]) for r in rows] == [
        ("k1", "override", "knows canals"),
        ("'" + HOSTILE[0], "shortlist", "'=2+2"),
    ]
    whole = workspace.export(LOCAL, job.id, ExportKind.CSV, Which.ALL).content.decode()
    assert len(list(csv.DictReader(io.StringIO(whole)))) == 5


@pytest.mark.parametrize("kind", [ExportKind.HTML, ExportKind.PRINT])
def test_pages_run_nothing_of_a_resume(workspace, job, kind):
    page = workspace.export(LOCAL, job.id, kind, Which.ALL).content.decode()
    for harmful in ("<script>alert", "<img src=x", "</script><script>"):
        assert harmful not in page
    if kind is ExportKind.PRINT:
        assert "<script" not in page
        assert "knows canals" in page


@pytest.mark.parametrize("kind", list(ExportKind))
def test_blind_exports_tell_nobody(workspace, job, kind):
    export = workspace.export(LOCAL, job.id, kind, Which.ALL, blind=True)
    content = export.content
    if kind is ExportKind.XLSX:
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        content = repr([(c.value, c.comment and c.comment.text) for c in cells]).encode()
    for told in (b"Quillfeather", b"ada@", b"Tanglewood", b"knows canals", b'k1"'):
        assert told not in content
    assert "blind" in export.name


def test_an_export_is_the_same_each_time(workspace, job):
    for kind in ExportKind:
        first, again = (workspace.export(LOCAL, job.id, kind, Which.ALL) for _ in range(2))
        assert first == again


def test_an_empty_shortlist_is_a_file_too(workspace):
    job = filled(workspace)
    for kind in ExportKind:
        assert workspace.export(LOCAL, job.id, kind, Which.SHORTLIST).content
