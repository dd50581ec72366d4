"""What a filter says of a candidate: passed, out, or open where nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Outcome of a filter; who is open is kept, and asked."""

    PASSED = "passed"
    OUT = "out"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FilterOutcome:
    """One filter applied to one candidate; no score depends on it.

    Parameters
    ----------
    filter : str
        As it was given, ``location=Ghent``; in a blind view its field alone.
    field : str
        From the closed list in ``docs/scoring.md``.
    verdict : Verdict
        Whether the candidate stays.
    because : str
        What decided, as a clause; empty where the filter passed.
    of_person : bool
        Whether it compares what a list says of the person, which a blind view must not repeat.
    """

    filter: str
    field: str
    verdict: Verdict
    because: str = ""
    of_person: bool = False

    def to_dict(self) -> dict[str, str]:
        """Plain data for the outputs."""
        return {
            "filter": self.filter,
            "field": self.field,
            "verdict": str(self.verdict),
            "because": self.because,
        }


#: Flag of a candidate that a filter took out of the ranking.
FILTERED_OUT = "filtered_out"
#: Flag of a candidate of whom a filter could not be decided.
FILTER_UNKNOWN = "filter_unknown"
