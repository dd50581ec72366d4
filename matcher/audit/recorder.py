"""Append to a record: runs, decisions, learned and signed policies."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher import __version__
from matcher.audit.chain import FORMAT, Event
from matcher.audit.program import code_digest, libraries
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_events import (
    Begun,
    Decided,
    File,
    Run,
    Signed,
    Tuned,
    Unread,
    file_of,
    job_told,
    of_ranked,
    of_row,
    plain,
)
from matcher.audit.record_file import Randomness, Tail, Told, append, read_tail
from matcher.audit.record_inputs import Inputs, TuneInputs
from matcher.audit.record_lock import beside, locked
from matcher.batch.files import cannot_write
from matcher.batch.written import Written
from matcher.errors import InputError
from matcher.scoring import Policy, plan
from matcher.scoring.policy_shape import PROVENANCE

if TYPE_CHECKING:
    from matcher.batch.finish import Finished
    from matcher.batch.run import BatchRun
    from matcher.report.result import RankResult

_RANDOM_OF_RUN = 4


def utc_now() -> datetime:
    """The time, as records have it."""
    return datetime.now(UTC)


class Recorder:
    """Appends to one record; several processes and threads may append to the same.

    Parameters
    ----------
    path : Path
        The record, made at the first line; its key and head stand beside it.
    clock : callable
        Gives the time, in UTC.
    randomness : callable
        Gives so many random bytes.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        randomness: Randomness = os.urandom,
    ) -> None:
        self.path = path
        self._clock, self._randomness = clock, randomness
        self._is_new = False

    def ready(self, *, makes_folder: bool = False) -> None:
        """Make sure, before the work, that its result can be recorded.

        Parameters
        ----------
        makes_folder : bool
            Whether the work makes the folder of the record, or says that it cannot.

        Raises
        ------
        InputError
            If the file is no record, is one of another version, was cut off, or has lost its key;
            or its folder may not be written.
        """
        folder = self.path.parent
        if not makes_folder and not folder.is_dir():
            raise InputError(str(self.path), "its folder is not there", "--record", "a folder")
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise cannot_write(self.path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        tail = read_tail(self.path)
        self._is_new = tail is None or tail.last is None
        if tail is not None and tail.last is not None:
            self._pseudonyms(tail)

    def said(self, run: str) -> str:
        """What to tell a user whose run was recorded; of a new record, where its key is."""
        key = beside(self.path, "key").name
        warned = f"; {key} tells who is who in it: keep it apart" if self._is_new else ""
        return f"{self.path}: recorded as run {run}{warned}"

    def ranked(self, result: RankResult, inputs: Inputs) -> str:
        """Record a ranking: the run, its job, and everybody in it.

        Parameters
        ----------
        result : RankResult
            The whole ranking, not blind and with nobody left out.
        inputs : Inputs
            What it was made of.

        Returns
        -------
        str
            The run's id.

        Raises
        ------
        ValueError
            If the ranking is blind, holds no plan, or leaves somebody out.
        InputError
            If it cannot be appended.
        """
        planned = result.plan
        if planned is None or result.blind or result.not_shown:
            raise ValueError("only a whole, seeing ranking with its plan can be recorded")
        when, run = self.stamp()
        told = Run(
            run=run,
            command="rank",
            when=when,
            as_of=result.as_of.isoformat(),
            **made_by(result.versions, planned.policy),
            policy_file=inputs.policy,
            taxonomy_files=inputs.taxonomy,
            jobs=(inputs.job,),
            candidates=inputs.candidates,
            options=dict(inputs.options),
            counts=rank_counts(result),
            results=(),
            lines=1 + len(result.ranked),
        )

        def lines(names: Pseudonyms) -> Iterator[Told]:
            yield Event.RUN, plain(told)
            yield Event.JOB, plain(job_told(run, inputs.job_id, inputs.job.path, planned))
            for ranked in result.ranked:
                name = names.of(ranked.ledger.candidate_id)
                yield Event.CANDIDATE, plain(of_ranked(run, inputs.job_id, name, ranked))

        self.append(lines, when)
        return run

    def batched(
        self,
        batch: BatchRun,
        finished: Finished,
        taxonomy: Sequence[File] = (),
        policy: File | None = None,
    ) -> str:
        """Record a batch whose results are written: the run, its jobs, and each job's best.

        Of whom nothing could be read stands there once, for all jobs.  Who is not among a job's
        best stands in the counts and, with ``--all``, in files of which the record has the digests.

        Parameters
        ----------
        batch : BatchRun
            As it was run: its order has the day in force.
        finished : Finished
            What came of it.
        taxonomy : sequence of File
            Empty for the shipped one.
        policy : File or None
            None for the shipped policy.

        Returns
        -------
        str
            The run's id.

        Raises
        ------
        InputError
            If it cannot be appended.
        """
        when, run = self.stamp()
        order, written = batch.order, Written.read(batch.settings.out)
        told = Run(
            run=run,
            command="batch",
            when=when,
            as_of=order.as_of.isoformat(),
            **made_by(order.versions, order.policy),
            policy_file=policy,
            taxonomy_files=tuple(taxonomy),
            jobs=tuple(File(path, digest) for path, digest in batch.job_digests.items()),
            candidates=_sources(batch),
            options={**batch.settings.shown(), "blind_key": batch.key_check},
            counts=batch_counts(finished),
            results=tuple(File(name, digest) for name, digest in written.digests.items()),
            lines=sum(1 + written.kept(job.id) for job in order.jobs)
            + sum(1 for _ in written.unread()),
        )

        def lines(names: Pseudonyms) -> Iterator[Told]:
            yield Event.RUN, plain(told)
            for job in order.jobs:
                planned = plan(job.job, order.taxonomy, order.policy, order.as_of)
                yield Event.JOB, plain(job_told(run, job.id, job.source, planned))
                for row in written.best(job.id):
                    name = names.of(row["candidate_id"])
                    yield Event.CANDIDATE, plain(of_row(run, name, row))
            for candidate_id in written.unread():
                yield Event.UNREAD, plain(Unread(run, names.of(candidate_id)))

        self.append(lines, when)
        return run

    def decision(
        self,
        run: str,
        job: str,
        candidate_id: str,
        decision: str | None,
        reviewer: str,
        reason: str | None = None,
    ) -> None:
        """Record what a person decided; it changes no score, and the last one counts.

        Parameters
        ----------
        run : str
            Id of the run whose ranking the person saw.
        job : str
            Id of the job in that run.
        candidate_id : str
            The candidate, by id.
        decision : str or None
            ``shortlist``, ``reject``, ``override``, …; None takes an earlier one back.
        reviewer : str
            Who decided.
        reason : str or None
            Why, where it was given.

        Raises
        ------
        InputError
            If it cannot be appended.
        """
        when, _ = self.stamp()

        def lines(names: Pseudonyms) -> Iterator[Told]:
            name = names.of(candidate_id)
            told = Decided(run, when, job, name, decision, reviewer, reason)
            yield Event.DECISION, plain(told)

        self.append(lines, when)

    def tuned(self, policy: Policy, inputs: TuneInputs) -> str:
        """Record that a policy was learned, from what, and what it says.

        Parameters
        ----------
        policy : Policy
            What was learned.
        inputs : TuneInputs
            What it was learned from, and by whom.

        Returns
        -------
        str
            The run's id.

        Raises
        ------
        InputError
            If it cannot be appended.
        """
        when, run = self.stamp()
        told = Tuned(
            run=run,
            when=when,
            by=inputs.by,
            as_of=inputs.as_of.isoformat(),
            **made_by(inputs.versions, policy),
            base_policy=inputs.base_policy,
            grades=inputs.grades,
            jobs=inputs.jobs,
            candidates=inputs.candidates,
            taxonomy_files=inputs.taxonomy,
            output=inputs.output,
            counts=dict(inputs.counts),
        )
        self.append(lambda _: [(Event.TUNED, plain(told))], when)
        return run

    def signed(self, path: str, policy: Policy, by: str, day: date) -> None:
        """Record that somebody stands for a learned policy.

        Parameters
        ----------
        path : str
            Its file, signed.
        policy : Policy
            What stands in it.
        by : str
            Who signed it.
        day : date
            The day that stands in the file.

        Raises
        ------
        InputError
            If it cannot be appended.
        """
        when, _ = self.stamp()
        told = Signed(when, by, day.isoformat(), file_of(path), policy.digest)
        self.append(lambda _: [(Event.SIGNED, plain(told))], when)

    def stamp(self) -> tuple[str, str]:
        """The time, and an id for a run of that time."""
        now = self._clock().astimezone(UTC)
        random = self._randomness(_RANDOM_OF_RUN).hex()
        return time_text(now), f"{now:%Y%m%dT%H%M%SZ}-{random}"

    def append(self, lines: Callable[[Pseudonyms], Iterable[Told]], when: str) -> None:
        """Append lines, all or none; they are made by the record's pseudonyms."""
        with locked(self.path):
            tail = read_tail(self.path)
            names = self._pseudonyms(tail)

            def begin() -> dict[str, Any]:
                return plain(Begun(FORMAT, when, __version__, names.check))

            append(self.path, tail, begin, lines(names), self._randomness, when)

    def _pseudonyms(self, tail: Tail | None) -> Pseudonyms:
        """Those of the record's key, if it is the one that the record was begun with."""
        is_new = tail is None or tail.last is None
        return Pseudonyms.made(self.path) if is_new else Pseudonyms.read(self.path)


def time_text(time: datetime) -> str:
    """A time as records have it.

    Examples
    --------
    >>> time_text(datetime(2026, 11, 1, 8, 30, tzinfo=UTC))
    '2026-11-01T08:30:00Z'
    """
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def rank_counts(result: RankResult) -> dict[str, int]:
    """How many were read, ranked, …, as the record of a ranking tells it."""
    placed, aside = len(result.placed), len(result.set_aside)
    return {
        "read": len(result.ranked) + aside,
        "ranked": placed,
        "not_ranked": len(result.ranked) - placed,
        "set_aside": aside,
    }


def batch_counts(finished: Finished) -> dict[str, int]:
    """How many were read, scored, …, as the record of a batch tells it."""
    return {
        "read": finished.counts.rows,
        "scored": finished.counts.scored,
        "set_aside": finished.counts.set_aside,
        "jobs_set_aside": finished.jobs_aside,
    }


def made_by(versions: Mapping[str, str], policy: Policy) -> dict[str, Any]:
    """The program and the policy, as lines tell them; the policy whole, without who learned it."""
    figures = {key: value for key, value in policy.to_dict().items() if key != PROVENANCE}
    return {
        "versions": {**versions, "code": code_digest(), "policy": policy.digest},
        "libraries": libraries(),
        "policy": figures,
        "policy_status": None if policy.status is None else str(policy.status),
    }


def _sources(batch: BatchRun) -> tuple[File, ...]:
    """The sources of candidates, a store once."""
    found = {source.store or source.path: source.digest for source in batch.sources}
    return tuple(File(path, digest) for path, digest in found.items())
