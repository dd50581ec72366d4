"""Lists and résumés of a job, and how far their reading is."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import File, Form, Path, Response, UploadFile
from pydantic import TypeAdapter

from matcher.web.api.applicant_models import ApplicantLine, Columns, Intake, Rows
from matcher.web.api.common import By, JobId, Work, contents, part
from matcher.web.errors import Refused
from matcher.web.shown import Intake as IntakeValue

router = part("applicants")
Files = Annotated[
    list[UploadFile],
    File(description="CSV, TSV, XLSX, Parquet, JSON lines; PDF, DOCX, TXT, MD, HTML; ZIP."),
]
ColumnsField = Annotated[
    str,
    Form(
        description="Header by column as a JSON object; empty where headers say enough.",
        examples=['{"resume_text": "Resume_str"}'],
    ),
]
_COLUMNS = TypeAdapter(dict[str, str])


@router.post("/jobs/{job_id}/applicants", status_code=202)
def add_applicants(
    work: Work, by: By, job_id: JobId, response: Response, files: Files, columns: ColumnsField = ""
) -> Intake:
    """Take files in; they are read behind the answer."""
    taken = work.add_applicants(by, job_id, contents(files), columns_of(columns))
    return accepted(taken, response)


@router.post("/jobs/{job_id}/applicants/rows", status_code=202)
def add_rows(work: Work, by: By, job_id: JobId, response: Response, sent: Rows) -> Intake:
    """Take applicants as rows, as a recruiting system has them."""
    lines = "".join(f"{json.dumps(row)}\n" for row in sent.rows)
    taken = work.add_applicants(by, job_id, [("rows.jsonl", lines.encode())], sent.columns or None)
    return accepted(taken, response)


@router.get("/jobs/{job_id}/applicants")
def list_applicants(work: Work, by: By, job_id: JobId) -> list[ApplicantLine]:
    """All applicants of a job, as they came."""
    return [ApplicantLine.model_validate(line) for line in work.applicants(by, job_id)]


@router.get("/jobs/{job_id}/intakes")
def list_intakes(work: Work, by: By, job_id: JobId) -> list[Intake]:
    """All intakes of a job, the latest first."""
    return [Intake.model_validate(each) for each in work.intakes(by, job_id)]


@router.get("/intakes/{intake_id}")
def read_intake(work: Work, by: By, intake_id: Annotated[str, Path(max_length=64)]) -> Intake:
    """How far an intake is."""
    return Intake.model_validate(work.intake(by, intake_id))


@router.post("/uploads/{upload_id}/columns", status_code=202)
def read_again(
    work: Work,
    by: By,
    upload_id: Annotated[str, Path(max_length=64)],
    sent: Columns,
    response: Response,
) -> Intake:
    """Read a table again with other columns; decisions and notes stay with their rows."""
    return accepted(work.read_again(by, upload_id, sent.columns), response)


def accepted(taken: IntakeValue, response: Response) -> Intake:
    """An intake that goes on, and where to look how far it is."""
    response.headers["Location"] = f"/api/v1/intakes/{taken.id}"
    return Intake.model_validate(taken)


def columns_of(given: str) -> dict[str, str] | None:
    """The columns in a field of a form.

    Raises
    ------
    Refused
        If they are no JSON object of strings.
    """
    if not given:
        return None
    try:
        return _COLUMNS.validate_json(given)
    except ValueError as error:
        allowed = 'a JSON object, {"resume_text": "Resume_str"}'
        raise Refused("columns", "is no mapping of columns", allowed=allowed) from error
