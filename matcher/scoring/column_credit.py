"""Credits of skills, certificates and languages: :mod:`matcher.scoring.credit`, by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, EvidenceKind, Kind
from matcher.scoring.column_view import NOTHING, Column, ColumnView
from matcher.scoring.columns import NONE
from matcher.scoring.credit import level_credit, strength
from matcher.scoring.facets import BY_KIND, is_claim, is_held, table, where
from matcher.scoring.planning import PlannedLeaf, ScoringPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits

    #: A value of every facet.
    FacetTable = NDArray[np.int32]

_AT_WORK = BY_KIND[EvidenceKind.WORK]


class Strengths:
    """What every facet earns under a plan's policy, worked out when first asked for."""

    def __init__(self, plan: ScoringPlan) -> None:
        self._policy = plan.policy
        self._known: dict[tuple[int, bool, bool], tuple[FacetTable, FacetTable]] = {}

    def of(self, column: Column, *, listed: bool = False) -> tuple[FacetTable, FacetTable]:
        """Most that each facet of a column can earn, and what its mere presence earns.

        Parameters
        ----------
        column : Column
            Tells the credit by relation, and whether a misspelling was repaired.
        listed : bool
            Whether naming the thing is showing it.
        """
        key = column.by_relation, column.fuzzy, listed
        if key not in self._known:
            self._known[key] = self._tables(*key)
        return self._known[key]

    def _tables(self, by_relation: int, fuzzy: bool, listed: bool) -> tuple[FacetTable, FacetTable]:
        earned = {
            (kind, promised): strength(
                self._policy, kind, by_relation, promised=promised, fuzzy=fuzzy, listed=listed
            )
            for kind in EvidenceKind
            for promised in (False, True)
        }
        return (
            table(lambda facet: earned[facet[:2]][0]),
            table(lambda facet: earned[facet[:2]][1]),
        )


def skill_credits(leaf: PlannedLeaf, view: ColumnView, strengths: Strengths) -> Credits:
    """Credits of a skill, with the years it asks for if any."""
    kind = Kind.SOFT if leaf.need.kind is Kind.SOFT else Kind.SKILL
    found = list(view.shown(leaf))
    best = _best(view, found, [strengths.of(column)[1] for column in found])
    if leaf.months:
        low, high = _years_of_skill(leaf, view, strengths, found, best)
    else:
        low = high = best
    return _with_silence(leaf, view, kind, best >= 0, low, high)


def listed_credits(leaf: PlannedLeaf, view: ColumnView, strengths: Strengths) -> Credits:
    """Credits of a certificate."""
    found = list(view.shown(leaf))
    best = _best(view, found, [strengths.of(column, listed=True)[1] for column in found])
    return _with_silence(leaf, view, Kind.CERTIFICATION, best >= 0, best, best)


