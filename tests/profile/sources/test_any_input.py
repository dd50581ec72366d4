"""Whatever the bytes and the name: candidates, set aside with a reason, or one line of error."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import MatcherError
from matcher.profile.read import read_candidates
from matcher.profile.sources import json_resume
from tests.conftest import ROOT
from tests.documents.makers import changed_zip
from tests.profile.small import TAXONOMY
from tests.profile.sources.makers import (
    RESUME,
    csv_bytes,
    flipped,
    jsonl_bytes,
    parquet_bytes,
    resume_docx,
    resume_pdf,
    xlsx_bytes,
    zip_bytes,
)

QUICK = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = st.sampled_from(
    ["a.csv", "a.xlsx", "a.parquet", "a.jsonl", "a.json", "a.zip", "a.csv.gz", "a.txt", "a.pdf",
     "a.docx", "a.eml", "a"]
)  # fmt: skip
MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08\x00", b"BZh9", b"\xfd7zXZ\x00", b"[{", b'{"cv":',
     b'{"basics":{', b"id,cv\n", b"\xff\xfe", b"\x28\xb5\x2f\xfd", b"%PDF-1.4\n"]
)  # fmt: skip
FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)
LENGTHS = st.one_of(st.just(1.0), st.floats(0.02, 1))


def reads_or_refuses(raw, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(raw)
        message = ""
        try:
            found = read_candidates(str(path), TAXONOMY)
            kept = [c.profile.candidate_id for c in found.candidates]
            assert len(kept) == len(set(kept))
            numbers = [c.row for c in found.candidates] + [a.row for a in found.set_aside]
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
            for candidate in found.candidates:
                json.dumps(candidate.profile.to_dict(), ensure_ascii=False).encode("utf-8")
                json.dumps(candidate.carried, ensure_ascii=False).encode("utf-8")
            assert all(aside.error and "\n" not in aside.error for aside in found.set_aside)
        except MatcherError as error:
            message = str(error)
    assert not message or (message.startswith(str(path)) and "\n" not in message)


@settings(QUICK, max_examples=250)
@given(MAGIC, st.binary(max_size=400), NAMES)
def test_any_bytes_under_any_name(magic, rest, name):
    reads_or_refuses(magic + rest, name)


SOUND = {
    "a.csv": csv_bytes(),
    "a.xlsx": xlsx_bytes(),
    "a.parquet": parquet_bytes(),
    "plain.parquet": parquet_bytes(compression="none", use_dictionary=False),
    "a.jsonl": jsonl_bytes(),
    "a.json": json.dumps([RESUME, RESUME]).encode(),
    "a.zip": zip_bytes([("a.pdf", resume_pdf()), ("b/c.docx", resume_docx()), ("d.txt", b"Java")]),
    "one.zip": zip_bytes([("a.xlsx", xlsx_bytes())]),
    "a.csv.gz": gzip.compress(csv_bytes() * 30),
}


@pytest.mark.parametrize("name", SOUND)
def test_flipped_and_cut_files(name):
    @QUICK
    @given(FLIPS, LENGTHS)
    def check(flips, length):
        reads_or_refuses(flipped(SOUND[name], flips, length), name)

    check()


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
     "[Content_Types].xml", "xl/_rels/workbook.xml.rels"],
)  # fmt: skip
def test_flipped_parts_in_a_sound_workbook(part):
    @settings(QUICK, max_examples=60)
    @given(FLIPS, LENGTHS)
    def check(flips, length):
        raw = changed_zip(SOUND["a.xlsx"], change=(part, lambda xml: flipped(xml, flips, length)))
        reads_or_refuses(raw, "a.xlsx")

    check()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "cv", "skills", "name", "work", "start", "end", "x"]), inner
        )
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["basics", "work", "education", "skills", "projects", "languages", "certificates", "awards",
     "volunteer", "interests", "publications", "references", "id"]
)  # fmt: skip
PARTS = st.sampled_from(
    ["name", "position", "startDate", "endDate", "summary", "highlights", "keywords", "level",
     "studyType", "area", "courses", "label", "location", "profiles", "roles", "language"]
)  # fmt: skip


@QUICK
@given(st.lists(VALUES, max_size=4), st.booleans())
def test_any_json(values, as_lines):
    texts = list(map(json.dumps, values))
    raw = "\n".join(texts) if as_lines else f"[{','.join(texts)}]"
    reads_or_refuses(raw.encode("utf-8", "surrogatepass"), "a.jsonl" if as_lines else "a.json")


@QUICK
@given(st.dictionaries(KEYS, VALUES | st.lists(st.dictionaries(PARTS, VALUES), max_size=3)))
def test_any_json_resume(record):
    texts = json_resume.texts_of(record)
    assert all(text.strip() for text in texts.values())
    json_resume.carried_of(record)
    json_resume.own_id(record)
    reads_or_refuses(json.dumps({"basics": {}, **record}).encode(), "a.json")


_STATUS = Path("/proc/self/status")
_MEMORY = """
import sys
from matcher.profile.sources import Table, open_source
with open_source(sys.argv[1]) as found:
    count = sum(1 for _ in (found.rows() if isinstance(found, Table) else found))
print(count, next(x.split()[1] for x in open("/proc/self/status") if x.startswith("VmHWM")))
"""


@pytest.mark.skipif(not _STATUS.exists(), reason="the system does not tell peaks of memory")
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.csv.gz", "a.parquet", "a.xlsx", "a.zip"])
def test_memory_does_not_grow_with_the_list(tmp_path, name):
    """Six thousand candidates more, with 58 MB of text: less than a quarter of that in memory."""
    used = []
    for count in (2000, 8000):
        path = tmp_path / f"{count}{name}"
        path.write_bytes(_list(name, count))
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, path], capture_output=True, text=True, check=True,
            cwd=ROOT,
        )  # fmt: skip
        found, kilobytes = map(int, done.stdout.split())
        assert found == count
        used.append(kilobytes)
    assert used[1] - used[0] < 14 * 1024


def _list(name, count):
    text = " ".join(hashlib.sha256(bytes([i])).hexdigest() for i in range(150))
    people = [{"id": f"k{i}", "cv": f"Java {i} {text}"} for i in range(count)]
    if name == "a.jsonl":
        return "\n".join(map(json.dumps, people)).encode()
    if name == "a.parquet":
        import pyarrow

        return parquet_bytes(pyarrow.Table.from_pylist(people), row_group_size=200)
    if name == "a.zip":
        return zip_bytes((f"{person['id']}.txt", person["cv"]) for person in people)
    if name == "a.xlsx":
        import openpyxl

        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet("P")
        for row in (("id", "cv"), *((p["id"], p["cv"]) for p in people)):
            sheet.append(row)
        with tempfile.TemporaryFile() as file:
            workbook.save(file)
            file.seek(0)
            return file.read()
    rows = "".join(f'{p["id"]},"{p["cv"]}"\n' for p in people)
    raw = f"id,cv\n{rows}".encode()
    return gzip.compress(raw) if name.endswith(".gz") else raw
