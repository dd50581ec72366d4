"""Filters: what a list or a profile says, beside the score and never in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import ConfigError
from matcher.matching import Matcher
from matcher.model import FILTER_UNKNOWN, FILTERED_OUT, Candidate, Profile
from matcher.profile.read import read_profile
from matcher.scoring import Policy, plan, score_candidate
from matcher.screening import ALLOWED, Screen, parse_filter, parse_filters
from matcher.screening.cells import read_amount, read_currency, read_day
from tests.conftest import cases

AS_OF = date(2026, 11, 1)
JOB = "Requirements\n- Java\n- PostgreSQL\n- A bachelor's degree in physics\n"
DEVELOPER = (
    "Developer, 2022-11 - 2026-10. Built booking services in Java with PostgreSQL for ferries, "
    "trains and museums of the coast, ran them day and night, and taught three newcomers."
)


@pytest.fixture(scope="module")
def matcher(taxonomy):
    return Matcher(taxonomy)


@pytest.fixture(scope="module")
def planned(matcher):
    return plan(matcher.parse_text(JOB), matcher.taxonomy, Policy.default(), AS_OF)


def candidate(matcher, name, text=DEVELOPER, cells=None):
    profile = read_profile(name, {"resume_text": text}, matcher.taxonomy)
    return Candidate(profile, 1, dict(cells or {}))


@pytest.mark.parametrize(
    "case", cases("filters.yaml"), ids=lambda c: f"{c['filter']} {c['cells']} {c.get('text', '')}"
)
def test_what_a_filter_says(matcher, planned, case):
    asked = parse_filters([case["filter"]], matcher.taxonomy)
    screen = Screen(asked, planned, matcher.taxonomy, Policy.default(), AS_OF)
    one = candidate(matcher, "k1", case.get("text", DEVELOPER), case["cells"])
    [outcome] = screen.outcomes(one, score_candidate(planned, one.profile))
    assert (str(outcome.verdict), outcome.because) == (case["verdict"], case.get("because", ""))
    assert outcome.filter == case["filter"]


def test_an_unmet_must_passes_or_not_as_the_policy_has_it_for_gates(matcher):
    policy = Policy.from_dict({"gates": {"partial_passes": False}})
    job = matcher.parse_text("Requirements\n- 9 years of Java\n")
    strict = plan(job, matcher.taxonomy, policy, AS_OF)
    asked = parse_filters(["must"], matcher.taxonomy)
    one = candidate(matcher, "k1")
    for each, verdict in (
        (strict, "out"),
        (plan(job, matcher.taxonomy, Policy.default(), AS_OF), "passed"),
    ):
        screen = Screen(asked, each, matcher.taxonomy, each.policy, AS_OF)
        [outcome] = screen.outcomes(one, score_candidate(each, one.profile))
        assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("shoe_size=44", ", ".join(ALLOWED)),
        ("age<=30", ", ".join(ALLOWED)),
        ("nationality=Norwegian", ", ".join(ALLOWED)),
        ("", ", ".join(ALLOWED)),
        ("degree=bachelor", "a gate with its gate_reason, in a job card"),
        ("location", "location=PLACE"),
        ("location=", "location=PLACE"),
        ("salary>=50000", "salary<=AMOUNT"),
        ("salary<=a lot", "salary<=70000 or 70k EUR"),
        ("available<=soon", "available<=YYYY-MM-DD"),
        ("years>=many", "years>=NUMBER"),
        ("years>=0", "years>=NUMBER"),
        ("must=yes", "must"),
        ("skill=Frobnication", "a name or id of the taxonomy"),
        ("skill=teamwork", "a skill, certificate or language"),
        ("skill=work permit", "a skill, certificate or language"),
    ],
)
def test_what_is_no_filter_is_refused_with_what_is(taxonomy, written, allowed):
    with pytest.raises(ConfigError) as caught:
        parse_filter(written, taxonomy)
    assert caught.value.problem.source == "--filter"
    assert caught.value.problem.allowed == allowed


def test_all_mistakes_are_named_at_once(taxonomy):
    with pytest.raises(ConfigError) as caught:
        parse_filters(["age<=30", "location=Ghent", "salary"], taxonomy)
    assert len(caught.value.problems) == 2


def ranking(matcher, people, written):
    filters = parse_filters(written, matcher.taxonomy)
    job = matcher.parse_text(JOB)
    return matcher.rank(job, people, Policy.default(), AS_OF, filters=filters)


def test_filters_change_no_score_and_lose_nobody(matcher):
    people = [
        candidate(matcher, "k1", cells={"City": "Ghent"}),
        candidate(matcher, "k2", cells={"City": "Oslo"}),
        candidate(matcher, "k3", "Carpenter, roofs and stairs.", {}),
        Candidate(Profile("k4", {}), 4, {}),
        Candidate(Profile("k5", {}), 5, {"City": "Oslo"}),
    ]
    plain, filtered = ranking(matcher, people, []), ranking(matcher, people, ["location=Ghent"])
    scores = [
        {
            r.ledger.candidate_id: (r.ledger.score, r.ledger.score_high, r.ledger.entries)
            for r in x.ranked
        }
        for x in (plain, filtered)
    ]
    assert scores[0] == scores[1]
    assert [(r.ledger.candidate_id, r.rank) for r in filtered.ranked] == [
        ("k1", 1), ("k3", 2), ("k4", None), ("k2", None), ("k5", None),
    ]  # fmt: skip
    assert [r.ledger.candidate_id for r in filtered.filtered_out] == ["k2", "k5"]
    assert [r.ledger.candidate_id for r in filtered.to_read] == ["k4"]
    flags = {r.ledger.candidate_id: r.ledger.flags for r in filtered.ranked}
    assert FILTERED_OUT in flags["k2"]
    assert FILTER_UNKNOWN in flags["k3"]
    assert not {FILTERED_OUT, FILTER_UNKNOWN} & {*flags["k1"]}


def test_the_order_of_candidates_changes_no_outcome(matcher):
    people = [
        candidate(matcher, f"k{n}", cells={"City": c}) for n, c in enumerate(["Ghent", "Oslo", ""])
    ]
    there = ranking(matcher, people, ["location=Ghent"])
    back = ranking(matcher, people[::-1], ["location=Ghent"])
    assert there.ranked == back.ranked
    assert dict(there.screened) == dict(back.screened)


@given(cell=st.text(max_size=80))
def test_any_cell_is_read_or_left_to_a_person(cell):
    amount, day = read_amount(cell), read_day(cell, AS_OF)
    assert amount is None or amount.units >= 1000
    assert day is None or day.year >= 1
    assert read_currency(cell) is None or read_currency(cell).isupper()
