"""What repeats at the edges of a PDF's pages: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter

from matcher.documents.pdf_columns import Row, rows_of
from matcher.documents.pdf_glyphs import Piece

#: Furniture stands in this share of the page's height, counted from its upper or lower edge.
_MARGIN = 0.12
#: It stands on this share of the pages, and on at least so many of them.
_REPEATED = 0.6
_MIN_PAGES = 3
#: Lines looked at on each edge of a page.
_EDGE_LINES = 4
_PAGE_OF = re.compile(
    r"[-–—|\s]*(?:page|seite|p\.)\s*\d{1,4}(?:\s*(?:of|/|\||von)\s*\d{1,4})?[-–—|\s]*"
    r"|[-–—|\s]*\d{1,3}\s*(?:of|/|von)\s*\d{1,3}[-–—|\s]*",
    re.IGNORECASE,
)
_BARE = re.compile(r"[-–—|\s]*(\d{1,3})[-–—|\s]*")


def without_furniture(
    pages: list[list[Piece]], heights: list[float]
) -> tuple[list[list[Piece]], bool]:
    """Pages without what repeats at their edges, and whether there was any.

    A line with an e-mail address stays on the first page: it may stand nowhere else.

    Parameters
    ----------
    pages : list of list of Piece
        The pieces of each page.
    heights : list of float
        Of the pages, in points.
    """
    edges = [_edge_rows(pieces, height) for pieces, height in zip(pages, heights, strict=True)]
    seen: Counter[str] = Counter()
    for rows in edges:
        seen.update({_pattern(row) for row in rows})
    many = max(_MIN_PAGES, len(pages) * _REPEATED)
    repeated = {pattern for pattern, count in seen.items() if count >= many}
    kept: list[list[Piece]] = []
    removed = False
    for number, (pieces, rows) in enumerate(zip(pages, edges, strict=True)):
        gone = {
            id(piece)
            for row in rows
            if _is_page_number(row, number, len(pages))
            or (_pattern(row) in repeated and not (number == 0 and "@" in _words(row)))
            for piece in row
        }
        removed = removed or bool(gone)
        kept.append([piece for piece in pieces if id(piece) not in gone])
    return kept, removed


def _edge_rows(pieces: list[Piece], height: float) -> list[Row]:
    low, high = height * _MARGIN, height * (1 - _MARGIN)
    rows = rows_of([piece for piece in pieces if piece.middle < low or piece.middle > high])
    top = [row for row in rows if row[0].middle > high]
    bottom = [row for row in rows if row[0].middle < low]
    return [*top[:_EDGE_LINES], *bottom[-_EDGE_LINES:]]


def _words(row: Row) -> str:
    return " ".join(piece.text for piece in row)


def _pattern(row: Row) -> str:
    """The words of a row without figures, and roughly where it stands."""
    return re.sub(r"\d+", "0", _words(row).lower()) + f"@{round(row[0].middle / 12)}"


def _is_page_number(row: Row, number: int, pages: int) -> bool:
    words = _words(row)
    bare = _BARE.fullmatch(words)
    if bare:
        return int(bare.group(1)) == number + 1 or (pages > 1 and int(bare.group(1)) == number)
    return bool(_PAGE_OF.fullmatch(words))
