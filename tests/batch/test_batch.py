"""``matcher batch`` equals ``matcher rank`` pair by pair, whatever it is cut and spread into."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matcher.cli import run
from tests.batch.people import contents, rows, text_of, write_jobs, write_list
from tests.conftest import ROOT

AS_OF = ["--as-of", "2026-11-01"]
PEOPLE = 60


@pytest.fixture(scope="module")
def given(tmp_path_factory, engine):
    """Jobs, a list, and what a batch of them in one part comes to; for each engine."""
    folder = tmp_path_factory.mktemp("batch")
    jobs, people = write_jobs(folder / "jobs"), write_list(folder / "people.csv", PEOPLE, bad=True)
    out = folder / "out"
    command = ["batch", str(jobs), str(people), "--out", str(out), "--all"]
    assert run([*command, *AS_OF, *KEEP, *engine]) == 3
    return jobs, people, out


KEEP = ["--keep", "name,e-mail"]
ONE = ["--workers", "1"]


def ranked(job, people, capsys, *options):
    code = run(["rank", str(job), str(people), "--format", "json", *AS_OF, *options])
    assert code in (0, 3)
    return json.loads(capsys.readouterr().out)


def table(path):
    return pq.read_table(path).to_pylist()


@pytest.mark.parametrize("job", ["backend.txt", "analyst.md"])
def test_every_pair_equals_the_ranking(given, capsys, job):
    jobs, people, out = given
    expected = {c["candidate_id"]: c for c in ranked(jobs / job, people, capsys)["candidates"]}
    pairs = table(out / "all" / f"{Path(job).stem}.parquet")
    assert [pair["row"] for pair in pairs] == sorted(pair["row"] for pair in pairs)
    assert {pair["candidate_id"] for pair in pairs} == expected.keys()
    for pair in pairs:
        known = expected[pair["candidate_id"]]
        for name in ("rank", "score", "score_high", "score_hundredths", "eligible", "row"):
            assert pair[name] == known[name], (pair["candidate_id"], name)
        assert pair["flags"] == [f for f in known["flags"] if f != "possible_duplicate"]
        for level, counts in known["coverage"].items():
            assert [pair[f"{level}_met"], pair[f"{level}_asked"]] == counts
        for line, entry in zip(pair["ledger"], known["assessments"], strict=True):
            same = ("requirement_id", "status", "basis", "worth_hundredths", "points_hundredths")
            assert [line[name] for name in same] == [entry[name] for name in same]
            assert line["reason"] is None
        assert sum(line["points_hundredths"] for line in pair["ledger"]) == pair["score_hundredths"]


@pytest.mark.parametrize("top", [1, 7, 1000])
def test_the_best_are_the_head_of_the_ranking_with_its_reasons(
    given, engine, tmp_path, capsys, top
):
    jobs, people, _ = given
    out = tmp_path / "out"
    options = ["--top", str(top), "--chunk-rows", "9", *AS_OF, *engine]
    assert run(["batch", str(jobs), str(people), "--out", str(out), *options]) == 3
    for name in ("backend", "analyst"):
        job = next(jobs.glob(f"{name}.*"))
        whole = [c for c in ranked(job, people, capsys)["candidates"] if c["rank"] is not None]
        best = table(out / "top" / f"{name}.parquet")
        assert [b["candidate_id"] for b in best] == [c["candidate_id"] for c in whole[:top]]
        assert [b["rank"] for b in best] == [c["rank"] for c in whole[:top]]
        for found, known in zip(best, whole, strict=False):
            why = [entry["reason"] for entry in known["assessments"]]
            assert [line["reason"] for line in found["ledger"]] == why
    assert not (out / "all").exists()


@pytest.mark.parametrize("engine", ["local"], indirect=True)
@pytest.mark.parametrize(
    ("workers", "chunk_rows", "seed"), [("1", "7", "1"), ("3", "7", "2"), ("2", "25", "3")]
)
def test_workers_chunks_and_hash_seeds_change_no_byte(given, tmp_path, workers, chunk_rows, seed):
    jobs, people, expected = given
    out = tmp_path / "out"
    command = [sys.executable, "-m", "matcher", "batch", str(jobs), str(people), "--out", str(out)]
    command += ["--all", *AS_OF, *KEEP, "--workers", workers, "--chunk-rows", chunk_rows]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert contents(out) == contents(expected)


def test_the_manifest_counts_every_row_and_digests_every_file(given):
    _, people, out = given
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"] == {"rows": PEOPLE + 2, "scored": PEOPLE, "set_aside": 2}
    [source] = manifest["candidates"]
    assert source["sha256"] == hashlib.sha256(people.read_bytes()).hexdigest()
    assert source["empty_rows"] == 1
    assert manifest["as_of"] == "2026-11-01"
    listed = {each["file"]: each["sha256"] for each in manifest["outputs"]}
    there = contents(out)
    assert listed.keys() == there.keys() - {"manifest.json"}
    for name, digest in listed.items():
        assert hashlib.sha256(there[name]).hexdigest() == digest
    for job in manifest["jobs"]:
        assert sum(each["worth_hundredths"] for each in job["requirements"]) == 10_000
    assert manifest["options"] == {
        "top": 100,
        "all": True,
        "keep": ["name", "e-mail"],
        "map": {},
        "blind": False,
    }


def test_bad_rows_are_listed_with_their_place_and_reason(given, capsys):
    jobs, people, out = given
    with (out / "set_aside.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    known = ranked(jobs / "backend.txt", people, capsys)["set_aside"]
    assert [(int(f["row"]), f["candidate_id"], f["field"], f["reason"]) for f in found] == [
        (k["row"], k["candidate_id"], k["field"], k["error"]) for k in known
    ]
    assert {f["source"] for f in found} == {str(people)}


def test_who_cannot_be_read_is_for_a_person(given):
    _, _, out = given
    with (out / "to_read.csv").open(newline="") as file:
        found = [row["candidate_id"] for row in csv.DictReader(file)]
    assert found == [row[0] for row in rows(PEOPLE) if not row[3]]


def test_lists_for_people_are_safe_and_hold_the_kept_columns(given):
    _, _, out = given
    with (out / "lists" / "backend.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[0]["rank"] == "1"
    assert all(line["e-mail"].startswith("'=cmd") for line in lines)
    assert all(line["name"].startswith("Ann Example") for line in lines)
    sheet = openpyxl.load_workbook(out / "lists" / "backend.xlsx").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(cells) == len(lines) + 1
    assert [row[1] for row in cells[1:]] == [line["candidate_id"] for line in lines]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(isinstance(row[2], int | float) for row in cells[1:])


@pytest.mark.parametrize("packed", ["gz", "zst", "zip"])
def test_compressed_lists_give_the_same_pairs(given, tmp_path, packed):
    jobs, people, expected = given
    path = tmp_path / f"people.csv.{packed}"
    raw = people.read_bytes()
    if packed == "gz":
        path.write_bytes(gzip.compress(raw))
    elif packed == "zst":
        path.write_bytes(pa.Codec("zstd").compress(raw, asbytes=True))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("people.csv", raw)
    out = tmp_path / "out"
    assert run(["batch", str(jobs), str(path), "--out", str(out), "--all", *AS_OF, *ONE]) == 3
    names = pq.read_schema(expected / "all" / "backend.parquet").names
    same = [name for name in names if name not in ("source", "name", "e-mail")]
    found = pq.read_table(out / "all" / "backend.parquet", columns=same)
    assert found.equals(pq.read_table(expected / "all" / "backend.parquet", columns=same))


def test_several_lists_by_pattern_folder_and_option_are_one(tmp_path, capsys):
    jobs = write_jobs(tmp_path / "jobs")
    exports = tmp_path / "exports"
    exports.mkdir()
    for name, count in (("march", 5), ("april", 4)):
        write_list(exports / f"{name}.csv", count)
    by_option = [
        "--candidates",
        str(exports / "april.csv"),
        "--candidates",
        str(exports / "march.csv"),
    ]
    outs = []
    for at, lists in enumerate([[str(exports / "*.csv")], [str(exports)], by_option]):
        outs.append(tmp_path / f"out{at}")
        assert run(["batch", str(jobs), *lists, "--out", str(outs[-1]), *AS_OF, *ONE]) == 0
    assert contents(outs[0]) == contents(outs[1]) == contents(outs[2])
    capsys.readouterr()
    job = str(jobs / "backend.txt")
    assert run(["rank", job, *by_option[1::2], "--format", "json", *AS_OF]) == 0
    known = [c for c in json.loads(capsys.readouterr().out)["candidates"] if c["rank"]]
    best = table(outs[0] / "top" / "backend.parquet")
    assert [b["candidate_id"] for b in best] == [c["candidate_id"] for c in known]
    assert best[0]["candidate_id"].split(":")[0] in ("march", "april")


def test_blind_shows_no_identity_and_the_pseudonyms_of_rank(given, engine, tmp_path, capsys):
    jobs, people, _ = given
    key, out = tmp_path / "key", tmp_path / "out"
    blind = ["--blind-key", str(key)]
    command = ["batch", str(jobs), str(people), "--out", str(out), "--all", *blind, *AS_OF, *engine]
    assert run(command) == 3
    known = ranked(jobs / "backend.txt", people, capsys, *blind)["candidates"]
    best = table(out / "top" / "backend.parquet")
    placed = [c for c in known if c["rank"] is not None]
    assert [b["candidate_id"] for b in best] == [c["candidate_id"] for c in placed]
    for found, c in zip(best, placed, strict=True):
        assert [line["reason"] for line in found["ledger"]] == [
            entry["reason"] for entry in c["assessments"]
        ]
    assert all(b["row"] is None for b in best)
    tables = json.dumps([table(path) for path in out.rglob("*.parquet")])
    others = b"".join(c for name, c in contents(out).items() if name.endswith(("csv", "json")))
    for identity in ("Example1", "k0001", "@example.org"):
        assert identity not in tables
        assert identity.encode() not in others


def test_a_table_of_jobs_gives_each_its_id_and_title(tmp_path):
    people = write_list(tmp_path / "people.csv", 8)
    path = tmp_path / "jobs.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Job ID", "Job Title", "Job Description"])
        writer.writerow(["R/1", "Backend", "Requirements\n- Java or Go\n- Docker"])
        writer.writerow(["R 1", "Friendly", "We are nice."])
        writer.writerow(["R-3", "Analyst", "Must have: SQL, Python"])
    out = tmp_path / "out"
    assert run(["batch", str(path), str(people), "--out", str(out), *AS_OF, *ONE]) == 3
    manifest = json.loads((out / "manifest.json").read_text())
    assert [(j["id"], j["title"]) for j in manifest["jobs"]] == [
        ("R/1", "Backend"),
        ("R-3", "Analyst"),
    ]
    assert manifest["jobs_set_aside"] == 1
    [aside] = csv.DictReader((out / "set_aside.csv").open(newline=""))
    assert (aside["row"], aside["field"]) == ("2", "job")
    assert aside["reason"].startswith("nothing that can be scored is asked")
    assert sorted(p.name for p in (out / "top").iterdir()) == ["R-3.parquet", "R_1.parquet"]
    assert {row["job_id"] for row in table(out / "top" / "R_1.parquet")} == {"R/1"}


def test_a_later_batch_replaces_the_results_of_an_earlier_one(tmp_path):
    jobs, people = write_jobs(tmp_path / "jobs"), write_list(tmp_path / "people.csv", 4)
    out = tmp_path / "out"
    command = ["--out", str(out), *AS_OF, *ONE]
    assert run(["batch", str(jobs), str(people), "--all", *command]) == 0
    assert run(["batch", str(jobs / "backend.txt"), str(people), *command]) == 0
    kept = {name for name in contents(out) if "/" in name}
    assert kept == {"top/backend.parquet", "lists/backend.csv", "lists/backend.xlsx"}
    assert not (out / ".work").exists()


def test_a_folder_of_resumes_is_one_source(tmp_path):
    jobs, folder = write_jobs(tmp_path / "jobs"), tmp_path / "resumes"
    folder.mkdir()
    for number in range(3):
        (folder / f"p{number}.txt").write_text(text_of(number))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    out = tmp_path / "out"
    assert run(["batch", str(jobs), str(folder), "--out", str(out), *AS_OF, *ONE]) == 3
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    assert counts == {"rows": 4, "scored": 3, "set_aside": 1}


@pytest.fixture(scope="module")
def store(given, tmp_path_factory):
    """The list as a store of profiles."""
    _, people, _ = given
    path = tmp_path_factory.mktemp("store") / "store"
    assert run(["profiles", str(people), "--out", str(path), *ONE]) == 3
    return path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_store_gives_the_bytes_of_the_list_it_was_made_from(given, store, tmp_path, workers):
    jobs, _, expected = given
    out = tmp_path / "out"
    options = ["--all", *AS_OF, *KEEP, "--workers", workers]
    assert run(["batch", str(jobs), str(store), "--out", str(out), *options]) == 3
    found, known = contents(out), contents(expected)
    manifest, before = (
        json.loads(found.pop("manifest.json")),
        json.loads(known.pop("manifest.json")),
    )
    assert found == known
    assert manifest["counts"] == before["counts"]
    assert manifest["candidates"][0]["empty_rows"] == before["candidates"][0]["empty_rows"]


def test_a_store_and_a_list_are_one(given, store, tmp_path, capsys):
    jobs, _, _ = given
    more, out = write_list(tmp_path / "more.csv", 9), tmp_path / "out"
    lists = [str(store), str(more)]
    command = ["batch", str(jobs), "--candidates", lists[0], "--candidates", lists[1]]
    assert run([*command, "--out", str(out), *AS_OF, *ONE]) == 3
    capsys.readouterr()
    assert run(["rank", str(jobs / "backend.txt"), *lists, "--format", "json", *AS_OF]) == 3
    known = [c for c in json.loads(capsys.readouterr().out)["candidates"] if c["rank"]]
    best = table(out / "top" / "backend.parquet")
    assert [b["candidate_id"] for b in best] == [c["candidate_id"] for c in known]
    assert [b["flags"] for b in best] == [
        [flag for flag in c["flags"] if flag != "possible_duplicate"] for c in known
    ]


WRONG = {
    "no jobs": (["{people}"], "JOBS first, then CANDIDATES"),
    "no such pattern": (["{jobs}", "{tmp}/no*.csv"], "fits no file"),
    "no such file": (["{jobs}", "{tmp}/none.csv"], "cannot be read"),
    "standard input": (["{jobs}", "-"], "cannot be gone on with"),
    "a list twice": (["{jobs}", "--candidates", "{people}", "--candidates", "{people}"], "twice"),
    "a list as jobs": (["{people}", "{people}"], "no column holds job descriptions"),
    "a column that is not there": (["{jobs}", "{people}", "--keep", "shoe"], "has a column 'shoe'"),
    "cells of the blind": (["{jobs}", "{people}", "--blind", "--keep", "name"], "not both"),
    "blind without a key": (["{jobs}", "{people}", "--blind"], "--blind-key FILE"),
    "no limit": (["{jobs}", "{people}", "--max-set-aside", "few"], "50, or 2%"),
    "over 100 %": (["{jobs}", "{people}", "--max-set-aside", "101%"], "50, or 2%"),
    "no date": (["{jobs}", "{people}", "--as-of", "soon"], "YYYY-MM-DD"),
    "too many set aside": (["{jobs}", "{people}", "--max-set-aside", "1"], "2 of 62 rows"),
    "too large a share": (["{jobs}", "{people}", "--max-set-aside", "1%"], "at most 1%"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_one_line(given, tmp_path, capsys, case, monkeypatch):
    monkeypatch.delenv("MATCHER_BLIND_KEY", raising=False)
    jobs, people, _ = given
    arguments, words = WRONG[case]
    filled = [each.format(jobs=jobs, people=people, tmp=tmp_path) for each in arguments]
    out = tmp_path / "out"
    assert run(["batch", *filled, "--out", str(out), *ONE]) == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("matcher: ")
    assert words in last
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("limit", ["2", "4%"])
def test_as_many_as_allowed_may_be_set_aside(given, tmp_path, limit):
    jobs, people, _ = given
    command = ["batch", str(jobs), str(people), "--out", str(tmp_path / "out"), *ONE]
    assert run([*command, "--max-set-aside", limit]) == 3


def test_a_folder_that_holds_something_else_is_left_alone(given, tmp_path, capsys):
    jobs, people, _ = given
    (tmp_path / "thesis.txt").write_text("mine")
    assert run(["batch", str(jobs), str(people), "--out", str(tmp_path), *ONE]) == 2
    assert "a new or empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
