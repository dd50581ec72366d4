"""Bytes of a text file to text: byte-order marks, UTF-8, UTF-16 and UTF-32, and what is older."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from matcher.documents.document import ALLOWED
from matcher.errors import InputError

#: Bytes looked at to guess an encoding, and to tell text from other bytes.
SAMPLE_BYTES = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_OLDER = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "iso8859_15"),
    *("mac_roman", "koi8_r", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
#: Another encoding must look this much cleaner than Windows-1252 (charset-normalizer's chaos).
_CLEARLY_CLEANER = 0.02
#: Fewer bytes above 127 say little about a language.
_ENOUGH_ODD = 8
#: Share of odd characters (controls, unassigned) from which bytes are no text.
_BINARY_SHARE = 0.03
#: Share of broken bytes up to which a text that is UTF-8 otherwise stays UTF-8.
_BROKEN_SHARE = 0.002
_CHARSETS = re.compile(
    r"utf-?(8|16|16le|16be|16-le|16-be)|iso-?8859-\d{1,2}|(windows|cp)-?(125\d|874|932|949|950|936)"
    r"|koi8-[ru]|shift-?jis|euc-(jp|kr)|gb2312|gbk|gb18030|big5|iso-2022-jp|mac(-?roman|intosh)"
)
_ODD = frozenset(("Cc", "Cn", "Cs"))
_BINARY = "is binary, no text"


def decode_text(raw: bytes, source: str) -> tuple[str, str, tuple[str, ...]]:
    """Text of a text file, its encoding, and notes; a byte-order mark is not part of the text.

    A mark decides; then UTF-8 if all bytes fit; then UTF-16 and UTF-32 without a mark; then
    a guess by charset-normalizer on a sample, which the whole file must fit strictly; then
    Windows-1252.

    Raises
    ------
    InputError
        If the bytes are no text, or break the encoding that their mark names.

    Examples
    --------
    >>> decode_text("Java café".encode("utf-16"), "x.txt")
    ('Java café', 'utf-16-le', ())
    >>> decode_text("Java café".encode("cp1252"), "x.txt")[:2]
    ('Java café', 'cp1252')
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], encoding, source), encoding, ()
    wide = _without_mark(raw)
    if wide:
        return *wide, (f"decoded as {wide[1].upper()}, which it does not say itself",)
    if b"\0" in raw:
        raise InputError(source, _BINARY, allowed=ALLOWED)
    try:
        text, encoding, notes = raw.decode("utf-8"), "utf-8", tuple[str, ...]()
    except UnicodeDecodeError:
        text, encoding, notes = _older(raw)
    if _odd_share(text) > _BINARY_SHARE:
        raise InputError(source, _BINARY, allowed=ALLOWED)
    return text, encoding, notes


def _marked(raw: bytes, encoding: str, source: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"its byte-order mark says {encoding.upper()}, which its bytes are not"
        place = f"byte {error.start:,}"
        raise InputError(source, found, place, "text in one encoding") from error
    if "\0" in text or _odd_share(text) > _BINARY_SHARE:
        raise InputError(source, _BINARY, allowed=ALLOWED)
    return text


def _without_mark(raw: bytes) -> tuple[str, str] | None:
    """UTF-16 or UTF-32: NUL bytes, yet readable when taken so, with spaces or ASCII letters."""
    if b"\0" not in raw[:SAMPLE_BYTES]:
        return None
    for encoding, width in _WIDE:
        if len(raw) % width:
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:SAMPLE_BYTES]
        common = sum(char.isascii() for char in sample) > len(sample) * 0.05
        if common and "\0" not in text and _odd_share(text) < 0.01:
            return text, encoding
    return None


def _odd_share(text: str) -> float:
    """Share of characters that plain text does not hold."""
    sample = text[:SAMPLE_BYTES]
    if sample.isascii() and sample.isprintable():
        return 0.0
    odd = sum(
        count
        for char, count in Counter(sample).items()
        if char not in "\t\n\r\f\v\x1b\x85" and unicodedata.category(char) in _ODD
    )
    return odd / max(1, len(sample))


def _older(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    broken = _mostly_utf8(raw)
    if broken is not None:
        return broken, "utf-8", ("some bytes are no UTF-8; they stand as U+FFFD",)
    for encoding in (_guess(_odd_sample(raw)), "cp1252", "latin-1"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, encoding, (f"encoding guessed: {encoding}",)
    raise AssertionError("Latin-1 fits all bytes")  # pragma: no cover


def _mostly_utf8(raw: bytes) -> str | None:
    """A text in UTF-8 in which few bytes are broken: a cut end, one pasted word."""
    text = raw.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    intact = sum(ord(char) > 127 for char in text[: len(raw)]) - lost
    few = lost <= max(1, len(text) * _BROKEN_SHARE)
    return text if few and intact > 2 * lost else None


def _odd_sample(raw: bytes) -> bytes:
    """Bytes around the first one that is no ASCII."""
    first = len(raw) - len(raw.lstrip(bytes(range(128))))
    return raw[max(0, first - SAMPLE_BYTES // 4) : first + SAMPLE_BYTES]


def _guess(sample: bytes) -> str:
    """The likeliest older encoding; Windows-1252 unless another is clearly better."""
    import charset_normalizer

    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(_OLDER))
    best = matches.best()
    if best is None or "cp1252" in best.could_be_from_charset:
        return "cp1252"
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if western is None:
        return best.encoding
    cleaner = western.chaos > best.chaos + _CLEARLY_CLEANER
    enough = sum(byte > 127 for byte in sample) >= _ENOUGH_ODD
    likelier = enough and western.coherence < best.coherence - 0.2
    return best.encoding if cleaner or likelier else "cp1252"


def known_charset(name: str) -> str | None:
    """Python's name of an encoding that pages and e-mails declare; None for any other.

    ISO 8859-1 and ASCII are read as Windows-1252, as browsers do.

    Examples
    --------
    >>> known_charset("ISO-8859-1"), known_charset("punycode")
    ('cp1252', None)
    """
    plain = name.strip().lower().replace("_", "-")
    if plain in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        return "cp1252"
    if not _CHARSETS.fullmatch(plain):
        return None
    try:
        return codecs.lookup(plain).name
    except LookupError:
        return None
