"""Selection rates and impact ratios, and the marks that guidelines set on them."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import TypeVar

Group = TypeVar("Group")

#: Below this share of all a ratio is not judged (29 CFR 1607.15 A (2)(a); 6 RCNY 5-301 (d)).
SMALL_SHARE = 0.02
#: Fewer expected selections than this, and a ratio is mostly chance (Cochran 1954).
FEWEST_EXPECTED = 5
#: A ratio under four fifths is a sign of adverse impact (29 CFR 1607.4 D).
FOUR_FIFTHS = 0.8


def is_small(applied: int, total: int) -> bool:
    """Whether a group is under 2 % of all.

    Examples
    --------
    >>> is_small(1, 50), is_small(1, 51)
    (False, True)
    """
    return applied < SMALL_SHARE * total


def is_few(applied: int, chosen: int, total: int) -> bool:
    """Whether fewer than five selections are to be expected of a group, were all groups alike.

    Parameters
    ----------
    applied : int
        The group's candidates.
    chosen, total : int
        The selected of all groups, and all candidates.

    Examples
    --------
    >>> is_few(50, 10, 100), is_few(49, 10, 100)
    (False, True)
    """
    return applied * chosen < FEWEST_EXPECTED * total


def impact_ratios(
    applied: Mapping[Group, int], chosen: Mapping[Group, int], left_out: Mapping[Group, bool]
) -> dict[Group, float]:
    """Each group's selection rate over the highest.

    Parameters
    ----------
    applied, chosen : mapping of group to int
        Candidates, at least one each, and those selected.
    left_out : mapping of group to bool
        Groups whose rate is no measure for the others; all count where that is all.

    Returns
    -------
    dict of group to float
        0 and up, above 1 only for a group left out; NaN where nobody was selected.

    Examples
    --------
    The worked example of the Uniform Guidelines' questions and answers (44 FR 11998, question 11):

    >>> rates = {"White": 60, "Black": 51, "Hispanic": 48, "American Indian": 45}
    >>> ratios = impact_ratios(dict.fromkeys(rates, 100), rates, dict.fromkeys(rates, False))
    >>> [round(ratio, 4) for ratio in ratios.values()]
    [1.0, 0.85, 0.8, 0.75]
    """
    rates = {group: chosen[group] / count for group, count in applied.items()}
    measure = [rate for group, rate in rates.items() if not left_out[group]]
    highest = max(measure or rates.values(), default=0.0)
    return {group: rate / highest if highest else nan for group, rate in rates.items()}


def under_four_fifths(chosen: int, applied: int, best_chosen: int, best_applied: int) -> bool:
    """Whether a rate is under four fifths of another, by whole numbers alone.

    Examples
    --------
    >>> under_four_fifths(48, 100, 60, 100), under_four_fifths(12, 50, 30, 100)
    (False, False)
    >>> under_four_fifths(45, 100, 60, 100)
    True
    """
    return 5 * chosen * best_applied < 4 * best_chosen * applied
