"""Decides whether a nightly run is unremarkable: 3,500 profiles/s over two cores, memory flat.

Résumés of two kilobytes are written into a CSV and scored for one job by the command itself, with
reasons for the best hundred.  Beside it stand, in the same run, reading the CSV alone and a bare
automaton over the same texts, which is the limit.  Memory is that of all processes together, pages
that they share counted once (PSS), and counted in each (RSS).

    python -m tests.benchmarks.bench_batch [ROWS]... [--jobs N] [--workers N]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from matcher.taxonomy.store import load_taxonomy
from tests.benchmarks.bench_lexicon import automaton_search, resume

ROOT = Path(__file__).parents[2]
JOBS = sorted((ROOT / "data" / "jobs").iterdir())
ROWS = (10_000,)
SEED = 21
DISTINCT = 2_000
SAMPLE_SECONDS = 0.2
MEGABYTE = 1_000_000


@dataclass
class Memory:
    """The most that a process and its children held at once, in bytes."""

    pss: int = 0
    rss: int = 0

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Look at them until the process ends."""
        while process.poll() is None:
            pss = rss = 0
            for pid in [process.pid, *_children(process.pid)]:
                figures = _rollup(pid)
                pss, rss = pss + figures.get("Pss", 0), rss + figures.get("Rss", 0)
            self.pss, self.rss = max(self.pss, pss), max(self.rss, rss)
            time.sleep(SAMPLE_SECONDS)


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    own = [int(each) for each in text.split()]
    return [*own, *(inner for each in own for inner in _children(each))]


def _rollup(pid: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if "kB" in line}


def write_list(path: Path, rows: int) -> int:
    """Write so many résumés of two kilobytes; the bytes of the file."""
    taxonomy = load_taxonomy()
    chance = random.Random(SEED)
    names = sorted(name for skill in taxonomy.skills.values() for name in skill.names)
    texts = [resume(chance, names) for _ in range(min(rows, DISTINCT))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "email", "resume"])
        for row in range(rows):
            text = texts[row % len(texts)]
            writer.writerow([f"k{row:08d}", f"Name {row}", f"a{row}@example.org", text])
    return path.stat().st_size


def reading_alone(path: Path) -> float:
    """Seconds to split the file into rows."""
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - started


def bare_scan(path: Path, rows: int) -> float:
    """Texts a second on one core by an automaton over all names, and nothing else."""
    search = automaton_search(load_taxonomy())
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row[-1] for row, _ in zip(csv.reader(file), range(min(rows, 1000)), strict=False)]
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for text in texts:
            search(text)
        best = min(best, time.perf_counter() - started)
    return len(texts) / best


def run(path: Path, out: Path, jobs: int, workers: int, *more: str) -> tuple[float, Memory]:
    """Seconds of the whole command, and its memory; ``more`` are options of the command."""
    command = [sys.executable, "-m", "matcher", "batch", *map(str, JOBS[:jobs]), str(path)]
    command += ["--out", str(out), "--workers", str(workers), *more]
    memory = Memory()
    started = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=memory.watch, args=(process,))
        watcher.start()
        process.wait()
        seconds = time.perf_counter() - started
        watcher.join()
    if process.returncode:
        raise SystemExit(f"the command ended with {process.returncode}")
    return seconds, memory


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            path, out = Path(folder, "list.csv"), Path(folder, "out")
            size = write_list(path, rows)
            split, scan = reading_alone(path), bare_scan(path, rows)
            seconds, memory = run(path, out, given.jobs, given.workers)
            counts = json.loads((out / "manifest.json").read_text())["counts"]
        sys.stdout.write(
            f"{rows:,} rows, {size / MEGABYTE:,.0f} MB, {given.jobs} job(s), "
            f"{given.workers} workers: {rows / seconds:,.0f} profiles/s, {seconds:,.1f} s "
            f"(asked: 3,500/s); most memory {memory.pss / MEGABYTE:,.0f} MB, "
            f"{memory.rss / MEGABYTE:,.0f} MB with shared pages in each process (asked: 900); "
            f"reading the CSV alone {rows / split:,.0f} rows/s; bare automaton "
            f"{scan:,.0f} texts/s a core; {counts}\n"
        )


if __name__ == "__main__":
    main()
