"""The lock of a record: one writer at a time, and readers who wait for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.batch.files import cannot_write
from matcher.errors import InputError

#: Only its owner may read a record: scores are about people, whoever they are called there.
MODE = 0o600


def beside(path: Path, ending: str) -> Path:
    """A file that belongs to a record: ``head``, ``key``, ``lock``, ``torn``."""
    return path.with_name(f"{path.name}.{ending}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until nobody else writes to a record; other processes and threads wait meanwhile.

    Raises
    ------
    InputError
        If its folder may not be written.
    """
    import fcntl

    try:
        lock = os.open(beside(path, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        # A process that was forked meanwhile shares the lock: closing alone would not end it.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


@contextmanager
def not_written(path: Path) -> Iterator[None]:
    """Wait until nobody writes to a record; where it has no lock, as a copy has none, go on.

    Raises
    ------
    InputError
        If its lock cannot be read.
    """
    import fcntl

    lock: int | None = None
    try:
        lock = os.open(beside(path, "lock"), os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(lock, fcntl.LOCK_SH)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise InputError(str(beside(path, "lock")), found) from error
    try:
        yield
    finally:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)
