"""Where a workspace keeps things, and how much it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

MEGABYTE = 1024 * 1024
#: Mode of a folder that holds what applicants wrote.
OWNER_ALONE = 0o700


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken.

    Parameters
    ----------
    file_bytes : int
        Of one file.
    intake_bytes, intake_files : int
        Of all files that come together, and how many they may be.
    text_characters : int
        Of a description that is pasted.
    note_characters : int
        Of a note or a reason.
    applicants : int
        Of one job.
    seconds : float
        For one résumé, row or description; then its reader is ended.
    memory_bytes : int
        Address space of a reader.
    """

    file_bytes: int = 20 * MEGABYTE
    intake_bytes: int = 500 * MEGABYTE
    intake_files: int = 5_000
    text_characters: int = 200_000
    note_characters: int = 10_000
    applicants: int = 20_000
    seconds: float = 30.0
    memory_bytes: int = 2048 * MEGABYTE


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workspace is opened with.

    Parameters
    ----------
    folder : Path
        For uploads, and for the database where no other is named; made if it is not there.
    database : str
        SQLAlchemy URL; empty for ``workspace.sqlite`` in the folder.
    limits : Limits
        How much is taken.
    clock : callable
        Gives the time in UTC.
    as_of : date or None
        The day "to date" means; None for the clock's.
    """

    folder: Path
    database: str = ""
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], datetime] = utc_now
    as_of: date | None = None

    @property
    def url(self) -> str:
        """The database's URL.

        Examples
        --------
        >>> Settings(Path("/srv/matcher")).url
        'sqlite:////srv/matcher/workspace.sqlite'
        """
        return self.database or f"sqlite:///{(self.folder / 'workspace.sqlite').absolute()}"
