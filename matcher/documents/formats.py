"""Which format a file has: its content decides, then its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

#: What :mod:`zipfile` raises on a damaged archive; NotImplementedError is its word for a
#: compression method that it does not know.
ZIP_DAMAGE = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError)

#: First bytes of what is not read, and what to call it.
_REFUSED = (
    (b"{\\rtf", "is an RTF document"),
    (b"\x89PNG\r\n", "is an image (PNG)"),
    (b"\xff\xd8\xff", "is an image (JPEG)"),
    (b"GIF87a", "is an image (GIF)"),
    (b"GIF89a", "is an image (GIF)"),
    (b"II*\0", "is an image (TIFF)"),
    (b"MM\0*", "is an image (TIFF)"),
    (b"\x1f\x8b\x08", "is a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive"),
    (b"Rar!\x1a\x07", "is a RAR archive"),
    (b"BZh9", "is a bzip2 archive"),
    (b"\xfd7zXZ\0", "is an xz archive"),
    (b"PAR1", "is a Parquet table"),
    (b"SQLite format 3\0", "is an SQLite database"),
    (b"\x7fELF", "is a program"),
    (b"MZ\x90\0", "is a program"),
    (b"%!PS", "is a PostScript file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,64}%PDF-")
_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,8}"
    r"<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELD = re.compile(rb"([!-9;-~]{1,60}):[^\r\n]{0,4000}(?:\r?\n[ \t][^\r\n]{0,4000})*\r?\n")
_MAIL_SIGNS = frozenset(
    (b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to", b"x-mailer")
)
_MAIL_FIELDS_READ = 60


def refused_kind(raw: bytes) -> str | None:
    """What a file is that no reader takes, in words; None where one may.

    Examples
    --------
    >>> refused_kind(b"GIF89a..."), refused_kind(b"Java")
    ('is an image (GIF)', None)
    """
    if raw.startswith(_OLE):
        return _ole_kind(raw)
    if raw[4:8] == b"ftyp" or (raw.startswith(b"RIFF") and raw[8:12] == b"WEBP"):
        return "is an image or a film"
    return next((what for magic, what in _REFUSED if raw.startswith(magic)), None)


def _ole_kind(raw: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return "is an encrypted Office document"
    if "WordDocument".encode("utf-16-le") in raw:
        return "is an old Word document (.doc)"
    if "Workbook".encode("utf-16-le") in raw:
        return "is an old Excel workbook (.xls)"
    return "is an old Office file"


def binary_format(raw: bytes, name: str) -> str | None:
    """``pdf``, ``docx`` (any ZIP) or ``email`` by the first bytes; None for text and HTML.

    Examples
    --------
    >>> binary_format(b"%PDF-1.7", "job.txt"), binary_format(b"Java", "job.txt")
    ('pdf', None)
    """
    ending = ending_of(name)
    if _PDF.match(raw) or (ending == ".pdf" and b"%PDF-" in raw[:1024]):
        return "pdf"
    if raw.startswith(_ZIP):
        return "docx"
    return "email" if _is_mail(raw, ending) else None


def is_html(text: str, name: str) -> bool:
    """Whether a text is a page: it begins like one, or its name says so.

    Examples
    --------
    >>> is_html("<!DOCTYPE html><p>Java", "job.txt"), is_html("<b>Java</b> and Go", "job.txt")
    (True, False)
    """
    return ending_of(name) in (".html", ".htm", ".xhtml") or bool(_HTML.match(text))


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, with its dot."""
    return Path(name.replace("\0", "")).suffix.lower()


def _is_mail(raw: bytes, ending: str) -> bool:
    """Header fields from the first byte on, among them such as only a mail program writes."""
    names = set()
    at = 0
    for _ in range(_MAIL_FIELDS_READ):
        match = _MAIL_FIELD.match(raw, at)
        if match is None:
            break
        names.add(match.group(1).lower())
        at = match.end()
    if ending in (".eml", ".mht", ".mhtml"):
        return bool(names)
    return len(names) >= 3 and b"from" in names and bool(names & _MAIL_SIGNS)
