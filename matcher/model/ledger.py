"""The outcome of one candidate for one job: entries whose points sum to the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.model.shown import Evidence
from matcher.model.terms import Basis, Level, Relation, Status

#: A requirement's whole credit, and a leaf's: credits are counted in ten-thousandths.
FULL_CREDIT = 10_000
#: What a job is worth: 100.00 points in hundredths.
FULL_SCORE = 10_000


@dataclass(frozen=True, slots=True)
class LeafEvidence:
    """Evidence for one leaf, and how the shown skill stands to the asked one.

    ``months`` and ``last_used`` ("YYYY-MM") are worked out against the as-of date; None where no
    dated job surrounds the words.
    """

    leaf_id: str
    relation: Relation
    evidence: Evidence
    months: int | None = None
    last_used: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        e = self.evidence
        return {
            "leaf_id": self.leaf_id,
            "skill": e.skill,
            "field": e.field,
            "start": e.span.start,
            "end": e.span.end,
            "surface": e.surface,
            "method": str(e.method),
            "relation": str(self.relation),
            "evidence_kind": str(e.kind),
            "polarity": str(e.polarity),
            "months": self.months,
            "last_used": self.last_used,
        }


@dataclass(frozen=True, slots=True)
class LeafAssessment:
    """Credit of one leaf, an interval in ten-thousandths.

    Parameters
    ----------
    leaf_id : str
        Id of the need.
    low, high : int
        0 … 10,000: what is shown, and what it would be were the unknown met.
    basis : Basis
        What the credit rests on.
    months_shown : int or None
        Months counted against the years asked, or of the work that stands in for a degree; None
        where neither is asked.
    """

    leaf_id: str
    low: int
    high: int
    basis: Basis
    months_shown: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Credit of one requirement for one candidate, before any weight.

    ``low`` and ``high`` fold the leaves by the requirement's logic (``docs/scoring.md``).
    """

    requirement_id: str
    status: Status
    basis: Basis
    low: int
    high: int
    leaves: tuple[LeafAssessment, ...] = ()
    evidence: tuple[LeafEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: an assessment, what it is worth and what it earns, in hundredths."""

    assessment: Assessment
    level: Level
    worth: int
    points: int
    points_high: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of one candidate for one job.

    Parameters
    ----------
    candidate_id : str
        Id of the candidate.
    entries : tuple of Entry
        One per requirement of the job, in its order; worths sum to 10,000.
    eligible : bool or None
        Outcome of the gates; None where only an unknown decides.
    ranked_below : bool
        Whether a ``rank_below`` gate was failed.
    readable : bool
        False where nothing of the candidate could be read: no honest rank exists.
    flags : tuple of str
        The profile's flags and those of the gates.
    """

    candidate_id: str
    entries: tuple[Entry, ...]
    eligible: bool | None = True
    ranked_below: bool = False
    readable: bool = True
    flags: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """Score in hundredths of a point: the sum of the entries and nothing else."""
        return sum(entry.points for entry in self.entries)

    @property
    def score_high(self) -> int:
        """Score in hundredths were every unknown met."""
        return sum(entry.points_high for entry in self.entries)

    def coverage(self) -> dict[str, tuple[int, int]]:
        """Per level, the requirements met and those that are worth something."""
        counted: dict[str, tuple[int, int]] = {}
        for level in (Level.MUST, Level.PREFERRED, Level.BONUS):
            worthy = [e for e in self.entries if e.level is level and e.worth > 0]
            met = sum(e.assessment.status is Status.MET for e in worthy)
            counted[str(level)] = (met, len(worthy))
        return counted


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ledger with its place; ``rank`` is None where no honest rank exists."""

    rank: int | None
    ledger: Ledger


#: Flag of a candidate that may be the same person as another.
POSSIBLE_DUPLICATE = "possible_duplicate"


@dataclass(frozen=True, slots=True, order=True)
class Twin:
    """Another candidate that may be the same person, and what says so."""

    candidate_id: str
    signs: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the outputs."""
        return {"candidate_id": self.candidate_id, "signs": list(self.signs)}
