"""Candidates of any source: each becomes a profile or is set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Protocol

from matcher.errors import InputError
from matcher.model import Candidate, SetAside
from matcher.profile.columns import ID_COLUMN, Columns, name_headers, recognise
from matcher.profile.guess import SAMPLE_ROWS, skill_names
from matcher.profile.reader import ProfileLookedAt, ProfileReader, read_profile, reader_for
from matcher.profile.seen import SeenIds
from matcher.profile.sources import BadRow, Resumes, Row, Table, open_source
from matcher.taxonomy.taxonomy import Taxonomy

__all__ = [
    "CandidateList",
    "CandidateSource",
    "ResumeCandidates",
    "TableCandidates",
    "Unread",
    "iter_candidates",
    "open_candidates",
    "read_candidates",
    "read_profile",
    "table_candidates",
]


@dataclass(frozen=True, slots=True)
class CandidateList:
    """All candidates of one source, read at once.

    Parameters
    ----------
    source : str
        As the user named it.
    uses : dict of str to str
        What each header was read as.
    candidates : tuple of Candidate
        In the order of the rows or files.
    set_aside : tuple of SetAside
        What could not be read, in its order.
    empty_rows : int
        Rows without any text, which are neither.
    """

    source: str
    uses: dict[str, str]
    candidates: tuple[Candidate, ...]
    set_aside: tuple[SetAside, ...]
    empty_rows: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A candidate as it stands in a source: everything that reading it takes, and nothing else.

    Parameters
    ----------
    candidate_id : str
        As given, or ``row-N``.
    row : int or None
        Its place among the rows or files of the source, from 1; None where there is no order.
    texts : mapping of str to str
        By field of the profile.
    names : tuple of str
        The candidate's name, where the source has it.
    carried : dict of str to str
        What travels along unread.
    signs : mapping of str to sequence of str
        By field, what its document says of itself.
    """

    candidate_id: str
    row: int | None
    texts: Mapping[str, str]
    names: tuple[str, ...]
    carried: dict[str, str]
    signs: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def read(self, reader: ProfileReader) -> Candidate:
        """The candidate with what its texts show."""
        return self.read_on(reader, self.look(reader))

    def look(self, reader: ProfileReader) -> ProfileLookedAt:
        """The first part of :meth:`read`: its texts cut into parts."""
        return reader.look(self.candidate_id, self.texts, self.names, signs=self.signs)

    def read_on(self, reader: ProfileReader, begun: ProfileLookedAt) -> Candidate:
        """The rest of :meth:`read`."""
        return Candidate(reader.read_on(begun), self.row, self.carried)


class CandidateSource(Protocol):
    """Candidates of one source, and what a person should know of its reading.

    Iterating yields, once, a :class:`Candidate` or a :class:`SetAside` for each of them.
    """

    @property
    def source(self) -> str:
        """As the user named it."""
        ...

    @property
    def uses(self) -> dict[str, str]:
        """What each header was recognised as."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the reading; complete behind the last candidate."""
        ...

    @property
    def empty_rows(self) -> int:
        """Rows without any text, skipped so far."""
        ...

    def describe(self) -> str:
        """One line for the log: what is read as what."""
        ...

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        """All of them in their order."""
        ...


@dataclass(slots=True)
class TableCandidates:
    """The candidates of a table, read row by row; see :class:`CandidateSource`."""

    source: str
    columns: Columns
    table: Table
    rows: Iterator[Row | BadRow]
    reader: ProfileReader

    @property
    def uses(self) -> dict[str, str]:
        """What each header was recognised as."""
        return self.columns.uses()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the reading; complete behind the last row."""
        return self.table.notes

    @property
    def empty_rows(self) -> int:
        """Rows without any text, skipped so far."""
        return self.table.empty_rows

    def describe(self) -> str:
        """One line for the log: what is read as what."""
        return self.columns.describe()

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        return _read(self.unread(), self.reader)

    def unread(self) -> Iterator[Unread | SetAside]:
        """All of them in their order, before their texts are read."""
        seen = SeenIds()
        for row in self.rows:
            yield self._outcome(row, seen)

    def _outcome(self, row: Row | BadRow, seen: SeenIds) -> Unread | SetAside:
        candidate_id = self._candidate_id(row)
        if isinstance(row, BadRow):
            known = candidate_id if ID_COLUMN in self.columns.read and row.cells else None
            return SetAside(row.number, known, "row", f"{row.place}: {row.error}")
        if first := seen.first_row(candidate_id, row.number):
            error = f"{row.place}: {_taken(candidate_id, first)}"
            return SetAside(row.number, candidate_id, ID_COLUMN, error)
        texts = {
            column: row.cells[index]
            for column, index in self.columns.read.items()
            if column != ID_COLUMN
        }
        carried = {self.columns.header[i]: row.cells[i] for i in self.columns.carried}
        names = tuple(carried[header] for header in self.columns.names)
        return Unread(candidate_id, row.number, texts, names, carried)

    def _candidate_id(self, row: Row | BadRow) -> str:
        index = self.columns.read.get(ID_COLUMN)
        given = row.cells[index].strip() if index is not None and index < len(row.cells) else ""
        return given or f"row-{row.number}"


@dataclass(slots=True)
class ResumeCandidates:
    """The candidates of résumé files or JSON Resumes, read one at a time."""

    source: str
    resumes: Resumes
    reader: ProfileReader

    @property
    def uses(self) -> dict[str, str]:
        """What each carried value identifies, or "carried"."""
        return self.resumes.uses

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the reading; complete behind the last résumé."""
        return self.resumes.notes

    @property
    def empty_rows(self) -> int:
        """None: a résumé without text is set aside."""
        return 0

    def describe(self) -> str:
        """One line for the log: what is read."""
        return self.resumes.describe()

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        return _read(self.unread(), self.reader)

    def unread(self) -> Iterator[Unread | SetAside]:
        """All of them in their order, before their texts are read."""
        seen = SeenIds()
        for item in self.resumes:
            if isinstance(item, SetAside):
                yield item
            elif first := seen.first_row(item.candidate_id, item.number):
                error = _taken(item.candidate_id, first)
                yield SetAside(item.number, item.candidate_id, ID_COLUMN, error)
            else:
                carried = dict(item.carried)
                names = tuple(carried[h] for h in name_headers(self.uses) if h in carried)
                yield Unread(item.candidate_id, item.number, item.texts, names, carried, item.signs)


