"""``matcher evaluate`` from outside."""

from __future__ import annotations

import csv
import io
import json

import pytest

from matcher.cli import run
from tests.tuning.graded import STUDY, write_study

GRADES = str(STUDY / "grades.csv")
DAY = ["--as-of", "2026-11-01"]


def test_table_says_how_good_how_sure_and_what_is_not_known(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["evaluate", GRADES, *DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in (
        "41 grades of 36 candidates for 5 jobs, as of 2026-11-01",
        "mean over jobs NDCG@10 P@10 recall tau-b",
        "How much better matcher is, in the mean over jobs",
        "TF-IDF", "skill overlap", "random",
        "share of the first 10 who were graded 3 or more",
        "NDCG@10 by job", "tau-b by job", "scores of matcher",
        "P@10 says nothing for accountant, analyst, backend, electrician, teacher",
    ):  # fmt: skip
        assert words in out


def test_json_holds_everything(capsys):
    assert run(["evaluate", GRADES, *DAY, "--format", "json", "--k", "3"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [each["ranker"] for each in out["rankers"]] == [
        "matcher", "TF-IDF", "skill overlap", "random",
    ]  # fmt: skip
    ndcg = out["rankers"][0]["measures"]["ndcg"]
    assert ndcg["jobs"] == 5
    assert ndcg["interval"][0] < ndcg["mean"] < ndcg["interval"][1]
    assert ndcg["by_job"]["accountant"] == {"value": 1.0, "interval_within": None}
    assert out["jobs"][0]["by_grade"] == {"0": 1, "1": 3, "2": 2, "3": 1, "4": 1}
    assert out["settings"]["k"] == 3
    assert out["as_of"] == "2026-11-01"
    assert out["grades"]["digest"].startswith("sha256:")
    assert sum(band["candidates"] for band in out["calibration"]["matcher"]["bands"]) == 41
    assert out["policies"]["matcher"]["values"]["levels"]["must"] == 6
    assert out["versions"]["policy"] == out["policies"]["matcher"]["digest"]
    assert out["set_aside"] == []


def test_csv_is_one_figure_a_row_and_says_the_same(capsys, tmp_path):
    target = tmp_path / "figures.csv"
    assert run(["evaluate", GRADES, *DAY, "-o", str(target)]) == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    run(["evaluate", GRADES, *DAY, "--format", "json"])
    out = json.loads(capsys.readouterr().out)
    means = {(row["ranker"], row["minus"], row["measure"]): row for row in rows if not row["job"]}
    for ranker in out["rankers"]:
        for measure, figures in ranker["measures"].items():
            row = means[(ranker["ranker"], "", measure)]
            if figures["mean"] is None:
                assert row["value"] == row["low"] == ""
            else:
                assert float(row["value"]) == pytest.approx(figures["mean"], abs=1e-6)
                assert row["interval_over"] == "jobs"
    assert ("matcher", "TF-IDF", "tau_b") in means
    assert len(rows) == 6 * (4 * 4 + 3 * 4 + 2)


def test_two_runs_are_the_same_bytes(capsys):
    outs = []
    for _ in range(2):
        run(["evaluate", GRADES, *DAY, "--format", "json"])
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]


def test_against_another_policy(tmp_path, capsys):
    flat = tmp_path / "flat.yaml"
    flat.write_text("levels: {must: 4, preferred: 3, bonus: 2}\n")
    options = ["--policy", str(flat), "--against", "shipped", "--format", "json"]
    assert run(["evaluate", GRADES, *DAY, *options]) == 0
    out = json.loads(capsys.readouterr().out)
    assert [each["ranker"] for each in out["rankers"]][:2] == [
        "matcher (flat)",
        "matcher (shipped)",
    ]
    assert (
        set(out["policies"]) == set(out["calibration"]) == {"matcher (flat)", "matcher (shipped)"}
    )
    assert out["rankers"][1]["first_minus_this"]["tau_b"]["jobs"] == 5


def test_decisions(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    folder = write_study(
        tmp_path,
        "job,candidate_id,decision\ncook,k1,hired\ncook,k2,rejected\ncook,k3,interviewed\n",
        candidates="candidate_id,resume_text\nk1,SQL analyst\nk2,Gardener\nk3,Knows SQL\n",
        jobs={"cook.txt": "Requirements\n- SQL\n"},
    )
    assert run(["evaluate", str(folder / "grades.csv"), *DAY, "--k", "1"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "3 decisions of 3 candidates for 1 job, as of" in out
    assert "share of the first 1 who were interviewed or hired" in out
    assert "share of those hired who are among" in out
    assert "1 job with differing grades, fewer than 5" in out


def test_set_aside_is_named_and_counted(tmp_path, capsys):
    folder = write_study(
        tmp_path,
        "job,candidate_id,grade\ncook,k1,1\ncook,k2,0\nempty,k1,1\ncook,k3,2\n",
        candidates="candidate_id,resume_text\nk1,SQL\nk2,Gardener\nk3,SQL,too many\n",
        jobs={"cook.txt": "Requirements\n- SQL\n", "empty.txt": "Come and join us.\n"},
    )
    assert run(["evaluate", str(folder / "grades.csv"), *DAY]) == 3
    read, first, second = capsys.readouterr().err.splitlines()
    assert read.startswith(f"{folder / 'candidates.csv'}: read: candidate_id from")
    assert first.startswith(f"set aside: {folder / 'candidates.csv'}, row 3: row: line 4")
    assert second.startswith(
        f"set aside: {folder / 'jobs' / 'empty.txt'}: nothing that can be scored"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["none.csv"], "none.csv"),
        (["-"], "GRADES is standard input"),
        ([GRADES, "--jobs", "-"], "standard input, which has no name"),
        (
            [GRADES, "--good", "hired"],
            "'hired' is no grade that some lack; allowed: a whole number",
        ),
        ([GRADES, "--good", "0"], "'0' is no grade that some lack"),
        ([GRADES, "--k", "0"], "--k"),
        ([GRADES, "--against", "shipped"], "has the same values as the policy it is compared with"),
        ([GRADES, "-o", "x.html"], "ending .html names no format; allowed: .json, .csv, .txt"),
        ([GRADES, "--as-of", "today"], "'today' is no date"),
        ([GRADES, "--jobs", str(STUDY / "jobs" / "teacher.txt")], "no file of"),
    ],
    ids=[
        "no file",
        "standard input",
        "jobs from standard input",
        "decision for grades",
        "nobody lacks it",
        "k",
        "same policy",
        "format",
        "day",
        "job without file",
    ],
)
def test_wrong_usage_is_told_without_a_traceback(options, message, capsys):
    assert run(["evaluate", *options]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_what_is_not_beside_the_grades_is_told(tmp_path, capsys):
    path = tmp_path / "grades.csv"
    path.write_text("job,candidate_id,grade\na,b,1\n")
    assert run(["evaluate", str(path)]) == 2
    assert (
        "there is no 'candidates.csv' beside it; allowed: --candidates" in capsys.readouterr().err
    )


def test_names_of_candidates_and_jobs_are_harmless(tmp_path, capsys):
    folder = write_study(
        tmp_path,
        "job,candidate_id,grade\n[red]cook,k1,1\n[red]cook,k2,0\n",
        candidates="candidate_id,resume_text\nk1,SQL\nk2,Gardener\n",
        jobs={"[red]cook.txt": "Requirements\n- SQL\n"},
    )
    assert run(["evaluate", str(folder / "grades.csv"), *DAY]) == 0
    assert "[red]cook" in capsys.readouterr().out
