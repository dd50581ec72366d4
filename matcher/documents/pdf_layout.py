"""Runs of a PDF page in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from matcher.documents.pdf_columns import Row, rows_of, zones_of
from matcher.documents.pdf_glyphs import Piece

#: Bullets that stand no further apart belong to one column (points).
_SAME_COLUMN = 2.0


def page_lines(pieces: list[Piece]) -> tuple[list[str], bool]:
    """Lines of a page, paragraphs parted by an empty line, and whether it has columns.

    Parameters
    ----------
    pieces : list of Piece
        In any order.
    """
    columns = any(zone.right for zone in zones_of(pieces))
    return _joined(_in_reading_order(pieces)), columns


def _in_reading_order(pieces: list[Piece], depth: int = 0) -> list[Row]:
    """Rows from top to bottom; columns after each other where a gutter parts them."""
    ordered: list[Row] = []
    for zone in zones_of(pieces, depth):
        if zone.right:
            ordered += _in_reading_order(zone.left, depth + 1)
            ordered += _in_reading_order(zone.right, depth + 1)
        else:
            ordered += _lists_apart(rows_of(zone.left))
    return ordered


def _lists_apart(rows: list[Row]) -> list[Row]:
    """Bulleted lists that stand beside each other, one after the other."""
    ordered: list[Row] = []
    at = 0
    while at < len(rows):
        end, second = _beside_list(rows, at)
        if end == at:
            ordered.append(rows[at])
            at += 1
            continue
        block = rows[at:end]
        for part in (
            [[p for p in row if p.left < second] for row in block],
            [[p for p in row if p.left >= second] for row in block],
        ):
            ordered += [row for row in part if row]
        at = end
    return ordered


def _beside_list(rows: list[Row], start: int) -> tuple[int, float]:
    """End of the block of two bulleted lists that starts here, and where the second begins."""
    starts = [piece.left for piece in rows[start] if piece.has_bullet]
    ahead = [p.left for row in rows[start + 1 : start + 3] for p in row if p.has_bullet]
    columns = sorted({round(left) for left in (*starts, *ahead)})
    if not starts or not columns or columns[-1] - columns[0] < 60:
        return start, 0.0
    first, second = columns[0], columns[-1] - _SAME_COLUMN
    end, pairs = start, 0
    for row in rows[start:]:
        crosses = any(p.left < second < p.right for p in row)
        outside = any(p.left < first - _SAME_COLUMN for p in row)
        third = any(p.has_bullet and p.left > second + 60 for p in row)
        if crosses or outside or third:
            break
        end += 1
        pairs += any(p.has_bullet and p.left >= second for p in row)
    while end > start and not any(p.left >= second for p in rows[end - 1]):
        end -= 1
    return (end, second) if pairs > 1 else (start, 0.0)


def _joined(rows: Iterable[Row]) -> list[str]:
    lines: list[str] = []
    last: Piece | None = None
    for row in rows:
        line = row[0].text
        for before, piece in pairwise(row):
            apart = piece.left - before.right
            line += ("  " if apart > 12 else " " if apart > 0.8 else "") + piece.text
        if last is not None:
            far = last.bottom - row[0].top > last.height * 0.9
            if far or row[0].bottom > last.top:
                lines.append("")
        lines.append(line)
        last = row[0]
    return lines
