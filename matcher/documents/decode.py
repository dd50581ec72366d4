"""Bytes of a text file to text: byte-order marks, UTF-8, UTF-16, and what is older."""

from __future__ import annotations

import codecs

from matcher.documents.document import ALLOWED
from matcher.errors import InputError

#: Bytes looked at to guess an encoding.
SAMPLE_BYTES = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLDER = ["cp1252", "cp1250", "cp1251", "iso8859_2", "shift_jis", "gb18030", "big5", "koi8_r"]
#: Share of control characters from which bytes are no text.
_BINARY_SHARE = 0.02


def decode_text(raw: bytes, source: str) -> tuple[str, str]:
    """Text and encoding of a text file; a byte-order mark is not part of the text.

    Raises
    ------
    InputError
        If the bytes are no text, or break the encoding that their mark names.

    Examples
    --------
    >>> decode_text("Java café".encode("utf-16"), "x.txt")
    ('Java café', 'utf-16-le')
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding, source), encoding
    wide = _wide(raw)
    if wide:
        return _strict(raw, wide, source), wide
    if _is_binary(raw):
        raise InputError(source, "is binary, no text", allowed=ALLOWED)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _older(raw, source)


def _strict(raw: bytes, encoding: str, source: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is no {encoding.upper()}"
        raise InputError(source, found, allowed="text in one encoding") from error
    if _is_binary(text.encode("utf-8", "replace")):
        raise InputError(source, "is binary, no text", allowed=ALLOWED)
    return text


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    sample = raw[:SAMPLE_BYTES]
    if len(sample) < 4 or len(raw) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.05 else None


def _is_binary(raw: bytes) -> bool:
    sample = raw[:SAMPLE_BYTES]
    controls = sum(sample.count(bytes([code])) for code in (*range(9), *range(14, 32), 127))
    return 0 in sample or controls > len(sample) * _BINARY_SHARE


def _older(raw: bytes, source: str) -> tuple[str, str]:
    import charset_normalizer

    best = charset_normalizer.from_bytes(raw[:SAMPLE_BYTES], cp_isolation=_OLDER).best()
    for encoding in ([best.encoding] if best else []) + ["cp1252", "latin-1"]:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(source, "no encoding fits it", allowed="UTF-8 text")
