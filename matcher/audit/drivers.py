"""Which requirement or gate a disparity hangs on: what the ratios would be without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.audit.assessed import AskedRequirement, AssessedJob
from matcher.audit.measures import Measure
from matcher.audit.rates import Counts, GroupKey, Lowest, looked_at, lowest_of
from matcher.audit.standing import Standing, standing
from matcher.groups.ratios import impact_ratios
from matcher.model import Gate, Status

#: Everybody's group in the attributes of a table, in the order of a job's candidates.
GroupsOf = Mapping[tuple[str, ...], Sequence[GroupKey | None]]


class Part(StrEnum):
    """What was left out to see what hangs on it."""

    REQUIREMENT = "requirement"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class GroupShare:
    """How many of a group meet a requirement, or pass its gate.

    ``ratio`` is the group's share over the highest of the groups looked at, NaN where that is 0;
    ``ratio_without`` the impact ratio there would be without the requirement or gate, None where
    nothing else is worth anything.
    """

    group: GroupKey
    applied: int
    met: int
    ratio: float
    ratio_without: float | None

    @property
    def share(self) -> float:
        """``met / applied``."""
        return self.met / self.applied


@dataclass(frozen=True, slots=True)
class Driver:
    """What a requirement or gate does to the lowest impact ratio of one table.

    Parameters
    ----------
    job : str
        Id of the job.
    measure : str
        Id of the measure.
    attributes : tuple of str
        One, or several that are crossed.
    part : Part
        What is left out: the requirement with its points and gate, or its gate alone.
    requirement : AskedRequirement
        Which.
    shares : tuple of GroupShare
        The groups looked at: at least 2 % of the applications, and one selection to be expected.
    lowest : float
        Their lowest impact ratio as it is; NaN where nobody was chosen.
    lowest_group : tuple of str
        Whose it is.
    lowest_without : float or None
        Their lowest impact ratio without it.
    """

    job: str
    measure: str
    attributes: tuple[str, ...]
    part: Part
    requirement: AskedRequirement
    shares: tuple[GroupShare, ...]
    lowest: float
    lowest_group: GroupKey
    lowest_without: float | None

    @property
    def lift(self) -> float:
        """By how much the lowest ratio would rise; negative where it would fall."""
        return 0.0 if self.lowest_without is None else self.lowest_without - self.lowest


def drivers(job: AssessedJob, measures: Sequence[Measure], groups: GroupsOf) -> tuple[Driver, ...]:
    """What every requirement and gate of a job does to its ratios; what lifts most comes first.

    The measures are applied to this job alone: the first of it, the median of its own scores.

    Parameters
    ----------
    job : AssessedJob
        A job and its candidates.
    measures : sequence of Measure
        Those by which people decided are passed over: nobody knows what they would have done.
    groups : mapping
        By attributes, the group of each of its candidates.
    """
    whole = standing(job)
    if whole is None:
        return ()
    machines = [measure for measure in measures if not measure.by_people]
    bases = [
        base
        for measure in machines
        for attributes, of in groups.items()
        if (base := _Base.of(measure, attributes, of, whole)) is not None
    ]
    found = [
        driver
        for part, asked in _parts(job)
        for driver in _without(job, part, asked, machines, bases, whole)
    ]
    return tuple(sorted(found, key=lambda each: -each.lift))


@dataclass(frozen=True, slots=True)
class _Base:
    """A table as it is: whom it looks at, and the lowest ratio of them."""

    measure: Measure
    attributes: tuple[str, ...]
    groups: Sequence[GroupKey | None]
    counts: Counts
    large: frozenset[GroupKey]
    low: Lowest

    @classmethod
    def of(
        cls,
        measure: Measure,
        attributes: tuple[str, ...],
        groups: Sequence[GroupKey | None],
        whole: Standing,
    ) -> _Base | None:
        counts = Counts.of(groups, measure.choose([whole])[0])
        low = lowest_of(counts.applied, counts.chosen)
        if low is None:
            return None
        large = frozenset(looked_at(counts.applied, counts.chosen))
        return cls(measure, attributes, groups, counts, large, low)

    def ratios(self, chosen: Sequence[bool | None]) -> dict[GroupKey, float]:
        """Impact ratios of the groups looked at, were others chosen."""
        counts = Counts.of(self.groups, chosen)
        applied = {group: count for group, count in counts.applied.items() if group in self.large}
        return impact_ratios(applied, counts.chosen, dict.fromkeys(applied, False))


def _parts(job: AssessedJob) -> Iterator[tuple[Part, AskedRequirement]]:
    for asked in job.requirements:
        if asked.worth:
            yield Part.REQUIREMENT, asked
        if asked.gate is not Gate.OFF:
            yield Part.GATE, asked


def _without(
    job: AssessedJob,
    part: Part,
    asked: AskedRequirement,
    measures: Sequence[Measure],
    bases: Sequence[_Base],
    whole: Standing,
) -> Iterator[Driver]:
    """What one requirement or gate does to each table."""
    if part is Part.REQUIREMENT:
        left = standing(job, without=asked)
    else:
        # A gate that only flags decides no rank.
        left = standing(job, gates_off=asked) if asked.gate is Gate.RANK_BELOW else whole
    chosen = {} if left is None else {each.id: each.choose([left])[0] for each in measures}
    met = [_holds(part, asked, each.statuses[asked.id]) for each in job.candidates]
    for base in bases:
        counted = [
            None if was is None else holds
            for was, holds in zip(base.measure.choose([whole])[0], met, strict=True)
        ]
        shown = Counts.of(base.groups, counted).chosen
        applied = {g: n for g, n in base.counts.applied.items() if g in base.large}
        share_ratios = impact_ratios(applied, shown, dict.fromkeys(applied, False))
        others = base.ratios(chosen[base.measure.id]) if chosen else None
        yield Driver(
            job=job.job,
            measure=base.measure.id,
            attributes=base.attributes,
            part=part,
            requirement=asked,
            shares=tuple(
                GroupShare(g, n, shown[g], share_ratios[g], others[g] if others else None)
                for g, n in applied.items()
            ),
            lowest=base.low.ratio,
            lowest_group=base.low.group,
            lowest_without=min(others.values()) if others else None,
        )


def _holds(part: Part, asked: AskedRequirement, status: Status) -> bool:
    return status is Status.MET if part is Part.REQUIREMENT else not asked.fails(status)
