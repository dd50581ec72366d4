"""Where all candidates of a pool stand under one policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.scoring.matrix import (
    BELOW,
    CreditMatrix,
    ScoreTable,
    points_of,
    same_credits,
)
from matcher.scoring.planning import ScoringPlan


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """Scores, ranks and order of all candidates of a pool.

    Parameters
    ----------
    matrix : CreditMatrix
        What they showed, with the plan in force.
    scores : ScoreTable
        What that earns.
    out : array of bool
        Whom a filter took out.
    order : array of int64
        Places in the pool, in the order of :func:`matcher.scoring.in_order`.
    ranks : array of int32
        By place in the pool; 0 for those without a rank.
    id_order : array of int64
        By place in the pool, where the candidate's id stands among all ids.
    """

    matrix: CreditMatrix
    scores: ScoreTable
    out: NDArray[np.bool_]
    order: NDArray[np.int64]
    ranks: NDArray[np.int32]
    id_order: NDArray[np.int64]

    @classmethod
    def of(
        cls, matrix: CreditMatrix, id_order: NDArray[np.int64], out: NDArray[np.bool_]
    ) -> Placing:
        """Score and place everybody.

        Parameters
        ----------
        matrix : CreditMatrix
            What they showed.
        id_order : array of int64
            Where each candidate's id stands among all ids (:func:`order_of`).
        out : array of bool
            Whom a filter took out.
        """
        scores = matrix.scores()
        standing = scores.standing()
        behind = 4 * BELOW * out.astype(np.int64) - standing
        order = np.argsort(behind * max(len(out), 1) + id_order)
        ranks = np.zeros(len(out), dtype=np.int32)
        ranked = order[: int((matrix.readable & ~out).sum())]
        ranks[ranked] = _shared(standing[ranked])
        return cls(matrix, scores, out, order, ranks, id_order)

    @property
    def plan(self) -> ScoringPlan:
        """The job under the policy in force."""
        return self.matrix.plan

    @property
    def ranked(self) -> NDArray[np.int64]:
        """Places of those with a rank, the best first."""
        return self.order[: int((self.ranks > 0).sum())]

    @property
    def worths(self) -> list[int]:
        """Hundredths of a point, by requirement."""
        return [planned.share.worth for planned in self.plan.requirements]

    def points(self, places: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int32]:
        """Hundredths of a point that some candidates earn, shape (candidates, requirements)."""
        low = self.matrix.low[:, places]
        rows = [points_of(credit, worth) for credit, worth in zip(low, self.worths, strict=True)]
        return np.array(rows, dtype=np.int32).T


def _shared(standing: NDArray[np.int32]) -> NDArray[np.int64]:
    """Ranks of standings that fall: one plus how many stand strictly higher."""
    first = np.arange(len(standing))
    first[1:][standing[1:] == standing[:-1]] = 0
    return np.maximum.accumulate(first) + 1


def reweighted(matrix: CreditMatrix, plan: ScoringPlan) -> CreditMatrix | None:
    """The same credits under another policy's weights; None where it changes credits, too."""
    if not same_credits(matrix.plan, plan):
        return None
    return CreditMatrix(plan, matrix.candidate_ids, matrix.low, matrix.high, matrix.readable)


def order_of(ids: Sequence[str]) -> NDArray[np.int64]:
    """Where each id stands among all, as text.

    Examples
    --------
    >>> order_of(["k2", "k10", "k1"]).tolist()
    [2, 1, 0]
    """
    order = np.empty(len(ids), dtype=np.int64)
    order[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return order
