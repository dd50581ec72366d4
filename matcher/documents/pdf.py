"""PDF to text in reading order: columns one after the other, page furniture left out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from matcher.documents.document import ALLOWED, MAX_TEXT, Extract, too_long
from matcher.documents.pdf_furniture import without_furniture
from matcher.documents.pdf_glyphs import Piece, pieces_of
from matcher.documents.pdf_hyphens import rejoin_hyphens
from matcher.documents.pdf_layout import page_lines
from matcher.documents.pdf_streams import check_streams
from matcher.errors import InputError

#: Documents of more pages are refused.
MAX_PAGES = 200
#: Share of characters without a meaning from which a text layer cannot be read.
_UNREADABLE = 0.3
_LISTED_PAGES = 10
# PDFium keeps global state and is not safe to use from two threads at once.
_PDFIUM = threading.Lock()


def read_pdf(raw: bytes, source: str, *, page_furniture: bool = False) -> tuple[Extract, int]:
    """Text and number of pages of a PDF.

    Parameters
    ----------
    raw : bytes
        Of the whole file.
    source : str
        For messages.
    page_furniture : bool
        Keep running headers, footers and page numbers.

    Raises
    ------
    InputError
        If it is damaged, encrypted, too long, holds only images, or text without meaning.
    """
    check_streams(raw, source)
    with _PDFIUM:
        read = _read_pages(raw, source)
    pages, hidden_words = read.pieces, read.hidden_words
    notes: list[str] = []
    empty = [number for number, pieces in enumerate(pages, 1) if not pieces]
    if len(empty) == len(pages):
        allowed = "a PDF with a text layer (made by OCR), or its text"
        found = "holds images and no text" if not hidden_words else "holds hidden text alone"
        raise InputError(source, found, allowed=allowed)
    if empty:
        notes.append(f"no text on {_listed(empty)}: images or empty")
    if not page_furniture:
        pages, removed = without_furniture(pages, read.heights)
        notes += ["headers, footers or page numbers were left out"] if removed else []
    texts, columned = [], []
    for number, pieces in enumerate(pages, 1):
        lines, columns = page_lines(pieces)
        texts.append(lines)
        columned += [number] if columns else []
    if columned:
        notes.append(f"columns on {_listed(columned)}, read one after the other")
    text = "\n\n".join("\n".join(rejoin_hyphens(lines)) for lines in texts if lines)
    _check_readable(text, source)
    return Extract(text, tuple(notes), hidden_words, read.pictures > 0), len(pages)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED_PAGES]))
    more = " and more" if len(numbers) > _LISTED_PAGES else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _check_readable(text: str, source: str) -> None:
    odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
    if odd > len(text) * _UNREADABLE:
        found = "its fonts do not say which characters they show"
        raise InputError(source, found, allowed="a PDF whose text can be copied out of it")


def _read_pages(raw: bytes, source: str) -> _Pages:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            allowed = "a PDF without a password"
            raise InputError(source, "is encrypted", allowed=allowed) from error
        raise InputError(source, "is a damaged PDF", allowed=ALLOWED) from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise InputError(source, f"has {count:,} pages", allowed=f"at most {MAX_PAGES}")
        if not count:
            raise InputError(source, "is a damaged PDF, it has no pages", allowed=ALLOWED)
        return _pages(document, count, source)
    finally:
        document.close()


@dataclass(slots=True)
class _Pages:
    """Runs and heights of all pages, words nobody sees, and pages that are pictures."""

    pieces: list[list[Piece]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    hidden_words: int = 0
    pictures: int = 0


def _pages(document: Any, count: int, source: str) -> _Pages:
    import pypdfium2

    pages = _Pages()
    glyphs = 0
    for number in range(count):
        try:
            page = document[number]
            textpage = page.get_textpage()
            glyphs += textpage.count_chars()
            if glyphs > MAX_TEXT:
                raise too_long(source)
            pieces, hidden = pieces_of(page, textpage)
            pages.pieces.append(pieces)
            pages.heights.append(page.get_height())
            pages.hidden_words += hidden
            pages.pictures += not pieces and _has_picture(page)
            textpage.close()
            page.close()
        except pypdfium2.PdfiumError as error:
            raise InputError(source, "is a damaged PDF", f"page {number + 1}", ALLOWED) from error
    return pages


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    return next(iter(pictures), None) is not None
