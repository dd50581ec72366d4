"""The one cookie: a random value that scripts cannot read, and the CSRF token made of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import cookie_parser
from starlette.types import Scope

_BYTES = 32


def new_value() -> str:
    """A value nobody can guess: 256 bits, safe in URLs and headers."""
    return secrets.token_urlsafe(_BYTES)


def digest(value: str) -> str:
    """What is kept of a secret that is random: its SHA-256, 64 hexadecimal digits.

    Examples
    --------
    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(value.encode()).hexdigest()


def cookie_name(scope: Scope) -> str:
    """The cookie's name for a request.

    Over TLS the prefix has browsers keep other names and plain HTTP from setting it (RFC 6265bis);
    without, the port keeps programs on one machine apart, as browsers do not.

    Examples
    --------
    >>> cookie_name({"scheme": "http", "server": ("127.0.0.1", 8750)})
    'matcher-8750'
    """
    if scope["scheme"] == "https":
        return "__Host-matcher"
    server = scope.get("server")
    return f"matcher-{server[1] if server else 0}"


def cookie_value(scope: Scope) -> str | None:
    """The value a request brings; None where it brings none.

    Examples
    --------
    >>> scope = {"scheme": "http", "server": ("::1", 80), "headers": [(b"cookie", b"matcher-80=x")]}
    >>> cookie_value(scope)
    'x'
    """
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            found |= cookie_parser(value.decode("latin-1"))
    return found.get(cookie_name(scope)) or None


def set_cookie(scope: Scope, value: str, max_age: int | None = None) -> str:
    """The ``Set-Cookie`` header that gives a browser the value, or with 0 seconds takes it away.

    Examples
    --------
    >>> set_cookie({"scheme": "https"}, "x", 60)
    '__Host-matcher=x; HttpOnly; Path=/; SameSite=Lax; Secure; Max-Age=60'
    """
    parts = [f"{cookie_name(scope)}={value}", "HttpOnly", "Path=/", "SameSite=Lax"]
    parts += ["Secure"] if scope["scheme"] == "https" else []
    parts += [f"Max-Age={max_age}"] if max_age is not None else []
    return "; ".join(parts)


def csrf_token(value: str) -> str:
    """The token that a form of ours carries for a cookie's value.

    It is made of the value by a keyed hash, so it needs no place of its own, and says nothing about
    the value to a page that leaks it.

    Examples
    --------
    >>> len(csrf_token("x")), csrf_token("x") == csrf_token("y")
    (64, False)
    """
    return hmac.new(value.encode(), b"csrf", hashlib.sha256).hexdigest()
