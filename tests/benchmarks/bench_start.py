"""How long a person waits: starting the command, parsing a job, ranking a short list.

    make bench

Decides whether `matcher --help` stays under 0.3 s, one description under 20 ms warm, and ranking
200 applicants under 2.5 s with a cold start (the taxonomy's cache warm).
"""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from tests.conftest import ROOT

JOB = ROOT / "data/jobs/senior_backend_engineer.txt"
LIST = ROOT / "data/applicants.csv"


def command(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matcher", *arguments], capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode in (0, 3), done.stderr


@pytest.fixture(scope="session")
def two_hundred(tmp_path_factory):
    with LIST.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    path = tmp_path_factory.mktemp("list") / "applicants.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(200):
            row = rows[number % len(rows)]
            writer.writerow([f"p{number:03d}", *row[1:]])
    return path


def test_help(benchmark):
    benchmark.pedantic(command, args=("--help",), rounds=5, warmup_rounds=1)


def test_rank_two_hundred_cold(benchmark, two_hundred, tmp_path):
    arguments = ("rank", str(JOB), str(two_hundred), "-o", str(tmp_path / "out.json"))
    benchmark.pedantic(command, args=arguments, rounds=3, warmup_rounds=1)


def test_parse_one_description_warm(benchmark, parser):
    text = JOB.read_text(encoding="utf-8")
    parser.parse(text)
    benchmark(parser.parse, text)
