"""Who is among the first, by group, before and after: impact ratios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.errors import InputError
from matcher.profile.headers import fold_header
from matcher.profile.sources import BadRow, Table, open_source
from matcher.tuning.baselines import matcher_scores
from matcher.tuning.grades import CANDIDATE

if TYPE_CHECKING:
    from pandas import DataFrame

    from matcher.scoring import Policy
    from matcher.tuning.study import Study

#: How many of each job count as selected.
SELECTED = 10
#: Below this share of all, a group's ratio is not judged (29 CFR 1607.15 A (2)(a)).
SMALL_SHARE = 0.02
#: Fewer expected selections than this, and a ratio is mostly chance (Cochran 1954).
FEWEST_EXPECTED = 5.0
#: A ratio under four fifths is a sign of adverse impact (29 CFR 1607.4 D).
FOUR_FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs to which group, by attribute; nothing of it is ever scored.

    Parameters
    ----------
    source : str
        The file.
    by_attribute : mapping of str to mapping of str to str
        Per attribute, the group of each candidate; who left it blank is in none.
    """

    source: str
    by_attribute: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Impact:
    """How often one group was among the first, under two policies.

    Parameters
    ----------
    attribute, group : str
        Which group.
    applied : int
        Its candidates, each job counted.
    selected_before, selected_after : int
        Those among the first ten of their job.
    ratio_before, ratio_after : float
        Its selection rate divided by that of the group with the highest, small ones left out
        unless all are; NaN where nobody was selected.
    small : bool
        Whether it is too small to judge: under 2 % of all, or fewer than five selections to expect.
    """

    attribute: str
    group: str
    applied: int
    selected_before: int
    selected_after: int
    ratio_before: float
    ratio_after: float
    small: bool


def read_groups(source: str) -> Groups:
    r"""Read a table with ``candidate_id`` and one column for each attribute.

    Raises
    ------
    InputError
        If it cannot be read, has no such columns, a row is damaged, or a candidate stands twice
        with different groups.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "groups.csv")
    ...     _ = path.write_text("candidate_id,sex\nk1,female\nk2,\n")
    ...     groups = read_groups(str(path))
    >>> groups.by_attribute
    {'sex': {'k1': 'female'}}
    """
    allowed = f"a table with the columns {CANDIDATE} and one for each attribute"
    with open_source(source) as table:
        if not isinstance(table, Table):
            raise InputError(source, "is no table", allowed=allowed)
        names = [fold_header(name) for name in table.header]
        if fold_header(CANDIDATE) not in names or len(names) < 2:
            raise InputError(source, f"columns are {', '.join(table.header)}", "header", allowed)
        at = names.index(fold_header(CANDIDATE))
        attributes = {i: name for i, name in enumerate(table.header) if i != at}
        found: dict[str, dict[str, str]] = {name: {} for name in attributes.values()}
        for row in table.rows():
            if isinstance(row, BadRow):
                raise InputError(source, row.error, row.place)
            candidate_id = row.cells[at].strip()
            for i, name in attributes.items():
                group = row.cells[i].strip()
                if group and found[name].setdefault(candidate_id, group) != group:
                    words = f"{candidate_id!r} is {found[name][candidate_id]!r} and {group!r}"
                    raise InputError(source, words, f"{row.place}, column {name}", "one of them")
    return Groups(source, found)


def impact(study: Study, before: Policy, after: Policy, groups: Groups) -> tuple[Impact, ...]:
    """Impact ratios under two policies, for every group of every attribute."""
    first, then = (selected(study.under(policy)) for policy in (before, after))
    return _impacts(study, groups, first, then)


def _impacts(
    study: Study, groups: Groups, first: Sequence[str], then: Sequence[str]
) -> tuple[Impact, ...]:
    applied = [profile.candidate_id for each in study.jobs for profile in each.profiles]
    return tuple(
        line
        for attribute, by_id in groups.by_attribute.items()
        for line in _of_attribute(attribute, by_id, applied, first, then)
    )


def selection_rates(study: Study, groups: Groups) -> DataFrame:
    """Who is among the first ten of every job, by group, under the study's policy.

    Parameters
    ----------
    study : Study
        Jobs and candidates.
    groups : Groups
        From :func:`read_groups`.

    Returns
    -------
    DataFrame
        A row for each ``attribute`` and ``group``: how many ``applied`` and were ``selected``, the
        ``rate``, its impact ``ratio`` to the highest rate, and whether the group is too ``small``
        to judge (:class:`Impact`).
    """
    import pandas as pd

    chosen = selected(study)
    rows = [
        {
            "attribute": line.attribute,
            "group": line.group,
            "applied": line.applied,
            "selected": line.selected_after,
            "rate": line.selected_after / line.applied,
            "ratio": line.ratio_after,
            "small": line.small,
        }
        for line in _impacts(study, groups, chosen, chosen)
    ]
    columns = ["attribute", "group", "applied", "selected", "rate", "ratio", "small"]
    return pd.DataFrame(rows, columns=columns).set_index(["attribute", "group"])


def selected(study: Study) -> list[str]:
    """Ids of the first ten of every job, in which equals stand by their ids."""
    found = []
    for each in study.jobs:
        standing = sorted(
            (-score, profile.candidate_id)
            for profile, score in zip(each.profiles, matcher_scores(each).tolist(), strict=True)
            if profile.readable
        )
        found += [candidate_id for _, candidate_id in standing[:SELECTED]]
    return found


def _of_attribute(
    attribute: str,
    by_id: Mapping[str, str],
    applied: Sequence[str],
    first: Sequence[str],
    then: Sequence[str],
) -> list[Impact]:
    counts, before, after = (
        Counter(by_id[each] for each in ids if each in by_id) for ids in (applied, first, then)
    )
    whole = counts.total()
    least = min(before.total(), after.total())
    small = {
        group: count < SMALL_SHARE * whole or count * least < FEWEST_EXPECTED * whole
        for group, count in counts.items()
    }
    ratios = [_ratios(counts, chosen, small) for chosen in (before, after)]
    return [
        Impact(
            attribute, group, counts[group], before[group], after[group],
            ratios[0][group], ratios[1][group], small[group],
        )
        for group in sorted(counts)
    ]  # fmt: skip


def _ratios(
    applied: Mapping[str, int], chosen: Mapping[str, int], small: Mapping[str, bool]
) -> dict[str, float]:
    """Each group's selection rate over the highest."""
    rates = {group: chosen[group] / count for group, count in applied.items()}
    large = [rate for group, rate in rates.items() if not small[group]]
    highest = max(large or rates.values(), default=0.0)
    return {group: rate / highest if highest else float("nan") for group, rate in rates.items()}
