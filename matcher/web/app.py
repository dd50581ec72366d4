"""The application: one workspace, its pages and its REST interface, behind the guards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from matcher import __version__
from matcher.errors import MatcherError
from matcher.web.api import DESCRIPTION, TAGS, api_router
from matcher.web.api.common import API_PREFIX
from matcher.web.api.description import described
from matcher.web.errors import Conflict, WebError
from matcher.web.pages import add_pages
from matcher.web.problems import problem
from matcher.web.security.access import Access, Locked
from matcher.web.security.bodies import BodyGuard
from matcher.web.security.callers import Identify, SignedIn
from matcher.web.security.csrf import CsrfGuard
from matcher.web.security.headers import SecurityHeaders
from matcher.web.security.hosts import HostGuard
from matcher.web.security.limits import RateGuard, most_bytes
from matcher.web.security.rates import Buckets, retry_after
from matcher.web.security.request_log import RequestLog
from matcher.web.security.routes import router as sign_in_router
from matcher.web.serving import Serving
from matcher.web.workspace import Workspace

#: So many mistakes of a request are listed, and so many said in its detail.
_MISTAKES, _MISTAKES_SAID = 100, 5


def create_app(
    workspace: Workspace, serving: Serving | None = None, access: Access | None = None
) -> FastAPI:
    """The application over a workspace.

    A handler finds in ``request.app.state`` the ``workspace``, ``access`` and ``serving``; in
    ``request.state`` the ``caller`` (its ``who`` is the first argument of every method of the
    workspace) and ``csrf``, the token that unsafe requests of a page carry.

    Parameters
    ----------
    workspace : Workspace
        What there is to show; the caller closes it.
    serving : Serving, optional
        How it is served.
    access : Access, optional
        Who may come in; by default who is in the workspace's database.
    """
    serving = serving or Serving()
    app = FastAPI(
        title="matcher",
        version=__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        form_limits={"max_files": serving.upload_files},
    )
    app.state.workspace, app.state.serving = workspace, serving
    app.state.access = access or Access(workspace.accounts)
    app.include_router(api_router())
    app.include_router(sign_in_router)
    add_pages(app)
    app.openapi = described(app)  # type: ignore[method-assign]
    app.add_api_route("/health", health, include_in_schema=False)
    app.exception_handler(MatcherError)(_refused)
    app.exception_handler(RequestValidationError)(_misformed)
    app.exception_handler(HTTPException)(_not_served)
    _guard(app, serving, app.state.access)
    return app


def health() -> dict[str, str]:
    """That the service answers; for a supervisor."""
    return {"status": "ok"}


def _guard(app: FastAPI, serving: Serving, access: Access) -> None:
    """Put the guards in front, the innermost first."""
    requests = Buckets(serving.requests_per_second, serving.request_burst)
    uploads = Buckets(serving.uploads_per_minute / 60, serving.upload_burst)
    guards: tuple[tuple[Any, Mapping[str, Any]], ...] = (
        (CsrfGuard, {}),
        (SignedIn, {}),
        (RateGuard, {"requests": requests, "uploads": uploads}),
        (Identify, {"access": access, "local": serving.local}),
        (BodyGuard, {"most": partial(most_bytes, serving)}),
        (HostGuard, {"names": serving.host_names}),
        (RequestLog, {}),
        (SecurityHeaders, {}),
    )
    for guard, options in guards:
        app.add_middleware(guard, **options)


async def _refused(request: Request, error: MatcherError) -> Response:
    """What the workspace refuses, with the status of its kind."""
    status = error.status if isinstance(error, WebError) else 422
    members: dict[str, Any] = {
        "source": error.problem.source,
        "place": error.problem.place,
        "found": error.problem.found,
        "allowed": error.problem.allowed,
    }
    if isinstance(error, Conflict):
        members["version"] = error.version
        members["changes"] = [
            {"version": x.version, "at": x.at.isoformat(), "by": x.by, "words": x.words}
            for x in error.changes
        ]
    headers = retry_after(error.seconds) if isinstance(error, Locked) else None
    return problem(request.scope, status, str(error), headers=headers, members=members)


async def _misformed(request: Request, error: RequestValidationError) -> Response:
    """What does not have the form of the description; what was sent is not repeated."""
    errors = [
        {"place": ".".join(map(str, each["loc"])), "found": each["msg"]}
        for each in error.errors()[:_MISTAKES]
    ]
    detail = "; ".join(f"{each['place']}: {each['found']}" for each in errors[:_MISTAKES_SAID])
    return problem(request.scope, 422, detail, members={"errors": errors})


async def _not_served(request: Request, error: HTTPException) -> Response:
    """What the framework refuses: no such path, another method, a body that is no JSON."""
    return problem(request.scope, error.status_code, error.detail, headers=error.headers)
