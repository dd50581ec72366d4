"""What a ranking of people is answerable for: its records, and whom it selects.

`assessed` holds what an audit reads, wherever it comes from; `audit_impact` calculates rates and
impact ratios, `rates_frame` and `drivers_frame` show them in a notebook.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.audit.frames import drivers_frame, rates_frame
    from matcher.audit.impact import Settings, audit_impact
    from matcher.audit.results_input import read_assessed
    from matcher.audit.study import assess_study
    from matcher.groups.table import read_groups

__all__ = [
    "Settings",
    "assess_study",
    "audit_impact",
    "drivers_frame",
    "rates_frame",
    "read_assessed",
    "read_groups",
]

#: Where each name lives; loaded when it is first asked for.
_HOMES = {
    "Settings": "matcher.audit.impact",
    "assess_study": "matcher.audit.study",
    "audit_impact": "matcher.audit.impact",
    "drivers_frame": "matcher.audit.frames",
    "rates_frame": "matcher.audit.frames",
    "read_assessed": "matcher.audit.results_input",
    "read_groups": "matcher.groups.table",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
