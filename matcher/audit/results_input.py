"""Results that an audit can read: a ranking as JSON, the folder of a batch, a record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from matcher.audit.assessed import AskedRequirement, AssessedCandidate, AssessedJob
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_reader import read_record
from matcher.batch.files import digest_of
from matcher.batch.finish import ALL, FORMAT, TO_READ
from matcher.batch.work import MANIFEST
from matcher.errors import InputError
from matcher.model import Gate, Job, Level, Status
from matcher.report.wording import short_label
from matcher.scoring import Policy, gate_in_force

ALLOWED = "the JSON of matcher rank, the folder of matcher batch, or a record"
_UNREADABLE = "unreadable"
#: A first line of a record is shorter (bytes).
_LONGEST_LINE = 16 * 1024 * 1024
_READ_COLUMNS = (
    *("candidate_id", "rank", "score_hundredths", "score_high_hundredths", "eligible", "flags"),
    "ledger",
)


class _Assessed(msgspec.Struct, frozen=True):
    requirement_id: str
    status: Status
    worth_hundredths: int
    points_hundredths: int


class _Candidate(msgspec.Struct, frozen=True):
    candidate_id: str
    rank: int | None
    score_hundredths: int
    score_high_hundredths: int
    eligible: bool | None
    flags: list[str]
    assessments: list[_Assessed]


class _Ranking(msgspec.Struct, frozen=True):
    """What is read of ``matcher rank --format json``."""

    job: dict[str, Any]
    policy: dict[str, Any]
    as_of: str
    candidates: list[_Candidate]
    not_shown: int = 0


class _Asked(msgspec.Struct, frozen=True):
    id: str
    label: str
    level: Level
    worth_hundredths: int
    gate: Gate


class _Job(msgspec.Struct, frozen=True):
    id: str
    files: list[str]
    kept: int
    requirements: list[_Asked]


class _Manifest(msgspec.Struct, frozen=True):
    """What is read of a batch's ``manifest.json``."""

    as_of: str
    policy: dict[str, Any]
    jobs: list[_Job]
    counts: dict[str, int]


def read_assessed(source: str, runs: Sequence[str] = ()) -> tuple[AssessedJob, ...]:
    """Read who was assessed for what.

    Parameters
    ----------
    source : str
        The JSON of ``matcher rank``, the folder of ``matcher batch``, or a record.
    runs : sequence of str
        Of a record, the runs to read; all by default.

    Raises
    ------
    InputError
        If it is none of these, is of another version, is a record with a broken chain, or does not
        hold everybody: a ranking cut with ``--top``, a batch that kept only each job's best.
    """
    path = Path(source)
    if not path.is_dir() and _is_record(path):
        return _from_record(source, runs)
    if runs:
        raise InputError(source, "is no record, and has no runs", "--run", "a record")
    if path.is_dir():
        return _from_batch(path, source)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror}", allowed=ALLOWED) from error
    return (_from_ranking(text, source),)


def digested(source: str) -> str:
    """``sha256:…`` of a file, of a folder that of its manifest, which has those of its files."""
    path = Path(source)
    return digest_of(path / MANIFEST if path.is_dir() else path)


def named(jobs: Sequence[AssessedJob], ids: Iterable[str]) -> tuple[AssessedJob, ...]:
    """Jobs of a record with the ids of the candidates in place of their pseudonyms.

    Parameters
    ----------
    jobs : sequence of AssessedJob
        Others than those of a record stay as they are.
    ids : iterable of str
        The ids that may be among them; whoever is not keeps the pseudonym.

    Raises
    ------
    InputError
        If the record's key is missing.
    """
    if not any(job.pseudonymous for job in jobs):
        return tuple(jobs)
    pseudonyms = Pseudonyms.read(Path(jobs[0].source))
    by_pseudonym = {pseudonyms.of(each): each for each in ids}
    return tuple(
        replace(
            job,
            candidates=tuple(
                replace(each, candidate=by_pseudonym.get(each.candidate, each.candidate))
                for each in job.candidates
            ),
        )
        for job in jobs
    )


def _is_record(path: Path) -> bool:
    """Whether a file begins as the lines of a record do; told from JSON by its first line."""
    try:
        with path.open("rb") as file:
            first = json.loads(file.readline(_LONGEST_LINE))
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and {"seq", "prev", "event"} <= first.keys()


def _from_record(source: str, runs: Sequence[str]) -> tuple[AssessedJob, ...]:
    record = read_record(source)
    wanted = {record.run(run).told.run for run in runs}
    told = [each for each in record.runs if not wanted or each.told.run in wanted]
    gap = next((each.gap for each in told if each.gap is not None), None)
    if gap is not None:
        allowed = "runs that tell of everybody (--run), as all who applied count"
        raise InputError(source, gap.found, gap.place, allowed)
    kept = {each.told.run for each in told}
    return tuple(job for job in record.assessed() if job.run in kept)


