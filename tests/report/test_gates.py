"""A gate on a degree, from the job card with its reason to every format."""

from __future__ import annotations

import csv
import json

import pytest

from matcher.cli import run

CARD = """\
job_card: 1
title: Teacher
requirements:
- id: r1
  needs: {skill: french, kind: language}
- id: r2
  needs: {degree: bachelor, fields: []}
  gate: rank_below
  gate_reason: the law of schools asks for a degree
"""
REASON = "the law of schools asks for a degree"


@pytest.fixture
def files(tmp_path):
    card, people = tmp_path / "job.yaml", tmp_path / "people.csv"
    card.write_text(CARD, encoding="utf-8")
    people.write_text(
        "candidate_id,resume,education\n"
        "k1,Speaks French (C1) at home and at work in Lyon,Secondary school\n"
        "k2,Wrote letters in an office,Bachelor of Arts in history\n",
        encoding="utf-8",
    )
    return card, people


@pytest.mark.parametrize("ending", ["json", "html", "txt"])
def test_the_reason_stands_in_the_ranking(files, tmp_path, ending):
    out = tmp_path / f"ranking.{ending}"
    assert run(["rank", *map(str, files), "-o", str(out)]) == 0
    assert REASON in " ".join(out.read_text(encoding="utf-8").split())


def test_who_fails_it_stands_below_and_keeps_the_score(files, tmp_path):
    out = tmp_path / "ranking.csv"
    assert run(["rank", *map(str, files), "-o", str(out)]) == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["candidate_id"] for row in rows] == ["k2", "k1"]
    assert [row["rank"] for row in rows] == ["1", "2"]
    assert float(rows[1]["score"]) > 0
    assert "gate_failed" in rows[1]["flags"]


@pytest.mark.parametrize("audience", ["recruiter", "candidate"])
@pytest.mark.parametrize("ending", ["json", "html", "txt"])
def test_the_reason_stands_in_an_explanation(files, tmp_path, ending, audience):
    out = tmp_path / f"explained.{ending}"
    ask = ["explain", *map(str, files), "--id", "k1", "--audience", audience, "-o", str(out)]
    assert run(ask) == 0
    text = out.read_text(encoding="utf-8")
    assert REASON in " ".join((json.dumps(json.loads(text)) if ending == "json" else text).split())


def test_without_a_reason_it_is_refused(files, capsys):
    card, people = files
    card.write_text(CARD.replace(f"  gate_reason: {REASON}\n", ""), encoding="utf-8")
    assert run(["rank", str(card), str(people)]) == 2
    assert "r2: a gate on a degree has no reason" in capsys.readouterr().err
