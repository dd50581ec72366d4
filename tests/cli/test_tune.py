"""``matcher tune`` and ``matcher sign`` from outside, and who is told that a policy is a draft."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pytest

from matcher.cli import run
from matcher.scoring import Policy
from tests.tuning import invented

RULE = (("levels", "preferred", 4), ("evidence", "claimed", 3000))
DAY = ["--as-of", "2026-11-01", "--on", "2026-11-22"]
DRAFT = "a learned policy that nobody has signed off"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study as files: jobs, candidates, grades and groups."""
    place = tmp_path_factory.mktemp("study")
    study = invented.study(RULE, jobs=6, people=16)
    (place / "jobs").mkdir()
    people, graded = [], []
    for each in study.jobs:
        (place / "jobs" / each.source).write_text(each.text, encoding="utf-8")
        for profile, grade in zip(each.profiles, each.grades, strict=True):
            people.append((profile.candidate_id, profile.texts["resume_text"]))
            graded.append((each.name, profile.candidate_id, grade))
    groups = [(key, "north" if at % 2 else "south") for at, (key, _) in enumerate(people)]
    for name, head, rows in (
        ("candidates.csv", ("candidate_id", "resume_text"), people),
        ("grades.csv", ("job", "candidate_id", "grade"), graded),
        ("groups.csv", ("candidate_id", "region"), groups),
    ):
        with (place / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return place


@pytest.fixture(scope="module")
def policy(folder):
    """What ``matcher tune`` writes."""
    path = folder / "policy.yaml"
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY]
    assert run([*words, "--by", "A. Analyst", "-o", str(path)]) == 0
    return path


def rank(folder, policy, *more):
    job, people = folder / "jobs" / "job-00.txt", folder / "candidates.csv"
    return run(["rank", str(job), str(people), "--policy", str(policy), *DAY[:2], *more])


def test_the_report_says_what_changed_how_sure_and_what_it_gained(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY]
    assert run([*words, "--groups", str(folder / "groups.csv")]) == 0
    said = capsys.readouterr()
    out = " ".join(said.out.split())
    for part in (
        "96 candidates of 6 jobs",
        "figure before learned 95 % seen in",
        "levels.preferred 0.33",
        "on jobs left out before learned gain",
        "NDCG@10",
        "region north 48",
        "Learned: weights of levels",
        "Intervals are at 95 %, from drawing the 6 jobs",
    ):
        assert part in out
    assert "jobs left out: part 6 of 6" in said.err


def test_json_holds_everything(folder, capsys):
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY, "--format", "json"]
    assert run([*words, "--groups", str(folder / "groups.csv")]) == 0
    out = json.loads(capsys.readouterr().out)
    assert out["sample"]["jobs"] == 6
    assert {figure["name"] for figure in out["figures"]} >= {"levels.preferred", "years.50"}
    assert out["gains"]["tau_b"]["gain"]["jobs"] == 6
    assert {line["group"] for line in out["impact"]} == {"north", "south"}
    assert out["policy"]["levels"]["must"] == 60
    assert out["as_of"] == "2026-11-01"


def test_the_same_bytes_whatever_the_hash_seed_and_threads(folder, policy):
    again = folder / "again.yaml"
    command = [
        *(sys.executable, "-m", "matcher", "tune", "jobs", "grades.csv", *DAY),
        *("--by", "A. Analyst", "-o", str(again)),
    ]
    changed = {"PYTHONHASHSEED": "3", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    subprocess.run(command, cwd=folder, env=os.environ | changed, check=True, capture_output=True)
    own, other = (path.read_text("utf-8").split("\n", 1)[1] for path in (policy, again))
    assert own == other


def test_a_draft_is_said_to_be_one_until_it_is_signed(folder, policy, capsys, tmp_path):
    own = tmp_path / "policy.yaml"
    own.write_text(policy.read_text("utf-8"), encoding="utf-8")
    assert rank(folder, own, "--format", "json") == 0
    said = capsys.readouterr()
    assert f"warning: {own}: {DRAFT}" in said.err
    assert json.loads(said.out)["policy_status"] == "draft"
    assert run(["sign", str(own), "--by", "B. Head", *DAY[2:]]) == 0
    assert "signed by B. Head on 2026-11-22" in capsys.readouterr().err
    assert rank(folder, own, "--format", "json") == 0
    said = capsys.readouterr()
    assert DRAFT not in said.err
    assert json.loads(said.out)["policy_status"] == "signed"
    own.write_text(own.read_text("utf-8") + "met_at: 9000\n", encoding="utf-8")
    assert rank(folder, own) == 0
    assert DRAFT in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["explain", "--id", "j00-000", "--format", "json"],
        ["compare", "--ids", "j00-000,j00-001", "--format", "json"],
    ],
    ids=lambda command: command[0],
)
def test_explanations_carry_it_too(folder, policy, capsys, command):
    name, *more = command
    files = [str(folder / "jobs" / "job-00.txt"), str(folder / "candidates.csv")]
    assert run([name, *files, *more, "--policy", str(policy), *DAY[:2]]) == 0
    said = capsys.readouterr()
    assert DRAFT in said.err
    assert json.loads(said.out)["policy_status"] == "draft"


