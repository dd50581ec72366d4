"""Runs of a PDF page in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from matcher.documents.pdf_glyphs import Piece

#: A gutter is at least so wide (points) and stands in the middle part of the page.
_GUTTER = 9.0
_MIDDLE = (0.22, 0.78)
#: Bullets that stand no further apart belong to one column (points).
_SAME_COLUMN = 2.0

Row = list[Piece]


def page_lines(pieces: list[Piece], width: float) -> list[str]:
    """Lines of a page, columns one after the other, paragraphs parted by an empty line."""
    return _joined(_in_reading_order(pieces, width))


def _in_reading_order(pieces: list[Piece], width: float) -> list[Row]:
    """Rows of pieces from top to bottom; columns after each other where a gutter parts them."""
    rows = _rows(pieces)
    gutter = _gutter(pieces, rows, width)
    if gutter is None:
        return _lists_apart(rows)
    ordered: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if any(piece.left < gutter - 1 and piece.right > gutter + 1 for piece in row):
            ordered += [*_lists_apart(left), *_lists_apart(right), row]
            left, right = [], []
            continue
        sides = (
            [p for p in row if p.right <= gutter + 1],
            [p for p in row if p.left >= gutter - 1],
        )
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
    return [*ordered, *_lists_apart(left), *_lists_apart(right)]


def _rows(pieces: list[Piece]) -> list[Row]:
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if rows and abs(rows[-1][0].middle - piece.middle) < max(2.0, piece.height * 0.5):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


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


def _gutter(pieces: list[Piece], rows: list[Row], width: float) -> float | None:
    """Where a vertical band in the middle of the page is free of nearly all text."""
    if len(pieces) < 12:
        return None
    best: tuple[int, float] | None = None
    low, high = int(width * _MIDDLE[0]), int(width * _MIDDLE[1])
    for at in range(low, high, max(4, (high - low) // 200)):
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
    return best[1] if _beside(rows, best[1]) >= 4 else None


def _beside(rows: list[Row], gutter: float) -> int:
    """Rows with running text on both sides: columns, rather than a date behind each heading."""
    count = 0
    for row in rows:
        left = sum(len(p.text) for p in row if p.right <= gutter + 1)
        right = sum(len(p.text) for p in row if p.left >= gutter - 1)
        count += left > 12 and right > 24
    return count


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
