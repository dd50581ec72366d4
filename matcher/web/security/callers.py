"""Who makes a request: by API token, by session, or as the one who sits at this machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.web.problems import API_ROOT, problem
from matcher.web.security.access import Access
from matcher.web.security.access import Scope as TokenScope
from matcher.web.security.cookies import cookie_value, csrf_token, digest, new_value, set_cookie
from matcher.web.security.headers import STATIC_PREFIX
from matcher.web.shown import LOCAL, Who


class Way(StrEnum):
    """How a caller is known."""

    NOBODY = "nobody"
    LOCAL = "local"
    SESSION = "session"
    TOKEN = "token"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request.

    Parameters
    ----------
    way : Way
        How the caller is known.
    who : Who or None
        Whoever it is; None for nobody.
    identity : str
        For logs and rates: an id, never a name; for nobody the address.
    may_write : bool
        Whether anything may be changed.
    """

    way: Way
    who: Who | None
    identity: str
    may_write: bool


def caller_of(scope: Scope) -> Caller:
    """The caller that :class:`Identify` found."""
    caller: Caller = scope["state"]["caller"]
    return caller


class Identify:
    """Finds out who asks, and gives every visitor of a page the cookie that CSRF tokens need.

    It leaves in ``request.state``: ``caller``, and ``csrf``, the token for forms (empty for
    programs).

    Parameters
    ----------
    app : ASGIApp
        What answers.
    access : Access
        Sessions and tokens.
    local : bool
        Whether who sits at this machine needs no user, as long as there are none.
    """

    def __init__(self, app: ASGIApp, access: Access, *, local: bool) -> None:
        self._app, self._access, self._local = app, access, local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with who asks, or refuse a token that does not hold."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC_PREFIX):
            if scope["type"] == "http":
                scope["state"] |= {"caller": _nobody(scope), "csrf": ""}
            await self._app(scope, receive, send)
            return
        authorization = Headers(scope=scope).get("authorization")
        value = cookie_value(scope)
        if authorization is not None:
            caller = await to_thread.run_sync(self._by_token, authorization)
            if caller is None:
                scope["state"]["caller"] = _nobody(scope)
                detail = "the token is unknown, revoked or expired"
                await problem(scope, 401, detail, headers=CHALLENGE)(scope, receive, send)
                return
        else:
            caller = await to_thread.run_sync(self._by_cookie, value)
        scope["state"]["caller"] = caller or _nobody(scope)
        if value is None and scope["method"] == "GET" and not is_api(scope):
            value = new_value()
            send = _with_cookie(send, set_cookie(scope, value))
        scope["state"]["csrf"] = csrf_token(value) if value else ""
        await self._app(scope, receive, send)

    def _by_token(self, authorization: str) -> Caller | None:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = self._access.token(secret.strip())
        if found is None:
            return None
        who, allowed = found
        identity = f"token:{digest(secret.strip())[:12]}"
        return Caller(Way.TOKEN, who, identity, allowed is TokenScope.WRITE)

    def _by_cookie(self, value: str | None) -> Caller | None:
        who = self._access.session(value) if value else None
        if who is not None:
            return Caller(Way.SESSION, who, f"user:{who.user_id}", may_write=True)
        if self._local and not self._access.are_set_up():
            return Caller(Way.LOCAL, LOCAL, "local", may_write=True)
        return None


class SignedIn:
    """Nobody gets further than signing in; who may only read changes nothing.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] != "http" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        caller = caller_of(scope)
        if caller.who is None:
            await _not_signed_in(scope)(scope, receive, send)
            return
        if not caller.may_write and not _only_reads(scope):
            detail = "this token may only read; allowed: one with the scope write"
            await problem(scope, 403, detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)


CHALLENGE = {"WWW-Authenticate": 'Bearer realm="matcher"'}
SIGN_IN_PATH = "/sign-in"
#: Paths that anybody may ask for.
_OPEN = frozenset({SIGN_IN_PATH, "/health", "/api/v1/openapi.json"})
#: What is sent by POST and changes nothing.
_READING_POSTS = frozenset({"/api/v1/parse", "/api/v1/parse/file"})


def is_open(path: str) -> bool:
    """Whether anybody may ask for a path."""
    return path in _OPEN or path.startswith(STATIC_PREFIX)


def is_api(scope: Scope) -> bool:
    """Whether a program asks, not a page."""
    return str(scope["path"]).startswith(API_ROOT)


def _only_reads(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") or scope["path"] in _READING_POSTS


def _not_signed_in(scope: Scope) -> ASGIApp:
    """A program is told so; a page opened in a browser leads to signing in."""
    headers = Headers(scope=scope)
    if is_api(scope):
        return problem(scope, 401, "a token is needed", headers=CHALLENGE)
    if headers.get("hx-request") == "true":
        return problem(scope, 401, "sign in again", headers={"HX-Redirect": SIGN_IN_PATH})
    if scope["method"] in ("GET", "HEAD"):
        return problem(scope, 303, "sign in", headers={"Location": SIGN_IN_PATH})
    return problem(scope, 401, "sign in again")


def _nobody(scope: Scope) -> Caller:
    client = scope.get("client")
    return Caller(Way.NOBODY, None, f"address:{client[0] if client else '-'}", may_write=False)


def _with_cookie(send: Send, cookie: str) -> Send:
    async def complete(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return complete
