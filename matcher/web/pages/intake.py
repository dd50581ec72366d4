"""Applicants: files come in, are read while one looks, and columns can be corrected."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from matcher.profile.columns import LEAVE_OUT
from matcher.web.errors import Refused
from matcher.web.pages.context import Asked, Page
from matcher.web.pages.fields import Fields
from matcher.web.shown import Intake, UploadState

router = APIRouter(default_response_class=Response)
#: What a header that is not read is said to be.
CARRIED = "carried"
_STATES = {
    UploadState.WAITING: "waits",
    UploadState.READING: "is being read",
    UploadState.READ: "read",
    UploadState.REFUSED: "could not be read",
}


@router.get("/jobs/{job_id}/applicants")
def show_intakes(page: Page, job_id: str) -> Response:
    """What came in so far, and a place for more."""
    return page.show(
        "intake.html.j2",
        tab="applicants",
        job=page.work.job(page.by, job_id),
        count=len(page.work.applicants(page.by, job_id)),
        intakes=page.work.intakes(page.by, job_id),
        states=_STATES,
    )


@router.post("/jobs/{job_id}/applicants")
def add_applicants(page: Page, job_id: str, files: Annotated[list[UploadFile], File()]) -> Response:
    """Take files in; reading goes on behind the answer."""
    given = [(file.filename or "file", file.file.read()) for file in files]
    intake = page.work.add_applicants(page.by, job_id, given)
    return _shown(page, intake)


@router.get("/jobs/{job_id}/intakes/{intake_id}")
def show_intake(page: Page, job_id: str, intake_id: str) -> Response:
    """How far an intake is; asked for again and again until it is done."""
    return _shown(page, page.work.intake(page.by, intake_id), job_id)


@router.post("/jobs/{job_id}/uploads/{upload_id}/columns")
async def correct_columns(page: Page, job_id: str, upload_id: str) -> Response:
    """Read a table again with columns named by a person."""
    fields = dict(await page.fields())
    return await run_in_threadpool(_read_again, page, job_id, upload_id, fields)


def _read_again(page: Asked, job_id: str, upload_id: str, fields: dict[str, str]) -> Response:
    intake = page.work.read_again(page.by, upload_id, columns_of(fields))
    return _shown(page, intake, job_id)


def columns_of(fields: Fields) -> dict[str, str]:
    """The column map that a form asks for: a header by use, ``-`` for what nothing is any more.

    Raises
    ------
    Refused
        If two headers are to be the same.

    Examples
    --------
    >>> asked = {"header-0": "CV", "was-0": "carried", "use-0": "resume_text",
    ...          "header-1": "Remarks", "was-1": "summary", "use-1": "carried"}
    >>> columns_of(asked)
    {'resume_text': 'CV', 'summary': '-'}
    """
    numbers = [name.removeprefix("header-") for name in fields if name.startswith("header-")]
    columns: dict[str, str] = {}
    for number in numbers:
        use, header = fields.get(f"use-{number}", CARRIED), fields[f"header-{number}"]
        if use in columns:
            found = f"{columns[use][:60]!r} and {header[:60]!r} are both to be {use[:60]}"
            raise Refused("columns", found, allowed="one header for each")
        if use != CARRIED:
            columns[use] = header
    was = (fields.get(f"was-{number}", CARRIED) for number in numbers)
    return columns | {use: LEAVE_OUT for use in was if use != CARRIED and use not in columns}


def _shown(page: Asked, intake: Intake, job_id: str = "") -> Response:
    values: dict[str, Any] = {"job_id": job_id or intake.job_id, "intake": intake}
    said = f"{intake.read} applicants read." if intake.finished else ""
    return page.show("intake_state.html.j2", said=said, states=_STATES, **values)
