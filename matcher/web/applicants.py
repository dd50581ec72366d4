"""Applicants of a workspace: listed, found, and deleted so that nothing of them is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from matcher.web.data.models import (
    ApplicantRow,
    AsideRow,
    DecisionRow,
    IntakeRow,
    JobRow,
    NoteRow,
    PersonRow,
    UploadRow,
)
from matcher.web.data.packed import unpacked
from matcher.web.data.store import Store
from matcher.web.errors import NotFound, Refused
from matcher.web.kept_files import UPLOADS, remove_folders
from matcher.web.settings import Settings
from matcher.web.shown import ApplicantLine, Decision, Deleted, PersonLine, UploadState

#: Name of a file whose own name told of somebody who was deleted.
_NAMELESS = "list"
_MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Gone:
    """What a deletion took.

    Parameters
    ----------
    deleted : Deleted
        How much.
    people : tuple of (str, str)
        Who, by job and id within the job.
    emptied : frozenset of str
        Jobs that went, too.
    """

    deleted: Deleted
    people: tuple[tuple[str, str], ...]
    emptied: frozenset[str] = frozenset()

    @property
    def jobs(self) -> frozenset[str]:
        """All jobs that it touches."""
        return self.emptied | {job_id for job_id, _ in self.people}


class Applicants:
    """The applicants of a workspace; :class:`matcher.web.workspace.Workspace` says what each does.

    Parameters
    ----------
    store : Store
        The database.
    settings : Settings
        Folder and clock.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings

    def lines(self, job_id: str) -> tuple[ApplicantLine, ...]:
        """All applicants of a job, as they came."""
        with self._store.reading() as session:
            if session.get(JobRow, job_id) is None:
                raise NotFound("job", f"no job {job_id!r}")
            rows = session.execute(
                select(
                    ApplicantRow.id,
                    ApplicantRow.person_id,
                    ApplicantRow.candidate_id,
                    ApplicantRow.name,
                    UploadRow.name,
                    ApplicantRow.added_at,
                )
                .join(UploadRow, UploadRow.id == ApplicantRow.upload_id)
                .where(ApplicantRow.job_id == job_id)
                .order_by(ApplicantRow.number)
            )
            return tuple(ApplicantLine(*row) for row in rows)

    def find(self, words: str) -> tuple[PersonLine, ...]:
        """People in whose name, id or cells all of some words stand, by name."""
        wanted = words.casefold().split()
        if not wanted:
            return ()
        people: set[str] = set()
        with self._store.reading() as session:
            rows = session.execute(
                select(
                    ApplicantRow.person_id,
                    ApplicantRow.name,
                    ApplicantRow.candidate_id,
                    ApplicantRow.record,
                ).execution_options(yield_per=500)
            )
            for person_id, name, candidate_id, record in rows:
                cells = unpacked(record).carried.values()
                said = " ".join((name, candidate_id, *cells)).casefold()
                if all(word in said for word in wanted):
                    people.add(person_id)
            lines = [_person_line(session, person_id) for person_id in people]
        return tuple(sorted(lines, key=lambda line: (line.name, line.person_id))[:_MOST_FOUND])

    def delete_person(self, person_id: str) -> Gone:
        """Delete a person everywhere.

        Returns
        -------
        Gone
            What and who went.
        """
        with self._store.writing() as session:
            if session.get(PersonRow, person_id) is None:
                raise NotFound("person", f"no person {person_id!r}")
            rows = session.scalars(
                select(ApplicantRow).where(ApplicantRow.person_id == person_id)
            ).all()
            uploads = session.scalars(
                select(UploadRow).where(UploadRow.id.in_({row.upload_id for row in rows}))
            ).all()
            for upload in uploads:
                if upload.state == UploadState.READING:
                    found = "stands in a list that is being read"
                    raise Refused("person", found, allowed="when it is read")
            telling = _telling(session, rows)
            people = tuple((row.job_id, row.candidate_id) for row in rows)
            deleted = _remove(session, ApplicantRow.person_id == person_id)
            emptied = [upload for upload in uploads if _scrub(session, upload, telling)]
            _sweep(session)
            files = [self.folder(upload.id) for upload in uploads]
        self.clean(files)
        return Gone(replace(deleted, uploads=len(emptied)), people)

    def purge(self, older_than: timedelta) -> Gone:
        """Delete what came longer ago, and jobs without applicants that did not change since."""
        before = self._settings.clock() - older_than
        with self._store.writing() as session:
            old = ApplicantRow.added_at < before
            told = select(ApplicantRow.job_id, ApplicantRow.candidate_id).where(old)
            people = tuple((job_id, own) for job_id, own in session.execute(told))
            deleted = _remove(session, old)
            read = (UploadState.READ, UploadState.REFUSED)
            uploads = session.scalars(
                select(UploadRow)
                .join(IntakeRow, IntakeRow.id == UploadRow.intake_id)
                .where(IntakeRow.at < before, UploadRow.state.in_(read))
            ).all()
            files = [self.folder(upload.id) for upload in uploads]
            for upload in uploads:
                session.delete(upload)
            session.flush()
            _sweep(session)
            used = select(IntakeRow.job_id)
            idle = select(JobRow.id).where(JobRow.changed_at < before, JobRow.id.not_in(used))
            left = session.scalars(idle).all()
            session.execute(delete(JobRow).where(JobRow.id.in_(left)))
        self.clean(files)
        return Gone(replace(deleted, uploads=len(uploads), jobs=len(left)), people, frozenset(left))

    def delete_of_job(self, session: Session, job_id: str) -> tuple[Deleted, list[Path]]:
        """Delete all applicants of a job within a session; the files are the caller's to remove."""
        gone = _remove(session, ApplicantRow.job_id == job_id)
        uploads = session.scalars(
            select(UploadRow.id)
            .join(IntakeRow, IntakeRow.id == UploadRow.intake_id)
            .where(IntakeRow.job_id == job_id)
        ).all()
        session.execute(delete(IntakeRow).where(IntakeRow.job_id == job_id))
        _sweep(session)
        return replace(gone, uploads=len(uploads)), [self.folder(key) for key in uploads]

    def folder(self, upload_id: str) -> Path:
        """Where the file of an upload is."""
        return self._settings.folder / UPLOADS / upload_id

    def clean(self, files: Iterable[Path]) -> None:
        """Remove files of uploads, and what is left of deleted rows."""
        remove_folders(files)
        self._store.clean()


