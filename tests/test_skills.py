"""Skills as a stream: the same lines whatever the number of processes, and none lost."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import skills
from matcher.cli import run
from matcher.errors import InputError
from matcher.skills import SkillStream


def texts(stream):
    return "".join(stream).splitlines()


def test_any_number_of_processes_gives_the_same_bytes(taxonomy, tmp_path, monkeypatch):
    monkeypatch.setattr(skills, "CHUNK_BYTES", 300)
    path = tmp_path / "texts.jsonl"
    rows = [{"id": f"k{i}", "text": "Java, Go and PostgreSQL " * (i % 5)} for i in range(200)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    one, three = (texts(SkillStream(str(path), taxonomy, workers=n)) for n in (1, 3))
    assert one == three
    assert [json.loads(line)["id"] for line in one] == [row["id"] for row in rows]


def test_plain_text_has_line_numbers_as_ids(taxonomy, tmp_path):
    path = tmp_path / "texts.txt"
    path.write_bytes("\ufeffKotlin\r\n\r\ncaf\u00e9 Rust code\n".encode())
    found = [json.loads(line) for line in texts(SkillStream(str(path), taxonomy))]
    assert [line["id"] for line in found] == [1, 2, 3]
    kotlin = {"skill": "kotlin", "label": "Kotlin", "start": 0, "end": 6, "method": "exact"}
    assert found[0]["skills"] == [kotlin | {"kind": "tool"}]
    assert found[1]["skills"] == []


def test_bad_lines_keep_their_place_and_are_named(tmp_path, capsys):
    path = tmp_path / "texts.jsonl"
    path.write_bytes(b'{"text": "Kotlin"}\n{"id": 7}\nnot json\n{"text": "\xff"}\n{"text": "Go"}\n')
    assert run(["skills", str(path)]) == 3
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert [bool(line.get("error")) for line in lines] == [False, True, True, True, False]
    assert [line["id"] for line in lines] == [1, 2, 3, 4, 5]
    assert [f"line {n}: no" in err for n in (2, 3, 4)] == [True] * 3


def test_a_file_without_a_good_line_is_an_error(taxonomy, tmp_path):
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 7}\n{"id": 8}\n')
    with pytest.raises(InputError, match="line 1: no record"):
        texts(SkillStream(str(path), taxonomy))


def test_compressed_and_truncated(taxonomy, tmp_path):
    path = tmp_path / "texts.txt.gz"
    packed = gzip.compress(b"Kotlin\n" * 1000)
    path.write_bytes(packed)
    assert len(texts(SkillStream(str(path), taxonomy))) == 1000
    path.write_bytes(packed[:-12])
    with pytest.raises(InputError, match="cannot be read on from line 1"):
        texts(SkillStream(str(path), taxonomy))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_give_a_line_each_or_an_error(taxonomy, tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("fuzz") / "texts"
    path.write_bytes(raw)
    stream = SkillStream(str(path), taxonomy, workers=1)
    try:
        found = "".join(stream).split("\n")[:-1]
    except InputError:
        assert stream.set_aside
        return
    assert len(found) == raw.count(b"\n") + (bool(raw) and not raw.endswith(b"\n"))
    for line in found:
        assert {"id", "skills"} <= json.loads(line).keys()
