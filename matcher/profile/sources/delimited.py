"""Read delimited text tables row by row, with every row accounted for.

Python's ``csv`` module parses; this module watches it: which lines a row came from, whether a
quote was opened and never closed, whether a row has the header's number of cells.  What cannot be
used is set aside with its row, its line and the reason, and reading goes on behind it.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.errors import InputError
from matcher.profile.columns import known_headers
from matcher.profile.sources.rows import MAX_CELL, BadRow, Row, trimmed, wrong_cells
from matcher.profile.sources.text_file import TextFile

#: Lines kept to find back after a quote that is never closed; more are read again.
MAX_KEPT = 4 * MAX_CELL
#: Lines of one row looked through for the place where whole rows begin again.
RESYNC_LINES = 400

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 20
#: A first line that is longer is prose (characters).
_LONGEST_HEADER = 10_000


@dataclass(slots=True)
class DelimitedTable:
    r"""A text table whose header is known.

    ``empty_rows`` counts the empty rows that :meth:`rows` skipped so far; they have no number.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from matcher.profile.sources.text_file import text_file
    >>> from matcher.profile.sources.unpacked import unpacked
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "list.csv")
    ...     _ = path.write_text("id;cv\nk1;Java\n\nk2\n", encoding="utf-8")
    ...     with unpacked(str(path)) as found:
    ...         table = read_table(text_file(found, "a table"))
    ...         rows = list(table.rows())
    >>> rows[0].cells, rows[1].error, table.empty_rows
    (('k1', 'Java'), 'row has 1 cell where the header has 2', 1)
    """

    file: TextFile
    delimiter: str
    header: tuple[str, ...]
    first_line: int
    empty_rows: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """How the text was decoded, where that was out of the ordinary."""
        return self.file.encoding.notes

    def rows(self) -> Iterator[Row | BadRow]:
        """All rows behind the header, good and bad, in their order."""
        self.empty_rows = 0
        number = 0
        records = _Records(self.file, self.delimiter, self.first_line, len(self.header))
        for line, cells, error in records:
            if not error and not any(cell.strip() for cell in cells):
                self.empty_rows += 1
                continue
            number += 1
            error = error or _wrong_width(cells, len(self.header)) or wrong_cells(cells)
            if error:
                yield BadRow(number, f"line {line}", error, tuple(cells))
            else:
                yield Row(number, f"line {line}", tuple(cells[: len(self.header)]))
        if self.file.break_off:
            yield BadRow(number + 1, f"line {records.line + 1}", self.file.break_off)


def read_table(file: TextFile) -> DelimitedTable:
    """Find a table's delimiter and header.

    Raises
    ------
    InputError
        If the first line cannot be read as cells.
    """
    sample = file.sample()
    skipped, delimiter = 0, ""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        skipped, delimiter = 1, first[4]
    while sample and not sample.split("\n", 1)[0].strip():
        sample = sample.partition("\n")[2]
        skipped += 1
    delimiter = delimiter or _delimiter(sample)
    records = _Records(file, delimiter, skipped, 0)
    for line, cells, error in records:
        if error:
            raise InputError(file.source, error, f"line {line}", "a header of column names")
        return DelimitedTable(file, delimiter, trimmed(cells), records.line)
    raise InputError(file.source, "has no rows", allowed="a header of column names, then rows")


def looks_like_table(sample: str) -> bool:
    r"""Whether a text of any name is a table: two known headers, rows below as wide as they.

    Examples
    --------
    >>> looks_like_table("id;cv\nk1;Java\n"), looks_like_table("Summary\n\nNurse, wards\n")
    (True, False)
    """
    text = sample.lstrip()
    first = text.split("\n", 1)[0]
    if len(first) > _LONGEST_HEADER or not any(sign in first for sign in DELIMITERS):
        return False
    rows = _sample_rows(text, _delimiter(text))
    if len(rows) < 2 or known_headers(rows[0]) < 2:
        return False
    even = sum(len(row) == len(rows[0]) for row in rows[1:])
    return even * 2 > len(rows) - 1


def _delimiter(sample: str) -> str:
    """The delimiter under which most headers are known and most rows are as wide as the header."""
    best, best_score = ",", (-1.0, -1.0, -1.0)
    for delimiter in DELIMITERS:
        rows = _sample_rows(sample, delimiter)
        if not rows:
            continue
        width = len(rows[0])
        even = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
        score = (float(known_headers(rows[0])), even, float(width))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return rows[:-1] if len(rows) > 2 else rows


def _wrong_width(cells: Sequence[str], width: int) -> str:
    extra = cells[width:]
    if len(cells) < width or any(cell.strip() for cell in extra):
        count = f"{len(cells)} cell" + ("" if len(cells) == 1 else "s")
        return f"row has {count} where the header has {width}"
    return ""


class _Records:
    """Records of a file with the line each begins on, and the way back after a broken quote."""

    def __init__(self, file: TextFile, delimiter: str, skip: int, width: int) -> None:
        self._file = file
        self._delimiter = delimiter
        self._width = width
        self._lines = file.lines(skip)
        self._again: deque[str] = deque()
        self._used: list[str] = []
        self._size = 0
        self._dropped = False
        self.line = skip

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        limit = csv.field_size_limit(MAX_CELL + 1)
        try:
            while True:
                record = self._next()
                if record is None:
                    return
                csv.field_size_limit(limit)
                yield record
                csv.field_size_limit(MAX_CELL + 1)
        finally:
            csv.field_size_limit(limit)

    def _feed(self) -> Iterator[str]:
        """Lines for the parser, remembered until the record is done."""
        while True:
            line = self._again.popleft() if self._again else next(self._lines, "")
            if not line:
                return
            self.line += 1
            self._size += len(line)
            if self._size <= MAX_KEPT:
                self._used.append(line)
            else:
                self._dropped = True
            yield line

    def _next(self) -> tuple[int, list[str], str] | None:
        self._used, self._size, self._dropped = [], 0, False
        first = self.line + 1
        feed = self._feed()
        try:
            cells = next(csv.reader(feed, delimiter=self._delimiter, strict=True), None)
        except csv.Error as error:
            return self._broken(first, str(error), feed)
        if cells is None:
            return None
        if len(self._used) > 1 and self._width and len(cells) != self._width:
            again = self._resync()
            if again:
                self._rewind(first, again)
                return first, [], _UNCLOSED
        return first, cells, ""

    def _broken(self, first: int, reason: str, feed: Iterator[str]) -> tuple[int, list[str], str]:
        """Make the best of a record that the strict parser refuses."""
        if "larger than field limit" in reason:
            while sum(line.count('"') for line in self._used) % 2 and next(feed, ""):
                continue
            if not sum(line.count('"') for line in self._used) % 2:
                return first, [], f"a cell has over {MAX_CELL // 1024**2} MB"
        elif len(self._used) == 1:
            cells = self._lenient()
            if cells is not None:
                return first, cells, ""
        again = self._resync()
        if not again and "unexpected end" not in reason:
            cells = self._lenient()
            if cells is not None:
                return first, cells, ""
        self._rewind(first, again or self.line - first + 1)
        return first, [], _UNCLOSED

    def _lenient(self) -> list[str] | None:
        """The record as a spreadsheet would read it: stray quotes are text."""
        try:
            rows = list(csv.reader(self._used, delimiter=self._delimiter))
        except csv.Error:
            return None
        fits = len(rows) == 1 and (not self._width or len(rows[0]) == self._width)
        return rows[0] if fits and self._used[0].count('"') % 2 == 0 else None

    def _resync(self) -> int:
        """How many lines the broken record has before a line that is a whole row; 0 if none is."""
        for count in range(1, min(len(self._used), RESYNC_LINES)):
            try:
                rows = csv.reader(
                    self._used[count : count + RESYNC_LINES],
                    delimiter=self._delimiter,
                    strict=True,
                )
                cells = next(rows, [])
            except csv.Error:
                continue
            if len(cells) == self._width > 1:
                return count
        return 0

    def _rewind(self, first: int, used: int) -> None:
        """Go back to the line ``used`` lines behind the record's first."""
        if self.line == first - 1 + used:
            return
        if self._dropped:
            self._again.clear()
            self._lines = self._file.lines(first - 1 + used)
        else:
            self._again.extendleft(reversed(self._used[used:]))
        self.line = first - 1 + used


_UNCLOSED = 'a quote (") is opened and never closed; double it or close it'
