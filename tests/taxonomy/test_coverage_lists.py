"""``tools/coverage.py``: the lists it reads, and its figures where they are at hand."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

from tests.conftest import ROOT, SHARED
from tools import coverage

LISTS = SHARED / "taxonomies"


def _write_lists(folder):
    for name in ("onet", "esco", "lightcast"):
        (folder / name).mkdir()
    (folder / "onet" / "Technology Skills.txt").write_text(
        "Example\tHot Technology\nApache Kafka\tY\nKafka\tN\nNo Such Program software\tY\n"
    )
    (folder / "esco" / "skills_en.csv").write_text(
        "skillType,preferredLabel\nknowledge,Ruby (computer programming)\nknowledge,Latin\n"
        "skill/competence,Use Python\n"
    )
    (folder / "lightcast" / "skills.csv").write_text("id,description\n1,Python (Language)\n")


def test_the_lists_are_read_and_counted(tmp_path):
    _write_lists(tmp_path)
    hot, tools, sample = coverage.coverages(tmp_path)
    assert (hot.names, hot.missing) == (
        ("Apache Kafka", "No Such Program software"),
        ("No Such Program software",),
    )
    assert hot.share == 0.5
    assert (tools.names, tools.missing) == (("Ruby (computer programming)",), ())
    assert sample.share == 1


def test_the_command_prints_the_figures(tmp_path):
    _write_lists(tmp_path)
    command = [sys.executable, str(ROOT / "tools" / "coverage.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:2] == [
        "O*NET Hot Technologies: 0.500 (1 of 2)",
        "  missing: No Such Program software",
    ]


def test_a_missing_list_is_named(tmp_path):
    command = [sys.executable, str(ROOT / "tools" / "coverage.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Technology Skills.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_examples_in_docstrings():
    assert doctest.testmod(coverage).failed == 0


@pytest.mark.skipif(not LISTS.exists(), reason="the public lists are kept outside the project")
def test_coverage_of_public_lists():
    hot, tools, sample = coverage.coverages(LISTS)
    assert hot.share >= 0.95, hot.missing
    assert tools.share >= 0.80, tools.missing
    assert sample.share >= 0.25
