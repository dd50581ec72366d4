"""What one weight decides: everybody's rank while it moves and all other weights stay.

Where :mod:`matcher.scoring.robustness` draws all weights at random, this turns one.  Credits do
not depend on weights, so nobody is assessed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from matcher.errors import InputError
from matcher.model import ASKED_LEVELS, Kind, Level
from matcher.scoring.importance import is_generic
from matcher.scoring.matrix import BELOW, CreditMatrix, competition_ranks, weighted
from matcher.scoring.planning import PlannedRequirement, ScoringPlan
from matcher.scoring.policy import Policy
from matcher.scoring.worth import WEIGHT_UNIT, share_out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Ranker = Callable[[Sequence[int]], "NDArray[np.int32]"]
#: Of a level's unit, as fine as weights are counted.
_DECIMALS = 4
_TOLERANCE = 0.5 / WEIGHT_UNIT
#: Steps of a sweep that names no values.
STEPS = 41
#: The heaviest weight that a policy or job card may set.
_HEAVIEST = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class WeightSweep:
    """Everybody's rank under each value of one weight.

    Parameters
    ----------
    parameter : str
        ``levels.must``, ``levels.preferred``, ``levels.bonus``, or the id of a requirement.
    present : float
        Its weight now, in units of a level; it is one of ``values``.
    values : tuple of float
        Rising.
    candidate_ids : tuple of str
        Those of whom something could be read.
    ranks : array of int32, shape (values, candidates)
        Competition ranks, 1 for the best.
    """

    parameter: str
    present: float
    values: tuple[float, ...]
    candidate_ids: tuple[str, ...]
    ranks: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class WeightSwing:
    """What halving and doubling one weight does to those at the top.

    Parameters
    ----------
    parameter : str
        As in :class:`WeightSweep`.
    low, present, high : float
        The weight halved, as it is, and doubled; less far where the order of the levels ends it.
    shift_low, shift_high : float
        By how many places those at the top move on average, up or down.
    out_low, out_high : int
        How many of them leave the top.
    """

    parameter: str
    low: float
    present: float
    high: float
    shift_low: float
    shift_high: float
    out_low: int
    out_high: int


def parameters(plan: ScoringPlan) -> tuple[str, ...]:
    """What can be turned: the weights of levels that are asked, then every requirement's own."""
    weighing = [p for p in plan.requirements if p.share.weight]
    by_level = {p.requirement.level for p in weighing if p.requirement.weight is None}
    levels = [f"levels.{level}" for level in ASKED_LEVELS if level in by_level]
    return (*levels, *(p.requirement.id for p in weighing))


def present_weight(plan: ScoringPlan, parameter: str) -> float:
    """A weight as it is, in units of a level.

    Raises
    ------
    InputError
        If it is none that can be turned.
    """
    known = parameters(plan)
    if parameter not in known:
        found = f"{parameter!r} is no weight of this job"
        raise InputError("weights", found, "parameter", ", ".join(known))
    level = _level_of(parameter)
    if level is not None:
        return float(plan.policy.weight(level))
    return _planned(plan, parameter).share.weight / WEIGHT_UNIT


def allowed_range(plan: ScoringPlan, parameter: str) -> tuple[float, float]:
    """The least and the greatest value of a weight that the policy's rules admit, above 0.

    Every must is to weigh at least as much as any preferred, and every preferred as any bonus,
    whatever the importance of each; a requirement's own weight a person may set as they like.

    Raises
    ------
    InputError
        If it is none that can be turned.
    """
    present_weight(plan, parameter)
    levels, most = plan.policy.levels, plan.policy.importance.most / 100
    bounds = {
        "levels.must": (levels.preferred * most, _HEAVIEST),
        "levels.preferred": (levels.bonus * most, levels.must / most),
        "levels.bonus": (0.0, levels.preferred / most),
    }
    low, high = bounds.get(parameter, (0.0, _HEAVIEST))
    return max(low, 1 / WEIGHT_UNIT), high


def weight_sweep(
    matrix: CreditMatrix, parameter: str, values: Sequence[float] | None = None
) -> WeightSweep:
    r"""Rank everybody under each value of one weight.

    Parameters
    ----------
    matrix : CreditMatrix
        What the candidates showed.
    parameter : str
        One of :func:`parameters`.
    values : sequence of float, optional
        In units of a level, to four decimals; the present weight is added.  By default 41 from
        the least allowed (of a requirement: a tenth of the present) to the greatest, but no more
        than three times the present.

    Raises
    ------
    InputError
        If the weight is none of the job's, or a value is not allowed (:func:`allowed_range`).

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from matcher.job.parser import JobParser
    >>> from matcher.rules import load_rules
    >>> from matcher.scoring import plan
    >>> from matcher.taxonomy.store import load_taxonomy
    >>> skills = load_taxonomy()
    >>> job = JobParser(skills, load_rules()).parse("Required\n- Java\nPreferred\n- SQL\n- Kafka")
    >>> asked = plan(job, skills, Policy.default(), date(2026, 1, 1))
    >>> shown = np.array([[10_000, 0], [0, 10_000], [0, 10_000]], dtype=np.int32)
    >>> matrix = CreditMatrix(asked, ["a", "b"], shown, shown, np.array([True, True]))
    >>> swept = weight_sweep(matrix, "levels.preferred", [4])
    >>> swept.values, swept.ranks.tolist()
    ((2.0, 4.0), [[1, 2], [2, 1]])
    """
    import numpy as np

    plan = matrix.plan
    present = present_weight(plan, parameter)
    least, most = allowed_range(plan, parameter)
    wanted = _spread(present, least, most, parameter) if values is None else values
    for value in wanted:
        if not least <= value + _TOLERANCE or not value - _TOLERANCE <= most:
            allowed = f"{least:.4g} to {most:.4g}, by the order of the levels"
            raise InputError("weights", f"{parameter} {value:g} is not allowed", "values", allowed)
    rising = tuple(sorted({round(float(value), _DECIMALS) for value in (*wanted, present)}))
    ranks = _ranker(matrix)
    rows = [ranks(worths_under(plan, parameter, value)) for value in rising]
    readable = zip(matrix.candidate_ids, matrix.readable, strict=True)
    ids = tuple(key for key, read in readable if read)
    return WeightSweep(parameter, round(present, _DECIMALS), rising, ids, np.stack(rows))


