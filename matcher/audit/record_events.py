"""What the lines of a record tell: shapes that are written and read by one definition.

Figures are whole: points and worths in hundredths.  A ``RUN`` is followed by its lines: each
``JOB``, and behind it the ``CANDIDATE`` lines of that job; then who could not be read in a batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from matcher.audit.assessed import AskedRequirement, AssessedCandidate
from matcher.batch.files import digest_of
from matcher.batch.inputs import path_digest
from matcher.batch.store.manifest import MANIFEST, is_store
from matcher.errors import InputError
from matcher.model import Gate, Level, Ranked, Status
from matcher.report.wording import short_label
from matcher.scoring.planning import ScoringPlan
from matcher.taxonomy.store import resolved

#: Flag of a candidate of whom nothing could be read (``docs/flags.md``).
UNREADABLE = "unreadable"
#: The command of a run that was a ranking on the page.
PAGE = "page"

Told = TypeVar("Told", bound=Struct)


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A file or folder as the user named it, and the SHA-256 of what it held."""

    path: str
    digest: str


class Begun(Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    format: int
    when: str
    matcher: str
    key_check: str


class Run(Struct, frozen=True, forbid_unknown_fields=True):
    """One ranking or batch.

    Parameters
    ----------
    run : str
        Its id.
    command : str
        ``rank``, ``batch``, or ``page`` for a ranking that was seen on the page.
    when : str
        UTC, ``YYYY-MM-DDTHH:MM:SSZ``.
    as_of : str
        The day "to date" meant.
    versions : dict of str to str
        Of matcher; digests of code, taxonomy, rules and policy.
    libraries : dict of str to str
        Versions of Python and of libraries.
    policy : dict
        Every figure in force, whole.
    policy_status : str or None
        Of a learned policy, ``draft`` or ``signed``.
    policy_file : File or None
        None for the shipped policy.
    taxonomy_files, jobs, candidates : tuple of File
        What was read.
    options : dict
        What else the user chose that scores or lists depend on.
    counts : dict of str to int
        Candidates read, scored, set aside, …
    results : tuple of File
        What a batch wrote, by its name in the folder.
    lines : int
        How many lines of jobs and candidates follow.
    """

    run: str
    command: str
    when: str
    as_of: str
    versions: dict[str, str]
    libraries: dict[str, str]
    policy: dict[str, Any]
    policy_status: str | None
    policy_file: File | None
    taxonomy_files: tuple[File, ...]
    jobs: tuple[File, ...]
    candidates: tuple[File, ...]
    options: dict[str, Any]
    counts: dict[str, int]
    results: tuple[File, ...]
    lines: int

    @property
    def partial_passes(self) -> bool:
        """Whether ``partial`` passed gates."""
        return bool(self.policy["gates"]["partial_passes"])


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """A requirement as it was scored."""

    id: str
    label: str
    level: str
    worth: int
    gate: str

    def assessed(self, *, partial_passes: bool) -> AskedRequirement:
        """The noun of audits."""
        level, gate = Level(self.level), Gate(self.gate)
        return AskedRequirement(self.id, self.label, level, self.worth, gate, partial_passes)


class JobTold(Struct, frozen=True, forbid_unknown_fields=True):
    """One job of a run."""

    run: str
    job: str
    source: str
    requirements: tuple[Asked, ...]


class CandidateTold(Struct, frozen=True, forbid_unknown_fields=True):
    """One candidate's outcome for a job; ``candidate`` is a pseudonym."""

    run: str
    job: str
    candidate: str
    score: int
    score_high: int
    rank: int | None
    eligible: bool | None
    ranked_below: bool
    readable: bool
    flags: tuple[str, ...]
    statuses: dict[str, str]
    points: dict[str, int]

    def assessed(self, decided: Decided | None) -> AssessedCandidate:
        """The noun of audits, with what a person decided last."""
        return AssessedCandidate(
            candidate=self.candidate,
            score=self.score if self.readable else None,
            score_high=self.score_high if self.readable else None,
            rank=self.rank,
            eligible=self.eligible,
            flags=self.flags,
            statuses={key: Status(status) for key, status in self.statuses.items()},
            points=self.points,
            **_decision(decided),
        )


class Unread(Struct, frozen=True, forbid_unknown_fields=True):
    """A candidate of a batch of whom nothing could be read, for none of its jobs."""

    run: str
    candidate: str

    def assessed(self, job: JobTold, decided: Decided | None) -> AssessedCandidate:
        """The noun of audits: everything is unknown, and nobody can be ranked by that."""
        return AssessedCandidate(
            candidate=self.candidate,
            score=None,
            score_high=None,
            rank=None,
            eligible=None,
            flags=(UNREADABLE,),
            statuses={each.id: Status.UNKNOWN for each in job.requirements},
            points={each.id: 0 for each in job.requirements},
            **_decision(decided),
        )


def _decision(decided: Decided | None) -> dict[str, str | None]:
    if decided is None:
        return {}
    return {
        "decision": decided.decision,
        "reviewer": decided.reviewer,
        "reason": decided.reason,
    }


class Decided(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided on a candidate of a run."""

    run: str
    when: str
    job: str
    candidate: str
    decision: str | None
    reviewer: str
    reason: str | None


class Tuned(Struct, frozen=True, forbid_unknown_fields=True):
    """A policy that was learned."""

    run: str
    when: str
    by: str
    as_of: str
    versions: dict[str, str]
    libraries: dict[str, str]
    policy: dict[str, Any]
    policy_status: str | None
    base_policy: str
    grades: File
    jobs: tuple[File, ...]
    candidates: tuple[File, ...]
    taxonomy_files: tuple[File, ...]
    output: str | None
    counts: dict[str, int]


class Signed(Struct, frozen=True, forbid_unknown_fields=True):
    """A learned policy that somebody stands for."""

    when: str
    by: str
    day: str
    policy_file: File
    policy: str


class Erased(Struct, frozen=True, forbid_unknown_fields=True):
    """Lines whose content was erased: from and to, both inclusive."""

    when: str
    why: str
    by: str
    lines: tuple[tuple[int, int], ...]


class Torn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a crash had left at the end of the record; None where the head was missing."""

    when: str
    bytes: int
    sha256: str
    lines_behind_head: int | None


def plain(told: Struct) -> dict[str, Any]:
    """What a line tells, as plain data."""
    found: dict[str, Any] = msgspec.to_builtins(told)
    return found


def of_plain(told: Mapping[str, Any], shape: type[Told], source: str, line: int) -> Told:
    """Inverse of :func:`plain`.

    Raises
    ------
    InputError
        Naming the line, if the content has another shape.
    """
    try:
        return msgspec.convert(told, shape)
    except msgspec.ValidationError as error:
        found = f"tells what this version does not know: {error}"
        raise InputError(source, found, f"line {line}", "a record of this version") from error


def file_of(path: str | Path) -> File:
    """A file or folder with its digest; of a store that of its manifest, which seals the rest.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    inside = Path(path, MANIFEST) if is_store(path) else Path(path)
    return File(str(path), path_digest(str(inside))[0])


def taxonomy_file_of(path: str | Path) -> File:
    """A taxonomy's file with its digest; the word ``shipped`` stands for the shipped one.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return File(str(path), digest_of(resolved(Path(path))))


def job_told(run: str, job_id: str, source: str, plan: ScoringPlan) -> JobTold:
    """A job as it was scored."""
    asked = tuple(
        Asked(
            each.requirement.id,
            short_label(each.requirement),
            str(each.requirement.level),
            each.share.worth,
            str(each.gate),
        )
        for each in plan.requirements
    )
    return JobTold(run, job_id, source, asked)


def of_ranked(run: str, job_id: str, pseudonym: str, ranked: Ranked) -> CandidateTold:
    """A candidate of a ranking."""
    ledger = ranked.ledger
    assessed = {entry.assessment.requirement_id: entry for entry in ledger.entries}
    return CandidateTold(
        run=run,
        job=job_id,
        candidate=pseudonym,
        score=ledger.score,
        score_high=ledger.score_high,
        rank=ranked.rank,
        eligible=ledger.eligible,
        ranked_below=ledger.ranked_below,
        readable=ledger.readable,
        flags=ledger.flags,
        statuses={key: str(entry.assessment.status) for key, entry in assessed.items()},
        points={key: entry.points for key, entry in assessed.items()},
    )


def of_row(run: str, pseudonym: str, row: Mapping[str, Any]) -> CandidateTold:
    """A candidate of a batch, from a row of a job's best."""
    return CandidateTold(
        run=run,
        job=row["job_id"],
        candidate=pseudonym,
        score=row["score_hundredths"],
        score_high=row["score_high_hundredths"],
        rank=row["rank"],
        eligible=row["eligible"],
        ranked_below=row["ranked_below"],
        readable=row["rank"] is not None,
        flags=tuple(row["flags"]),
        statuses={entry["requirement_id"]: entry["status"] for entry in row["ledger"]},
        points={entry["requirement_id"]: entry["points_hundredths"] for entry in row["ledger"]},
    )
