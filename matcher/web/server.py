"""Listening: the application on a port of this machine, until somebody stops it."""

from __future__ import annotations

import errno
import gc
import logging
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
import uvicorn

from matcher.audit.record_events import File, taxonomy_file_of
from matcher.audit.record_lock import beside
from matcher.audit.recorder import Recorder
from matcher.batch.files import make_folder
from matcher.errors import InputError
from matcher.matching import Matcher
from matcher.web.accounts import Accounts
from matcher.web.app import create_app
from matcher.web.data.store import Store
from matcher.web.security.request_log import LOGGER
from matcher.web.serving import Serving
from matcher.web.settings import OWNER_ALONE, Settings
from matcher.web.workspace import Workspace

#: Seconds that requests have to end when the server is stopped.
_LAST_SECONDS = 10


def default_folder() -> Path:
    """Where a workspace is kept if nobody says where."""
    return Path(platformdirs.user_data_dir("matcher", appauthor=False))


def run(
    settings: Settings,
    serving: Serving,
    taxonomy: Path | Sequence[Path] | None,
    *,
    record: Path | None,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve a workspace until an interrupt or termination.

    Parameters
    ----------
    settings : Settings
        Of the workspace.
    serving : Serving
        Where to listen, and whom to let in.
    taxonomy : Path, sequence of Path or None
        Another taxonomy.
    record : Path or None
        Where decisions are recorded; None for nowhere.
    browser : bool
        Whether to open the page.
    say : callable
        Takes lines for whoever started it.

    Raises
    ------
    InputError
        If others could reach it and no users are set up, the port is in use, or the workspace
        cannot be opened.
    """
    check_reach(settings, serving)
    with listening(serving) as listener:
        port = listener.getsockname()[1]
        recorder = None if record is None else Recorder(record, clock=settings.clock)
        files = taxonomy_files(taxonomy)
        with (
            Workspace(Matcher(taxonomy), settings, None, recorder, files) as workspace,
            _quiet_signals(),
        ):
            app = create_app(workspace, serving)
            # The taxonomy never goes: looking through it for garbage would stop everybody, at
            # times for a third of a second.
            gc.collect()
            gc.freeze()
            url = f"http://{_reached_by(serving.host)}:{port}/"
            say(f"serving on {url}, data in {settings.folder}; stop with Ctrl-C")
            if record is not None:
                key = beside(record, "key").name
                say(f"decisions are recorded in {record}; {key} tells who is who in it")
            if browser:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            _log_to_stderr()
            uvicorn.Server(_config(app, serving)).run(sockets=[listener])
    say("stopped")


def taxonomy_files(taxonomy: Path | Sequence[Path] | None) -> tuple[File, ...]:
    """Files of a taxonomy as a record tells them; none for the shipped one."""
    given = (taxonomy,) if isinstance(taxonomy, Path) else taxonomy or ()
    return tuple(taxonomy_file_of(path) for path in given)


@contextmanager
def open_accounts(settings: Settings) -> Iterator[Accounts]:
    """Users and tokens of a workspace, also while it is served."""
    make_folder(settings.folder, OWNER_ALONE)
    store = Store(settings.url)
    try:
        yield Accounts(store, settings)
    finally:
        store.close()


def check_reach(settings: Settings, serving: Serving) -> None:
    """Refuse to be reached by others as long as nobody has to sign in.

    Raises
    ------
    InputError
        If there are no users, and address or names lead here from elsewhere.
    """
    if serving.local:
        return
    with open_accounts(settings) as accounts:
        if accounts.users():
            return
    option = "--host" if not Serving(serving.host).local else "--allowed-host"
    allowed = "matcher serve --add-user NAME first, with the same --data"
    raise InputError(option, "others could reach it, and no users are set up", allowed=allowed)


@contextmanager
def listening(serving: Serving) -> Iterator[socket.socket]:
    """A socket that listens where the page is served.

    Raises
    ------
    InputError
        If the port is in use, or the address is none of this machine.
    """
    place = f"{serving.host}:{serving.port}"
    try:
        family = socket.getaddrinfo(serving.host, serving.port)[0][0]
        listener = socket.create_server((serving.host, serving.port), family=family, backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            allowed = "another --port; or is matcher serve running already?"
            raise InputError(place, "is in use", allowed=allowed) from error
        raise InputError(place, f"cannot be listened on: {error.strerror}") from error
    with listener:
        yield listener


def _config(app: Any, serving: Serving) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(serving.trusted_proxies),
        forwarded_allow_ips=list(serving.trusted_proxies),
        timeout_graceful_shutdown=_LAST_SECONDS,
    )


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """Being told to stop is no failure: the server ends its work, and then so do we.

    The server restores these handlers when it is done and raises the signal once more.
    """
    kept = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in kept:
        signal.signal(each, lambda *_: None)
    try:
        yield
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def _reached_by(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
