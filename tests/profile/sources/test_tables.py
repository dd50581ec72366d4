"""One list in every table format gives the same candidates; what is damaged is named."""

from __future__ import annotations

import bz2
import datetime
import gzip
import io
import json
import lzma
import sys
import zipfile

import pyarrow
import pytest
from pyarrow import parquet

from matcher.errors import InputError
from matcher.profile.read import read_candidates
from matcher.profile.sources import json_records, rows, unpacked, workbook
from tests.documents.makers import changed_zip
from tests.profile.small import TAXONOMY
from tests.profile.sources.makers import (
    PEOPLE,
    csv_bytes,
    jsonl_bytes,
    parquet_bytes,
    records,
    xlsx_bytes,
    zip_bytes,
)
from tests.profile.sources.reading import errors, ids, read, write


def zst_bytes(raw):
    file = io.BytesIO()
    with pyarrow.CompressedOutputStream(pyarrow.PythonFile(file, "w"), "zstd") as packed:
        packed.write(raw)
        packed.flush()
        return _closed(packed, file)


def _closed(packed, file):
    kept = []
    file.close = lambda: kept.append(file.getvalue())
    packed.close()
    return kept[0] if kept else file.getvalue()


FORMATS = {
    "people.csv": csv_bytes(),
    "people.xlsx": xlsx_bytes(),
    "people.parquet": parquet_bytes(),
    "people.jsonl": jsonl_bytes(),
    "people.json": json.dumps(records()).encode(),
    "pretty.json": json.dumps(records(), indent=2).encode(),
    "wrapped.json": json.dumps({"total": 3, "candidates": records()}).encode(),
    "utf16.json": json.dumps(records(), ensure_ascii=False).encode("utf-16"),
    "people.csv.gz": gzip.compress(csv_bytes()),
    "people.csv.bz2": bz2.compress(csv_bytes()),
    "people.jsonl.xz": lzma.compress(jsonl_bytes()),
    "people.jsonl.zst": zst_bytes(jsonl_bytes()),
    "people.parquet.gz": gzip.compress(parquet_bytes()),
    "csv.zip": zip_bytes([("__MACOSX/._people.csv", b"x"), ("out/people.csv", csv_bytes())]),
    "xlsx.zip": zip_bytes([("people.xlsx", xlsx_bytes())]),
    "jsonl.zip": zip_bytes([("people.jsonl", jsonl_bytes())]),
    "people.txt": csv_bytes(),
    "people": csv_bytes(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_one_list_in_every_format(tmp_path, name):
    found = read(tmp_path, name, FORMATS[name])
    assert ids(found) == ["k1", "k2", "k3"]
    assert found.set_aside == ()
    first, second, third = (candidate.profile for candidate in found.candidates)
    assert first.texts["resume_text"] == PEOPLE[0][3]
    assert first.texts["years_experience"] == "5"
    assert second.texts["years_experience"] == "2.5"
    assert third.texts == {"resume_text": "Kotlin and\nKafka", "skills": "Kotlin"}
    assert [c.carried for c in found.candidates] == [{"Full Name": p[1]} for p in PEOPLE]
    assert found.uses["Full Name"] == "name"


@pytest.mark.parametrize("name", ["people.xlsx", "people.parquet", "people.jsonl", "csv.zip"])
def test_any_format_through_a_pipe(monkeypatch, name):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FORMATS[name])))
    assert ids(read_candidates("-", TAXONOMY)) == ["k1", "k2", "k3"]


def test_a_folder_with_one_table_is_that_table(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "export" / "people.xlsx").write_bytes(xlsx_bytes())
    assert ids(read_candidates(str(tmp_path / "export"), TAXONOMY)) == ["k1", "k2", "k3"]


