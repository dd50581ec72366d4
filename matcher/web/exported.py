"""What an export shows, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.model import Ledger, Ranked
from matcher.report.result import RankResult
from matcher.web.shown import DecisionLine

#: Heads of what :meth:`Exported.decision_cells` gives.
DECIDED = ("decision", "reason", "decided_by", "decided_at")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export shows: a ranking, and what was decided of each by id."""

    result: RankResult
    decided: Mapping[str, DecisionLine]

    def decision_cells(self, ledger: Ledger) -> list[str]:
        """Decision, reason, who and when; empty where there is none."""
        line = self.decided.get(ledger.candidate_id)
        if line is None:
            return ["" for _ in DECIDED]
        return [str(line.decision), line.reason, line.by, line.at.isoformat(timespec="minutes")]

    @property
    def rows(self) -> tuple[Ranked, ...]:
        """The candidates in the order of the ranking."""
        return self.result.ranked
