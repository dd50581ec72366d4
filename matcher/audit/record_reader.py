"""Read a record: its runs, what they tell, and whether its chain holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from matcher.audit.assessed import AssessedCandidate, AssessedJob
from matcher.audit.chain import Event, Line
from matcher.audit.record_events import (
    PAGE,
    CandidateTold,
    Decided,
    JobTold,
    Run,
    Told,
    Unread,
    of_plain,
)
from matcher.audit.record_file import check_format, read_head
from matcher.audit.record_lock import not_written
from matcher.audit.verifying import Finding, Verdict, check
from matcher.errors import InputError

_Decisions = dict[tuple[str, str, str], Decided]
_OF_RUN = (Event.JOB, Event.CANDIDATE, Event.UNREAD)
#: Stands for the id of the last run.
LAST = "last"
#: Of many runs, so many are named in a message.
_MOST_NAMED = 5
_ALLOWED = "a record that matcher audit verify finds sound"


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A ranking or batch as it was recorded.

    Parameters
    ----------
    line : int
        Where it stands.
    told : Run
        What it was.
    jobs : tuple of JobTold
        In their order.
    candidates : tuple of CandidateTold
        Of all jobs, best first; without those erased.
    unread : tuple of Unread
        Of whom nothing could be read for any job of a batch; without those erased.
    erased : int
        How many of its lines were erased.
    missing : int
        How many of its lines were never written: a crash broke it off.
    not_listed : int
        How many were scored for some job and stand in no line, as a batch keeps each job's best.
    """

    line: int
    told: Run
    jobs: tuple[JobTold, ...]
    candidates: tuple[CandidateTold, ...]
    unread: tuple[Unread, ...]
    erased: int
    missing: int
    not_listed: int

    @property
    def gap(self) -> Finding | None:
        """Why it does not tell of everybody who was scored; None where it does."""
        if self.missing:
            lines = f"{self.missing} of its {self.told.lines} lines"
            found = f"run {self.told.run} was broken off: {lines} were never written"
        elif self.not_listed:
            found = (
                f"run {self.told.run} lists each job's best alone: "
                f"{self.not_listed} who were scored are not listed"
            )
        else:
            return None
        return Finding(f"line {self.line}", found)


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read.

    Parameters
    ----------
    path : Path
        Its file.
    lines : tuple of Line
        Those that could be read, in the order of the file.
    verdict : Verdict
        What the chain says.
    """

    path: Path
    lines: tuple[Line, ...]
    verdict: Verdict

    def require_sound(self) -> None:
        """Refuse a record whose chain is broken.

        Raises
        ------
        InputError
            Naming the first break.
        """
        if not self.verdict.sound:
            first, *rest = self.verdict.breaks
            more = f" ({len(rest)} more)" if rest else ""
            raise InputError(str(self.path), f"{first.found}{more}", first.place, _ALLOWED)

    def holds(self, digest: str) -> bool:
        """Whether a line has a digest that somebody noted earlier."""
        return any(line.digest == digest for line in self.lines)

    @property
    def runs(self) -> tuple[RecordedRun, ...]:
        """The rankings and batches that were not erased, in their order.

        Raises
        ------
        InputError
            If the chain is broken, or a line tells what this version does not know.
        """
        self.require_sound()
        starts = [
            at
            for at, line in enumerate(self.lines)
            if line.event is Event.RUN and line.content is not None
        ]
        return tuple(self._run(at) for at in starts)

    def run(self, run_id: str) -> RecordedRun:
        """One ranking or batch, by its id or as the :data:`LAST`.

        Raises
        ------
        InputError
            If there is none of that id, or the chain is broken.
        """
        runs = self.runs
        found = [each for each in runs if run_id in (each.told.run, LAST)]
        if not found:
            some = [LAST, *(each.told.run for each in runs[-_MOST_NAMED:])]
            allowed = ", ".join(some) if runs else "a record with a ranking or a batch"
            raise InputError(str(self.path), f"holds no run {run_id!r}", "--run", allowed)
        return found[-1]

    def assessed(self) -> tuple[AssessedJob, ...]:
        """What an audit reads: each job of each run, with what people decided last.

        Runs that do not tell of everybody who was scored are left out, as rates over some would
        mislead; :meth:`gaps` names them.  Of a job on the page the last ranking stands for it, with
        what was decided on any.

        Raises
        ------
        InputError
            If the chain is broken, or a line tells what this version does not know.
        """
        runs = [run for run in self.runs if run.gap is None]
        page = {job.job: run for run in runs if run.told.command == PAGE for job in run.jobs}
        last = {run.told.run for run in page.values()}
        decided = self._decided()
        return tuple(
            each
            for run in runs
            if run.told.command != PAGE or run.told.run in last
            for each in self._assessed(run, decided)
        )

    def gaps(self) -> tuple[Finding, ...]:
        """The runs that do not tell of everybody who was scored, and why.

        Raises
        ------
        InputError
            If the chain is broken, or a line tells what this version does not know.
        """
        return tuple(run.gap for run in self.runs if run.gap is not None)

    def _assessed(self, run: RecordedRun, decided: _Decisions) -> Iterator[AssessedJob]:
        by_job: dict[str, list[AssessedCandidate]] = {job.job: [] for job in run.jobs}
        for each in run.candidates:
            last = decided.get((_deciding(run.told), each.job, each.candidate))
            by_job.setdefault(each.job, []).append(each.assessed(last))
        for job in run.jobs:
            for unread in run.unread:
                last = decided.get((run.told.run, job.job, unread.candidate))
                by_job[job.job].append(unread.assessed(job, last))
        passes = run.told.partial_passes
        for job in run.jobs:
            yield AssessedJob(
                run=run.told.run,
                job=job.job,
                as_of=run.told.as_of,
                requirements=tuple(a.assessed(partial_passes=passes) for a in job.requirements),
                candidates=tuple(by_job[job.job]),
                source=str(self.path),
                pseudonymous=True,
            )

    def _run(self, at: int) -> RecordedRun:
        source, line = str(self.path), self.lines[at]
        told = of_plain(line.told, Run, source, line.seq)
        following = self.lines[at + 1 : at + 1 + told.lines]
        own = list(takewhile(lambda each: each.event in _OF_RUN, following))
        return RecordedRun(
            line=line.seq,
            told=told,
            jobs=_all_of(own, Event.JOB, JobTold, source),
            candidates=_all_of(own, Event.CANDIDATE, CandidateTold, source),
            unread=_all_of(own, Event.UNREAD, Unread, source),
            erased=sum(each.content is None for each in own),
            missing=told.lines - len(own),
            not_listed=told.counts["read"] - told.counts["set_aside"] - _fewest(own),
        )

    def _decided(self) -> _Decisions:
        """The last decisions by run, job and candidate; those on the page by :data:`PAGE`."""
        found: _Decisions = {}
        deciding = {run.told.run: _deciding(run.told) for run in self.runs}
        for line in _kept(self.lines, Event.DECISION):
            told = of_plain(line.told, Decided, str(self.path), line.seq)
            found[deciding.get(told.run, told.run), told.job, told.candidate] = told
        return found


def _deciding(told: Run) -> str:
    """What decisions on a run go by: on the page one holds until another is made."""
    return PAGE if told.command == PAGE else told.run


def _kept(lines: Sequence[Line], event: Event) -> Iterator[Line]:
    """Lines of an event that were not erased."""
    return (line for line in lines if line.event is event and line.content is not None)


def _all_of(
    lines: Sequence[Line], event: Event, shape: type[Told], source: str
) -> tuple[Told, ...]:
    return tuple(of_plain(line.told, shape, source, line.seq) for line in _kept(lines, event))


def _fewest(lines: Sequence[Line]) -> int:
    """How many candidates the shortest list of a job of a run has, with those nobody could read."""
    listed: list[int] = []
    unread = 0
    for line in lines:
        if line.event is Event.JOB:
            listed.append(0)
        elif line.event is Event.UNREAD:
            unread += 1
        elif listed:
            listed[-1] += 1
    return min(listed, default=0) + unread


def read_record(path: str | Path) -> Record:
    """Read a record and check its chain; a broken one is read too, and the verdict says so.

    Waits for whoever is appending.

    Parameters
    ----------
    path : str or Path
        Its file.

    Raises
    ------
    InputError
        If it cannot be read, is no record, or one of another format.
    """
    own = Path(path)
    with not_written(own):
        return read_locked(own)


def read_locked(own: Path) -> Record:
    """:func:`read_record` for who holds the lock."""
    try:
        with own.open("rb") as file:
            check_format(file.readline(), own)
            file.seek(0)
            found = check(file, read_head(own), str(own))
    except OSError as error:
        raise InputError(str(own), f"cannot be read: {error.strerror}") from error
    if not found.lines:
        raise InputError(str(own), "is no record", "line 1", "a record of matcher")
    return Record(own, found.lines, found.verdict)
