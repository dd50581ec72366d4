"""What shows a leaf in many profiles: entries of all skills that count, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.model import EvidenceKind
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.credit import strength
from matcher.scoring.facets import BY_KIND, COUNT, is_held, stands_denial, table, where
from matcher.scoring.planning import PROVING, PlannedLeaf
from matcher.scoring.policy import Policy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_WORK = BY_KIND[EvidenceKind.WORK]


class LeafWays:
    """The skills that count for a leaf, and what each facet of them earns.

    Every evidence has a code: its place in tables of all distinct credits by relation, each read
    exactly and repaired from a misspelling, each in every facet.

    Parameters
    ----------
    leaf : PlannedLeaf
        The leaf.
    policy : Policy
        Every figure in force.
    listed : bool
        Whether naming the thing is showing it.

    Attributes
    ----------
    ceilings, earned : array of int32
        Most that evidence can earn, and what its mere presence earns, by code.
    held : array of bool
        Whether evidence shows what is there already, by code.
    """

    def __init__(self, leaf: PlannedLeaf, policy: Policy, *, listed: bool) -> None:
        import numpy as np

        counted = {skill: way for skill, way in leaf.ways.items() if way[1]}
        distinct = sorted({credit for _, credit in counted.values()})
        place = {credit: 2 * i * COUNT for i, credit in enumerate(distinct)}
        size = len(counted)
        self.asked = leaf.need.skill
        self._names = tuple(counted)
        self._codes = np.fromiter((place[way[1]] for way in counted.values()), np.int64, size)
        self._proving = np.fromiter((way[0] in PROVING for way in counted.values()), np.bool_, size)
        each = [
            _strengths(policy, credit, fuzzy=fuzzy, listed=listed)
            for credit in distinct
            for fuzzy in (False, True)
        ]
        self.ceilings, self.earned = np.array(each, np.int32).reshape(-1, 2, COUNT).swapaxes(0, 1)
        self.ceilings, self.earned = self.ceilings.ravel(), self.earned.ravel()
        self.held = np.tile(where(is_held), len(each))
        self._stands = np.tile(where(stands_denial), len(each))

    def shown_in(self, columns: ProfileColumns) -> Shown:
        """What counts for the leaf in some profiles: all that no denial undoes."""
        import numpy as np

        known = columns.skills
        skills = np.fromiter((known.get(name, -1) for name in self._names), np.int64)
        ways = np.flatnonzero(skills >= 0)
        skills = skills[ways]
        at, way = _entries(columns.shown_starts, 2 * skills)
        fuzzy = at >= columns.shown_starts[2 * skills + 1][way]
        codes = self._codes[ways][way] + COUNT * fuzzy
        codes += columns.shown_facets[at]
        rows = columns.shown_rows[at].astype(np.intp)
        stated = columns.shown_stated[at]
        dead = self._undone(columns, skills, self._proving[ways], way, rows, codes)
        if dead is not None:
            rows, codes, stated = rows[~dead], codes[~dead], stated[~dead]
        return Shown(rows, codes, stated, columns, skills, self._codes[ways])

    def _undone(
        self,
        columns: ProfileColumns,
        skills: NDArray[np.int64],
        proving: NDArray[np.bool_],
        way: NDArray[np.int64],
        rows: NDArray[np.intp],
        codes: NDArray[np.int64],
    ) -> NDArray[np.bool_] | None:
        """Entries that rows only claim, and deny; None where nobody denies anything of it."""
        import numpy as np

        denied = [place for place, skill in enumerate(skills.tolist()) if skill in columns.denied]
        asked = columns.denied_rows_of(self.asked)
        if not denied and not len(asked):
            return None
        dead = np.zeros(len(rows), dtype=np.bool_)
        for place in denied:
            own = np.flatnonzero(way == place)
            dead[own] = np.isin(rows[own], columns.denied[int(skills[place])])
        if len(asked):
            denies = np.zeros(len(columns), dtype=np.bool_)
            denies[asked] = True
            dead |= denies[rows] & proving[way]
        return dead & ~self._stands[codes]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Evidence for one leaf in many profiles.

    Parameters
    ----------
    rows, codes, stated : arrays of int64, int64 and int16
        Profile, code (:class:`LeafWays`) and months stated (-1 for none) of each entry.
    """

    rows: NDArray[np.intp]
    codes: NDArray[np.int64]
    stated: NDArray[np.int16]
    _columns: ProfileColumns
    _skills: NDArray[np.int64]
    _by_relation: NDArray[np.int64]

    def dated(self) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.uint64]]:
        """Row, code and mask of the segments of dated work."""
        import numpy as np

        starts = self._columns.dated_starts
        at, way = _entries(starts, 2 * self._skills)
        fuzzy = at >= starts[2 * self._skills + 1][way]
        codes = self._by_relation[way] + COUNT * fuzzy + _AT_WORK
        return self._columns.dated_rows[at].astype(np.intp), codes, self._columns.dated_masks[at]


def dated_work(
    columns: ProfileColumns, skills: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
    """Rows and masks of the dated work with any of some skills, by their indices."""
    import numpy as np

    at, _ = _entries(columns.dated_starts, 2 * skills)
    return columns.dated_rows[at].astype(np.intp), columns.dated_masks[at]


def _entries(
    starts: NDArray[np.int64], first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of all entries of pairs of columns, and the number of the pair each is of."""
    import numpy as np

    begins = starts[first]
    lengths = starts[first + 2] - begins
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(first)), lengths)
    places = np.arange(len(owner)) + (begins - ends + lengths)[owner]
    return places, owner


def _strengths(policy: Policy, by_relation: int, *, fuzzy: bool, listed: bool) -> NDArray[np.int32]:
    """Ceiling and credit of every facet."""
    import numpy as np

    earned = {
        (kind, promised): strength(
            policy, kind, by_relation, promised=promised, fuzzy=fuzzy, listed=listed
        )
        for kind in EvidenceKind
        for promised in (False, True)
    }
    ceilings = table(lambda facet: earned[facet[:2]][0])
    return np.stack([ceilings, table(lambda facet: earned[facet[:2]][1])])
