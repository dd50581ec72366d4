"""JSON as a table of rows, or as JSON Resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matcher.errors import InputError
from matcher.model import SetAside
from matcher.profile.sources.json_records import ALLOWED, JsonRecords, Record
from matcher.profile.sources.json_resume import USES, carried_of, is_json_resume, own_id, texts_of
from matcher.profile.sources.rows import FILE, MAX_COLUMNS, BadRow, Resume, Row, wrong_cells
from matcher.profile.sources.values import TooDeepError, flattened

_NO_RESUME = "is no JSON Resume: it has neither basics nor work, education or skills"
_NOTHING_IN_IT = "holds no work, education, skills or summary"


@dataclass(slots=True)
class JsonTable:
    """Objects as rows; the header is every key that any of them has."""

    records: JsonRecords
    header: tuple[str, ...]
    empty_rows: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """How the text was decoded, where that was out of the ordinary."""
        return self.records.file.encoding.notes

    def rows(self) -> Iterator[Row | BadRow]:
        """All objects, good and bad, in their order."""
        self.empty_rows = number = 0
        for record in self.records:
            row = self._row(record, number + 1)
            if row is None:
                self.empty_rows += 1
            else:
                number += 1
                yield row

    def _row(self, record: Record, number: int) -> Row | BadRow | None:
        if record.error:
            return BadRow(number, record.place, record.error)
        try:
            found = flattened(record.value)
        except TooDeepError as error:
            return BadRow(number, record.place, str(error))
        if len(found) > MAX_COLUMNS:
            return BadRow(number, record.place, f"has over {MAX_COLUMNS:,} keys")
        cells = tuple(found.get(name, "") for name in self.header)
        error_there = wrong_cells(cells)
        if error_there:
            return BadRow(number, record.place, error_there, cells)
        return Row(number, record.place, cells) if any(map(str.strip, cells)) else None


@dataclass(slots=True)
class JsonResumes:
    """JSON Resumes, one an object.

    Parameters
    ----------
    records : JsonRecords
        The objects.
    name : Callable
        The id of the candidate with a number, unless it names itself.
    """

    records: JsonRecords
    name: Callable[[int], str]

    @property
    def uses(self) -> dict[str, str]:
        """What each carried value identifies."""
        return dict(USES)

    @property
    def notes(self) -> tuple[str, ...]:
        """How the text was decoded, where that was out of the ordinary."""
        return self.records.file.encoding.notes

    def describe(self) -> str:
        """One line for the log."""
        return "read: JSON Resume; carried unread: " + ", ".join(USES)

    def __iter__(self) -> Iterator[Resume | SetAside]:
        for record in self.records:
            yield self._resume(record)

    def _resume(self, record: Record) -> Resume | SetAside:
        error = record.error
        if not error and not is_json_resume(record.value):
            error = _NO_RESUME
        texts = {} if error else texts_of(record.value)
        if not error and not texts:
            error = _NOTHING_IN_IT
        error = error or wrong_cells(list(texts.values()))
        own = own_id(record.value) or self.name(record.number)
        if error:
            place = f"{record.place}: " if record.place else ""
            return SetAside(record.number, own if not record.error else None, FILE, place + error)
        return Resume(record.number, own, texts, carried_of(record.value))


def open_json(records: JsonRecords, name: str) -> JsonTable | JsonResumes:
    """JSON as what most of its objects are: JSON Resumes, or rows of a table.

    Parameters
    ----------
    records : JsonRecords
        The objects.
    name : str
        Of the file: the candidate's id where it is one object.

    Raises
    ------
    InputError
        If no object is in it, or the keys of a table are far too many.
    """
    header: dict[str, None] = {}
    resumes = rows = 0
    problem = ""
    for record in records:
        if record.error:
            problem = problem or ": ".join(filter(None, (record.place, record.error)))
        elif is_json_resume(record.value):
            resumes += 1
        else:
            rows += 1
            header.update(dict.fromkeys(_header(record)))
            if len(header) > MAX_COLUMNS:
                found = f"its objects have over {MAX_COLUMNS:,} different keys"
                raise InputError(records.file.source, found, allowed=f"at most {MAX_COLUMNS:,}")
    if resumes > rows:
        single = name if records.is_single else ""
        return JsonResumes(records, lambda number: single or f"row-{number}")
    if not header:
        found = f"holds no JSON objects{f' ({problem})' if problem else ''}"
        raise InputError(records.file.source, found, allowed=ALLOWED)
    return JsonTable(records, tuple(header))


def _header(record: Record) -> tuple[str, ...]:
    try:
        found = flattened(record.value)
    except TooDeepError:
        return ()
    return tuple(found) if len(found) <= MAX_COLUMNS else ()
