"""Match candidates to a job's requirements, with a reason for every hundredth of a point.

`Matcher` reads jobs and ranks candidates, `Policy` holds every figure it goes by.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.matching import Matcher
    from matcher.scoring import Policy

__version__ = "0.1.0"

__all__ = ["Matcher", "Policy", "__version__"]

#: Where each name lives; loaded when it is first asked for.
_HOMES = {"Matcher": "matcher.matching", "Policy": "matcher.scoring"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
