"""What a workspace gives and takes, as frozen values: pages and API render these and nothing else.

Ids are random and URL-safe; times are UTC; points, scores and worths are hundredths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.model import SetAside
from matcher.web.shown_jobs import HistoryLine, JobLine, JobView, RequirementView, SkillLine
from matcher.web.shown_ranking import (
    ApplicantView,
    Block,
    Cell,
    CompareView,
    Decision,
    DecisionLine,
    Export,
    ExportKind,
    NoteLine,
    RankingPage,
    RankingRow,
    RankingView,
    ShownText,
    Sort,
    Which,
)

__all__ = [
    "LOCAL",
    "ApplicantLine",
    "ApplicantView",
    "Block",
    "Cell",
    "ColumnUse",
    "CompareView",
    "Decision",
    "DecisionLine",
    "Deleted",
    "Export",
    "ExportKind",
    "HistoryLine",
    "Intake",
    "JobLine",
    "JobView",
    "NoteLine",
    "PersonLine",
    "RankingPage",
    "RankingRow",
    "RankingView",
    "RequirementView",
    "ShownText",
    "SkillLine",
    "Sort",
    "UploadState",
    "UploadView",
    "Which",
    "Who",
]


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: a user's id and the name that stands beside what they do."""

    user_id: str
    name: str


#: Whoever sits at the machine, where no users are set up.
LOCAL = Who("local", "You")


class UploadState(StrEnum):
    """How far the reading of a file is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A header of a table and what it is read as, or ``carried``."""

    header: str
    use: str


@dataclass(frozen=True, slots=True)
class UploadView:
    """One file of an intake.

    Parameters
    ----------
    id, name : str
        Its id, and its name as it was sent.
    size : int
        Bytes.
    state : UploadState
        How far its reading is.
    reason : str
        Why it was refused as a whole; else empty.
    read, set_aside : int
        Applicants read so far, and how many rows or files in it could not be.
    columns : tuple of ColumnUse
        What each header was read as; empty for résumés.
    can_correct : bool
        Whether it is a table that is still kept, so that other columns can be named.
    notes : tuple of str
        What a person should know about the reading.
    """

    id: str
    name: str
    size: int
    state: UploadState
    reason: str
    read: int
    set_aside: int
    columns: tuple[ColumnUse, ...]
    can_correct: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """Files that came together, and how far they are read.

    ``done`` of ``len(uploads)`` files are finished; ``set_aside`` are the rows and files that
    could not be read, each with its reason (``source`` is the file's name), those of whole files
    among them; ``columns_allowed`` is what a header may be read as.
    """

    id: str
    job_id: str
    at: datetime
    by: str
    uploads: tuple[UploadView, ...]
    set_aside: tuple[SetAside, ...]
    columns_allowed: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """Files that are finished."""
        return sum(u.state in (UploadState.READ, UploadState.REFUSED) for u in self.uploads)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to read."""
        return self.done == len(self.uploads)

    @property
    def read(self) -> int:
        """Applicants read so far."""
        return sum(upload.read for upload in self.uploads)


@dataclass(frozen=True, slots=True)
class ApplicantLine:
    """An applicant of a job; ``name`` is empty where the list has none."""

    id: str
    person_id: str
    candidate_id: str
    name: str
    upload: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with every job they stand in: (job id, title, applicant id)."""

    person_id: str
    name: str
    jobs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion took away."""

    applicants: int = 0
    decisions: int = 0
    notes: int = 0
    uploads: int = 0
    jobs: int = 0
