"""Rankings held against people's grades, and weights learned from them.

`read_study` reads jobs, candidates and grades, `evaluate` says how good a ranking is, `learn`
learns a policy, `sign` signs it off.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.tuning.credits import RequirementCredits
    from matcher.tuning.draft import sign
    from matcher.tuning.estimator import PolicyEstimator
    from matcher.tuning.evaluation import Settings, evaluate
    from matcher.tuning.grades import read_grades
    from matcher.tuning.learning import learn
    from matcher.tuning.pairs import pair_features, pair_grades
    from matcher.tuning.study import read_study

__all__ = [
    "PolicyEstimator",
    "RequirementCredits",
    "Settings",
    "evaluate",
    "learn",
    "pair_features",
    "pair_grades",
    "read_grades",
    "read_study",
    "sign",
]

#: Where each name lives; loaded when it is first asked for.
_HOMES = {
    "PolicyEstimator": "estimator",
    "RequirementCredits": "credits",
    "Settings": "evaluation",
    "evaluate": "evaluation",
    "learn": "learning",
    "pair_features": "pairs",
    "pair_grades": "pairs",
    "read_grades": "grades",
    "read_study": "study",
    "sign": "draft",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
