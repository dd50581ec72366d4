"""Files of applicants: kept when they come, read behind the request, resumed after a crash."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from matcher.batch.files import make_folder
from matcher.model import SetAside
from matcher.profile.columns import column_names
from matcher.report.harmless import one_line
from matcher.web.applicants import Applicants
from matcher.web.arrivals import Arrivals
from matcher.web.data.models import ApplicantRow, AsideRow, IntakeRow, JobRow, UploadRow
from matcher.web.data.store import Store, new_id
from matcher.web.errors import NotFound, Refused, TooLarge
from matcher.web.kept_files import UPLOADS, keep_file, remove_folders
from matcher.web.limits import LimitedReader
from matcher.web.reading import FileReading
from matcher.web.settings import MEGABYTE, Settings
from matcher.web.shown import ColumnUse, Intake, UploadState, UploadView, Who

_LONGEST_NAME = 300
#: Rows that could not be read are shown up to so many; all are counted.
_MOST_SHOWN = 1_000
#: After an error of the database, reading waits so long.
_SECONDS_TO_WAIT = 5.0
_log = logging.getLogger(__name__)
_UNFINISHED = (UploadState.WAITING, UploadState.READING)


class Intakes:
    """Takes files in and reads them, one after the other, in a thread of its own.

    Parameters
    ----------
    store : Store
        The database.
    reader : LimitedReader
        Reads a file within limits.
    settings : Settings
        Folder, limits, clock.
    applicants : Applicants
        Where files are kept.
    """

    def __init__(
        self, store: Store, reader: LimitedReader, settings: Settings, applicants: Applicants
    ) -> None:
        self._store, self._reader, self._settings = store, reader, settings
        self._applicants = applicants
        self._news = threading.Condition()
        self._closing = False
        self._sweep()
        self._thread = threading.Thread(target=self._work, name="intake", daemon=True)

    def start(self) -> None:
        """Begin to read, with what an earlier run left unfinished."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and end the readers; what is unfinished goes on at the next start."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._reader.close()
        if self._thread.ident is not None:
            self._thread.join()

    def add(
        self,
        by: Who,
        job_id: str,
        files: Sequence[tuple[str, bytes]],
        columns: Mapping[str, str] | None,
    ) -> Intake:
        """Keep files, to be read."""
        self._check(files)
        _check_columns(columns or {})
        intake = IntakeRow(id=new_id(), job_id=job_id, at=self._settings.clock(), by=by.name)
        uploads = []
        for position, (name, content) in enumerate(files):
            upload = UploadRow(
                id=new_id(),
                intake_id=intake.id,
                position=position,
                name=one_line(name, _LONGEST_NAME) or "file",
                size=len(content),
                state=UploadState.WAITING,
                mapping=dict(columns or {}),
            )
            keep_file(self._applicants.folder(upload.id), name, content)
            uploads.append(upload)
        with self._store.writing() as session:
            if session.get(JobRow, job_id) is None:
                raise NotFound("job", f"no job {job_id!r}")
            session.add(intake)
            session.flush()
            session.add_all(uploads)
        self._tell()
        return self.view(intake.id)

    def read_again(self, upload_id: str, columns: Mapping[str, str]) -> Intake:
        """Read a table again, with other columns."""
        _check_columns(columns)
        with self._store.writing() as session:
            upload = session.get(UploadRow, upload_id)
            if upload is None:
                raise NotFound("upload", f"no file {upload_id!r}")
            if upload.state in _UNFINISHED:
                raise Refused(upload.name, "is being read", allowed="when it is read")
            if not upload.kept:
                allowed = "to send it again"
                raise Refused(upload.name, "is not kept any more", allowed=allowed)
            upload.state, upload.reason = UploadState.WAITING, ""
            upload.reading, upload.outcomes = upload.reading + 1, 0
            upload.mapping, upload.notes = dict(columns), []
            session.execute(delete(AsideRow).where(AsideRow.upload_id == upload_id))
            intake_id = upload.intake_id
        self._tell()
        return self.view(intake_id)

    def view(self, intake_id: str) -> Intake:
        """How far an intake is."""
        with self._store.reading() as session:
            row = session.get(IntakeRow, intake_id)
            if row is None:
                raise NotFound("intake", f"no intake {intake_id!r}")
            return _view(session, row)

    def of_job(self, job_id: str) -> tuple[Intake, ...]:
        """All intakes of a job, the latest first."""
        with self._store.reading() as session:
            if session.get(JobRow, job_id) is None:
                raise NotFound("job", f"no job {job_id!r}")
            rows = session.scalars(
                select(IntakeRow)
                .where(IntakeRow.job_id == job_id)
                .order_by(IntakeRow.at.desc(), IntakeRow.id)
            )
            return tuple(_view(session, row) for row in rows)

    def wait(self, intake_id: str, seconds: float) -> bool:
        """Wait until an intake is finished."""
        with self._news:
            return self._news.wait_for(lambda: self._finished(intake_id), seconds)

    def _finished(self, intake_id: str) -> bool:
        """Whether nothing of an intake waits; cheaper than its view, which names every file."""
        waiting = (UploadRow.intake_id == intake_id) & UploadRow.state.in_(_UNFINISHED)
        with self._store.reading() as session:
            if session.get(IntakeRow, intake_id) is None:
                raise NotFound("intake", f"no intake {intake_id!r}")
            return session.scalar(select(UploadRow.id).where(waiting).limit(1)) is None

    def _check(self, files: Sequence[tuple[str, bytes]]) -> None:
        limits = self._settings.limits
        if not files:
            raise Refused("files", "there are none", allowed="at least one file")
        if len(files) > limits.intake_files:
            found = f"are {len(files):,} files"
            raise TooLarge("files", found, allowed=f"at most {limits.intake_files:,} at once")
        for name, content in files:
            if len(content) > limits.file_bytes:
                allowed = f"at most {limits.file_bytes // MEGABYTE} MB"
                raise TooLarge(one_line(name, 80), f"has {len(content):,} bytes", allowed=allowed)
        total = sum(len(content) for _, content in files)
        if total > limits.intake_bytes:
            allowed = f"at most {limits.intake_bytes // MEGABYTE} MB at once"
            raise TooLarge("files", f"have {total:,} bytes", allowed=allowed)

    def _tell(self) -> None:
        with self._news:
            self._news.notify_all()

    def _sweep(self) -> None:
        """Files that came when the program was killed, before anybody was told they are kept."""
        folder = self._settings.folder / UPLOADS
        make_folder(folder)
        with self._store.reading() as session:
            kept = set(session.scalars(select(UploadRow.id).where(UploadRow.kept)))
        remove_folders(path for path in folder.iterdir() if path.name not in kept)

    def _work(self) -> None:
        while not self._closing:
            try:
                self._read_next()
            except DBAPIError as error:
                # The disk is full, or the database does not answer: nothing is lost, try again.
                _log.warning("reading waits for the database: %s", type(error.orig).__name__)
                with self._news:
                    if not self._closing:
                        self._news.wait(_SECONDS_TO_WAIT)

    def _read_next(self) -> None:
        upload_id = self._next()
        if upload_id is not None:
            self._read(upload_id)
            self._tell()
            return
        with self._news:
            if not self._closing and self._next() is None:
                self._news.wait()

    def _read(self, upload_id: str) -> None:
        folders = self._settings.folder / UPLOADS
        try:
            arrivals = Arrivals(self._store, self._settings, upload_id, folders)
        except NotFound:
            # It was deleted before its turn came.
            return
        FileReading(arrivals, self._reader, self._settings).run(lambda: self._closing)

    def _next(self) -> str | None:
        with self._store.reading() as session:
            return session.scalar(
                select(UploadRow.id)
                .join(IntakeRow, IntakeRow.id == UploadRow.intake_id)
                .where(UploadRow.state.in_(_UNFINISHED))
                # One that was begun is finished first.
                .order_by(UploadRow.state != UploadState.READING, IntakeRow.at, IntakeRow.id,
                          UploadRow.position)
                .limit(1)
            )  # fmt: skip


