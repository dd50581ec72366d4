"""Decisions and notes: beside the score, never in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from matcher.web.api.common import ApplicantId, By, JobId, Work, part
from matcher.web.api.decision_models import Decided, NewNote, NoteLine

router = part("decisions")


@router.put("/jobs/{job_id}/applicants/{applicant_id}/decision", status_code=204)
def decide(work: Work, by: By, job_id: JobId, applicant_id: ApplicantId, sent: Decided) -> None:
    """Shortlist, reject, override with a reason, or take it back."""
    work.decide(by, job_id, applicant_id, sent.decision, sent.reason)


@router.post("/jobs/{job_id}/applicants/{applicant_id}/notes", status_code=201)
def add_note(
    work: Work, by: By, job_id: JobId, applicant_id: ApplicantId, sent: NewNote
) -> NoteLine:
    """Write a note."""
    return NoteLine.model_validate(work.note(by, job_id, applicant_id, sent.text))


@router.delete("/jobs/{job_id}/applicants/{applicant_id}/notes/{note_id}", status_code=204)
def delete_note(
    work: Work,
    by: By,
    job_id: JobId,
    applicant_id: ApplicantId,
    note_id: Annotated[str, Path(max_length=64)],
) -> None:
    """Delete a note."""
    work.delete_note(by, job_id, applicant_id, note_id)
