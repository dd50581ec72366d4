"""How sure a rank is when the weights are not: stochastic multicriteria acceptability analysis.

Nobody can say that a must-have is worth exactly three preferred ones.  So the candidates are ranked
under many weightings that all keep to what can be said (the order of the levels, the bound on
importance), and what matters is under how many of them a rank holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random
from typing import TYPE_CHECKING

from matcher.model import ASKED_LEVELS, FULL_CREDIT, Kind, Ledger, Level
from matcher.scoring.matrix import BELOW, CreditMatrix, competition_ranks
from matcher.scoring.planning import PlannedRequirement, ScoringPlan
from matcher.scoring.worth import share_out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Weightings drawn: a share among them is within two percentage points, 19 times out of 20
#: (1.96² / (4 × 0.02²); Tervonen and Lahdelma 2007).
WEIGHTINGS = 2401
#: The rank that counts as "near the top".
TOP = 5
#: Bands that a candidate's ranks are told in.
_BANDS = 10
_SEED = 20_260_101
#: Weights are counted in ten-thousandths of a level's unit, as in ``worth``.
_WEIGHT_UNIT = 10_000
#: Scores worked out at once.
_BLOCK = 1_000_000


@dataclass(frozen=True, slots=True)
class RankBand:
    """Some neighbouring ranks, and the share of the weightings that give one of them, 0 … 1."""

    first: int
    last: int
    share: float


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure one candidate's place is; shares are 0 … 1 of all weightings.

    Parameters
    ----------
    weightings : int
        How many were drawn.
    rank_low, rank_high : int
        The 5th and the 95th percentile of the candidate's ranks.
    first : float
        Share in which the candidate is ranked first.
    top, in_top : int, float
        The place that counts as near the top, and the share in which the rank is no worse.
    above_next : float or None
        Share in which the candidate stands above the next one of the list, ties counted half; None
        for the last.
    bands : tuple of RankBand
        All ranks from the best to the worst that occur, in at most ten bands; the shares sum to 1.
    """

    weightings: int
    rank_low: int
    rank_high: int
    first: float
    top: int
    in_top: float
    above_next: float | None
    bands: tuple[RankBand, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RankAcceptability:
    """The rank of every candidate under every weighting.

    Parameters
    ----------
    columns : mapping of str to int
        Where each candidate stands in ``ranks``: those of whom something could be read.
    ranks : array of int32, shape (weightings, candidates)
        Competition ranks, 1 for the best.
    """

    columns: Mapping[str, int]
    ranks: NDArray[np.int32]

    def acceptability(self, candidate_id: str) -> dict[int, float]:
        """Share of the weightings by rank, for the ranks that occur; the shares sum to 1."""
        import numpy as np

        ranks, counts = np.unique(self._of(candidate_id), return_counts=True)
        total = len(self.ranks)
        return {int(rank): int(n) / total for rank, n in zip(ranks, counts, strict=True)}

    def win_share(self, candidate_id: str, other_id: str) -> float:
        """Share of the weightings in which one stands above another, ties counted half."""
        one, other = self._of(candidate_id), self._of(other_id)
        return (int((one < other).sum()) * 2 + int((one == other).sum())) / (2 * len(one))

    def certainty(self, candidate_id: str, next_id: str | None = None) -> Certainty:
        """What the weightings say of one candidate, and of the next one in the list."""
        import numpy as np

        ranks = np.sort(self._of(candidate_id))
        total = len(ranks)
        return Certainty(
            weightings=total,
            rank_low=int(ranks[total * 5 // 100]),
            rank_high=int(ranks[(total * 95 - 1) // 100]),
            first=int((ranks == 1).sum()) / total,
            top=TOP,
            in_top=int((ranks <= TOP).sum()) / total,
            above_next=None if next_id is None else self.win_share(candidate_id, next_id),
            bands=rank_bands(self.acceptability(candidate_id)),
        )

    def _of(self, candidate_id: str) -> NDArray[np.int32]:
        column: NDArray[np.int32] = self.ranks[:, self.columns[candidate_id]]
        return column


def rank_bands(shares: Mapping[int, float], most: int = _BANDS) -> tuple[RankBand, ...]:
    """All ranks from the best to the worst that occur, in at most so many bands of equal width.

    Examples
    --------
    >>> [(b.first, b.last, b.share) for b in rank_bands({2: 0.5, 4: 0.25, 7: 0.25}, most=3)]
    [(2, 3, 0.5), (4, 5, 0.25), (6, 7, 0.25)]
    """
    best, worst = min(shares), max(shares)
    width = -(-(worst - best + 1) // most)
    bands: dict[int, float] = dict.fromkeys(range(best, worst + 1, width), 0.0)
    for rank, share in shares.items():
        bands[rank - (rank - best) % width] += share
    return tuple(RankBand(at, min(at + width - 1, worst), share) for at, share in bands.items())


def rank_acceptability(
    matrix: CreditMatrix, weightings: int = WEIGHTINGS, seed: int = _SEED
) -> RankAcceptability:
    """Rank the readable candidates of a matrix under sampled weights.

    Parameters
    ----------
    matrix : CreditMatrix
        What the candidates showed; neither their order nor their number changes the weights.
    weightings : int
        How many to draw, at least 1.
    seed : int
        Of the sequence of weights; the same seed draws the same ones on every machine.

    Notes
    -----
    Takes 4 bytes for every candidate under every weighting.
    """
    import numpy as np

    worths = np.array(sampled_worths(matrix.plan, weightings, seed), dtype=np.int32)
    below = matrix.scores().ranked_below[matrix.readable]
    credit = matrix.low[:, matrix.readable]
    ids = tuple(i for i, read in zip(matrix.candidate_ids, matrix.readable, strict=True) if read)
    ranks = np.empty((weightings, len(ids)), dtype=np.int32)
    step = max(1, _BLOCK // max(1, len(ids)))
    for start in range(0, weightings, step):
        block = worths[start : start + step]
        standing = np.zeros((len(block), len(ids)), dtype=np.int32) - BELOW * below
        for row in np.flatnonzero(worths.any(axis=0)):
            earned = block[:, row, None] * credit[row]
            earned += FULL_CREDIT // 2
            earned //= FULL_CREDIT
            standing += earned
        for number, scores in enumerate(standing, start):
            ranks[number] = competition_ranks(scores)
    return RankAcceptability({key: number for number, key in enumerate(ids)}, ranks)


def certainties(plan: ScoringPlan, placed: Sequence[Ledger]) -> dict[str, Certainty]:
    """How sure each place is, by candidate.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    placed : sequence of Ledger
        Those with a rank, in the order of the ranking.
    """
    found = rank_acceptability(CreditMatrix.from_ledgers(plan, placed))
    ids = [ledger.candidate_id for ledger in placed]
    return {own: found.certainty(own, following) for own, following in zip_longest(ids, ids[1:])}


def sampled_worths(plan: ScoringPlan, weightings: int, seed: int = _SEED) -> list[tuple[int, ...]]:
    """Worths in hundredths of a point under weights drawn at random, one tuple a weighting.

    The three level weights are uniform over all with must ≥ b × preferred and preferred ≥ c × bonus
    ≥ 0 that have the policy's sum.  Each requirement's importance is uniform between 1 and the
    policy's bound, times the discount if it is generic; b and c are that bound, divided by the
    discount of a generic must or preferred if the job has one.  So every must stays worth at least
    any preferred, and every preferred any bonus.  What a person set in the job card stays as it was
    set; what is worth nothing stays so.
    """
    random = Random(seed)
    ranks = [list(Level).index(planned.requirement.level) for planned in plan.requirements]
    most = plan.policy.importance.most / 100
    bounds = [most / _discount_of(level, plan) for level in (Level.MUST, Level.PREFERRED)]
    levels = plan.policy.levels
    total = levels.must + levels.preferred + levels.bonus
    drawn = []
    for _ in range(weightings):
        by_level = dict(zip(ASKED_LEVELS, _level_weights(random, total, *bounds), strict=True))
        weights = [
            _weight(planned, by_level, 1 + (most - 1) * random.random(), plan)
            for planned in plan.requirements
        ]
        drawn.append(share_out(weights, ranks))
    return drawn


def _discount(planned: PlannedRequirement) -> float:
    """What is left of a weight where nearly every posting asks for the same."""
    return min(planned.share.importance, 100) / 100


def _discount_of(level: Level, plan: ScoringPlan) -> float:
    """The discount of a generic ask of a level; 1 where the job has none."""
    of_level = (p for p in plan.requirements if p.requirement.level is level and p.share.weight)
    return min(map(_discount, of_level), default=1.0)


def _level_weights(random: Random, total: float, b: float, c: float) -> Sequence[float]:
    """Uniform over the triangle of ordered weights: its corners mixed by uniform spacings."""
    low, high = sorted((random.random(), random.random()))
    must_only, two_levels, three_levels = low, high - low, 1 - high
    two, three = two_levels / (b + 1), three_levels / (b * c + c + 1)
    must = must_only + two * b + three * b * c
    return total * must, total * (two + three * c), total * three


def _weight(
    planned: PlannedRequirement,
    by_level: dict[Level, float],
    importance: float,
    plan: ScoringPlan,
) -> int:
    """Weight in the unit of ``Share.weight``; at least 1 where anything counts."""
    share, requirement = planned.share, planned.requirement
    if not share.weight or requirement.weight is not None:
        return share.weight
    weight = by_level[requirement.level] * importance * _discount(planned) * _WEIGHT_UNIT
    counted = share.counted
    if counted is not None and all(need.kind is Kind.SOFT for need in counted.leaves()):
        weight *= plan.policy.soft_worth / 100
    return max(1, round(weight))
