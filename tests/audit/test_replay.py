"""Replays of rankings and batches of the sample data: to the byte, or what differs."""

from __future__ import annotations

import json
import shutil

import msgspec
import pytest

from matcher.audit.record_reader import read_record
from matcher.cli import run
from matcher.matching import Matcher
from tests.conftest import ROOT

JOB, PEOPLE = "data/jobs/nurse_ward_manager.txt", "data/applicants.csv"
RANK = [
    *("rank", JOB, PEOPLE, "--policy", "policy.yaml", "--taxonomy", "taxonomy.yaml"),
    *("--as-of", "2026-11-01", "--format", "json", "-o", "ranking.json"),
]
BATCH = ["batch", "data/jobs", PEOPLE, "--out", "nightly", "--as-of", "2026-11-01"]


def run_ids(path):
    return [each.told.run for each in read_record(path).runs]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A folder with what a ranking and a batch read, and their records."""
    folder = tmp_path_factory.mktemp("recorded")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "data" / "strict_policy.yaml", folder / "policy.yaml")
    shutil.copy(ROOT / "skill_taxonomy.yaml", folder / "taxonomy.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run([*RANK, "--record", "record.jsonl", "--top", "5"]) == 0
        assert run([*BATCH, "--workers", "1", "--keep", "title"]) == 0
    return folder


@pytest.fixture
def place(recorded, tmp_path, monkeypatch):
    """The same folder, to be changed."""
    shutil.copytree(recorded, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def replayed(record, capsys, *options):
    capsys.readouterr()
    status = run(["replay", record, "--run", run_ids(record)[0], *options])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_a_ranking_is_the_same_to_the_byte(place, capsys):
    status, lines, said = replayed("record.jsonl", capsys)
    assert (status, said) == (0, "")
    assert lines[0].endswith("the same to the byte: 64 lines of candidates for 1 job")
    shown = json.loads((place / "ranking.json").read_text())
    [job] = read_record("record.jsonl").assessed()
    assert len(shown["candidates"]) == 6
    assert len(job.candidates) == 64
    for own, there in zip(shown["candidates"][:5], job.candidates, strict=False):
        assert (own["rank"], own["score_hundredths"]) == (there.rank, there.score)
        points = {a["requirement_id"]: a["points_hundredths"] for a in own["assessments"]}
        assert points == there.points
        statuses = {a["requirement_id"]: a["status"] for a in own["assessments"]}
        assert statuses == {key: str(status) for key, status in there.statuses.items()}


@pytest.mark.usefixtures("place")
def test_a_batch_is_the_same_to_the_byte(capsys):
    status, lines, said = replayed("nightly/record.jsonl", capsys, "--workers", "1")
    assert (status, said) == (0, "")
    expected = "the same to the byte: 316 lines of candidates for 5 jobs, 17 files of results"
    assert lines[0].endswith(expected)


@pytest.mark.usefixtures("place")
def test_the_last_run_needs_no_id(capsys):
    assert run([*RANK, "--record", "nightly/record.jsonl"]) == 0
    capsys.readouterr()
    assert run(["replay", "nightly/record.jsonl", "--run", "last"]) == 0
    assert capsys.readouterr().out.startswith(f"run {run_ids('nightly/record.jsonl')[1]} (rank of ")


def test_a_replay_changes_nothing(place, capsys):
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    replayed("record.jsonl", capsys)
    replayed("nightly/record.jsonl", capsys, "--workers", "1")
    assert {p: p.read_bytes() for p in place.rglob("*") if p.is_file()} == before


def edit(path, old, new):
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


CHANGED = {
    "the job": (lambda at: edit(at / JOB, b"\n", b"\n\n"), f"job {JOB}: recorded sha256:"),
    "one candidate": (
        lambda at: edit(at / PEOPLE, b"c031,", b"c931,"),
        f"candidates {PEOPLE}: recorded sha256:",
    ),
    "the list is gone": (
        lambda at: (at / PEOPLE).unlink(),
        f"candidates {PEOPLE}: recorded sha256:",
    ),
}
CHANGED_FOR_RANK = {
    **CHANGED,
    "the taxonomy": (
        lambda at: edit(at / "taxonomy.yaml", b"\n", b"\n# ours\n"),
        "taxonomy taxonomy.yaml: recorded sha256:",
    ),
    "the taxonomy is gone": (
        lambda at: (at / "taxonomy.yaml").unlink(),
        "taxonomy taxonomy.yaml: recorded sha256:",
    ),
}


@pytest.mark.parametrize(
    ("record", "case"),
    [
        *(("record.jsonl", case) for case in CHANGED_FOR_RANK),
        *(("nightly/record.jsonl", case) for case in CHANGED),
    ],
)
def test_what_differs_is_named_with_both_digests_and_nothing_is_scored(
    record, case, place, capsys, monkeypatch
):
    alter, expected = CHANGED_FOR_RANK[case]
    alter(place)
    scored = "matcher.audit.rescoring.Rescoring.scored"
    monkeypatch.setattr(scored, lambda *_: pytest.fail("scored"))
    status, lines, _ = replayed(record, capsys)
    assert status == 3
    assert lines[0].endswith("differs before scoring; nothing was scored")
    [difference] = lines[1:]
    assert difference.startswith(expected)
    recorded, _, found = difference.rpartition(", found ")
    assert recorded.split(": recorded ")[1] != found
    assert found.startswith("sha256:") != ("gone" in case)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("record", ["record.jsonl", "nightly/record.jsonl"])
def test_another_program_is_named(record, capsys, monkeypatch):
    monkeypatch.setattr("matcher.audit.rescoring.code_digest", lambda: "sha256:other")
    status, lines, _ = replayed(record, capsys)
    assert status == 3
    [difference] = lines[1:]
    assert difference.startswith("digest of code: recorded sha256:")
    assert difference.endswith("found sha256:other")


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("what", ["matcher", "taxonomy", "rules"])
def test_another_version_or_digest_is_named(what, capsys, monkeypatch):
    versions = Matcher.versions

    def other(self, policy):
        return {**versions(self, policy), what: "other"}

    monkeypatch.setattr(Matcher, "versions", other)
    status, lines, _ = replayed("nightly/record.jsonl", capsys)
    assert status == 3
    named = "version of matcher" if what == "matcher" else f"digest of {what}"
    assert lines[1].startswith(f"{named}: recorded ")
    assert lines[1].endswith("found other")


def test_a_policy_that_changed_since_is_said_and_the_recorded_one_is_used(place, capsys):
    (place / "policy.yaml").write_text("levels: {must: 40}\n")
    status, lines, said = replayed("record.jsonl", capsys)
    assert status == 0
    assert "the same to the byte" in lines[0]
    assert said.startswith("note: policy policy.yaml: recorded sha256:")
    assert said.endswith("; the policy as it was recorded is used\n")


@pytest.mark.usefixtures("place")
def test_other_libraries_are_said(capsys, monkeypatch):
    known = {"python": "2.7.18"}
    monkeypatch.setattr("matcher.audit.rescoring.libraries", lambda: known)
    status, _, said = replayed("record.jsonl", capsys)
    assert status == 0
    assert ", found 2.7.18" in said


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("record", ["record.jsonl", "nightly/record.jsonl"])
def test_scores_that_come_out_otherwise_are_named_by_candidate(record, capsys, monkeypatch):
    """As if the program gave other scores with the same digests, which is what a replay is for."""
    from matcher.audit import rescoring

    told = rescoring.of_ranked if record == "record.jsonl" else rescoring.of_row
    name = told.__name__

    def dearer(*given):
        found = told(*given)
        return msgspec.structs.replace(found, score=found.score + 1)

    monkeypatch.setattr(rescoring, name, dearer)
    status, lines, _ = replayed(record, capsys)
    assert status == 3
    assert lines[0].endswith(": differs")
    assert lines[1].startswith("p-")
    assert " for " in lines[1]
    assert ": score: recorded " in lines[1]
    assert len(lines) == 22
    assert lines[-1].endswith(" more differences")


@pytest.mark.parametrize("record", ["record.jsonl", "nightly/record.jsonl"])
def test_inputs_that_were_moved_are_given(record, place, capsys):
    (place / "data").rename(place / "elsewhere")
    status, lines, _ = replayed(record, capsys)
    assert status == 3
    assert any("no such file: cannot be read" in line for line in lines)
    jobs = JOB if record == "record.jsonl" else "data/jobs"
    moved = [(jobs, "--job"), (PEOPLE, "--candidates")]
    options = [o for path, name in moved for o in (name, path.replace("data/", "elsewhere/"))]
    status, lines, said = replayed(record, capsys, *options)
    assert (status, "the same to the byte" in lines[0]) == (0, True)
    assert ("files of results hold their names" in said) == (record != "record.jsonl")


@pytest.mark.usefixtures("place")
def test_more_inputs_than_were_recorded_are_refused(capsys):
    status, _, said = replayed("nightly/record.jsonl", capsys, "--job", JOB)
    assert status == 2
    assert said.startswith("matcher: --job: gives 1 files, and the run had 5; allowed: data/jobs/")


def test_a_batch_that_was_blind_needs_its_key(place, capsys):
    options = ["--out", "blind", "--blind-key", "blind.key", "--as-of", "2026-11-01"]
    assert run(["batch", JOB, PEOPLE, *options, "--workers", "1"]) == 0
    status, _, said = replayed("blind/record.jsonl", capsys)
    assert status == 2
    assert "--blind-key: the batch was blind, and its key is not given" in said
    status, _, said = replayed("blind/record.jsonl", capsys, "--blind-key", "none.key")
    assert (status, "--blind-key: none.key is no file" in said) == (2, True)
    assert not (place / "none.key").exists()
    (place / "other.key").write_text("another secret of its own")
    status, lines, _ = replayed("blind/record.jsonl", capsys, "--blind-key", "other.key")
    assert (status, lines[1].split(":")[0]) == (3, "key of the blind batch")
    status, lines, _ = replayed("blind/record.jsonl", capsys, "--blind-key", "blind.key")
    assert (status, "the same to the byte" in lines[0]) == (0, True)


@pytest.mark.usefixtures("place")
def test_who_was_erased_is_not_compared(capsys):
    erase = ["audit", "erase", "record.jsonl", "--candidate", "c031", "--why", "asked", "--by", "O"]
    assert run(erase) == 0
    status, lines, _ = replayed("record.jsonl", capsys)
    assert status == 0
    assert lines[0].endswith("63 lines of candidates for 1 job; 1 erased lines not compared")


def test_a_ranking_of_several_lists_with_filters_is_replayed(place, capsys):
    columns = (place / PEOPLE).read_text().splitlines()[0]
    (place / "march.csv").write_text(f'{columns}\nk1,,,,,"Nurse, ward manager since 2015.",,,,\n')
    options = ["--filter", "years>=3", "--duplicates", "latest"]
    command = ["rank", JOB, PEOPLE, "march.csv", "data/resumes", *options, "--record", "r.jsonl"]
    assert run([*command, "--blind", "-o", "blind.html"]) in (0, 3)
    status, lines, _ = replayed("r.jsonl", capsys)
    assert (status, "the same to the byte" in lines[0]) == (0, True)


def test_a_store_is_replayed_whoever_was_shown(place, capsys):
    assert run(["profiles", PEOPLE, "--out", "store"]) == 0
    assert run(["rank", JOB, "store", "--top", "2", "--record", "r.jsonl", "-o", "a.csv"]) == 0
    assert len(read_record("r.jsonl").runs[0].candidates) == 64
    status, lines, _ = replayed("r.jsonl", capsys)
    assert (status, "the same to the byte" in lines[0]) == (0, True)
    edit(place / PEOPLE, b"Python", b"Pythia")
    assert run(["profiles", PEOPLE, "--out", "store"]) == 0
    status, lines, _ = replayed("r.jsonl", capsys)
    assert (status, lines[1].startswith("candidates store: recorded sha256:")) == (3, True)


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (lambda _: None, "record.jsonl, --run: holds no run 'x'; allowed: last, 2"),
        (
            lambda r: edit(r, b'"score":', b'"score":1'),
            "record.jsonl, line ",
        ),
        (lambda r: r.with_name("record.jsonl.key").unlink(), "record.jsonl.key: is missing"),
        (lambda r: r.unlink(), "record.jsonl: cannot be read"),
    ],
    ids=["no such run", "a broken chain", "no key", "no record"],
)
def test_what_cannot_be_replayed_is_one_line(alter, expected, place, capsys):
    name = run_ids("record.jsonl")[0] if "--run" not in expected else "x"
    alter(place / "record.jsonl")
    assert run(["replay", "record.jsonl", "--run", name]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"matcher: {expected}")
    assert len(said.err.splitlines()) == 1


def test_what_could_not_be_signed_is_not_recorded(place):
    before = (place / "record.jsonl").read_bytes()
    assert run(["sign", "policy.yaml", "--by", "H", "--record", "record.jsonl"]) == 2
    assert (place / "record.jsonl").read_bytes() == before
