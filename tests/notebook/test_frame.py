"""A DataFrame is read as the same table in a file is."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import InputError
from matcher.model import Candidate, SetAside
from matcher.notebook.frame import FrameTable, frame_candidates, plain
from matcher.profile.read import open_candidates
from matcher.profile.sources.open import open_source
from matcher.profile.sources.rows import BadRow

CELLS = [
    ("text", "Java", "Java"),
    ("nothing", None, ""),
    ("not a number", float("nan"), ""),
    ("no time", pd.NaT, ""),
    ("missing", pd.NA, ""),
    ("whole float", 5.0, "5"),
    ("fraction", 2.5, "2.5"),
    ("numpy integer", np.int64(7), "7"),
    ("numpy truth", np.bool_(True), "TRUE"),
    ("decimal", Decimal("3.50"), "3.50"),
    ("day", datetime.date(2024, 5, 1), "2024-05-01"),
    ("timestamp", pd.Timestamp("2024-05-01"), "2024-05-01"),
    ("moment", pd.Timestamp("2024-05-01 12:30"), "2024-05-01 12:30:00"),
    ("list", ["SQL", "Go", None], "SQL, Go"),
    ("array", np.array(["SQL", "Go"]), "SQL, Go"),
    ("tuple", ("SQL", pd.NA), "SQL"),
    ("set", {"SQL", "Go"}, "Go, SQL"),
    ("period", pd.Period("2024-05"), "2024-05"),
    ("lone surrogate", "Go\ud800", "Go\ufffd"),
]


@pytest.mark.parametrize(
    ("value", "cell"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS]
)
def test_a_cell_is_what_a_person_would_write(value, cell):
    frame = pd.DataFrame({"id": ["k1"], "skills": pd.Series([value], dtype=object)})
    [row] = FrameTable(frame).rows()
    assert row.cells == ("k1", cell)


def test_a_cell_that_nests_too_deeply_is_a_bad_row():
    deep = []
    for _ in range(3_000):
        deep = [deep]
    frame = pd.DataFrame({"id": ["k1", "k2"], "skills": [deep, "Java"]})
    bad, good = FrameTable(frame).rows()
    assert isinstance(bad, BadRow)
    assert (bad.place, bad.error) == ("index 0", "nests deeper than 30 levels")
    assert good.cells == ("k2", "Java")


def test_dictionaries_become_columns_unless_they_hold_text():
    frame = pd.DataFrame(
        {
            "id": ["k1", "k2"],
            "person": [{"city": "Ghent", "age": None}, {"city": None, "car": True}],
            "experience": [{"title": "Nurse", "start": "2019-01"}, None],
        }
    )
    table = FrameTable(frame)
    assert table.header == ("id", "person.city", "person.age", "person.car", "experience")
    assert [row.cells for row in table.rows()] == [
        ("k1", "Ghent", "", "", "2019-01 – present\nNurse"),
        ("k2", "", "", "TRUE", ""),
    ]


def test_a_frame_gives_the_rows_of_its_parquet_file(tmp_path):
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "started": pd.to_datetime(["2019-03-01", None, "2020-01-01"]),
            "years": [3.0, np.nan, 4.5],
            "skills": [["SQL", "Go"], None, []],
            "history": [[{"title": "Nurse", "start": "2019-01"}], None, None],
            "person": [{"city": "Ghent"}, {"city": None}, {"city": "Bruges"}],
            "open": [True, None, False],
        }
    )
    path = tmp_path / "people.parquet"
    frame.to_parquet(path)
    table = FrameTable(frame)
    with open_source(str(path)) as stored:
        assert table.header == stored.header
        assert [row.cells for row in table.rows()] == [row.cells for row in stored.rows()]


cell = st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=4), st.sampled_from(["Java", " "]))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(["a", "b", ""]), cell, cell), max_size=6))
def test_everybody_is_read_or_set_aside_and_the_frame_stays(taxonomy, rows):
    frame = pd.DataFrame(rows, columns=["id", "skills", "note"], dtype=object)
    before = frame.copy(deep=True)
    found = frame_candidates(frame, taxonomy)
    outcomes = list(found)
    assert len(outcomes) + found.empty_rows == len(rows)
    ids = [each.profile.candidate_id for each in outcomes if isinstance(each, Candidate)]
    assert len(set(ids)) == len(ids)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("index", "ids"),
    [
        (None, ["0", "1"]),
        (pd.Index(["k7", "k9"]), ["k7", "k9"]),
        (pd.MultiIndex.from_tuples([("a", 1), ("a", 2)]), ["a:1", "a:2"]),
    ],
    ids=["default", "labels", "levels"],
)
def test_an_index_stands_for_ids_that_no_column_has(taxonomy, index, ids):
    frame = pd.DataFrame({"skills": ["Java", "Go"]}, index=index)
    found = frame_candidates(frame, taxonomy)
    assert [each.profile.candidate_id for each in found] == ids
    assert found.notes == ("no column holds ids of candidates: the index is taken for them",)


def test_a_named_index_is_a_column(taxonomy):
    frame = pd.DataFrame({"ID": ["k1"], "skills": ["Java"]}).set_index("ID")
    found = frame_candidates(frame, taxonomy)
    assert [each.profile.candidate_id for each in found] == ["k1"]
    assert found.notes == ()


def test_columns_may_share_a_name_and_have_none(taxonomy):
    frame = pd.DataFrame([["k1", "Java", "Go", "x"]], columns=["id", "skills", "skills", None])
    [only] = frame_candidates(frame, taxonomy)
    assert only.profile.texts == {"skills": "Java"}
    assert only.carried == {"skills (2)": "Go", "None": "x"}


def test_what_cannot_be_used_is_set_aside_with_its_place(taxonomy):
    frame = pd.DataFrame(
        {"id": ["k1", "k1", "k3"], "skills": ["Java", "Go", "a\0b"]}, index=["x", "y", "z"]
    )
    asides = [each for each in frame_candidates(frame, taxonomy) if isinstance(each, SetAside)]
    assert [(each.row, each.candidate_id, each.error) for each in asides] == [
        (2, "k1", "index 'y': id 'k1' stands already in row 1"),
        (3, "k3", "index 'z': cell 2 holds a NUL byte"),
    ]


@pytest.mark.parametrize(
    ("frame", "found"),
    [
        ([{"id": 1}], "DataFrame: is a list; allowed: a pandas DataFrame"),
        (pd.DataFrame({"id": [1]}), "no column holds text"),
        (pd.DataFrame({n: ["x"] for n in range(2_001)}), "has 2,001 columns"),
    ],
    ids=["no frame", "no text", "too wide"],
)
def test_what_is_no_list_of_candidates_is_refused(taxonomy, frame, found):
    with pytest.raises(InputError, match=found):
        frame_candidates(frame, taxonomy)


def test_columns_can_be_named(taxonomy):
    frame = pd.DataFrame({"id": ["k1"], "blob": ["Java"], "skills": ["Go"]})
    found = frame_candidates(frame, taxonomy, {"resume": "blob", "skills": "-"})
    [only] = found
    assert only.profile.texts == {"resume_text": "Java"}


def test_a_frame_is_recognised_as_its_file_is(taxonomy, people):
    from tests.notebook.conftest import LIST

    with open_candidates(str(LIST), taxonomy) as stored:
        assert frame_candidates(people, taxonomy).describe() == stored.describe()


def test_plain_leaves_python_alone():
    values = ["x", 1, 2.5, True, None, b"x", datetime.date(2026, 1, 1), {"a": [1]}]
    assert [plain(value) for value in values] == values
