"""Applicants and the reading of their files as JSON."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from matcher.web.api.common import In, Out
from matcher.web.shown import UploadState


class ColumnUse(Out):
    """A header of a table and what it is read as, or `carried`."""

    header: str
    use: str


class Upload(Out):
    """One file, and how far its reading is."""

    id: str
    name: str
    size: int = Field(description="Bytes.")
    state: UploadState
    reason: str = Field(description="Why it was refused as a whole; else empty.")
    read: int
    set_aside: int
    columns: list[ColumnUse]
    can_correct: bool
    notes: list[str]


class SetAside(Out):
    """A row or file that could not be read, and why."""

    row: int | None
    candidate_id: str | None
    field: str
    error: str
    source: str


class Intake(Out):
    """Files that came together, and how far they are read."""

    id: str
    job_id: str
    at: datetime
    by: str
    done: int = Field(description="Files that are finished.")
    finished: bool
    read: int = Field(description="Applicants read so far.")
    uploads: list[Upload]
    set_aside: list[SetAside]
    columns_allowed: list[str]


class ApplicantLine(Out):
    """An applicant of a job."""

    id: str
    person_id: str
    candidate_id: str
    name: str
    upload: str
    added_at: datetime


Cell = str | float | bool | None


class Rows(In):
    """Applicants as rows, each with the columns it happens to have, as those of a table."""

    rows: list[dict[str, Cell]] = Field(
        min_length=1,
        examples=[[{"candidate_id": "k012", "resume_text": "Go developer since 2019. SQL."}]],
    )
    columns: dict[str, str] = Field({}, description="Header by column, where it says nothing.")


class Columns(In):
    """Header by column, as `--map` has it; a header `-` leaves a column out."""

    columns: dict[str, str] = Field(examples=[{"resume_text": "Resume_str", "notes": "-"}])
