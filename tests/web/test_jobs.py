"""Jobs: read, edited, undone, kept."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.job.card_reader import read_card
from matcher.model import FULL_SCORE, AtLeast, Gate, Level
from matcher.web.edits import (
    Add,
    Join,
    Remove,
    Restore,
    SetGate,
    SetIgnored,
    SetLevel,
    SetTitle,
    SetWeight,
    SetYears,
    Split,
)
from matcher.web.errors import Conflict, NotFound, Refused, TooLarge
from matcher.web.shown import LOCAL, Who
from tests.web.small import JOB


@pytest.fixture(scope="module")
def job(shared):
    return shared.create_job(LOCAL, JOB)


@pytest.fixture
def fresh(shared):
    return shared.create_job(LOCAL, JOB)


def ids(view):
    return [r.id for r in view.requirements]


def one(view, key):
    return next(r for r in view.requirements if r.id == key)


def test_a_job_shows_its_requirements_in_its_own_words(job):
    assert job.title == "Canal engineer"
    assert sum(r.worth for r in job.requirements) == FULL_SCORE
    assert "".join(s.text for s in job.segments) == job.text == JOB
    marked = {key for s in job.segments for key in s.keys}
    assert {f"r:{r.id}" for r in job.requirements} <= marked
    assert {f"n:{n.id}" for r in job.requirements for n in r.requirement.leaves()} <= marked
    for r in job.requirements:
        assert r.requirement.span.of(job.text) == r.requirement.text


def test_a_job_is_read_from_a_document(shared):
    page = b"<html><h2>Requirements</h2><ul><li>Java</li></ul></html>"
    view = shared.create_job(LOCAL, page, "job.html")
    assert [r.label for r in view.requirements] == ["Java"]


def test_a_card_goes_out_and_comes_in_again(shared, job, taxonomy):
    card = shared.card(LOCAL, job.id)
    again = shared.create_job(LOCAL, card, "job.yaml")
    assert [r.requirement for r in again.requirements] == [r.requirement for r in job.requirements]
    assert again.text == ""
    assert read_card(card, "card", taxonomy).title == job.title


EDITS = [
    (SetLevel("r1", Level.BONUS), lambda v: one(v, "r1").requirement.level is Level.BONUS),
    (SetIgnored("r1", True), lambda v: one(v, "r1").worth == 0),
    (SetWeight("r1", 0.5), lambda v: one(v, "r1").weight == 0.5),
    (SetGate("r1", Gate.RANK_BELOW), lambda v: one(v, "r1").gate == "rank_below"),
    (SetGate("r3", Gate.FLAG, "the law asks for it"), lambda v: one(v, "r3").gate == "flag"),
    (SetYears("r1", 2), lambda v: one(v, "r1").requirement.min_years == 2),
    (SetYears("r1", None), lambda v: one(v, "r1").requirement.min_years is None),
    (SetTitle(" Lock  keeper "), lambda v: v.title == "Lock keeper"),
    (Add("rust", Level.MUST, 2.0), lambda v: v.requirements[-1].requirement.min_years == 2),
    (Split("r2"), lambda v: [r.label for r in v.requirements][1:3] == ["PostgreSQL", "MySQL"]),
    (Join(("r1", "r2")), lambda v: isinstance(one(v, "r1").requirement.needs, AtLeast)),
]


@pytest.mark.parametrize(("edit", "holds"), EDITS, ids=lambda e: type(e).__name__)
def test_an_edit_holds_is_told_and_can_be_undone(shared, fresh, edit, holds):
    edited = shared.edit_job(Who("u2", "Kim"), fresh.id, edit, 1)
    assert holds(edited)
    assert edited.version == 2
    assert sum(r.worth for r in edited.requirements) == FULL_SCORE
    assert shared.job(LOCAL, fresh.id) == edited
    assert [line.by for line in shared.history(LOCAL, fresh.id)] == ["You", "Kim"]
    undone = shared.undo(LOCAL, fresh.id, 2)
    assert undone.requirements == fresh.requirements
    assert (undone.title, undone.can_undo) == (fresh.title, False)


REFUSED = [
    (SetLevel("r99", Level.MUST), NotFound, "no requirement 'r99'"),
    (SetWeight("r1", float("nan")), Refused, "weight is nan"),
    (SetWeight("r1", -1), Refused, "weight is -1"),
    (SetYears("r1", 0), Refused, "years are 0"),
    (SetYears("r3", 3), Refused, "nothing that takes years"),
    (SetYears("r1", 3, "r1.9"), NotFound, "no leaf"),
    (SetGate("r3", Gate.RANK_BELOW), Refused, "no reason"),
    (Join(("r1",)), Refused, "two requirements"),
    (Join(("r1", "r77")), NotFound, "r77"),
    (Split("r1"), Refused, "no parts"),
    (Add("no_such_skill", Level.MUST), Refused, "unknown"),
    (Remove("r1"), Refused, "stands in the description"),
    (Restore("r77"), NotFound, "r77"),
    (SetTitle("x" * 400), Refused, "too long"),
]


@pytest.mark.parametrize(("edit", "error", "words"), REFUSED, ids=lambda e: str(e)[:40])
def test_an_edit_that_makes_no_sense_changes_nothing(shared, job, edit, error, words):
    before = shared.job(LOCAL, job.id)
    with pytest.raises(error, match=words):
        shared.edit_job(LOCAL, job.id, edit, before.version)
    assert shared.job(LOCAL, job.id) == before


def test_two_who_edit_at_once_are_told(shared, fresh):
    shared.edit_job(Who("u2", "Kim"), fresh.id, SetWeight("r1", 3), 1)
    with pytest.raises(Conflict) as caught:
        shared.edit_job(LOCAL, fresh.id, SetWeight("r1", 5), 1)
    assert caught.value.version == 2
    assert [(c.by, c.words) for c in caught.value.changes] == [("Kim", "r1: weight 3")]
    with pytest.raises(Conflict):
        shared.undo(LOCAL, fresh.id, 1)


def test_what_was_joined_and_split_is_restored_in_its_place(shared, fresh):
    read = [r.requirement for r in fresh.requirements]
    joined = shared.edit_job(LOCAL, fresh.id, Join(("r1", "r2")), 1)
    back = shared.edit_job(LOCAL, fresh.id, Restore("r2"), joined.version)
    assert [r.requirement for r in back.requirements] == read
    split = shared.edit_job(LOCAL, fresh.id, Split("r2"), back.version)
    added = shared.edit_job(LOCAL, fresh.id, Add("rust", Level.MUST), split.version)
    again = shared.edit_job(LOCAL, fresh.id, Restore("r2"), added.version)
    assert [r.requirement for r in again.requirements][:-1] == read


def test_neighbours_that_are_joined_quote_the_description(shared, fresh):
    view = shared.edit_job(LOCAL, fresh.id, Join(("r1", "r2")), 1)
    joined = one(view, "r1").requirement
    assert joined.span.of(view.text) == joined.text
    apart = shared.edit_job(LOCAL, fresh.id, Restore("r1"), view.version)
    far = shared.edit_job(LOCAL, fresh.id, Join(("r1", "r3")), apart.version)
    assert one(far, "r1").requirement.span is None
    assert any("r:r1" in s.keys for s in far.segments)


def test_ids_are_never_given_twice(shared, fresh):
    added = shared.edit_job(LOCAL, fresh.id, Add("rust", Level.MUST), 1)
    first = ids(added)[-1]
    removed = shared.edit_job(LOCAL, fresh.id, Remove(first), added.version)
    again = shared.edit_job(LOCAL, fresh.id, Add("go", Level.MUST), removed.version)
    assert ids(again)[-1] not in (first, *ids(fresh))


def test_a_job_that_asks_for_nothing_says_so(shared):
    view = shared.create_job(LOCAL, "We are a nice team.")
    assert "nothing" in view.nothing_asked
    asked = shared.edit_job(LOCAL, view.id, Add("java", Level.MUST), view.version)
    assert asked.nothing_asked == ""


def test_limits_of_a_description(shared):
    with pytest.raises(TooLarge, match="characters"):
        shared.create_job(LOCAL, "Java " * 100_000)
    with pytest.raises(TooLarge, match="too large"):
        shared.create_job(LOCAL, b"x" * (21 * 1024 * 1024), "job.txt")


def test_skills_are_suggested_by_name_and_alias(shared):
    first = shared.suggest_skills(LOCAL, "kubern", 5)[0]
    assert first.name == "Kubernetes"
    assert shared.suggest_skills(LOCAL, "  ", 5) == ()
    by_alias = {line.id: line for line in shared.suggest_skills(LOCAL, "k8s", 5)}
    assert by_alias["kubernetes"].because == "k8s"


def edits(view):
    """Any edit of a job as it stands."""
    keys = st.sampled_from(ids(view))
    return st.one_of(
        st.builds(SetLevel, keys, st.sampled_from(list(Level))),
        st.builds(SetIgnored, keys, st.booleans()),
        st.builds(SetWeight, keys, st.none() | st.floats(0, 1000)),
        st.builds(SetYears, keys, st.none() | st.integers(1, 20).map(float)),
        st.builds(Join, st.lists(keys, min_size=2, max_size=3, unique=True).map(tuple))
        if len(ids(view)) > 2
        else st.nothing(),
        st.builds(Split, keys),
        st.builds(Add, st.sampled_from(["rust", "go", "kotlin"]), st.sampled_from(list(Level))),
        st.builds(Remove, keys),
        st.builds(Restore, keys),
        st.builds(SetGate, keys, st.sampled_from(list(Gate)), st.just("asked by law")),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_edits_keep_the_laws_and_undo_brings_all_of_them_back(shared, data):
    views = [shared.create_job(LOCAL, JOB)]
    for _ in range(data.draw(st.integers(1, 5))):
        now = views[-1]
        try:
            views.append(shared.edit_job(LOCAL, now.id, data.draw(edits(now)), now.version))
        except (Refused, NotFound):
            assert shared.job(LOCAL, now.id) == now
    for view in views:
        keys = ids(view)
        leaves = [n.id for r in view.requirements for n in r.requirement.leaves()]
        assert len(set(keys)) == len(keys)
        assert len(set(leaves)) == len(leaves)
        worth = sum(r.worth for r in view.requirements)
        assert worth == (0 if view.nothing_asked else FULL_SCORE)
        for r in view.requirements:
            if r.requirement.span is not None:
                assert r.requirement.span.of(view.text) == r.requirement.text
    version = views[-1].version
    for before in reversed(views[:-1]):
        undone = shared.undo(LOCAL, before.id, version)
        version = undone.version
        assert undone.requirements == before.requirements
    assert not undone.can_undo if len(views) > 1 else True
    shared.delete_job(LOCAL, views[0].id)
    with pytest.raises(NotFound):
        shared.job(LOCAL, views[0].id)
