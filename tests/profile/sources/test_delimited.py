"""Tables as they come: encodings, delimiters, broken rows; every row accounted for."""

from __future__ import annotations

import codecs
import csv
import io
import sys

import pytest

from matcher.errors import InputError
from matcher.model import Candidate
from matcher.profile.read import iter_candidates, open_candidates, read_candidates
from matcher.profile.sources import BadRow, delimited, open_source, rows, text_file
from tests.profile.small import TAXONOMY

PLAIN = "candidate_id,resume_text,note\nk1,José knows Java,a\nk2,Zoë knows Kotlin,b\n"


def write(path, content):
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    file = path / "list.csv"
    file.write_bytes(data)
    return str(file)


def read_all(path, content):
    return read_candidates(write(path, content), TAXONOMY)


def ids(found):
    return [candidate.profile.candidate_id for candidate in found.candidates]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode("utf-8"),
        codecs.BOM_UTF8 + PLAIN.encode("utf-8"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-32"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode("utf-8"),
        PLAIN.replace("\n", "\r").encode("utf-8"),
        PLAIN.replace(",", ";").encode("utf-8"),
        PLAIN.replace(",", "\t").encode("utf-8"),
        PLAIN.replace(",", "|").encode("utf-8"),
        b"sep=;\n" + PLAIN.replace(",", ";").encode("utf-8"),
        b"\n\n" + PLAIN.encode("utf-8"),
    ],
    ids=["utf8", "bom", "utf16", "utf16be", "utf16le-no-bom", "utf32", "cp1252", "crlf", "cr",
         "semicolon", "tab", "pipe", "sep-line", "blank-lines-first"],
)  # fmt: skip
def test_encodings_and_delimiters(tmp_path, data):
    found = read_all(tmp_path, data)
    assert ids(found) == ["k1", "k2"]
    assert found.candidates[0].profile.texts["resume_text"] == "José knows Java"
    assert found.candidates[1].profile.texts["resume_text"] == "Zoë knows Kotlin"
    assert found.candidates[0].carried == {"note": "a"}
    assert found.set_aside == ()


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "Разработчик с опытом работы на языке программирования, живёт в городе"),
        ("shift_jis", "私は東京に住んでいるプログラマーです。よろしくお願いします。"),
        ("cp1252", "Señor café, naïve façade – “quoted”, 5 € für Müller"),
    ],
)
def test_legacy_encodings(tmp_path, encoding, words):
    found = read_all(tmp_path, f'id,cv\nk1,"{words * 5}"\n'.encode(encoding))
    assert found.candidates[0].profile.texts["resume_text"] == words * 5


def test_non_ascii_behind_the_sample(tmp_path):
    lines = "".join(f"k{i},plain words\n" for i in range(8000))
    found = read_all(tmp_path, f"id,cv\n{lines}last,café\n".encode("cp1252"))
    assert found.candidates[-1].profile.texts["resume_text"] == "café"


def test_quotes_hold_delimiters_and_line_ends(tmp_path):
    found = read_all(tmp_path, 'id;cv\nk1;"a; ""b""\r\nJava"\nk2;x\n')
    assert found.candidates[0].profile.texts["resume_text"] == 'a; "b"\r\nJava'
    assert ids(found) == ["k1", "k2"]


def test_a_comma_in_prose_does_not_beat_the_semicolon(tmp_path):
    found = read_all(tmp_path, "id;cv\nk1;a, b, c\nk2;d, e, f\n")
    assert found.candidates[0].profile.texts["resume_text"] == "a, b, c"


def test_stray_quotes_are_text(tmp_path):
    found = read_all(tmp_path, 'id,cv\nk1,a 17" screen and a 19" one\nk2,"b" c\n')
    assert found.candidates[0].profile.texts["resume_text"] == 'a 17" screen and a 19" one'
    assert ids(found) == ["k1", "k2"]


def test_rows_of_the_wrong_width_are_set_aside(tmp_path):
    found = read_all(tmp_path, "id,cv\nk1\nk2,Java\nk3,a,b\nk4,Kotlin,\n")
    assert ids(found) == ["k2", "k4"]
    assert [(s.row, s.candidate_id, s.error) for s in found.set_aside] == [
        (1, "k1", "line 2: row has 1 cell where the header has 2"),
        (3, "k3", "line 4: row has 3 cells where the header has 2"),
    ]


def test_nul_bytes_are_set_aside(tmp_path):
    found = read_all(tmp_path, b"id,cv\nk1,Ja\x00va\nk2,Java\n")
    assert ids(found) == ["k2"]
    assert found.set_aside[0].error == "line 2: cell 2 holds a NUL byte"


def test_a_cell_of_more_than_ten_megabytes_is_set_aside(tmp_path):
    big = "x" * (rows.MAX_CELL + 5)
    found = read_all(tmp_path, f'id,cv\nk1,{big}\nk2,Java\nk3,"{big}"\nk4,Kotlin\n')
    assert ids(found) == ["k2", "k4"]
    assert [s.error for s in found.set_aside] == [
        "line 2: a cell has over 10 MB",
        "line 4: a cell has over 10 MB",
    ]


def test_a_line_without_end_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(text_file, "MAX_LINE", 50)
    found = read_all(tmp_path, "id,cv\nk1," + "x," * 5000 + "\nk2,Java\n")
    assert ids(found) == ["k2"]


def test_an_unclosed_quote_swallows_no_rows(tmp_path):
    found = read_all(tmp_path, 'id,cv\nk1,Java\nk2,"never closed\nk3,Kotlin\nk4,Scala\n')
    assert ids(found) == ["k1", "k3", "k4"]
    assert [(s.row, s.error[:7]) for s in found.set_aside] == [(2, "line 3:")]
    assert "never closed" in found.set_aside[0].error
    assert [c.row for c in found.candidates] == [1, 3, 4]


