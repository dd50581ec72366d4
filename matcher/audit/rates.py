"""Rates and impact ratios by group, with how sure they are.

Counts are whole numbers and marks are set by them alone.  SciPy does the statistics: Wilson's
interval of a rate (Wilson 1927; `scipy.stats.binomtest`), Katz's interval of a ratio, on its
logarithm (Katz et al. 1978; `scipy.stats.contingency.relative_risk`), Fisher's exact test, two
sided (`scipy.stats.fisher_exact`).  Tests hold the rates and ratios against Fairlearn's
`MetricFrame`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.groups.ratios import impact_ratios, is_few, is_small, under_four_fifths

#: A group is looked at where so many selections are to be expected of it: below one, a ratio of 0
#: says nothing (Cochran 1954).
LEAST_EXPECTED = 1

#: A group: its category in each attribute of the table.
GroupKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval; NaN at an end that cannot be worked out."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupRate:
    """How often one group was chosen, beside the group with the highest rate.

    Parameters
    ----------
    group : tuple of str
        Its category in each attribute of the table.
    applied, chosen : int
        Its applications, at least one, and those selected or scored high.
    share : float
        Of all applications with a known group.
    rate : float
        ``chosen / applied``.
    rate_interval : Interval
        Wilson's.
    ratio : float or None
        Impact ratio; None for a group left out as under 2 %, NaN where nobody was chosen.
    ratio_interval : Interval or None
        Katz's; None where there is no ratio to another group.
    p_value : float or None
        Fisher's exact test against the group with the highest rate; None for that group itself and
        where nobody was chosen.
    highest : bool
        Whether its rate is the one others are held against.
    under_four_fifths : bool
        Whether its ratio is below four fifths.
    small : bool
        Whether it is under 2 % of the applications.
    few : bool
        Whether fewer than five selections were to be expected of it.
    one_decides : bool
        Whether, under four fifths, one selection more here and one less in the highest group would
        turn the difference round (Uniform Guidelines, question 21).
    """

    group: GroupKey
    applied: int
    chosen: int
    share: float
    rate: float
    rate_interval: Interval
    ratio: float | None
    ratio_interval: Interval | None
    p_value: float | None
    highest: bool
    under_four_fifths: bool
    small: bool
    few: bool
    one_decides: bool


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rates of all groups of one or more attributes, by one measure.

    Parameters
    ----------
    attributes : tuple of str
        One, or several that are crossed.
    rows : tuple of GroupRate
        One a group that somebody belongs to, in the order of their names.
    unknown, unknown_chosen : int
        Applications whose group is not known, and those of them chosen; in no rate.
    uncounted : int
        Applications that the measure says nothing of.
    """

    attributes: tuple[str, ...]
    rows: tuple[GroupRate, ...]
    unknown: int
    unknown_chosen: int
    uncounted: int

    @property
    def applied(self) -> int:
        """Applications whose group is known."""
        return sum(row.applied for row in self.rows)

    @property
    def lowest(self) -> Lowest | None:
        """The lowest ratio of the groups looked at; None where there are not two of them."""
        applied = {row.group: row.applied for row in self.rows}
        return lowest_of(applied, {row.group: row.chosen for row in self.rows})


@dataclass(frozen=True, slots=True)
class Lowest:
    """The lowest impact ratio of the groups looked at.

    Parameters
    ----------
    ratio : float
        To the highest rate of them; NaN where nobody was chosen.
    group : tuple of str
        Whose it is.
    p_value : float or None
        Fisher's exact test against the group with that rate; None where it is that group itself.
    """

    ratio: float
    group: GroupKey
    p_value: float | None


def looked_at(applied: Mapping[GroupKey, int], chosen: Mapping[GroupKey, int]) -> list[GroupKey]:
    """Groups large enough to be looked at: 2 % of all, and one selection to be expected.

    Examples
    --------
    >>> looked_at({("a",): 90, ("b",): 9, ("c",): 1}, {("a",): 10, ("b",): 1, ("c",): 1})
    [('a',), ('b',)]
    """
    total, selected = sum(applied.values()), sum(chosen.values())
    return [
        group
        for group, count in applied.items()
        if not is_small(count, total) and count * selected >= LEAST_EXPECTED * total
    ]


