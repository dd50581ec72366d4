"""Prints what docs/scale.md extrapolates from: rates, bytes and memory at each size asked for.

Generated résumés of two kilobytes, as in ``bench_batch``.  Every figure is of whole commands, but
``split`` (one process reads the list, numbers its rows, cuts and pickles chunks: all that the
driver of ``--engine spark`` has to do with a row) and ``DataFrame`` (``score_dataframe`` over
Parquet in one session of Spark, after a warm-up over a tenth).

    python -m tests.benchmarks.bench_scale [ROWS]... [--jobs N] [--all] [--no-store] [--no-spark]
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq

from matcher.batch.inputs import look_at, reading
from matcher.batch.run import PART_ROWS
from matcher.batch.spark import score_dataframe
from matcher.matching import Matcher
from matcher.scoring import Policy
from tests.benchmarks.bench_batch import JOBS, MEGABYTE, run, write_list

WORKERS = 2
DAY = date(2026, 11, 1)
ROWS = (10_000,)


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def size_of(path: Path, pattern: str = "*") -> int:
    """Bytes of files below a folder."""
    return sum(each.stat().st_size for each in path.rglob(pattern) if each.is_file())


def measure_command(name: str, given: Path, out: Path, rows: int, jobs: int, *more: str) -> None:
    """Time ``matcher batch``, and weigh its outputs."""
    seconds, memory = run(given, out, jobs, WORKERS, *more)
    say(
        f"  {name}: {seconds:.1f} s, {rows / seconds:,.0f} rows/s, "
        f"{memory.pss / MEGABYTE:,.0f} MB of memory; {per_pair(out, 'top')}"
        + (f"; {per_pair(out, 'all')}" if (out / "all").is_dir() else "")
    )


def per_pair(out: Path, folder: str) -> str:
    """Bytes of the pairs of a folder, in their files and unpacked."""
    pairs = unpacked = 0
    for path in (out / folder).glob("*.parquet"):
        table = pq.read_table(path)
        pairs, unpacked = pairs + len(table), unpacked + table.nbytes
    stored = size_of(out / folder) / pairs
    return f"{folder}: {stored:,.0f} bytes a pair, {unpacked / pairs:,.0f} unpacked"


def measure_split(path: Path, rows: int) -> None:
    """Time what one process does with every row before a kernel sees it."""
    matcher = Matcher()
    [source] = look_at([str(path)], matcher.taxonomy, {}, ())
    started, size = time.perf_counter(), 0
    with reading(source, matcher.taxonomy, {}, PART_ROWS) as found:
        for chunk in found.chunks:
            size += len(pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL))
    seconds = time.perf_counter() - started
    say(f"  split: {rows / seconds:,.0f} rows/s, {size / rows:,.0f} bytes a row travel")


def measure_store(path: Path, store: Path, rows: int) -> None:
    """Time ``matcher profiles``, and weigh the store."""
    command = [sys.executable, "-m", "matcher", "profiles", str(path), "--out", str(store)]
    started = time.perf_counter()
    subprocess.run([*command, "--workers", str(WORKERS)], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    size = size_of(store) / rows
    say(f"  profiles: {seconds:.1f} s, {rows / seconds:,.0f} rows/s, {size:,.0f} bytes a profile")


def measure_frame(path: Path, folder: Path, rows: int, jobs: int) -> None:
    """Time ``score_dataframe`` over Parquet, without the start of Spark."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    table = pc.read_csv(path, parse_options=pc.ParseOptions(newlines_in_values=True))
    pq.write_table(table, folder / "people.parquet", row_group_size=20_000)
    matcher = Matcher()
    asked = {each.stem: matcher.read_job(str(each))[1] for each in JOBS[:jobs]}
    spark = SparkSession.builder.master(f"local[{WORKERS}]").getOrCreate()
    people = spark.read.parquet(str(folder / "people.parquet")).repartition(2 * WORKERS)
    for what in (people.limit(rows // 10), people):
        started = time.perf_counter()
        best = score_dataframe(what, asked, Policy.default(), DAY, top=100)
        kept = best.where("outcome = 'best'").count()
        seconds = time.perf_counter() - started
    spark.stop()
    say(f"  DataFrame: {seconds:.1f} s, {rows / seconds:,.0f} rows/s; {kept:,} pairs kept")


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--no-store", action="store_true")
    parser.add_argument("--no-spark", action="store_true")
    given = parser.parse_args()
    more = ["--all"] if given.all else []
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path, store = folder / "list.csv", folder / "store"
            size = write_list(path, rows)
            say(f"{rows:,} rows, {size / rows:,.0f} bytes each, {given.jobs} job(s)")
            measure_split(path, rows)
            measure_command("local", path, folder / "local", rows, given.jobs, *more)
            if not given.no_store:
                measure_store(path, store, rows)
                measure_command("from the store", store, folder / "stored", rows, given.jobs)
            if not given.no_spark:
                spark = ["--engine", "spark", *more]
                measure_command("spark", path, folder / "spark", rows, given.jobs, *spark)
                measure_frame(path, folder, rows, given.jobs)


if __name__ == "__main__":
    main()
