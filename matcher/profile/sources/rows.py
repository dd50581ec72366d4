"""What every source gives: rows of cells under a header, or résumés."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from matcher.model import SetAside

#: A cell may be this long (characters).
MAX_CELL = 10 * 1024 * 1024
#: A table may have so many columns; more are a mistake of whoever wrote it.
MAX_COLUMNS = 2_000
#: Field of a :class:`SetAside` that is a file, or all of one résumé.
FILE = "file"
#: What CANDIDATES may be, for messages.
ALLOWED = (
    "a table (CSV, TSV, XLSX, Parquet, JSON lines), a résumé (PDF, DOCX, text, Markdown, HTML, "
    "e-mail, JSON Resume), or a folder or ZIP of résumés"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with as many cells as the header.

    Parameters
    ----------
    number : int
        Of the data rows, from 1; empty rows have none.
    place : str
        Where it stands in the file, for messages: ``line 7``.
    cells : tuple of str
        Their texts.
    """

    number: int
    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, and why; ``cells`` are those that could be told apart."""

    number: int
    place: str
    error: str
    cells: tuple[str, ...] = ()


@runtime_checkable
class Table(Protocol):
    """A table whose header is known and whose rows are read as they are asked for.

    ``empty_rows`` counts the rows without any text that :meth:`rows` skipped so far; ``notes``
    say what a person should know, and are complete when the last row was read.
    """

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns as written."""
        ...

    @property
    def empty_rows(self) -> int:
        """Rows skipped so far."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the reading."""
        ...

    def rows(self) -> Iterator[Row | BadRow]:
        """All rows behind the header, good and bad, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Resume:
    """One candidate that is a file or an object of its own.

    Parameters
    ----------
    number : int
        Its place among those of the source, from 1.
    candidate_id : str
        Path within the source, or what the object says.
    texts : mapping of str to str
        By field of the profile.
    carried : mapping of str to str
        What travels along unread.
    signs : mapping of str to sequence of str
        By field, what its document says of itself (``Document.signs``).
    """

    number: int
    candidate_id: str
    texts: Mapping[str, str]
    carried: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Resumes(Protocol):
    """Résumés that are read as they are asked for; what cannot be read is set aside."""

    @property
    def uses(self) -> dict[str, str]:
        """What each carried header identifies, or ``carried``."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know; complete when the last résumé was read."""
        ...

    def describe(self) -> str:
        """One line for the log: what is read."""
        ...

    def __iter__(self) -> Iterator[Resume | SetAside]:
        """All résumés in their order."""
        ...


def wrong_cells(cells: Sequence[str]) -> str:
    r"""What is wrong with the texts of a row, or nothing.

    Examples
    --------
    >>> wrong_cells(["Java", "a\0b"]), wrong_cells(["Java"])
    ('cell 2 holds a NUL byte', '')
    """
    for number, cell in enumerate(cells, 1):
        if "\0" in cell:
            return f"cell {number} holds a NUL byte"
        if len(cell) > MAX_CELL:
            return f"cell {number} has over {MAX_CELL // 1024**2} MB"
    return ""


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """A header without the blanks around its names and the empty cells at its end.

    Examples
    --------
    >>> trimmed([" id", "cv ", "", " "])
    ('id', 'cv')
    """
    kept = [cell.strip().lstrip("\ufeff") for cell in cells]
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return tuple(kept)
