"""Decisions on the page stand in its record with the ranking they were made on, to be replayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matcher.audit.chain import Event
from matcher.audit.page_runs import PAGE
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_reader import read_record
from matcher.audit.recorder import Recorder
from matcher.audit.replay import replay
from matcher.audit.rescoring import Moved
from matcher.errors import InputError
from matcher.model import Level
from matcher.web.edits import SetLevel
from matcher.web.recording import kept_inputs
from matcher.web.shown import LOCAL, Decision, ExportKind, RankingView, Which, Who
from matcher.web.workspace import Workspace
from tests.web.small import PEOPLE, filled

ANN = Who("u1", "ann")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.jsonl"


@pytest.fixture
def page(matcher, settings, clock, path):
    """A workspace that records, with a job and its applicants."""
    with Workspace(matcher, settings, None, Recorder(path, clock=clock)) as opened:
        opened.job_id = filled(opened).id
        yield opened


def first(page):
    return page.ranking(LOCAL, page.job_id, RankingView()).rows[0]


def events(path):
    return [line.event for line in read_record(path).lines]


def test_a_decision_stands_behind_its_ranking(page, path):
    row = first(page)
    page.decide(ANN, page.job_id, row.applicant_id, Decision.OVERRIDE, "knows the trade")
    record = read_record(path)
    (run,) = record.runs
    assert run.told.command == PAGE
    assert run.gap is None
    (job,) = record.assessed()
    shown = {r.candidate_id: r for r in page.ranking(LOCAL, page.job_id, RankingView()).rows}
    names = Pseudonyms.read(path)
    told = {each.candidate: each for each in job.candidates}
    for candidate_id, expected in shown.items():
        found = told[names.of(candidate_id)]
        assert (found.rank, found.score, found.score_high) == (
            expected.rank, expected.score, expected.score_high
        )  # fmt: skip
        assert found.flags == tuple(flag for flag, *_ in expected.flags)
        assert {c.requirement_id: c.status for c in expected.cells} == found.statuses
        assert {c.requirement_id: c.points for c in expected.cells} == found.points
    decided = told[names.of(row.candidate_id)]
    assert (decided.decision, decided.reviewer, decided.reason) == (
        "override", "ann", "knows the trade"
    )  # fmt: skip
    text = path.read_text()
    assert not [name for _, name, *_ in PEOPLE if name in text]


def test_a_ranking_is_recorded_once_and_again_after_an_edit(page, path):
    rows = page.ranking(LOCAL, page.job_id, RankingView()).rows
    for row in rows[:2]:
        page.decide(ANN, page.job_id, row.applicant_id, Decision.SHORTLIST)
    page.export(LOCAL, page.job_id, ExportKind.CSV, Which.ALL)
    assert events(path).count(Event.RUN) == 1
    page.edit_job(LOCAL, page.job_id, SetLevel("r1", Level.BONUS), 1)
    page.decide(ANN, page.job_id, rows[2].applicant_id, Decision.REJECT)
    page.decide(ANN, page.job_id, rows[0].applicant_id, Decision.NONE)
    assert events(path).count(Event.RUN) == 2
    (job,) = read_record(path).assessed()
    names = Pseudonyms.read(path)
    decisions = {each.candidate: each.decision for each in job.candidates}
    expected = [None, "shortlist", "reject"]
    assert [decisions[names.of(row.candidate_id)] for row in rows[:3]] == expected


def test_every_ranking_can_be_replayed(page, path, settings):
    row = first(page)
    page.decide(ANN, page.job_id, row.applicant_id, Decision.SHORTLIST)
    page.edit_job(LOCAL, page.job_id, SetLevel("r1", Level.BONUS), 1)
    page.export(LOCAL, page.job_id, ExportKind.XLSX, Which.ALL)
    record = read_record(path)
    elsewhere = replace(settings, as_of=None)
    with kept_inputs(elsewhere) as kept:
        for run in record.runs:
            found = replay(record, run.told.run, Moved(page=kept))
            assert found.rescored
            assert not found.differences


def test_what_changed_is_named(page, path, settings):
    row = first(page)
    page.decide(ANN, page.job_id, row.applicant_id, Decision.SHORTLIST)
    intake = page.add_applicants(LOCAL, page.job_id, [("more.txt", b"Java since 2015")])
    assert page.wait(intake.id, 120)
    record = read_record(path)
    with kept_inputs(settings) as kept:
        found = replay(record, "last", Moved(page=kept))
        assert [each.what for each in found.differences] == [f"candidates {page.job_id}"]
        assert not found.rescored
        page.delete_job(LOCAL, page.job_id)
        told = [str(each) for each in replay(record, "last", Moved(page=kept)).differences]
        assert all("the job was deleted" in each for each in told)
    with pytest.raises(InputError, match=r"--data: run .* is of the page"):
        replay(record, "last")
    with (
        pytest.raises(InputError, match="holds no workspace"),
        kept_inputs(replace(settings, folder=settings.folder / "nowhere")),
    ):
        pass


def test_whoever_is_deleted_goes_from_the_record(page, path):
    rows = page.ranking(LOCAL, page.job_id, RankingView()).rows
    for row in rows[:2]:
        page.decide(ANN, page.job_id, row.applicant_id, Decision.SHORTLIST)
    person = page.find_people(LOCAL, rows[0].name)[0].person_id
    page.delete_person(ANN, person)
    record = read_record(path)
    assert record.verdict.sound
    names = Pseudonyms.read(path)
    left = [line for line in record.lines if line.content is not None]
    gone = names.of(rows[0].candidate_id)
    assert not [line for line in left if line.told.get("candidate") == gone]
    assert [line for line in left if line.told.get("candidate") == names.of(rows[1].candidate_id)]
    page.decide(ANN, page.job_id, rows[1].applicant_id, Decision.REJECT)
    assert events(path)[-1] is Event.DECISION


def test_what_is_purged_goes_from_the_record(page, path, clock):
    page.decide(ANN, page.job_id, first(page).applicant_id, Decision.SHORTLIST)
    clock.now += timedelta(days=400)
    page.purge(ANN, timedelta(days=365))
    record = read_record(path)
    assert record.verdict.sound
    assert not record.runs
    people = (Event.CANDIDATE, Event.DECISION)
    assert not [line for line in record.lines if line.event in people and line.content is not None]


def test_what_cannot_be_recorded_is_not_decided(page, path):
    row = first(page)
    page.decide(ANN, page.job_id, row.applicant_id, Decision.SHORTLIST)
    path.with_name("record.jsonl.key").unlink()
    with pytest.raises(InputError, match="key"):
        page.decide(ANN, page.job_id, row.applicant_id, Decision.REJECT)
    assert first(page).decision is Decision.SHORTLIST


def test_a_workspace_need_not_record(alone, path):
    job = filled(alone)
    row = alone.ranking(LOCAL, job.id, RankingView()).rows[0]
    alone.decide(ANN, job.id, row.applicant_id, Decision.SHORTLIST)
    assert not list(path.parent.glob("**/*.jsonl*"))
