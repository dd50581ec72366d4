"""Rankings by columns are those of the reference; blind views of them tell nobody."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import NothingAskedError
from matcher.model import Level, Verdict
from matcher.profile.read import read_candidates
from matcher.scoring import Policy
from matcher.screening import parse_filters
from matcher.web.edits import Add, SetIgnored, SetLevel, SetWeight
from matcher.web.errors import NotFound, Refused
from matcher.web.shown import LOCAL, Block, Decision, RankingView, Sort
from tests.conftest import ROOT
from tests.web.conftest import AS_OF
from tests.web.small import by_name, filled

SAMPLE = ROOT / "data"


@pytest.fixture(scope="module")
def people(matcher):
    return read_candidates(str(SAMPLE / "applicants.csv"), matcher.taxonomy)


@pytest.fixture(scope="module")
def sample(shared):
    text = (SAMPLE / "jobs" / "senior_backend_engineer.txt").read_text(encoding="utf-8")
    job = shared.create_job(LOCAL, text)
    content = (SAMPLE / "applicants.csv").read_bytes()
    intake = shared.add_applicants(LOCAL, job.id, [("applicants.csv", content)])
    assert shared.wait(intake.id, 120)
    return job


def everybody(workspace, job_id, **view):
    """All rows of all blocks, in their order."""
    pages = [
        workspace.ranking(LOCAL, job_id, RankingView(size=500, block=block, **view))
        for block in Block
    ]
    return [row for page in pages for row in page.rows]


def reference(matcher, job, people, **options):
    return matcher.rank(job, people.candidates, Policy.default(), AS_OF, **options)


def asked(workspace, job_id):
    """The job in force, as the command line would read it."""
    from matcher.job.card_reader import read_card

    card = workspace.card(LOCAL, job_id)
    return read_card(card, "card", workspace._jobs._plans.matcher.taxonomy)


def assert_same(rows, result):
    assert [(r.rank, r.candidate_id) for r in rows] == [
        (r.rank, r.ledger.candidate_id) for r in result.ranked
    ]
    for row, ranked in zip(rows, result.ranked, strict=True):
        ledger = ranked.ledger
        assert (row.score, row.score_high) == (ledger.score, ledger.score_high)
        assert (row.eligible, row.coverage) == (ledger.eligible, ledger.coverage())
        flags = [flag for flag in ledger.flags if flag != "possible_duplicate"]
        assert [flag for flag, *_ in row.flags] == flags
        assert [(c.status, c.points, c.points_high, c.worth) for c in row.cells] == [
            (e.assessment.status, e.points, e.points_high, e.worth) for e in ledger.entries
        ]
        assert sum(cell.points for cell in row.cells) == row.score


def test_the_ranking_is_the_one_of_the_command_line(shared, sample, matcher, people):
    rows = everybody(shared, sample.id)
    assert_same(rows, reference(matcher, asked(shared, sample.id), people))


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_after_any_edits_it_still_is(shared, sample, matcher, people, data):
    keys = [r.id for r in sample.requirements]
    version = shared.job(LOCAL, sample.id).version
    edits = data.draw(
        st.lists(
            st.one_of(
                st.builds(SetLevel, st.sampled_from(keys), st.sampled_from(list(Level))),
                st.builds(SetWeight, st.sampled_from(keys), st.none() | st.integers(0, 9)),
                st.builds(SetIgnored, st.sampled_from(keys), st.booleans()),
                st.builds(Add, st.sampled_from(["rust", "sql", "agile"]), st.just(Level.MUST)),
            ),
            min_size=1,
            max_size=3,
        )
    )
    for edit in edits:
        version = shared.edit_job(LOCAL, sample.id, edit, version).version
    rows = everybody(shared, sample.id)
    assert_same(rows, reference(matcher, asked(shared, sample.id), people))


@settings(max_examples=10, deadline=None)
@given(given_weights=st.dictionaries(st.integers(0, 40), st.floats(0, 50), max_size=4))
def test_sliders_are_weights_for_one_view_alone(shared, sample, matcher, people, given_weights):
    job = asked(shared, sample.id)
    keys = [r.id for r in job.requirements]
    weights = {keys[at % len(keys)]: weight for at, weight in given_weights.items()}
    before = shared.job(LOCAL, sample.id)
    rows = everybody(shared, sample.id, weights=weights)
    other = replace(
        job,
        requirements=tuple(
            replace(r, weight=weights.get(r.id, r.weight)) for r in job.requirements
        ),
    )
    assert_same(rows, reference(matcher, other, people))
    plain = {row.applicant_id: row.rank for row in everybody(shared, sample.id)}
    if weights:
        assert {row.applicant_id: row.rank_before for row in rows} == plain
    assert shared.job(LOCAL, sample.id) == before


FILTERS = [
    {"all_musts": True},
    {"skills": ("java",)},
    {"skills": ("postgresql", "docker")},
    {"skills": ("german",)},
    {"min_years": 5.0},
    {"all_musts": True, "skills": ("kubernetes",), "min_years": 2.5},
]


@pytest.mark.parametrize("view", FILTERS, ids=str)
def test_filters_say_what_the_command_line_says(shared, sample, matcher, people, view):
    written = ["must"] if view.get("all_musts") else []
    written += [f"skill={key}" for key in view.get("skills", ())]
    written += [f"years>={view['min_years']:g}"] if "min_years" in view else []
    filters = parse_filters(written, matcher.taxonomy)
    result = reference(matcher, asked(shared, sample.id), people, filters=filters)
    rows = everybody(shared, sample.id, **view)
    assert_same(rows, result)
    for row in rows:
        expected = result.screened[row.candidate_id]
        if any(o.verdict is not Verdict.PASSED for o in expected):
            assert row.outcomes == expected
        else:
            assert row.outcomes == ()


def test_the_rank_before_an_edit_is_marked(workspace):
    job = filled(workspace)
    first = {r.name: r.rank for r in workspace.ranking(LOCAL, job.id, RankingView()).rows}
    workspace.edit_job(LOCAL, job.id, SetWeight("r5", 500), job.version)
    page = workspace.ranking(LOCAL, job.id, RankingView(sort=Sort.CHANGE))
    assert {r.name: r.rank_before for r in page.rows} == first
    assert page.rows[0].name == "Cy Merriweather"
    assert page.rows[0].rank == 1


def test_pages_search_and_sort(workspace):
    job = filled(workspace)

    def names(**view):
        return [r.name for r in workspace.ranking(LOCAL, job.id, RankingView(**view)).rows]

    whole = names()
    assert whole[0] == "Ada Quillfeather"
    assert [names(size=1, page=n)[0] for n in (1, 2, 3)] == whole
    assert workspace.ranking(LOCAL, job.id, RankingView(size=2, page=99)).view.page == 2
    assert names(sort=Sort.NAME) == sorted(whole)
    assert names(sort=Sort.SCORE) == whole[::-1]
    assert names(sort=Sort.SCORE, descending=True) == whole
    assert names(search="tangle bo@") == ["Bo Tanglewood"]
    assert names(search="nobody at all") == []
    assert names(block=Block.TO_READ) == ["Di Underhill"]
    page = workspace.ranking(LOCAL, job.id, RankingView())
    assert page.counts == {Block.RANKED: 3, Block.TO_READ: 1, Block.FILTERED_OUT: 0}


def test_decisions_stand_beside_the_score(workspace):
    job = filled(workspace)
    before = {r.name: r.score for r in workspace.ranking(LOCAL, job.id, RankingView()).rows}
    people = by_name(workspace, job.id)
    bo = people["Bo Tanglewood"]
    with pytest.raises(Refused, match="reason"):
        workspace.decide(LOCAL, job.id, bo, Decision.OVERRIDE, "  ")
    workspace.decide(LOCAL, job.id, bo, Decision.REJECT)
    workspace.decide(LOCAL, job.id, bo, Decision.OVERRIDE, "knows our canals")
    workspace.note(LOCAL, job.id, bo, "call on Monday")
    page = workspace.ranking(LOCAL, job.id, RankingView(decisions=frozenset({Decision.OVERRIDE})))
    [row] = page.rows
    assert (row.name, row.decision, row.notes) == ("Bo Tanglewood", Decision.OVERRIDE, 1)
    assert page.decisions == {
        Decision.NONE: 3, Decision.SHORTLIST: 0, Decision.REJECT: 0, Decision.OVERRIDE: 1
    }  # fmt: skip
    after = {r.name: r.score for r in workspace.ranking(LOCAL, job.id, RankingView()).rows}
    assert after == before
    view = workspace.explain(LOCAL, job.id, bo)
    assert [(d.decision, d.reason) for d in view.decisions] == [
        (Decision.REJECT, ""), (Decision.OVERRIDE, "knows our canals")
    ]  # fmt: skip
    workspace.delete_note(LOCAL, job.id, bo, view.notes[0].id)
    assert workspace.explain(LOCAL, job.id, bo).notes == ()


REFUSED = [
    ({"size": 0}, "page 1 of 0 rows"),
    ({"page": 0}, "page 0"),
    ({"skills": ("no_such",)}, "unknown"),
    ({"min_years": float("nan")}, "is nan"),
    ({"weights": {"r99": 1.0}}, "r99"),
    ({"weights": {"r1": float("inf")}}, "weight is inf"),
    ({"search": "x" * 400}, "too long"),
]


@pytest.mark.parametrize(("view", "words"), REFUSED, ids=str)
def test_a_view_that_makes_no_sense_is_refused(shared, sample, view, words):
    with pytest.raises(Refused, match=words):
        shared.ranking(LOCAL, sample.id, RankingView(**view))


def test_a_job_that_asks_for_nothing_cannot_rank(workspace):
    job = workspace.create_job(LOCAL, "We are a nice team.")
    with pytest.raises(NothingAskedError):
        workspace.ranking(LOCAL, job.id, RankingView())


def test_a_job_without_applicants_has_one_empty_page(workspace):
    job = workspace.create_job(LOCAL, "Requirements\n- Java")
    page = workspace.ranking(LOCAL, job.id, RankingView(certainty=True, skills=("java",)))
    assert (page.rows, page.pages, page.matching) == ((), 1, 0)


def test_an_explanation_is_that_of_the_whole_ranking(shared, sample, matcher, people):
    from matcher.explaining import explain_candidate, with_certainty

    rows = shared.ranking(LOCAL, sample.id, RankingView(size=500)).rows
    result = reference(matcher, asked(shared, sample.id), people)
    for row in (rows[0], rows[7], rows[-1]):
        view = shared.explain(LOCAL, sample.id, row.applicant_id, certainty=True)
        whole = explain_candidate(with_certainty(result), row.candidate_id).to_dict()
        mine = view.explanation.to_dict()
        for each in (mine, whole):
            each.pop("ranked")
            each.pop("possible_duplicates")
        whole["flags"] = [f for f in whole["flags"] if f["flag"] != "possible_duplicate"]
        assert mine == whole
        assert view.ranked == len(result.placed)


def test_evidence_is_marked_in_the_texts(workspace):
    job = filled(workspace)
    view = workspace.explain(LOCAL, job.id, by_name(workspace, job.id)["Ada Quillfeather"])
    marked = {s.text: s.keys for t in view.texts for s in t.segments if s.keys}
    assert "r:r1" in marked["Java"]
    assert "r:r4" in marked["Docker"]


def test_compare_is_in_the_order_of_the_ranking(workspace):
    job = filled(workspace)
    people = by_name(workspace, job.id)
    ids = [people[name] for name in ("Cy Merriweather", "Ada Quillfeather")]
    view = workspace.compare(LOCAL, job.id, ids)
    assert view.comparison.names == ("Ada Quillfeather", "Cy Merriweather")
    assert view.applicant_ids == tuple(reversed(ids))
    for wrong in (ids[:1], [*people.values(), ids[0], "x"]):
        with pytest.raises((Refused, NotFound)):
            workspace.compare(LOCAL, job.id, wrong)


def test_a_blind_view_tells_nobody(workspace):
    """Names, ids and addresses are in no blind view, whatever is asked of it."""
    job = filled(workspace)
    people = by_name(workspace, job.id)
    for applicant_id in people.values():
        workspace.decide(LOCAL, job.id, applicant_id, Decision.OVERRIDE, "Ada Bo Cy Di know us")
        workspace.note(LOCAL, job.id, applicant_id, "Ada Bo Cy Di called")
    told = re.compile(r"Ada\b|Quillf|Tangle|Merriw|Underh|\bk[1-4]\b|example\.org", re.IGNORECASE)
    ids = list(people.values())
    shown = [
        workspace.ranking(LOCAL, job.id, RankingView(blind=True, certainty=True)),
        workspace.ranking(LOCAL, job.id, RankingView(blind=True, block=Block.TO_READ)),
        workspace.ranking(LOCAL, job.id, RankingView(blind=True, sort=Sort.NAME, all_musts=True)),
        [workspace.explain(LOCAL, job.id, key, blind=True).texts for key in ids],
        [workspace.explain(LOCAL, job.id, key, blind=True).explanation.to_dict() for key in ids],
        [workspace.explain(LOCAL, job.id, key, blind=True).decisions for key in ids],
        workspace.compare(LOCAL, job.id, ids[:3], blind=True).comparison.to_dict(),
    ]
    for each in shown:
        assert not told.search(repr(each))
    named = workspace.ranking(LOCAL, job.id, RankingView(blind=True, search="quillfeather"))
    assert named.rows == ()
    rows = workspace.ranking(LOCAL, job.id, RankingView(blind=True)).rows
    by_pseudonym = workspace.ranking(
        LOCAL, job.id, RankingView(blind=True, search=rows[0].candidate_id)
    )
    assert [r.applicant_id for r in by_pseudonym.rows] == [rows[0].applicant_id]
    scores = {r.applicant_id: r.score for r in workspace.ranking(LOCAL, job.id, RankingView()).rows}
    assert {r.applicant_id: r.score for r in rows} == scores
