"""Decides whether a nightly run is unremarkable: 3,500 profiles/s over two cores, memory flat.

Résumés of two kilobytes, no two alike, are written into a CSV and scored for one job by the command
itself, with reasons for the best hundred.  Beside it stand, in the same run, reading the CSV alone
and a bare automaton over the same texts, which is the limit of reading all of them.  Memory is that
of all processes together, pages that they share counted once (PSS), and counted in each (RSS).
``--peer`` adds what a user would write in ten lines: scikit-learn's TF-IDF on uni- and bigrams and
the cosine with the job, one process, the best hundred.  ``--real TABLE`` takes the texts of a
column ``resume_text`` instead, over and over, each time with a few of its lines left out.

    python -m tests.benchmarks.bench_batch [ROWS]... [--jobs N] [--workers N] [--peer] [--plot FILE]
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.taxonomy.store import load_taxonomy
from tests.benchmarks.bench_lexicon import automaton_search, resume

ROOT = Path(__file__).parents[2]
JOBS = sorted((ROOT / "data" / "jobs").iterdir())
ROWS = (10_000,)
SEED = 21
#: Share of the lines of a real text that a variation leaves out.
LEFT_OUT = 0.1
SAMPLE_SECONDS = 0.2
#: Reads LIST, prints the best hundred of it for the text of JOB.
PEER = """
import csv, sys
from sklearn.feature_extraction.text import TfidfVectorizer
with open(sys.argv[2], newline="") as file:
    rows = [(row["id"], row["resume"]) for row in csv.DictReader(file)]
vectoriser = TfidfVectorizer(ngram_range=(1, 2))
matrix = vectoriser.fit_transform([text for _, text in rows])
scores = (matrix @ vectoriser.transform([open(sys.argv[1]).read()]).T).toarray().ravel()
for at in scores.argsort()[::-1][:100]:
    print(rows[at][0], scores[at])
"""
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


def texts_like_exports(rows: int, real: Path | None = None) -> Iterator[str]:
    """So many texts, no two alike: generated ones, or variations of those of a table."""
    chance = random.Random(SEED)
    if real is None:
        taxonomy = load_taxonomy()
        names = sorted(name for skill in taxonomy.skills.values() for name in skill.names)
        for _ in range(rows):
            yield resume(chance, names)
        return
    csv.field_size_limit(10**9)
    with real.open(encoding="utf-8", newline="") as file:
        found = [row["resume_text"] for row in csv.DictReader(file)]
    for row in range(rows):
        lines = found[row % len(found)].splitlines(keepends=True)
        yield "".join(line for line in lines if chance.random() > LEFT_OUT)


def write_list(path: Path, rows: int, real: Path | None = None) -> int:
    """Write so many résumés; the bytes of the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "email", "resume"])
        for row, text in enumerate(texts_like_exports(rows, real)):
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


def run_peer(path: Path) -> float:
    """Seconds of TF-IDF over the list, its start included."""
    started = time.perf_counter()
    command = [sys.executable, "-c", PEER, str(JOBS[0]), str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


@dataclass
class Figures:
    """What was measured at one size."""

    rows: int
    seconds: float
    memory: Memory

    @property
    def rate(self) -> float:
        """Profiles a second, the start of the command included."""
        return self.rows / self.seconds


def plot(measured: list[Figures], path: Path) -> None:
    """Draw time and memory against rows."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    figure = Figure(figsize=(8, 3.4), layout="constrained")
    time_axes, memory_axes = figure.subplots(1, 2)
    rows = [each.rows for each in measured]
    time_axes.loglog(rows, [each.seconds for each in measured], "o-", color="#0b5394")
    memory_axes.semilogx(
        rows,
        [each.memory.pss / MEGABYTE for each in measured],
        "o-",
        color="#0b5394",
        label="pages counted once (PSS)",
    )
    memory_axes.semilogx(
        rows,
        [each.memory.rss / MEGABYTE for each in measured],
        "s--",
        color="#783f04",
        label="in each process (RSS)",
    )
    memory_axes.axhline(900, color="#666666", linewidth=1, linestyle=":", label="bound")
    memory_axes.set_ylim(0, 1000)
    memory_axes.legend(loc="lower right", fontsize="small")
    time_axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    for axes, label in ((time_axes, "seconds, start included"), (memory_axes, "MB at most")):
        axes.set(xlabel="rows", ylabel=label)
        axes.xaxis.set_major_locator(LogLocator(10))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.grid(visible=True, color="#dddddd")
        axes.set_xlim(rows[0] / 3, rows[-1] * 3)
    for each in measured:
        note = f"{each.rate:,.0f}/s"
        place = (each.rows, each.seconds)
        time_axes.annotate(note, place, (0, 7), textcoords="offset points", ha="right")
    time_axes.set_ylim(measured[0].seconds / 2, measured[-1].seconds * 2)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--real", type=Path)
    given = parser.parse_args()
    measured = []
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            path, out = Path(folder, "list.csv"), Path(folder, "out")
            size = write_list(path, rows, given.real)
            split, scan = reading_alone(path), bare_scan(path, rows)
            seconds, memory = run(path, out, given.jobs, given.workers)
            counts = json.loads((out / "manifest.json").read_text())["counts"]
            peer = run_peer(path) if given.peer else None
        measured.append(Figures(rows, seconds, memory))
        beside = f"; TF-IDF, one process, {rows / peer:,.0f} texts/s, {peer:,.1f} s" if peer else ""
        sys.stdout.write(
            f"{rows:,} rows, {size / MEGABYTE:,.0f} MB, {given.jobs} job(s), "
            f"{given.workers} workers: {measured[-1].rate:,.0f} profiles/s, {seconds:,.1f} s "
            f"(asked: 3,500/s); most memory {memory.pss / MEGABYTE:,.0f} MB, "
            f"{memory.rss / MEGABYTE:,.0f} MB with shared pages in each process (asked: 900); "
            f"reading the CSV alone {rows / split:,.0f} rows/s; bare automaton "
            f"{scan:,.0f} texts/s a core{beside}; {counts}\n"
        )
        sys.stdout.flush()
    if given.plot:
        plot(measured, given.plot)


if __name__ == "__main__":
    main()
