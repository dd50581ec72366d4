"""Measures of rankings: by hand, against scikit-learn and scipy, and their laws."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import kendalltau
from sklearn.metrics import ndcg_score

from matcher.tuning.metrics import ndcg, precision, rank_biased_overlap, recall, tau_b

GOOD = 3


@st.composite
def graded(draw, *, untied=False):
    """Scores (few values, so that many tie) and grades of 2 to 12 candidates."""
    size = draw(st.integers(2, 12))
    score = st.integers(0, 10_000 if untied else 4).map(float)
    scores = draw(st.lists(score, min_size=size, max_size=size, unique=untied))
    grades = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    return np.array(scores), np.array(grades)


MEASURES = {
    "ndcg": ndcg,
    "ndcg@3": lambda s, g: ndcg(s, g, 3),
    "precision@3": lambda s, g: precision(s, g, 3, GOOD),
    "recall@2": lambda s, g: recall(s, g, GOOD, 2),
    "recall": lambda s, g: recall(s, g, GOOD),
    "tau_b": tau_b,
}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


def same(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or one == pytest.approx(other, abs=1e-9)


@every_measure
@given(case=graded())
def test_range(measure, case):
    value = measure(*case)
    least = -1 if measure is tau_b else 0
    assert math.isnan(value) or least - 1e-12 <= value <= 1 + 1e-12


@every_measure
@given(case=graded(), order=st.randoms(use_true_random=False))
def test_order_of_candidates_changes_nothing(measure, case, order):
    scores, grades = case
    shuffled = list(range(len(scores)))
    order.shuffle(shuffled)
    assert same(measure(scores, grades), measure(scores[shuffled], grades[shuffled]))


@every_measure
@given(case=graded())
def test_only_the_order_of_scores_counts(measure, case):
    scores, grades = case
    assert same(measure(scores, grades), measure(np.exp(scores) * 3 - 70, grades))


@every_measure
@given(case=graded(untied=True))
def test_ties_are_the_mean_over_their_orders(measure, case):
    """All of one score: the mean over every order; for tau-b, undefined."""
    _, grades = case[0][:5], case[1][:5]
    orders = [measure(list(order), grades) for order in itertools.permutations(range(len(grades)))]
    tied = measure(np.ones(len(grades)), grades)
    if measure is tau_b:
        assert math.isnan(tied)
        assert math.isnan(orders[0]) or np.mean(orders) == pytest.approx(0, abs=1e-9)
    else:
        assert same(tied, float(np.mean(orders)))


@given(case=graded())
def test_some_tied_are_the_mean_over_their_orders(case):
    scores, grades = case[0][:5], case[1][:5]
    assume(len(set(grades)) > 1)
    spread = [
        ndcg(scores * 10 + order, grades, 3) for order in itertools.permutations(range(len(scores)))
    ]
    assert ndcg(scores, grades, 3) == pytest.approx(np.mean(spread))


@every_measure
@given(case=graded(untied=True))
def test_best_order_is_the_most_and_the_reverse_the_least(measure, case):
    scores, grades = case
    best, found, worst = (measure(each, grades) for each in (grades, scores, -grades.astype(float)))
    assert math.isnan(found) == math.isnan(best)
    if not math.isnan(found):
        assert worst - 1e-9 <= found <= best + 1e-9
        if measure not in (MEASURES["precision@3"], MEASURES["recall@2"]):
            assert best == pytest.approx(1)


@given(case=graded(), k=st.integers(1, 12))
def test_ndcg_is_that_of_scikit_learn(case, k):
    scores, grades = case
    assume(len(set(grades)) > 1)
    expected = ndcg_score([2.0**grades - 1], [scores], k=k)
    assert ndcg(scores, grades, k) == pytest.approx(expected)


@given(case=graded())
def test_tau_b_is_that_of_scipy(case):
    assert same(tau_b(*case), float(kendalltau(*case).statistic))


@pytest.mark.parametrize(
    ("scores", "grades", "expected"),
    [
        # log2(3) = 1.58496; (7 + 1/1.58496) / (7 + 1/1.58496)
        ([3, 2, 1], [3, 1, 0], 1.0),
        # (1 + 7/1.58496) / (7 + 1/1.58496)
        ([2, 3, 1], [3, 1, 0], (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))),
        # the first two tie: each place holds (7 + 1) / 2
        ([2, 2, 1], [3, 1, 0], (4 + 4 / math.log2(3)) / (7 + 1 / math.log2(3))),
    ],
    ids=["best", "swapped", "tied"],
)
def test_ndcg_by_hand(scores, grades, expected):
    assert ndcg(scores, grades) == pytest.approx(expected)


def test_precision_and_recall_by_hand():
    scores, grades = [90, 80, 80, 10, 5], [3, 4, 0, 3, 1]
    # the second place is held by grade 4 or grade 0
    assert precision(scores, grades, 2, GOOD) == pytest.approx((1 + 0.5) / 2)
    assert recall(scores, grades, GOOD) == pytest.approx(2 / 3)
    assert recall(scores, grades, GOOD, 4) == pytest.approx(1)
    assert recall(scores, grades, 4, 1) == 0


ALIKE = "whatever the scores, there is one value"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("one candidate", ndcg([5], [3])),
        ("no candidate", ndcg([], [])),
        ("all grades 0", ndcg([1, 2], [0, 0])),
        ("all grades 2", ndcg([1, 2], [2, 2])),
        ("nobody good", precision([1, 2, 3], [0, 1, 2], 1, GOOD)),
        ("everybody good", precision([1, 2, 3], [3, 3, 4], 1, GOOD)),
        ("k is all there are", precision([1, 2], [0, 3], 2, GOOD)),
        ("k is more", recall([1, 2], [0, 3], GOOD, 3)),
        ("nobody hired", recall([1, 2], [0, 1], GOOD)),
        ("everybody hired", recall([1, 2], [3, 3], GOOD)),
        ("tau, one candidate", tau_b([1], [1])),
        ("tau, scores alike", tau_b([1, 1], [0, 1])),
        ("tau, grades alike", tau_b([0, 1], [1, 1])),
        ("overlap, one candidate", rank_biased_overlap([1], [1])),
        ("overlap, one ties all", rank_biased_overlap([1, 1], [1, 2])),
    ],
)
def test_undefined_is_nan_and_never_nought(name, value):
    assert math.isnan(value), name


@given(case=graded())
def test_overlap_of_a_ranking_with_itself_is_one(case):
    scores, _ = case
    assume(len(set(scores)) > 1)
    assert rank_biased_overlap(scores, np.exp(scores)) == pytest.approx(1)


@given(case=graded(), p=st.floats(0.05, 0.99))
def test_overlap_is_symmetric_and_in_range(case, p):
    scores, other = case
    assume(len(set(scores)) > 1)
    assume(len(set(other)) > 1)
    value = rank_biased_overlap(scores, other, p)
    assert 0 <= value <= 1 + 1e-12
    assert value == pytest.approx(rank_biased_overlap(other, scores, p))


@given(case=graded(untied=True), p=st.floats(0.05, 0.99))
def test_overlap_of_untied_rankings_by_its_definition(case, p):
    scores, _ = case
    other = np.roll(scores, 1)
    one_order, other_order = (list(np.argsort(-each)) for each in (scores, other))
    size = len(scores)
    agreement = [len({*one_order[:d]} & {*other_order[:d]}) / d for d in range(1, size + 1)]
    summed = sum(p**d * a for d, a in enumerate(agreement, 1))
    expected = agreement[-1] * p**size + (1 - p) / p * summed
    assert rank_biased_overlap(scores, other, p) == pytest.approx(expected)


def test_overlap_of_tied_rankings_by_hand():
    # ranks 1 1 3 against 1 2 3; agreement 2·1/(2+1), 2·2/(2+2), 1 at depths 1, 2, 3
    expected = 0.1 * (2 / 3) + 0.09 * 1 + 0.081 * 1 + 0.9**3
    assert rank_biased_overlap([2, 2, 1], [3, 2, 1]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ndcg([1, 2], [1]), r"shapes are \(2,\) and \(1,\)"),
        (lambda: tau_b([1, float("nan")], [1, 2]), "not finite"),
        (lambda: ndcg([1, 2], [1, 2], 0), "k is 0"),
        (lambda: rank_biased_overlap([1, 2], [1, 2], 1.0), "p is 1.0"),
    ],
    ids=["lengths", "not finite", "k", "p"],
)
def test_what_cannot_be_measured_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
