"""Finding a person in all jobs, and deleting them everywhere; retention."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from matcher.web.api.common import By, In, Out, Work, part
from matcher.web.api.job_models import Deleted
from matcher.web.shown import PersonLine

router = part("people")


class Application(Out):
    """A job that a person stands in."""

    job_id: str
    title: str
    applicant_id: str


class Person(Out):
    """A person with every job they stand in."""

    person_id: str
    name: str
    jobs: list[Application]

    @classmethod
    def of(cls, line: PersonLine) -> Person:
        """From the workspace's value."""
        jobs = [
            Application(job_id=job, title=title, applicant_id=applicant)
            for job, title, applicant in line.jobs
        ]
        return cls(person_id=line.person_id, name=line.name, jobs=jobs)


class Retention(In):
    """How long applicants and unchanged jobs are kept."""

    older_than_days: int = Field(ge=0, le=36_500, examples=[180])


@router.get("/people")
def find_people(
    work: Work, by: By, search: Annotated[str, Query(min_length=1, max_length=200)]
) -> list[Person]:
    """People in whose name, id or cells all of some words stand."""
    return [Person.of(line) for line in work.find_people(by, search)]


@router.delete("/people/{person_id}")
def delete_person(work: Work, by: By, person_id: Annotated[str, Path(max_length=64)]) -> Deleted:
    """Delete a person everywhere: every job, notes, decisions, files."""
    return Deleted.model_validate(work.delete_person(by, person_id))


@router.post("/purge")
def purge(work: Work, by: By, sent: Retention) -> Deleted:
    """Delete applicants that came longer ago, and jobs that did not change since."""
    return Deleted.model_validate(work.purge(by, timedelta(days=sent.older_than_days)))
