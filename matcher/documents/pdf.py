"""PDF to text in reading order: columns one after the other, page furniture left out."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from matcher.documents.document import ALLOWED, MAX_TEXT
from matcher.errors import InputError

#: Documents of more pages are refused.
MAX_PAGES = 200
#: Lines at the edge of a page that stand on this share of the pages are furniture.
_REPEATED = 0.6
_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?(?:\s*[-–—])?", re.IGNORECASE
)


def pdf_text(raw: bytes, source: str) -> tuple[str, int]:
    """Text and number of pages of a PDF.

    Raises
    ------
    InputError
        If it is damaged, encrypted, too long, or holds only images.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            allowed = "a PDF without a password"
            raise InputError(source, "is encrypted", allowed=allowed) from error
        raise InputError(source, "is a damaged PDF", allowed=ALLOWED) from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise InputError(source, f"has {count:,} pages", allowed=f"{MAX_PAGES} at most")
        pages = _pages(document, count, source)
    finally:
        document.close()
    text = "\n\n".join("\n".join(lines) for lines in _without_furniture(pages))
    if not text.strip():
        raise InputError(
            source, "holds images and no text", allowed="a PDF with a text layer, or its text"
        )
    return text, count


def _pages(document: Any, count: int, source: str) -> list[list[str]]:
    import pypdfium2

    from matcher.documents.pdf_glyphs import pieces_of
    from matcher.documents.pdf_layout import page_lines

    pages: list[list[str]] = []
    glyphs = 0
    for number in range(count):
        try:
            page = document[number]
            textpage = page.get_textpage()
            glyphs += textpage.count_chars()
            if glyphs > MAX_TEXT:
                found = f"holds more than {MAX_TEXT:,} characters"
                raise InputError(source, found, f"page {number + 1}", f"{MAX_TEXT:,} at most")
            pages.append(page_lines(pieces_of(page, textpage), page.get_width()))
        except pypdfium2.PdfiumError as error:
            raise InputError(source, "is a damaged PDF", f"page {number + 1}", ALLOWED) from error
    return pages


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without edge lines that most pages repeat."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_pattern(lines[index]) for index in _edges(lines)})
    repeated = {p for p, n in edges.items() if len(pages) > 2 and n >= len(pages) * _REPEATED}
    kept: list[list[str]] = []
    for lines in pages:
        gone = {
            index
            for index in _edges(lines)
            if _pattern(lines[index]) in repeated or _PAGE_NUMBER.fullmatch(lines[index].strip())
        }
        kept.append([line for index, line in enumerate(lines) if index not in gone])
    return kept


def _edges(lines: list[str]) -> set[int]:
    """Places of the first and the last filled lines of a page."""
    filled = [index for index, line in enumerate(lines) if line]
    return {*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]}


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip().lower())