def _check_columns(columns: Mapping[str, str]) -> None:
    for column, header in columns.items():
        if not column or not header or len(column) > 300 or len(header) > 300:
            raise Refused("columns", f"{column[:40]!r} is no mapping", allowed="header by column")


def _view(session: Session, row: IntakeRow) -> Intake:
    uploads = session.scalars(
        select(UploadRow).where(UploadRow.intake_id == row.id).order_by(UploadRow.position)
    ).all()
    read = _counts(session, row.id, ApplicantRow)
    aside = _counts(session, row.id, AsideRow)
    return Intake(
        id=row.id,
        job_id=row.job_id,
        at=row.at,
        by=row.by,
        uploads=tuple(_upload_view(u, read.get(u.id, 0), aside.get(u.id, 0)) for u in uploads),
        set_aside=tuple(_set_aside(session, uploads)),
        columns_allowed=tuple(column_names().read),
    )


def _counts(
    session: Session, intake_id: str, table: type[ApplicantRow] | type[AsideRow]
) -> dict[str, int]:
    rows = session.execute(
        select(table.upload_id, func.count())
        .join(UploadRow, UploadRow.id == table.upload_id)
        .where(UploadRow.intake_id == intake_id)
        .group_by(table.upload_id)
    )
    return dict(rows.all())


def _upload_view(row: UploadRow, read: int, aside: int) -> UploadView:
    return UploadView(
        id=row.id,
        name=row.name,
        size=row.size,
        state=UploadState(row.state),
        reason=row.reason,
        read=read,
        set_aside=aside,
        columns=tuple(ColumnUse(header, use) for header, use in row.uses) if row.is_table else (),
        can_correct=row.kept and row.state not in _UNFINISHED,
        notes=tuple(row.notes),
    )


def _set_aside(session: Session, uploads: Sequence[UploadRow]) -> Iterator[SetAside]:
    """Whole files first, then rows, in the order of the files."""
    for upload in uploads:
        if upload.state == UploadState.REFUSED:
            yield SetAside(None, None, "file", upload.reason, upload.name)
    names = {upload.id: upload.name for upload in uploads}
    rows = session.scalars(
        select(AsideRow)
        .join(UploadRow, UploadRow.id == AsideRow.upload_id)
        .where(UploadRow.id.in_(names))
        .order_by(UploadRow.position, AsideRow.number)
        .limit(_MOST_SHOWN)
    )
    for row in rows:
        yield SetAside(row.row, row.candidate_id, row.field, row.error, names[row.upload_id])
