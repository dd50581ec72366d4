"""The workspace: what API and pages may do, and the only way in."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Self

from matcher.audit.record_events import File
from matcher.audit.recorder import Recorder
from matcher.batch.files import make_folder, one_writer
from matcher.errors import MatcherError
from matcher.matching import Matcher
from matcher.model import Job
from matcher.scoring import Policy
from matcher.web.accounts import Accounts
from matcher.web.applicants import Applicants
from matcher.web.data.store import Store
from matcher.web.decisions import Decisions
from matcher.web.edits import JobEdit
from matcher.web.exports import Exports
from matcher.web.intake import Intakes
from matcher.web.jobs import Jobs
from matcher.web.limits import LimitedReader
from matcher.web.opened import Opened
from matcher.web.plans import Plans
from matcher.web.ranking import Rankings
from matcher.web.recording import Recording
from matcher.web.settings import OWNER_ALONE, Settings
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
    policy : Policy, optional
        Figures to score by; the shipped ones by default.
    recorder : Recorder, optional
        Where decisions and exports are recorded, with the rankings they were made on.
    taxonomy_files : sequence of File
        For the record: files of another taxonomy than the shipped one.

    Raises
    ------
    InputError
        If the database cannot be opened or is of a newer version, or the folder cannot be
        written or is open in another process.
    """

    def __init__(
        self,
        matcher: Matcher,
        settings: Settings,
        policy: Policy | None = None,
        recorder: Recorder | None = None,
        taxonomy_files: Sequence[File] = (),
    ) -> None:
        make_folder(settings.folder, OWNER_ALONE)
        self._lock = ExitStack()
        self._lock.enter_context(one_writer(settings.folder))
        try:
            self._store = Store(settings.url)
            if recorder is not None:
                recorder.ready()
        except MatcherError:
            self._lock.close()
            raise
        self._reader = LimitedReader(matcher.taxonomy, settings.limits)
        plans = Plans(matcher, policy or Policy.default(), settings)
        self._jobs = Jobs(self._store, plans, self._reader, settings)
        self._applicants = Applicants(self._store, settings)
        self._intakes = Intakes(self._store, self._reader, settings, self._applicants)
        self._rankings = Rankings(self._store, plans, self._jobs)
        self._opened = Opened(self._store, plans, self._jobs, self._rankings)
        kept = (self._store, self._jobs, plans, self._rankings)
        self._recording = Recording(recorder, tuple(taxonomy_files), *kept, settings)
        self._decisions = Decisions(self._store, settings, self._recording)
        self._exports = Exports(self._store, self._opened)
        self._accounts = Accounts(self._store, settings)
        threading.Thread(target=self._reader.start, name="readers", daemon=True).start()
        self._intakes.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and let the database go; what is unfinished goes on at the next start."""
        self._intakes.close()
        self._store.close()
        self._lock.close()

    @property
    def accounts(self) -> Accounts:
        """Users, sessions and tokens, in the same database."""
        return self._accounts

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
        return self._jobs.parse(text, name)[0]

    def create_job(self, by: Who, text: str | bytes, name: str = "job.txt") -> JobView:
        """Read a description or card and keep it; as :meth:`parse`."""
        return self._jobs.create(by, text, name)

    def jobs(self, by: Who) -> tuple[JobLine, ...]:
        """All jobs, the latest changed first."""
        return self._jobs.lines()

    def job(self, by: Who, job_id: str) -> JobView:
        """One job with its requirements."""
        return self._jobs.view(job_id)

    def card(self, by: Who, job_id: str) -> str:
        """The job as a card for the command line."""
        return self._jobs.card(job_id)

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
        return self._jobs.edit(by, job_id, edit, version)

    def undo(self, by: Who, job_id: str, version: int) -> JobView:
        """Take the latest edit back that still holds; ``Refused`` if there is none."""
        return self._jobs.undo(by, job_id, version)

    def history(self, by: Who, job_id: str) -> tuple[HistoryLine, ...]:
        """Every edit, oldest first."""
        return self._jobs.history(job_id)

    def delete_job(self, by: Who, job_id: str) -> Deleted:
        """Delete a job with its applicants, decisions, notes and files.

        The record keeps what was decided, by pseudonym.
        """
        with self._store.writing() as session:
            deleted, files = self._applicants.delete_of_job(session, job_id)
            self._jobs.delete(session, job_id)
        self._forget(job_id)
        self._applicants.clean(files)
        return replace(deleted, jobs=1)

    def suggest_skills(self, by: Who, prefix: str, count: int = 10) -> tuple[SkillLine, ...]:
        """Skills of which a name or alias begins with a prefix, best first, for type-ahead."""
        return self._jobs.suggest(prefix, count)

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
        return self._intakes.add(by, job_id, files, columns)

    def intake(self, by: Who, intake_id: str) -> Intake:
        """How far an intake is."""
        return self._intakes.view(intake_id)

    def intakes(self, by: Who, job_id: str) -> tuple[Intake, ...]:
        """All intakes of a job, the latest first."""
        return self._intakes.of_job(job_id)

    def read_again(self, by: Who, upload_id: str, columns: Mapping[str, str]) -> Intake:
        """Read a table again with other columns; decisions and notes stay with their rows.

        Raises
        ------
        Refused
            If it is no table, is being read, or is no longer kept.
        """
        return self._intakes.read_again(upload_id, columns)

    def wait(self, intake_id: str, seconds: float) -> bool:
        """Wait until an intake is finished; False if it is not after so many seconds."""
        return self._intakes.wait(intake_id, seconds)

    def applicants(self, by: Who, job_id: str) -> tuple[ApplicantLine, ...]:
        """All applicants of a job, as they came."""
        return self._applicants.lines(job_id)

    def find_people(self, by: Who, words: str) -> tuple[PersonLine, ...]:
        """People in whose name, id or cells all of some words stand, in every job."""
        return self._applicants.find(words)

    def delete_person(self, by: Who, person_id: str) -> Deleted:
        """Delete a person everywhere: every job, notes, decisions, files, memory and free pages.

        What the record tells of them is erased there.  A table that holds others too is no longer
        kept: its columns cannot be corrected then.
        """
        gone = self._applicants.delete_person(person_id)
        self._forget(*gone.jobs)
        self._recording.forget(by, gone.people)
        return gone.deleted

    def purge(self, by: Who, older_than: timedelta) -> Deleted:
        """Delete applicants that came longer ago, and jobs that did not change since."""
        gone = self._applicants.purge(older_than)
        self._forget(*gone.jobs)
        self._recording.forget(by, gone.people)
        self._recording.forget_before(by, older_than)
        return gone.deleted

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
        return self._rankings.page(job_id, view)

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
        return self._opened.explain(job_id, applicant_id, blind=blind, certainty=certainty)

    def compare(
        self, by: Who, job_id: str, applicant_ids: Sequence[str], *, blind: bool = False
    ) -> CompareView:
        """Two to four applicants side by side; ``Refused`` for fewer or more."""
        return self._opened.compare(job_id, applicant_ids, blind=blind)

    # Decisions

    def decide(
        self, by: Who, job_id: str, applicant_id: str, decision: Decision, reason: str = ""
    ) -> None:
        """Record a decision beside the score; ``Refused`` for an override without a reason."""
        self._decisions.decide(by, job_id, applicant_id, decision, reason)

    def note(self, by: Who, job_id: str, applicant_id: str, text: str) -> NoteLine:
        """Record a note; ``Refused`` if it is empty or too long."""
        return self._decisions.note(by, job_id, applicant_id, text)

    def delete_note(self, by: Who, job_id: str, applicant_id: str, note_id: str) -> None:
        """Delete a note."""
        self._decisions.delete_note(job_id, applicant_id, note_id)

    def export(
        self, by: Who, job_id: str, kind: ExportKind, which: Which, *, blind: bool = False
    ) -> Export:
        """The ranking as a file; who takes it away, takes a recorded one."""
        self._recording.ranking(job_id)
        return self._exports.made(job_id, kind, which, blind=blind)

    def _forget(self, *job_ids: str) -> None:
        """Drop what memory holds of jobs whose applicants went."""
        for job_id in job_ids:
            self._rankings.forget(job_id)
