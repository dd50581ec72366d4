"""Profiles one behind the other in a file, packed in small blocks, each found at once.

A block holds :data:`BLOCK_PROFILES` profiles: single ones would take a third more room, larger
blocks longer to find one profile in (``docs/store.md`` has the figures).
"""

from __future__ import annotations

import mmap
import zlib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
import pyarrow as pa

from matcher.batch.store.manifest import damaged
from matcher.model import Profile

BLOCK_PROFILES = 8
#: A block is closed behind so many bytes, too: one long résumé is not packed with others.
BLOCK_BYTES = 64 * 1024
_LEVEL = 1
#: Arrays beside the file: per profile its block and its start within; per block its start in the
#: file (and the end of the last), its unpacked length and its checksum.
RECORD_ARRAYS = {
    "records.block": "<u4",
    "records.start": "<u4",
    "blocks.start": "<u8",
    "blocks.bytes": "<u4",
    "blocks.crc": "<u4",
}

Arrays = Mapping[str, "np.ndarray[Any, Any]"]


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A profile and the cells that travel beside it."""

    profile: Profile
    carried: dict[str, str]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Record)


def encoded(record: Record) -> bytes:
    """A record as bytes; :meth:`Records.__getitem__` gives it back, equal in every field."""
    return _encoder.encode(record)


def decoded(raw: bytes) -> Record:
    """Inverse of :func:`encoded`."""
    return _decoder.decode(raw)


class RecordWriter:
    """Writes encoded records to a file.

    Parameters
    ----------
    file : binary file
        Written from its present place, 0.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._codec = pa.Codec("zstd", _LEVEL)
        self._open: list[bytes] = []
        self._open_bytes = 0
        self._columns = {name: array(_typecode(t)) for name, t in RECORD_ARRAYS.items()}
        self._columns["blocks.start"].append(0)

    def __len__(self) -> int:
        return len(self._columns["records.block"])

    def append(self, record: bytes) -> None:
        """Add one record."""
        self._columns["records.block"].append(len(self._columns["blocks.crc"]))
        self._columns["records.start"].append(self._open_bytes)
        self._open.append(record)
        self._open_bytes += len(record)
        if len(self._open) == BLOCK_PROFILES or self._open_bytes >= BLOCK_BYTES:
            self._close_block()

    def finish(self) -> dict[str, np.ndarray[Any, Any]]:
        """Write what is open and give the arrays by which records are found."""
        if self._open:
            self._close_block()
        return {name: np.array(self._columns[name], dtype=t) for name, t in RECORD_ARRAYS.items()}

    def _close_block(self) -> None:
        raw = b"".join(self._open)
        packed = self._codec.compress(raw, asbytes=True)
        self._file.write(packed)
        starts = self._columns["blocks.start"]
        starts.append(starts[-1] + len(packed))
        self._columns["blocks.bytes"].append(len(raw))
        self._columns["blocks.crc"].append(zlib.crc32(packed))
        self._open, self._open_bytes = [], 0


def _typecode(dtype: str) -> str:
    return np.dtype(dtype).char


class Records(Sequence[Record]):
    """The records of a file, read as they are asked for; the block last used is kept.

    Parameters
    ----------
    path : Path
        The file that a :class:`RecordWriter` wrote.
    arrays : mapping of str to array
        What it gave at its end.

    Raises
    ------
    InputError
        If the file cannot be read; when a record is asked for, if its block is damaged.
    """

    def __init__(self, path: Path, arrays: Arrays) -> None:
        self.path = path
        self._blocks, self._starts = arrays["records.block"], arrays["records.start"]
        self._at, self._lengths = arrays["blocks.start"], arrays["blocks.bytes"]
        self._crcs = arrays["blocks.crc"]
        self._codec = pa.Codec("zstd")
        self._kept, self._kept_raw = -1, b""
        try:
            with path.open("rb") as file:
                self._map: mmap.mmap | bytes = (
                    mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(self) else b""
                )
        except (OSError, ValueError) as error:
            raise damaged(path, "cannot be read") from error

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        raw = self.encoded(index if index >= 0 else index + len(self))
        try:
            return _decoder.decode(raw)
        except (msgspec.DecodeError, ValueError) as error:
            raise damaged(self.path, f"profile {index} cannot be decoded") from error

    def encoded(self, index: int) -> bytes:
        """The bytes of one record."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        block = int(self._blocks[index])
        if block != self._kept:
            self._kept_raw = self._block(block)
            self._kept = block
        following = index + 1
        inside = following < len(self) and int(self._blocks[following]) == block
        end = int(self._starts[following]) if inside else len(self._kept_raw)
        return self._kept_raw[int(self._starts[index]) : end]

    def _block(self, block: int) -> bytes:
        packed = self._map[int(self._at[block]) : int(self._at[block + 1])]
        if zlib.crc32(packed) != int(self._crcs[block]):
            raise damaged(self.path, f"block {block} is not as it was written")
        raw: bytes = self._codec.decompress(packed, int(self._lengths[block]), asbytes=True)
        return raw


class Profiles(Sequence[Profile]):
    """The profiles of records, decoded as they are asked for."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: Any) -> Any:
        found = self._records[index]
        return [r.profile for r in found] if isinstance(index, slice) else found.profile
