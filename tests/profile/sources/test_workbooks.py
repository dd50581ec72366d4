"""Workbooks: cells as people see them, the right sheet and header, what is damaged."""

from __future__ import annotations

import datetime

import pytest

from matcher.errors import InputError
from matcher.profile.read import read_candidates
from tests.documents.makers import changed_zip
from tests.profile.small import TAXONOMY
from tests.profile.sources.makers import (
    HEADER,
    PEOPLE,
    xlsx_bytes,
)
from tests.profile.sources.reading import errors, ids, notes_of, read, write


def test_cells_as_people_see_them(tmp_path):
    def build(book):
        sheet = book["P"]
        sheet["C2"] = datetime.date(2024, 5, 1)
        sheet["D2"] = datetime.datetime(2024, 5, 1, 13, 30)
        sheet["E2"] = "=1+1"

    raw = xlsx_bytes(
        ("P", (("id", "cv", "day", "when", "sum", "n", "ok"),
               (7.0, "Java", None, None, None, 0.1 + 0.2, True))),
        build=build,
    )  # fmt: skip
    found = read(tmp_path, "p.xlsx", raw)
    assert ids(found) == ["7"]
    assert found.candidates[0].carried == {
        "day": "2024-05-01", "when": "2024-05-01 13:30:00", "sum": "", "n": "0.3", "ok": "TRUE",
    }  # fmt: skip


def test_the_value_of_a_formula_is_read(tmp_path):
    value = b'<c r="B2" t="str"><f>CONCATENATE("Ja","va")</f><v>Java</v></c>'
    raw = changed_zip(
        xlsx_bytes(("P", (("id", "cv", "note"), ("k1", "Kotlin", "n")))),
        change=(
            "xl/worksheets/sheet1.xml",
            lambda xml: xml[: xml.index(b'<c r="B2"')] + value + xml[xml.index(b'<c r="C2"') :],
        ),
    )
    assert read(tmp_path, "p.xlsx", raw).candidates[0].profile.texts["resume_text"] == "Java"


def test_errors_of_formulas_are_no_text(tmp_path):
    raw = xlsx_bytes(("P", (("id", "cv"), ("k1", "#N/A"), ("k2", "Java"))))
    first, second = read(tmp_path, "p.xlsx", raw).candidates
    assert not first.profile.readable
    assert second.profile.readable


def test_titles_above_the_header_and_blank_rows_are_skipped(tmp_path):
    raw = xlsx_bytes(
        ("P", (("Applicants of spring",), (), (None, "printed", "today"), ("ID", "CV", "Note"),
               ("k1", "Java", None), (), ("k2", "Kotlin", "x", None, "aside"))),
    )  # fmt: skip
    found = read(tmp_path, "p.xlsx", raw)
    assert ids(found) == ["k1", "k2"]
    assert [c.row for c in found.candidates] == [1, 2]
    assert notes_of(tmp_path, "p.xlsx", raw) == (
        "1 row holds cells beyond the header; they were not read",
    )


def test_the_sheet_with_candidates_is_found_and_said(tmp_path):
    people = (HEADER, *PEOPLE)
    raw = xlsx_bytes(("Read me", (("This list was made in spring",),)), ("Empty", ()),
                     ("People", people), ("Copy", people))  # fmt: skip
    assert ids(read(tmp_path, "p.xlsx", raw)) == ["k1", "k2", "k3"]
    (note,) = notes_of(tmp_path, "p.xlsx", raw)
    assert note == 'sheet "People" was read; not "Read me", "Copy"'


def test_hidden_sheets_come_last(tmp_path):
    def hide(book):
        book["Old"].sheet_state = "hidden"

    raw = xlsx_bytes(("Old", (("id", "cv"), ("old", "Java"))),
                     ("New", (("id", "cv"), ("new", "Java"))), build=hide)  # fmt: skip
    assert ids(read(tmp_path, "p.xlsx", raw)) == ["new"]


def test_a_named_column_helps_to_find_the_header(tmp_path):
    raw = xlsx_bytes(("P", (("Spring list",), ("Name", "Blurb"), ("Ada", "Java"))))
    path = write(tmp_path, "p.xlsx", raw)
    found = read_candidates(path, TAXONOMY, mapping={"resume": "Blurb"})
    assert found.candidates[0].profile.texts == {"resume_text": "Java"}


def test_two_far_cells_cost_nothing(tmp_path):
    def far(book):
        book["P"]["XFD400000"] = "far"

    raw = xlsx_bytes(("P", (("id", "cv"), ("k1", "Java"))), build=far)
    found = read(tmp_path, "p.xlsx", raw)
    assert ids(found) == ["k1"]


def test_a_duplicate_id_names_its_sheet_row(tmp_path):
    raw = xlsx_bytes(("P", (("id", "cv"), ("k1", "Java"), (), ("k1", "Go"))))
    assert errors(read(tmp_path, "p.xlsx", raw)) == [
        (2, "sheet row 4: id 'k1' stands already in row 1")
    ]


def test_a_sheet_that_breaks_off_keeps_its_rows(tmp_path):
    people = [(f"k{i}", f"Java {i}") for i in range(500)]
    raw = changed_zip(
        xlsx_bytes(("P", (("id", "cv"), *people))),
        change=("xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
    )
    found = read(tmp_path, "p.xlsx", raw)
    assert ids(found) == [f"k{i}" for i in range(len(found.candidates))]
    assert len(found.candidates) > 100
    (error,) = errors(found)
    assert "rows from here on are lost" in error[1]


def test_entities_of_a_sheet_do_not_grow(tmp_path):
    laughs = b'<!DOCTYPE x [<!ENTITY a "%s">' % (b"ha" * 500) + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 40) for i in range(6)
    )
    raw = changed_zip(
        xlsx_bytes(),
        change=("xl/worksheets/sheet1.xml",
                lambda xml: laughs + b"]>" + xml.replace(b"k1", b"&g;", 1)),
    )  # fmt: skip
    with pytest.raises(InputError, match="damaged"):
        read(tmp_path, "p.xlsx", raw)