def weight_swings(matrix: CreditMatrix, top: int = 10) -> tuple[WeightSwing, ...]:
    """What halving and doubling each weight does to the first ``top``, the strongest first.

    Raises
    ------
    InputError
        If ``top`` is not at least 1.
    """
    if top < 1:
        raise InputError("weights", f"top is {top}", "top", "1 or more")
    ranks, plan = _ranker(matrix), matrix.plan
    before = ranks(tuple(planned.share.worth for planned in plan.requirements))
    swings = [_swing(plan, ranks, before, parameter, top) for parameter in parameters(plan)]
    return tuple(sorted(swings, key=lambda s: -max(s.shift_low, s.shift_high)))


def _swing(
    plan: ScoringPlan, ranks: _Ranker, before: NDArray[np.int32], parameter: str, top: int
) -> WeightSwing:
    present = round(present_weight(plan, parameter), _DECIMALS)
    least, most = allowed_range(plan, parameter)
    low = round(min(max(present / 2, least), present), _DECIMALS)
    high = round(max(min(present * 2, most), present), _DECIMALS)
    at_top = before <= top
    shifts, outs = [], []
    for value in (low, high):
        after = ranks(worths_under(plan, parameter, value))[at_top]
        shifts.append(float(abs(after - before[at_top]).mean()) if at_top.any() else 0.0)
        outs.append(int((after > top).sum()))
    return WeightSwing(parameter, low, present, high, shifts[0], shifts[1], outs[0], outs[1])


def worths_under(plan: ScoringPlan, parameter: str, value: float) -> tuple[int, ...]:
    r"""Worths in hundredths of a point with one weight changed, in the order of the job.

    Those that :func:`matcher.scoring.worth.worths` gives for a policy with that weight, or a job
    card that sets it, as long as the same part of every requirement counts.

    Parameters
    ----------
    plan : ScoringPlan
        The job as it is weighed now.
    parameter : str
        One of :func:`parameters`.
    value : float
        In units of a level, to four decimals.

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from matcher.job.parser import JobParser
    >>> from matcher.rules import load_rules
    >>> from matcher.scoring import plan
    >>> from matcher.taxonomy.store import load_taxonomy
    >>> skills = load_taxonomy()
    >>> job = JobParser(skills, load_rules()).parse("Required\n- Java\nPreferred\n- SQL\n- Kafka")
    >>> asked = plan(job, skills, Policy.default(), date(2026, 1, 1))
    >>> worths_under(asked, "levels.preferred", 4)
    (4286, 2857, 2857)
    """
    changed = round(value * WEIGHT_UNIT)
    levels = plan.policy.levels
    figures = {str(level): plan.policy.weight(level) * WEIGHT_UNIT for level in ASKED_LEVELS}
    turned = _level_of(parameter)
    if turned is not None:
        figures[str(turned)] = changed
    policy = structs.replace(plan.policy, levels=structs.replace(levels, **figures))
    weights = [
        changed * WEIGHT_UNIT
        if planned.requirement.id == parameter
        else _weight(planned, plan.policy, policy)
        for planned in plan.requirements
    ]
    ranks = [list(Level).index(planned.requirement.level) for planned in plan.requirements]
    return share_out(weights, ranks)


def _weight(planned: PlannedRequirement, before: Policy, now: Policy) -> int:
    """Weight of a requirement in ten-thousandths of the unit of ``Share.weight``."""
    share, requirement = planned.share, planned.requirement
    if share.counted is None or not share.weight or requirement.weight is not None:
        return share.weight * WEIGHT_UNIT
    level = requirement.level
    generic = is_generic(share.counted, frozenset(now.importance.generic_skills))
    generic = generic and share.importance == before.generic_percent(level)
    percent = now.generic_percent(level) if generic else share.importance
    weight = now.weight(level) * percent * (WEIGHT_UNIT // 100)
    only_soft = all(need.kind is Kind.SOFT for need in share.counted.leaves())
    return weight * now.soft_worth // 100 if only_soft else weight


def _ranker(matrix: CreditMatrix) -> _Ranker:
    """Ranks of the readable under worths; who failed a ``rank_below`` gate behind all others."""
    import numpy as np

    low = np.ascontiguousarray(matrix.low[:, matrix.readable])
    below = BELOW * matrix.scores().ranked_below[matrix.readable]
    return lambda worths: competition_ranks(weighted(low, worths) - below)


def _spread(present: float, least: float, most: float, parameter: str) -> list[float]:
    """Values from end to end of a range, evenly."""
    low = least if _level_of(parameter) else max(least, present / 10)
    high = max(min(most, present * 3), low)
    return [low + (high - low) * step / (STEPS - 1) for step in range(STEPS)]


def _level_of(parameter: str) -> Level | None:
    """The level whose weight a parameter is; None for a requirement's own."""
    return next((level for level in ASKED_LEVELS if parameter == f"levels.{level}"), None)


def _planned(plan: ScoringPlan, requirement_id: str) -> PlannedRequirement:
    return next(p for p in plan.requirements if p.requirement.id == requirement_id)
