"""What most tests share: the shipped taxonomy and rules, loaded once."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from matcher import matching
from matcher.taxonomy import store

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
# Laws are not timed: how long one example takes says what else the machine does.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))


def cases(name: str) -> Any:
    """Rows of one table of cases."""
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def taxonomy():
    return shipped_taxonomy()


@cache
def shipped_taxonomy():
    return store.load_taxonomy()


@pytest.fixture(scope="session", autouse=True)
def _loaded_once():
    """Commands that a test runs in its own process share the shipped taxonomy, as it never changes.

    To load it and to make it ready takes longer than most of what they then do.
    """
    load = store.load_taxonomy

    def shared(path=None, *, cache_dir=None):
        return load(path, cache_dir=cache_dir) if path or cache_dir else shipped_taxonomy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "load_taxonomy", shared)
        yield


@pytest.fixture(scope="session")
def parser(taxonomy):
    from matcher.job.parser import JobParser
    from matcher.rules import load_rules

    return JobParser(taxonomy, load_rules())


#: Files that take long begin first, so that no process works alone at the end.
LONG = (
    "tests/test_wheel.py",
    "tests/test_docs.py",
    "tests/test_notebooks.py",
    "tests/batch/",
    "tests/scoring/test_columns.py",
    "tests/notebook/test_results.py",
    "tests/tuning/test_recovery.py",
    "tests/web/e2e/",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_terminal_summary(terminalreporter):
    """What was left out because something is not installed is said, not only counted."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(each.longrepr[2] for each in skipped if isinstance(each.longrepr, tuple))
    for reason, count in sorted(reasons.items()):
        if reason.endswith(" missing"):
            words = f"left out, {count} tests: {reason.removeprefix('Skipped: ')}"
            terminalreporter.write_line(words, yellow=True)
