"""Who rose and who fell between two weightings, and which requirement moved them most."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matcher.notebook.bench import Bench
from matcher.notebook.placing import Placing
from matcher.notebook.tables import ids, ranks
from matcher.report.wording import short_label

_HUNDREDTHS = 100


def move_table(bench: Bench, before: Placing, after: Placing) -> pd.DataFrame:
    """One row for each candidate with a rank after the change, the best first.

    A rank is lost or won against others.  So the requirement that moved somebody most is the one
    in which the points gained differ most from what all gain in the mean, in the direction of the
    move: more for who rose, less for who fell.  Nobody is named for who stayed.

    Parameters
    ----------
    bench : Bench
        The job and the candidates.
    before, after : Placing
        Where they stood, and where they stand.

    Returns
    -------
    pandas.DataFrame
        ``change`` is positive for who rose; ``against_mean`` the points of the requirement beyond
        the mean, in which ``points_gained`` are the candidate's own.
    """
    places = after.ranked
    table = pd.DataFrame(index=ids(bench, places))
    table["rank_before"] = ranks(before, places)
    table["rank_after"] = ranks(after, places)
    table["change"] = table["rank_before"] - table["rank_after"]
    for name, placing in (("score_before", before), ("score_after", after)):
        table[name] = placing.scores.score[places] / _HUNDREDTHS
    change = table["change"].fillna(0).to_numpy(np.int64)
    most, gained, beyond = _most_moving(before, after, places, change)
    requirements = [planned.requirement for planned in after.plan.requirements]
    moved = change != 0
    asked = [requirements[row] if holds else None for row, holds in zip(most, moved, strict=True)]
    table["requirement_id"] = [each.id if each else "" for each in asked]
    table["label"] = [short_label(each, 80) if each else "" for each in asked]
    table["points_gained"] = np.where(moved, gained, 0) / _HUNDREDTHS
    table["against_mean"] = np.where(moved, beyond / _HUNDREDTHS, 0).round(2)
    return table


def _most_moving(
    before: Placing, after: Placing, places: NDArray[np.int64], change: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Per candidate the requirement that moved it most; hundredths gained, and beyond the mean."""
    gained = after.points(places) - before.points(places)
    beyond = gained - gained.mean(axis=0) if len(places) else gained.astype(np.float64)
    direction = np.sign(change)[:, None]
    most = (direction * beyond).argmax(axis=1)
    rows = np.arange(len(places))
    return most, gained[rows, most].astype(np.int64), beyond[rows, most]
