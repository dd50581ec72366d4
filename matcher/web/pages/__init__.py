"""The recruiter's page: server-rendered, with htmx for what changes at once."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from matcher.web.pages import applicant, intake, jobs, people, ranking, session, settings

__all__ = ["add_pages"]

_ROUTERS = tuple(
    page.router for page in (jobs, ranking, applicant, intake, people, settings, session)
)


def add_pages(app: FastAPI) -> None:
    """Serve the pages and what they need, from ``app.state.workspace``."""
    for router in _ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("matcher.web", "static")]), name="static")
