"""What all parts of the interface share: who asks, the workspace, and how values are shown."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, UploadFile
from pydantic import BaseModel, ConfigDict

from matcher.web.errors import Refused
from matcher.web.security.callers import caller_of
from matcher.web.shown import Who
from matcher.web.workspace import Workspace

API_PREFIX = "/api/v1"
#: The largest version a request may name.
MAX_VERSION = 2**31 - 1


def part(tag: str) -> APIRouter:
    """A router for one part of the interface."""
    return APIRouter(prefix=API_PREFIX, tags=[tag])


class Out(BaseModel):
    """A value that is shown, read from the workspace's."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class In(BaseModel):
    """A value that is sent; what is not known is refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def workspace_of(request: Request) -> Workspace:
    """The workspace that the application serves."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def who_asks(request: Request) -> Who:
    """Who asks; the guards let nobody in without a name."""
    who = caller_of(request.scope).who
    if who is None:
        raise Refused("request", "comes from nobody")
    return who


Work = Annotated[Workspace, Depends(workspace_of)]
By = Annotated[Who, Depends(who_asks)]
JobId = Annotated[str, Path(description="Id of a job.", max_length=64)]
ApplicantId = Annotated[str, Path(description="Id of an applicant.", max_length=64)]


def contents(files: list[UploadFile]) -> list[tuple[str, bytes]]:
    """Names and contents of uploaded files."""
    return [(file.filename or "unnamed", file.file.read()) for file in files]


def plain(value: Any) -> Any:
    """The contract's dictionary of a value of the model; anything else as it is."""
    return value.to_dict() if hasattr(value, "to_dict") else value
