"""Columns of profiles as scoring sees them: :mod:`matcher.scoring.view`, for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind, Relation
from matcher.scoring.columns import DATED, FREE_TEXT, ProfileColumns
from matcher.scoring.facets import is_study, stands_denial, where
from matcher.scoring.planning import PROVING, PlannedLeaf, ScoringPlan
from matcher.scoring.segments import lengths_until, months_in
from matcher.scoring.string_table import StringTable
from matcher.scoring.view import KIND_BITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: Credits of all rows: shown, and were the unknown met.
    Credits = tuple[NDArray[np.int32], NDArray[np.int32]]

#: Credit of a row with no evidence; one less than the least that any evidence earns.
NOTHING = -1
_READ_IN_FREE_TEXT = frozenset({Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION})
_DENYING = frozenset({Relation.SAME, Relation.BROADER})


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What shows one skill that counts for a leaf: entries that no denial undoes.

    Parameters
    ----------
    by_relation : int
        Credit of the skill for the asked one.
    fuzzy : bool
        Whether a misspelling was repaired.
    number : int
        Among the columns of the profiles.
    rows, kinds, stated : arrays of int32, uint8 and int16
        Row, facet and months stated of each entry.
    """

    by_relation: int
    fuzzy: bool
    number: int
    rows: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    stated: NDArray[np.int16]


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
        for skill in self._present(self.plan.relevant):
            for number in (2 * skill, 2 * skill + 1):
                at, dated = self.dated_entries(number)
                masks[at] |= dated
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
        for skill in self._present(self.plan.languages):
            start, end = columns.shown_starts[2 * skill], columns.shown_starts[2 * skill + 2]
            named[columns.shown_rows[start:end]] = True
            named[self.denied(skill)] = True
        return named

    def nothing_shown(self, leaf: PlannedLeaf, kind: Kind) -> NDArray[np.int32]:
        """High credit of a leaf where nothing shows it: none where it is denied or silent."""
        high = self.silent(kind)
        denied = [
            skill for skill in self._denied & leaf.ways.keys() if leaf.ways[skill][0] in _DENYING
        ]
        if denied:
            high = high.copy()
            for skill in denied:
                high[self.denied(self.columns.skills[skill])] = 0
        return high

    @cached_property
    def _denied(self) -> frozenset[str]:
        """Skills that anybody denies."""
        import numpy as np

        names = StringTable(self.columns.skill_data, self.columns.skill_starts)
        denied = np.flatnonzero(np.diff(self.columns.denied_starts))
        return frozenset(names[index] for index in denied.tolist())

    def denied(self, skill: int) -> NDArray[np.int32]:
        """Rows that deny a skill, by its index."""
        starts = self.columns.denied_starts
        return self.columns.denied_rows[starts[skill] : starts[skill + 1]]

    def dated_entries(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
        """Rows and masks of the dated work in a column."""
        starts = self.columns.dated_starts
        part = slice(starts[number], starts[number + 1])
        return self.columns.dated_rows[part], self.columns.dated_masks[part]

    def shown(self, leaf: PlannedLeaf) -> Iterator[Column]:
        """What counts for a leaf, column by column."""
        asked = self.columns.skills.get(leaf.need.skill or "")
        for skill, (relation, credit) in leaf.ways.items():
            index = self.columns.skills.get(skill)
            if index is None or not credit:
                continue
            deniers = [index] if asked is None or relation not in PROVING else [index, asked]
            denied = [rows for rows in map(self.denied, deniers) if len(rows)]
            for number in (2 * index, 2 * index + 1):
                column = self.column(number, credit)
                if len(column.rows):
                    yield _undenied(column, denied)

    def column(self, number: int, by_relation: int) -> Column:
        """One column of evidence."""
        columns = self.columns
        part = slice(columns.shown_starts[number], columns.shown_starts[number + 1])
        return Column(
            by_relation,
            bool(number % 2),
            number,
            columns.shown_rows[part],
            columns.shown_facets[part],
            columns.shown_stated[part],
        )

    def studied(self, fields: Mapping[str, tuple[Relation, int]]) -> NDArray[np.int32]:
        """Credit of the best of some fields that studies name; :data:`NOTHING` for none."""
        import numpy as np

        best = np.full(self.size, NOTHING, dtype=np.int32)
        for field, (_, credit) in fields.items():
            index = self.columns.skills.get(field)
            for number in () if index is None else (2 * index, 2 * index + 1):
                column = self.column(number, credit)
                rows = column.rows[where(is_study)[column.kinds]]
                best[rows] = np.maximum(best[rows], credit)
        return best

    def _present(self, skills: Iterable[str]) -> list[int]:
        known = self.columns.skills
        return [known[skill] for skill in skills if skill in known]


def _undenied(column: Column, denied: list[NDArray[np.int32]]) -> Column:
    """A column without what rows that deny the skill only claim."""
    import numpy as np

    if not denied:
        return column
    keep = where(stands_denial)[column.kinds] | ~np.isin(column.rows, np.concatenate(denied))
    return Column(
        column.by_relation,
        column.fuzzy,
        column.number,
        column.rows[keep],
        column.kinds[keep],
        column.stated[keep],
    )
