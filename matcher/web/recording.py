"""What the page records: each decision, and the ranking that it was made on."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import select

from matcher.audit.erasing import erase
from matcher.audit.page_runs import Seen, record_seen
from matcher.audit.record_events import CandidateTold, File, Run
from matcher.audit.recorder import Recorder
from matcher.errors import InputError, NothingAskedError
from matcher.matching import Matcher
from matcher.scoring import Policy
from matcher.scoring.fold import status_of
from matcher.scoring.ledger import points
from matcher.web.data.models import ApplicantRow, JobRow, RevisionRow
from matcher.web.data.store import Store
from matcher.web.errors import NotFound
from matcher.web.jobs import Jobs, job_row
from matcher.web.limits import LimitedReader
from matcher.web.plans import Plans, Version
from matcher.web.pool import Pools
from matcher.web.ranking import Rankings
from matcher.web.scored import Credits, Scored
from matcher.web.settings import Settings
from matcher.web.shown import Decision, Who

#: Of a decision that was made while the job asked for nothing, so that there was no ranking.
NO_RUN = ""


class Recording:
    """Appends to the page's record, if it has one.

    Parameters
    ----------
    recorder : Recorder or None
        None where nothing is to be recorded.
    taxonomy : tuple of File
        Files of another taxonomy than the shipped one.
    store, jobs, plans, rankings
        Of the workspace.
    settings : Settings
        Its clock.
    """

    def __init__(
        self,
        recorder: Recorder | None,
        taxonomy: tuple[File, ...],
        store: Store,
        jobs: Jobs,
        plans: Plans,
        rankings: Rankings,
        settings: Settings,
    ) -> None:
        self._recorder, self._taxonomy = recorder, taxonomy
        self._store, self._jobs, self._plans = store, jobs, plans
        self._rankings, self._settings = rankings, settings
        self._runs: dict[str, tuple[tuple[int, int, date], str]] = {}
        self._lock = threading.Lock()

    def ranking(self, job_id: str) -> str:
        """Record the ranking of a job as it is, unless the latest run of it is just that.

        Returns
        -------
        str
            The run's id; :data:`NO_RUN` where nothing is recorded or nothing is asked for.

        Raises
        ------
        InputError
            If it cannot be appended.
        """
        if self._recorder is None:
            return NO_RUN
        with self._lock:
            with self._store.reading() as session:
                row = job_row(session, job_id)
                version = self._jobs.version(session, row)
            state = (row.version, row.applicants_version, self._plans.as_of)
            before, run = self._runs.get(job_id, (None, NO_RUN))
            if before == state:
                return run
            try:
                scored = self._rankings.scored(self._rankings.pools.pool(row), version)
            except NothingAskedError:
                return NO_RUN
            seen = seen_of(row, row.version, version, scored, self._store, self._plans)
            run = record_seen(self._recorder, seen, self._taxonomy)
            self._runs[job_id] = (state, run)
            return run

    def decision(
        self, run: str, by: Who, job_id: str, candidate_id: str, decision: Decision, reason: str
    ) -> None:
        """Record a decision on somebody in a recorded ranking."""
        if self._recorder is not None:
            told = None if decision is Decision.NONE else str(decision)
            self._recorder.decision(run, job_id, candidate_id, told, by.name, reason or None)

    def forget(self, by: Who, people: Collection[tuple[str, str]]) -> None:
        """Erase what is recorded of some people, by job and id."""
        self._erase(by, "deleted on the page", people=people)

    def forget_before(self, by: Who, older_than: timedelta) -> None:
        """Erase runs and decisions of an age."""
        self._erase(by, "purged on the page", older_than=older_than)

    def _erase(
        self,
        by: Who,
        why: str,
        *,
        people: Collection[tuple[str, str]] | None = None,
        older_than: timedelta | None = None,
    ) -> None:
        recorder = self._recorder
        if recorder is None or not recorder.path.is_file() or people == ():
            return
        with self._lock:
            erase(
                recorder.path,
                why=why,
                by=by.name,
                now=self._settings.clock(),
                randomness=os.urandom,
                older_than=older_than,
                people=people,
            )
            # Runs that a new decision refers to have to be there.
            self._runs.clear()


def seen_of(
    row: JobRow, number: int, version: Version, scored: Scored, store: Store, plans: Plans
) -> Seen:
    """A version of a job and everybody's score for it, as a record tells them."""
    return Seen(
        job_id=row.id,
        title=row.title or "job",
        job=File(f"{row.id}@{number}", digest_of(version.card.encode())),
        candidates=File(row.id, applicants_digest(store, row.id)),
        plan=scored.plan,
        versions=plans.matcher.versions(plans.policy),
        as_of=plans.as_of,
        people=tuple(_people(row.id, scored)),
    )


