"""What a description asks for, without keeping it."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, UploadFile

from matcher.web.api.common import By, Work, part
from matcher.web.api.job_models import Description, ParsedJob

router = part("parse")


@router.post("/parse", response_model_exclude_unset=True)
def parse(work: Work, by: By, sent: Description) -> ParsedJob:
    """Read a description or job card; nothing is kept."""
    return ParsedJob.of(work.parse(by, sent.text))


@router.post("/parse/file", response_model_exclude_unset=True)
def parse_file(
    work: Work, by: By, file: Annotated[UploadFile, File(description="TXT, MD, HTML, PDF, DOCX.")]
) -> ParsedJob:
    """Read a description from a document; nothing is kept."""
    return ParsedJob.of(work.parse(by, file.file.read(), file.filename or "unnamed"))
