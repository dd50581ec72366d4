"""Credits of degrees, total years and words: :mod:`matcher.scoring.formal`, by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Degree, Kind
from matcher.scoring.column_credit import years_curve
from matcher.scoring.column_view import ColumnView
from matcher.scoring.columns import UNFINISHED
from matcher.scoring.formal import equivalent_months, one_degree
from matcher.scoring.planning import PlannedLeaf
from matcher.scoring.string_table import StringTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits

_DEGREES = tuple(Degree)


def degree_credits(leaf: PlannedLeaf, view: ColumnView) -> Credits:
    """Credits of a degree: its rank, its field, or the experience that stands for it."""
    import numpy as np

    policy = view.plan.policy.education
    low, high, graded = _degrees_held(leaf, view)
    if leaf.fields:
        studied = policy.degree_unread * view.studied(leaf.fields) // FULL_CREDIT
        better = studied > low
        read = graded | view.columns.marked(UNFINISHED)
        low = np.where(better, studied, low)
        high = np.where(better, np.where(read, np.maximum(low, high), FULL_CREDIT), high)
    if leaf.need.or_equivalent:
        asked = equivalent_months(leaf, view.plan)
        if asked:
            months = np.minimum(view.relevant_months, asked)
            low = np.maximum(low, years_curve(view.plan, asked)[months])
        else:
            low = np.full_like(low, FULL_CREDIT)
        high = np.maximum(low, np.where(view.dated, high, FULL_CREDIT))
    high = np.where(high == 0, view.silent(Kind.EDUCATION), high)
    high[view.unreadable(Kind.EDUCATION)] = FULL_CREDIT
    return low, high


def _degrees_held(
    leaf: PlannedLeaf, view: ColumnView
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Best credit of the degrees of each row, both ends, and where there is any degree."""
    import numpy as np

    columns = view.columns
    names = StringTable(columns.skill_data, columns.skill_starts)
    starts = columns.study_starts.tolist()
    credits_of = np.array(
        [
            one_degree(
                leaf,
                _DEGREES[rank],
                tuple(names[field] for field in columns.study_fields[start:end].tolist()),
                view.plan,
            )
            for rank, start, end in zip(
                columns.study_ranks.tolist(), starts[:-1], starts[1:], strict=True
            )
        ],
        dtype=np.int32,
    ).reshape(-1, 2)
    low, high = np.zeros((2, view.size), dtype=np.int32)
    rows = columns.degree_rows.astype(np.intp)
    np.maximum.at(low, rows, credits_of[columns.degree_studies, 0])
    np.maximum.at(high, rows, credits_of[columns.degree_studies, 1])
    graded = np.zeros(view.size, dtype=np.bool_)
    graded[rows] = True
    return low, high, graded


def total_years_credits(leaf: PlannedLeaf, view: ColumnView) -> Credits:
    """Credits of years of experience as such: all dated jobs, or what the profile states."""
    import numpy as np

    columns = view.columns
    known = view.dated | (columns.stated >= 0)
    if leaf.months:
        said = np.maximum(columns.stated, 0).astype(np.int64)
        said = said * view.plan.policy.years.stated // FULL_CREDIT
        months = np.minimum(np.maximum(view.work_months, said), leaf.months)
        earned = years_curve(view.plan, leaf.months)[months]
    else:
        earned = np.full(view.size, FULL_CREDIT, dtype=np.int32)
    low = np.where(known, earned, 0).astype(np.int32)
    high = np.where(known, earned, FULL_CREDIT).astype(np.int32)
    high[view.unreadable(Kind.EXPERIENCE)] = FULL_CREDIT
    return low, high


def unknown_credits(view: ColumnView) -> Credits:
    """Credits of what no profile can show."""
    import numpy as np

    return np.zeros(view.size, dtype=np.int32), np.full(view.size, FULL_CREDIT, dtype=np.int32)
