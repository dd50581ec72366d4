"""The vectorised score: credits of many candidates as arrays, points for any weights at once.

Equal to the reference (:mod:`matcher.scoring.ledger`) to the hundredth: the same integers, rounded
once per requirement, only for all candidates together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from matcher.model import ASKED_LEVELS, FULL_CREDIT, Gate, Ledger, Profile
from matcher.scoring.ledger import score_candidate
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.policy import Policy
from matcher.scoring.policy_shape import PROVENANCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What a policy may change without a candidate being assessed anew.
_WEIGHING = ("levels", "importance", "soft_worth", "gates", PROVENANCE)
#: Beyond any score, so that those below a gate stand behind all others.
BELOW = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class CreditMatrix:
    """What a set of candidates showed for a job, before any weight.

    Parameters
    ----------
    plan : ScoringPlan
        The job the candidates were assessed for.
    candidate_ids : sequence of str
        The candidates, in any order.
    low, high : array of int32, shape (requirements, candidates)
        Credit shown, and credit were the unknown met; ten-thousandths, 0 … 10,000.
    readable : array of bool, shape (candidates,)
        Where anything could be read.
    """

    plan: ScoringPlan
    candidate_ids: Sequence[str]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    readable: NDArray[np.bool_]

    @classmethod
    def from_ledgers(cls, plan: ScoringPlan, ledgers: Iterable[Ledger]) -> CreditMatrix:
        """The credits that stand in ledgers of the plan's job."""
        import numpy as np

        known = list(ledgers)
        shape = (len(known), len(plan.requirements))
        low, high = (np.empty(shape, dtype=np.int32) for _ in range(2))
        for row, ledger in enumerate(known):
            low[row] = [entry.assessment.low for entry in ledger.entries]
            high[row] = [entry.assessment.high for entry in ledger.entries]
        return cls(
            plan=plan,
            candidate_ids=tuple(ledger.candidate_id for ledger in known),
            low=np.ascontiguousarray(low.T),
            high=np.ascontiguousarray(high.T),
            readable=np.array([ledger.readable for ledger in known], dtype=np.bool_),
        )

    @classmethod
    def assessed(cls, plan: ScoringPlan, profiles: Iterable[Profile]) -> CreditMatrix:
        """Assess profiles one by one, by the reference path."""
        return cls.from_ledgers(plan, (score_candidate(plan, profile) for profile in profiles))

    def scores(self, plan: ScoringPlan | None = None) -> ScoreTable:
        """Scores under the plan's weights, or those of another plan for the same job.

        Raises
        ------
        ValueError
            If the other plan differs in more than weights and gates (:func:`same_credits`).
        """
        import numpy as np

        weighing = self.plan if plan is None else plan
        if plan is not None and not same_credits(self.plan, plan):
            raise ValueError("the plan changes credits, not only weights: assess anew")
        worths = [planned.share.worth for planned in weighing.requirements]
        met_at = weighing.policy.met_at
        levels = [planned.requirement.level for planned in weighing.requirements]
        size = len(self.candidate_ids)
        met = np.zeros((len(ASKED_LEVELS), size), dtype=np.int32)
        asked = [0] * len(ASKED_LEVELS)
        for row, (worth, level) in enumerate(zip(worths, levels, strict=True)):
            if worth and level in ASKED_LEVELS:
                place = ASKED_LEVELS.index(level)
                asked[place] += 1
                met[place] += self.low[row] >= met_at
        failed, unsure, below = self._gates(weighing)
        return ScoreTable(
            candidate_ids=self.candidate_ids,
            score=weighted(self.low, worths),
            score_high=weighted(self.high, worths),
            met=met,
            asked=(asked[0], asked[1], asked[2]),
            failed=failed,
            unsure=unsure,
            ranked_below=below,
            readable=self.readable,
        )

    def _gates(
        self, plan: ScoringPlan
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Where a gate is failed, where only an unknown decides, and who stands below for it."""
        import numpy as np

        failed, unsure, below = np.zeros((3, len(self.candidate_ids)), dtype=np.bool_)
        for row, planned in enumerate(plan.requirements):
            if planned.gate is Gate.OFF:
                continue
            low, high = self.low[row], self.high[row]
            fails = fails_gate(plan.policy, low, high)
            failed |= fails
            unsure |= (low < plan.policy.met_at) & (low == 0) & (high > 0)
            if planned.gate is Gate.RANK_BELOW:
                below |= fails
        return failed, unsure, below


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """Scores of a set of candidates, each array in the order of ``candidate_ids``.

    Parameters
    ----------
    score, score_high : array of int32
        Hundredths of a point.
    met : array of int32, shape (3, candidates)
        Requirements met that are worth something: must, preferred, bonus.
    asked : tuple of int
        Requirements of each level that are worth something.
    failed, unsure : array of bool
        Whether a gate was failed; whether an unknown decides one.
    ranked_below : array of bool
        Whether a ``rank_below`` gate was failed.
    readable : array of bool
        Where anything could be read: the others have no rank.
    """

    candidate_ids: Sequence[str]
    score: NDArray[np.int32]
    score_high: NDArray[np.int32]
    met: NDArray[np.int32]
    asked: tuple[int, int, int]
    failed: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    ranked_below: NDArray[np.bool_]
    readable: NDArray[np.bool_]

    def eligible(self, index: int) -> bool | None:
        """Outcome of the gates for one candidate, as in its ledger."""
        return False if self.failed[index] else None if self.unsure[index] else True

    def standing(self) -> NDArray[np.int32]:
        """Where everybody stands, the higher the better; equals stand by ``candidate_id``."""
        below = BELOW * self.ranked_below + 2 * BELOW * ~self.readable
        return (self.score - below).astype(self.score.dtype)

    def ranks(self) -> NDArray[np.int32]:
        """Competition ranks (1, 1, 3); 0 for those of whom nothing could be read."""
        import numpy as np

        standing = self.standing()
        ranks = np.zeros(len(self.candidate_ids), dtype=np.int32)
        ranks[self.readable] = competition_ranks(standing[self.readable])
        return ranks


def weighted(credit: NDArray[np.int32], worths: Sequence[int]) -> NDArray[np.int32]:
    """Hundredths of a point that credits earn under worths, rounded at each requirement.

    Parameters
    ----------
    credit : array of int32, shape (requirements, candidates)
        Ten-thousandths.
    worths : sequence of int
        Hundredths of a point, one for each requirement.

    Examples
    --------
    >>> import numpy as np
    >>> weighted(np.array([[5000, 10000], [0, 6500]], dtype=np.int32), [1251, 8749]).tolist()
    [626, 6938]
    """
    import numpy as np

    total = np.zeros(credit.shape[1], dtype=np.int32)
    earned = np.empty_like(total)
    for row, worth in enumerate(worths):
        if worth:
            total += points_of(credit[row], worth, out=earned)
    return total


def points_of(
    credit: NDArray[np.int32], worth: int, out: NDArray[np.int32] | None = None
) -> NDArray[np.int32]:
    """Hundredths of a point that credits of one requirement earn, halves upwards.

    Examples
    --------
    >>> import numpy as np
    >>> points_of(np.array([5000, 10_000], dtype=np.int32), 1251).tolist()
    [626, 1251]
    """
    import numpy as np

    earned = np.multiply(credit, worth, out=out)
    earned += FULL_CREDIT // 2
    earned //= FULL_CREDIT
    return earned


def fails_gate(
    policy: Policy, low: NDArray[np.int32], high: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Where the credits of a gated requirement fail it: missing, or partial if that is enough.

    Examples
    --------
    >>> import numpy as np
    >>> fails_gate(Policy.default(), np.array([0, 0, 6500]), np.array([0, 10_000, 6500])).tolist()
    [True, False, False]
    """
    fails: NDArray[np.bool_] = high == 0
    if not policy.gates.partial_passes:
        fails |= low > 0
    fails &= low < policy.met_at
    return fails


def competition_ranks(standing: NDArray[np.int32]) -> NDArray[np.int32]:
    """One plus how many stand strictly higher; equals share a rank.

    Examples
    --------
    >>> import numpy as np
    >>> competition_ranks(np.array([70, 90, 70, 10], dtype=np.int32)).tolist()
    [2, 1, 2, 4]
    """
    import numpy as np

    ascending = np.sort(standing)
    higher = len(standing) - np.searchsorted(ascending, standing, side="right")
    return (higher + 1).astype(np.int32)


def same_credits(one: ScoringPlan, other: ScoringPlan) -> bool:
    """Whether candidates assessed for one plan need no new assessment for the other.

    So it is where the plans differ in weights, importance and gates alone, and as long as these
    leave the same part of every requirement counted.
    """
    return (
        one.as_of == other.as_of
        and [(p.requirement.id, p.tree) for p in one.requirements]
        == [(p.requirement.id, p.tree) for p in other.requirements]
        and one.leaves == other.leaves
        and one.relevant == other.relevant
        and _crediting(one.policy) == _crediting(other.policy)
    )


def _crediting(policy: Policy) -> dict[str, object]:
    """The figures of a policy that enter credits."""
    plain: dict[str, object] = msgspec.to_builtins(policy)
    return {key: value for key, value in plain.items() if key not in _WEIGHING}
