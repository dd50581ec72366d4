"""One weight turned: the worths and ranks of a policy or job card that says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.errors import InputError
from matcher.model import FULL_SCORE, Job, Profile
from matcher.scoring import rank
from matcher.scoring.matrix import CreditMatrix, same_credits
from matcher.scoring.sensitivity import (
    STEPS,
    allowed_range,
    parameters,
    present_weight,
    weight_sweep,
    weight_swings,
    worths_under,
)
from tests.scoring import strategies as any_
from tests.scoring.builders import job, planned, profile

FAST = settings(deadline=None, max_examples=100)
piles = st.lists(any_.profiles(), max_size=6, unique_by=lambda p: p.candidate_id)
POLICIES = (
    {},
    {"soft_worth": 50},
    {"levels": {"must": 13, "preferred": 10, "bonus": 1}},
    {"importance": {"first": 30, "generic": 1, "generic_skills": ["java", "docker", "english"]}},
)
LEVELS = {
    "levels.must": (3, 4, 9, 700),
    "levels.preferred": (2, 3, 4),
    "levels.bonus": (1, 2),
}


def worths_of(plan) -> tuple[int, ...]:
    return tuple(planned.share.worth for planned in plan.requirements)


@FAST
@given(any_.jobs(), st.sampled_from(POLICIES), st.data())
def test_worths_are_those_of_a_policy_with_that_weight(a_job: Job, overlay, data) -> None:
    plan = planned(a_job, overlay)
    for parameter in set(parameters(plan)) & LEVELS.keys():
        low, high = allowed_range(plan, parameter)
        value = data.draw(st.sampled_from(LEVELS[parameter]))
        if low <= value <= high:
            levels = plan.policy.to_dict()["levels"] | {parameter.split(".")[1]: value}
            other = planned(a_job, overlay | {"levels": levels})
            assert worths_under(plan, parameter, value) == worths_of(other)


@FAST
@given(any_.jobs(), st.sampled_from(POLICIES), st.sampled_from((0.5, 1, 2.125, 40)), st.data())
def test_worths_are_those_of_a_job_card_that_sets_it(a_job: Job, overlay, value, data) -> None:
    plan = planned(a_job, overlay)
    own = [parameter for parameter in parameters(plan) if not parameter.startswith("levels.")]
    chosen = data.draw(st.sampled_from(own))
    asked = tuple(replace(r, weight=value) if r.id == chosen else r for r in a_job.requirements)
    other = planned(replace(a_job, requirements=asked), overlay)
    assume(same_credits(plan, other))
    assert worths_under(plan, chosen, value) == worths_of(other)


@FAST
@given(any_.jobs(), st.sampled_from(POLICIES))
def test_the_present_weight_changes_nothing(a_job: Job, overlay) -> None:
    plan = planned(a_job, overlay)
    for parameter in parameters(plan):
        assert worths_under(plan, parameter, present_weight(plan, parameter)) == worths_of(plan)


@FAST
@given(any_.jobs(), piles)
def test_a_sweep_ranks_as_the_ranking_and_shares_out_all(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    matrix = CreditMatrix.assessed(plan, pile)
    by_id = {r.ledger.candidate_id: r.rank for r in rank(plan, pile)}
    for parameter in parameters(plan):
        swept = weight_sweep(matrix, parameter)
        now = swept.ranks[swept.values.index(swept.present)]
        assert dict(zip(swept.candidate_ids, now.tolist(), strict=True)) == {
            key: place for key, place in by_id.items() if place is not None
        }
        assert all(sum(worths_under(plan, parameter, v)) == FULL_SCORE for v in swept.values)


@pytest.fixture
def matrix():
    plan = planned(job({"must": "java"}, {"preferred": "docker"}, {"preferred": "kafka"}))
    profiles = [
        profile({"shows": ["java work 2020-01.."]}, "a"),
        profile({"shows": ["docker work 2020-01..", "kafka work 2020-01.."]}, "b"),
    ]
    return CreditMatrix.assessed(plan, profiles)


def test_who_lacks_the_must_rises_with_the_preferred(matrix):
    swept = weight_sweep(matrix, "levels.preferred", [2, 4])
    assert swept.values == (2.0, 4.0)
    assert swept.candidate_ids == ("a", "b")
    assert swept.ranks.tolist() == [[1, 2], [2, 1]]
    assert len(weight_sweep(matrix, "levels.preferred").values) in (STEPS, STEPS + 1)


def test_swings_name_what_moves_the_top_first(matrix):
    swings = weight_swings(matrix, top=1)
    by_name = {swing.parameter: swing for swing in swings}
    assert set(by_name) == {"levels.must", "levels.preferred", "r1", "r2", "r3"}
    assert (by_name["levels.preferred"].shift_low, by_name["levels.preferred"].shift_high) == (0, 1)
    assert by_name["levels.preferred"].out_high == 1
    shifts = [max(swing.shift_low, swing.shift_high) for swing in swings]
    assert shifts == sorted(shifts, reverse=True)


@pytest.mark.parametrize(
    ("parameter", "values", "said"),
    [
        ("levels.context", None, "'levels.context' is no weight of this job; allowed: levels.must"),
        ("levels.bonus", None, "'levels.bonus' is no weight"),
        ("levels.preferred", [5], "levels.preferred 5 is not allowed; allowed: 1.3 to 4.615"),
        ("r2", [0], "r2 0 is not allowed"),
    ],
)
def test_what_cannot_be_turned_is_said(matrix, parameter, values, said):
    with pytest.raises(InputError, match=said):
        weight_sweep(matrix, parameter, values)


def test_a_top_of_nobody_is_refused(matrix):
    with pytest.raises(InputError, match="top is 0"):
        weight_swings(matrix, 0)


def test_a_hundred_thousand_are_swept_at_once(matrix):
    size = 100_000
    random = np.random.default_rng(7)
    low = random.integers(0, 10_001, (3, size), dtype=np.int32)
    many = replace(
        matrix, candidate_ids=range(size), low=low, high=low, readable=np.ones(size, dtype=bool)
    )
    swept = weight_sweep(many, "levels.preferred", [2.5, 3])
    assert swept.ranks.shape == (3, size)
    assert (swept.ranks.min(axis=1) == 1).all()
