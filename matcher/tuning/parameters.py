"""The figures of a policy that can be learned: their names, their order, and back to a policy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from matcher.model import FULL_CREDIT
from matcher.scoring import Policy
from matcher.scoring.policy_shape import PROVENANCE

#: Learned credits are whole hundredths of a requirement: finer than any of their intervals.
CREDIT_STEP = 100
#: Level weights are counted in a finer unit, must 60 in place of 6, where there is room for it.
FINER = 10
_MOST_WEIGHT = 1000

#: What else a credit may not exceed: a headline is worth no more than a project, a bare list less.
_EVIDENCE_ABOVE = {
    "project": "work",
    "certificate": "work",
    "education": "project",
    "course": "education",
    "summary": "project",
    "claimed": "summary",
}
_RELATION_ABOVE = {
    "narrower": "same",
    "implied": "same",
    "broader": "narrower",
    "related": "same",
}


class Rung(IntEnum):
    """How much is learned: each rung frees its own figures and those of the rungs below.

    Examples
    --------
    >>> Rung.EVIDENCE > Rung.LEVELS, str(Rung.RELATIONS)
    (True, 'relations')
    """

    LEVELS = 1
    EVIDENCE = 2
    RELATIONS = 3
    YEARS = 4

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of a policy as a factor of scores.

    Parameters
    ----------
    name : str
        Its key in the policy, ``evidence.claimed``; ``years.50`` is the curve at 50 percent.
    value : float
        In the policy: a level's weight, a credit as a share, 0 … 1.
    rung : Rung or None
        From which rung on it is learned; None for what all others are measured by.
    above : str or None
        The figure that it may not exceed.
    most : float
        Of that figure, or of 1 where there is none, the largest share it may have.
    """

    name: str
    value: float
    rung: Rung | None
    above: str | None = None
    most: float = 1.0


def parameters(policy: Policy) -> tuple[Parameter, ...]:
    """The figures that scores are products of, each behind the one it may not exceed.

    A must, the same skill, use at work and the whole of the years asked are what the others are
    measured by.  A figure that is 0 in the policy stays 0: somebody switched it off.

    Examples
    --------
    >>> figures = {p.name: p for p in parameters(Policy.default())}
    >>> list(figures)[:3], figures["evidence.claimed"].above, figures["years.80"].value
    (['levels.must', 'levels.preferred', 'levels.bonus'], 'evidence.summary', 0.85)
    """
    found = (*_levels(policy), *_evidence(policy), *_relations(policy), *_years(policy))
    return tuple(each for each in found if each.value > 0)


def _levels(policy: Policy) -> Iterator[Parameter]:
    levels, share = policy.levels, 100 / policy.importance.most
    yield Parameter("levels.must", levels.must, None)
    for name, above in (("preferred", "must"), ("bonus", "preferred")):
        yield Parameter(
            f"levels.{name}", getattr(levels, name), Rung.LEVELS, f"levels.{above}", share
        )


def _evidence(policy: Policy) -> Iterator[Parameter]:
    unproved = 1.0 if policy.claims_can_meet else (policy.met_at - 1) / FULL_CREDIT
    yield Parameter("evidence.work", policy.evidence.work / FULL_CREDIT, None)
    for name, above in _EVIDENCE_ABOVE.items():
        value = getattr(policy.evidence, name) / FULL_CREDIT
        most = unproved if name == "claimed" else 1.0
        yield Parameter(f"evidence.{name}", value, Rung.EVIDENCE, f"evidence.{above}", most)


def _relations(policy: Policy) -> Iterator[Parameter]:
    yield Parameter("relations.same", policy.relations.same / FULL_CREDIT, None)
    for name, above in _RELATION_ABOVE.items():
        value = getattr(policy.relations, name) / FULL_CREDIT
        yield Parameter(f"relations.{name}", value, Rung.RELATIONS, f"relations.{above}")


def _years(policy: Policy) -> Iterator[Parameter]:
    yield Parameter("years.uncounted", policy.years.uncounted / FULL_CREDIT, Rung.YEARS)
    above = None
    for percent, credit in reversed(policy.years.curve[1:-1]):
        yield Parameter(f"years.{percent}", credit / FULL_CREDIT, Rung.YEARS, above)
        above = f"years.{percent}"


def finer(policy: Policy) -> Policy:
    """The same policy with level weights counted in tenths, so that they can be told apart.

    Examples
    --------
    >>> finer(Policy.default()).levels
    Levels(must=60, preferred=20, bonus=10)
    """
    raw = policy.to_dict()
    if policy.levels.must * FINER > _MOST_WEIGHT:
        return policy
    raw.pop(PROVENANCE, None)
    raw["levels"] = {name: weight * FINER for name, weight in raw["levels"].items()}
    return Policy.from_dict(raw)


def with_values(policy: Policy, values: Mapping[str, float]) -> Policy:
    """The policy with learned figures, rounded to its integers with their order kept.

    Parameters
    ----------
    policy : Policy
        Whatever is not among the values stays as it is here.
    values : mapping of str to float
        By name, in the units of :class:`Parameter`.

    Examples
    --------
    >>> learned = with_values(finer(Policy.default()), {"levels.bonus": 7.3, "years.50": 0.333})
    >>> learned.levels.bonus, learned.years.curve
    (7, ((0, 0), (50, 3300), (80, 8500), (100, 10000)))
    """
    raw = policy.to_dict()
    raw.pop(PROVENANCE, None)
    for name, value in values.items():
        section, key = name.split(".")
        if section == "levels":
            raw[section][key] = round(value)
        elif key.isdigit():
            curve = raw["years"]["curve"]
            raw["years"]["curve"] = [
                (percent, _credit(value)) if percent == int(key) else (percent, credit)
                for percent, credit in curve
            ]
        else:
            raw[section][key] = _credit(value)
    if not policy.claims_can_meet:
        short = (policy.met_at - 1) // CREDIT_STEP * CREDIT_STEP
        raw["evidence"]["claimed"] = min(raw["evidence"]["claimed"], short)
    levels, most = raw["levels"], policy.importance.most
    levels["preferred"] = min(levels["preferred"], levels["must"] * 100 // most)
    levels["bonus"] = min(levels["bonus"], levels["preferred"] * 100 // most)
    return Policy.from_dict(raw)


def _credit(value: float) -> int:
    """Ten-thousandths; never 0, which would switch a figure off."""
    return max(math.floor(value * FULL_CREDIT / CREDIT_STEP + 0.5), 1) * CREDIT_STEP
