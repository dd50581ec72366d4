"""What is kept of a file while it is read: applicants, rows set aside, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matcher.profile.duplicates import MAX_SHARED
from matcher.report.harmless import one_line
from matcher.web.data.models import (
    ApplicantRow,
    AsideRow,
    ContactRow,
    IntakeRow,
    JobRow,
    PersonRow,
    UploadRow,
)
from matcher.web.data.store import Store, new_id
from matcher.web.errors import NotFound
from matcher.web.frames import Aside, Found, Opened
from matcher.web.kept_files import keep_file, kept_file, remove_folders
from matcher.web.settings import Settings
from matcher.web.shown import UploadState

_LONGEST_NAME, _LONGEST_ID = 300, 300


class Arrivals:
    """One upload under way; what was kept of it before a crash is not read again.

    Parameters
    ----------
    store : Store
        The database.
    settings : Settings
        Clock and limits.
    upload_id : str
        The file.
    folders : Path
        Where files are kept, each in a folder named by its upload.

    Raises
    ------
    NotFound
        Here and in every method: if it was deleted meanwhile.
    """

    def __init__(self, store: Store, settings: Settings, upload_id: str, folders: Path) -> None:
        self._store, self._settings, self._upload_id = store, settings, upload_id
        self._folders = folders
        self._waiting: list[Found | Aside] = []
        self._members: list[tuple[UploadRow, Path]] = []
        with store.writing() as session:
            upload = self._row(session)
            upload.state = UploadState.READING
            self.name, self.mapping = upload.name, dict(upload.mapping)
            self._outcomes = upload.outcomes
            job_id = session.get_one(IntakeRow, upload.intake_id).job_id
            of_job = ApplicantRow.job_id == job_id
            self._job_id = job_id
            self._taken = set(session.scalars(select(ApplicantRow.candidate_id).where(of_job)))
            self._number = session.scalar(select(func.max(ApplicantRow.number)).where(of_job)) or 0

    @property
    def outcomes(self) -> int:
        """How many rows or files of it are done."""
        return self._outcomes

    @property
    def pending(self) -> int:
        """How many are read and not kept yet."""
        return len(self._waiting)

    @property
    def members(self) -> int:
        """How many files were taken out of it."""
        return len(self._members)

    def file(self) -> Path | None:
        """Where the file is; None if it is not there any more."""
        return kept_file(self._folders / self._upload_id)

    def add(self, answer: Found | Aside) -> bool:
        """Take one outcome in; False if the job has too many applicants for it."""
        coming = sum(isinstance(each, Found) for each in self._waiting)
        most = self._settings.limits.applicants
        if isinstance(answer, Found) and len(self._taken) + coming >= most:
            return False
        self._waiting.append(answer)
        return True

    def keep(self) -> None:
        """Bring what was taken in to the database, with how far the reading is."""
        if not self._waiting:
            return
        with self._store.writing() as session:
            self._keep_waiting(session, self._row(session))
        self._kept()

    def _keep_waiting(self, session: Session, upload: UploadRow) -> None:
        before = {
            row.row: row
            for row in session.scalars(
                select(ApplicantRow).where(
                    ApplicantRow.upload_id == upload.id,
                    ApplicantRow.row.in_(
                        [each.row for each in self._waiting if isinstance(each, Found)]
                    ),
                )
            )
        }
        for number, each in enumerate(self._waiting, upload.outcomes + 1):
            if isinstance(each, Aside):
                session.add(_aside_row(upload.id, number, each))
            else:
                self._keep_applicant(session, upload, each, before.get(each.row))
        upload.outcomes += len(self._waiting)
        session.get_one(JobRow, self._job_id).applicants_version += 1

    def _kept(self) -> None:
        """What waited is in the database."""
        self._outcomes += len(self._waiting)
        self._waiting.clear()

    def open(self, opened: Opened) -> None:
        """Note what the file is, and what its columns are read as."""
        if not opened.is_table and not opened.uses:
            # A file that nothing is known of is that already.
            return
        with self._store.writing() as session:
            upload = self._row(session)
            upload.is_table = opened.is_table
            upload.uses = [list(pair) for pair in opened.uses]

    def finish(self, notes: Sequence[str]) -> None:
        """The end of the file: applicants of an earlier reading that are not in it go."""
        with self._store.writing() as session:
            upload = self._row(session)
            self._keep_waiting(session, upload)
            stale = (ApplicantRow.upload_id == upload.id) & (ApplicantRow.reading < upload.reading)
            session.execute(delete(ApplicantRow).where(stale))
            upload.state, upload.notes = UploadState.READ, [one_line(n, 400) for n in notes]
            upload.kept = kept = upload.is_table
        self._kept()
        self._drop_unless(kept=kept)

    def refuse(self, reason: str) -> None:
        """The file cannot be read, or not to its end; what was read of it stays."""
        remove_folders(folder for _, folder in self._members)
        kept = False
        try:
            self.keep()
            with self._store.writing() as session:
                upload = self._row(session)
                upload.state, upload.reason = UploadState.REFUSED, one_line(reason, 1000)
                upload.kept = kept = upload.is_table
        except NotFound:
            # It was deleted while it was read: there is nobody to tell.
            self._waiting.clear()
        self._drop_unless(kept=kept)

    def add_member(self, name: str, content: bytes, problem: str) -> None:
        """Take a file out of an archive, to be read by itself."""
        row = UploadRow(
            id=new_id(),
            position=0,
            name=one_line(name, _LONGEST_NAME),
            size=len(content),
            state=UploadState.REFUSED if problem else UploadState.WAITING,
            reason=one_line(problem, 1000),
            mapping={},
            kept=not problem,
        )
        if not problem:
            keep_file(self._folders / row.id, name, content)
        self._members.append((row, self._folders / row.id))

    def unpacked(self) -> None:
        """The end of an archive: its files stand beside it, all at once."""
        with self._store.writing() as session:
            upload = self._row(session)
            of_intake = UploadRow.intake_id == upload.intake_id
            last = session.scalar(select(func.max(UploadRow.position)).where(of_intake)) or 0
            for position, (row, _) in enumerate(self._members, last + 1):
                row.intake_id, row.position = upload.intake_id, position
                session.add(row)
            upload.state, upload.kept = UploadState.READ, False
            upload.notes = [f"an archive of {len(self._members):,} files"]
        self._drop_unless(kept=False)

    def _row(self, session: Session) -> UploadRow:
        row = session.get(UploadRow, self._upload_id)
        if row is None:
            raise NotFound("upload", "was deleted while it was read")
        return row

    def _drop_unless(self, *, kept: bool) -> None:
        if not kept:
            remove_folders([self._folders / self._upload_id])

    def _keep_applicant(
        self, session: Session, upload: UploadRow, found: Found, before: ApplicantRow | None
    ) -> None:
        name = one_line(found.name, _LONGEST_NAME)
        given = one_line(found.candidate_id, _LONGEST_ID) or f"row-{found.row}"
        if before is not None:
            self._taken.discard(before.candidate_id)
            before.name, before.record, before.reading = name, found.record, upload.reading
            before.candidate_id = self._own_id(given)
            session.execute(delete(ContactRow).where(ContactRow.applicant_id == before.id))
            _keep_contacts(session, before.id, found.contacts)
            return
        self._number += 1
        now = self._settings.clock()
        person_id = _known_person(session, found.contacts, name)
        if person_id is None:
            person_id = new_id()
            session.add(PersonRow(id=person_id, created_at=now))
            session.flush()
        row = ApplicantRow(
            id=new_id(),
            job_id=self._job_id,
            person_id=person_id,
            upload_id=upload.id,
            number=self._number,
            row=found.row,
            reading=upload.reading,
            candidate_id=self._own_id(given),
            name=name,
            added_at=now,
            record=found.record,
        )
        session.add(row)
        session.flush()
        _keep_contacts(session, row.id, found.contacts)

    def _own_id(self, given: str) -> str:
        """An id that no other applicant of the job has."""
        own, count = given, 1
        while own in self._taken:
            count += 1
            own = f"{given} ({count})"
        self._taken.add(own)
        return own


def _aside_row(upload_id: str, number: int, aside: Aside) -> AsideRow:
    return AsideRow(
        id=new_id(),
        upload_id=upload_id,
        number=number,
        row=aside.row,
        candidate_id=aside.candidate_id,
        field=aside.field,
        error=one_line(aside.error, 1000),
    )


def _keep_contacts(session: Session, applicant_id: str, digests: Sequence[str]) -> None:
    session.add_all(ContactRow(applicant_id=applicant_id, digest=digest) for digest in digests)
    session.flush()


def _known_person(session: Session, digests: Sequence[str], name: str) -> str | None:
    """Who has one of some addresses already, and no other name."""
    if not digests:
        return None
    rows = session.execute(
        select(ContactRow.digest, ApplicantRow.person_id, ApplicantRow.name)
        .join(ApplicantRow, ApplicantRow.id == ContactRow.applicant_id)
        .where(ContactRow.digest.in_(digests))
        .order_by(ApplicantRow.added_at, ApplicantRow.id)
    )
    people: dict[str, dict[str, str]] = {}
    for digest, person_id, known in rows:
        people.setdefault(digest, {}).setdefault(person_id, known)
    for sharing in people.values():
        # An address of many is an agency's, and says nothing.
        if len(sharing) > MAX_SHARED:
            continue
        for person_id, known in sharing.items():
            if not name or not known or _folded(name) == _folded(known):
                return person_id
    return None


def _folded(name: str) -> frozenset[str]:
    """The words of a name, in any order."""
    return frozenset(name.casefold().replace(",", " ").split())
