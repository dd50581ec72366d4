"""Arrays as ``.npy`` files that are mapped into memory, not read."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from matcher.batch.store.manifest import StoredArray, StoredFile, damaged

Array = np.ndarray[Any, np.dtype[Any]]
_CHUNK = 1 << 20


def write_arrays(folder: Path, arrays: Mapping[str, Array]) -> dict[str, StoredArray]:
    """Write arrays as files of a folder that is not in place yet; what was written, by name."""
    stored = {}
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        path = folder / f"{name}.npy"
        with path.open("wb") as file:
            file.write(_header(array.dtype, array.shape))
            file.write(array.tobytes())
        stored[name] = StoredArray(array.dtype.str, array.shape, stored_file(path))
    return stored


def open_arrays(folder: Path, stored: Mapping[str, StoredArray]) -> dict[str, Array]:
    """Map arrays into memory.

    Raises
    ------
    InputError
        If a file is not there, or has another length or header than it was written with.
    """
    return {name: _mapped(folder / f"{name}.npy", entry) for name, entry in stored.items()}


def _mapped(path: Path, entry: StoredArray) -> Array:
    dtype = np.dtype(entry.dtype)
    header = _header(dtype, entry.shape)
    check_length(path, entry.file)
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            raise damaged(path, "is not as it was written")
    if not np.prod(entry.shape):
        return np.empty(entry.shape, dtype)
    return np.memmap(path, dtype, "r", len(header), entry.shape)


def _header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    buffer = io.BytesIO()
    described = {"descr": dtype.str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, described)
    return buffer.getvalue()


def stored_file(path: Path) -> StoredFile:
    """A file's length, digest and checksum."""
    digest, length, crc = hashlib.sha256(), 0, 0
    for piece in _pieces(path):
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        length += len(piece)
    return StoredFile(length, digest.hexdigest(), crc)


def check_length(path: Path, entry: StoredFile) -> None:
    """See that a file is there, and as long as it was written.

    Raises
    ------
    InputError
        If not.
    """
    try:
        length = path.stat().st_size
    except OSError as error:
        raise damaged(path, f"cannot be read: {error.strerror}") from error
    if length != entry.bytes:
        raise damaged(path, f"has {length:,} bytes and was written with {entry.bytes:,}")


def check_content(path: Path, entry: StoredFile) -> None:
    """See that a file is as it was written, to the last byte.

    Raises
    ------
    InputError
        If not.
    """
    check_length(path, entry)
    if stored_file(path).sha256 != entry.sha256:
        raise damaged(path, "is not as it was written")


def check_sum(path: Path, entry: StoredFile) -> None:
    """See that a file has the length and checksum it was written with: damage, not forgery.

    Raises
    ------
    InputError
        If not.
    """
    check_length(path, entry)
    crc = 0
    for piece in _pieces(path):
        crc = zlib.crc32(piece, crc)
    if crc != entry.crc32:
        raise damaged(path, "is not as it was written")


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece
    except OSError as error:
        raise damaged(path, f"cannot be read: {error.strerror}") from error