def _people(job_id: str, scored: Scored) -> Iterator[CandidateTold]:
    """Everybody in the order of the ranking: what their ledgers hold, out of columns."""
    table, matrix, planned = scored.table, scored.matrix, scored.plan
    rows = scored.order(blind=False).tolist()
    flags = scored.credits.flags(matrix, rows)
    asked = [(p.requirement.id, p.share.worth) for p in planned.requirements]
    met_at = planned.policy.met_at
    for at, own in zip(rows, flags, strict=True):
        low, high = matrix.low[:, at].tolist(), matrix.high[:, at].tolist()
        credits_of = list(zip(asked, low, high, strict=True))
        yield CandidateTold(
            run=NO_RUN,
            job=job_id,
            candidate=scored.pool.candidate_ids[at],
            score=int(table.score[at]),
            score_high=int(table.score_high[at]),
            rank=int(scored.ranks[at]) or None,
            eligible=table.eligible(at),
            ranked_below=bool(table.ranked_below[at]),
            readable=bool(table.readable[at]),
            flags=own,
            statuses={key: str(status_of(a, b, met_at)) for (key, _), a, b in credits_of},
            points={key: points(worth, a) for (key, worth), a, _ in credits_of},
        )


def digest_of(content: bytes) -> str:
    """SHA-256, as records have it."""
    return f"sha256:{sha256(content).hexdigest()}"


def applicants_digest(store: Store, job_id: str) -> str:
    """Over all applicants of a job as they were read, by id."""
    digest = sha256()
    with store.reading() as session:
        rows = session.execute(
            select(ApplicantRow.candidate_id, ApplicantRow.record)
            .where(ApplicantRow.job_id == job_id)
            .order_by(ApplicantRow.candidate_id)
        )
        for candidate_id, record in rows:
            digest.update(f"{candidate_id!r} {sha256(record).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"


class KeptInputs:
    """A workspace's folder, for replays of what its page recorded; it changes nothing there.

    Parameters
    ----------
    settings : Settings
        Of the workspace.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store

    def file(self, path: str) -> File:
        """A version of a job or its applicants as they are now."""
        job_id, _, number = path.partition("@")
        with self._store.reading() as session:
            try:
                job_row(session, job_id)
            except NotFound as error:
                raise InputError(path, "the job was deleted") from error
            if not number:
                return File(path, applicants_digest(self._store, job_id))
            card = session.get_one(RevisionRow, (job_id, int(number))).card
        return File(path, digest_of(card.encode()))

    def seen(self, told: Run, matcher: Matcher, policy: Policy) -> Seen:
        """The ranking of a recorded run, scored anew."""
        settings = replace(self._settings, as_of=date.fromisoformat(told.as_of))
        plans = Plans(matcher, policy, settings)
        reader = LimitedReader(matcher.taxonomy, settings.limits)
        jobs = Jobs(self._store, plans, reader, settings)
        job_id, _, number = told.jobs[0].path.partition("@")
        with self._store.reading() as session:
            row = job_row(session, job_id)
            version = jobs.version(session, row, int(number))
        pool = Pools(self._store).pool(row)
        scored = Scored(Credits(pool), plans.plan(version), (), plans)
        return seen_of(row, int(number), version, scored, self._store, plans)


@contextmanager
def kept_inputs(settings: Settings) -> Iterator[KeptInputs]:
    """Open a workspace for a replay, also while it is served.

    Raises
    ------
    InputError
        If there is none, or it cannot be opened.
    """
    if not settings.database and not (settings.folder / "workspace.sqlite").is_file():
        found = "holds no workspace"
        raise InputError(str(settings.folder), found, "--data", "the folder of matcher serve")
    store = Store(settings.url)
    try:
        yield KeptInputs(settings, store)
    finally:
        store.close()
