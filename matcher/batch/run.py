"""A batch from its inputs to its outputs, on one machine: read, spread, keep parts, merge."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from matcher.batch.best import Best
from matcher.batch.engines import EngineName, engine_of
from matcher.batch.finish import Finished, Read, finish
from matcher.batch.inputs import Source, path_stamp, reading
from matcher.batch.kernel import Chunk, Kernel, Order, StoredChunk
from matcher.batch.parts import Counts, Parts
from matcher.batch.results import places_of
from matcher.batch.work import Work, begun, working_in
from matcher.errors import InputError
from matcher.identity import Pseudonyms
from matcher.model import SetAside

#: Rows of a part where jobs are few, and pairs of a part where they are many.
PART_ROWS = 4_096
_PART_PAIRS = 65_536
_LEAST_ROWS = 256
#: Called with the candidates done, and about what share of all they are, where that is known.
Progress = Callable[[int, float | None], None]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may be set aside: a number of rows, or a percentage of them.

    Examples
    --------
    >>> Limit.of("5%").allows(Counts(95, 5)), Limit.of("5").allows(Counts(100, 6))
    (True, False)
    """

    rows: int | None = None
    percent: float | None = None

    @classmethod
    def of(cls, given: str) -> Limit:
        """The limit that a text means.

        Raises
        ------
        InputError
            If it is neither a number nor a percentage.
        """
        text = given.strip()
        try:
            if text.endswith("%"):
                percent = float(text[:-1])
                if 0 <= percent <= 100:
                    return cls(percent=percent)
            elif int(text) >= 0:
                return cls(rows=int(text))
        except ValueError:
            pass
        found = f"{given!r} is no number of rows"
        raise InputError("--max-set-aside", found, allowed="a number such as 50, or 2%")

    def __str__(self) -> str:
        return f"at most {self.rows:,}" if self.rows is not None else f"at most {self.percent:g}%"

    def allows(self, counts: Counts) -> bool:
        """Whether so many may be set aside of so many."""
        if self.rows is not None:
            return counts.set_aside <= self.rows
        return self.percent is None or 100 * counts.set_aside <= self.percent * counts.rows


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user chooses.

    Parameters
    ----------
    out : Path
        The output folder.
    today : date
        The day "to date" means where ``as_of`` is None and nothing was begun yet.
    as_of : date, optional
        None keeps the day of the first start.
    top, everybody, key
        As in :class:`matcher.batch.kernel.Order`.
    keep : tuple of str
        Names of columns that pass through.
    mapping : mapping of str to str
        Header by column.
    workers : int, optional
        Processes; by default all cores, or what Spark is set to.
    chunk_rows : int, optional
        Rows of a part.
    limit : Limit
        How much may be set aside.
    restart : bool
        Whether to begin anew.
    engine : EngineName
        What runs the kernel; changes no result.
    """

    out: Path
    today: date
    as_of: date | None = None
    top: int = 100
    everybody: bool = False
    key: bytes | None = None
    keep: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    workers: int | None = None
    chunk_rows: int | None = None
    limit: Limit = field(default_factory=Limit)
    restart: bool = False
    engine: EngineName = EngineName.LOCAL

    def shown(self) -> dict[str, Any]:
        """Those the results depend on, as the manifest has them."""
        return {
            "top": self.top,
            "all": self.everybody,
            "keep": list(self.keep),
            "map": dict(self.mapping),
            "blind": self.key is not None,
        }


@dataclass(frozen=True, slots=True)
class BatchRun:
    """All that a run is about.

    Parameters
    ----------
    settings : Settings
        What the user chose.
    order : Order
        Jobs and how to score.
    sources : tuple of Source
        The candidates.
    job_digests : mapping of str to str
        SHA-256 of every file of jobs.
    jobs_aside : tuple of SetAside
        Jobs that cannot be used.
    """

    settings: Settings
    order: Order
    sources: tuple[Source, ...]
    job_digests: Mapping[str, str]
    jobs_aside: tuple[SetAside, ...]

    def identity(self) -> dict[str, str]:
        """By name, everything the outcomes depend on; equal ones give equal bytes."""
        order = self.order
        options = {f"--{name}": json.dumps(value) for name, value in self.settings.shown().items()}
        candidates = {source.file: source.digest for source in self.sources}
        jobs = [(job.id, job.source) for job in order.jobs]
        lists = [(source.file, source.path) for source in self.sources]
        given = {**self.job_digests, **candidates, **order.versions, **options}
        in_their_order = {"JOBS": json.dumps(jobs), "CANDIDATES": json.dumps(lists)}
        return {**given, **in_their_order, "--blind-key": self.key_check}

    @property
    def key_check(self) -> str:
        """Tells keys of pseudonyms apart without giving one away; empty where none is used."""
        return Pseudonyms(self.order.key).of("batch") if self.order.key is not None else ""


#: Called with a run whose results are written.
OnWritten = Callable[[BatchRun, Finished], None]


def run_batch(
    run: BatchRun, progress: Progress | None = None, written: OnWritten | None = None
) -> Finished:
    """Score all candidates for all jobs, or go on where a run was broken off, and write it.

    Parameters
    ----------
    run : BatchRun
        What to score, and where to write.
    progress : callable, optional
        Told how far it is.
    written : callable, optional
        Called with the run, as of the day in force, when everything is written and before it
        counts as done: after an error there, or a kill, the same command goes on from there.

    Raises
    ------
    InputError
        If the folder cannot be used or written, an input changed, too much was set aside, or a
        process was ended from outside.
    """
    chosen = run.settings
    with working_in(chosen.out, restart=chosen.restart):
        rows = chosen.chunk_rows or _part_rows(len(run.order.jobs))
        work = begun(chosen.out, run.identity(), chosen.as_of, rows, chosen.today)
        run = replace(run, order=replace(run.order, as_of=work.as_of))
        jobs = len(run.order.jobs)
        parts = Parts(work.parts, jobs * (2 if run.order.everybody else 1) + 1)
        before = len(parts)
        scoring = _Scoring(run, work, parts, progress)
        scoring.finish_parts()
        _check_unchanged(run.sources)
        scoring.check_limit()
        finished = finish(run, parts, scoring.read, before)
        if written is not None:
            written(run, finished)
        work.clear()
        return finished


def _part_rows(jobs: int) -> int:
    """Rows of a part: fewer where each gives many pairs, so that memory stays the same."""
    return max(_LEAST_ROWS, min(PART_ROWS, _PART_PAIRS // jobs))


class _Scoring:
    """The parts of a run as they are made."""

    def __init__(self, run: BatchRun, work: Work, parts: Parts, progress: Progress | None) -> None:
        self._run, self._work, self._parts, self._progress = run, work, parts, progress
        self._best = [Best[None](run.order.top) for _ in run.order.jobs]
        self._total = Counts()
        self._waiting: deque[_Waiting] = deque()
        self._characters = 0
        self.read = [Read() for _ in run.sources]

    def finish_parts(self) -> None:
        """Make all parts that are not there yet, in the order of the candidates."""
        chosen = self._run.settings
        make = engine_of(chosen.engine)
        chunks = self._chunks(len(self._parts))
        for content in make(Kernel(self._run.order), chunks, chosen.workers):
            self._parts.add(content)
            self._count(len(self._parts) - 1)
            if chosen.limit.rows is not None:
                self.check_limit()

    def check_limit(self) -> None:
        """Stop if too much was set aside.

        Raises
        ------
        InputError
            Saying how much.
        """
        limit = self._run.settings.limit
        if not limit.allows(self._total):
            found = f"{self._total.set_aside:,} of {self._total.rows:,} rows were set aside"
            raise InputError("--max-set-aside", found, allowed=f"{limit}; more, to go on from here")

    def _chunks(self, done: int) -> Iterator[Chunk | StoredChunk]:
        """Chunks whose part is not there yet; those before are read and counted again."""
        number = 0
        run = self._run
        for at, source in enumerate(run.sources):
            rows, mapping = self._work.chunk_rows, run.settings.mapping
            with reading(source, run.order.taxonomy, mapping, rows) as read:
                for chunk in read.chunks:
                    self._waiting.append(_Waiting(at, chunk.rows, chunk.characters))
                    if number < done:
                        self._count(number)
                    else:
                        yield replace(chunk, floors=tuple(best.floor for best in self._best))
                    number += 1
                self.read[at].empty_rows, self.read[at].notes = read.empty_rows, read.notes

    def _count(self, number: int) -> None:
        """Take a part that is on disk into account."""
        counts, chunk = self._parts.counts[number], self._waiting.popleft()
        if counts.rows != chunk.rows:
            found = f"part {number}: {chunk.rows} candidates in, {counts.rows} accounted for"
            raise AssertionError(found)
        self.read[chunk.source].counts += counts
        self._total += counts
        self._characters += chunk.characters
        for best, batch in zip(self._best, self._parts.of_part(number), strict=False):
            for place in places_of(batch):
                best.offer(place, None)
        if self._progress is not None:
            self._progress(self._total.rows, self._share())

    def _share(self) -> float | None:
        """How much of all is done, about; None where the size of a source does not tell."""
        sources = self._run.sources
        if not all(source.is_plain for source in sources):
            return None
        return min(0.99, self._characters / max(1, sum(source.size for source in sources)))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is known of a chunk before its part is there."""

    source: int
    rows: int
    characters: int


def _check_unchanged(sources: Sequence[Source]) -> None:
    for source in sources:
        if path_stamp(source.file) != source.stamp:
            raise InputError(source.path, "changed while it was read", allowed="--restart")
