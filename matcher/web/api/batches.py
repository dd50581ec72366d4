"""A description and its applicants in one request, worked on behind the answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import File, Path, Response, UploadFile

from matcher.errors import MatcherError
from matcher.web.api.applicant_models import Intake
from matcher.web.api.applicants import ColumnsField, Files, columns_of
from matcher.web.api.common import By, Out, Work, contents, part
from matcher.web.shown import Intake as IntakeValue

router = part("batches")


class State(StrEnum):
    """How far a batch is."""

    WORKING = "working"
    DONE = "done"


class Batch(Out):
    """A job and the reading of its applicants."""

    id: str
    job_id: str
    state: State
    intake: Intake
    ranking: str | None
    """Where the ranking is, once everything is read."""

    @classmethod
    def of(cls, taken: IntakeValue) -> Batch:
        """From the intake."""
        where = f"/api/v1/jobs/{taken.job_id}/ranking"
        return cls(
            id=taken.id,
            job_id=taken.job_id,
            state=State.DONE if taken.finished else State.WORKING,
            intake=Intake.model_validate(taken),
            ranking=where if taken.finished else None,
        )


@router.post("/batches", status_code=202)
def submit(
    work: Work,
    by: By,
    response: Response,
    job: Annotated[UploadFile, File(description="TXT, MD, HTML, PDF, DOCX, or a job card.")],
    applicants: Files,
    columns: ColumnsField = "",
) -> Batch:
    """Keep a job and take its applicants in; nothing is kept where either cannot be."""
    mapping = columns_of(columns)
    made = work.create_job(by, job.file.read(), job.filename or "unnamed")
    try:
        taken = work.add_applicants(by, made.id, contents(applicants), mapping)
    except MatcherError:
        work.delete_job(by, made.id)
        raise
    response.headers["Location"] = f"/api/v1/batches/{taken.id}"
    return Batch.of(taken)


@router.get("/batches/{batch_id}")
def read_batch(work: Work, by: By, batch_id: Annotated[str, Path(max_length=64)]) -> Batch:
    """How far a batch is; once done, where its ranking is."""
    return Batch.of(work.intake(by, batch_id))
