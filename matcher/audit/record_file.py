"""The file of a record: appending by one process at a time, and what a crash leaves at its end.

``FILE.head`` keeps the number and digest of the last line, so that lines cut off at the end are
missed.  A line that a crash tore is moved to ``FILE.torn`` before the next is written, and the
record says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
from msgspec import Meta

from matcher.audit.chain import (
    FORMAT,
    NOTHING_BEFORE,
    SALT_BYTES,
    Event,
    Line,
    LineError,
    canonical,
    read_line,
    sealed,
    sha256,
)
from matcher.audit.record_lock import MODE, beside
from matcher.batch.files import cannot_write, sync_folder, write_whole
from matcher.errors import InputError

_BLOCK = 65_536
_NO_RECORD = "a file that matcher wrote as a record, or a new one"
#: What is appended: events and what they tell.
Told = tuple[Event, Mapping[str, Any]]
#: Gives so many random bytes.
Randomness = Callable[[int], bytes]


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line of a record, as the file beside it keeps it."""

    seq: Annotated[int, Meta(ge=1)]
    digest: str


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands at the end of a record.

    Parameters
    ----------
    last : Line or None
        The last whole line; None where a crash tore the first.
    end : int
        Bytes up to its end.
    torn : bytes
        What follows it.
    head : Head or None
        What the file beside it keeps.
    """

    last: Line | None
    end: int
    torn: bytes
    head: Head | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to be mended before the next line."""
        return self.last is not None and not self.torn and self.behind_head == 0

    @property
    def behind_head(self) -> int | None:
        """Lines that the head does not know of yet; None where there is no head."""
        if self.head is None:
            return None
        return (self.last.seq if self.last else 0) - self.head.seq


def read_head(path: Path) -> Head | None:
    """What the file beside a record keeps of its last line; None where there is none.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    own = beside(path, "head")
    try:
        return msgspec.json.decode(own.read_bytes(), type=Head)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        found = "cannot be read as the head of a record"
        raise InputError(str(own), found, allowed='{"seq":…,"digest":"sha256:…"}') from error


def write_head(path: Path, last: Line) -> None:
    """Keep the last line of a record beside it.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    head = {"seq": last.seq, "digest": last.digest}
    write_whole(beside(path, "head"), canonical(head) + b"\n")


