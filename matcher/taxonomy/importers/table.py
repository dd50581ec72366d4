"""Published tables as rows with their lines: CSV and TSV of any usual encoding."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InputError

#: Largest table read (bytes); the largest published one has about 20 million.
MAX_BYTES = 200_000_000
#: Longest cell read (characters).
MAX_CELL = 1_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: A header in a message is cut to so many characters.
_SHOWN = 40
_DELIMITERS = "\t,;|"
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header.

    Parameters
    ----------
    source : str
        File, as the user named it.
    header : tuple of str
        Headers as written.
    rows : tuple of (int, tuple of str)
        Line of each row, from 1, and its cells.
    """

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def columns(self, names: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """Positions of columns, found by any of their headers; the first header that is there.

        Examples
        --------
        >>> table = Table("t.csv", ("ID", "Preferred Label"), ())
        >>> table.columns({"name": ("name", "preferredLabel"), "kind": ("kind",)})
        {'name': 1}
        """
        by_key = {header_key(header): i for i, header in reversed(list(enumerate(self.header)))}
        found = {}
        for column, headers in names.items():
            for header in headers:
                if header_key(header) in by_key:
                    found[column] = by_key[header_key(header)]
                    break
        return found

    def records(
        self, names: Mapping[str, Sequence[str]], needed: Sequence[str], by_map: str = ""
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells of each row under our names of the columns; absent ones are empty.

        Where a person can name a missing column, ``by_map`` says how.

        Raises
        ------
        InputError
            If a needed column is missing.
        """
        columns = self.columns(names)
        for column in needed:
            if column not in columns:
                found = "no column " + " or ".join(repr(name) for name in names[column])
                headers = ", ".join(header[:_SHOWN] for header in self.header if header)
                found += f", only {headers[: _SHOWN * 10]}" if headers else ""
                raise InputError(self.source, found, "line 1", by_map)
        for line, cells in self.rows:
            width = len(cells)
            yield (
                line,
                {n: cells[columns[n]] if columns.get(n, width) < width else "" for n in names},
            )


def header_key(header: str) -> str:
    """A header without capitals, spaces and signs.

    Examples
    --------
    >>> header_key("Level 0 preferred term"), header_key("O*NET-SOC Code")
    ('level0preferredterm', 'onetsoccode')
    """
    return "".join(char for char in header.casefold() if char.isalnum())


def clean(cell: str) -> str:
    r"""One line of text, without surrounding or repeated white space.

    Examples
    --------
    >>> clean(" use\xa0 GPS ")
    'use GPS'
    """
    return _SPACES.sub(" ", cell).strip()


def read_table(path: Path) -> Table:
    """Read a table from a file.

    Raises
    ------
    InputError
        If the file cannot be read, is no table, or a cell has no end.
    """
    source = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            found = f"{path.stat().st_size:,} bytes"
            raise InputError(source, found, allowed=f"{MAX_BYTES:,} at most")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror}") from error
    return parse_table(decoded(raw, source), source)


def parse_table(text: str, source: str) -> Table:
    r"""Read a table from its text; the header decides the separator.

    Raises
    ------
    InputError
        If it has no header, or a cell has no end.

    Examples
    --------
    >>> parse_table("id\tname\n1\tGo\n", "t.txt").rows
    ((2, ('1', 'Go')),)
    """
    if "\0" in text:
        raise InputError(source, "no text: it holds zero bytes", allowed="a CSV or TSV file")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = last = 1
    lines = list(io.StringIO(text, newline=""))
    limit = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(lines, delimiter=delimiter)
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append((line, tuple(cells)))
            last, line = line, reader.line_num + 1
        if _never_closed(lines[last - 1 :], delimiter):
            found, allowed = 'a quote (") is opened and never closed', "quotes in pairs"
            raise InputError(source, found, f"line {last}", allowed)
    except csv.Error as error:
        raise InputError(source, f"no table: {error}", f"line {line}") from error
    finally:
        csv.field_size_limit(limit)
    if not rows:
        raise InputError(source, "no table", allowed="a CSV or TSV file with a header")
    (_, header), *body = rows
    return Table(source, tuple(map(clean, header)), tuple(body))


def _never_closed(last_row: list[str], delimiter: str) -> bool:
    """Whether the last row of a table goes on to its end for want of a quote."""
    try:
        list(csv.reader(last_row, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def decoded(raw: bytes, source: str) -> str:
    r"""Text of a file in UTF-8, in UTF-16 or UTF-32 with a mark, or else in Windows-1252.

    Raises
    ------
    InputError
        If a marked encoding is broken.

    Examples
    --------
    >>> decoded("caf\u00e9".encode("cp1252"), "t.csv"), decoded("\ufeffa".encode(), "t.csv")
    ('café', 'a')
    """
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")
    try:
        return raw.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            found = f"byte {error.start} is no {marked.upper()}"
            raise InputError(source, found, allowed="UTF-8 text") from error
    return raw.decode("cp1252", errors="replace")
