"""The tables: jobs and their revisions, applicants and what was decided of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ID_LENGTH = 32


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept in UTC without a zone, as SQLite knows none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime, bytes: LargeBinary}  # noqa: RUF012


def _id() -> Mapped[str]:
    return mapped_column(String(ID_LENGTH), primary_key=True)


def _of(table: str, *, index: bool = True) -> Mapped[str]:
    """What belongs to a row of another table and goes with it."""
    return mapped_column(
        String(ID_LENGTH), ForeignKey(f"{table}.id", ondelete="CASCADE"), index=index
    )


class JobRow(Base):
    """A job.

    ``read`` is the job as it was read, with its warnings; what is in force is the card of the
    revision ``version``.  ``applicants_version`` grows whenever an applicant comes, changes or
    goes; ``blind_key`` makes its pseudonyms; ``highest`` is the number of the highest id that a
    requirement ever had.
    """

    __tablename__ = "job"

    id: Mapped[str] = _id()
    title: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    read: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Text)
    highest: Mapped[int]
    applicants_version: Mapped[int]
    blind_key: Mapped[bytes]


class RevisionRow(Base):
    """A job as it was from one version on; ``parent`` is the version that undo goes back to."""

    __tablename__ = "revision"

    job_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("job.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    parent: Mapped[int | None]
    card: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class IntakeRow(Base):
    """Files that came together."""

    __tablename__ = "intake"

    id: Mapped[str] = _id()
    job_id: Mapped[str] = _of("job")
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Text)


class UploadRow(Base):
    """One file of an intake.

    ``outcomes`` of its rows are done in the present ``reading`` (from 1); ``kept`` tells whether
    the file is still in the folder.
    """

    __tablename__ = "upload"

    id: Mapped[str] = _id()
    intake_id: Mapped[str] = _of("intake")
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    mapping: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    uses: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_table: Mapped[bool] = mapped_column(default=False)
    kept: Mapped[bool] = mapped_column(default=True)
    reading: Mapped[int] = mapped_column(default=1)
    outcomes: Mapped[int] = mapped_column(default=0)


class AsideRow(Base):
    """A row or file that could not be read, and why."""

    __tablename__ = "set_aside"

    id: Mapped[str] = _id()
    upload_id: Mapped[str] = _of("upload")
    number: Mapped[int]
    row: Mapped[int | None]
    candidate_id: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    error: Mapped[str] = mapped_column(Text)


class PersonRow(Base):
    """A person; in several jobs they are several applicants."""

    __tablename__ = "person"

    id: Mapped[str] = _id()
    created_at: Mapped[datetime]


class ApplicantRow(Base):
    """One applicant of one job.

    ``number`` counts within the job, in the order of arrival; ``row`` is the place in the upload,
    which stays when the file is read again; ``reading`` is the latest that saw it; ``record`` is
    the profile with its carried cells (:mod:`matcher.web.data.packed`).
    """

    __tablename__ = "applicant"
    __table_args__ = (
        UniqueConstraint("job_id", "candidate_id"),
        UniqueConstraint("upload_id", "row"),
        Index("ix_applicant_order", "job_id", "number"),
    )

    id: Mapped[str] = _id()
    job_id: Mapped[str] = _of("job", index=False)
    person_id: Mapped[str] = _of("person")
    upload_id: Mapped[str] = _of("upload", index=False)
    number: Mapped[int]
    row: Mapped[int]
    reading: Mapped[int]
    candidate_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(index=True)
    record: Mapped[bytes]


class ContactRow(Base):
    """A digest of an e-mail address of an applicant, by which a person is known again."""

    __tablename__ = "contact"

    applicant_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("applicant.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)


class DecisionRow(Base):
    """A decision; the latest of an applicant holds."""

    __tablename__ = "decision"

    id: Mapped[str] = _id()
    applicant_id: Mapped[str] = _of("applicant")
    number: Mapped[int]
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class NoteRow(Base):
    """A note about an applicant."""

    __tablename__ = "note"

    id: Mapped[str] = _id()
    applicant_id: Mapped[str] = _of("applicant")
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class UserRow(Base):
    """Somebody who may sign in; ``folded`` is the name as it is compared."""

    __tablename__ = "user"

    id: Mapped[str] = _id()
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    disabled: Mapped[bool]


class SessionRow(Base):
    """A session, by the digest of its secret."""

    __tablename__ = "session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = _of("user")
    expires_at: Mapped[datetime]


class TokenRow(Base):
    """A token of the REST interface, by the digest of its secret."""

    __tablename__ = "token"

    id: Mapped[str] = _id()
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = _of("user")
    label: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
