"""A line a request in the log: what was asked, how it ended, for whom; never what it held."""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from pathlib import Path

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.problems import problem

LOGGER = logging.getLogger("matcher.web")
_PACKAGE = Path(__file__).parents[2]
REQUEST_ID = "X-Request-ID"


class RequestLog:
    """Gives every request an id, logs its end, and makes one line of what nobody foresaw.

    Paths are logged as the routes that they match, as what somebody types may be a name; the
    words of exceptions are not logged, as they may quote a résumé.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (REQUEST_ID.lower().encode(), request_id.encode()),
                ]
            await send(message)

        try:
            await self._app(scope, receive, named)
        except ClientDisconnect:
            status = status or 499
        except Exception as error:
            LOGGER.log(logging.ERROR, "%s defect %s", request_id, places(error))
            if not status:
                detail = "something went wrong here; the log has its place under this request's id"
                await problem(scope, 500, detail)(scope, receive, named)
        finally:
            took = (time.perf_counter() - began) * 1000
            LOGGER.info("%s", _line(scope, request_id, status, took))


def _line(scope: Scope, request_id: str, status: int, milliseconds: float) -> str:
    route = getattr(scope.get("route"), "path", "-")
    caller = scope["state"].get("caller")
    who = caller.identity if caller else "-"
    return f"{request_id} {scope['method']} {route} {status} {milliseconds:.0f} ms {who}"


def places(error: BaseException) -> str:
    """Kind of an exception, its line and our lines that led there, without its words.

    Examples
    --------
    >>> try:
    ...     raise ValueError("Ann's résumé")
    ... except ValueError as error:
    ...     places(error).split(" at ")[0]
    'ValueError'
    """
    *led, last = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in led if Path(frame.filename).is_relative_to(_PACKAGE)]
    lines = [f"{Path(f.filename).name}:{f.lineno}" for f in (last, *reversed(ours))]
    return f"{type(error).__name__} at {' < '.join(lines)}"
