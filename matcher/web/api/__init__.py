"""The REST interface: the workspace over HTTP, described by OpenAPI."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from matcher.web.api import applicants, batches, decisions, jobs, parsing, people, rankings, tokens
from matcher.web.api.problem_models import PROBLEMS

DESCRIPTION = """\
Parse job descriptions, rank applicants, read why.

Programs send `Authorization: Bearer TOKEN`. Tokens are made on the page or with
`matcher serve --add-token`; one with the scope `read` may only read. Points, scores and worths are
whole hundredths of a point, and the score is the sum of its entries. Times are UTC. Errors are
`application/problem+json` (RFC 9457).
"""
TAGS: list[dict[str, Any]] = [
    {"name": "parse", "description": "What a description asks for, without keeping it."},
    {"name": "jobs", "description": "Jobs and their edits, each for a version."},
    {"name": "applicants", "description": "Lists and résumés, read behind the answer."},
    {"name": "ranking", "description": "Who meets what, and why."},
    {"name": "decisions", "description": "Decisions and notes; no score depends on them."},
    {"name": "batches", "description": "A description and its applicants in one request."},
    {"name": "people", "description": "Finding and deleting a person everywhere."},
    {"name": "tokens", "description": "Tokens of the user who is signed in."},
]


def api_router() -> APIRouter:
    """All of it."""
    router = APIRouter(responses=PROBLEMS)
    for part in (parsing, jobs, applicants, rankings, decisions, batches, people, tokens):
        router.include_router(part.router)
    return router