def check_format(raw: bytes, path: Path) -> None:
    """Refuse a record that another version of the layout wrote.

    Parameters
    ----------
    raw : bytes
        Its first line.
    path : Path
        Its file.

    Raises
    ------
    InputError
        Naming the line.
    """
    try:
        written = json.loads(raw)["content"]["format"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return
    if written != FORMAT:
        found = f"is a record of format {written!r}"
        raise InputError(str(path), found, "line 1", f"format {FORMAT}")


def read_tail(path: Path) -> Tail | None:
    """What stands at the end of a record; None where there is no record yet.

    Raises
    ------
    InputError
        If the file is no record, is one of another format, was cut off, or its last line altered.
    """
    try:
        with path.open("rb") as file:
            return _tail_of(file, path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def read_first(path: Path) -> Line:
    """The first line of a record.

    Raises
    ------
    InputError
        If the file cannot be read, is no record, or one of another format.
    """
    try:
        with path.open("rb") as file:
            return _first_line(file.readline(), path)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _first_line(raw: bytes, path: Path) -> Line:
    check_format(raw, path)
    first = _line(raw, path, "line 1")
    if first.event is not Event.BEGUN or first.content is None:
        raise InputError(str(path), "does not begin as a record", "line 1", _NO_RECORD)
    return first


def _tail_of(file: BinaryIO, path: Path) -> Tail | None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    first = file.readline()
    head = read_head(path)
    if not first.endswith(b"\n"):
        if first and not canonical({"content": 0}).startswith(first[:11]):
            raise InputError(str(path), "is no record", "line 1", _NO_RECORD)
        if head is not None:
            raise _cut_off(path, head, 0)
        return Tail(None, 0, first, None) if first else None
    _first_line(first, path)
    begin, end = _last_line(file, size)
    file.seek(begin)
    last = _line(file.read(end - begin), path, "the last whole line")
    if head is not None and head.seq > last.seq:
        raise _cut_off(path, head, last.seq)
    if head is not None and head.seq == last.seq and head.digest != last.digest:
        found = "is not the last line that its head keeps"
        raise InputError(str(path), found, f"line {last.seq}", "an unaltered record")
    return Tail(last, end, file.read(), head)


def _line(raw: bytes, path: Path, place: str) -> Line:
    try:
        return read_line(raw)
    except LineError as error:
        raise InputError(str(path), str(error), place, _NO_RECORD) from error


def _cut_off(path: Path, head: Head, last: int) -> InputError:
    found = f"was cut off: {beside(path, 'head').name} keeps line {head.seq}"
    return InputError(str(path), found, f"behind line {last}", "the whole record")


def _last_line(file: BinaryIO, size: int) -> tuple[int, int]:
    """Where the last whole line begins and ends; there is at least one."""
    end: int | None = None
    at = size
    while True:
        start = max(0, at - _BLOCK)
        file.seek(start)
        block = file.read(at - start)
        for place in _line_feeds(block):
            if end is None:
                end = start + place + 1
            else:
                return start + place + 1, end
        if start == 0:
            return 0, end if end is not None else size
        at = start


def _line_feeds(block: bytes) -> Iterator[int]:
    """Places of line feeds, from the end."""
    place = block.rfind(b"\n")
    while place >= 0:
        yield place
        place = block.rfind(b"\n", 0, place)


def append(
    path: Path,
    tail: Tail | None,
    begin: Callable[[], Mapping[str, Any]],
    told: Iterable[Told],
    randomness: Randomness,
    when: str,
) -> Line:
    """Append lines to a record: all of them, or after an error none.

    The caller holds the lock (:func:`locked`).  What a crash left at the end is mended first.

    Parameters
    ----------
    path : Path
        The record; made where there is none.
    tail : Tail or None
        What stands at its end now.
    begin : callable
        What the first line of a new record tells.
    told : iterable of (Event, mapping)
        What happened, in order; read while it is written.
    randomness : callable
        Gives random bytes for salts.
    when : str
        The time, for what is mended.

    Returns
    -------
    Line
        The last line.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    last, end = (tail.last, tail.end) if tail else (None, 0)
    ahead: list[Told] = [] if last else [(Event.BEGUN, begin())]
    if tail is not None and not tail.is_whole:
        ahead.append((Event.TORN, _moved_aside(path, tail, when)))
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE)
        try:
            last = _write(handle, end, last, chain(ahead, told), randomness)
        except BaseException:
            os.ftruncate(handle, end)
            _put(handle, end, tail.torn if tail else b"")
            raise
        finally:
            os.close(handle)
        if end == 0:
            sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    write_head(path, last)
    return last


def _write(
    handle: int, end: int, last: Line | None, told: Iterable[Told], randomness: Randomness
) -> Line:
    """Write lines over whatever follows the last one, and bring them to the disk."""
    waiting = bytearray()
    for event, content in told:
        seq, prev = (last.seq + 1, last.digest) if last else (1, NOTHING_BEFORE)
        last = sealed(seq, prev, event, content, randomness(SALT_BYTES))
        waiting += last.to_bytes()
        if len(waiting) >= _BLOCK:
            end = _put(handle, end, bytes(waiting))
            waiting.clear()
    if last is None:
        raise ValueError("nothing to append")
    os.ftruncate(handle, _put(handle, end, bytes(waiting)))
    os.fsync(handle)
    return last


def _put(handle: int, place: int, content: bytes) -> int:
    """Write all of some bytes at a place; where they end."""
    while content:
        written = os.pwrite(handle, content, place)
        content, place = content[written:], place + written
    return place


def _moved_aside(path: Path, tail: Tail, when: str) -> dict[str, Any]:
    """Keep what a crash left of a line, and tell what was found."""
    if tail.torn:
        aside = beside(path, "torn")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, MODE)
            with os.fdopen(handle, "ab") as file:
                file.write(tail.torn + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise cannot_write(aside, error) from error
    return {
        "when": when,
        "bytes": len(tail.torn),
        "sha256": sha256(tail.torn),
        "lines_behind_head": tail.behind_head,
    }