def _from_ranking(text: bytes, source: str) -> AssessedJob:
    ranking = _decoded(text, source, _Ranking, "the JSON of matcher rank")
    if ranking.not_shown:
        found = f"holds only the first: {ranking.not_shown:,} more have a rank"
        raise InputError(source, found, allowed="a ranking without --top, as all who applied count")
    job, policy = Job.from_dict(ranking.job), Policy.from_dict(ranking.policy, source)
    worths = {
        each.requirement_id: each.worth_hundredths
        for candidate in ranking.candidates[:1]
        for each in candidate.assessments
    }
    asked = tuple(
        AskedRequirement(
            requirement.id,
            short_label(requirement),
            requirement.level,
            worths.get(requirement.id, 0),
            gate_in_force(requirement, worths.get(requirement.id, 0), policy),
            policy.gates.partial_passes,
        )
        for requirement in job.requirements
    )
    return AssessedJob(
        run="",
        job=job.title or Path(source).stem,
        as_of=ranking.as_of,
        requirements=asked,
        candidates=tuple(_candidate(each) for each in ranking.candidates),
        source=source,
    )


def _candidate(each: _Candidate) -> AssessedCandidate:
    readable = _UNREADABLE not in each.flags
    return AssessedCandidate(
        candidate=each.candidate_id,
        score=each.score_hundredths if readable else None,
        score_high=each.score_high_hundredths if readable else None,
        rank=each.rank,
        eligible=each.eligible,
        flags=tuple(each.flags),
        statuses={line.requirement_id: line.status for line in each.assessments},
        points={line.requirement_id: line.points_hundredths for line in each.assessments},
    )


def _from_batch(folder: Path, source: str) -> tuple[AssessedJob, ...]:
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
    except OSError as error:
        found = f"has no readable {MANIFEST}: {error.strerror}"
        raise InputError(
            source, found, allowed="the folder of a batch that was finished"
        ) from error
    version = _decoded(text, str(path), dict[str, Any], "the manifest of a batch").get("format")
    if version != FORMAT:
        allowed = f"format {FORMAT}, as this version of matcher writes"
        raise InputError(str(path), f"is of format {version}", "format", allowed)
    manifest = _decoded(text, str(path), _Manifest, "the manifest of a batch")
    unread = _unread(folder / TO_READ)
    return tuple(_batch_job(folder, source, manifest, job, unread) for job in manifest.jobs)


def _batch_job(
    folder: Path, source: str, manifest: _Manifest, job: _Job, unread: Sequence[str]
) -> AssessedJob:
    everybody = next((name for name in job.files if name.startswith(f"{ALL}/")), None)
    if everybody is None and job.kept + len(unread) < manifest.counts["scored"]:
        found = f"holds only the best {job.kept:,} of {job.id!r}"
        raise InputError(source, found, allowed="matcher batch --all, as all who applied count")
    passes = Policy.from_dict(manifest.policy, str(folder / MANIFEST)).gates.partial_passes
    asked = tuple(
        AskedRequirement(r.id, r.label, r.level, r.worth_hundredths, r.gate, passes)
        for r in job.requirements
    )
    people = tuple(_rows(folder / (everybody or job.files[0])))
    if everybody is None:
        people += tuple(_nothing_read(each, asked) for each in unread)
    return AssessedJob("", job.id, manifest.as_of, asked, people, source)


def _nothing_read(candidate_id: str, asked: Sequence[AskedRequirement]) -> AssessedCandidate:
    """Somebody of whom nothing could be read, whom a batch lists once for all jobs."""
    return AssessedCandidate(
        candidate=candidate_id,
        score=None,
        score_high=None,
        rank=None,
        eligible=None,
        flags=(_UNREADABLE,),
        statuses={each.id: Status.UNKNOWN for each in asked},
        points={each.id: 0 for each in asked},
    )


def _unread(path: Path) -> tuple[str, ...]:
    """Ids of those of whom nothing could be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(row["candidate_id"] for row in csv.DictReader(file))
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"is no list of a batch: {error}") from error


def _rows(path: Path) -> Iterator[AssessedCandidate]:
    """Everybody of one Parquet file of a batch."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=list(_READ_COLUMNS)):
                for row in batch.to_pylist():
                    row["assessments"] = row.pop("ledger")
                    yield _candidate(msgspec.convert(row, _Candidate))
    except (OSError, pa.ArrowException, KeyError, msgspec.ValidationError) as error:
        words = str(error).splitlines()[0]
        raise InputError(str(path), f"is no result of a batch: {words}") from error


def _decoded(text: bytes, source: str, shape: type[Any], what: str) -> Any:
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.ValidationError as error:
        words, _, place = str(error).partition(" - at ")
        raise InputError(source, words.lower(), place.strip("`"), what) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(source, f"is no JSON: {error}", allowed=ALLOWED) from error