def latest_decisions(session: Session, job_id: str) -> dict[str, Decision]:
    """The decision that holds, by applicant; only those with one."""
    latest = (
        select(DecisionRow.applicant_id, func.max(DecisionRow.number).label("number"))
        .join(ApplicantRow, ApplicantRow.id == DecisionRow.applicant_id)
        .where(ApplicantRow.job_id == job_id)
        .group_by(DecisionRow.applicant_id)
        .subquery()
    )
    rows = session.execute(
        select(DecisionRow.applicant_id, DecisionRow.decision).join(
            latest,
            (latest.c.applicant_id == DecisionRow.applicant_id)
            & (latest.c.number == DecisionRow.number),
        )
    )
    found = {key: Decision(decision) for key, decision in rows}
    return {key: decision for key, decision in found.items() if decision is not Decision.NONE}


def applicant_row(session: Session, job_id: str, applicant_id: str) -> ApplicantRow:
    """The row of an applicant of a job.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = session.get(ApplicantRow, applicant_id)
    if row is None or row.job_id != job_id:
        raise NotFound("applicant", f"no applicant {applicant_id!r} in this job")
    return row


def _person_line(session: Session, person_id: str) -> PersonLine:
    rows = session.execute(
        select(JobRow.id, JobRow.title, ApplicantRow.id, ApplicantRow.name)
        .join(ApplicantRow, ApplicantRow.job_id == JobRow.id)
        .where(ApplicantRow.person_id == person_id)
        .order_by(JobRow.created_at, ApplicantRow.number)
    )
    found = list(rows)
    name = next((name for *_, name in found if name), "")
    return PersonLine(person_id, name, tuple((j, title, a) for j, title, a, _ in found))


def _remove(session: Session, which: ColumnElement[bool]) -> Deleted:
    """Delete applicants with what belongs to them, and count it."""
    ids = select(ApplicantRow.id).where(which)
    jobs = session.scalars(select(ApplicantRow.job_id).where(which).distinct()).all()
    counts = {}
    for name, table in (("decisions", DecisionRow), ("notes", NoteRow)):
        counted = select(func.count()).select_from(table).where(table.applicant_id.in_(ids))
        counts[name] = session.scalar(counted) or 0
    applicants = session.scalar(select(func.count()).select_from(ApplicantRow).where(which)) or 0
    session.execute(delete(ApplicantRow).where(which), execution_options=_UNSEEN)
    for row in session.scalars(select(JobRow).where(JobRow.id.in_(jobs))):
        row.applicants_version += 1
    return Deleted(applicants=applicants, **counts)


#: Rows are deleted where they are; nothing of them is in the session's memory.
_UNSEEN = {"synchronize_session": False}


def _telling(session: Session, rows: Sequence[ApplicantRow]) -> list[str]:
    """Words that tell of a person: names, ids and cells that identify."""
    told = {word for row in rows for word in (row.name, row.candidate_id)}
    for row in rows:
        uses = dict(session.get_one(UploadRow, row.upload_id).uses)
        carried = unpacked(row.record).carried
        told |= {cell for header, cell in carried.items() if uses.get(header) != "carried"}
    return sorted({word.strip().casefold() for word in told if len(word.strip()) > 2})


def _scrub(session: Session, upload: UploadRow, telling: Sequence[str]) -> bool:
    """Take a person out of what is kept of a file; True if nothing else was in it."""
    left = session.scalar(
        select(func.count()).select_from(ApplicantRow).where(ApplicantRow.upload_id == upload.id)
    )
    if not left:
        session.delete(upload)
        session.flush()
        return True
    upload.kept = False
    upload.notes = [note for note in upload.notes if not _tells(note, telling)]
    if _tells(upload.name, telling):
        upload.name = _NAMELESS
    for aside in session.scalars(select(AsideRow).where(AsideRow.upload_id == upload.id)):
        if _tells(f"{aside.candidate_id or ''} {aside.error}", telling):
            session.delete(aside)
    session.flush()
    return False


def _tells(words: str, telling: Sequence[str]) -> bool:
    folded = words.casefold()
    return any(word in folded for word in telling)


def _sweep(session: Session) -> None:
    """People without applicants, and intakes without files."""
    used = select(ApplicantRow.person_id)
    session.execute(delete(PersonRow).where(PersonRow.id.not_in(used)), execution_options=_UNSEEN)
    uploads = select(UploadRow.intake_id)
    session.execute(delete(IntakeRow).where(IntakeRow.id.not_in(uploads)),
                    execution_options=_UNSEEN)  # fmt: skip
