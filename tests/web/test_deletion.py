"""Who is deleted is gone: rows, free pages, the log of writes, files, memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matcher.web.errors import NotFound, Refused
from matcher.web.shown import LOCAL, Decision, ExportKind, RankingView, Which
from tests.web.small import JOB, PEOPLE, by_name, filled, table

NAME, FOLDED = "Quillfeather", b"quillfeather"


def traces(folder) -> list[str]:
    """Files of a workspace that hold the name, in content or name."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and (FOLDED in path.read_bytes().lower() or FOLDED in path.name.encode().lower())
    ]


def test_a_person_is_deleted_everywhere(workspace, settings):
    one, other = filled(workspace), filled(workspace)
    files = [("Ada_Quillfeather_cv.txt", b"Ada Quillfeather\nada@example.org\nJava since 2012")]
    third = workspace.create_job(LOCAL, JOB)
    assert workspace.wait(workspace.add_applicants(LOCAL, third.id, files).id, 120)
    twice = (PEOPLE[0], ("k1", "Ada Quillfeather", "x@example.org", "Go"))
    intake = workspace.add_applicants(LOCAL, third.id, [("twice.csv", table(twice))])
    assert workspace.wait(intake.id, 120)
    for job in (one, other):
        key = by_name(workspace, job.id)["Ada Quillfeather"]
        workspace.decide(LOCAL, job.id, key, Decision.OVERRIDE, "Quillfeather is known to us")
        workspace.note(LOCAL, job.id, key, "Quillfeather called")
        workspace.explain(LOCAL, job.id, key)
        workspace.export(LOCAL, job.id, ExportKind.CSV, Which.ALL)
    assert traces(settings.folder)
    people = {line.person_id for line in workspace.find_people(LOCAL, NAME)}
    people |= {line.person_id for line in workspace.find_people(LOCAL, "ada_quillfeather_cv")}
    deleted = [workspace.delete_person(LOCAL, person_id) for person_id in people]
    assert sum(d.decisions for d in deleted) == sum(d.notes for d in deleted) == 2
    assert traces(settings.folder) == []
    assert workspace.find_people(LOCAL, NAME) == ()
    for job in (one, other):
        names = {r.name for r in workspace.ranking(LOCAL, job.id, RankingView()).rows}
        assert names == {"Bo Tanglewood", "Cy Merriweather"}
    with pytest.raises(NotFound):
        workspace.delete_person(LOCAL, people.pop())


def test_a_list_that_held_somebody_else_is_no_longer_kept(workspace):
    job = filled(workspace)
    [intake] = workspace.intakes(LOCAL, job.id)
    assert intake.uploads[0].can_correct
    [person] = workspace.find_people(LOCAL, NAME)
    workspace.delete_person(LOCAL, person.person_id)
    [intake] = workspace.intakes(LOCAL, job.id)
    assert not intake.uploads[0].can_correct
    with pytest.raises(Refused, match="not kept"):
        workspace.read_again(LOCAL, intake.uploads[0].id, {"resume": "resume"})


def test_a_deleted_job_leaves_nothing(workspace, settings):
    job = filled(workspace)
    deleted = workspace.delete_job(LOCAL, job.id)
    assert (deleted.jobs, deleted.applicants, deleted.uploads) == (1, 4, 1)
    assert traces(settings.folder) == []
    assert workspace.jobs(LOCAL) == ()
    for ask in (workspace.job, workspace.applicants, workspace.intakes, workspace.card):
        with pytest.raises(NotFound):
            ask(LOCAL, job.id)


def test_what_is_old_is_purged_and_what_is_new_stays(workspace, settings, clock):
    old = filled(workspace)
    clock.now += timedelta(days=200)
    new = filled(workspace, (("k9", "Flo Reed", "flo@example.org", "Java"),))
    deleted = workspace.purge(LOCAL, timedelta(days=180))
    assert (deleted.applicants, deleted.uploads, deleted.jobs) == (4, 1, 1)
    assert [line.id for line in workspace.jobs(LOCAL)] == [new.id]
    assert [line.name for line in workspace.applicants(LOCAL, new.id)] == ["Flo Reed"]
    assert traces(settings.folder) == []
    assert old.id not in {line.id for line in workspace.jobs(LOCAL)}
