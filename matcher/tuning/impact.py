"""Who is among the first, by group, before and after: impact ratios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.groups.ratios import impact_ratios, is_few, is_small
from matcher.groups.table import Groups
from matcher.tuning.baselines import matcher_scores

if TYPE_CHECKING:
    from matcher.scoring import Policy
    from matcher.tuning.study import Study

#: How many of each job count as selected.
SELECTED = 10


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


def impact(study: Study, before: Policy, after: Policy, groups: Groups) -> tuple[Impact, ...]:
    """Impact ratios under two policies, for every group of every attribute."""
    first, then = (selected(study.under(policy)) for policy in (before, after))
    applied = [profile.candidate_id for each in study.jobs for profile in each.profiles]
    return tuple(
        line
        for attribute, by_id in groups.by_attribute.items()
        for line in _of_attribute(attribute, by_id, applied, first, then)
    )


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
        group: is_small(count, whole) or is_few(count, least, whole)
        for group, count in counts.items()
    }
    ratios = [impact_ratios(counts, chosen, small) for chosen in (before, after)]
    return [
        Impact(
            attribute, group, counts[group], before[group], after[group],
            ratios[0][group], ratios[1][group], small[group],
        )
        for group in sorted(counts)
    ]  # fmt: skip
