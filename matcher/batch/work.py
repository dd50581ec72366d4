"""What a run keeps on disk so that it can be gone on with: who it is, and its finished parts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from matcher.batch.files import cannot_write, make_folder, one_writer, sweep, write_whole
from matcher.errors import InputError

WORK = ".work"
MANIFEST = "manifest.json"
#: Record of the batches of a folder; it and what belongs to it outlive their results.
RECORD = "record.jsonl"
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
    if not ours and not all(path.name.startswith(RECORD) for path in out.iterdir()):
        found = "holds files, and none of a batch"
        raise InputError(str(out), found, allowed="a new or empty folder, or that of a batch")
    make_folder(out / WORK)
    with one_writer(out / WORK):
        if restart:
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
    before = _begun_before(path)
    if before is not None:
        _check_same(out, before.identity, identity)
        if as_of not in (None, before.as_of):
            found = f"the batch in {out} was begun as of {before.as_of}"
            raise InputError("--as-of", found, allowed=_AGAIN)
        return Work(out, before.as_of, before.chunk_rows)
    work = Work(out, as_of or today, chunk_rows)
    # Parts without an order are of a run that was killed while it cleared them away.
    _remove(work.parts)
    make_folder(work.parts)
    write_whole(path, msgspec.json.encode(_Begun(work.as_of, chunk_rows, dict(identity))))
    return work


class _Begun(msgspec.Struct, forbid_unknown_fields=True):
    """What a run was begun with."""

    as_of: date
    chunk_rows: int
    identity: dict[str, str]


def _begun_before(path: Path) -> _Begun | None:
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Begun)
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(str(path), "cannot be read", allowed="--restart to begin anew") from error


def _check_same(out: Path, before: Mapping[str, str], now: Mapping[str, str]) -> None:
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
