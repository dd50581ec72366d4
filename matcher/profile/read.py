"""Candidate lists: every row becomes a candidate or is set aside with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from matcher.model import Candidate, SetAside
from matcher.profile.columns import ID_COLUMN, Columns, recognise
from matcher.profile.decode import open_text
from matcher.profile.guess import SAMPLE_ROWS, skill_names
from matcher.profile.reader import ProfileReader, read_profile, reader_for
from matcher.profile.table import BadRow, Row, Table, read_table
from matcher.taxonomy.taxonomy import Taxonomy

__all__ = [
    "CandidateList",
    "CandidateSource",
    "iter_candidates",
    "open_candidates",
    "read_candidates",
    "read_profile",
]


@dataclass(frozen=True, slots=True)
class CandidateList:
    """All candidates of one source.

    Parameters
    ----------
    source : str
        As the user named it.
    columns : Columns
        What was recognised as what.
    candidates : tuple of Candidate
        In the order of the rows.
    set_aside : tuple of SetAside
        Rows that could not be read, in their order.
    empty_rows : int
        Rows without any text, which are neither.
    """

    source: str
    columns: Columns
    candidates: tuple[Candidate, ...]
    set_aside: tuple[SetAside, ...]
    empty_rows: int = 0


@dataclass(slots=True)
class CandidateSource:
    """An opened list: its columns, and its candidates as they are read.

    Iterating yields a :class:`Candidate` or a :class:`SetAside` for every row that is not empty.
    """

    source: str
    columns: Columns
    table: Table
    reader: ProfileReader

    @property
    def uses(self) -> dict[str, str]:
        """What each header was recognised as."""
        return self.columns.uses()

    def describe(self) -> str:
        """One line for the log: what is read as what."""
        return self.columns.describe()

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        seen: dict[str, int] = {}
        for row in self.table.rows():
            outcome = self._outcome(row, seen)
            if isinstance(outcome, Candidate):
                seen[outcome.profile.candidate_id] = row.number
            yield outcome

    def _outcome(self, row: Row | BadRow, seen: Mapping[str, int]) -> Candidate | SetAside:
        candidate_id = self._candidate_id(row)
        if isinstance(row, BadRow):
            known = candidate_id if ID_COLUMN in self.columns.read and row.cells else None
            return SetAside(row.number, known, "row", f"line {row.line}: {row.error}")
        if candidate_id in seen:
            error = (
                f"line {row.line}: id {candidate_id!r} stands already in row {seen[candidate_id]}"
            )
            return SetAside(row.number, candidate_id, ID_COLUMN, error)
        texts = {
            column: row.cells[index]
            for column, index in self.columns.read.items()
            if column != ID_COLUMN
        }
        carried = {self.columns.header[i]: row.cells[i] for i in self.columns.carried}
        names = [carried[header] for header in self.columns.names]
        return Candidate(self.reader.read(candidate_id, texts, names), row.number, carried)

    def _candidate_id(self, row: Row | BadRow) -> str:
        index = self.columns.read.get(ID_COLUMN)
        given = row.cells[index].strip() if index is not None and index < len(row.cells) else ""
        return given or f"row-{row.number}"


@contextmanager
def open_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> Iterator[CandidateSource]:
    """Open a list for reading row by row.

    Parameters
    ----------
    source : str
        A CSV or TSV file of any encoding and delimiter, or ``-`` for standard input.
    taxonomy : Taxonomy
        Skills to look for.
    mapping : mapping of str to str, optional
        Header by column, ``{"resume": "Resume_str"}``, before what is recognised.

    Raises
    ------
    InputError
        If the whole of it cannot be used: unreadable, empty, binary, without a header, without a
        column that holds text.
    """
    with open_text(source) as file:
        table = read_table(file)
        rows = [row.cells for row in islice(table.rows(), SAMPLE_ROWS) if isinstance(row, Row)]
        columns = recognise(
            table.header, source, mapping, rows=rows, is_skill=skill_names(taxonomy)
        )
        yield CandidateSource(source, columns, table, reader_for(taxonomy))


def iter_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> Iterator[Candidate | SetAside]:
    """Candidates of a list one by one, in constant memory; see :func:`open_candidates`."""
    with open_candidates(source, taxonomy, mapping=mapping) as candidates:
        yield from candidates


def read_candidates(
    source: str, taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> CandidateList:
    r"""Read a whole list; see :func:`open_candidates`.

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
            opened.columns,
            tuple(candidates),
            tuple(set_aside),
            opened.table.empty_rows,
        )
