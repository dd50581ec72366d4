"""Settings: how long people are kept, and tokens for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, cast

from fastapi import APIRouter, Form
from fastapi.responses import Response

from matcher.web.pages.context import Asked, Page
from matcher.web.pages.people import deleted
from matcher.web.security.access import MAX_TOKEN_DAYS, Access, NewToken, Scope
from matcher.web.shown import LOCAL

router = APIRouter(default_response_class=Response)
#: In days: less would take away what is being worked on, ten years keep nobody's data.
_FEWEST_DAYS, _MOST_DAYS = 7, 3650


@router.get("/settings")
def show_settings(page: Page) -> Response:
    """Both, on one page."""
    return _settings(page)


def _settings(page: Asked, made: NewToken | None = None) -> Response:
    access = _access(page)
    return page.show(
        "settings.html.j2",
        section="settings",
        local=page.by == LOCAL,
        tokens=() if page.by == LOCAL else access.tokens(page.by),
        made=made,
        days=(_FEWEST_DAYS, _MOST_DAYS),
        token_days=MAX_TOKEN_DAYS,
    )


def _access(page: Asked) -> Access:
    return cast("Access", page.request.app.state.access)


@router.post("/settings/purge")
def purge(page: Page, days: Annotated[int, Form(ge=_FEWEST_DAYS, le=_MOST_DAYS)]) -> Response:
    """Delete who came longer ago than so many days."""
    gone = page.work.purge(page.by, timedelta(days=days))
    return deleted(page, gone, "settings", "/settings")


@router.post("/settings/tokens")
def new_token(
    page: Page,
    label: Annotated[str, Form(min_length=1, max_length=80)],
    scope: Annotated[Scope, Form()],
    days: Annotated[int, Form(ge=1, le=MAX_TOKEN_DAYS)] = MAX_TOKEN_DAYS,
) -> Response:
    """Make a token, and show its secret this once."""
    return _settings(page, _access(page).new_token(page.by, label, scope, days))


@router.post("/settings/tokens/{token_id}/revoke")
def revoke_token(page: Page, token_id: str) -> Response:
    """End a token."""
    _access(page).revoke_token(page.by, token_id)
    return page.go("/settings")
