"""Learned figures as JSON: everything the table shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from matcher.tuning.intervals import LEVEL, SEED, Estimate
from matcher.tuning.learning import RESAMPLES, Learned


def learned_dict(learned: Learned, versions: Mapping[str, str]) -> dict[str, Any]:
    """Everything, as plain data; an undefined figure is None.

    Parameters
    ----------
    learned : Learned
        What to show.
    versions : mapping of str to str
        The program's, and digests (``Matcher.versions``).
    """
    study = learned.study
    return {
        "grades": {"source": study.grades.source, "digest": study.grades.digest},
        "as_of": study.as_of.isoformat(),
        "versions": dict(versions),
        "sample": asdict(learned.sample),
        "rung": str(learned.rung),
        "events_needed": {str(rung): need for rung, need in learned.needs.items()},
        "alpha": learned.alpha,
        "assessments": learned.rounds,
        "settled": learned.settled,
        "settings": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "figures": [asdict(figure) for figure in learned.figures],
        "gains": {
            measure: {
                "before": _estimate(each.before),
                "learned": _estimate(each.after),
                "gain": _estimate(each.gain),
            }
            for measure, each in learned.gains.items()
        },
        "proven": learned.told.proven,
        "impact": [
            {key: _number(value) for key, value in asdict(line).items()} for line in learned.impact
        ],
        "policy": learned.policy.to_dict(),
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    interval = None if found.interval is None else list(found.interval)
    return {"mean": _number(found.mean), "jobs": found.jobs, "interval": interval}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
