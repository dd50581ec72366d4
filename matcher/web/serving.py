"""What a person sets when the page is served: where it listens, what it takes, whom it trusts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from matcher.errors import InputError

#: Names by which a browser on this machine reaches the page.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Serving:
    """How the page is served.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port to listen on.
    allowed_hosts : tuple of str
        Names, beside those of this machine, under which the page may be asked for; as in the
        ``Host`` header, without a port, in lower case.
    trusted_proxies : tuple of str
        Addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed.
    upload_bytes : int
        The most one upload of applicants or of a description may hold.
    upload_files : int
        The most files it may be.
    rows_bytes : int
        The most a list sent as JSON rows may hold.
    body_bytes : int
        The most any other request may hold.
    requests_per_second, request_burst : float, int
        What one user, token or address may ask for: on average, and at once.
    uploads_per_minute, upload_burst : float, int
        The same for uploads.

    Raises
    ------
    InputError
        If an allowed host is no host name.

    Examples
    --------
    >>> Serving().local, Serving(host="0.0.0.0").local
    (True, False)
    >>> sorted(Serving(host="10.0.0.7", allowed_hosts=("hire.example",)).host_names)
    ['10.0.0.7', '127.0.0.1', '[::1]', 'hire.example', 'localhost']
    """

    host: str = "127.0.0.1"
    port: int = 8750
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    upload_bytes: int = 256 * _MEGABYTE
    upload_files: int = 5_000
    rows_bytes: int = 32 * _MEGABYTE
    body_bytes: int = 2 * _MEGABYTE
    requests_per_second: float = 20.0
    request_burst: int = 200
    uploads_per_minute: float = 30.0
    upload_burst: int = 30

    def __post_init__(self) -> None:
        for name in self.allowed_hosts:
            if name != name.lower() or not name or set(name) & set("/*@ ?#"):
                allowed = "a name as hire.example.org, in lower case, without scheme and path"
                raise InputError("--allowed-host", f"{name!r} is no host name", allowed=allowed)

    @property
    def local(self) -> bool:
        """Whether nobody but this machine can reach the page, by address and by name."""
        return is_loopback(self.host) and not set(self.allowed_hosts) - LOOPBACK_NAMES

    @property
    def host_names(self) -> frozenset[str]:
        """All names under which the page may be asked for.

        An address to listen on that stands for every one of a machine is no name.
        """
        named = {_as_in_header(self.host)} - {"0.0.0.0", "[::]"}
        return LOOPBACK_NAMES | named | set(self.allowed_hosts)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone.

    Examples
    --------
    >>> [is_loopback(host) for host in ("localhost", "127.0.0.5", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _as_in_header(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
