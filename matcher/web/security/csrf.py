"""Nothing is changed for a browser that does not carry the token of one of our own pages."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.problems import problem
from matcher.web.security.callers import Way, caller_of
from matcher.web.security.cookies import cookie_value, csrf_token
from matcher.web.security.hosts import SAFE_METHODS

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf_token"
#: A form without JavaScript is short; longer ones are sent by htmx, with the header.
_FORM_BYTES = 64 * 1024
#: What every browser sends with a request that changes something, and no program does unasked.
_BROWSER_HEADERS = ("origin", "referer", "sec-fetch-site", "sec-fetch-mode", "cookie")


class CsrfGuard:
    """Refuses unsafe requests of browsers without the token.

    The token stands in the header ``X-CSRF-Token``, or in the field ``csrf_token`` of a form.
    Requests with an API token need none: no browser sends those by itself.  Nor do programs on this
    machine while nobody has to sign in, which send nothing that browsers do.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or _needs_none(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(CSRF_HEADER)
        if given is None and _is_form(headers):
            body = await _whole(receive)
            given = _field(body)
            receive = _again(body, receive)
        value = cookie_value(scope)
        if value and given and hmac.compare_digest(given.encode(), csrf_token(value).encode()):
            await self._app(scope, receive, send)
            return
        detail = "this page is out of date, or another site sent it; load it again and repeat"
        await problem(scope, 403, detail)(scope, receive, send)


def _needs_none(scope: Scope) -> bool:
    way = caller_of(scope).way
    if way is Way.LOCAL:
        headers = Headers(scope=scope)
        return not any(name in headers for name in _BROWSER_HEADERS)
    return way is Way.TOKEN


def _is_form(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    length = headers.get("content-length", "")
    is_short = length.isdecimal() and int(length) <= _FORM_BYTES
    return kind == "application/x-www-form-urlencoded" and is_short


async def _whole(receive: Receive) -> bytes:
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def _field(body: bytes) -> str | None:
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=1000)
    return fields.get(CSRF_FIELD, [None])[0]


def _again(body: bytes, receive: Receive) -> Receive:
    """Give what was read once more, then go on."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return first.pop() if first else await receive()

    return replay
