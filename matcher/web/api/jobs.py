"""Jobs and their edits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import File, Query, Response, UploadFile

from matcher.web.api.common import By, JobId, Work, part
from matcher.web.api.edit_models import Edited, Undo
from matcher.web.api.job_models import Deleted, Description, HistoryLine, Job, JobLine, Skill
from matcher.web.shown import JobView

router = part("jobs")
_CARD: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/yaml": {"schema": {"type": "object"}}}}
}


@router.get("/jobs")
def list_jobs(work: Work, by: By) -> list[JobLine]:
    """All jobs, the latest changed first."""
    return [JobLine.model_validate(line) for line in work.jobs(by)]


@router.post("/jobs", status_code=201, response_model_exclude_unset=True)
def create_job(work: Work, by: By, sent: Description, response: Response) -> Job:
    """Read a description or job card, and keep it."""
    return _created(work.create_job(by, sent.text), response)


@router.post("/jobs/file", status_code=201, response_model_exclude_unset=True)
def create_job_from_file(
    work: Work,
    by: By,
    response: Response,
    file: Annotated[UploadFile, File(description="TXT, MD, HTML, PDF, DOCX, or a job card.")],
) -> Job:
    """Read a description from a document, and keep it."""
    made = work.create_job(by, file.file.read(), file.filename or "unnamed")
    return _created(made, response)


@router.get("/jobs/{job_id}", response_model_exclude_unset=True)
def read_job(work: Work, by: By, job_id: JobId) -> Job:
    """One job with its requirements."""
    return Job.of(work.job(by, job_id))


@router.delete("/jobs/{job_id}")
def delete_job(work: Work, by: By, job_id: JobId) -> Deleted:
    """Delete a job with its applicants, decisions, notes and files."""
    return Deleted.model_validate(work.delete_job(by, job_id))


@router.get("/jobs/{job_id}/card", response_class=Response, responses=_CARD)
def read_card(work: Work, by: By, job_id: JobId) -> Response:
    """The job as a card, which stands in place of a description on the command line."""
    return Response(work.card(by, job_id), media_type="application/yaml")


@router.post("/jobs/{job_id}/edits", response_model_exclude_unset=True)
def edit_job(work: Work, by: By, job_id: JobId, sent: Edited) -> Job:
    """Edit a job; 409 where somebody else has, since the version that was edited."""
    return Job.of(work.edit_job(by, job_id, sent.change.value(), sent.version))


@router.post("/jobs/{job_id}/undo", response_model_exclude_unset=True)
def undo_edit(work: Work, by: By, job_id: JobId, sent: Undo) -> Job:
    """Take the latest edit back."""
    return Job.of(work.undo(by, job_id, sent.version))


@router.get("/jobs/{job_id}/history")
def read_history(work: Work, by: By, job_id: JobId) -> list[HistoryLine]:
    """Every edit, oldest first."""
    return [HistoryLine.model_validate(line) for line in work.history(by, job_id)]


@router.get("/skills")
def suggest_skills(
    work: Work,
    by: By,
    prefix: Annotated[str, Query(max_length=200, examples=["kub"])],
    count: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[Skill]:
    """Skills of which a name or alias begins with a prefix."""
    return [Skill.model_validate(line) for line in work.suggest_skills(by, prefix, count)]


def _created(view: JobView, response: Response) -> Job:
    response.headers["Location"] = f"/api/v1/jobs/{view.id}"
    return Job.of(view)
