"""An input as a plain file on disk.

What comes through a pipe or is compressed goes to a temporary file first, in constant memory.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matcher.errors import InputError
from matcher.profile.sources.rows import ALLOWED

#: What a compressed file may unpack to (bytes), and how many times its own size beyond
#: :data:`SMALL` bytes: text becomes about a tenth.
MAX_UNPACKED = 8 * 1024**3
MAX_RATIO = 200
SMALL = 64 * 1024**2

_CHUNK = 1024 * 1024
_PIECE = 64 * 1024
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, OSError)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file to read.

    Parameters
    ----------
    source : str
        As the user named it, for messages.
    name : str
        File name that tells its format: ``list.csv`` of ``list.csv.gz``; empty for a pipe.
    path : Path
        Where its bytes are.
    break_off : str
        Why compressed data end before their end; the path then holds the whole lines up to there.
    """

    source: str
    name: str
    path: Path
    break_off: str = ""

    def head(self, size: int) -> bytes:
        """The first bytes."""
        with self.path.open("rb") as file:
            return file.read(size)


# ``read1`` gives what there is: what stands before a break must not be lost with it.
def _gzip(file: IO[bytes]) -> _Read:
    return gzip.GzipFile(fileobj=file).read1


def _bzip2(file: IO[bytes]) -> _Read:
    return bz2.BZ2File(file).read1


def _xz(file: IO[bytes]) -> _Read:
    return lzma.LZMAFile(file).read1


def _zstd(file: IO[bytes]) -> _Read:
    import pyarrow

    read: _Read = pyarrow.input_stream(file, compression="zstd").read
    return read


_Read = Callable[[int], bytes]
_PACKED: dict[bytes, tuple[str, str, Callable[[IO[bytes]], _Read]]] = {
    b"\x1f\x8b\x08": (".gz", "gzip", _gzip),
    b"BZh": (".bz2", "bzip2", _bzip2),
    b"\xfd7zXZ\0": (".xz", "xz", _xz),
    b"\x28\xb5\x2f\xfd": (".zst", "Zstandard", _zstd),
}


@contextmanager
def unpacked(source: str) -> Iterator[Unpacked]:
    """A file, or standard input for ``-``, uncompressed.

    Raises
    ------
    InputError
        If it cannot be read, or nothing of it can be uncompressed.
    """
    if source == "-":
        with tempfile.NamedTemporaryFile(prefix="matcher-") as spool:
            copy(chunks_of(sys.stdin.buffer), spool, source)
            with _uncompressed(Unpacked(source, "", Path(spool.name))) as found:
                yield found
        return
    try:
        path = Path(source)
        with path.open("rb"):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(source, f"cannot be read: {reason}", allowed=ALLOWED) from error
    except ValueError as error:
        raise InputError(source, f"is no file name: {error}", allowed=ALLOWED) from error
    with _uncompressed(Unpacked(source, path.name, path)) as found:
        yield found


def copy(chunks: Iterable[bytes], to: IO[bytes], source: str) -> None:
    """Write a stream to a temporary file.

    Raises
    ------
    InputError
        If there is no room for it.
    """
    try:
        for chunk in chunks:
            to.write(chunk)
        to.flush()
    except OSError as error:
        found = f"cannot be kept in the temporary folder: {error.strerror}"
        raise InputError(source, found) from error


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces."""
    while chunk := file.read(_CHUNK):
        yield chunk


@contextmanager
def _uncompressed(found: Unpacked) -> Iterator[Unpacked]:
    head = found.head(8)
    packed = next((kind for magic, kind in _PACKED.items() if head.startswith(magic)), None)
    if packed is None:
        yield found
        return
    ending, what, opened = packed
    name = found.name[: -len(ending)] if found.name.lower().endswith(ending) else found.name
    with tempfile.NamedTemporaryFile(prefix="matcher-") as spool, found.path.open("rb") as file:
        unpacking = _Unpacking(opened(file), found)
        copy(unpacking, spool, found.source)
        if unpacking.broken:
            _cut_last_line(spool)
            if not spool.tell():
                raise InputError(found.source, f"is a damaged {what} file", allowed=ALLOWED)
        lost = f"the {what} data break off here; what stood behind is lost"
        yield Unpacked(found.source, name, Path(spool.name), lost if unpacking.broken else "")


class _Unpacking:
    """The pieces of a compressed stream up to its end, its limit, or what is damaged in it."""

    def __init__(self, read: _Read, found: Unpacked) -> None:
        self._read, self._source = read, found.source
        self._limit = min(MAX_UNPACKED, max(SMALL, MAX_RATIO * found.path.stat().st_size))
        self.broken = False

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        while True:
            try:
                chunk = self._read(_PIECE)
            except _DAMAGE:
                self.broken = True
                return
            if not chunk:
                return
            size += len(chunk)
            if size > self._limit:
                limit = f"{self._limit // 1024**2:,} MB"
                raise InputError(self._source, f"unpacks to over {limit}", allowed="less")
            yield chunk


def _cut_last_line(spool: IO[bytes]) -> None:
    """Drop what stands behind the last line end: half a line tells nothing."""
    at = spool.tell()
    while at > 0:
        begin = max(0, at - _CHUNK)
        spool.seek(begin)
        end = spool.read(at - begin).rfind(b"\n")
        if end >= 0:
            at = begin + end + 1
            break
        at = begin
    spool.seek(at)
    spool.truncate()
