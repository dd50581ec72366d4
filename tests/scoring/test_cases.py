"""The table of hand-worked cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.scoring import score_candidate
from tests.scoring.builders import job, planned, profile

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "scoring.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    plan = planned(job(*case["job"], title=case.get("title")), case.get("policy"))
    ledger = score_candidate(plan, profile(case.get("profile", {})))
    assessments = [entry.assessment for entry in ledger.entries]
    got = {
        "worth": [entry.worth for entry in ledger.entries],
        "importance": [p.share.importance for p in plan.requirements],
        "repeats": [list(p.share.repeats) for p in plan.requirements],
        "low": [a.low for a in assessments],
        "high": [a.high for a in assessments],
        "points": [entry.points for entry in ledger.entries],
        "status": [str(a.status) for a in assessments],
        "basis": [str(a.basis) for a in assessments],
        "months": assessments[0].leaves[0].months_shown if assessments[0].leaves else None,
        "score": ledger.score,
        "high_score": ledger.score_high,
        "eligible": ledger.eligible,
        "below": ledger.ranked_below,
        "flags": list(ledger.flags),
    }
    expected = case["expect"]
    assert expected.keys() <= got.keys()
    assert {key: got[key] for key in expected} == expected


def test_names_are_told_apart() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 80
