"""Score a recorded run again from its inputs, or say exactly which digest differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from matcher.audit.chain import canonical
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_events import CandidateTold, File, JobTold, plain
from matcher.audit.record_reader import Record, RecordedRun
from matcher.audit.rescoring import Difference, Moved, Rescoring, Scored
from matcher.batch.run import Progress
from matcher.errors import InputError

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a replay.

    Parameters
    ----------
    run : RecordedRun
        What was replayed.
    differences : tuple of Difference
        Empty where everything is the same to the byte.
    rescored : bool
        False where a digest differs, so that nothing was scored.
    notes : tuple of str
        What changed and does not enter the scores by itself: libraries, the policy's file.
    """

    run: RecordedRun
    differences: tuple[Difference, ...]
    rescored: bool
    notes: tuple[str, ...]


def replay(
    record: Record,
    run_id: str,
    moved: Moved | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Replay:
    """Score a run of a record again and compare every recorded figure.

    Where a digest of what scores depend on differs, nothing is scored.

    Parameters
    ----------
    record : Record
        As it was read; its key is needed too.
    run_id : str
        Which run; ``last`` for the last.
    moved : Moved, optional
        Where inputs are now.
    progress : callable, optional
        Told how far a batch is.
    workers : int, optional
        Processes of a batch; all cores by default.

    Raises
    ------
    InputError
        If the chain is broken, there is no such run, a crash broke it off, or the key is missing or
        another; or an input cannot be used.
    """
    run = record.run(run_id)
    if run.missing and run.gap is not None:
        allowed = "a run that was recorded whole"
        raise InputError(str(record.path), run.gap.found, run.gap.place, allowed)
    rescoring = Rescoring(run.told, moved or Moved(), Pseudonyms.read(record.path))
    differences = tuple(rescoring.differences())
    notes = tuple(rescoring.notes())
    if differences:
        return Replay(run, differences, rescored=False, notes=notes)
    scored = rescoring.scored(run.jobs, progress, workers)
    return Replay(run, tuple(_compared(run, scored)), rescored=True, notes=notes)


def _compared(run: RecordedRun, scored: Scored) -> Iterator[Difference]:
    """What was recorded and is not the same now."""
    yield from _keys("count of ", run.told.counts, scored.counts)
    yield from _keys("", _digests(run.told.results), _digests(scored.results))
    recorded_jobs = {job.job: _job(job) for job in run.jobs}
    yield from _keys("requirements of ", recorded_jobs, {job.job: _job(job) for job in scored.jobs})
    recorded = {(each.job, each.candidate): each for each in run.candidates}
    found = {(each.job, each.candidate): each for each in scored.candidates}
    unread = frozenset(each.candidate for each in run.unread)
    more = len(found.keys() - recorded.keys()) + len(scored.unread - unread)
    if more != run.erased:
        lines = f"{len(recorded) + len(unread)}, and {run.erased} erased"
        yield Difference("lines of candidates", lines, str(len(found) + len(scored.unread)))
    for name in sorted(unread - scored.unread):
        yield Difference(name, "among those who cannot be read", _NOTHING)
    for key, each in recorded.items():
        yield from _candidate_differences(each, found.get(key))


def _candidate_differences(
    recorded: CandidateTold, found: CandidateTold | None
) -> Iterator[Difference]:
    name = f"{recorded.candidate} for {recorded.job}"
    if found is None:
        yield Difference(name, "among the candidates", _NOTHING)
    elif canonical(plain(recorded)) != canonical(plain(found)):
        yield from _keys(f"{name}: ", _figures(recorded), _figures(found))


def _figures(told: CandidateTold) -> dict[str, Any]:
    """What is told of a candidate, one figure an entry."""
    flat = {key: value for key, value in plain(told).items() if not isinstance(value, dict)}
    flat |= {f"status of {key}": status for key, status in told.statuses.items()}
    return flat | {f"points of {key}": points for key, points in told.points.items()}


def _keys(what: str, recorded: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Difference]:
    """Entries that are not the same in both."""
    for key in [*recorded, *(key for key in found if key not in recorded)]:
        was, now = _shown(recorded, key), _shown(found, key)
        if was != now:
            yield Difference(f"{what}{key}", was, now)


def _shown(entries: Mapping[str, Any], key: str) -> str:
    if key not in entries:
        return _NOTHING
    value = entries[key]
    return value if isinstance(value, str) else canonical(value).decode("ascii")


def _digests(files: tuple[File, ...]) -> dict[str, str]:
    return {file.path: file.digest for file in files}


def _job(job: JobTold) -> list[Any]:
    asked: list[Any] = msgspec.to_builtins(job.requirements)
    return asked
