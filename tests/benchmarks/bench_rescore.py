"""How long an analyst waits while a slider moves, and how long until the first ranking stands.

    pytest tests/benchmarks/bench_rescore.py -s --override-ini=addopts=--import-mode=importlib

Decides whether ``Results.with_policy`` re-scores 100,000 candidates for a job of 30 requirements
in under 50 ms, all that depends on weights included: worths, scores, both ends of the range,
coverage, gates, order and ranks.  The other figures are printed for ``docs/performance.md``:
credits from columns, reading, tables.
"""

from __future__ import annotations

import random
import sys
import time

import numpy as np
import pandas as pd
import pytest

from matcher import Matcher, Policy
from matcher.notebook.bench import Bench
from matcher.notebook.pool import Pool
from matcher.notebook.results import Results
from matcher.scoring.matrix import CreditMatrix
from tests.benchmarks.bench_lexicon import resume
from tests.conftest import ROOT

say = sys.stdout.write
CANDIDATES, LIMIT_MS, READ = 100_000, 50, 20_000
JOB = ROOT / "data" / "jobs" / "senior_backend_engineer.txt"


class Drawn(Pool):
    """Candidates that showed credits drawn at random."""

    ids = tuple(f"c{number:06d}" for number in range(CANDIDATES))

    def __init__(self):
        super().__init__([])

    def __len__(self):
        return CANDIDATES

    def credits(self, plan):
        """Credits as they occur: nothing, a list, a project, all; one in ten unknown."""
        chance = np.random.default_rng(1)
        steps = np.array([0, 3000, 6500, 8500, 9500, 10_000], dtype=np.int32)
        low = steps[chance.integers(0, len(steps), (len(plan.requirements), CANDIDATES))]
        high = np.where(chance.random(low.shape) < 0.1, 10_000, low).astype(np.int32)
        readable = np.ones(CANDIDATES, dtype=bool)
        return CreditMatrix(plan, self.ids, low, high, readable)

    def twins(self, _):
        """Nobody is like anybody."""
        return {}


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


@pytest.fixture(scope="module")
def drawn(matcher):
    _, job = matcher.read_job(str(JOB))
    versions = matcher.versions(Policy.default())
    day = pd.Timestamp("2025-12-01").date()
    bench = Bench(job, None, "job", matcher.taxonomy, versions, day, Drawn(), {})
    return Results.under(bench, Policy.default())


def test_weights_move(benchmark, drawn):
    policies = [Policy.default().with_weights(must=must) for must in (6, 9)]
    turn = iter(range(10**9))

    def move():
        return drawn.with_policy(policies[next(turn) % 2])

    assert len(move().requirements) == 30
    benchmark(move)
    say(f"\n{CANDIDATES:,} candidates re-scored: limit {LIMIT_MS} ms\n")
    assert benchmark.stats.stats.median * 1000 < LIMIT_MS


def test_the_rest_is_printed(matcher):
    chance = random.Random(21)
    names = sorted(name for skill in matcher.taxonomy.skills.values() for name in skill.names)
    texts = [resume(chance, names) for _ in range(READ)]
    people = pd.DataFrame({"id": range(READ), "resume": texts})
    results, read = timed(lambda: matcher.rank_frame(JOB, people, as_of="2025-12-01", workers=1))
    policy = Policy.default().replaced(evidence={"claimed": 5000})
    say(f"\n{READ:,} generated résumés, one core\n")
    say(f"read and ranked          {read / READ * 1e6:8.0f} µs each\n")
    for name, work in {
        "other credits, by columns": lambda: results.with_policy(policy),
        "head as HTML": results.to_html,
        "to_frame(100)": lambda: results.to_frame(100),
        "to_frame()": results.to_frame,
        "moved": lambda: results.with_policy(policy).moved(results),
        "explain": lambda: results.explain(str(READ // 2)),
    }.items():
        _, seconds = timed(work)
        say(f"{name:<25}{seconds * 1000:8.0f} ms\n")


def timed(work):
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun
