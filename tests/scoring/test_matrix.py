"""The vectorised score is the reference score, and how sure a rank is follows from it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import FULL_SCORE, Gate, Job, Level, Profile
from matcher.scoring import rank, score_candidate
from matcher.scoring.matrix import CreditMatrix, same_credits
from matcher.scoring.robustness import rank_acceptability, sampled_worths
from tests.scoring import strategies as any_
from tests.scoring.builders import job, planned, profile

FAST = settings(deadline=None, max_examples=100)
piles = st.lists(any_.profiles(), max_size=6, unique_by=lambda p: p.candidate_id)
weights = st.fixed_dictionaries(
    {
        "levels": st.sampled_from(
            [
                {"must": 6, "preferred": 2, "bonus": 1},
                {"must": 900, "preferred": 7, "bonus": 0},
                {"must": 3, "preferred": 2, "bonus": 1},
            ]
        ),
        "importance": st.sampled_from(
            [
                {"most": 100},
                {"most": 130, "per_repeat": 30},
                {"first": 30, "generic": 1, "generic_skills": ["java", "docker", "english"]},
            ]
        ),
        "gates": st.fixed_dictionaries(
            {"must": st.sampled_from(list(map(str, Gate))), "partial_passes": st.booleans()}
        ),
    }
)


def check_equal(table, ledgers) -> None:
    for index, ledger in enumerate(ledgers):
        assert table.candidate_ids[index] == ledger.candidate_id
        assert table.score[index] == ledger.score
        assert table.score_high[index] == ledger.score_high
        assert table.eligible(index) == ledger.eligible
        assert bool(table.ranked_below[index]) == ledger.ranked_below
        met = dict(zip(("must", "preferred", "bonus"), table.met[:, index].tolist(), strict=True))
        asked = dict(zip(met, table.asked, strict=True))
        assert {level: (met[level], asked[level]) for level in met} == ledger.coverage()


@FAST
@given(any_.jobs(), piles)
def test_the_matrix_equals_the_ledger(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    check_equal(
        CreditMatrix.assessed(plan, pile).scores(), [score_candidate(plan, p) for p in pile]
    )


@FAST
@given(any_.jobs(), piles, weights)
def test_so_it_does_under_other_weights_without_a_new_assessment(
    a_job: Job, pile: list[Profile], overlay: dict[str, object]
) -> None:
    plan, other = planned(a_job), planned(a_job, overlay)
    matrix = CreditMatrix.assessed(plan, pile)
    if same_credits(plan, other):
        check_equal(matrix.scores(other), [score_candidate(other, p) for p in pile])


@FAST
@given(any_.jobs(), piles)
def test_ranks_are_those_of_the_ranking(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    ranks = CreditMatrix.assessed(plan, pile).scores().ranks().tolist()
    by_id = {r.ledger.candidate_id: r.rank for r in rank(plan, pile)}
    assert [number or None for number in ranks] == [by_id[p.candidate_id] for p in pile]


def test_weights_need_no_new_assessment_and_credits_do() -> None:
    asked = job({"must": "java"}, {"bonus": "docker"})
    plan = planned(asked)
    assert same_credits(plan, planned(asked, {"levels": {"must": 9}}))
    other = planned(asked, {"evidence": {"claimed": 100}})
    assert not same_credits(plan, other)
    with pytest.raises(ValueError, match="assess anew"):
        CreditMatrix.assessed(plan, []).scores(other)


@FAST
@given(any_.jobs(by_person=False))
def test_sampled_weights_keep_the_levels_in_order(a_job: Job) -> None:
    plan = planned(a_job)
    for worths in sampled_worths(plan, 25):
        assert sum(worths) == FULL_SCORE
        by_level = {
            level: [
                worth
                for worth, planned_one in zip(worths, plan.requirements, strict=True)
                if planned_one.requirement.level is level and planned_one.share.weight
            ]
            for level in (Level.MUST, Level.PREFERRED, Level.BONUS)
        }
        must, preferred, bonus = by_level.values()
        assert not must or not preferred or min(must) >= max(preferred)
        assert not preferred or not bonus or min(preferred) >= max(bonus)
        assert not must or not bonus or min(must) >= max(bonus)
        assert all(
            not worth
            for worth, one in zip(worths, plan.requirements, strict=True)
            if not one.share.weight
        )


def test_the_mean_of_the_level_weights_is_the_middle_of_the_triangle() -> None:
    """With a bound of 1 it is the rank-order centroid: 11/18, 5/18, 2/18."""
    asked = job({"must": "java"}, {"preferred": "docker"}, {"bonus": "go"})
    drawn = sampled_worths(planned(asked, {"importance": {"most": 100}}), 4000)
    means = [sum(column) / len(drawn) for column in zip(*drawn, strict=True)]
    assert means == pytest.approx([6111, 2778, 1111], abs=60)


def test_a_weight_a_person_set_keeps_its_size() -> None:
    asked = job({"must": "java", "weight": 9}, {"must": "docker", "weight": 1})
    assert set(sampled_worths(planned(asked), 20)) == {(9000, 1000)}


@FAST
@given(any_.jobs(), piles)
def test_acceptability_sums_to_one_and_knows_no_order(a_job: Job, pile: list[Profile]) -> None:
    plan = planned(a_job)
    forward = rank_acceptability(CreditMatrix.assessed(plan, pile), 40)
    backward = rank_acceptability(CreditMatrix.assessed(plan, pile[::-1]), 40)
    readable = [p.candidate_id for p in pile if p.readable]
    assert set(forward.columns) == set(readable)
    for key in readable:
        shares = forward.acceptability(key)
        assert sum(shares.values()) == pytest.approx(1)
        assert shares == backward.acceptability(key)
        assert min(shares) >= 1
        assert max(shares) <= len(readable)
        for other in readable:
            assert forward.win_share(key, other) + forward.win_share(other, key) == 1


def test_who_is_better_everywhere_is_above_under_every_weighting() -> None:
    plan = planned(job({"must": "java"}, {"preferred": "docker"}, {"bonus": "go"}))
    both = profile({"shows": ["java work", "docker work"]}, "both")
    one = profile({"shows": ["java work"]}, "one")
    extra = profile({"shows": ["docker work", "go work"]}, "extra")
    found = rank_acceptability(CreditMatrix.assessed(plan, [one, both, extra]), 500)
    assert found.acceptability("both") == {1: 1.0}
    assert found.win_share("both", "one") == 1.0
    assert 0 < found.win_share("extra", "one") < 0.5
    sure = found.certainty("both", "one")
    assert (sure.rank_low, sure.rank_high, sure.first, sure.in_top) == (1, 1, 1.0, 1.0)
    assert sure.above_next == 1.0


def test_a_failed_knock_out_stays_below_whatever_the_weights() -> None:
    plan = planned(job({"must": "java", "gate": "rank_below"}, {"bonus": "docker", "weight": 900}))
    rich = profile({"shows": ["docker work"]}, "rich")
    poor = profile({"shows": ["java claimed"]}, "poor")
    found = rank_acceptability(CreditMatrix.assessed(plan, [rich, poor]), 50)
    assert found.acceptability("rich") == {2: 1.0}
