"""A study as an audit reads it: the same jobs, candidates and decisions, scored by its policy."""

from __future__ import annotations

from matcher.audit.assessed import AskedRequirement, AssessedCandidate, AssessedJob
from matcher.model import Ledger
from matcher.report.wording import short_label
from matcher.scoring import in_order, score_candidate
from matcher.tuning.grades import Decision
from matcher.tuning.study import Study, StudyJob


def assess_study(study: Study) -> tuple[AssessedJob, ...]:
    """Score everybody of a study for the jobs they applied for.

    Parameters
    ----------
    study : Study
        From :func:`matcher.tuning.read_study`; its decisions come along, grades do not.

    Returns
    -------
    tuple of AssessedJob
        One a job, in their order.
    """
    return tuple(_job(study, each) for each in study.jobs)


def _job(study: Study, each: StudyJob) -> AssessedJob:
    passes = study.policy.gates.partial_passes
    grades = dict(zip(each.candidate_ids, each.grades, strict=True))
    ranked = in_order(score_candidate(each.plan, profile) for profile in each.profiles)
    return AssessedJob(
        run="",
        job=each.name,
        as_of=study.as_of.isoformat(),
        requirements=tuple(
            AskedRequirement(
                planned.requirement.id,
                short_label(planned.requirement),
                planned.requirement.level,
                planned.share.worth,
                planned.gate,
                passes,
            )
            for planned in each.plan.requirements
        ),
        candidates=tuple(
            _candidate(
                one.ledger,
                one.rank,
                grades[one.ledger.candidate_id] if study.grades.decisions else None,
            )
            for one in ranked
        ),
        source=study.grades.source,
    )


def _candidate(ledger: Ledger, rank: int | None, grade: int | None) -> AssessedCandidate:
    entries = {entry.assessment.requirement_id: entry for entry in ledger.entries}
    return AssessedCandidate(
        candidate=ledger.candidate_id,
        score=ledger.score if ledger.readable else None,
        score_high=ledger.score_high if ledger.readable else None,
        rank=rank,
        eligible=ledger.eligible,
        flags=ledger.flags,
        statuses={key: entry.assessment.status for key, entry in entries.items()},
        points={key: entry.points for key, entry in entries.items()},
        decision=None if grade is None else Decision(grade).name.lower(),
    )