def language_credits(leaf: PlannedLeaf, view: ColumnView, strengths: Strengths) -> Credits:
    """Credits of a spoken language at the level asked."""
    found = list(view.shown(leaf))
    asked, plan = leaf.need.language_level, view.plan
    levels = (
        table(lambda facet: level_credit(asked, facet[2], plan)[0]),
        table(lambda facet: level_credit(asked, facet[2], plan)[1]),
    )
    low, high = (
        _best(
            view,
            found,
            [strengths.of(column, listed=True)[1] * level // FULL_CREDIT for column in found],
        )
        for level in levels
    )
    return _with_silence(leaf, view, Kind.LANGUAGE, low >= 0, low, high)


def _best(
    view: ColumnView, found: Sequence[Column], earned: Sequence[FacetTable]
) -> NDArray[np.int32]:
    """The most that any evidence of each row earns; :data:`NOTHING` where there is none."""
    import numpy as np

    best = np.full(view.size, NOTHING, dtype=np.int32)
    if found:
        rows = np.concatenate([column.rows for column in found])
        credit = np.concatenate(
            [each[column.kinds] for column, each in zip(found, earned, strict=True)]
        )
        np.maximum.at(best, rows.astype(np.intp), credit)
    return best


def _with_silence(
    leaf: PlannedLeaf,
    view: ColumnView,
    kind: Kind,
    found: NDArray[np.bool_],
    low: NDArray[np.int32],
    high: NDArray[np.int32],
) -> Credits:
    """Credits of a leaf with what holds where nothing shows it, or not all could be read."""
    import numpy as np

    high = np.where(found, high, view.nothing_shown(leaf, kind))
    unreadable = view.unreadable(kind)
    high[unreadable[found[unreadable]]] = FULL_CREDIT
    return np.maximum(low, 0), high


@dataclass(frozen=True, slots=True, eq=False)
class _Tier:
    """Evidence of one strength: rows, months stated (-1 for none), and masks of dated work."""

    rows: list[NDArray[np.int32]]
    stated: list[NDArray[np.int16]]
    dated: list[tuple[NDArray[np.int32], NDArray[np.uint64]]]


def _years_of_skill(
    leaf: PlannedLeaf,
    view: ColumnView,
    strengths: Strengths,
    found: Sequence[Column],
    best: NDArray[np.int32],
) -> Credits:
    """The better of presence without countable years and the years at each strength."""
    import numpy as np

    years = view.plan.policy.years
    held = where(is_held)
    had = _best(view, found, [np.where(held, strengths.of(column)[1], NOTHING) for column in found])
    credit, stated = _years_shown(leaf, view, _tiers(view, strengths, found))
    low = np.maximum(best * years.uncounted // FULL_CREDIT, credit)
    uncountable = (had >= 0) & ~view.dated & ~stated
    return low, np.where(uncountable, np.maximum(low, had), low)


def _tiers(view: ColumnView, strengths: Strengths, found: Sequence[Column]) -> dict[int, _Tier]:
    """What candidates have, by the most that it can earn."""
    import numpy as np

    tiers: dict[int, _Tier] = {}
    for column in found:
        ceilings = strengths.of(column)[0]
        claims, held = (where(holds)[column.kinds] for holds in (is_claim, is_held))
        for keep in (np.flatnonzero(held & ~claims), np.flatnonzero(held & claims)):
            if len(keep):
                ceiling = int(ceilings[column.kinds[keep[0]]])
                tier = tiers.setdefault(ceiling, _Tier([], [], []))
                tier.rows.append(column.rows[keep])
                tier.stated.append(column.stated[keep])
        rows, masks = view.dated_entries(column.number)
        if len(rows):
            tiers[int(ceilings[_AT_WORK])].dated.append((rows, masks))
    return tiers


def _years_shown(
    leaf: PlannedLeaf, view: ColumnView, tiers: Mapping[int, _Tier]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Credit of the years shown, and where any are stated: each tier with all that is stronger."""
    import numpy as np

    years = view.plan.policy.years
    curve = years_curve(view.plan, leaf.months)
    masks = np.zeros(view.size, dtype=np.uint64)
    stated = np.full(view.size, NONE, dtype=np.int32)
    credit = np.zeros(view.size, dtype=np.int32)
    for ceiling in sorted(tiers, reverse=True):
        tier = tiers[ceiling]
        rows = np.concatenate(tier.rows).astype(np.intp)
        np.maximum.at(stated, rows, np.concatenate(tier.stated).astype(np.int32))
        for dated_rows, dated in tier.dated:
            masks[dated_rows] |= dated
        said = np.maximum(stated[rows], 0) * years.stated // FULL_CREDIT
        months = np.maximum(view.months(rows, masks[rows]), said)
        earned = ceiling * curve[np.minimum(months, leaf.months)] // FULL_CREDIT
        np.maximum.at(credit, rows, earned)
    return credit, stated >= 0


def years_curve(plan: ScoringPlan, asked: int) -> NDArray[np.int32]:
    """Credit of 0 … ``asked`` months where ``asked`` months, at least one, are asked."""
    import numpy as np

    credit = plan.policy.years.credit
    return np.array([credit(months, asked) for months in range(asked + 1)], dtype=np.int32)
