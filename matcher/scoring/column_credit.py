"""Credits of skills, certificates and languages: :mod:`matcher.scoring.credit`, by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind
from matcher.scoring.column_view import ColumnView
from matcher.scoring.columns import NONE
from matcher.scoring.credit import level_credit
from matcher.scoring.facets import table
from matcher.scoring.planning import PlannedLeaf, ScoringPlan
from matcher.scoring.shown import LeafWays, Shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits


def skill_credits(leaf: PlannedLeaf, ways: LeafWays, view: ColumnView) -> Credits:
    """Credits of a skill, with the years it asks for if any."""
    kind = Kind.SOFT if leaf.need.kind is Kind.SOFT else Kind.SKILL
    shown = ways.shown_in(view.columns)
    low = _best(view, shown.rows, ways.earned[shown.codes])
    high = low
    if leaf.months:
        low, high = _years_of_skill(leaf, ways, shown, low, view)
    return _with_silence(leaf, kind, shown, low, high, view)


def listed_credits(leaf: PlannedLeaf, ways: LeafWays, view: ColumnView) -> Credits:
    """Credits of a certificate."""
    shown = ways.shown_in(view.columns)
    best = _best(view, shown.rows, ways.earned[shown.codes])
    return _with_silence(leaf, Kind.CERTIFICATION, shown, best, best, view)


def language_credits(leaf: PlannedLeaf, ways: LeafWays, view: ColumnView) -> Credits:
    """Credits of a spoken language at the level asked."""
    import numpy as np

    asked, plan = leaf.need.language_level, view.plan
    shown = ways.shown_in(view.columns)
    earned = ways.earned[shown.codes]
    levels = (
        table(lambda facet: level_credit(asked, facet[2], plan)[0]),
        table(lambda facet: level_credit(asked, facet[2], plan)[1]),
    )
    low, high = (
        _best(view, shown.rows, earned * np.take(level, shown.codes, mode="wrap") // FULL_CREDIT)
        for level in levels
    )
    return _with_silence(leaf, Kind.LANGUAGE, shown, low, high, view)


def _best(view: ColumnView, rows: NDArray[np.intp], earned: NDArray[np.int32]) -> NDArray[np.int32]:
    """The most that any evidence of each row earns; 0 where there is none."""
    import numpy as np

    best = np.zeros(view.size, dtype=np.int32)
    np.maximum.at(best, rows, earned)
    return best


def _with_silence(
    leaf: PlannedLeaf,
    kind: Kind,
    shown: Shown,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    view: ColumnView,
) -> Credits:
    """Credits of a leaf with what holds where nothing shows it, or not all could be read."""
    import numpy as np

    whole = view.nothing_shown(leaf, kind)
    whole[shown.rows] = high[shown.rows]
    unreadable = view.unreadable(kind)
    if len(unreadable):
        whole[np.intersect1d(unreadable, shown.rows)] = FULL_CREDIT
    return low, whole


def _years_of_skill(
    leaf: PlannedLeaf, ways: LeafWays, shown: Shown, best: NDArray[np.int32], view: ColumnView
) -> Credits:
    """The better of presence without countable years and the years at each strength."""
    import numpy as np

    had = np.flatnonzero(ways.held[shown.codes])
    rows, codes, said = shown.rows[had], shown.codes[had], shown.stated[had].astype(np.int32)
    by_years, stated = _years_shown(leaf, ways, shown, (rows, codes, said), view)
    low = np.maximum(best * view.plan.policy.years.uncounted // FULL_CREDIT, by_years)
    high = low.copy()
    uncountable = ~view.dated[rows] & (stated[rows] < 0)
    rows, codes = rows[uncountable], codes[uncountable]
    np.maximum.at(high, rows, ways.earned[codes])
    return low, high


def _years_shown(
    leaf: PlannedLeaf,
    ways: LeafWays,
    shown: Shown,
    had: tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.int32]],
    view: ColumnView,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Credit of the years shown, each strength with all that is stronger; most months stated."""
    import numpy as np

    rows, codes, said = had
    years = view.plan.policy.years
    curve = years_curve(view.plan, leaf.months)
    masks = np.zeros(view.size, dtype=np.uint64)
    stated = np.full(view.size, NONE, dtype=np.int32)
    credit = np.zeros(view.size, dtype=np.int32)
    ceilings = ways.ceilings[codes]
    dated_rows, dated_codes, dated = shown.dated()
    dated_ceilings = ways.ceilings[dated_codes]
    for ceiling in np.unique(ceilings)[::-1].tolist():
        strong = ceilings == ceiling
        at = rows[strong]
        np.maximum.at(stated, at, said[strong])
        strong = dated_ceilings == ceiling
        np.bitwise_or.at(masks, dated_rows[strong], dated[strong])
        by_word = np.maximum(stated[at], 0) * years.stated // FULL_CREDIT
        months = np.maximum(view.months(at, masks[at]), by_word)
        earned = ceiling * curve[np.minimum(months, leaf.months)] // FULL_CREDIT
        np.maximum.at(credit, at, earned)
    return credit, stated


def years_curve(plan: ScoringPlan, asked: int) -> NDArray[np.int32]:
    """Credit of 0 … ``asked`` months where ``asked`` months, at least one, are asked."""
    import numpy as np

    credit = plan.policy.years.credit
    return np.array([credit(months, asked) for months in range(asked + 1)], dtype=np.int32)