def test_batches_carry_it_too(folder, policy, capsys, tmp_path):
    files = [str(folder / "jobs" / "job-00.txt"), str(folder / "candidates.csv")]
    words = ["batch", *files, "--out", str(tmp_path / "out"), "--policy", str(policy), *DAY[:2]]
    assert run([*words, "--workers", "1"]) == 0
    assert DRAFT in capsys.readouterr().err
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["policy_status"] == "draft"


def test_policies_that_nobody_learned_have_no_status(folder, capsys, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("levels: {must: 9}\n", encoding="utf-8")
    assert rank(folder, own, "--format", "json") == 0
    said = capsys.readouterr()
    assert "policy_status" not in json.loads(said.out)
    assert "warning" not in said.err


def test_it_starts_from_a_policy_of_ones_own(folder, tmp_path, capsys):
    own, found = tmp_path / "own.yaml", tmp_path / "found.yaml"
    own.write_text("gates: {must: rank_below}\n", encoding="utf-8")
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY, "--policy", str(own)]
    assert run([*words, "--by", "A. Analyst", "-o", str(found)]) == 0
    capsys.readouterr()
    assert Policy.load(found).gates.must == "rank_below"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["-o", "-", "--by", "A"], "is standard output, where the report goes; allowed: a file"),
        (["-o", "policy.yaml", "--by", " "], "--by: ' ' is no name"),
        (["--on", "soon"], "--on: 'soon' is no date; allowed: YYYY-MM-DD"),
        (["--groups", "nobody.csv"], "nobody.csv"),
    ],
    ids=["to stdout", "blank", "no day", "no groups"],
)
def test_wrong_usage(folder, capsys, more, words):
    assert run(["tune", str(folder / "jobs"), str(folder / "grades.csv"), *more]) == 2
    said = capsys.readouterr()
    assert words in said.err.splitlines()[-1]
    assert said.out == ""


def test_who_learns_it_is_the_login_by_default(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "o.analyst")
    found = tmp_path / "found.yaml"
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY, "-o", str(found)]
    assert run(words) == 0
    assert "by: o.analyst" in found.read_text(encoding="utf-8")


def test_a_login_without_a_name_is_no_author(folder, capsys, monkeypatch):
    monkeypatch.setattr("matcher.cli_tune.getuser", lambda: {}["uid not found"])
    words = ["tune", str(folder / "jobs"), str(folder / "grades.csv"), *DAY, "-o", "found.yaml"]
    assert run(words) == 2
    assert "--by: a learned policy's file says who learned it" in capsys.readouterr().err


def test_jobs_are_missing(folder, capsys):
    assert run(["tune", str(folder / "grades.csv")]) == 2
    assert "there are no JOBS before GRADES" in capsys.readouterr().err


def test_too_little_is_refused(folder, capsys, tmp_path):
    few = tmp_path / "grades.csv"
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        few.write_text("".join(file.readlines()[:40]), encoding="utf-8")
    words = ["tune", str(folder / "jobs"), str(few)]
    assert run([*words, "--candidates", str(folder / "candidates.csv")]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert f"{few}: too little to learn from: 3 jobs with different grades" in said
    assert said.endswith("allowed: 5, 100 and 20 or more")


def test_what_cannot_be_signed(capsys, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("levels: {must: 9}\n", encoding="utf-8")
    assert run(["sign", str(own), "--by", "B. Head"]) == 2
    assert "was not learned: it has no provenance" in capsys.readouterr().err
    assert run(["sign", str(tmp_path / "none.yaml"), "--by", "B. Head"]) == 2
    assert "cannot be read" in capsys.readouterr().err
