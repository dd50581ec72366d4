"""Whom a measure chooses, what drives a disparity, and what may not be audited."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.audit.drivers import Part, drivers
from matcher.audit.frames import drivers_frame, rates_frame
from matcher.audit.impact import Settings, audit_impact
from matcher.audit.measures import AboveMedian, Decided, Threshold, Top
from matcher.audit.rates import Counts
from matcher.audit.standing import standing
from matcher.audit.study import assess_study
from matcher.errors import ConfigError, InputError
from matcher.groups.table import Groups
from matcher.model import FILTERED_OUT, Gate, Ledger
from matcher.tuning.impact import SELECTED, impact
from tests.audit.people import asked, candidate, job, jobs, unreadable
from tests.tuning import invented

TWO = asked((6000, 4000))


def crowd(shown, requirements=TWO):
    return [candidate(f"k{n}", requirements, row) for n, row in enumerate(shown)]


@settings(deadline=None)
@given(found=jobs(), count=st.integers(1, 6))
def test_ranks_are_those_of_the_ranking(found, count):
    """Rank gates, ties and all: in_order gives the same."""
    of, _ = found
    ledgers = [
        Ledger(
            each.candidate,
            (),
            ranked_below=any(
                r.gate is Gate.RANK_BELOW and r.fails(each.statuses[r.id]) for r in of.requirements
            ),
        )
        for each in of.candidates
    ]
    scores = {each.candidate: each.score for each in of.candidates}
    ordered = sorted(ledgers, key=lambda led: (led.ranked_below, -scores[led.candidate_id]))
    better = {
        led.candidate_id: 1
        + sum(
            (o.ranked_below, -scores[o.candidate_id])
            < (led.ranked_below, -scores[led.candidate_id])
            for o in ordered
        )
        for led in ordered
    }
    assert standing(of).ranks() == better
    [chosen] = Top(count).choose([standing(of)])
    assert list(chosen) == [better[each.candidate] <= count for each in of.candidates]


@settings(deadline=None)
@given(found=jobs())
def test_leaving_a_requirement_out_is_scoring_without_it(found):
    """Points of the others over the worth of the others, whatever the measure."""
    of, groups = found
    for left in of.requirements:
        without = standing(of, without=left)
        if left.worth == 10_000:
            assert without is None
            continue
        assert without.worth == 10_000 - left.worth
        for place, each in zip(without.places, of.candidates, strict=True):
            others = sum(points for key, points in each.points.items() if key != left.id)
            assert place.points == others
            share = others / without.worth
            [[reached]] = Threshold(5000).choose([replace(without, places=(place,))])
            assert reached == (share >= 0.5) or math.isclose(share, 0.5)
    keyed = [None if group is None else (group,) for group in groups]
    for driver in drivers(of, [Top(3), AboveMedian()], {("g",): keyed}):
        if driver.part is Part.GATE and driver.requirement.gate is Gate.FLAG:
            assert driver.lift == 0 or math.isnan(driver.lift)


def test_who_has_no_rank_is_not_selected_and_who_has_no_score_not_scored():
    people = [*crowd([(2, 2), (0, 0)]), unreadable("k2", TWO)]
    people[0] = replace(people[0], flags=(FILTERED_OUT,))
    whole = standing(job(TWO, people))
    assert Top(1).choose([whole]) == ((False, True, False),)
    assert Threshold(0).choose([whole]) == ((False, True, False),)
    assert AboveMedian().choose([whole]) == ((True, False, None),)


def test_decisions_are_those_of_people():
    people = crowd([(2, 2), (0, 0), (2, 0)])
    decided = [replace(people[0], decision="reject"), replace(people[1], decision="shortlist")]
    found = audit_impact(
        [job(TWO, [*decided, people[2]])],
        Groups("g.csv", {"sex": {"k0": "f", "k1": "m", "k2": "m"}}),
        Settings(),
    )
    by_people = found.tables[0]
    assert isinstance(by_people.measure, Decided)
    assert [(row.group[0], row.chosen, row.applied) for row in by_people.table.rows] == [
        ("f", 0, 1),
        ("m", 1, 1),
    ]
    assert by_people.table.uncounted == 1
    assert not found.drivers_of(replace(by_people, job="job"))


def test_what_lies_lowest_is_one_number_wherever_it_stands():
    study = invented.study(jobs=4, people=24)
    ids = sorted({key for each in study.jobs for key in each.candidate_ids})
    groups = Groups("g", {"of": {key: "abc"[at % 3] for at, key in enumerate(ids)}})
    found = audit_impact(assess_study(study), groups, Settings(tops=(6,)))
    machines = [each for each in found.of_each_job if not each.measure.by_people]
    assert len(machines) == 8
    for each in machines:
        lows = {(driver.lowest, driver.lowest_group) for driver in found.drivers_of(each)}
        assert lows == {(each.table.lowest.ratio, each.table.lowest.group)}


def test_the_requirement_behind_a_disparity_is_found():
    """All men and no women show the first; the second is shown by half of each."""
    shown = [(2 if n % 2 else 0, 2 if n % 4 < 2 else 0) for n in range(80)]
    sexes = {f"k{n}": "m" if n % 2 else "f" for n in range(80)}
    found = audit_impact(
        [job(TWO, crowd(shown))], Groups("g.csv", {"sex": sexes}), Settings(tops=(40,))
    )
    [top] = [each for each in found.of_each_job if each.measure.id == "top-40"]
    first, second = found.drivers_of(top)
    assert (first.requirement.id, first.lowest, first.lowest_without) == ("r1", 0.0, 1.0)
    assert first.lowest_group == ("f",)
    assert {share.group[0]: share.share for share in first.shares} == {"f": 0.0, "m": 1.0}
    assert (second.requirement.id, second.lift) == ("r2", 0.0)


def test_a_gate_behind_a_disparity_is_found():
    gated = asked((1000, 9000), {1: Gate.RANK_BELOW})
    shown = [(2 if n % 2 else 0, 2 if n < 40 else 0) for n in range(80)]
    sexes = {f"k{n}": "m" if n % 2 else "f" for n in range(80)}
    found = audit_impact(
        [job(gated, crowd(shown, gated))], Groups("g.csv", {"sex": sexes}), Settings(tops=(20,))
    )
    gates = [each for each in found.drivers if each.part is Part.GATE and each.measure == "top-20"]
    assert [(each.requirement.id, each.lowest) for each in gates] == [("r1", 0.0)]
    assert {share.group[0]: share.met for share in gates[0].shares} == {"f": 0, "m": 40}


def test_sex_and_race_are_crossed_and_unknowns_counted():
    groups = Groups(
        "g.csv",
        {
            "sex": {"k0": "Female", "k1": "Male", "k2": "Female"},
            "race_ethnicity": {"k0": "Asian", "k1": "White"},
            "age": {"k3": "40 or over"},
        },
        {f"k{n}": f"line {n + 2}" for n in range(4)},
    )
    found = audit_impact([job(TWO, crowd([(2, 2)] * 4))], groups)
    unknown = {each.table.attributes: each.table.unknown for each in found.tables}
    assert unknown == {
        ("sex",): 1,
        ("race_ethnicity",): 2,
        ("age",): 3,
        ("race_ethnicity", "sex"): 2,
    }


def test_people_who_are_not_in_the_results_are_named_by_line():
    groups = Groups("g.csv", {"sex": {"x": "f"}}, {"x": "line 2", "k0": "line 3"})
    jobs_found = [job(TWO, crowd([(2, 2)]))]
    with pytest.raises(ConfigError, match=r"g\.csv, line 2: 'x' is not in the results"):
        audit_impact(jobs_found, groups)
    assert audit_impact(jobs_found, groups, Settings(allow_others=True)).others == 1


def test_the_same_job_twice_is_refused():
    one = job(TWO, crowd([(2, 2)]))
    with pytest.raises(InputError, match="more than once, in the runs a, b"):
        audit_impact([replace(one, run="a"), replace(one, run="b")], Groups("g", {"sex": {}}))


def test_what_tuning_says_of_the_first_ten_is_what_an_audit_says():
    """One arithmetic: the same counts and, where the same groups are a measure, the same ratios."""
    study = invented.study(jobs=2, people=12)
    sexes = {
        key: "ab"[at % 3 == 0] for each in study.jobs for at, key in enumerate(each.candidate_ids)
    }
    groups = Groups("g", {"of": sexes})
    tuned = {line.group: line for line in impact(study, study.policy, study.policy, groups)}
    found = audit_impact(assess_study(study), groups, Settings(tops=(SELECTED,), keep_small=True))
    for row in found.tables[0].table.rows:
        line = tuned[row.group[0]]
        assert (row.applied, row.chosen) == (line.applied, line.selected_after)
        assert row.ratio == line.ratio_after


def test_counts_leave_out_what_a_measure_says_nothing_of():
    found = Counts.of([("a",), ("a",), None], [True, None, None])
    assert (found.applied, found.uncounted, found.unknown) == ({("a",): 1}, 2, 0)


def test_frames_say_what_the_audit_says():
    study = invented.study(jobs=2, people=12)
    ids = sorted({key for each in study.jobs for key in each.candidate_ids})
    groups = Groups("g", {"sex": {key: "fm"[at % 2] for at, key in enumerate(ids)}})
    found = audit_impact(assess_study(study), groups, Settings(tops=(4,)))
    rates, by_job = rates_frame(found), rates_frame(found, by_job=True)
    assert rates["applied"].sum() == sum(t.table.applied for t in found.tables)
    assert by_job["chosen"].sum() == sum(
        row.chosen for each in found.by_job for row in each.table.rows
    )
    first = found.tables[0].table.rows[0]
    assert rates.iloc[0][["applied", "chosen", "rate"]].tolist() == [
        first.applied, first.chosen, first.rate
    ]  # fmt: skip
    assert list(drivers_frame(found)["lift"]) == [each.lift for each in found.drivers]
