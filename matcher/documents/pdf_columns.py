"""Columns of a PDF page: gutters that only full-width text crosses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from matcher.documents.pdf_glyphs import Piece

#: A gutter is at least so wide, and left edges of a column vary at most so much (points).
_GUTTER = 8.0
_EDGE = 2.0
#: Gutters tried on a page, and pieces up to which columns are looked for.
_MAX_TRIES = 40
_MAX_PIECES = 20_000
#: A column has at least so many lines, and columns stand within each other at most so deep.
_MIN_LINES = 3
_MAX_DEPTH = 3
#: Share of the shorter side's lines that stand level with the other side's: a table, not columns.
_LEVEL = 0.8
#: Share of the shorter side's lines that are dates: the margin of a career, not a column.
_DATED = 0.5
#: Lines no further apart than this (in heights) follow each other closely.
_CLOSE = 1.9
#: Cells of a table are mostly shorter, lines of a column mostly longer; dates are shorter than
#: the other (characters).
_CELL = 20
_LONGEST_DATE = 28
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}/\d\d|present|current|today|now\b", re.IGNORECASE)

Row = list[Piece]


@dataclass(slots=True)
class Zone:
    """Pieces between two full-width blocks; ``right`` is empty where they are no columns."""

    left: list[Piece]
    right: list[Piece]


def rows_of(pieces: list[Piece]) -> list[Row]:
    """Pieces that stand level, from top to bottom, each row from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if rows and abs(rows[-1][0].middle - piece.middle) < max(2.0, piece.height * 0.5):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def zones_of(pieces: list[Piece], depth: int = 0) -> list[Zone]:
    """Zones from top to bottom; a single one without columns where there is no gutter.

    Parameters
    ----------
    pieces : list of Piece
        Of a page, or of a column.
    depth : int
        In how many columns these pieces stand already.
    """
    if len(pieces) < 2 * _MIN_LINES or len(pieces) > _MAX_PIECES or depth >= _MAX_DEPTH:
        return [Zone(pieces, [])]
    best, best_gain = [Zone(pieces, [])], 0
    for start in _column_starts(pieces):
        zones = _split(pieces, start)
        gain = sum(min(_size(zone.left), _size(zone.right)) for zone in zones)
        if gain > best_gain:
            best, best_gain = zones, gain
    return best


def _column_starts(pieces: list[Piece]) -> list[float]:
    """Left edges that several pieces share, the most frequent first."""
    edges = Counter(round(piece.left) for piece in pieces)
    near = {edge: sum(edges[edge + by] for by in (-1, 0, 1)) for edge in edges}
    first = min(edges)
    shared = [edge for edge, count in near.items() if count >= _MIN_LINES and edge > first]
    return [edge - _EDGE / 2 for edge in sorted(shared, key=lambda e: -near[e])[:_MAX_TRIES]]


def _size(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _split(pieces: list[Piece], start: float) -> list[Zone]:
    """Zones for a gutter that ends at ``start``; text across it belongs to no column."""
    across = [p for p in pieces if p.left < start - 0.1 and p.right > start - _GUTTER + _EDGE]
    heights = sorted(piece.middle for piece in across)
    between: dict[int, list[Piece]] = {}
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        at = bisect_left(heights, piece.middle)
        level = [
            index
            for index in (at - 1, at)
            if 0 <= index < len(heights) and abs(heights[index] - piece.middle) < piece.height * 0.4
        ]
        if level:
            rows.setdefault(level[0], []).append(piece)
        else:
            between.setdefault(at, []).append(piece)
    zones: list[Zone] = []
    for at in range(len(heights), -1, -1):
        if at in between:
            left = [p for p in between[at] if p.left < start - 0.1]
            right = [p for p in between[at] if p.left >= start - 0.1]
            zones.append(Zone(left, right) if _is_columns(left, right) else Zone(between[at], []))
        if at - 1 in rows:
            zones.append(Zone(rows[at - 1], []))
    return _merged(zones)


def _merged(zones: list[Zone]) -> list[Zone]:
    """Zones without columns that follow each other are one."""
    merged: list[Zone] = []
    for zone in zones:
        if merged and not zone.right and not merged[-1].right:
            merged[-1] = Zone([*merged[-1].left, *zone.left], [])
        else:
            merged.append(zone)
    return merged


def _is_columns(left: list[Piece], right: list[Piece]) -> bool:
    """Whether two sides are read one after the other, rather than line by line."""
    sides = sorted((rows_of(left), rows_of(right)), key=len)
    short, long = sides
    if len(short) < _MIN_LINES:
        return False
    if _share(short, _is_dated) >= _DATED or _is_list(rows_of(right)):
        return False
    middles = sorted(row[0].middle for row in long)
    level = sum(_is_level(row[0], middles) for row in short) / len(short)
    if level < _LEVEL:
        return True
    if _closeness(short) < 0.5:
        return False
    if len(short) < 0.6 * len(long):
        return True
    return all(_share(rows, _is_long) >= 0.4 for rows in sides)


def _is_list(rows: list[Row]) -> bool:
    """Whether rows are one bulleted list: the layout of lists beside each other sees to those."""
    if not rows[0][0].has_bullet:
        return False
    return all(
        below[0].has_bullet or _apart(above, below) < _CLOSE for above, below in pairwise(rows)
    )


def _apart(above: Row, below: Row) -> float:
    """Distance of two rows, in heights of the upper one."""
    return (above[0].middle - below[0].middle) / above[0].height


def _share(rows: list[Row], test: Callable[[Row], bool]) -> float:
    return sum(test(row) for row in rows) / len(rows)


def _is_dated(row: Row) -> bool:
    text = " ".join(piece.text for piece in row)
    return len(text) < _LONGEST_DATE and bool(_DATE.search(text))


def _is_long(row: Row) -> bool:
    return _size(row) > _CELL


def _is_level(piece: Piece, middles: list[float]) -> bool:
    at = bisect_left(middles, piece.middle)
    return any(
        abs(middles[index] - piece.middle) < piece.height * 0.25
        for index in (at - 1, at)
        if 0 <= index < len(middles)
    )


def _closeness(rows: list[Row]) -> float:
    """Share of lines that follow closely on the one above."""
    gaps = [_apart(above, below) for above, below in pairwise(rows)]
    return sum(gap < _CLOSE for gap in gaps) / max(1, len(gaps))
