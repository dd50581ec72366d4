"""JSON Resumes, single résumé files, folders and archives of them."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from copy import deepcopy

import pytest

from matcher.errors import InputError
from matcher.profile.read import open_candidates, read_candidates
from matcher.profile.sources import archive, json_resume
from tests.conftest import SHARED
from tests.documents.makers import changed_zip, pdf_bytes
from tests.profile.small import READER, TAXONOMY
from tests.profile.sources.makers import (
    RESUME,
    csv_bytes,
    jsonl_bytes,
    resume_docx,
    resume_pdf,
    xlsx_bytes,
    zip_bytes,
)


def write(folder, name, raw):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return str(path)


def read(source):
    return read_candidates(str(source), TAXONOMY)


def ids(found):
    return [candidate.profile.candidate_id for candidate in found.candidates]


def aside(found):
    return {a.candidate_id: a.error for a in found.set_aside}


def skills(candidate):
    return {e.skill for e in candidate.profile.evidence}


# --- JSON Resume -------------------------------------------------------------------------------


def profile_of(resume):
    return READER.read("x", json_resume.texts_of(resume))


def test_a_json_resume_is_read_with_its_dates(tmp_path):
    found = read(write(tmp_path, "ida.json", json.dumps(RESUME).encode()))
    (candidate,) = found.candidates
    profile = candidate.profile
    assert profile.candidate_id == "ida.json"
    assert [t.interval.to_dict() for t in profile.tenures] == [
        {"start": "2019-03", "end": None},
        {"start": "2016-07", "end": "2018-06"},
    ]
    intervals = {e.skill: [i.to_dict() for i in e.intervals] for e in profile.evidence}
    assert intervals["postgresql"] == [{"start": "2019-03", "end": None}]
    assert intervals["python"] == [{"start": "2016-07", "end": "2018-06"}]
    assert intervals["excel"] == []
    assert intervals["kafka"] == [{"start": "2020-01", "end": None}]
    kinds = {e.skill: str(e.kind) for e in profile.evidence}
    assert kinds["java"] == "work"
    assert kinds["kafka"] == "project"
    assert kinds["docker"] == "claimed"
    assert kinds["statistics"] == "course"
    assert kinds["aws_architect"] == "certificate"
    assert [(str(d.degree), d.fields) for d in profile.degrees] == [
        ("bachelor", ("computer_science",))
    ]
    (german,) = (e for e in profile.evidence if e.skill == "german")
    assert str(german.language_level) == "C1"
    assert "(Expert)" in profile.texts["skills"]


def test_what_identifies_is_carried_and_never_read(tmp_path):
    found = read(write(tmp_path, "ida.json", json.dumps(RESUME).encode()))
    (candidate,) = found.candidates
    text = "\n".join(candidate.profile.texts.values())
    for private in ("Ida", "Falk", "@", "555", "Hill Road", "Springfield", "http", "ida.png",
                    "Spring College", "Oracle", "Old Mill", "Otto", "Scala"):  # fmt: skip
        assert private not in text
    assert candidate.carried["name"] == "Ida Falk"
    assert candidate.carried["institution"] == "Spring College"
    assert candidate.carried["link"].endswith("https://git.example.org/idafalk")
    assert "image" not in candidate.carried
    assert found.uses["name"] == "name"


def changed(**parts):
    return {**deepcopy(RESUME), **parts}


JOBS = {
    "days": (("2019-03-17", "2020-01-02"), ("2019-03", "2020-01")),
    "months": (("2019-03", "2020-01"), ("2019-03", "2020-01")),
    "years": (("2016", "2018"), ("2016-07", "2018-06")),
    "numbers": ((2016, 2018), ("2016-07", "2018-06")),
    "times": (("2019-03-01T00:00:00Z", "2020-01-01T00:00:00Z"), ("2019-03", "2020-01")),
    "words": (("March 2019", "January 2020"), ("2019-03", "2020-01")),
    "open": (("2019-03", None), ("2019-03", None)),
    "empty end": (("2019-03", ""), ("2019-03", None)),
    "dash": (("2019-03", "-"), ("2019-03", None)),
    "present": (("2019-03", "Present"), ("2019-03", None)),
}


@pytest.mark.parametrize(("given", "expected"), JOBS.values(), ids=JOBS.keys())
def test_dates_of_jobs(given, expected):
    job = {"position": "Barista", "name": "University Cafe", "startDate": given[0]}
    profile = profile_of({"work": [{**job, "endDate": given[1]}]})
    (tenure,) = profile.tenures
    assert (tenure.interval.to_dict()["start"], tenure.interval.to_dict()["end"]) == expected


@pytest.mark.parametrize("start", [None, "", "some day", [], {}])
def test_a_job_without_dates_takes_none_from_its_neighbour(start):
    dated = {"position": "Tester", "startDate": "2016", "endDate": "2018", "summary": "Python."}
    undated = {"position": "Coder", "startDate": start, "endDate": "2020", "summary": "Kotlin."}
    profile = profile_of({"work": [dated, undated]})
    assert len(profile.tenures) == 1
    (kotlin,) = (e for e in profile.evidence if e.skill == "kotlin")
    assert kotlin.intervals == ()


def test_sloppy_shapes_are_read_as_far_as_they_go():
    texts = json_resume.texts_of(
        {
            "basics": {"label": None, "summary": 7},
            "work": {"position": "Nurse"},
            "skills": ["Java", {"keywords": "Go, SQL"}, 3, None, [], {"name": {"x": 1}}],
            "languages": "German",
            "education": ["Bachelor of Science"],
            "awards": [None, {}],
            "projects": ["Ferry"],
        }
    )
    assert texts["skills"] == "Java\nGo, SQL\n3"
    assert texts["experience"] == "Nurse\n\nProjects\n\nFerry"
    assert texts["languages"] == "German"
    assert texts["education"] == "Bachelor of Science"
    assert texts["summary"] == "7"


def test_lists_of_json_resumes(tmp_path):
    second = changed(id="b7", skills=["Kotlin"])
    both = [RESUME, second, {"no": "resume"}, {"basics": {"name": "Al"}}]
    lines = "\n".join(map(json.dumps, both))
    for name, raw in (("list.json", json.dumps(both)), ("list.jsonl", lines)):
        found = read(write(tmp_path, name, raw.encode()))
        assert ids(found) == ["row-1", "b7"]
        assert [(a.row, a.field) for a in found.set_aside] == [(3, "file"), (4, "file")]
        assert "is no JSON Resume" in found.set_aside[0].error
        assert "holds no work" in found.set_aside[1].error


def test_a_mapping_for_resumes_is_a_mistake(tmp_path):
    path = write(tmp_path, "ida.json", json.dumps(RESUME).encode())
    with pytest.raises(InputError, match="--map"):
        read_candidates(path, TAXONOMY, mapping={"resume": "x"})


# --- single files ------------------------------------------------------------------------------

MAIL = (
    b"From: a@example.org\nMessage-ID: <1@x>\nSubject: cv\nMIME-Version: 1.0\n\nI write Kotlin.\n"
)
FILES = {
    "cv.pdf": (resume_pdf(), "kotlin"),
    "cv.docx": (resume_docx(), "postgresql"),
    "cv.txt": (b"Ada\nSummary: Kotlin, Java\n", "kotlin"),
    "cv.md": (b"# Ada, id, skills, resume\n\n- Kotlin\n", "kotlin"),
    "cv.html": (b"<html><p>Kotlin</p></html>", "kotlin"),
    "cv.eml": (MAIL, "kotlin"),
    "cv": (b"Ada writes Kotlin", "kotlin"),
    "cv.json": (json.dumps(RESUME).encode(), "java"),
}


@pytest.mark.parametrize("name", FILES)
def test_one_resume(tmp_path, name):
    raw, skill = FILES[name]
    found = read(write(tmp_path, name, raw))
    assert ids(found) == [name]
    assert skill in skills(found.candidates[0])


def test_a_resume_through_a_pipe(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(resume_pdf())))
    assert ids(read("-")) == ["row-1"]


def test_offsets_are_those_of_the_extracted_text(tmp_path):
    for name, (raw, _) in FILES.items():
        (candidate,) = read(write(tmp_path, name, raw)).candidates
        for evidence in candidate.profile.evidence:
            text = candidate.profile.texts[evidence.field]
            assert evidence.span.of(text) == evidence.surface


def test_an_unreadable_resume_alone_is_unusable_input(tmp_path):
    for name, raw, said in (
        ("a.pdf", resume_pdf()[:400], "damaged PDF"),
        ("b.pdf", pdf_bytes([]), "holds images and no text"),
        ("c.docx", resume_docx()[:900], "damaged DOCX"),
        ("d.png", b"\x89PNG\r\n\x1a\n", "image"),
    ):
        with pytest.raises(InputError, match=said) as error:
            read(write(tmp_path, name, raw))
        assert str(error.value).startswith(str(tmp_path / name))


# --- folders and archives ----------------------------------------------------------------------

GOOD = {f"good/{name}": raw for name, (raw, _) in FILES.items()}
JUNK = {
    ".DS_Store": b"\0\0\0\1Bud1",
    "good/Thumbs.db": b"\xd0\xcf",
    "__MACOSX/good/._cv.pdf": b"\0\5\26\7",
    "good/~$cv.docx": b"x",
    ".git/config": b"[core]",
}
BAD = {
    "bad/secret.pdf": (pdf_bytes([(40, 60, "Java")], encrypt="pw"), "is encrypted; allowed: a PDF"),
    "bad/scan.pdf": (pdf_bytes([]), "holds images and no text"),
    "bad/scan.jpg": (b"\xff\xd8\xff\xe0JFIF", "is an image (JPEG)"),
    "bad/empty.txt": (b" \n", "is empty"),
    "bad/cut.docx": (resume_docx()[:1000], "is a damaged DOCX file"),
    "bad/macro.docm": (
        changed_zip(resume_docx(), add=[("word/vbaProject.bin", b"x")]), "holds macros"),
    "bad/old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
                    "is an old Word document"),
    "bad/noise.bin": (bytes(range(256)) * 9, "is binary"),
    "bad/list.csv": (csv_bytes(), "is a CSV or TSV table; give it by itself"),
    "bad/list.xlsx": (xlsx_bytes(), "is an XLSX workbook; give it by itself"),
    "bad/list.jsonl": (jsonl_bytes(), "is JSON, but no JSON Resume"),
    "bad/config.json": (b'{"a": 1}', "is JSON, but no JSON Resume"),
    "bad/broken.json": (b'{"a": ', "is no JSON"),
    "bad/more.zip": (zip_bytes([("cv.txt", b"Java")]), "is a ZIP archive; give it by itself"),
    "bad/large.txt": (b"Java " * 5_000_000, "is larger than 20 MB"),
}  # fmt: skip


def fill(folder):
    for name, raw in {**GOOD, **JUNK, **{name: raw for name, (raw, _) in BAD.items()}}.items():
        write(folder, name, raw)


def everything():
    return [*GOOD.items(), *JUNK.items(), *((name, raw) for name, (raw, _) in BAD.items())]


def check(found):
    assert ids(found) == sorted(GOOD)
    assert {c.carried["file"] for c in found.candidates} == set(GOOD)
    wrong = aside(found)
    assert set(wrong) == set(BAD)
    for name, (_, said) in BAD.items():
        assert wrong[name].startswith(said), name
    rows = [c.row for c in found.candidates] + [a.row for a in found.set_aside]
    assert sorted(rows) == list(range(1, len(rows) + 1))


def test_a_folder(tmp_path):
    fill(tmp_path)
    check(read(tmp_path))
    with open_candidates(str(tmp_path), TAXONOMY) as opened:
        list(opened)
        assert opened.notes[0] == "5 hidden or system files were skipped"


def test_an_archive_gives_what_the_folder_gives(tmp_path):
    fill(tmp_path / "folder")
    path = write(tmp_path, "all.zip", zip_bytes(everything()[::-1]))
    found = read(path)
    large = found.set_aside
    kept = {name: error for name, error in aside(found).items() if name != "bad/large.txt"}
    assert "bad/large.txt" in {a.candidate_id for a in large}
    of_folder = read(tmp_path / "folder")
    assert kept == {n: e for n, e in aside(of_folder).items() if n != "bad/large.txt"}
    assert found.candidates == of_folder.candidates


def test_the_order_of_the_file_system_changes_nothing(tmp_path, monkeypatch):
    fill(tmp_path)
    before = read(tmp_path)
    walk = os.walk

    def backwards(top, **options):
        for place, folders, files in walk(top, **options):
            folders.reverse()
            yield place, folders, sorted(files, reverse=True)

    monkeypatch.setattr(os, "walk", backwards)
    after = read(tmp_path)
    assert (before.candidates, before.set_aside) == (after.candidates, after.set_aside)


def test_a_list_of_json_resumes_among_files(tmp_path):
    write(tmp_path, "a.txt", b"Java")
    write(tmp_path, "b.json", json.dumps([RESUME, {"basics": {}}, RESUME]).encode())
    write(tmp_path, "c.txt", b"Java")
    found = read(tmp_path)
    assert ids(found) == ["a.txt", "b.json#1", "b.json#3", "c.txt"]
    assert [(a.row, a.candidate_id) for a in found.set_aside] == [(3, "b.json#2")]
    assert [c.row for c in found.candidates] == [1, 2, 4, 5]


def test_names_of_files_become_plain_ids(tmp_path):
    for name in ("Zoe\u0308.txt", "two\nlines.txt", "e\u0301/cv.txt"):
        write(tmp_path, name, b"Java")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_bytes(b"Java")
    found = ids(read(tmp_path))
    assert found == sorted(["Zoë.txt", "two\\nlines.txt", "é/cv.txt", "\\xff.txt"])
    json.dumps(found).encode("utf-8")


def test_links_pipes_and_missing_targets(tmp_path):
    write(tmp_path, "a/cv.txt", b"Java")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a" / "cv.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with open_candidates(str(tmp_path), TAXONOMY) as opened:
        outcomes = list(opened)
        assert opened.notes == ("links to folders were not followed: loop",)
    assert len(outcomes) == 4
    found = read(tmp_path)
    assert ids(found) == ["a/cv.txt", "b.txt"]
    assert set(aside(found)) == {"gone.txt", "pipe.txt"}
    assert "is no file" in aside(found)["pipe.txt"]


def test_an_empty_folder_or_archive_is_unusable(tmp_path):
    write(tmp_path, "folder/.hidden", b"x")
    for source in (tmp_path / "folder", write(tmp_path, "a.zip", zip_bytes([]))):
        with pytest.raises(InputError, match="holds no files"):
            read(source)


def test_names_that_lead_out_and_names_that_stand_twice(tmp_path):
    entries = [("../up.txt", b"Java"), ("/abs.txt", b"Java"), ("C:\\win.txt", b"Java"),
               ("a\\b.txt", b"Kotlin"), ("cv.txt", b"Java"), ("x/../../y.txt", b"J")]  # fmt: skip
    file = io.BytesIO(zip_bytes(entries))
    with zipfile.ZipFile(file, "a") as again, pytest.warns(UserWarning, match="Duplicate"):
        again.writestr("cv.txt", b"Scala")
    found = read(write(tmp_path, "a.zip", file.getvalue()))
    assert ids(found) == ["a/b.txt", "cv.txt"]
    assert "java" in skills(found.candidates[1])
    assert len(found.set_aside) == 5
    assert aside(found)["cv.txt"] == "stands twice in the archive"
    assert aside(found)["../up.txt"] == "its name leads out of the archive"


def test_names_in_utf8_that_do_not_say_so(tmp_path):
    raw = zip_bytes([("Zoë.txt", b"Java"), ("b.txt", b"Java")])
    silent = bytearray(raw)
    for start, place in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        silent[raw.index(start) + place] &= ~8
    assert zipfile.ZipFile(io.BytesIO(silent)).namelist()[0] != "Zoë.txt"
    assert "Zoë.txt" in ids(read(write(tmp_path, "a.zip", raw)))
    assert "Zoë.txt" in ids(read(write(tmp_path, "b.zip", bytes(silent))))


def test_encrypted_and_damaged_entries(tmp_path):
    raw = bytearray(zip_bytes([("a.txt", b"Java"), ("b.txt", b"Kotlin"), ("c.txt", b"Go")]))
    directory = raw.index(b"PK\1\2")
    raw[directory + 8] |= 1
    second = raw.index(b"PK\3\4", 10)
    raw[second + 30 + 5] ^= 0xFF
    found = read(write(tmp_path, "a.zip", bytes(raw)))
    assert ids(found) == ["c.txt"]
    assert aside(found)["a.txt"].startswith("is encrypted")
    assert aside(found)["b.txt"] == "is damaged in the archive"


def test_bombs(tmp_path, monkeypatch):
    big = ("big.txt", b"Java " * 3_000_000)
    found = read(write(tmp_path, "a.zip", zip_bytes([big, ("cv.txt", b"Java")])))
    assert ids(found) == ["cv.txt"]
    assert "at most 200 times" in aside(found)["big.txt"]
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    with pytest.raises(InputError, match="unpacks to over"):
        read(write(tmp_path, "b.zip", zip_bytes([big, ("cv.txt", b"Java")])))


def test_entries_that_share_their_bytes_are_refused(tmp_path):
    raw = zip_bytes([("a.txt", os.urandom(5000)), ("b.txt", b"Java")])
    at = raw.index(b"PK\1\2")
    end = raw.index(b"PK\5\6")
    first = raw[at : raw.index(b"PK\1\2", at + 4)]
    copies = b"".join(first.replace(b"a.txt", b"%c.txt" % (99 + i)) for i in range(9))
    tail = bytearray(raw[end:])
    tail[8:12] = (11).to_bytes(2, "little") * 2
    tail[12:16] = (end - at + len(copies)).to_bytes(4, "little")
    with pytest.raises(InputError, match="share their bytes"):
        read(write(tmp_path, "a.zip", raw[:end] + copies + bytes(tail)))


def test_too_many_entries(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    with pytest.raises(InputError, match="holds 4 files"):
        read(write(tmp_path, "a.zip", zip_bytes([(f"{i}.txt", b"Java") for i in range(4)])))


def test_a_damaged_archive(tmp_path):
    raw = zip_bytes([("a.txt", b"Java")])
    with pytest.raises(InputError, match="is a damaged ZIP archive"):
        read(write(tmp_path, "a.zip", raw[: len(raw) // 2]))


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="real samples are not here")
@pytest.mark.parametrize("kind", ["pdf", "docx", "jsonresume"])
def test_real_resumes_are_read(kind):
    found = read(SHARED / "samples" / kind)
    assert found.set_aside == ()
    assert len(found.candidates) == len(list((SHARED / "samples" / kind).iterdir()))
    for candidate in found.candidates:
        assert sum(map(len, candidate.profile.texts.values())) > 400
