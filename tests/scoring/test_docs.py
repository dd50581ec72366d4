"""The worked example of docs/scoring.md adds up."""

from __future__ import annotations

from pathlib import Path

from matcher.scoring import score_candidate
from tests.scoring.builders import job, planned, profile

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"


def test_the_worked_example() -> None:
    plan = planned(
        job(
            {"must": "java 5y"},
            {"must": {"any": ["relational_databases", "postgresql", "mysql"]}},
            {"preferred": {"all": ["docker", "kubernetes"]}},
            {"bonus": "kafka"},
            title="Java developer",
        )
    )
    shows = ["java work 2020-01..2023-12", "mysql claimed", "docker work", "rabbitmq work"]
    ledger = score_candidate(plan, profile({"shows": shows}))
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    example = [row for row in rows if len(row) == 7 and row[1] in ("must", "preferred", "bonus")]
    assert [list(map(int, (row[3], row[5], row[6]))) for row in example] == [
        [entry.worth, entry.assessment.low, entry.points] for entry in ledger.entries
    ]
    assert f"The score is {ledger.score / 100:.2f}." in PAGE.read_text("utf-8")
