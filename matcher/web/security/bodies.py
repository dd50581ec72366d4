"""How much a request may hold, counted as it arrives, before anything of it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.problems import problem

#: Seconds that the next piece of a body may take; a connection that waits longer is let go.
PIECE_SECONDS = 30.0


class BodyGuard:
    """Refuses bodies that are too long, by what they announce and by what arrives.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    most : callable
        The most bytes the body of a request may hold, from its scope.
    piece_seconds : float
        Seconds that the next piece may take.
    """

    def __init__(
        self,
        app: ASGIApp,
        most: Callable[[Scope], int],
        piece_seconds: float = PIECE_SECONDS,
    ) -> None:
        self._app, self._most, self._piece_seconds = app, most, piece_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope)
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most:
            await _too_long(scope, most)(scope, receive, send)
            return
        await _Counted(scope, receive, send, most, self._piece_seconds).run(self._app)


class _CutOffError(Exception):
    """The body is not read further."""


class _Counted:
    """One request whose body is counted while it is read."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, most: int, piece_seconds: float
    ) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._most, self._piece_seconds = most, piece_seconds
        self._seen, self._complete, self._started = 0, False, False
        self._refusal: tuple[int, str] | None = None

    async def run(self, app: ASGIApp) -> None:
        with suppress(_CutOffError):
            await app(self._scope, self._counted, self._answer)
        if self._refusal and not self._started:
            status, detail = self._refusal
            headers = {"Connection": "close"}
            answer = problem(self._scope, status, detail, headers=headers)
            await answer(self._scope, self._receive, self._send)

    async def _counted(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._piece_seconds)
        except TimeoutError as error:
            self._refusal = (408, "the rest of the request did not arrive in time")
            raise _CutOffError from error
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        if self._seen > self._most:
            self._refusal = (413, _words(self._most))
            raise _CutOffError
        return message

    async def _answer(self, message: Message) -> None:
        """What the app made of a body that was cut off is not sent."""
        if self._refusal is None:
            self._started = True
            await self._send(message)


def _words(most: int) -> str:
    return f"the request is too long; allowed: up to {most / 2**20:g} MB"


def _too_long(scope: Scope, most: int) -> ASGIApp:
    return problem(scope, 413, _words(most), headers={"Connection": "close"})