def _read(
    outcomes: Iterator[Unread | SetAside], reader: ProfileReader
) -> Iterator[Candidate | SetAside]:
    return (each.read(reader) if isinstance(each, Unread) else each for each in outcomes)


def _taken(candidate_id: str, first: int) -> str:
    return f"id {candidate_id!r} stands already in row {first}"


@contextmanager
def open_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> Iterator[TableCandidates | ResumeCandidates]:
    """Open candidates of any kind for reading one by one, in constant memory.

    Parameters
    ----------
    source : str
        A table (CSV, TSV, XLSX, Parquet, JSON lines), a résumé, a folder or ZIP of résumés, or
        ``-`` for standard input; see ``docs/profiles.md``.
    taxonomy : Taxonomy
        Skills to look for.
    mapping : mapping of str to str, optional
        Header by column, ``{"resume": "Resume_str"}``, before what is recognised.

    Raises
    ------
    InputError
        If the whole of it cannot be used: unreadable, empty, damaged, of no known format; a table
        without a header, or without a column that holds text.
    """
    with open_source(source, mapping) as found:
        if isinstance(found, Table):
            yield table_candidates(found, source, taxonomy, mapping)
        elif mapping:
            words = "--map names columns, and résumés have none"
            raise InputError(source, words, allowed="a table")
        else:
            yield ResumeCandidates(source, found, reader_for(taxonomy))


def table_candidates(
    table: Table, source: str, taxonomy: Taxonomy, mapping: Mapping[str, str] | None = None
) -> TableCandidates:
    """The candidates of a table whose columns are recognised by name, and by their first rows.

    Parameters
    ----------
    table : Table
        Rows under a header; read as candidates are asked for.
    source : str
        What it is called in messages.
    taxonomy, mapping
        As for :func:`open_candidates`.

    Raises
    ------
    InputError
        If it has no header, or no column that holds text.
    """
    rows = table.rows()
    first = list(islice(rows, SAMPLE_ROWS))
    columns = recognise(
        table.header,
        source,
        mapping,
        rows=[row.cells for row in first if isinstance(row, Row)],
        is_skill=skill_names(taxonomy),
    )
    return TableCandidates(source, columns, table, chain(first, rows), reader_for(taxonomy))


def iter_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> Iterator[Candidate | SetAside]:
    """Candidates of a source one by one, in constant memory; see :func:`open_candidates`."""
    with open_candidates(source, taxonomy, mapping=mapping) as candidates:
        yield from candidates


def read_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> CandidateList:
    r"""Read a whole source; see :func:`open_candidates`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "list.csv")
    ...     _ = path.write_text("Candidate ID,CV,E-Mail\nk1,Java,a@b.org\nk1,Go,c@b.org\n")
    ...     found = read_candidates(str(path), Taxonomy([], "sha256:0"))
    >>> [c.profile.candidate_id for c in found.candidates], found.candidates[0].carried
    (['k1'], {'E-Mail': 'a@b.org'})
    >>> found.set_aside[0].error
    "line 3: id 'k1' stands already in row 1"
    """
    candidates: list[Candidate] = []
    set_aside: list[SetAside] = []
    with open_candidates(source, taxonomy, mapping=mapping) as opened:
        for outcome in opened:
            if isinstance(outcome, Candidate):
                candidates.append(outcome)
            else:
                set_aside.append(outcome)
        return CandidateList(
            source,
            opened.uses,
            tuple(candidates),
            tuple(set_aside),
            opened.empty_rows,
        )
