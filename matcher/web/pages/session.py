"""The form to sign in, and the switch that hides who people are."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from matcher.web.pages.context import BLIND_COOKIE, Page
from matcher.web.security.callers import SIGN_IN_PATH, Way, caller_of

router = APIRouter(default_response_class=Response)
_A_YEAR = 365 * 24 * 3600


@router.get(SIGN_IN_PATH)
def show_sign_in(page: Page) -> Response:
    """The form; who is in already goes on."""
    if caller_of(page.request.scope).way in (Way.SESSION, Way.LOCAL):
        return RedirectResponse("/", 303)
    return page.show("sign_in.html.j2")


@router.post("/blind")
def set_blind(
    page: Page, blind: Annotated[Literal["on", "off"], Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Hide who people are in this browser, or show it, and go back to the same page."""
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = RedirectResponse(back if is_own else "/", 303)
    answer.set_cookie(
        BLIND_COOKIE,
        blind,
        max_age=_A_YEAR,
        httponly=True,
        samesite="lax",
        secure=page.request.url.scheme == "https",
    )
    return answer
