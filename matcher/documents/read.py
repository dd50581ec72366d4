"""A file of any known format to its text; the content decides, then the name."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from matcher.documents.decode import decode_text
from matcher.documents.document import ALLOWED, MAX_BYTES, Document, checked_text
from matcher.errors import InputError

_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office or an encrypted file"),
    (b"{\\rtf", "is an RTF file"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"GIF8", "is an image"),
    (b"\x1f\x8b", "is a gzip archive"),
    (b"\x7fELF", "is a program"),
    (b"MZ", "is a program"),
    (b"7z\xbc\xaf", "is a 7-Zip archive"),
    (b"Rar!", "is a RAR archive"),
)
_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_MAIL_START = re.compile(
    rb"(?:(?:[A-Za-z-]{2,40}):[^\n]*\n(?:[ \t][^\n]*\n)*){2,}?(?:mime-version|content-type):",
    re.IGNORECASE,
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read_document(source: str) -> Document:
    """Read a file, or standard input for ``-``.

    Raises
    ------
    InputError
        If it cannot be read, is too large, empty, damaged, encrypted, or of no known format.
    """
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror}", allowed=ALLOWED) from error
    except ValueError as error:
        raise InputError(source, f"is no file name: {error}", allowed=ALLOWED) from error
    return read_bytes(raw, source)


def read_bytes(raw: bytes, name: str) -> Document:
    """Read the bytes of a file; ``name`` stands in messages, its ending decides only where needed.

    Raises
    ------
    InputError
        As :func:`read_document`.

    Examples
    --------
    >>> read_bytes(b"<html><p>Java</p></html>", "x.htm").text
    'Java'
    """
    if len(raw) > MAX_BYTES:
        raise InputError(name, f"is larger than {MAX_BYTES // 1024 // 1024} MB", allowed="less")
    if not raw.strip():
        raise InputError(name, "is empty", allowed=ALLOWED)
    for magic, what in _REFUSED:
        if raw.startswith(magic):
            raise InputError(name, what, allowed=ALLOWED)
    if raw.lstrip()[:5] == b"%PDF-" or b"%PDF-" in raw[:1024]:
        from matcher.documents.pdf import pdf_text

        text, pages = pdf_text(raw, name)
        return Document(checked_text(text, name), "pdf", pages=pages)
    if raw.startswith(_ZIP):
        from matcher.documents.docx import docx_text

        return Document(checked_text(docx_text(raw, name), name), "docx")
    ending = Path(name).suffix.lower()
    if ending == ".eml" or (ending not in (".txt", ".md") and _MAIL_START.match(raw)):
        from matcher.documents.mail import mail_text

        return Document(checked_text(mail_text(raw, name), name), "email")
    text, encoding = decode_text(raw, name)
    if ending in (".html", ".htm", ".xhtml") or _HTML_START.match(raw[:2000]):
        from matcher.documents.html import html_text

        return Document(checked_text(html_text(text, name), name), "html", encoding)
    return Document(checked_text(text, name), "text", encoding)