def lowest_of(applied: Mapping[GroupKey, int], chosen: Mapping[GroupKey, int]) -> Lowest | None:
    """The lowest ratio of the groups looked at; None where there are not two of them.

    Examples
    --------
    >>> lowest_of({("f",): 40, ("m",): 80}, {("f",): 12, ("m",): 48}).ratio
    0.5
    """
    groups = looked_at(applied, chosen)
    if len(groups) < 2:
        return None
    counted = {group: applied[group] for group in groups}
    ratios = impact_ratios(counted, chosen, dict.fromkeys(groups, False))
    ratio, group = min((ratio, group) for group, ratio in ratios.items())
    _, best = max((ratio, group) for group, ratio in ratios.items())
    beside = (chosen[group], applied[group], chosen[best], applied[best])
    return Lowest(ratio, group, fisher(*beside) if group != best else None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Applications and selections by group.

    Examples
    --------
    >>> counts = Counts.of([("f",), ("m",), None, ("m",)], [True, False, True, None])
    >>> counts.applied, counts.chosen
    ({('f',): 1, ('m',): 1}, {('f',): 1, ('m',): 0})
    >>> counts.unknown, counts.unknown_chosen, counts.uncounted
    (1, 1, 1)
    """

    applied: Mapping[GroupKey, int]
    chosen: Mapping[GroupKey, int]
    unknown: int
    unknown_chosen: int
    uncounted: int

    @classmethod
    def of(cls, groups: Sequence[GroupKey | None], chosen: Sequence[bool | None]) -> Counts:
        """Count applications by their groups.

        Parameters
        ----------
        groups : sequence of tuple of str or None
            The group of each application; None where it is not known.
        chosen : sequence of bool or None
            As long: whether it was chosen; None where the measure says nothing of it.
        """
        pairs = Counter(zip(groups, chosen, strict=True))
        known = sorted({group for group, was in pairs if group is not None and was is not None})
        return cls(
            applied={group: pairs[group, True] + pairs[group, False] for group in known},
            chosen={group: pairs[group, True] for group in known},
            unknown=pairs[None, True] + pairs[None, False],
            unknown_chosen=pairs[None, True],
            uncounted=sum(count for (_, was), count in pairs.items() if was is None),
        )

    @property
    def total(self) -> int:
        """Applications whose group is known."""
        return sum(self.applied.values())

    @property
    def total_chosen(self) -> int:
        """Those of them that were chosen."""
        return sum(self.chosen.values())

    def small(self) -> dict[GroupKey, bool]:
        """Whether each group is under 2 % of all."""
        return {group: is_small(count, self.total) for group, count in self.applied.items()}

    def few(self) -> dict[GroupKey, bool]:
        """Whether fewer than five selections were to be expected of each group."""
        return {
            group: is_few(count, self.total_chosen, self.total)
            for group, count in self.applied.items()
        }


def rate_table(attributes: tuple[str, ...], counts: Counts, *, keep_small: bool) -> RateTable:
    """Rates, ratios, intervals and tests of counts.

    Parameters
    ----------
    attributes : tuple of str
        Of which the groups are categories.
    counts : Counts
        Applications and selections.
    keep_small : bool
        Whether groups under 2 % have a ratio too, and their rate may be the highest.

    Examples
    --------
    The sexes in the example of New York City's rule (6 RCNY 5-301 (b)):

    >>> counts = Counts({("Female",): 1181, ("Male",): 1390}, {("Female",): 555, ("Male",): 667},
    ...     0, 0, 0)
    >>> [round(row.ratio, 3) for row in rate_table(("sex",), counts, keep_small=False).rows]
    [0.979, 1.0]
    """
    small, few = counts.small(), counts.few()
    left_out = {group: is_small and not keep_small for group, is_small in small.items()}
    ratios = impact_ratios(counts.applied, counts.chosen, left_out)
    best = _best(counts, left_out)
    rows = tuple(
        _row(counts, group, best, None if left_out[group] else ratio, small[group], few[group])
        for group, ratio in ratios.items()
    )
    return RateTable(attributes, rows, counts.unknown, counts.unknown_chosen, counts.uncounted)


def _best(counts: Counts, left_out: Mapping[GroupKey, bool]) -> GroupKey | None:
    """The group with the highest rate of those that are not left out, or of all if all are."""
    measure = [group for group, out in left_out.items() if not out] or list(left_out)
    rates = {group: counts.chosen[group] / counts.applied[group] for group in measure}
    return max(rates, key=lambda group: rates[group], default=None)


def _row(
    counts: Counts,
    group: GroupKey,
    best: GroupKey | None,
    ratio: float | None,
    small: bool,
    few: bool,
) -> GroupRate:
    applied, chosen = counts.applied[group], counts.chosen[group]
    beside = (chosen, applied, counts.chosen[best or group], counts.applied[best or group])
    compared = ratio is not None and group != best and beside[2] > 0
    under = compared and under_four_fifths(*beside)
    return GroupRate(
        group=group,
        applied=applied,
        chosen=chosen,
        share=applied / counts.total,
        rate=chosen / applied,
        rate_interval=rate_interval(chosen, applied),
        ratio=ratio,
        ratio_interval=ratio_interval(*beside) if compared else None,
        p_value=fisher(*beside) if compared else None,
        highest=group == best,
        under_four_fifths=under,
        small=small,
        few=few,
        one_decides=under and _one_decides(*beside),
    )


def _one_decides(chosen: int, applied: int, best_chosen: int, best_applied: int) -> bool:
    """Whether one selection given to the other group would give this one the higher rate."""
    return (chosen + 1) * best_applied > (best_chosen - 1) * applied


@cache
def rate_interval(chosen: int, applied: int) -> Interval:
    """Wilson's 95 % interval of a rate.

    Examples
    --------
    >>> interval = rate_interval(12, 40)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.181, 0.454)
    """
    from scipy.stats import binomtest

    found = binomtest(chosen, applied).proportion_ci(0.95, method="wilson")
    return Interval(float(found.low), float(found.high))


@cache
def ratio_interval(chosen: int, applied: int, best_chosen: int, best_applied: int) -> Interval:
    """Katz's 95 % interval of a ratio of two rates.

    Examples
    --------
    >>> interval = ratio_interval(12, 40, 48, 80)
    >>> round(interval.low, 3), round(interval.high, 3)
    (0.301, 0.829)
    """
    from scipy.stats.contingency import relative_risk

    found = relative_risk(chosen, applied, best_chosen, best_applied).confidence_interval(0.95)
    return Interval(float(found.low), float(found.high))


@cache
def fisher(chosen: int, applied: int, best_chosen: int, best_applied: int) -> float:
    """Two-sided p-value of Fisher's exact test that two rates are one.

    Examples
    --------
    >>> round(fisher(12, 40, 48, 80), 4)
    0.0034
    """
    from scipy.stats import fisher_exact

    table = [[chosen, applied - chosen], [best_chosen, best_applied - best_chosen]]
    return float(fisher_exact(table).pvalue)
