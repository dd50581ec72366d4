"""What people decided, from a table, put beside what was assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matcher.audit.assessed import AssessedCandidate, AssessedJob
from matcher.errors import ConfigError, InputError, Problem
from matcher.tuning.grades import CANDIDATE, JOB, Decision, Grades


def with_decisions(jobs: Sequence[AssessedJob], grades: Grades) -> tuple[AssessedJob, ...]:
    """The applications that were decided on, each with its decision; all others are left out.

    Parameters
    ----------
    jobs : sequence of AssessedJob
        Jobs and candidates, also such as never applied for them.
    grades : Grades
        Decisions (:func:`matcher.tuning.grades.read_grades`).

    Raises
    ------
    InputError
        If the table holds grades instead of decisions.
    ConfigError
        With every job and candidate that was not assessed, by line.
    """
    if not grades.decisions:
        allowed = "the columns job, candidate_id and decision"
        raise InputError(grades.source, "holds grades, no decisions", "header", allowed)
    known = {job.job: job for job in jobs}
    problems = [
        _problem(grades, name, by_id, known.get(name)) for name, by_id in grades.by_job.items()
    ]
    found = [problem for some in problems for problem in some]
    if found:
        raise ConfigError(found)
    return tuple(
        replace(job, candidates=_decided(job, grades.by_job[job.job]))
        for job in jobs
        if job.job in grades.by_job
    )


def _decided(job: AssessedJob, by_id: Mapping[str, int]) -> tuple[AssessedCandidate, ...]:
    return tuple(
        replace(each, decision=Decision(by_id[each.candidate]).name.lower())
        for each in job.candidates
        if each.candidate in by_id
    )


def _problem(
    grades: Grades, name: str, by_id: Mapping[str, int], job: AssessedJob | None
) -> list[Problem]:
    """What the table says of a job that was not assessed, or of such candidates."""
    if job is None:
        place = f"{grades.place(name, next(iter(by_id)))}, column {JOB}"
        return [Problem(grades.source, place, f"{name!r} is no job of the results")]
    known = {each.candidate for each in job.candidates}
    return [
        Problem(
            grades.source,
            f"{grades.place(name, each)}, column {CANDIDATE}",
            f"{each!r} was not assessed for {name!r}",
            f"a candidate of {job.source}",
        )
        for each in by_id
        if each not in known
    ]
