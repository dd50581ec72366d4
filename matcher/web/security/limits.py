"""How much and how often: what each kind of request may hold, and the buckets it takes from."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web.problems import problem
from matcher.web.security.callers import caller_of
from matcher.web.security.headers import STATIC_PREFIX
from matcher.web.security.rates import Buckets, retry_after
from matcher.web.serving import Serving

#: Lists sent as JSON rows.
_ROWS = "/rows"


def is_upload(scope: Scope) -> bool:
    """Whether a request brings files, or a list as rows."""
    return _brings_files(scope) or scope["path"].endswith(_ROWS)


def most_bytes(serving: Serving, scope: Scope) -> int:
    """The most bytes a request may hold."""
    if _brings_files(scope):
        return serving.upload_bytes
    return serving.rows_bytes if is_upload(scope) else serving.body_bytes


def _brings_files(scope: Scope) -> bool:
    return Headers(scope=scope).get("content-type", "").lower().startswith("multipart/")


class RateGuard:
    """Refuses who asks too often, with the seconds until they may again.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    requests : Buckets
        For every request that is no static file.
    uploads : Buckets
        For those that bring files, besides.
    """

    def __init__(self, app: ASGIApp, requests: Buckets, uploads: Buckets) -> None:
        self._app, self._requests, self._uploads = app, requests, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC_PREFIX):
            await self._app(scope, receive, send)
            return
        identity = caller_of(scope).identity
        wait = self._requests.wait(identity)
        if not wait and is_upload(scope):
            wait = self._uploads.wait(identity)
        if wait:
            detail = "too many requests in a short time"
            answer = problem(scope, 429, detail, headers=retry_after(wait))
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)
