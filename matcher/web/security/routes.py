"""Signing in and out: the forms' targets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from matcher.web.security.access import SESSION_TIME, Access
from matcher.web.security.callers import SIGN_IN_PATH
from matcher.web.security.cookies import cookie_value, new_value, set_cookie

router = APIRouter(include_in_schema=False)
_LONGEST = 1000


@router.post(SIGN_IN_PATH)
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=_LONGEST)] = "",
    password: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:
    """Open a session under a new cookie, so that one set before is worth nothing."""
    access: Access = request.app.state.access
    address = request.client.host if request.client else "-"
    secret = access.sign_in(name, password, address)
    cookie = set_cookie(request.scope, secret, int(SESSION_TIME.total_seconds()))
    return RedirectResponse("/", 303, {"Set-Cookie": cookie})


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    access: Access = request.app.state.access
    secret = cookie_value(request.scope)
    if secret:
        access.sign_out(secret)
    return RedirectResponse(
        SIGN_IN_PATH, 303, {"Set-Cookie": set_cookie(request.scope, new_value())}
    )
