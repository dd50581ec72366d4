"""Recording, verifying and erasing from the command line."""

from __future__ import annotations

import json
import shutil

import pytest

from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_reader import read_record
from matcher.cli import run
from tests.audit.records import JOB, PEOPLE
from tests.conftest import ROOT


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / "job.txt").write_text(JOB)
    (tmp_path / "people.csv").write_text(PEOPLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


RANK = ["rank", "job.txt", "people.csv", "--record", "record.jsonl", "-o", "out.json"]
BATCH = ["batch", "job.txt", "people.csv", "--out", "out", "--workers", "1"]


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_ranking_is_recorded_where_it_is_asked_for_and_nowhere_else(place, capsys):
    assert run(["rank", "job.txt", "people.csv", "-o", "out.json"]) == 0
    assert names(place) == {"job.txt", "people.csv", "out.json"}
    assert run(RANK) == 0
    said = capsys.readouterr().err.splitlines()[-1]
    [told] = [each.told for each in read_record("record.jsonl").runs]
    warned = "record.jsonl.key tells who is who in it: keep it apart"
    assert said == f"record.jsonl: recorded as run {told.run}; {warned}"
    assert run(RANK) == 0
    assert warned not in capsys.readouterr().err
    assert told.counts == {"read": 3, "ranked": 3, "not_ranked": 0, "set_aside": 0}
    shown = json.loads((place / "out.json").read_text())
    versions = {name: told.versions[name] for name in shown["versions"]}
    assert versions == shown["versions"]
    assert told.policy == shown["policy"]


def test_a_ranking_is_shown_after_it_was_recorded(place, monkeypatch):
    def full(*_):
        from matcher.errors import InputError

        raise InputError("record.jsonl", "cannot be written: No space left on device")

    monkeypatch.setattr("matcher.audit.recorder.Recorder.ranked", full)
    assert run(RANK) == 2
    assert "out.json" not in names(place)


def test_the_record_has_the_ids_of_the_list_behind_a_blind_ranking(place):
    assert run([*RANK, "--blind"]) == 0
    shown = json.loads((place / "out.json").read_text())
    assert "candidate-1" in str(shown) or "a" not in [
        c["candidate_id"] for c in shown["candidates"]
    ]
    own = Pseudonyms.read(place / "record.jsonl")
    found = {each.candidate for each in read_record("record.jsonl").runs[0].candidates}
    assert found == {own.of(candidate) for candidate in "abc"}


def test_a_batch_is_recorded_unless_that_is_turned_off(place):
    assert run([*BATCH, "--no-record"]) == 0
    assert not [name for name in names(place / "out") if name.startswith("record")]
    assert run(BATCH) == 0
    assert run([*BATCH, "--record", "all.jsonl"]) == 0
    found = [read_record(path).runs for path in ("out/record.jsonl", "all.jsonl")]
    assert [len(runs) for runs in found] == [1, 1]
    manifest = json.loads((place / "out" / "manifest.json").read_text())
    told = found[0][0].told
    digests = {each.path: each.digest for each in told.results}
    assert digests == {o["file"]: f"sha256:{o['sha256']}" for o in manifest["outputs"]}
    assert told.policy == manifest["policy"]
    [job] = read_record("out/record.jsonl").assessed()
    assert (job.job, len(job.candidates)) == ("job", 3)


def test_a_record_outlives_the_results_of_its_folder(place):
    assert run(BATCH) == 0
    for path in (place / "out").iterdir():
        if not path.name.startswith("record.jsonl"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run(BATCH) == 0
    assert len(read_record("out/record.jsonl").runs) == 2


def test_a_batch_that_cannot_be_recorded_is_not_done_and_goes_on(place, capsys, monkeypatch):
    from matcher.errors import InputError

    with monkeypatch.context() as patch:

        def full(*_):
            raise InputError("out/record.jsonl", "cannot be written")

        patch.setattr("matcher.audit.recorder.Recorder.batched", full)
        assert run(BATCH) == 2
    assert (place / "out" / ".work").is_dir()
    capsys.readouterr()
    assert run(BATCH) == 0
    assert "went on behind part 1 of 1" in capsys.readouterr().err
    assert len(read_record("out/record.jsonl").runs) == 1


@pytest.mark.usefixtures("place")
def test_a_batch_that_keeps_the_best_alone_says_whom_it_does_not_list(capsys):
    assert run([*BATCH, "--top", "1"]) == 0
    record = read_record("out/record.jsonl")
    [told] = record.runs
    assert (len(told.candidates), told.not_listed) == (1, 2)
    assert record.assessed() == ()
    capsys.readouterr()
    assert run(["audit", "verify", "out/record.jsonl"]) == 0
    expected = "lists each job's best alone: 2 who were scored are not listed"
    assert expected in capsys.readouterr().out


def test_who_cannot_be_read_stands_in_the_record_of_a_batch(place):
    (place / "people.csv").write_text(f"{PEOPLE}d,Dan,\n=e,Eve,\n")
    assert run(BATCH) == 0
    [job] = read_record("out/record.jsonl").assessed()
    own = Pseudonyms.read(place / "out" / "record.jsonl")
    by_name = {each.candidate: each for each in job.candidates}
    assert by_name.keys() == {own.of(candidate) for candidate in ("a", "b", "c", "d", "=e")}
    for candidate in ("d", "=e"):
        unread = by_name[own.of(candidate)]
        assert (unread.score, unread.rank, unread.eligible) == (None, None, None)
        assert unread.statuses.keys() == unread.points.keys() == job.asked.keys()
    assert (
        run(["audit", "erase", "out/record.jsonl", "--candidate", "d", "--why", "w", "--by", "b"])
        == 0
    )
    assert len(read_record("out/record.jsonl").assessed()[0].candidates) == 4


def test_decisions_stand_in_what_an_audit_reads_and_the_last_one_counts(record):
    from tests.audit.records import recorder

    [job] = read_record(record).assessed()
    own = Pseudonyms.read(record)
    decided = {
        each.candidate: (each.decision, each.reviewer, each.reason) for each in job.candidates
    }
    assert decided == {
        own.of("a"): ("shortlist", "Rita", "most of it shown"),
        own.of("b"): ("reject", "Rita", None),
        own.of("c"): (None, None, None),
    }
    recorder(record, day=1).decision(job.run, job.job, "a", "reject", "Otto")
    recorder(record, day=2).decision(job.run, job.job, "b", None, "Otto")
    [job] = read_record(record).assessed()
    found = {each.candidate: each.decision for each in job.candidates}
    assert found == {own.of("a"): "reject", own.of("b"): None, own.of("c"): None}
    assert (job.pseudonymous, job.source) == (True, str(record))


def test_learning_and_signing_are_recorded(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    jobs = sorted((tmp_path / "data" / "past_jobs").iterdir())
    for path in jobs[5:]:
        path.unlink()
    names_of_jobs = {path.stem for path in jobs[:5]}
    lines = (tmp_path / "data" / "outcomes.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines[1:] if any(name in line for name in names_of_jobs)]
    (tmp_path / "few.csv").write_text("".join([lines[0], *kept]))
    people = ["--candidates", "data/past_applicants.csv"]
    command = ["tune", "data/past_jobs", "few.csv", *people, "--by", "Ann", "-o", "p.yaml"]
    assert run([*command, "--record", "record.jsonl"]) == 0
    assert run(["sign", "p.yaml", "--by", "Head", "--record", "record.jsonl"]) == 0
    found = read_record("record.jsonl")
    assert found.verdict.sound
    assert [line.event for line in found.lines] == ["begun", "tuned", "signed"]
    _, tuned, signed = (line.told for line in found.lines)
    assert tuned["versions"]["policy"] == signed["policy"]
    assert (tuned["by"], signed["by"], tuned["output"]) == ("Ann", "Head", "p.yaml")
    assert tuned["grades"]["path"] == "few.csv"
    assert len(tuned["jobs"]) == 5
    assert found.runs == ()


ERASE = ["audit", "erase", "r.jsonl", "--why", "w", "--by", "b"]
REFUSED = {
    "standard input": (
        ["rank", "-", "people.csv", "--record", "r.jsonl"],
        "-: standard input cannot be read again by a replay; allowed: files, or no --record",
    ),
    "no folder": (
        ["rank", "job.txt", "people.csv", "--record", "none/r.jsonl"],
        "none/r.jsonl, --record: its folder is not there; allowed: a folder",
    ),
    "a list in place of the record": (
        ["rank", "job.txt", "people.csv", "--record", "people.csv"],
        "people.csv, line 1: is no line of a record",
    ),
    "a record among the résumés": (
        ["rank", "job.txt", "people", "--record", "people/r.jsonl"],
        "people/r.jsonl, --record: stands in people, which is read as input",
    ),
    "a record among the jobs of a batch": (
        ["batch", "jobs", "people.csv", "--out", "out", "--record", "jobs/r.jsonl"],
        "jobs/r.jsonl, --record: stands in jobs, which is read as input",
    ),
    "both": (
        [*BATCH, "--record", "r.jsonl", "--no-record"],
        "--no-record: --record is given too; allowed: one of them",
    ),
    "nothing to erase": (
        ERASE,
        "--candidate: erases nothing by itself; allowed: --candidate ID or --older-than AGE",
    ),
    "both to erase": (
        [
            "audit",
            "erase",
            "r.jsonl",
            "--why",
            "w",
            "--by",
            "b",
            "--candidate",
            "a",
            "--older-than",
            "3d",
        ],
        "--candidate: is given with --older-than; allowed: --candidate ID or --older-than AGE",
    ),
    "no reason": (
        ["audit", "erase", "r.jsonl", "--why", " ", "--by", "b", "--candidate", "a"],
        "--why: ' ' cannot stand in a record; allowed: 1 to 200 printable characters",
    ),
    "no record to verify": (["audit", "verify", "people.csv"], "people.csv, line 1: is no record"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_one_line(case, place, capsys):
    command, expected = REFUSED[case]
    for name in ("people", "jobs"):
        (place / name).mkdir()
        shutil.copy(place / "job.txt", place / name)
    before = names(place)
    assert run(command) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"matcher: {expected}")
    assert names(place) == before


def test_a_list_that_changes_while_it_is_read_is_not_recorded(place, monkeypatch, capsys):
    from matcher.matching import Matcher

    ranked = Matcher.rank

    def meanwhile(*given, **named):
        with (place / "people.csv").open("a") as file:
            file.write("d,Dan,Go\n")
        return ranked(*given, **named)

    monkeypatch.setattr(Matcher, "rank", meanwhile)
    assert run(RANK) == 2
    assert "people.csv: changed while it was read" in capsys.readouterr().err
    assert not (place / "record.jsonl").exists()


def test_verify_says_what_is_there(record, capsys):
    assert run(["audit", "verify", str(record)]) == 0
    last = json.loads(record.with_name("record.jsonl.head").read_text())["digest"]
    first, end = capsys.readouterr().out.splitlines()
    assert first.endswith(": rank of 2026-11-01T08:30:00Z: 3 candidates for job")
    assert end == f"{record}: sound: 8 lines, 0 erased, the last with digest {last}"


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (
            lambda r: r.write_bytes(r.read_bytes().replace(b'"reject"', b'"hired"')),
            "broken: line 8",
        ),
        (lambda r: r.with_name("record.jsonl.head").unlink(), "note: head: is missing"),
    ],
    ids=["altered", "no head"],
)
def test_verify_tells_by_its_status(record, capsys, alter, words):
    alter(record)
    assert run(["audit", "verify", str(record)]) == 3
    assert words in capsys.readouterr().out


def test_a_digest_that_was_noted_has_to_be_there_still(record, capsys):
    noted = read_record(record).lines[4].digest
    assert run(["audit", "verify", str(record), "--expect", noted]) == 0
    other = "sha256:" + "0" * 64
    assert run(["audit", "verify", str(record), "--expect", noted, "--expect", other]) == 3
    said = capsys.readouterr().out
    assert f"broken: no line has the digest {other}" in said
    assert noted not in said


def test_erase_says_how_much(record, capsys):
    command = ["audit", "erase", str(record), "--why", "asked for", "--by", "A. Officer"]
    assert run([*command, "--candidate", "a"]) == 0
    assert capsys.readouterr().err == f"{record}: 2 lines erased; the chain is whole\n"
    assert run([*command, "--older-than", "1d"]) == 0
    assert run(["audit", "verify", str(record)]) == 0
    said = capsys.readouterr().out
    assert "line 9: erased at " in said
    assert "by A. Officer, because: asked for: line " in said
