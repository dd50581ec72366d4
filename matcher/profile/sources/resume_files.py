"""Résumé files: one alone, or those of a folder or an archive."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matcher.documents import MAX_BYTES, read_bytes
from matcher.documents.document import ALLOWED as DOCUMENTS
from matcher.errors import InputError
from matcher.model import SetAside
from matcher.profile.sources.json_records import json_records
from matcher.profile.sources.json_source import JsonResumes, open_json
from matcher.profile.sources.kinds import Kind, kind_of
from matcher.profile.sources.members import Member, Members
from matcher.profile.sources.rows import FILE, Resume, wrong_cells
from matcher.profile.sources.text_file import text_file
from matcher.profile.sources.unpacked import Unpacked

#: Header under which a candidate's file is carried.
FILE_HEADER = "file"
#: Text that a document becomes.
TEXT_FIELD = "resume_text"
#: Different notes about reading that are kept; more would be no help.
_MOST_NOTES = 200


@dataclass(slots=True)
class ReadingNotes:
    """What was out of the ordinary in reading files, the same remark once for all of them."""

    _first: dict[str, str] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, notes: tuple[str, ...]) -> None:
        """Remember the notes about one file."""
        for note in notes:
            if note in self._first or len(self._first) < _MOST_NOTES:
                self._first.setdefault(note, name)
                self._count[note] = self._count.get(note, 0) + 1

    def lines(self) -> tuple[str, ...]:
        """One line a remark.

        Examples
        --------
        >>> notes = ReadingNotes()
        >>> notes.add("a.pdf", ("columns on page 1",))
        >>> notes.add("b.pdf", ("columns on page 1",))
        >>> notes.lines()
        ('a.pdf and 1 more: columns on page 1',)
        """
        more = {note: count - 1 for note, count in self._count.items()}
        return tuple(
            f"{name}{f' and {more[note]:,} more' if more[note] else ''}: {note}"
            for note, name in self._first.items()
        )


@dataclass(slots=True)
class OneResume:
    """A résumé that was given alone."""

    resume: Resume
    notes: tuple[str, ...] = ()
    uses: dict[str, str] = field(default_factory=lambda: {FILE_HEADER: "carried"})

    def describe(self) -> str:
        """One line for the log."""
        return "read: one résumé"

    def __iter__(self) -> Iterator[Resume | SetAside]:
        yield self.resume


def open_document(found: Unpacked) -> OneResume:
    """Read a single résumé file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    name = found.name or "row-1"
    notes = ReadingNotes()
    resume = _document(found.head(MAX_BYTES + 1), found.name or "-", name, 1, notes)
    return OneResume(resume, notes.lines())


class ResumeFiles:
    """The résumés of a folder or an archive, in the order of their names.

    Parameters
    ----------
    members : Members
        The files.
    """

    def __init__(self, members: Members) -> None:
        self._members = members
        self._notes = ReadingNotes()

    @property
    def uses(self) -> dict[str, str]:
        """What each carried header identifies."""
        from matcher.profile.sources.json_resume import USES

        return {FILE_HEADER: "carried", **USES}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was skipped, and what was out of the ordinary."""
        skipped = self._members.skipped
        what = "file was" if skipped == 1 else "files were"
        count = (f"{skipped:,} hidden or system {what} skipped",) if skipped else ()
        return (*count, *self._members.notes, *self._notes.lines())

    def describe(self) -> str:
        """One line for the log."""
        count = len(self._members)
        return f"read: {count:,} résumé file{'' if count == 1 else 's'}"

    def __iter__(self) -> Iterator[Resume | SetAside]:
        number = 0
        for member in self._members:
            for outcome in self._read(member, number + 1):
                number += 1
                yield outcome

    def _read(self, member: Member, number: int) -> Iterator[Resume | SetAside]:
        """The candidates of one file: one, or as many as a JSON list has."""
        if member.problem:
            yield SetAside(number, member.name, FILE, member.problem)
            return
        try:
            raw = member.read(MAX_BYTES + 1)
            kind = kind_of(io.BytesIO(raw), member.name)
            if kind is Kind.JSON and len(raw) <= MAX_BYTES:
                yield from _json(raw, member.name, number)
            elif kind.is_table or kind is Kind.ARCHIVE:
                yield SetAside(number, member.name, FILE, f"is {kind}; give it by itself")
            else:
                yield _document(raw, member.name, member.name, number, self._notes)
        except InputError as error:
            yield SetAside(number, member.name, FILE, reason_of(error))


def reason_of(error: InputError) -> str:
    """An error without the name of its file, and without what any file may be."""
    problem = error.problem
    place = f"{problem.place}: " if problem.place else ""
    allowed = f"; allowed: {problem.allowed}" if problem.allowed not in ("", DOCUMENTS) else ""
    return f"{place}{problem.found}{allowed}"


def _document(raw: bytes, name: str, candidate_id: str, number: int, notes: ReadingNotes) -> Resume:
    document = read_bytes(raw, name)
    text = document.text
    wrong = wrong_cells([text])
    if wrong:
        raise InputError(name, wrong.replace("cell 1", "its text"))
    notes.add(name, document.notes)
    carried, signs = {FILE_HEADER: candidate_id}, {TEXT_FIELD: document.signs}
    return Resume(number, candidate_id, {TEXT_FIELD: text}, carried, signs)


def _json(raw: bytes, name: str, number: int) -> Iterator[Resume | SetAside]:
    with tempfile.NamedTemporaryFile(prefix="matcher-") as spool:
        spool.write(raw)
        spool.flush()
        file = text_file(Unpacked(name, name, Path(spool.name)), DOCUMENTS)
        found = open_json(json_records(file, name), name)
        if not isinstance(found, JsonResumes):
            yield SetAside(number, name, FILE, "is JSON, but no JSON Resume")
            return
        for place, outcome in enumerate(found):
            own = name if found.records.is_single else f"{name}#{place + 1}"
            if isinstance(outcome, SetAside):
                yield SetAside(number + place, own, FILE, outcome.error)
            else:
                carried = {FILE_HEADER: name, **outcome.carried}
                yield Resume(number + place, own, outcome.texts, carried)