def test_no_temporary_file_is_left(tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    for name in ("people.csv.gz", "csv.zip", "xlsx.zip"):
        read(tmp_path, name, FORMATS[name])
    assert list(place.iterdir()) == []


def bomb(size):
    return changed_zip(xlsx_bytes(), add=[("xl/media/x.bin", b"\0" * size)])


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.xlsx", xlsx_bytes()[:3000], "is a damaged workbook"),
        ("a.xlsx", xlsx_bytes(("P", ())), "has no rows"),
        ("a.xlsx", changed_zip(xlsx_bytes(), add=[("xl/vbaProject.bin", b"x")]), "holds macros"),
        ("a.xlsx", bomb(workbook._SMALL + 1), "one part unpacks to"),
        ("a.xlsx", changed_zip(xlsx_bytes(), change=("xl/workbook.xml", lambda _: b"<x")),
         "is a damaged workbook"),
        ("a.xlsx", xlsx_bytes(("P", (("a", "b"), (1, 2)))), "no known column"),
        ("a.xlsb", zip_bytes([("[Content_Types].xml", b""), ("xl/workbook.bin", b"x")]), "xlsb"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
         "is an old Excel workbook"),
        ("a.parquet", parquet_bytes()[:-9], "is a damaged Parquet file"),
        ("a.parquet", b"PAR1" + bytes(200) + b"PAR1", "is a damaged Parquet file"),
        ("a.json", b'{"a": 1', "no JSON"),
        ("a.json", b"[1, 2]", "holds no JSON objects"),
        ("a.json", b'"text"', "is no JSON object"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.json", b'{"work": ' * 100_000, "no JSON"),
        ("a.jsonl", b"x\ny\n", "holds no JSON objects"),
        ("a.jsonl", b'{"foo": 1}\n', "no known column"),
        ("a.csv.gz", gzip.compress(b"id,cv\nk1,Java\n")[:12], "is a damaged gzip file"),
        ("a.xlsx.gz", gzip.compress(b"PK\3\4\n" + bytes(range(256)) * 9000)[:-400], "break off"),
        ("a.csv.gz", gzip.compress(b""), "is empty"),
        ("a.csv.zst", b"\x28\xb5\x2f\xfd" + bytes(40), "is a damaged Zstandard file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_used_is_named_in_one_line(tmp_path, name, raw, said):
    with pytest.raises(InputError, match=said) as error:
        read(tmp_path, name, raw)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(str(tmp_path))
    assert error.value.problem.allowed


# --- Parquet -----------------------------------------------------------------------------------


def test_types_of_columns(tmp_path):
    table = pyarrow.table(
        {
            "id": pyarrow.array([1, 2]),
            "skills": pyarrow.array([["Java", "SQL"], None]),
            "cv": pyarrow.array(["Kotlin", "Go"]).dictionary_encode(),
            "applied": pyarrow.array([datetime.datetime(2024, 5, 1), None]),
            "place": pyarrow.array([{"city": "Lyon", "zip": 7.0}, None]),
            "photo": pyarrow.array([b"\xff\xd8\xff\xe0\x80\x81", b"text"]),
            "__index_level_0__": pyarrow.array([0, 1]),
        }
    )
    first, second = read(tmp_path, "p.parquet", parquet_bytes(table)).candidates
    assert first.profile.texts == {"resume_text": "Kotlin", "skills": "Java, SQL"}
    assert first.carried == {
        "applied": "2024-05-01", "place.city": "Lyon", "place.zip": "7", "photo": "",
    }  # fmt: skip
    assert second.profile.candidate_id == "2"
    assert second.carried["photo"] == "text"


def test_a_damaged_row_group_is_set_aside_and_the_next_one_read(tmp_path):
    people = pyarrow.table({"id": [f"k{i}" for i in range(60)], "cv": ["Java " * 50] * 60})
    raw = bytearray(parquet_bytes(people, row_group_size=20, compression="snappy"))
    column = parquet.ParquetFile(io.BytesIO(raw)).metadata.row_group(1).column(0)
    spot = column.dictionary_page_offset
    raw[spot : spot + 60] = b"\xff" * 60
    found = read(tmp_path, "p.parquet", bytes(raw))
    assert ids(found) == [f"k{i}" for i in (*range(20), *range(40, 60))]
    (aside,) = found.set_aside
    assert aside.row == 21
    assert "rows 21 to 40: row group 2 is damaged" in aside.error


def test_text_that_is_no_utf8_is_its_row_groups_loss(tmp_path):
    table = pyarrow.table({"id": ["k1"], "cv": pyarrow.array([b"\xff\xfe"]).cast("binary")})
    schema = pyarrow.schema([("id", pyarrow.string()), ("cv", pyarrow.string())])
    broken = pyarrow.Table.from_arrays(
        [table["id"], pyarrow.chunked_array([table["cv"].chunk(0).view(pyarrow.string())])],
        schema=schema,
    )
    found = read(tmp_path, "p.parquet", parquet_bytes(broken))
    assert found.candidates == ()
    assert len(found.set_aside) == 1


# --- JSON lines --------------------------------------------------------------------------------


def test_lines_that_are_no_objects_are_set_aside(tmp_path):
    lines = b'{"id": 1, "cv": "Java"}\n{"id": 2, "cv": "Ja\n\n[1]\n{"id": 3, "cv": "Go"}\n'
    found = read(tmp_path, "p.jsonl", lines)
    assert ids(found) == ["1", "3"]
    assert [(row, error[:18]) for row, error in errors(found)] == [
        (2, "line 2: is no JSON"),
        (3, "line 4: is no JSON"),
    ]


def test_keys_may_differ_by_line(tmp_path):
    lines = b'{"id": 1, "cv": "Java"}\n{"id": 2, "note": "x", "skills": ["Go"]}\n{"cv": null}\n'
    found = read(tmp_path, "p.jsonl", lines)
    assert [c.profile.texts for c in found.candidates] == [
        {"resume_text": "Java"},
        {"skills": "Go"},
    ]
    assert found.candidates[0].carried == {"note": ""}
    assert found.empty_rows == 1


def test_nested_jobs_are_dated(tmp_path):
    job = {
        "title": "Java developer",
        "company": "Mill",
        "from": "2019-03",
        "to": "2020-02",
        "contact": {"email": "boss@example.org"},
        "tasks": ["Wrote Kotlin services for trains"],
    }
    line = {"id": 1, "experience": [job, {"title": "Tester", "start_date": "2021", "x": None}]}
    found = read(tmp_path, "p.jsonl", json.dumps(line).encode())
    profile = found.candidates[0].profile
    assert [t.interval.to_dict() for t in profile.tenures] == [
        {"start": "2019-03", "end": "2020-02"},
        {"start": "2021-07", "end": None},
    ]
    assert "boss@" not in profile.texts["experience"]  # fmt: skip


def test_wrapped_columns_can_be_named(tmp_path):
    line = {"candidate": {"name": "Ada", "blurb": "Java"}, "meta": {"id": 4}}
    path = write(tmp_path, "p.jsonl", json.dumps(line).encode())
    found = read_candidates(path, TAXONOMY, mapping={"resume": "candidate.blurb", "id": "meta.id"})
    assert found.candidates[0].profile.texts == {"resume_text": "Java"}
    assert found.candidates[0].carried == {"candidate.name": "Ada"}


def test_what_other_programs_write(tmp_path):
    lines = b'{"id": 1, "cv": "Ja\\ud83d", "n": NaN}\n{"id": 2, "cv": "tab\there", "n": 1e999}\n'
    found = read(tmp_path, "p.jsonl", lines)
    assert ids(found) == ["1", "2"]
    assert [c.carried["n"] for c in found.candidates] == ["", ""]
    for candidate in found.candidates:
        candidate.profile.texts["resume_text"].encode("utf-8")


def test_deep_nesting_and_huge_cells_cost_their_row_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "MAX_CELL", 1000)
    monkeypatch.setattr(json_records, "MAX_LINE", 5000)
    deep = '{"id": 1, "x": ' + "[" * 60 + "]" * 60 + "}"
    deeper = '{"id": 2, "x": ' + "[" * 900 + "]" * 900 + "}"
    cell = json.dumps({"id": 3, "cv": "x" * 1001})
    line = json.dumps({"id": 4, "cv": "x" * 6000})
    good = '{"id": 5, "cv": "Java"}'
    raw = "\n".join((deep, deeper, cell, line, good)).encode()
    found = read(tmp_path, "p.jsonl", raw)
    assert ids(found) == ["5"]
    words = [error for _, error in errors(found)]
    assert "nests deeper than 30 levels" in words[0]
    assert "nests" in words[1]
    assert "cell 2 has over" in words[2]
    assert "line 4: has over" in words[3]


# --- compressed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pack"), [("p.csv.gz", gzip.compress), ("p.csv.xz", lzma.compress)]
)
def test_what_was_read_before_a_break_stays(tmp_path, name, pack):
    body = "".join(f"k{i},Java {hash((i, 7)) % 10**9}\n" for i in range(20_000))
    packed = pack(b"id,cv\n" + body.encode())
    found = read(tmp_path, name, packed[: len(packed) // 2])
    count = len(found.candidates)
    assert ids(found) == [f"k{i}" for i in range(count)]
    assert count > 1000
    (error,) = errors(found)
    assert error[0] == count + 1
    assert "break off here; what stood behind is lost" in error[1]


def test_broken_json_lines_too(tmp_path):
    lines = "".join(f'{{"id": {i}, "cv": "Java {i * 7919}"}}\n' for i in range(20_000))
    packed = gzip.compress(lines.encode())
    found = read(tmp_path, "p.jsonl.gz", packed[: len(packed) // 2])
    assert len(found.candidates) > 1000
    assert len(found.set_aside) == 1


def test_a_bomb_is_refused_before_the_disk_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacked, "SMALL", 100_000)
    with pytest.raises(InputError, match="unpacks to over"):
        read(tmp_path, "p.csv.gz", gzip.compress(b"id,cv\n" + b"k,J\n" * 1_000_000))


def test_an_archive_of_a_damaged_table(tmp_path):
    raw = zip_bytes([("people.xlsx", xlsx_bytes()[:2000])])
    with pytest.raises(InputError, match=r"people\.xlsx: is a damaged workbook"):
        read(tmp_path, "p.zip", raw)
    assert not zipfile.is_zipfile(io.BytesIO(xlsx_bytes()[:2000]))
