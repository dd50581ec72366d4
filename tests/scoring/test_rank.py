"""Places, shared places, and who comes last."""

from __future__ import annotations

from typing import Any

from matcher.model import Relation
from matcher.scoring import rank, score_candidate
from tests.scoring.builders import job, planned, profile

PILE: dict[str, dict[str, Any]] = {
    "strong": {"shows": ["java work", "docker work", "go work", "english claimed C1"]},
    "twin": {"shows": ["java work", "docker work", "english claimed C1", "go work"]},
    "claims": {"shows": ["java claimed", "english claimed C1"]},
    "no-english": {"shows": ["java work", "docker work", "go work", "german claimed"]},
    "blank": {"texts": {"resume_text": "\n"}, "unreadable": ["resume_text"]},
}
JOB = job({"must": "java"}, {"preferred": "docker"}, {"preferred": "go"}, {"must": "english B2"})
GATED = job(
    {"must": "java"},
    {"preferred": "docker"},
    {"preferred": "go"},
    {"must": "english B2", "gate": "rank_below"},
)


def places(a_job: Any) -> list[tuple[int | None, str]]:
    pile = [profile(spec, name) for name, spec in PILE.items()]
    return [(r.rank, r.ledger.candidate_id) for r in rank(planned(a_job), pile)]


def test_equal_scores_share_a_rank_and_nobody_readable_comes_after_the_unreadable() -> None:
    assert places(JOB) == [
        (1, "strong"),
        (1, "twin"),
        (3, "no-english"),
        (4, "claims"),
        (None, "blank"),
    ]


def test_a_failed_gate_ranks_below_whatever_the_score() -> None:
    assert places(GATED) == [
        (1, "strong"),
        (1, "twin"),
        (3, "claims"),
        (4, "no-english"),
        (None, "blank"),
    ]


def test_points_do_not_depend_on_the_gate() -> None:
    candidate = profile(PILE["no-english"])
    open_, gated = (score_candidate(planned(j), candidate) for j in (JOB, GATED))
    assert open_.score == gated.score
    assert (open_.ranked_below, gated.ranked_below) == (False, True)


def test_an_empty_pile() -> None:
    assert rank(planned(JOB), []) == ()


def test_evidence_is_the_strongest_first_with_months_and_last_use() -> None:
    asked = planned(job({"must": "postgresql"}))
    shows = [
        "mysql work 2020-01..2021-12",
        "postgresql claimed",
        "postgresql work 2022-01..2022-06",
        "postgresql work 2024-01..",
    ]
    [entry] = score_candidate(asked, profile({"shows": shows})).entries
    found = [
        (e.relation, str(e.evidence.kind), e.months, e.last_used) for e in entry.assessment.evidence
    ]
    assert found == [
        (Relation.SAME, "work", 25, "2026-01"),
        (Relation.SAME, "work", 6, "2022-06"),
        (Relation.SAME, "claimed", None, None),
        (Relation.RELATED, "work", 24, "2021-12"),
    ]


def test_a_denial_is_quoted() -> None:
    [entry] = score_candidate(
        planned(job({"must": "java"})),
        profile({"text": "No Java at all", "shows": ["java denied"]}),
    ).entries
    [quoted] = entry.assessment.evidence
    assert (quoted.evidence.surface, str(quoted.evidence.polarity)) == ("Java", "denied")


def test_a_resemblance_is_quoted_with_the_job_it_stands_in() -> None:
    text = "Repaired beekeeping equipment"
    spec = {"text": text, "jobs": ["2020-01..2020-12"]}
    [entry] = score_candidate(
        planned(job({"must": {"phrase": "beekeeping equipment"}})), profile(spec)
    ).entries
    [quoted] = entry.assessment.evidence
    assert quoted.evidence.span.of(text) == quoted.evidence.surface == "beekeeping equipment"
    assert (quoted.relation, quoted.months) == (Relation.SIMILAR, 12)
