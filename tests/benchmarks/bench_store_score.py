"""Decides whether a store of a million profiles answers a job in half a second, on one core.

Columns of generated résumés (skills drawn as unevenly as real ones: the n-th name with weight 1/n),
repeated to a million rows in sixteen parts, each in files of its own, mapped into memory.  For ten
short job descriptions and those of ``data/jobs`` it times the hundred best with their ledgers, and
beside it, in the same run, the least that anybody could do: gathering the asked skills' columns
from a sparse matrix (scipy, CSC) and selecting a hundred; no kinds of evidence, no years, no words,
no reasons.

    pytest tests/benchmarks/bench_store_score.py -s --override-ini=addopts=--import-mode=importlib
"""

from __future__ import annotations

import dataclasses
import random
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from matcher.matching import Matcher
from matcher.profile.reader import ProfileReader
from matcher.scoring import Policy, in_order, plan, score_candidate
from matcher.scoring.best import best
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.vectorised import ColumnScorer
from tests.benchmarks.bench_lexicon import resume

RESUMES, PART, PARTS, TOP, SEED = 4000, 65_536, 16, 100, 7
LIMIT = 0.5
DATA = Path(__file__).parents[2] / "data" / "jobs"
_JOBS = """
Backend developer|3+ years of Python or Java|PostgreSQL and Redis|Docker|nice: Kubernetes, Kafka
Data engineer|5+ years of experience|SQL, Apache Spark and Airflow|AWS or Azure|nice: dbt, Scala
Frontend developer|TypeScript and React|CSS, HTML|testing with Jest or Cypress|nice: Vue.js, GraphQL
Data analyst|SQL and Microsoft Excel|Power BI or Tableau|statistics|nice: Python, rollout reports
Nurse|Bachelor's degree in nursing|English C1|patient care|nice: intensive care, first aid
Accountant|accounting, SAP|4+ years of financial reporting|Microsoft Excel|nice: IFRS, auditing
Platform engineer|Linux, Terraform and Kubernetes|Jenkins or GitLab|Go or Python|nice: Git
Machine learning engineer|Python, PyTorch or TensorFlow|2+ years of machine learning|nice: C++
Sales manager|B2B sales, CRM|Salesforce|5+ years of sales|English and German B2|nice: negotiation
Project manager|project management, Agile, Scrum|Jira|Master's degree or 6 years of experience
"""


def description(line: str) -> str:
    title, *asked = line.split("|")
    must = [f"- {each}" for each in asked if not each.startswith("nice")]
    nice = [f"- {each[6:]}" for each in asked if each.startswith("nice")]
    return "\n".join([title, "", "Requirements", *must, "", "Nice to have", *nice])


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


@pytest.fixture(scope="module")
def profiles(matcher):
    chance = random.Random(SEED)
    names = [skill.name for skill in matcher.taxonomy.skills.values()]
    chance.shuffle(names)
    asked = {n.label for line in jobs(matcher) for r in line.requirements for n in r.leaves()}
    names.sort(key=lambda name: name not in asked)
    drawn = chance.choices(names, [1 / (10 + n) for n in range(len(names))], k=200_000)
    reader = ProfileReader(matcher.taxonomy)
    return [
        reader.read(f"c{n:05d}", {"resume_text": resume(chance, drawn)}) for n in range(RESUMES)
    ]


def jobs(matcher):
    ours = [matcher.parse_text(description(line)) for line in _JOBS.strip().splitlines()]
    return ours + [matcher.read_job(str(path))[1] for path in sorted(DATA.glob("*.txt"))]


@pytest.fixture(scope="module")
def parts(profiles, tmp_path_factory):
    rows = [
        dataclasses.replace(profiles[n % RESUMES], candidate_id=f"c{n:06d}") for n in range(PART)
    ]
    arrays = ProfileColumns.of(rows, words=True).arrays()
    home = tmp_path_factory.mktemp("store")
    mapped = []
    for number in range(PARTS):
        folder = home / str(number)
        folder.mkdir()
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        files = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in arrays}
        mapped.append((ProfileColumns.from_arrays(files), rows))
    return mapped


