"""Intervals: by hand, by their coverage in simulations, and when there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm, t

from matcher.tuning.calibration import calibration
from matcher.tuning.intervals import MIN_JOBS, over_jobs, percentiles, within_job


def test_few_jobs_have_no_interval():
    assert over_jobs([0.5] * (MIN_JOBS - 1)).interval is None
    assert over_jobs([0.5] * MIN_JOBS).interval == (0.5, 0.5)


def test_undefined_jobs_do_not_count():
    found = over_jobs([0.25, math.nan, 0.75])
    assert (found.mean, found.jobs, found.interval) == (0.5, 2, None)
    nothing = over_jobs([math.nan])
    assert math.isnan(nothing.mean)
    assert (nothing.jobs, nothing.interval) == (0, None)


def test_five_jobs_by_hand():
    """All 5^5 draws, each as likely as another: the ends are their corrected percentiles."""
    values = np.array([0.2, 0.4, 0.5, 0.7, 0.9])
    draws = np.stack(np.meshgrid(*[values] * 5)).reshape(5, -1).mean(axis=0)
    tail = norm.cdf(-math.sqrt(5 / 4) * t.ppf(0.975, 4))
    expected = np.quantile(draws, [tail, 1 - tail])
    assert over_jobs(values, resamples=200_000).interval == pytest.approx(expected, abs=0.011)


def test_order_of_jobs_changes_nothing_and_the_seed_is_fixed():
    values = [0.1, 0.9, 0.4, 0.4, 0.8, 0.3]
    assert over_jobs(values) == over_jobs(values[::-1]) == over_jobs(sorted(values))


@pytest.mark.parametrize(
    ("jobs", "least"), [(5, 0.88), (8, 0.91), (20, 0.92)], ids=lambda n: str(n)
)
def test_intervals_hold_the_truth_as_often_as_they_say(jobs, least):
    """600 studies of each size; the standard error of a share of 0.95 is 0.009."""
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(600):
        low, high = over_jobs(draw.beta(8, 2, jobs), resamples=999).interval
        held += low <= 0.8 <= high
    assert least <= held / 600 <= 0.985


def test_paired_difference_is_tighter_than_its_parts():
    draw = np.random.default_rng(3)
    hard = draw.uniform(0.3, 0.9, 12)
    one, other = hard + 0.05 + draw.normal(0, 0.01, 12), hard
    low, high = over_jobs(one - other).interval
    assert 0.03 < low < high < 0.07
    apart = over_jobs(one).interval, over_jobs(other).interval
    assert all(end[1] - end[0] > 5 * (high - low) for end in apart)


def test_draws_within_a_job_are_of_its_candidates():
    scores = np.array([1.0, 2.0, 3.0, 10.0])
    drawn = within_job(lambda at: np.array([scores[at].mean(), at.max()]), 4, resamples=500)
    assert drawn.shape == (500, 2)
    assert set(drawn[:, 1]) <= {0.0, 1.0, 2.0, 3.0}
    low, high = percentiles(drawn[:, 0])
    # the bootstrap's standard error is the sample's, 3.54 / sqrt(4)
    assert drawn[:, 0].std() == pytest.approx(3.54 / 2, rel=0.08)
    assert low < scores.mean() < high


def test_too_many_undefined_draws_give_no_interval():
    assert percentiles(np.array([math.nan, *np.ones(10)])) is None
    assert percentiles(np.array([math.nan, *np.ones(50)])) == (1.0, 1.0)
    assert percentiles(np.full(3, math.nan)) is None


def test_wilson_interval_by_hand():
    """Wilson (1927): (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)."""
    found = calibration([([90.0] * 10, [True] * 4 + [False] * 6)])
    band = found.bands[-1]
    z, p, n = 1.959964, 0.4, 10
    centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    expected = [(centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)]
    assert (band.low, band.high, band.candidates, band.hired) == (80, 100, 10, 4)
    assert band.interval == pytest.approx(expected, abs=1e-6)


def test_every_score_stands_in_one_band():
    scores = [0.0, 19.99, 20.0, 59.99, 80.0, 100.0]
    found = calibration([(scores, [True] * 6)])
    assert [band.candidates for band in found.bands] == [2, 1, 1, 0, 2]
    assert found.bands[3].interval is None
    assert math.isnan(found.bands[3].share)


def test_scores_that_tell_who_is_hired_beat_the_share():
    draw = np.random.default_rng(5)
    jobs = []
    for _ in range(6):
        scores = draw.uniform(0, 100, 40)
        jobs.append((scores.tolist(), (draw.uniform(0, 100, 40) < scores).tolist()))
    told = calibration(jobs)
    blind = calibration([(draw.permutation(scores).tolist(), hired) for scores, hired in jobs])
    assert told.skill > 0.15
    assert blind.skill < 0.05
    assert told.brier < told.brier_base < 0.26


def test_one_job_cannot_be_held_out():
    found = calibration([([10.0, 90.0], [False, True])])
    assert math.isnan(found.brier)
    assert math.isnan(found.skill)
