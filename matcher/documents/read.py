"""A file of any known format to its text."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from matcher.documents.decode import decode_text
from matcher.documents.document import ALLOWED, MAX_BYTES, Document, Extract, checked_text
from matcher.documents.formats import binary_format, ending_of, is_html, refused_kind
from matcher.errors import InputError

_ENDINGS = {".pdf": "PDF", ".docx": "DOCX", ".doc": "Word", ".docm": "Word", ".rtf": "RTF"}


def read_document(source: str, *, page_furniture: bool = False) -> Document:
    """Read a file, or standard input for ``-``.

    Parameters
    ----------
    source : str
        Path, or ``-``.
    page_furniture : bool
        Keep headers and footers of pages (DOCX and PDF).  A résumé may have its only contact
        data there; in a job description they are noise.

    Raises
    ------
    InputError
        If it cannot be read, is too large, empty, damaged, encrypted, or of no known format.

    Examples
    --------
    >>> read_document("/no/such/file.txt")
    Traceback (most recent call last):
    matcher.errors.InputError: /no/such/file.txt: cannot be read: No such file or directory; \
allowed: text, Markdown, HTML, DOCX, PDF or e-mail
    """
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(source, f"cannot be read: {reason}", allowed=ALLOWED) from error
    except ValueError as error:
        raise InputError(source, f"is no file name: {error}", allowed=ALLOWED) from error
    return read_bytes(raw, source, page_furniture=page_furniture)


def read_bytes(raw: bytes, name: str, *, page_furniture: bool = False) -> Document:
    r"""Read the bytes of a file.

    Parameters
    ----------
    raw : bytes
        Of the whole file.
    name : str
        Stands in messages; its ending decides where the content does not.
    page_furniture : bool
        As in :func:`read_document`.

    Raises
    ------
    InputError
        As :func:`read_document`, whatever the bytes.

    Examples
    --------
    >>> read_bytes(b"<html><h2>Skills</h2><p>Java</p></html>", "x.htm").text
    '## Skills\n\nJava'
    """
    if len(raw) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024 // 1024} MB"
        raise InputError(name, f"is larger than {limit}", allowed=f"at most {limit}")
    if not raw.strip(b" \t\r\n\f\v\0"):
        raise InputError(name, "is empty, no text in it", allowed=ALLOWED)
    refused = refused_kind(raw)
    if refused:
        raise InputError(name, refused, allowed=ALLOWED)
    kind = binary_format(raw, name)
    if kind == "pdf":
        from matcher.documents.pdf import read_pdf

        extract, pages = read_pdf(raw, name, page_furniture=page_furniture)
        return _document(extract, name, "pdf", pages=pages)
    if kind == "docx":
        from matcher.documents.docx import read_docx

        return _document(read_docx(raw, name, page_furniture=page_furniture), name, "docx")
    if kind == "email":
        from matcher.documents.mail import read_mail

        return _document(read_mail(raw, name), name, "email")
    return _text_or_page(raw, name)


def _text_or_page(raw: bytes, name: str) -> Document:
    from matcher.documents.html import decode_page, read_html

    text, encoding, notes = decode_text(raw, name)
    if is_html(text, name):
        text, encoding, notes = decode_page(raw, text, encoding, notes)
        page = read_html(text, name)
        notes = (*notes, *page.notes)
        return _document(replace(page, notes=notes), name, "html", encoding=encoding)
    promised = _ENDINGS.get(ending_of(name))
    if promised:
        notes = (*notes, f"is named {ending_of(name)} but holds plain text")
    return _document(Extract(text, notes), name, "text", encoding=encoding)


def _document(
    extract: Extract,
    name: str,
    kind: str,
    *,
    encoding: str | None = None,
    pages: int | None = None,
) -> Document:
    text = checked_text(extract.text, name)
    return Document(text, kind, encoding, pages, extract.all_notes, extract.signs)
