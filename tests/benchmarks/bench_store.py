"""Decides whether a store is worth keeping: quick to open and to find people in, small, and cheap
to bring up to date.

Prints, for 20,000 profiles of two kilobytes: what writing costs beside reading the profiles alone,
bytes a profile beside those of the list, opening, 100 profiles at random, the next ranking beside
a first one, and a run over a list in which one row in a hundred changed.  Asked is: 100 profiles
within 20 ms, less room than twice the list, and an unchanged list ten times as quick as a new one.

    pytest tests/benchmarks/bench_store.py -s --override-ini=addopts=--import-mode=importlib
"""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from datetime import date

import pytest

from matcher.batch.store.best import stored_sources
from matcher.batch.store.reading import open_lists, open_store
from matcher.batch.store.update import update_store
from matcher.matching import Matcher
from matcher.profile.reader import ProfileReader
from matcher.scoring import Policy
from tests.benchmarks.bench_lexicon import resume
from tests.conftest import ROOT

ROWS = int(os.environ.get("STORE_ROWS", "20000"))
SAMPLE = 1_000
AT_ONCE = 100
DAY = date(2026, 1, 1)
JOB = ROOT / "data/jobs/senior_backend_engineer.txt"


def write_rows(path, texts, changed=0):
    """A list; the first rows of it with other words in another run."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["candidate_id", "name", "email", "resume_text"])
        for row in range(ROWS):
            text = texts[row % len(texts)] + (" Also Go." if row < changed else "")
            writer.writerow([f"c{row:07d}", "Ada Berg", f"ada{row}@example.org", f"{text} {row}"])


def seconds(work, rounds=1):
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


@pytest.fixture(scope="module")
def texts(matcher):
    chance = random.Random(21)
    names = sorted(name for skill in matcher.taxonomy.skills.values() for name in skill.names)
    return [resume(chance, names) for _ in range(ROWS)]


def test_a_store(tmp_path, matcher, texts):
    source, store = tmp_path / "list.csv", tmp_path / "store"
    reader = ProfileReader(matcher.taxonomy)
    alone = seconds(lambda: [reader.read("c", {"resume_text": t}) for t in texts[:SAMPLE]])

    def update():
        return update_store(store, [str(source)], matcher.taxonomy)

    write_rows(source, texts)
    first = seconds(update)
    again = seconds(update)
    size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
    listed = source.stat().st_size
    opening = seconds(lambda: open_store(store), 5)
    [found] = open_store(store).sources
    chance = random.Random(1)

    def some():
        for at in chance.sample(range(ROWS), AT_ONCE):
            found.candidate(at)

    near = seconds(some, 9)
    write_rows(source, texts, ROWS // 100)
    changed = seconds(update)
    job = matcher.parse_text(JOB.read_text(encoding="utf-8"))
    with open_lists([str(store)], matcher.taxonomy) as lists:
        stored = stored_sources(lists)
        uses = lists.uses

        def best():
            matcher.rank_best(job, stored, Policy.default(), DAY, AT_ONCE, columns=uses)

        ranking, warm = seconds(best), seconds(best, 5)
    sys.stdout.write(
        f"\n{ROWS:,} profiles of {listed / ROWS:,.0f} bytes, {os.cpu_count()} cores\n"
        f"reading profiles alone, one core {SAMPLE / alone:10,.0f} profiles/s\n"
        f"writing the store                {ROWS / first:10,.0f} profiles/s\n"
        f"the same list again              {ROWS / again:10,.0f} rows/s\n"
        f"one row in a hundred changed     {ROWS / changed:10,.0f} rows/s\n"
        f"size                             {size / ROWS:10,.0f} bytes a profile\n"
        f"opening                          {opening * 1e3:10.1f} ms\n"
        f"100 profiles at random           {near * 1e3:10.1f} ms (limit 20)\n"
        f"best 100 of all, first           {ranking * 1e3:10.1f} ms\n"
        f"best 100 of all, then            {warm * 1e3:10.1f} ms\n"
    )
    assert near < 0.020
    assert size < 2 * listed
    assert again * 10 < first


def test_parts_found_by_parquet(tmp_path, texts):
    """The other way to keep them: Parquet in small row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    raw = [text.encode() * 3 for text in texts]
    table = pa.table({"profile": pa.array([raw[i % len(raw)] for i in range(65_536)], pa.binary())})
    path = tmp_path / "profiles.parquet"
    for group in (64, 512):
        pq.write_table(table, path, compression="zstd", row_group_size=group)
        opening = seconds(lambda: pq.ParquetFile(path), 3)
        file = pq.ParquetFile(path)
        chance = random.Random(1)

        def some(file=file, group=group, chance=chance):
            for at in chance.sample(range(65_536), AT_ONCE):
                file.read_row_group(at // group)

        near = seconds(some, 3)
        size = path.stat().st_size / 65_536
        sys.stdout.write(
            f"Parquet in groups of {group:3}: opening {opening * 1e3:.1f} ms, "
            f"100 rows {near * 1e3:.1f} ms, {size:,.0f} bytes a row\n"
        )
