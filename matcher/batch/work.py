"""What a run keeps on disk so that it can be gone on with: who it is, and its finished parts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matcher.batch.files import cannot_write, make_folder, one_writer, sweep, write_whole
from matcher.errors import InputError

WORK = ".work"
MANIFEST = "manifest.json"
_ORDER = "order.json"
_AGAIN = "the same as before, or --restart to begin anew"


@dataclass(frozen=True, slots=True)
class Work:
    """An output folder that this process writes in.

    Parameters
    ----------
    out : Path
        The folder.
    as_of : date
        The day "to date" means, since the run first began.
    chunk_rows : int
        Rows of a part, since the run first began.
    """

    out: Path
    as_of: date
    chunk_rows: int

    @property
    def parts(self) -> Path:
        """Folder of the parts."""
        return self.out / WORK / "parts"

    def clear(self) -> None:
        """Remove all of it, when the outputs are written.

        Raises
        ------
        InputError
            If it cannot be removed.
        """
        _remove(self.out / WORK)


@contextmanager
def working_in(out: Path, *, restart: bool) -> Iterator[None]:
    """Take an output folder: only this process writes there until the block ends.

    Raises
    ------
    InputError
        If it cannot be written, holds something else, or another process writes there.
    """
    make_folder(out)
    ours = (out / WORK).is_dir() or (out / MANIFEST).is_file()
    if not ours and any(out.iterdir()):
        found = "holds files, and none of a batch"
        raise InputError(str(out), found, allowed="a new or empty folder, or that of a batch")
    make_folder(out / WORK)
    with one_writer(out / WORK):
        if restart:
            _remove(out / WORK / "parts")
            (out / WORK / _ORDER).unlink(missing_ok=True)
        make_folder(out / WORK / "parts")
        for folder in (out, out / WORK, out / WORK / "parts"):
            sweep(folder)
        yield


def begun(
    out: Path, identity: Mapping[str, str], as_of: date | None, chunk_rows: int, today: date
) -> Work:
    """Begin a run, or go on with the one that was begun in the folder.

    Parameters
    ----------
    out : Path
        The output folder.
    identity : mapping of str to str
        By name, the digest of everything that the outcomes depend on.
    as_of : date or None
        As given; None keeps the day of the first start, today for a new run.
    chunk_rows : int
        For a new run.
    today : date
        For a new run.

    Raises
    ------
    InputError
        If what was begun there is another run.
    """
    path = out / WORK / _ORDER
    try:
        before: dict[str, Any] | None = json.loads(path.read_bytes()) if path.is_file() else None
    except (OSError, ValueError) as error:
        raise InputError(str(path), "cannot be read", allowed="--restart to begin anew") from error
    if before is not None:
        first_day = date.fromisoformat(before["as_of"])
        _check_same(out, {**before["identity"]}, dict(identity))
        if as_of not in (None, first_day):
            found = f"the batch in {out} was begun as of {first_day}"
            raise InputError("--as-of", found, allowed=_AGAIN)
        return Work(out, first_day, before["chunk_rows"])
    day = as_of or today
    order = {"as_of": day.isoformat(), "chunk_rows": chunk_rows, "identity": dict(identity)}
    write_whole(path, json.dumps(order, indent=1).encode())
    return Work(out, day, chunk_rows)


def _check_same(out: Path, before: dict[str, str], now: dict[str, str]) -> None:
    for name in [*now, *before]:
        if before.get(name) != now.get(name):
            how = (
                "is new" if name not in before else "is gone" if name not in now else "has changed"
            )
            found = f"{how} since the unfinished batch in {out} was begun"
            raise InputError(name, found, allowed=_AGAIN)


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
