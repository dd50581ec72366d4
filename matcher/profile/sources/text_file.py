"""The lines of a text file of any encoding, in constant memory.

A file is read more than once: to be sure which encoding fits all of it, then for its lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matcher.documents.decode import SAMPLE_BYTES, Encoding, tell_encoding
from matcher.errors import InputError
from matcher.profile.sources.unpacked import Unpacked

#: Longer lines are cut: no cell that is allowed is as long (characters).
MAX_LINE = 12 * 1024 * 1024

_CHUNK = 1024 * 1024
_NOTHING = b"\r\n\t \x00\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file whose encoding is known; lines can be read from any of them on.

    Parameters
    ----------
    source : str
        As the user named it; ``-`` for standard input.
    path : Path
        Where the bytes are.
    encoding : Encoding
        Fits all of them.
    break_off : str
        Why the file ends before its end; empty where it is whole.
    """

    source: str
    path: Path
    encoding: Encoding
    break_off: str = ""

    def lines(self, skip: int = 0) -> Iterator[str]:
        r"""Lines with their ends (``\n``, ``\r\n``, ``\r``), without the first ``skip``.

        Lines over :data:`MAX_LINE` are cut there and get a ``\n``.
        """
        with self._open() as file:
            yield from islice(_bounded_lines(file), skip, None)

    def sample(self) -> str:
        """The beginning of the text."""
        with self._open() as file:
            return file.read(SAMPLE_BYTES)

    def text(self) -> str:
        """All of it."""
        with self._open() as file:
            return file.read()

    def _open(self) -> io.TextIOWrapper:
        file = self.path.open("rb")
        file.seek(self.encoding.mark)
        return io.TextIOWrapper(file, self.encoding.codec, self.encoding.errors, newline="")


def text_file(found: Unpacked, allowed: str) -> TextFile:
    """Find out a file's encoding.

    Raises
    ------
    InputError
        If it is empty, or is no text.
    """
    with found.path.open("rb") as file:
        if not file.read(SAMPLE_BYTES).strip(_NOTHING):
            raise InputError(found.source, "is empty", allowed=allowed)
        file.seek(0)
        encoding = tell_encoding(file, found.source, allowed=allowed, rows=True)
    return TextFile(found.source, found.path, encoding, found.break_off)


def _bounded_lines(file: io.TextIOBase) -> Iterator[str]:
    while line := file.readline(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(("\n", "\r")):
            yield line
            continue
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = file.readline(_CHUNK)
        yield line + "\n"
