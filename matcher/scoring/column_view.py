"""Columns of profiles as scoring sees them: :mod:`matcher.scoring.view`, for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind, Relation
from matcher.scoring.columns import DATED, FREE_TEXT, ProfileColumns
from matcher.scoring.facets import is_study, where
from matcher.scoring.planning import PlannedLeaf, ScoringPlan
from matcher.scoring.segments import lengths_until, months_in
from matcher.scoring.shown import dated_work
from matcher.scoring.string_table import StringTable
from matcher.scoring.view import KIND_BITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: Credits of all rows: shown, and were the unknown met.
    Credits = tuple[NDArray[np.int32], NDArray[np.int32]]

_READ_IN_FREE_TEXT = frozenset({Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION})
_DENYING = frozenset({Relation.SAME, Relation.BROADER})


class ColumnView:
    """Columns prepared for one job.

    Parameters
    ----------
    columns : ProfileColumns
        The candidates.
    plan : ScoringPlan
        The job; its policy must not fade credit with time, as columns do not tell the last use.
    """

    def __init__(self, columns: ProfileColumns, plan: ScoringPlan) -> None:
        self.columns, self.plan = columns, plan
        self.size = len(columns)
        self._silent: dict[Kind, NDArray[np.int32]] = {}
        self._unreadable: dict[Kind, NDArray[np.int64]] = {}

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        """Where any work is dated at all."""
        return self.columns.marked(DATED)

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Months of every segment up to the as-of month."""
        columns = self.columns
        return lengths_until(self.plan.as_of, columns.segment_first, columns.segment_last)

    def months(self, rows: NDArray[np.int64], masks: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Months that masks of some rows cover."""
        return months_in(masks, self.columns.segment_starts[rows], self.lengths)

    @cached_property
    def work_months(self) -> NDArray[np.int32]:
        """Months of all dated work."""
        import numpy as np

        ends = np.zeros(len(self.lengths) + 1, dtype=np.int32)
        np.cumsum(self.lengths, out=ends[1:])
        starts = self.columns.segment_starts
        months: NDArray[np.int32] = ends[starts[1:]] - ends[starts[:-1]]
        return months

    @cached_property
    def relevant_months(self) -> NDArray[np.int32]:
        """Months of dated work with any skill the job asks for."""
        import numpy as np

        masks = np.zeros(self.size, dtype=np.uint64)
        np.bitwise_or.at(masks, *dated_work(self.columns, self._present(self.plan.relevant)))
        rows = np.flatnonzero(masks)
        months = np.zeros(self.size, dtype=np.int32)
        months[rows] = self.months(rows, masks[rows])
        return months

    def unreadable(self, kind: Kind) -> NDArray[np.int64]:
        """Rows in which a possible carrier of a kind could not be read."""
        import numpy as np

        if kind not in self._unreadable:
            found = np.flatnonzero(self.columns.unreadable & KIND_BITS[kind])
            self._unreadable[kind] = found
        return self._unreadable[kind]

    def silent(self, kind: Kind) -> NDArray[np.int32]:
        """High credit where nothing is shown: 0 where what would carry it was read, else full."""
        import numpy as np

        if kind not in self._silent:
            columns = self.columns
            read = (columns.complete & KIND_BITS[kind]) != 0
            if kind in _READ_IN_FREE_TEXT:
                long = columns.words >= self.plan.policy.thin_words
                read |= columns.marked(FREE_TEXT) & long
            if kind is Kind.LANGUAGE:
                read |= self._names_a_language()
            read[self.unreadable(kind)] = False
            self._silent[kind] = np.where(read, 0, FULL_CREDIT).astype(np.int32)
        return self._silent[kind]

    def _names_a_language(self) -> NDArray[np.bool_]:
        import numpy as np

        named = np.zeros(self.size, dtype=np.bool_)
        columns = self.columns
        for skill in self._present(self.plan.languages).tolist():
            start, end = columns.shown_starts[2 * skill], columns.shown_starts[2 * skill + 2]
            named[columns.shown_rows[start:end]] = True
            named[columns.denied.get(skill, columns.denied_rows[:0])] = True
        return named

    def nothing_shown(self, leaf: PlannedLeaf, kind: Kind) -> NDArray[np.int32]:
        """High credit of a leaf where nothing shows it, as an array of its own: none if denied."""
        high = self.silent(kind).copy()
        names = StringTable(self.columns.skill_data, self.columns.skill_starts)
        for skill, rows in self.columns.denied.items() if leaf.ways else ():
            way = leaf.ways.get(names[skill])
            if way is not None and way[0] in _DENYING:
                high[rows] = 0
        return high

    def studied(self, fields: Mapping[str, tuple[Relation, int]]) -> NDArray[np.int32]:
        """Credit of the best of some fields that studies name; 0 for none."""
        import numpy as np

        best = np.zeros(self.size, dtype=np.int32)
        columns = self.columns
        for field, (_, credit) in fields.items():
            index = columns.skills.get(field)
            if index is not None:
                part = slice(*columns.shown_starts[[2 * index, 2 * index + 2]].tolist())
                studies = where(is_study)[columns.shown_facets[part]]
                rows = columns.shown_rows[part][studies]
                best[rows] = np.maximum(best[rows], credit)
        return best

    def _present(self, skills: Iterable[str]) -> NDArray[np.int64]:
        """Indices of those of some skills that occur."""
        import numpy as np

        known = self.columns.skills
        return np.array([known[skill] for skill in skills if skill in known], dtype=np.int64)
