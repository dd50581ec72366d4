"""Bytes of a text file to text: byte-order marks, UTF-8, UTF-16 and UTF-32, and what is older."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

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
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
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
_CHUNK = 1024 * 1024
#: So many NUL bytes at the beginning of a table are a mishap in a few cells.
_STRAY_NULS = 8


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text file become text.

    Parameters
    ----------
    codec : str
        Python's name of the encoding.
    mark : int
        Length of the byte-order mark (bytes), which is not part of the text.
    errors : str
        ``strict``, or ``replace`` where a few bytes are broken.
    notes : tuple of str
        A guess, broken bytes; empty where nothing was out of the ordinary.
    """

    codec: str
    mark: int = 0
    errors: str = "strict"
    notes: tuple[str, ...] = ()


def decode_text(raw: bytes, source: str) -> tuple[str, str, tuple[str, ...]]:
    """Text of a text file, its encoding, and notes; see :func:`tell_encoding`.

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
    found = tell_encoding(io.BytesIO(raw), source)
    text = raw[found.mark :].decode(found.codec, found.errors)
    return text, found.codec, found.notes


def tell_encoding(
    file: BinaryIO, source: str, *, allowed: str = ALLOWED, rows: bool = False
) -> Encoding:
    """Find the encoding that fits all bytes of a file, in constant memory.

    A mark decides; then UTF-8 if all bytes fit; then UTF-16 and UTF-32 without a mark; then
    a guess by charset-normalizer on a sample, which the whole file must fit strictly; then
    Windows-1252.

    Parameters
    ----------
    file : binary file
        Read from its beginning, several times.
    source : str
        For messages.
    allowed : str
        What would be right, for messages.
    rows : bool
        The text is a table, which loses only the rows that hold odd characters: few bytes may be
        NUL, and UTF-8 may hold whatever it encodes.

    Raises
    ------
    InputError
        If the bytes are no text, or break the encoding that their mark names.

    Examples
    --------
    >>> tell_encoding(io.BytesIO("Zoë".encode()), "list.csv").codec
    'utf-8'
    """
    head = file.read(SAMPLE_BYTES)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            survey = _survey(file, codec, len(mark), keep_reading=False)
            if survey.broken_at is not None:
                found = f"its byte-order mark says {codec.upper()}, which its bytes are not"
                place = f"byte {survey.broken_at:,}"
                raise InputError(source, found, place, "text in one encoding")
            return _checked(Encoding(codec, len(mark)), survey, source, allowed, rows=rows)
    wide = _without_mark(file, head)
    if wide:
        return Encoding(wide, notes=(f"decoded as {wide.upper()}, which it does not say itself",))
    survey = _survey(file, "utf-8", 0, keep_reading=True)
    if survey.nuls and not rows:
        raise InputError(source, _BINARY, allowed=allowed)
    encoding = Encoding("utf-8") if survey.broken_at is None else _older(file, survey)
    if encoding.codec != "utf-8":
        survey = _survey(file, encoding.codec, 0, keep_reading=False)
    return _checked(encoding, survey, source, allowed, rows=rows)


@dataclass(slots=True)
class _Survey:
    """What one pass over a file in one encoding met."""

    sample: str = ""
    length: int = 0
    nuls: int = 0
    lost: int = 0
    high: int = 0
    broken_at: int | None = None


def _survey(file: BinaryIO, codec: str, skip: int, *, keep_reading: bool) -> _Survey:
    """Decode a file piece by piece; ``keep_reading`` goes on behind the first broken byte."""
    survey = _Survey()
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(skip)
    at, final = skip, False
    while not final:
        chunk = file.read(_CHUNK)
        final = not chunk
        state = decoder.getstate()
        try:
            text = decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            survey.broken_at = at - len(state[0]) + error.start
            if not keep_reading:
                return survey
            decoder = codecs.getincrementaldecoder(codec)("replace")
            decoder.setstate(state)
            text = decoder.decode(chunk, final)
        at += len(chunk)
        survey.length += len(text)
        survey.nuls += text.count("\0")
        survey.lost += text.count("\ufffd")
        survey.high += 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))
        survey.sample += text[: SAMPLE_BYTES - len(survey.sample)]
    return survey


def _checked(
    encoding: Encoding, survey: _Survey, source: str, allowed: str, *, rows: bool
) -> Encoding:
    nuls = survey.sample.count("\0")
    if rows and nuls > max(_STRAY_NULS, len(survey.sample) // 100):
        raise InputError(source, "holds many NUL bytes, it is no text", allowed=allowed)
    if survey.nuls and not rows:
        raise InputError(source, _BINARY, allowed=allowed)
    sure = rows and (encoding.mark or (encoding.codec, encoding.errors) == ("utf-8", "strict"))
    if not sure and _odd_share(survey.sample) > _BINARY_SHARE:
        raise InputError(source, _BINARY, allowed=allowed)
    return encoding


def _without_mark(file: BinaryIO, head: bytes) -> str | None:
    """UTF-16 or UTF-32: NUL bytes, yet readable when taken so, with spaces or ASCII letters."""
    if b"\0" not in head:
        return None
    for codec in _WIDE:
        survey = _survey(file, codec, 0, keep_reading=False)
        sample = survey.sample
        common = sum(char.isascii() for char in sample) > len(sample) * 0.05
        if survey.broken_at is None and common and not survey.nuls and _odd_share(sample) < 0.01:
            return codec
    return None


def _odd_share(sample: str) -> float:
    """Share of characters that plain text does not hold; NUL is counted elsewhere."""
    if sample.isascii() and sample.isprintable():
        return 0.0
    odd = sum(
        count
        for char, count in Counter(sample).items()
        if char not in "\0\t\n\r\f\v\x1b\x85" and unicodedata.category(char) in _ODD
    )
    return odd / max(1, len(sample))


def _older(file: BinaryIO, survey: _Survey) -> Encoding:
    """UTF-8 with few broken bytes (a cut end, one pasted word), or an older encoding."""
    few = survey.lost <= max(1, survey.length * _BROKEN_SHARE)
    if few and survey.high - survey.lost > 2 * survey.lost:
        return Encoding("utf-8", 0, "replace", ("some bytes are no UTF-8; they stand as U+FFFD",))
    for codec in (_guess(_odd_sample(file)), "cp1252", "latin-1"):
        if _survey(file, codec, 0, keep_reading=False).broken_at is None:
            return Encoding(codec, notes=(f"encoding guessed: {codec}",))
    raise AssertionError("Latin-1 fits all bytes")  # pragma: no cover


def _odd_sample(file: BinaryIO) -> bytes:
    """Bytes around the first one that is no ASCII."""
    file.seek(0)
    start = 0
    while chunk := file.read(_CHUNK):
        if not chunk.isascii():
            first = start + len(chunk) - len(chunk.lstrip(bytes(range(128))))
            begin = max(0, first - SAMPLE_BYTES // 4)
            file.seek(begin)
            return file.read(first - begin + SAMPLE_BYTES)
        start += len(chunk)
    return b""


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
