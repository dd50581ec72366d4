"""PDF to text in reading order: columns one after the other, page furniture left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matcher.documents.document import ALLOWED, MAX_TEXT
from matcher.errors import InputError

#: Documents of more pages are refused.
MAX_PAGES = 200
#: A gutter is at least so wide (points) and stands in the middle part of the page.
_GUTTER = 9.0
#: Characters further apart on a line belong to different runs (points).
_WIDE_GAP = 11.0
#: A gap of this share of the line's height parts two words, whether or not a space is drawn.
_WORD_GAP = 0.14
_MIDDLE = (0.22, 0.78)
#: Lines at the edge of a page that stand on this share of the pages are furniture.
_REPEATED = 0.6
_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


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
        why = "is encrypted" if "password" in str(error).lower() else "is a damaged PDF"
        raise InputError(source, why, allowed="a PDF without a password") from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise InputError(source, f"has {count:,} pages", allowed=f"{MAX_PAGES} at most")
        pages = [_page_lines(document, number, source) for number in range(count)]
    finally:
        document.close()
    text = "\n\n".join("\n".join(lines) for lines in _without_furniture(pages))
    if not text.strip():
        raise InputError(
            source, "holds images and no text", allowed="a PDF with a text layer, or its text"
        )
    return text, count


def _page_lines(document: Any, number: int, source: str) -> list[str]:
    import pypdfium2

    try:
        page = document[number]
        pieces = _pieces(page.get_textpage())
        width = page.get_width()
    except pypdfium2.PdfiumError as error:
        raise InputError(source, "is a damaged PDF", f"page {number + 1}", ALLOWED) from error
    return _joined(_in_reading_order(pieces, width))


def _pieces(textpage: Any) -> list[_Piece]:
    """Runs of characters on one line without a wide gap, with their boxes in points."""
    text = textpage.get_text_range()
    count = min(textpage.count_chars(), len(text), MAX_TEXT)
    found: list[_Piece] = []
    run = _Run()
    for index in range(count):
        char = text[index]
        if char in "\r\n":
            run.end(found)
        elif char.isspace():
            run.chars.append(" ")
        else:
            left, _, right, _ = textpage.get_charbox(index)
            _, bottom, _, top = textpage.get_charbox(index, loose=True)
            run.add("-" if char in "\x02\ufffe" else char, left, bottom, right, top, found)
    run.end(found)
    return found


class _Run:
    """Characters of one line that stand close together."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.left = self.bottom = self.right = self.top = 0.0
        self.empty = True

    def add(
        self,
        char: str,
        left: float,
        bottom: float,
        right: float,
        top: float,
        found: list[_Piece],
    ) -> None:
        height = max(top - bottom, 1.0)
        if not self.empty:
            apart = left - self.right
            jump = abs(bottom - self.bottom) > height * 0.8 or apart < -height * 4
            if jump or apart > max(_WIDE_GAP, height):
                self.end(found)
            elif apart > height * _WORD_GAP and self.chars[-1] != " ":
                self.chars.append(" ")
        if self.empty:
            self.left, self.bottom, self.top, self.empty = left, bottom, top, False
        self.right = right
        self.chars.append(char)

    def end(self, found: list[_Piece]) -> None:
        text = " ".join("".join(self.chars).split())
        if text and not self.empty:
            found.append(_Piece(self.left, self.bottom, self.right, self.top, text))
        self.chars.clear()
        self.empty = True


def _in_reading_order(pieces: list[_Piece], width: float) -> list[list[_Piece]]:
    """Rows of pieces from top to bottom; columns after each other where a gutter parts them."""
    rows = _rows(pieces)
    gutter = _gutter(pieces, width)
    if gutter is None:
        return rows
    ordered: list[list[_Piece]] = []
    left: list[list[_Piece]] = []
    right: list[list[_Piece]] = []
    for row in rows:
        if any(piece.left < gutter - 1 and piece.right > gutter + 1 for piece in row):
            ordered += [*left, *right, row]
            left, right = [], []
            continue
        sides = (
            [p for p in row if p.right <= gutter + 1],
            [p for p in row if p.left >= gutter - 1],
        )
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    return [*ordered, *left, *right]


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        height = piece.top - piece.bottom
        if rows and abs(rows[-1][0].middle - piece.middle) < max(2.0, height * 0.5):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _gutter(pieces: list[_Piece], width: float) -> float | None:
    """Where a vertical band in the middle of the page is free of nearly all text."""
    if len(pieces) < 12:
        return None
    best: tuple[int, float] | None = None
    low, high = int(width * _MIDDLE[0]), int(width * _MIDDLE[1])
    for at in range(low, high, 4):
        crossing = sum(p.left < at + _GUTTER / 2 and p.right > at - _GUTTER / 2 for p in pieces)
        before = sum(p.right <= at - _GUTTER / 2 for p in pieces)
        behind = len(pieces) - crossing - before
        lonely = min(before, behind) < max(5, len(pieces) * 0.15)
        if lonely or crossing > len(pieces) * 0.12:
            continue
        if best is None or crossing < best[0]:
            best = (crossing, float(at))
    if best is None:
        return None
    beside = _beside(pieces, best[1])
    return best[1] if beside >= 4 else None


def _beside(pieces: list[_Piece], gutter: float) -> int:
    """Rows with running text on both sides: columns, rather than a date behind each heading."""
    count = 0
    for row in _rows(pieces):
        left = sum(len(p.text) for p in row if p.right <= gutter + 1)
        right = sum(len(p.text) for p in row if p.left >= gutter - 1)
        count += left > 12 and right > 24
    return count


def _joined(rows: Iterable[list[_Piece]]) -> list[str]:
    lines: list[str] = []
    last: _Piece | None = None
    for row in rows:
        line = row[0].text
        for before, piece in pairwise(row):
            apart = piece.left - before.right
            line += ("  " if apart > 12 else " " if apart > 0.8 else "") + piece.text
        if last is not None:
            height = last.top - last.bottom
            if last.bottom - row[0].top > height * 0.9 or row[0].bottom > last.top:
                lines.append("")
        lines.append(line)
        last = row[0]
    return lines


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without edge lines that most pages repeat."""
    edges: Counter[str] = Counter()
    for lines in pages:
        filled = [line for line in lines if line]
        edges.update({_pattern(x) for x in (*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:])})
    repeated = {p for p, n in edges.items() if len(pages) > 2 and n >= len(pages) * _REPEATED}
    return [
        [
            line
            for line in lines
            if not (_PAGE_NUMBER.fullmatch(line.strip()) or (line and _pattern(line) in repeated))
        ]
        for lines in pages
    ]


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip().lower())
