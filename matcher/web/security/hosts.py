"""Only requests to our own name, from our own pages: against DNS rebinding and foreign sites."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from matcher.web.problems import problem

#: Methods that change nothing.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Values of Sec-Fetch-Site that a request of our own page, or of the address bar, carries.
_OWN_SITES = frozenset({"same-origin", "none"})
#: What a navigation must not load into.
_EMBEDDING = frozenset({"object", "embed", "frame", "iframe"})


class HostGuard:
    """Refuses requests under other names, and those that other sites make a browser send.

    A name that somebody else's DNS points at this machine (DNS rebinding) arrives in ``Host``; the
    page of another site arrives in ``Origin`` or ``Sec-Fetch-Site``.  Links from elsewhere lead
    in, as long as they only open a page (https://web.dev/articles/fetch-metadata).

    Parameters
    ----------
    app : ASGIApp
        What answers.
    names : frozenset of str
        Names that are ours, without ports.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_name(hosts[0]) not in self._names:
            detail = "this name is not served here; allowed: one given with --allowed-host"
            await problem(scope, 421, detail)(scope, receive, send)
            return
        refused = foreign(scope["method"], headers, hosts[0])
        if refused:
            await problem(scope, 403, refused)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def host_name(host: str) -> str:
    """The name in a ``Host`` header, without its port, in lower case.

    Examples
    --------
    >>> [host_name(host) for host in ("Localhost:8750", "[::1]:80", "a.example", "evil@x:1:2")]
    ['localhost', '[::1]', 'a.example', 'evil@x:1:2']
    """
    name, colon, port = host.rpartition(":")
    if colon and (port.isdecimal() or not port) and (":" not in name or name.endswith("]")):
        return name.lower()
    return host.lower()


def foreign(method: str, headers: Headers, host: str) -> str:
    """Why a request comes from somewhere else; empty where it does not.

    ``Origin: null`` is what browsers send for a form of our own, as our pages tell nobody where
    they come from; then ``Sec-Fetch-Site`` has to say so, which browsers send over TLS and on
    loopback.

    Examples
    --------
    >>> foreign("POST", Headers({"origin": "http://localhost:8750"}), "localhost:8750")
    ''
    >>> foreign("GET", Headers({"origin": "http://localhost:3000"}), "localhost:8750")
    'the request comes from another site'
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    elsewhere = "the request comes from another site"
    if origin == "null":
        if site != "same-origin":
            return "the browser does not say which site asks; over a network, serve with HTTPS"
    elif origin is not None and origin.partition("://")[2] != host.lower():
        return elsewhere
    if site is None or site in _OWN_SITES:
        return ""
    opens_a_page = (
        method in SAFE_METHODS
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") not in _EMBEDDING
    )
    return "" if opens_a_page else elsewhere
