"""The known rule of the past decisions in ``data``: learned again, and shown as it is printed."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

from matcher.scoring import Policy
from matcher.tuning.learned_table import LearnedTable
from matcher.tuning.learning import learn, measured
from matcher.tuning.parameters import Rung, parameters
from matcher.tuning.study import read_study
from tests.conftest import ROOT, SHARED
from tests.tuning import invented

DATA = ROOT / "data"
GRADED = SHARED / "eval" / "rank_dev"
#: What a figure may be off by the rounding of floats.
NEAR = 1e-9


@pytest.fixture(scope="module")
def study():
    return read_study(
        invented.matcher(),
        str(DATA / "outcomes.csv"),
        jobs=[str(DATA / "past_jobs")],
        candidates=[str(DATA / "past_applicants.csv")],
        as_of="2025-12-01",
    )


@pytest.fixture(scope="module")
def rule():
    return Policy.load(DATA / "outcomes_rule.yaml")


@pytest.fixture(scope="module")
def learned(study):
    return learn(study)


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs/tuning.md").read_text(encoding="utf-8")


def outside(learned, rule):
    """Figures whose interval does not hold the rule's value."""
    truth = {each.name: each.value for each in parameters(rule)}
    truth |= {name: truth[name] / rule.levels.must for name in truth if "levels." in name}
    known = [each for each in learned.figures if each.low is not None]
    assert len(known) == len(learned.figures)
    return [
        each.name for each in known if not each.low - NEAR <= truth[each.name] <= each.high + NEAR
    ]


def test_every_interval_holds_the_value_of_the_rule(learned, rule, page):
    assert learned.rung is Rung.YEARS
    assert learned.settled
    assert outside(learned, rule) == []
    assert f"All {len(learned.figures)} intervals hold the rule's value." in page


def test_intervals_of_what_the_rule_changes_leave_the_default_out(learned):
    changed = {"levels.preferred", "levels.bonus", "evidence.project", "evidence.course",
               "relations.related"}  # fmt: skip
    found = {each.name for each in learned.figures if not each.low <= each.before <= each.high}
    assert changed <= found


def test_the_gain_on_jobs_left_out_is_proven_and_no_more_than_the_rule_has(learned, study, rule):
    reached = [gain.after.mean for gain in learned.gains.values()]
    for gain in learned.gains.values():
        assert gain.gain.jobs == 12
        assert gain.gain.interval[0] > 0
    assert (measured(study).mean(axis=0) < reached).all()
    assert (reached < measured(study.under(rule)).mean(axis=0) + 0.02).all()


@pytest.mark.skipif(not GRADED.is_dir(), reason="résumés graded by reading are not here")
def test_what_was_learned_ranks_no_worse_where_people_graded_by_reading(learned):
    files = {"jobs": [str(GRADED / "jobs")], "candidates": [str(GRADED / "candidates.csv")]}
    table = str(GRADED / "grades.csv")
    graded = read_study(invented.matcher(), table, **files, as_of="2026-11-01")
    shipped = measured(graded).mean(axis=0)
    assert (measured(graded.under(learned.policy)).mean(axis=0) >= shipped).all()


def test_the_page_shows_what_is_printed(learned, page):
    console = Console(width=80, no_color=True)
    with console.capture() as captured:
        console.print(LearnedTable(learned))
    printed = [line.rstrip() for line in captured.get().splitlines()]
    shown = re.search(r"```text\n(figure .*?)```", page, re.DOTALL)[1].splitlines()
    assert len(shown) == 11
    assert [line for line in shown if line not in (*printed, "…")] == []
