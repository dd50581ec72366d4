"""The database of a workspace: opened, brought to the newest schema, and cleaned."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from matcher.errors import InputError
from matcher.web.data.migrate import upgrade

_SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    # What is committed survives a power failure, too.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # What is deleted is overwritten.
    "PRAGMA secure_delete=ON",
    "PRAGMA busy_timeout=15000",
)

_IMMEDIATE = "matcher_immediate"
#: A checkpoint waits for readers so often (seconds between).
_CHECKPOINTS, _SECONDS_BETWEEN = 50, 0.1
#: What a database is named by.
_URLS = "a URL such as sqlite:////srv/matcher/workspace.sqlite"


def new_id() -> str:
    """A random id of 96 bits, safe in addresses and after a hyphen."""
    return secrets.token_hex(12)


class Store:
    """Sessions of one database.

    Parameters
    ----------
    url : str
        SQLAlchemy's.

    Raises
    ------
    InputError
        If it cannot be opened, or a newer version of the program made it.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(**{_IMMEDIATE: True})
        shown = make_url(url).render_as_string(hide_password=True)
        try:
            with self._writer.begin() as connection:
                upgrade(connection, shown)
        except DBAPIError as error:
            self.engine.dispose()
            found = f"cannot be opened: {error.orig}"
            raise InputError(shown, found, allowed="a database that can be written") from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing and sees one state throughout."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends well, and none if not."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite."""
        return self.engine.dialect.name == "sqlite"

    def clean(self) -> None:
        """Leave nothing of what was deleted in the database's files."""
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            for _ in range(_CHECKPOINTS):
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                done = cursor.fetchone()
                if done is None or not done[0]:
                    break
                time.sleep(_SECONDS_BETWEEN)
            cursor.close()
        finally:
            connection.close()

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ImportError) as error:
        raise InputError("--database", f"cannot be used: {error}", allowed=_URLS) from error
    except ArgumentError as error:
        # What was given may hold a password.
        raise InputError("--database", "cannot be used: it is no URL", allowed=_URLS) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # Transactions begin where SQLAlchemy says so, not where the driver guesses.
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin(connection: Connection) -> None:
    # Two that read first and write then would block each other: a writer takes its turn at once.
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
