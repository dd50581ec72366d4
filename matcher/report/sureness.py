"""How sure a rank is, in words and as plain data."""

from __future__ import annotations

from typing import Any

from matcher.report.figures import share_text
from matcher.report.harmless import one_line
from matcher.scoring.robustness import Certainty, RankBand

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


def band_words(band: RankBand) -> str:
    """The ranks of a band.

    Examples
    --------
    >>> band_words(RankBand(3, 3, 0.5)), band_words(RankBand(4, 6, 0.1))
    ('3', '4–6')
    """
    return str(band.first) if band.first == band.last else f"{band.first}–{band.last}"


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
        "rank_bands": [
            {"first": band.first, "last": band.last, "share": round(band.share, 4)}
            for band in found.bands
        ],
    }


def certainty_cells(found: Certainty | None) -> list[str]:
    """Cells for :data:`COLUMNS`; empty for a candidate without a rank."""
    if found is None:
        return [""] * len(COLUMNS)
    plain = certainty_dict(found)
    return ["" if plain[name] is None else str(plain[name]) for name in COLUMNS]
