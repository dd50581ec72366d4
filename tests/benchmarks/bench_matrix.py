"""How long an analyst waits while a weight slider moves: 100,000 candidates, 30 requirements.

    make bench

Decides whether one weight vector re-scores them in under 50 ms (both ends of the range, coverage,
gates), so that assessment can stay in the reference path, paid once per list.
"""

from __future__ import annotations

import numpy
import pytest

from matcher.scoring.matrix import CreditMatrix, weighted
from tests.scoring.builders import job, planned

REQUIREMENTS, CANDIDATES = 30, 100_000


@pytest.fixture(scope="module")
def plan():
    levels = ["must"] * 12 + ["preferred"] * 10 + ["bonus"] * 8
    asked = [{level: {"phrase": f"craft {n}"}} for n, level in enumerate(levels)]
    return planned(job(*asked))


@pytest.fixture(scope="module")
def matrix(plan):
    random = numpy.random.default_rng(1)
    steps = numpy.array([0, 3000, 6500, 8500, 9500, 10_000], dtype=numpy.int32)
    low = steps[random.integers(0, len(steps), (REQUIREMENTS, CANDIDATES))]
    high = numpy.where(random.random(low.shape) < 0.1, 10_000, low).astype(numpy.int32)
    ids = tuple(f"c{n}" for n in range(CANDIDATES))
    return CreditMatrix(plan, ids, low, high, numpy.ones(CANDIDATES, dtype=bool))


def test_one_weight_vector(benchmark, matrix, plan):
    worths = [planned.share.worth for planned in plan.requirements]
    assert len(worths) == REQUIREMENTS
    benchmark(weighted, matrix.low, worths)


def test_scores_range_coverage_and_gates(benchmark, matrix):
    benchmark(matrix.scores)


def test_ranks(benchmark, matrix):
    benchmark(matrix.scores().ranks)
