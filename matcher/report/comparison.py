"""Two to four ledgers side by side as plain data, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from matcher.model import Entry, Ranked, Requirement
from matcher.report.contrasts import contrast_dict
from matcher.report.figures import points_number
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.wording import LEVELS, short_label
from matcher.scoring.contrast import Contrast, contrast

#: How many can be compared at once: as many as stand side by side on a page.
FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One requirement: each candidate's entry with its reason, in the order of the columns.

    ``spread`` is the difference between the most and the fewest points, in hundredths.
    """

    requirement: Requirement
    label: str
    entries: tuple[Entry, ...]
    reasons: tuple[str, ...]

    @property
    def worth(self) -> int:
        """Hundredths of a point, the same for all."""
        return self.entries[0].worth

    @property
    def spread(self) -> int:
        """The most points less the fewest."""
        earned = [entry.points for entry in self.entries]
        return max(earned) - min(earned)

    @property
    def differs(self) -> bool:
        """Whether points or status differ."""
        return len({(e.points, e.assessment.status) for e in self.entries}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Candidates side by side, best first.

    Parameters
    ----------
    result : RankResult
        The ranking they stand in.
    columns : tuple of Ranked
        The candidates in the order of the ranking.
    names : tuple of str
        Their names where the list carried any, else empty.
    rows : tuple of ComparedRow
        Requirements worth points: those that differ first, the largest difference first.
    contrasts : tuple of Contrast
        What decided between each two neighbours.
    win_shares : tuple of (str, str, float)
        For each two, the share of the weightings under which the first stands above the second;
        empty where that was not asked for.
    """

    result: RankResult
    columns: tuple[Ranked, ...]
    names: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    contrasts: tuple[Contrast, ...]
    win_shares: tuple[tuple[str, str, float], ...] = ()

    @property
    def different(self) -> tuple[ComparedRow, ...]:
        """Rows in which the candidates differ."""
        return tuple(row for row in self.rows if row.differs)

    @property
    def same(self) -> tuple[ComparedRow, ...]:
        """Rows in which they do not."""
        return tuple(row for row in self.rows if not row.differs)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        status = self.result.policy_status
        return {
            "job_title": self.result.job.title,
            "as_of": self.result.as_of.isoformat(),
            "versions": dict(self.result.versions),
            **({"policy_status": str(status)} if status else {}),
            "candidates": [self._column(*pair) for pair in zip(self.columns, self.names,
                                                               strict=True)],
            "rows": [_row_dict(row) for row in self.rows],
            "contrasts": [
                {"first": c.first_id, "second": c.second_id, **contrast_dict(self.result, c)}
                for c in self.contrasts
            ],
            "win_shares": [
                {"first": first, "second": second, "share": round(share, 4)}
                for first, second, share in self.win_shares
            ],
            "set_aside": [aside.to_dict() for aside in self.result.set_aside],
        }  # fmt: skip

    def _column(self, ranked: Ranked, name: str) -> dict[str, Any]:
        ledger = ranked.ledger
        return {
            "candidate_id": ledger.candidate_id,
            "name": name or None,
            "rank": ranked.rank,
            "score": points_number(ledger.score),
            "score_hundredths": ledger.score,
            "score_high_hundredths": ledger.score_high,
            "eligible": ledger.eligible,
            "coverage": {level: list(counts) for level, counts in ledger.coverage().items()},
            "flags": list(ledger.flags),
            "possible_duplicates": [
                twin.to_dict() for twin in self.result.twins_of(ledger.candidate_id)
            ],
        }


def comparison(
    result: RankResult, candidate_ids: Sequence[str], win_shares: dict[tuple[str, str], float]
) -> Comparison:
    """Put candidates of a ranking side by side.

    Parameters
    ----------
    result : RankResult
        The ranking.
    candidate_ids : sequence of str
        Two to four of its candidates, in any order.
    win_shares : dict
        Share of weightings by pair of ids, better ranked first; may be empty.
    """
    columns = tuple(r for r in result.ranked if r.ledger.candidate_id in set(candidate_ids))
    ledgers = [ranked.ledger for ranked in columns]
    rows = []
    for entries in zip(*(ledger.entries for ledger in ledgers), strict=True):
        requirement = result.requirements[entries[0].assessment.requirement_id]
        if entries[0].worth:
            reasons = tuple(
                reason(result, ledger.candidate_id, entry)
                for ledger, entry in zip(ledgers, entries, strict=True)
            )
            rows.append(ComparedRow(requirement, short_label(requirement, 80), entries, reasons))
    rows.sort(key=lambda row: (not row.differs, -row.spread))
    ids = [ledger.candidate_id for ledger in ledgers]
    return Comparison(
        result=result,
        columns=columns,
        names=tuple(result.name_of(key) for key in ids),
        rows=tuple(rows),
        contrasts=tuple(contrast(one, other) for one, other in pairwise(ledgers)),
        win_shares=tuple(
            (*pair, win_shares[pair]) for pair in combinations(ids, 2) if pair in win_shares
        ),
    )


def _row_dict(row: ComparedRow) -> dict[str, Any]:
    return {
        "requirement_id": row.requirement.id,
        "level": str(row.requirement.level),
        "label": row.label,
        "asked": row.requirement.text,
        "worth_hundredths": row.worth,
        "differs": row.differs,
        "spread_hundredths": row.spread,
        "cells": [
            {
                "status": str(entry.assessment.status),
                "basis": str(entry.assessment.basis),
                "points": points_number(entry.points),
                "points_hundredths": entry.points,
                "reason": reason_given,
            }
            for entry, reason_given in zip(row.entries, row.reasons, strict=True)
        ],
    }


def level_of(row: ComparedRow) -> str:
    """The level a row is asked at, in a reader's words."""
    return LEVELS[row.requirement.level]