def test_an_unclosed_quote_that_meets_the_next_quote(tmp_path):
    found = read_all(tmp_path, 'id,cv\nk1,"never closed\nk2,"Kotlin"\nk3,Scala\n')
    assert ids(found) == ["k2", "k3"]
    assert [s.row for s in found.set_aside] == [1]


def test_an_unclosed_quote_in_the_last_row(tmp_path):
    found = read_all(tmp_path, 'id,cv\nk1,Java\nk2,"open')
    assert ids(found) == ["k1"]
    assert [s.row for s in found.set_aside] == [2]


def test_an_unclosed_quote_before_more_than_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MAX_KEPT", 200)
    lines = "".join(f"k{i},Java\n" for i in range(2, 60))
    found = read_all(tmp_path, 'id,cv\nk1,"open\n' + lines)
    assert ids(found) == [f"k{i}" for i in range(2, 60)]


def test_duplicate_ids_are_set_aside(tmp_path):
    found = read_all(tmp_path, "id,cv\nk1,Java\nk1,Kotlin\nk2,x\nk1,y\n")
    assert ids(found) == ["k1", "k2"]
    assert [(s.row, s.candidate_id, s.field) for s in found.set_aside] == [
        (2, "k1", "candidate_id"),
        (4, "k1", "candidate_id"),
    ]
    assert "stands already in row 1" in found.set_aside[0].error


def test_empty_rows_are_counted_and_have_no_number(tmp_path):
    found = read_all(tmp_path, "cv,note\nJava,\n\n,\nKotlin,\n  ,\t\n")
    assert ids(found) == ["row-1", "row-2"]
    assert found.empty_rows == 3


def test_a_missing_id_is_the_row(tmp_path):
    assert ids(read_all(tmp_path, "id,cv\n,Java\nk2,Kotlin\n")) == ["row-1", "k2"]


def test_names_and_contacts_never_reach_the_profile(tmp_path):
    found = read_all(tmp_path, "id,Name,E-Mail,cv,Shoe size\nk1,Ada Java,a@b.c,Kotlin,41\n")
    assert found.candidates[0].carried == {"Name": "Ada Java", "E-Mail": "a@b.c", "Shoe size": "41"}
    assert set(found.candidates[0].profile.texts) == {"resume_text"}
    assert {e.skill for e in found.candidates[0].profile.evidence} == {"kotlin"}


def test_repeated_headers_are_kept_apart(tmp_path):
    found = read_all(tmp_path, "id,cv,note,note\nk1,Java,a,b\n")
    assert found.candidates[0].carried == {"note": "a", "note (2)": "b"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7 \x00\x01", "is a damaged PDF"),
        (b"PK\x03\x04....", "is a damaged ZIP archive"),
        (b"\x00\x01\x02\x03" * 100, "NUL bytes"),
        (bytes(range(1, 32)) * 50 + b"\xff\xfe\x80", "is binary"),
        (b"k1,I write Java\nk2,I write Kotlin\n", "the first line names no known column"),
        (b"id,name\nk1,Ada\n", "no column holds text"),
    ],
)
def test_useless_files_are_named(tmp_path, content, said):
    with pytest.raises(InputError, match=said) as error:
        read_all(tmp_path, content)
    assert str(error.value).startswith(str(tmp_path))
    assert error.value.problem.allowed


@pytest.mark.parametrize("source", ["no/such/file.csv", "a\0b.csv", "no/such/folder/"])
def test_unreadable_files_are_named(source):
    with pytest.raises(InputError, match=r"cannot be read|is no file name"):
        read_candidates(source, TAXONOMY)


def test_standard_input(monkeypatch):
    data = io.TextIOWrapper(io.BytesIO(PLAIN.encode("utf-8")))
    monkeypatch.setattr(sys, "stdin", data)
    assert [c.profile.candidate_id for c in iter_candidates("-", TAXONOMY)] == ["k1", "k2"]


def test_rows_stream(tmp_path):
    source = write(tmp_path, PLAIN)
    with open_candidates(source, TAXONOMY) as opened:
        first = next(iter(opened))
        assert isinstance(first, Candidate)
        assert opened.columns.read == {"candidate_id": 0, "resume_text": 1}


def test_mapping_goes_before_names(tmp_path):
    source = write(tmp_path, "id,Blurb,cv\nk1,Java,Kotlin\n")
    found = read_candidates(source, TAXONOMY, mapping={"resume": "Blurb"})
    assert found.candidates[0].profile.texts == {"resume_text": "Java"}
    assert found.candidates[0].carried == {"cv": "Kotlin"}


def test_the_parser_limit_is_left_as_it_was(tmp_path):
    before = csv.field_size_limit()
    source = write(tmp_path, PLAIN)
    with open_source(source) as table:
        for row in table.rows():
            assert not isinstance(row, BadRow)
            assert csv.field_size_limit() == before
    assert csv.field_size_limit() == before


def test_no_temporary_file_is_left(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode("utf-8"))))
    assert len(list(iter_candidates("-", TAXONOMY))) == 2
    assert list(tmp_path.iterdir()) == []


def test_one_broken_byte_does_not_spoil_the_other_names(tmp_path):
    rows = "".join(f"k{i},Zoë Müller\n" for i in range(50)).encode()
    source = write(tmp_path, b"id,cv\nbad,Jos\xe9\n" + rows)
    with open_candidates(source, TAXONOMY) as opened:
        first, *others = (c.profile.texts["resume_text"] for c in opened)
        assert first == "Jos\ufffd"
        assert set(others) == {"Zoë Müller"}
        assert opened.notes == ("some bytes are no UTF-8; they stand as U+FFFD",)
