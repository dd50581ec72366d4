"""``matcher explain``, ``compare`` and ``rank --certainty`` from outside."""

from __future__ import annotations

import json

import pytest

from matcher.cli import run
from tests.cli.said import lines


def test_explain_in_every_format(job, people, tmp_path, capsys):
    assert run(["explain", job, people, "--id", "a", "--as-of", "2026-01-01"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Untitled job\na  Ann: rank 1 of 2, ")
    assert "What if" in text
    assert run(["explain", job, people, "--id", "a", "--format", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    points = [entry["points_hundredths"] for entry in plain["entries"]]
    assert sum(points) == plain["score_hundredths"]
    page = tmp_path / "a.html"
    assert run(["explain", job, people, "--id", "a", "-o", str(page), "--certainty"]) == 0
    assert "weightings drawn" in page.read_text()


def test_explain_for_the_candidate_names_nobody_else(job, people, capsys):
    arguments = ["explain", job, people, "--id", "b", "--audience", "candidate"]
    assert run([*arguments, "--reach-score", "50"]) == 0
    shown = capsys.readouterr().out
    assert "Your application (b)" in shown
    assert "To reach 50.00 points" in shown
    assert "Ann" not in shown
    assert "rank" not in shown


def test_explain_reaches_a_rank(job, people, capsys):
    arguments = ["explain", job, people, "--id", "b", "--format", "json"]
    assert run([*arguments, "--reach-rank", "1"]) == 0
    goals = json.loads(capsys.readouterr().out)["what_if"]
    [goal] = [goal for goal in goals if goal["goal"] == "rank"]
    assert goal["rank"] == 1
    assert all(each["score_hundredths"] >= goal["score_hundredths"] for each in goal["sets"])


def test_compare_in_every_format(job, people, tmp_path, capsys):
    assert run(["compare", job, people, "--ids", "b,a", "--certainty"]) == 0
    text = capsys.readouterr().out
    assert "a stands above b under 100 % of weightings." in text
    assert text.index("Where they differ") < text.index("What decided")
    assert run(["compare", job, people, "--ids", "a,b", "--format", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [c["candidate_id"] for c in plain["candidates"]] == ["a", "b"]
    page = tmp_path / "both.html"
    assert run(["compare", job, people, "--ids", "a,b", "-o", str(page), "--blind"]) == 0
    assert "Ann" not in page.read_text()


def test_certainty_of_a_ranking(job, people, capsys):
    assert run(["rank", job, people, "--certainty", "--format", "json"]) == 0
    candidates = json.loads(capsys.readouterr().out)["candidates"]
    assert [c["certainty"]["first_share"] for c in candidates] == [1.0, 0.0]
    assert [c["certainty"]["above_next_share"] for c in candidates] == [1.0, None]
    assert run(["rank", job, people, "--certainty"]) == 0
    assert "of weightings" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "--id", "A1"], "such as a"),
        (["explain", "--id", "a", "--reach-score", "101"], "reach-score"),
        (["explain", "--id", "a", "--audience", "boss"], "boss"),
        (["explain"], "--id"),
        (["compare", "--ids", "a"], "2 to 4"),
        (["compare", "--ids", "a,a"], "2 to 4"),
        (["compare", "--ids", "a,zz"], "no candidate 'zz'"),
        (["compare", "--ids", "a,b", "-o", "x.csv"], ".csv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_of_explain_and_compare(arguments, said, job, people, capsys):
    assert run([arguments[0], job, people, *arguments[1:]]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in lines(captured.err)[-1]
