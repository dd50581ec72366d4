"""What most tests share: the shipped taxonomy and rules, loaded once."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))


def cases(name: str) -> Any:
    """Rows of one table of cases."""
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def taxonomy():
    from matcher.taxonomy.store import load_taxonomy

    return load_taxonomy()


@pytest.fixture(scope="session")
def parser(taxonomy):
    from matcher.job.parser import JobParser
    from matcher.rules import load_rules

    return JobParser(taxonomy, load_rules())


def pytest_terminal_summary(terminalreporter):
    """What was left out because something is not installed is said, not only counted."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(each.longrepr[2] for each in skipped if isinstance(each.longrepr, tuple))
    for reason, count in sorted(reasons.items()):
        if reason.endswith(" missing"):
            words = f"left out, {count} tests: {reason.removeprefix('Skipped: ')}"
            terminalreporter.write_line(words, yellow=True)
