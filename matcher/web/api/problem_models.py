"""The errors as OpenAPI describes them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Misplaced(BaseModel):
    """One value that has not the form described."""

    place: str = Field(examples=["body.version"])
    found: str = Field(examples=["Field required"])


class Change(BaseModel):
    """An edit that happened in between."""

    version: int
    at: str
    by: str
    words: str


class Problem(BaseModel):
    """What is wrong, where, and what would be right (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["job: there is none with this id"])
    request_id: str | None = Field(None, description="Under which the log has the request.")
    source: str | None = Field(None, description="What was refused.")
    place: str | None = Field(None, description="Row, line or field in it.")
    found: str | None = Field(None, description="What is wrong there.")
    allowed: str | None = Field(None, description="What would be right.")
    errors: list[Misplaced] | None = Field(None, description="All of them, for 422.")
    version: int | None = Field(None, description="The version in force, for 409.")
    changes: list[Change] | None = Field(None, description="What happened since, for 409.")


_MEANINGS = {
    400: "The body is not what its media type says.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "The token may only read, or another site sent the request.",
    404: "There is nothing under this id.",
    405: "The path does not take this method.",
    409: "The job was changed in between; `changes` says how.",
    413: "More was sent than is taken.",
    422: "What was sent has not the form described, or makes no sense here.",
    429: "Too many requests; `Retry-After` says when to come back.",
}
#: For every operation.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": meaning, "model": Problem} for status, meaning in _MEANINGS.items()
}
