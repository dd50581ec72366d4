"""What an audit reads: candidates as they were assessed for a job, whoever kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.model import Gate, Level, Status

#: Decisions of a person on a candidate: go on with them, do not, or the tool's order was overruled.
SHORTLIST, REJECT = "shortlist", "reject"


@dataclass(frozen=True, slots=True)
class AskedRequirement:
    """One requirement of a job, what it is worth and what failing it does.

    Parameters
    ----------
    id : str
        As in the job, ``r1``.
    label : str
        A few words for people.
    level : Level
        How strongly it is asked.
    worth : int
        Hundredths of a point; those of a job sum to 10,000.
    gate : Gate
        What failing it does besides losing points: the gate in force, whether a person's or the
        policy's.
    partial_passes : bool
        Whether ``partial`` passes the gate.
    """

    id: str
    label: str
    level: Level
    worth: int
    gate: Gate = Gate.OFF
    partial_passes: bool = True

    def fails(self, status: Status) -> bool:
        """Whether a status fails the gate; an unknown never does.

        Examples
        --------
        >>> licence = AskedRequirement("r1", "Licence", Level.MUST, 10_000, Gate.FLAG)
        >>> licence.fails(Status.MISSING), licence.fails(Status.PARTIAL)
        (True, False)
        """
        if self.gate is Gate.OFF:
            return False
        return status is Status.MISSING or (status is Status.PARTIAL and not self.partial_passes)


@dataclass(frozen=True, slots=True)
class AssessedCandidate:
    """One candidate's outcome for one job.

    Parameters
    ----------
    candidate : str
        The id; in a record its pseudonym.
    score, score_high : int or None
        Hundredths of a point: what is shown, and what it would be were every unknown met; None
        where nothing could be read.
    rank : int or None
        Place from 1, equals share one; None where there is none: nothing readable, or filtered out.
    eligible : bool or None
        Outcome of the gates; None where only an unknown decides.
    flags : tuple of str
        As in the ranking (``docs/flags.md``).
    statuses : mapping of str to Status
        By requirement id.
    points : mapping of str to int
        Hundredths by requirement id; they sum to ``score``.
    decision : str or None
        What a person decided: ``shortlist``, ``reject``, or another word of the record; None where
        nobody has.
    reviewer, reason : str or None
        Who decided, and why, where it was given.
    """

    candidate: str
    score: int | None
    score_high: int | None
    rank: int | None
    eligible: bool | None
    flags: tuple[str, ...]
    statuses: Mapping[str, Status]
    points: Mapping[str, int]
    decision: str | None = None
    reviewer: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AssessedJob:
    """A job and everybody assessed for it in one run.

    Parameters
    ----------
    run : str
        Id of the run in a record; empty where there is none.
    job : str
        Id of the job: its title, or the name of its file.
    as_of : str
        The day "to date" meant, ``YYYY-MM-DD``.
    requirements : tuple of AskedRequirement
        In the order of the job.
    candidates : tuple of AssessedCandidate
        In any order, nobody twice.
    source : str
        The file this was read from, as the user named it.
    pseudonymous : bool
        Whether ``candidate`` are pseudonyms of a record.

    Examples
    --------
    >>> go = AskedRequirement("r1", "Go", Level.MUST, 10_000)
    >>> one = AssessedCandidate("k1", 10_000, 10_000, 1, True, (), {"r1": Status.MET},
    ...     {"r1": 10_000})
    >>> AssessedJob("", "developer", "2026-11-01", (go,), (one,), "rank.json").asked["r1"].label
    'Go'
    """

    run: str
    job: str
    as_of: str
    requirements: tuple[AskedRequirement, ...]
    candidates: tuple[AssessedCandidate, ...]
    source: str
    pseudonymous: bool = False

    @property
    def asked(self) -> dict[str, AskedRequirement]:
        """Requirements by id, in the order of the job."""
        return {requirement.id: requirement for requirement in self.requirements}
