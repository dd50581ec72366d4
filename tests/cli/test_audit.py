"""``matcher audit`` from outside: figures in four formats, wrong input in one line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from matcher.cli import run
from tests.conftest import ROOT

DAY = ["--as-of", "2025-12-01"]
HEADING = "Calculation for an independent auditor"


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """Two jobs of the sample data and everybody who applied, with groups of odd names."""
    folder = tmp_path_factory.mktemp("past")
    jobs = [str(ROOT / "data/past_jobs" / f"{name}.txt") for name in WANTED]
    people = str(ROOT / "data/past_applicants.csv")
    out = str(folder / "out")
    words = ["batch", *jobs, people, "--out", out, "--all", "--workers", "1", "--no-record", *DAY]
    assert run(words) == 0
    with (ROOT / "data/outcomes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row[0] in ("job", *WANTED)]
    with (folder / "outcomes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    applied = {row[1] for row in rows}
    with (ROOT / "data/groups.csv").open(encoding="utf-8") as file:
        people_of = [row for row in csv.reader(file) if row[0] in applied | {"candidate_id"}]
    with (folder / "groups.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(people_of)
    odd = [[row[0], '=cmd|"<b>"' if row[1] == "male" else "other"] for row in people_of[1:]]
    with (folder / "odd.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["candidate_id", "team"], *odd])
    return folder


WANTED = ("warehouse_team_lead", "maintenance_electrician")


def audited(past, *more, groups="groups.csv"):
    words = ["audit", str(past / "out"), str(past / groups)]
    return run([*words, "--decisions", str(past / "outcomes.csv"), "--on", "2025-12-02", *more])


def test_json_has_every_field_that_is_published(past, capsys):
    given = ["--audit-date", "2025-12-15", "--distribution-date", "2025-01-07"]
    assert audited(past, "--top", "10", *given, "--data", "All of 2025.", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["document"] == HEADING
    assert (found["date_of_audit"], found["date_of_distribution"]) == ("2025-12-15", "2025-01-07")
    assert found["explanation"] == "All of 2025."
    expected = "200 applications of 192 candidates for 2 jobs, scored as of 2025-12-01."
    assert found["data"] == expected
    assert [each["role"] for each in found["sources"]] == ["Results", "Groups", "Decisions"]
    assert all(each["digest"].startswith("sha256:") for each in found["sources"])
    assert [each["id"] for each in found["measures"]] == ["decision", "top-10", "above-median"]
    kinds = {each["id"]: each["kind"] for each in found["measures"]}
    assert kinds["above-median"] == "scoring rate"
    tables = {(each["measure"], *each["attributes"]): each for each in found["tables"]}
    sexes = {each["group"][0]: each for each in tables["decision", "sex"]["groups"]}
    assert (sexes["Female"]["applied"], sexes["Female"]["chosen"]) == (91, 9)
    assert (sexes["Male"]["applied"], sexes["Male"]["chosen"]) == (95, 35)
    assert round(sexes["Female"]["impact_ratio"], 2) == 0.27
    assert sexes["Female"]["under_four_fifths"]
    assert sexes["Female"]["fisher_p"] < 0.001
    assert tables["decision", "sex"]["unknown"] > 0


def test_the_licence_is_found(past, capsys):
    """What data/README.md says was put into the data."""
    assert audited(past, "--top", "10", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    for job in WANTED:
        first = next(
            each
            for each in found["drivers"]
            if each["job"] == job and each["attributes"] == ["sex"] and each["measure"] == "top-10"
        )
        assert (first["label"], first["lowest_group"]) == ("Forklift certification", ["Female"])
        assert first["lowest_ratio"] < 0.2
        assert first["lowest_ratio_without"] > 0.5


@pytest.mark.parametrize("name", ["json", "csv", "html", "table"])
def test_every_format_is_headed_and_none_is_called_a_bias_audit(past, capsys, name):
    assert audited(past, "--threshold", "60", "--format", name) == 0
    shown = capsys.readouterr().out
    assert HEADING in shown
    assert "bias audit" not in shown.casefold()
    assert "Decision" in shown or "decision" in shown


def test_names_of_groups_are_harmless_in_every_format(past, capsys):
    assert audited(past, "--format", "html", groups="odd.csv") == 0
    page = capsys.readouterr().out
    assert "<b>&#34;" not in page
    assert '=cmd|"<b>"' not in page
    assert "=cmd|&#34;&lt;b&gt;&#34;" in page
    assert "script-src" not in page
    assert audited(past, "--format", "csv", groups="odd.csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["group"] for row in rows if row["part"] == "rates"} == {
        '\'=cmd|"<b>"',
        "other",
        "(unknown)",
    }


def test_csv_json_and_page_say_the_same(past, capsys, tmp_path):
    out = {}
    for name in ("json", "csv", "html"):
        path = tmp_path / f"a.{name}"
        assert audited(past, "--top", "10", "-o", str(path)) == 0
        out[name] = path.read_text(encoding="utf-8")
    assert capsys.readouterr().out == ""
    found = json.loads(out["json"])
    rows = list(csv.DictReader(io.StringIO(out["csv"])))
    for part, tables in (("rates", "tables"), ("rates of a job", "tables_by_job")):
        theirs = [row for row in rows if row["part"] == part and row["group"] != "(unknown)"]
        ours = [group for table in found[tables] for group in table["groups"]]
        assert [(int(row["applied"]), int(row["chosen"])) for row in theirs] == [
            (group["applied"], group["chosen"]) for group in ours
        ]
    for table in found["tables"]:
        for group in table["groups"]:
            assert f"{100 * group['rate']:.1f} %" in out["html"]


def test_the_same_input_gives_the_same_bytes_under_any_hash_seed(past):
    words = [sys.executable, "-m", "matcher", "audit", str(past / "out"), str(past / "groups.csv")]
    words += ["--allow-others", "--top", "10", "--on", "2025-12-02", "--format", "json"]
    words += ["--decisions", str(past / "outcomes.csv")]
    shown = {
        subprocess.run(
            words, capture_output=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1")
    }
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--threshold", "101"], "--threshold: '101' is no score; allowed: 0 to 100"),
        (["--threshold", "60.123"], "is no score"),
        (["--top", "0"], "--top"),
        (["--selected", " , "], "--selected"),
        (["--on", "yesterday"], "--on: 'yesterday' is no date"),
        (["-o", "x.pdf"], "ending .pdf names no format"),
        (["--run", "x"], "is no record, and has no runs"),
    ],
)
def test_wrong_options_are_one_line(past, capsys, more, words):
    assert audited(past, *more) == 2
    err = capsys.readouterr().err
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_nothing_is_written_where_the_groups_are_wrong(past, capsys, tmp_path):
    wrong = tmp_path / "groups.csv"
    wrong.write_text("candidate_id,sex\nsomebody,f\n", encoding="utf-8")
    target = tmp_path / "a.html"
    status = run(["audit", str(past / "out"), str(wrong), "-o", str(target)])
    assert (status, target.exists()) == (2, False)
    assert "line 2: 'somebody' is not in the results" in capsys.readouterr().err


def test_without_a_command_it_is_impact(past, capsys):
    assert run(["audit", "--help"]) == 0
    assert "impact" in capsys.readouterr().out
    words = [str(past / "out"), str(past / "groups.csv"), "--on", "2025-12-02", "--format", "json"]
    assert run(["audit", *words]) == run(["audit", "impact", *words]) == 0
    one, other, *rest = capsys.readouterr().out.split('"document"')[1:]
    assert (one.rstrip(" {\n"), rest) == (other.rstrip(" {\n"), [])
