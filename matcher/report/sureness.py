"""How sure a rank is, in words and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.report.figures import share_text
from matcher.report.harmless import one_line
from matcher.scoring.robustness import Certainty

#: Columns that a table of candidates gets where certainty was asked for.
COLUMNS = ("rank_p5", "rank_p95", "first_share", "top_share", "above_next_share")
MEANING = (
    "Nobody knows the weights exactly. So the list was ranked under {weightings} weightings drawn "
    "at random, in all of which a must-have is worth at least as much as a preferred requirement, "
    "and that at least as much as a bonus."
)


def rank_range(found: Certainty) -> str:
    """The ranks of nine weightings out of ten.

    Examples
    --------
    >>> rank_range(Certainty(2401, 2, 7, 0.0, 5, 0.93, 0.77))
    '2–7'
    """
    if found.rank_low == found.rank_high:
        return str(found.rank_low)
    return f"{found.rank_low}–{found.rank_high}"


def certainty_sentence(found: Certainty, next_id: str | None = None) -> str:
    """All of it in one sentence.

    Examples
    --------
    >>> certainty_sentence(Certainty(2401, 2, 7, 0.0, 5, 0.934, 0.77), "k7")
    'In the top 5 under 93 % of weightings; rank 2–7 under nine in ten; above k7 under 77 %.'
    """
    parts = [f"In the top {found.top} under {share_text(found.in_top)} of weightings"]
    parts.append(f"rank {rank_range(found)} under nine in ten")
    if found.above_next is not None and next_id is not None:
        parts.append(f"above {one_line(next_id, 80)} under {share_text(found.above_next)}")
    return "; ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class RankBand:
    """Some neighbouring ranks, and the share of the weightings that give one of them, 0 … 1."""

    first: int
    last: int
    share: float

    @property
    def words(self) -> str:
        """The ranks: ``3`` or ``3–5``."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def rank_bands(shares: Mapping[int, float], most: int = 10) -> list[RankBand]:
    """All ranks from the best to the worst that occur, in at most so many bands of equal width.

    Examples
    --------
    >>> [(band.words, band.share) for band in rank_bands({2: 0.5, 4: 0.25, 7: 0.25}, 3)]
    [('2–3', 0.5), ('4–5', 0.25), ('6–7', 0.25)]
    """
    if not shares:
        return []
    best, worst = min(shares), max(shares)
    width = -(-(worst - best + 1) // most)
    bands = []
    for first in range(best, worst + 1, width):
        last = min(first + width - 1, worst)
        inside = sum(share for rank, share in shares.items() if first <= rank <= last)
        bands.append(RankBand(first, last, inside))
    return bands


def certainty_dict(found: Certainty) -> dict[str, Any]:
    """Plain data; shares to four decimals."""
    return {
        "weightings": found.weightings,
        "rank_p5": found.rank_low,
        "rank_p95": found.rank_high,
        "first_share": round(found.first, 4),
        "top": found.top,
        "top_share": round(found.in_top, 4),
        "above_next_share": None if found.above_next is None else round(found.above_next, 4),
    }


def certainty_cells(found: Certainty | None) -> list[str]:
    """Cells for :data:`COLUMNS`; empty for a candidate without a rank."""
    if found is None:
        return [""] * len(COLUMNS)
    plain = certainty_dict(found)
    return ["" if plain[name] is None else str(plain[name]) for name in COLUMNS]
