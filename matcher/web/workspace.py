"""The workspace: what API and pages may do, and the only way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Self

from matcher.matching import Matcher
from matcher.model import Job
from matcher.web.accounts import Accounts
from matcher.web.edits import JobEdit
from matcher.web.settings import Settings
from matcher.web.shown import (
    ApplicantLine,
    ApplicantView,
    CompareView,
    Decision,
    Deleted,
    Export,
    ExportKind,
    HistoryLine,
    Intake,
    JobLine,
    JobView,
    NoteLine,
    PersonLine,
    RankingPage,
    RankingView,
    SkillLine,
    Which,
    Who,
)


class Workspace:
    """Jobs, applicants, rankings and decisions, kept in a database.

    Safe to use from several threads.  Every method takes who asks first, and raises
    :class:`~matcher.errors.MatcherError` children: ``NotFound`` (404), ``Conflict`` (409),
    ``TooLarge`` (413), ``Refused`` and all others (422).

    Parameters
    ----------
    matcher : Matcher
        Taxonomy and rules to read jobs and rank by.
    settings : Settings
        Database, folder, limits, clock.

    Raises
    ------
    InputError
        If the database cannot be opened or is of a newer version, or the folder not be written.
    """

    def __init__(self, matcher: Matcher, settings: Settings) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and let the database go; what is unfinished goes on at the next start."""
        raise NotImplementedError

    @property
    def accounts(self) -> Accounts:
        """Users, sessions and tokens, in the same database."""
        raise NotImplementedError

    # Jobs

    def parse(self, by: Who, text: str | bytes, name: str = "job.txt") -> Job:
        """What a description or card asks for, without keeping it.

        Parameters
        ----------
        by : Who
            Who asks.
        text : str or bytes
            The description or job card, or a document's bytes (TXT, MD, HTML, PDF, DOCX).
        name : str
            File name of a document; its ending decides where its content does not.

        Raises
        ------
        InputError, ConfigError
            If it cannot be read, or is a card with mistakes.
        TooLarge
            If it is beyond the limits.
        """
        raise NotImplementedError

    def create_job(self, by: Who, text: str | bytes, name: str = "job.txt") -> JobView:
        """Read a description or card and keep it; as :meth:`parse`."""
        raise NotImplementedError

    def jobs(self, by: Who) -> tuple[JobLine, ...]:
        """All jobs, the latest changed first."""
        raise NotImplementedError

    def job(self, by: Who, job_id: str) -> JobView:
        """One job with its requirements."""
        raise NotImplementedError

    def card(self, by: Who, job_id: str) -> str:
        """The job as a card for the command line."""
        raise NotImplementedError

    def edit_job(self, by: Who, job_id: str, edit: JobEdit, version: int) -> JobView:
        """Edit a job.

        Parameters
        ----------
        by : Who
            Who edits.
        job_id : str
            The job.
        edit : JobEdit
            What to change (:mod:`matcher.web.edits`).
        version : int
            The version the edit was made for.

        Raises
        ------
        Conflict
            If the job has another version by now, with what happened since.
        Refused
            If the edit makes no sense for this job; the job stays as it was.
        """
        raise NotImplementedError

    def undo(self, by: Who, job_id: str, version: int) -> JobView:
        """Take the latest edit back that still holds; ``Refused`` if there is none."""
        raise NotImplementedError

    def history(self, by: Who, job_id: str) -> tuple[HistoryLine, ...]:
        """Every edit, oldest first."""
        raise NotImplementedError

    def delete_job(self, by: Who, job_id: str) -> Deleted:
        """Delete a job with its applicants, decisions, notes and files."""
        raise NotImplementedError

    def suggest_skills(self, by: Who, prefix: str, count: int = 10) -> tuple[SkillLine, ...]:
        """Skills of which a name or alias begins with a prefix, best first, for type-ahead."""
        raise NotImplementedError

    # Applicants

    def add_applicants(
        self,
        by: Who,
        job_id: str,
        files: Sequence[tuple[str, bytes]],
        columns: Mapping[str, str] | None = None,
    ) -> Intake:
        """Take files in, to be read from now on.

        They are kept before this returns; reading goes on behind it, also after a restart.

        Parameters
        ----------
        by : Who
            Who sends them.
        job_id : str
            The job.
        files : sequence of (str, bytes)
            Names and contents: tables (CSV, TSV, XLSX, Parquet, JSON lines), résumés, ZIPs.
        columns : mapping of str to str, optional
            Header by column, as ``--map`` has it; a header ``-`` leaves a column out.

        Raises
        ------
        TooLarge
            If they are beyond the limits.
        Refused
            If there are none.
        """
        raise NotImplementedError

    def intake(self, by: Who, intake_id: str) -> Intake:
        """How far an intake is."""
        raise NotImplementedError

    def intakes(self, by: Who, job_id: str) -> tuple[Intake, ...]:
        """All intakes of a job, the latest first."""
        raise NotImplementedError

    def read_again(self, by: Who, upload_id: str, columns: Mapping[str, str]) -> Intake:
        """Read a table again with other columns; decisions and notes stay with their rows.

        Raises
        ------
        Refused
            If it is no table, is being read, or is no longer kept.
        """
        raise NotImplementedError

    def wait(self, intake_id: str, seconds: float) -> bool:
        """Wait until an intake is finished; False if it is not after so many seconds."""
        raise NotImplementedError

    def applicants(self, by: Who, job_id: str) -> tuple[ApplicantLine, ...]:
        """All applicants of a job, as they came."""
        raise NotImplementedError

    def find_people(self, by: Who, words: str) -> tuple[PersonLine, ...]:
        """People in whose name, id or cells all of some words stand, in every job."""
        raise NotImplementedError

    def delete_person(self, by: Who, person_id: str) -> Deleted:
        """Delete a person everywhere: every job, notes, decisions, files, memory and free pages.

        A table that holds others too is no longer kept: its columns cannot be corrected then.
        """
        raise NotImplementedError

    def purge(self, by: Who, older_than: timedelta) -> Deleted:
        """Delete applicants that came longer ago, and jobs that did not change since."""
        raise NotImplementedError

    # Ranking

    def ranking(self, by: Who, job_id: str, view: RankingView) -> RankingPage:
        """A page of the ranking.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        Refused
            If the view names an unknown skill or requirement, or a weight out of range.
        """
        raise NotImplementedError

    def explain(
        self,
        by: Who,
        job_id: str,
        applicant_id: str,
        *,
        blind: bool = False,
        certainty: bool = False,
    ) -> ApplicantView:
        """One applicant's ledger in full, with texts, what-ifs, decisions and notes."""
        raise NotImplementedError

    def compare(
        self, by: Who, job_id: str, applicant_ids: Sequence[str], *, blind: bool = False
    ) -> CompareView:
        """Two to four applicants side by side; ``Refused`` for fewer or more."""
        raise NotImplementedError

    # Decisions

    def decide(
        self, by: Who, job_id: str, applicant_id: str, decision: Decision, reason: str = ""
    ) -> None:
        """Record a decision beside the score; ``Refused`` for an override without a reason."""
        raise NotImplementedError

    def note(self, by: Who, job_id: str, applicant_id: str, text: str) -> NoteLine:
        """Record a note; ``Refused`` if it is empty or too long."""
        raise NotImplementedError

    def delete_note(self, by: Who, job_id: str, applicant_id: str, note_id: str) -> None:
        """Delete a note."""
        raise NotImplementedError

    def export(
        self, by: Who, job_id: str, kind: ExportKind, which: Which, *, blind: bool = False
    ) -> Export:
        """The ranking as a file."""
        raise NotImplementedError
