"""What-ifs reach their goal by the reference path, and no part of them does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import EvidenceKind, Job, Kind, Profile
from matcher.scoring import rank, score_candidate
from matcher.scoring.changes import ChangeKind, changed, latest_free_months
from matcher.scoring.contrast import contrast
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.what_if import (
    MOST_TOGETHER,
    Goal,
    GoalKind,
    WhatIfs,
    gate_goals,
    rank_goal,
)
from tests.scoring import strategies as any_
from tests.scoring.builders import NEUTRAL, interval, job, planned, profile

SLOW = settings(deadline=None, max_examples=60)


def check(plan: ScoringPlan, one: Profile, goal: Goal) -> None:
    found = WhatIfs(plan, one).reach(goal)
    now = score_candidate(plan, one)
    assert bool(found) != goal.reached(plan, now)
    assert found == WhatIfs(plan, one).reach(goal)
    for what_if in found:
        after = score_candidate(plan, changed(plan, one, what_if.changes))
        assert (what_if.score, what_if.eligible) == (after.score, after.eligible)
        assert len(what_if.changes) <= MOST_TOGETHER
        if not what_if.changes:
            continue
        assert goal.reached(plan, after)
        for size in range(len(what_if.changes)):
            for part in combinations(what_if.changes, size):
                assert not goal.reached(plan, score_candidate(plan, changed(plan, one, part)))
        for number, change in enumerate(what_if.changes):
            rest = what_if.changes[:number], what_if.changes[number + 1 :]
            if change.months > 1 and goal.kind is not GoalKind.GATE:
                fewer = (*rest[0], replace(change, months=change.months - 1), *rest[1])
                assert not goal.reached(plan, score_candidate(plan, changed(plan, one, fewer)))
            for leaf_id in change.instead:
                other = (*rest[0], replace(change, leaf_id=leaf_id, instead=()), *rest[1])
                assert goal.reached(plan, score_candidate(plan, changed(plan, one, other)))


@SLOW
@given(any_.jobs(), any_.profiles(), st.integers(1, 10_000))
def test_sets_that_reach_a_score_are_verified_and_minimal(
    a_job: Job, one: Profile, score: int
) -> None:
    check(planned(a_job), one, Goal(GoalKind.SCORE, score=score))


@SLOW
@given(any_.jobs(), any_.profiles())
def test_sets_that_pass_a_gate_are_verified_and_minimal(a_job: Job, one: Profile) -> None:
    plan = planned(a_job)
    for goal in gate_goals(plan, score_candidate(plan, one)):
        check(plan, one, goal)


@SLOW
@given(any_.jobs(), st.lists(any_.profiles(), min_size=2, max_size=4,
                             unique_by=lambda p: p.candidate_id))  # fmt: skip
def test_sets_that_gain_a_rank_are_verified_and_minimal(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    ranked = rank(plan, pile)
    for one in pile:
        goal = rank_goal(ranked, one.candidate_id)
        if goal is not None:
            check(plan, one, goal)
            for what_if in WhatIfs(plan, one).reach(goal):
                if what_if.changes:
                    better = [changed(plan, one, what_if.changes) if p is one else p for p in pile]
                    after = rank(plan, better)
                    place = next(r for r in after if r.ledger.candidate_id == one.candidate_id)
                    assert place.rank is not None
                    assert place.rank <= (goal.rank or 0)


@SLOW
@given(any_.jobs(), any_.profiles())
def test_changes_touch_nothing_but_experience(a_job: Job, one: Profile) -> None:
    """Skills, months, certificates, languages; a degree only where it is open."""
    plan = planned(a_job)
    ledger = score_candidate(plan, one)
    open_leaves = {
        leaf.leaf_id
        for entry in ledger.entries
        for leaf in entry.assessment.leaves
        if leaf.high > leaf.low
    }
    for effect in WhatIfs(plan, one).effects:
        need = plan.leaves[effect.change.leaf_id].need
        assert need.kind not in (Kind.SOFT, Kind.OTHER)
        if effect.change.kind is ChangeKind.DEGREE:
            assert need.id in open_leaves
            assert effect.change.settles
        else:
            assert need.kind is not Kind.EDUCATION


def reach(spec: list[dict[str, object]], shows: dict[str, object], goal: Goal):
    plan = planned(job(*spec))
    return WhatIfs(plan, profile(shows)).reach(goal)


def test_a_skill_in_a_project_passes_a_must() -> None:
    [found] = reach([{"must": "java"}, {"bonus": "go"}], {}, Goal(GoalKind.GATE, "r1"))
    [change] = found.changes
    assert (change.kind, change.leaf_id, change.by) == (
        ChangeKind.SKILL, "r1.1", EvidenceKind.PROJECT,
    )  # fmt: skip
    assert found.eligible is True


def test_months_are_the_fewest_that_do() -> None:
    """Four of five years earn 8500, 52 months of 60 earn 8999, 53 earn 9124: five more."""
    found = reach(
        [{"must": "java 5y"}],
        {"shows": ["java work 2020-01..2023-12"]},
        Goal(GoalKind.SCORE, score=9000),
    )
    assert [c.months for c in found[0].changes] == [5]
    assert found[0].score == 9124


def test_alternatives_are_one_change() -> None:
    [found] = reach([{"must": {"any": ["java", "python", "go"]}}], {}, Goal(GoalKind.GATE, "r1"))
    assert found.changes[0].leaf_id == "r1.1"
    assert found.changes[0].instead == ("r1.2", "r1.3")


def test_two_at_once_where_one_is_not_enough() -> None:
    found = reach(
        [{"must": "java"}, {"must": "docker"}, {"must": "go"}],
        {"shows": ["go work"]},
        Goal(GoalKind.SCORE, score=9000),
    )
    assert [{c.leaf_id for c in each.changes} for each in found] == [{"r1.1", "r2.1"}]


def test_out_of_reach_is_said() -> None:
    spec = [{"must": name} for name in ("java", "docker", "go", "python", "kafka")]
    [found] = reach(spec, {}, Goal(GoalKind.SCORE, score=9000))
    assert (found.changes, found.score) == ((), 0)


def test_an_open_degree_is_to_be_stated_and_a_missing_one_is_not_offered() -> None:
    spec = [{"must": {"degree": "bachelor"}}, {"must": "java"}]
    open_one = reach(spec, {}, Goal(GoalKind.SCORE, score=5000))
    assert open_one[0].changes[0].kind is ChangeKind.DEGREE
    assert open_one[0].changes[0].settles
    silent = {"texts": {"resume_text": NEUTRAL, "education": "Evening classes in pottery"}}
    kinds = {c.kind for each in reach(spec, silent, Goal(GoalKind.SCORE, score=4500))
             for c in each.changes}  # fmt: skip
    assert kinds == {ChangeKind.SKILL}


def test_language_and_certificate() -> None:
    most = WhatIfs(
        planned(job({"must": "english C1"}, {"must": "aws_developer"})),
        profile({"shows": ["english claimed B1", "aws_developer claimed denied"]}),
    ).most()
    assert [(w.changes[0].kind, w.score) for w in most] == [
        (ChangeKind.CERTIFICATE, 6250), (ChangeKind.LANGUAGE, 5000),
    ]  # fmt: skip


def test_words_outside_the_taxonomy() -> None:
    [found] = reach(
        [{"must": {"phrase": "beekeeping equipment"}}], {}, Goal(GoalKind.SCORE, score=6000)
    )
    assert found.score == 6500


def test_nothing_is_offered_for_an_unreadable_profile() -> None:
    assert not WhatIfs(planned(job({"must": "java"})), profile({"texts": {}})).effects


def test_the_first_and_the_unranked_have_no_rank_to_gain() -> None:
    plan = planned(job({"must": "java"}))
    pile = [profile({"shows": ["java work"]}, "a"), profile({}, "b"), profile({"texts": {}}, "c")]
    ranked = rank(plan, pile)
    assert rank_goal(ranked, "a") is None
    assert rank_goal(ranked, "c") is None
    goal = rank_goal(ranked, "b")
    assert goal is not None
    assert (goal.rank, goal.score) == (1, 10_000)
    assert rank_goal(ranked, "b", 5) is None


@pytest.mark.parametrize(
    ("taken", "months", "expected"),
    [
        ([], 3, ["2025-11..2026-01"]),
        (["2025-12.."], 2, ["2025-10..2025-11"]),
        (["2025-12..2025-12"], 2, ["2026-01..2026-01", "2025-11..2025-11"]),
        (["2020-01..2027-05"], 1, ["2019-12..2019-12"]),
        (["2025-01..2025-12", "2025-03..2025-04"], 2, ["2026-01..2026-01", "2024-12..2024-12"]),
    ],
)
def test_latest_free_months(taken: list[str], months: int, expected: list[str]) -> None:
    found = latest_free_months(tuple(map(interval, taken)), 2026 * 12, months)
    assert found == tuple(map(interval, expected))


@SLOW
@given(any_.jobs(), any_.profiles("a"), any_.profiles("b"))
def test_a_contrast_adds_up(a_job: Job, one: Profile, other: Profile) -> None:
    plan = planned(a_job)
    first, second = score_candidate(plan, one), score_candidate(plan, other)
    found = contrast(first, second)
    differences = [a.points - b.points for a, b in zip(first.entries, second.entries, strict=True)]
    assert found.points == first.score - second.score == sum(differences)
    ahead = sorted((d for d in differences if d > 0), reverse=True)
    assert [fact.points for fact in found.facts] == ahead[:3]
    assert (found.against.points if found.against else 0) == min([0, *differences])
