"""Read a record: its runs, what they tell, and whether its chain holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from matcher.audit.assessed import AssessedCandidate, AssessedJob
from matcher.audit.chain import Event, Line
from matcher.audit.record_events import CandidateTold, Decided, JobTold, Run, of_plain
from matcher.audit.record_file import check_format, read_head
from matcher.audit.verifying import Verdict, check
from matcher.errors import InputError

_Decisions = dict[tuple[str, str, str], Decided]
_OF_RUN = (Event.JOB, Event.CANDIDATE)
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
    erased : int
        How many of its lines were erased.
    missing : int
        How many of its lines were never written: a crash broke it off.
    """

    line: int
    told: Run
    jobs: tuple[JobTold, ...]
    candidates: tuple[CandidateTold, ...]
    erased: int
    missing: int


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
        """One ranking or batch.

        Raises
        ------
        InputError
            If there is none of that id, or the chain is broken.
        """
        runs = self.runs
        found = [each for each in runs if each.told.run == run_id]
        if not found:
            known = ", ".join(each.told.run for each in runs[-5:]) or "none, as it holds no run"
            allowed = f"one of its {len(runs)}, as {known}" if len(runs) > 5 else known
            raise InputError(str(self.path), f"holds no run {run_id!r}", "--run", allowed)
        return found[0]

    def assessed(self) -> tuple[AssessedJob, ...]:
        """What an audit reads: each job of each whole run, with what people decided last.

        Runs that a crash broke off are left out (``verdict`` and ``runs`` tell of them).

        Raises
        ------
        InputError
            If the chain is broken, or a line tells what this version does not know.
        """
        decided = self._decided()
        return tuple(
            each for run in self.runs if not run.missing for each in self._assessed(run, decided)
        )

    def _assessed(self, run: RecordedRun, decided: _Decisions) -> Iterator[AssessedJob]:
        by_job: dict[str, list[AssessedCandidate]] = {job.job: [] for job in run.jobs}
        for each in run.candidates:
            last = decided.get((run.told.run, each.job, each.candidate))
            by_job.setdefault(each.job, []).append(each.assessed(last))
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
        line = self.lines[at]
        told = of_plain(line.told, Run, str(self.path), line.seq)
        following = self.lines[at + 1 : at + 1 + told.lines]
        own = list(takewhile(lambda each: each.event in _OF_RUN, following))
        return RecordedRun(
            line=line.seq,
            told=told,
            jobs=tuple(
                of_plain(each.told, JobTold, str(self.path), each.seq)
                for each in _kept(own, Event.JOB)
            ),
            candidates=tuple(
                of_plain(each.told, CandidateTold, str(self.path), each.seq)
                for each in _kept(own, Event.CANDIDATE)
            ),
            erased=sum(each.content is None for each in own),
            missing=told.lines - len(own),
        )

    def _decided(self) -> _Decisions:
        """The last decisions by run, job and candidate."""
        found: _Decisions = {}
        for line in _kept(self.lines, Event.DECISION):
            told = of_plain(line.told, Decided, str(self.path), line.seq)
            found[told.run, told.job, told.candidate] = told
        return found


def _kept(lines: Sequence[Line], event: Event) -> Iterator[Line]:
    """Lines of an event that were not erased."""
    return (line for line in lines if line.event is event and line.content is not None)


def read_record(path: str | Path) -> Record:
    """Read a record and check its chain; a broken one is read too, and the verdict says so.

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
