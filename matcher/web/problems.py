"""Errors as a browser and a program read them: a plain page, or problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

API_ROOT = "/api/"
PROBLEM_JSON = "application/problem+json"
_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p role="alert">{detail}</p><p><a href="/">Back to the jobs</a></p>
<p>Request {request_id}</p></main></body>
</html>
"""


def problem(
    scope: Scope,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
) -> Response:
    """The answer to a request that cannot be served.

    Parameters
    ----------
    scope : Scope
        The request's; its path decides between a page and problem+json.
    status : int
        HTTP status, 400 to 599.
    detail : str
        What is wrong and what would be right, for people.
    headers : mapping, optional
        Further headers, as ``Retry-After``.
    members : mapping, optional
        Further members of the problem, for programs.

    Examples
    --------
    >>> answer = problem({"path": "/api/v1/jobs/x"}, 404, "there is no such job")
    >>> answer.body
    b'{"type":"about:blank","title":"Not Found","status":404,"detail":"there is no such job"}'
    """
    title = HTTPStatus(status).phrase
    request_id = scope.get("state", {}).get("request_id")
    if scope["path"].startswith(API_ROOT):
        content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        content |= {"request_id": request_id} if request_id else {}
        content |= members or {}
        return JSONResponse(content, status, headers, media_type=PROBLEM_JSON)
    page = _PAGE.format(
        title=escape(title), detail=escape(detail), request_id=escape(request_id or "-")
    )
    return HTMLResponse(page, status, headers)
