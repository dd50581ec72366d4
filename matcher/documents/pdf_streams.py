"""How large the compressed streams of a PDF become, found before PDFium unpacks them."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from itertools import chain

from matcher.errors import InputError

#: Limits of what streams unpack to (bytes): what page descriptions and other text come to in all,
#: any one stream, and all of them.  PDFium needs about 150 times a page description's size.
MAX_WRITTEN = 16 * 1024 * 1024
MAX_STREAM = 64 * 1024 * 1024
MAX_STREAMS = 400 * 1024 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_CHUNK = 64 * 1024
_OUTPUT = 1024 * 1024
_MAX_FILTERS = 4
#: Bytes before a stream in which its dictionary names its filters.
_DICTIONARY = 400
_PRINTABLE = bytes((9, 10, 13, *range(32, 127)))
#: Share of printable bytes from which a stream counts as written rather than as an image.
_WRITTEN_SHARE = 0.9


def check_streams(raw: bytes, source: str) -> None:
    r"""Refuse a PDF whose streams unpack beyond the limits.

    Raises
    ------
    InputError
        If they do.

    Examples
    --------
    >>> bomb = zlib.compress(b"(Java) Tj " * 2_000_000)
    >>> check_streams(b"<< >> stream\n" + bomb, "cv.pdf")
    Traceback (most recent call last):
    matcher.errors.InputError: cv.pdf: its pages unpack to more than 16 MB; allowed: less
    """
    written = total = 0
    for match in _STREAM.finditer(raw):
        size = 0
        for piece in _unpacked(raw, match.start(), match.end()):
            size += len(piece)
            total += len(piece)
            printable = len(piece) - len(piece.translate(None, _PRINTABLE))
            written += len(piece) if printable > len(piece) * _WRITTEN_SHARE else 0
            if written > MAX_WRITTEN:
                raise _too_large(source, "its pages unpack", MAX_WRITTEN)
            if size > MAX_STREAM:
                raise _too_large(source, "one of its parts unpacks", MAX_STREAM)
            if total > MAX_STREAMS:
                raise _too_large(source, "it unpacks", MAX_STREAMS)


def _too_large(source: str, what: str, limit: int) -> InputError:
    found = f"{what} to more than {limit // 1024 // 1024} MB"
    return InputError(source, found, allowed="less")


def _unpacked(raw: bytes, start: int, begin: int) -> Iterator[bytes]:
    """What a stream unpacks to, through as many layers of compression as it has."""
    pieces = _packed(raw, start, begin)
    layers = 0
    while layers < _MAX_FILTERS:
        first = next(pieces, b"")
        pieces = chain([first], pieces)
        if not _is_compressed(first):
            break
        pieces = _inflated(pieces)
        layers += 1
    return pieces if layers else iter(())


def _packed(raw: bytes, start: int, begin: int) -> Iterator[bytes]:
    if b"85" in raw[max(0, start - _DICTIONARY) : start]:
        end = raw.find(b"~>", begin)
        try:
            yield base64.a85decode(raw[begin : end if end >= 0 else None].strip())
        except (ValueError, binascii.Error):
            return
        return
    for at in range(begin, len(raw), _CHUNK):
        yield raw[at : at + _CHUNK]


def _is_compressed(piece: bytes) -> bool:
    """Whether bytes begin as zlib's do."""
    return len(piece) > 1 and piece[0] & 15 == 8 and (piece[0] * 256 + piece[1]) % 31 == 0


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    try:
        for piece in pieces:
            packed = piece
            while packed and not inflater.eof:
                yield inflater.decompress(packed, _OUTPUT)
                packed = inflater.unconsumed_tail
            if inflater.eof:
                return
    except zlib.error:
        return
