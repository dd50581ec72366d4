"""The best of many profiles for a job, without a ledger for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

from matcher.model import Profile
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.vectorised import ColumnScorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """Where one candidate stands; the better compares as less, as in the ranking.

    Parameters
    ----------
    below_best : int
        Minus what :meth:`ColumnScorer.standing` says.
    candidate_id : str
        Decides between equals.
    part, row : int
        The candidate's place.
    """

    below_best: int
    candidate_id: str
    part: int
    row: int


def best(
    scorer: ColumnScorer, parts: Iterable[tuple[ProfileColumns, Sequence[Profile]]], count: int
) -> list[Standing]:
    """The candidates who stand first in the ranking, the best first.

    Gates, ties and those who could not be read are where :func:`matcher.scoring.in_order` has
    them; ledgers of so few are then made by the reference.

    Parameters
    ----------
    scorer : ColumnScorer
        The job.
    parts : iterable of (ProfileColumns, sequence of Profile)
        All candidates, in any number of parts.
    count : int
        How many, at least one.
    """
    first: list[Standing] = []
    for part, (columns, profiles) in enumerate(parts):
        standing = scorer.standing(columns, profiles)
        least = -first[-1].below_best if len(first) == count else None
        rows = rows_to_compare(standing, count, least)
        ids = columns.candidate_ids
        found = (
            Standing(-level, ids[row], part, row)
            for row, level in zip(rows.tolist(), standing[rows].tolist(), strict=True)
        )
        first = nsmallest(count, [*first, *found])
    return first


def rows_to_compare(
    standing: NDArray[np.int32], count: int, least: int | None
) -> NDArray[np.int64]:
    """Rows that may be among the first ``count``: none lower than the last of so many.

    ``least`` is the lowest standing that may be among them, where one is known.
    """
    import numpy as np

    rows: NDArray[np.int64] = np.arange(len(standing))
    if least is not None:
        rows = np.flatnonzero(standing >= least)
    if len(rows) > count:
        levels, place = standing[rows], len(rows) - count
        rows = rows[levels >= np.partition(levels, place)[place]]
    return rows
