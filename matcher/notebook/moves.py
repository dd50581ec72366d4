"""Who rose and who fell between two weightings, and which requirement moved them most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matcher.notebook.bench import Bench
from matcher.notebook.placing import Placing
from matcher.notebook.tables import ids, ranks
from matcher.report.wording import short_label
from matcher.scoring.matrix import points_of

_HUNDREDTHS = 100
#: What moved somebody whom no points did.
KNOCK_OUTS = "knock-outs"


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
        the mean, in which ``points_gained`` are the candidate's own.  ``requirement_id`` is empty
        where no points moved them; ``label`` then is :data:`KNOCK_OUTS`, or empty for who stayed.
    """
    places = after.ranked
    table = pd.DataFrame(index=ids(bench, places))
    table["rank_before"] = ranks(before, places)
    table["rank_after"] = ranks(after, places)
    table["change"] = table["rank_before"] - table["rank_after"]
    for name, placing in (("score_before", before), ("score_after", after)):
        table[name] = placing.scores.score[places] / _HUNDREDTHS
    change = np.zeros(len(before.ranks), dtype=np.int64)
    change[places] = table["change"].fillna(0).to_numpy(np.int64)
    most, gained, beyond = (each[places] for each in _most_moving(before, after, change))
    requirements = [planned.requirement for planned in after.plan.requirements]
    keys = np.array([*(each.id for each in requirements), ""], dtype=object)
    labels = np.array([*(short_label(each, 80) for each in requirements), ""], dtype=object)
    by_knock_outs = (most < 0) & (change[places] != 0)
    table["requirement_id"] = keys[most]
    table["label"] = np.where(by_knock_outs, KNOCK_OUTS, labels[most])
    table["points_gained"] = gained / _HUNDREDTHS
    table["against_mean"] = (beyond / _HUNDREDTHS).round(2)
    return table


def _most_moving(
    before: Placing, after: Placing, change: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """By place, the requirement that moved somebody most, hundredths gained, and beyond the mean.

    The requirement is -1 for who did not move, or whom no points moved.
    """
    direction, ranked = np.sign(change), after.ranks > 0
    most = np.full(len(change), -1)
    gained = np.zeros(len(change), dtype=np.int64)
    beyond = np.zeros(len(change))
    pull = np.where(direction == 0, np.inf, 0.0)
    for row, own in enumerate(_gains(before, after)):
        own_beyond = own - (own[ranked].mean() if ranked.any() else 0)
        more = direction * own_beyond > pull
        most[more], gained[more], beyond[more] = row, own[more], own_beyond[more]
        pull[more] = (direction * own_beyond)[more]
    return most, gained, beyond


def _gains(before: Placing, after: Placing) -> Iterator[NDArray[np.int32]]:
    """Per requirement, the hundredths that everybody gains."""
    worths = zip(before.worths, after.worths, strict=True)
    for row, (worth_before, worth_after) in enumerate(worths):
        earned = points_of(after.matrix.low[row], worth_after)
        yield earned - points_of(before.matrix.low[row], worth_before)
