"""From the bytes of a text table to its lines: encodings, signs of binary files, long lines.

A file is read twice: once to be sure which encoding fits all of it, once for its lines.  What comes
through a pipe is kept in a temporary file first.
"""

from __future__ import annotations

import codecs
import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import charset_normalizer

from matcher.errors import InputError

#: Bytes looked at to tell the encoding and to see a binary file.
SAMPLE_BYTES = 64 * 1024
#: Longer lines are cut: no cell that is allowed is as long (characters).
MAX_LINE = 12 * 1024 * 1024

_CHUNK = 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP, XLSX or DOCX file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (XLS or DOC)"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"Rar!", "a RAR file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_LEGACY = (
    "cp1252",
    "latin_1",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859_2",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
    "koi8_r",
    "mac_roman",
)
_ALLOWED = "a CSV or TSV text file"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file whose encoding is known; lines can be read from any of them on.

    Parameters
    ----------
    source : str
        As the user named it; ``-`` for standard input.
    path : Path
        Where the bytes are.
    encoding : str
        Fits all of them.
    """

    source: str
    path: Path
    encoding: str

    def lines(self, skip: int = 0) -> Iterator[str]:
        r"""Lines with their ends (``\n``, ``\r\n``, ``\r``), without the first ``skip``.

        Lines over :data:`MAX_LINE` are cut there and get a ``\n``.
        """
        with self.path.open(encoding=self.encoding, newline="") as file:
            for number, line in enumerate(_bounded_lines(file)):
                if number >= skip:
                    yield line

    def sample(self) -> str:
        """The beginning of the text."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            return file.read(SAMPLE_BYTES)


@contextmanager
def open_text(source: str) -> Iterator[TextFile]:
    """Find out a file's encoding.

    Parameters
    ----------
    source : str
        Path, or ``-`` for standard input.

    Raises
    ------
    InputError
        If it cannot be read, is empty, or is no text.
    """
    if source != "-":
        yield _examined(source, Path(source))
        return
    with tempfile.NamedTemporaryFile(prefix="matcher-") as spool:
        while chunk := sys.stdin.buffer.read(_CHUNK):
            spool.write(chunk)
        spool.flush()
        yield _examined(source, Path(spool.name))


def _examined(source: str, path: Path) -> TextFile:
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
            if not head.strip(b"\r\n\t \x00\xef\xbb\xbf\xff\xfe"):
                raise InputError(source, "is empty", allowed=_ALLOWED)
            return TextFile(source, path, _encoding(source, head, file))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(source, f"cannot be read: {reason}", allowed=_ALLOWED) from error
    except ValueError as error:
        raise InputError(source, f"is no file name: {error}", allowed=_ALLOWED) from error


def _encoding(source: str, head: bytes, file: BinaryIO) -> str:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputError(source, f"is {what}, no text", allowed=_ALLOWED)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            if not _fits(file, encoding):
                raise InputError(source, f"is no valid {encoding}", allowed=_ALLOWED)
            return encoding
    wide = _wide(head)
    if wide and _fits(file, wide):
        return wide
    if head.count(0) > max(8, len(head) // 100):
        raise InputError(source, "holds many NUL bytes, it is no text", allowed=_ALLOWED)
    if _fits(file, "utf-8"):
        return "utf-8"
    if _control_share(head) > 0.1:
        raise InputError(source, "is binary, no text", allowed=_ALLOWED)
    guess = _legacy(_odd_sample(file))
    return next(e for e in (guess, "cp1252", "latin_1") if _fits(file, e))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.6 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.6 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return None


def _fits(file: BinaryIO, encoding: str) -> bool:
    """Whether all bytes decode."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _odd_sample(file: BinaryIO) -> bytes:
    """Bytes around the first one that is no ASCII."""
    file.seek(0)
    before = b""
    while chunk := file.read(_CHUNK):
        if not chunk.isascii():
            odd = next(i for i, byte in enumerate(chunk) if byte > 127)
            start = max(0, odd - SAMPLE_BYTES // 4)
            return before[-1000:] * (start == 0) + chunk[start : odd + SAMPLE_BYTES]
        before = chunk
    return before


def _legacy(sample: bytes) -> str:
    """The likeliest one-byte or East Asian encoding; western unless another is clearly better."""
    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(_LEGACY))
    best = matches.best()
    if best is None:
        return "cp1252"
    western = next((m for m in matches if m.encoding in ("cp1252", "latin_1")), None)
    if western and western.chaos <= best.chaos + 0.02 and western.coherence >= best.coherence - 0.2:
        return "cp1252"
    return "cp1252" if best.encoding in ("latin_1", "ascii") else best.encoding


def _control_share(head: bytes) -> float:
    return sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27)) / len(head)


def _bounded_lines(file: io.TextIOBase) -> Iterator[str]:
    while line := file.readline(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(("\n", "\r")):
            yield line
            continue
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = file.readline(_CHUNK)
        yield line + "\n"