def quickest(work, rounds=3):
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def test_a_fresh_chunk(matcher, profiles):
    chunk = profiles[:2000]
    plain, words = (
        quickest(lambda keep=keep: ProfileColumns.of(chunk, words=keep), 5) / len(chunk)
        for keep in (False, True)
    )
    sys.stdout.write(
        f"\ncolumns of 2,000 fresh profiles: {plain * 1e6:.0f} µs each, "
        f"{words * 1e6:.0f} µs with the places of all words\n"
    )
    columns = ProfileColumns.of(chunk)
    for job in jobs(matcher):
        asked = plan(job, matcher.taxonomy, Policy.default(), date(2026, 1, 1))
        scorer = ColumnScorer(asked)
        taken = quickest(lambda each=scorer: each.credits(columns, chunk)) / len(chunk)
        slow = quickest(lambda each=asked: CreditMatrix.assessed(each, chunk[:100]), 1) / 100
        sys.stdout.write(
            f"{taken * 1e6:6.1f} µs each, by the reference {slow * 1e6:5.0f} µs  {job.title}\n"
        )


def test_a_million_for_one_job(matcher, parts):
    rows = PART * len(parts)
    matrix = sparse_skills(parts)
    slow = []
    sys.stdout.write(
        f"\n{rows:,} profiles, top {TOP} with ledgers; bare: sparse columns, selection\n"
    )
    for job in jobs(matcher):
        asked = plan(job, matcher.taxonomy, Policy.default(), date(2026, 1, 1))
        ours = quickest(lambda asked=asked: shortlist(asked, parts))
        bare = quickest(lambda asked=asked: bare_product(asked, matrix, parts[0][0].skills))
        leaves = len(asked.leaves)
        phrases = len(asked.phrases.phrases)
        sys.stdout.write(
            f"{ours * 1000:6.0f} ms  bare {bare * 1000:5.0f} ms  {leaves:3} leaves "
            f"({phrases} phrases)  {job.title}\n"
        )
        slow.append(ours)
    mean = np.mean(slow)
    sys.stdout.write(
        f"mean {mean * 1000:.0f} ms, slowest {max(slow) * 1000:.0f} ms, limit {LIMIT * 1000:.0f} "
        f"ms; a hundred such jobs {mean * 100:.0f} s on one core\n"
    )


def shortlist(asked, parts):
    """The hundred best with their ledgers."""
    first = best(ColumnScorer(asked), parts, TOP)
    ledgers = [score_candidate(asked, parts[each.part][1][each.row]) for each in first]
    assert [-each.below_best for each in first] == [ledger.score for ledger in ledgers]
    return in_order(ledgers)


def sparse_skills(parts):
    """Which profile shows which skill at all, one matrix over all parts."""
    columns = parts[0][0]
    skills = np.repeat(np.arange(len(columns.shown_starts) - 1), np.diff(columns.shown_starts)) // 2
    size = len(parts) * PART
    rows = np.concatenate([columns.shown_rows + PART * n for n in range(len(parts))])
    ones = np.ones(len(rows), dtype=np.float32)
    found = sparse.csc_matrix(
        (ones, (rows, np.tile(skills, len(parts)))), (size, len(columns.skills))
    )
    return found.sorted_indices()


def bare_product(asked, matrix, known):
    score = np.zeros(matrix.shape[0], dtype=np.float32)
    for leaf in asked.leaves.values():
        for skill, (_, credit) in leaf.ways.items():
            if skill in known:
                column = slice(matrix.indptr[known[skill]], matrix.indptr[known[skill] + 1])
                score[matrix.indices[column]] += credit
    return np.argpartition(-score, TOP)[:TOP]
