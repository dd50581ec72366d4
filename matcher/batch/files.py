"""Files that are there whole or not at all, and still there when the power fails.

Everything a batch writes goes to a temporary name in the same folder, is brought to the disk, and
takes its name then.  A kill at any moment leaves the old file or the new one, and at most a
temporary one, which :func:`sweep` removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from matcher.errors import InputError

#: Beginning of the name of every file that is not finished.
UNFINISHED = ".unfinished-"

_MODE = 0o644
_ALLOWED = {
    errno.ENOSPC: "more room on the disk",
    errno.EDQUOT: "more room in the quota",
    errno.EFBIG: "a limit that allows larger files",
    errno.EROFS: "a folder that can be written",
    errno.EACCES: "a folder that may be written",
    errno.EPERM: "a folder that may be written",
    errno.ENOTDIR: "a folder",
    errno.EEXIST: "a folder",
}


def cannot_write(path: Path, error: OSError) -> InputError:
    """What to tell a user whose file could not be written.

    Examples
    --------
    >>> str(cannot_write(Path("out/a.parquet"), OSError(errno.ENOSPC, "No space left on device")))
    'out/a.parquet: cannot be written: No space left on device; allowed: more room on the disk'
    """
    reason = error.strerror or type(error).__name__
    return InputError(
        str(path), f"cannot be written: {reason}", allowed=_ALLOWED.get(error.errno or 0, "")
    )


@contextmanager
def whole_file(path: Path, mode: int = _MODE) -> Iterator[BinaryIO]:
    """A file to write that takes its name when the block ends well, and is gone when not.

    Parameters
    ----------
    path : Path
        Its name.
    mode : int
        Who may read and write it.

    Raises
    ------
    InputError
        If it cannot be written: no room, no permission, no such folder.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "list.txt")
    ...     with whole_file(path) as file:
    ...         _ = file.write(b"Ada")
    ...         there = path.exists()
    ...     there, path.read_bytes()
    (False, b'Ada')
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once; see :func:`whole_file`.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    with whole_file(path) as file:
        file.write(content)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it.

    Parameters
    ----------
    path : Path
        The folder.
    mode : int
        Who may do what in it, if it is made here.

    Raises
    ------
    InputError
        If it cannot be made, is a file, or may not be written.
    """
    try:
        path.mkdir(mode, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path, prefix=UNFINISHED):
            pass
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, where the system has a way to do so."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what an earlier run left unfinished in a folder.

    Raises
    ------
    InputError
        If it cannot be removed.
    """
    try:
        for path in folder.glob(f"{UNFINISHED}*"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Keep every other process from writing into a folder; a killed one holds it no longer.

    Raises
    ------
    InputError
        If another process is writing there, or the folder may not be written.
    """
    import fcntl

    path = folder / "lock"
    try:
        file = path.open("ab")
    except OSError as error:
        raise cannot_write(path, error) from error
    with file:
        try:
            # Not flock: that lock would live on in worker processes that outlive a killed run.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            found = "another process is writing here"
            raise InputError(str(folder), found, allowed="one at a time") from error
        yield


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content, as ``sha256:…``.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
