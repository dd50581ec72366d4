"""Adverse impact: rates and ratios of every group, for each job and all, and what drives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from matcher.audit.assessed import AssessedCandidate, AssessedJob
from matcher.audit.drivers import Driver, GroupsOf, drivers
from matcher.audit.measures import AboveMedian, Decided, Measure, Threshold, Top
from matcher.audit.rates import Counts, GroupKey, RateTable, rate_table
from matcher.audit.standing import Standing, standing
from matcher.errors import ConfigError, InputError, Problem
from matcher.groups.table import Groups
from matcher.rules.groups import RACE_ETHNICITY, SEX, group_rules

#: Decisions that count as a selection.
SELECTED = ("shortlist", "shortlisted", "interviewed", "hired")
#: So many lines of one kind of mistake are listed; more are counted.
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What to calculate.

    Parameters
    ----------
    tops : tuple of int
        Selected are so many of each job; one measure each.
    thresholds : tuple of int
        Selected is who reaches a score, in hundredths; one measure each.
    selected : tuple of str
        Decisions that count as a selection.
    keep_small : bool
        Whether groups under 2 % get a ratio too.
    allow_others : bool
        Whether the groups may be of people who are not in the results.
    """

    tops: tuple[int, ...] = ()
    thresholds: tuple[int, ...] = ()
    selected: tuple[str, ...] = SELECTED
    keep_small: bool = False
    allow_others: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One table: of a job, or of all together where ``job`` is None."""

    job: str | None
    measure: Measure
    table: RateTable


@dataclass(frozen=True, slots=True)
class ImpactAudit:
    """All that was calculated.

    Parameters
    ----------
    jobs : tuple of AssessedJob
        What it was calculated from.
    groups : Groups
        Who belongs to which group.
    settings : Settings
        What was asked for.
    measures : tuple of Measure
        By which, in the order of the tables.
    attributes : tuple of tuple of str
        Of which, each by itself and sex crossed with race and ethnicity.
    tables : tuple of Measured
        All jobs together.
    by_job : tuple of Measured
        Each job by itself; empty where there is but one.
    drivers : tuple of Driver
        By job, measure and attributes; within them what lifts the lowest ratio most first.
    others : int
        Candidates of the groups who are not in the results.
    """

    jobs: tuple[AssessedJob, ...]
    groups: Groups
    settings: Settings
    measures: tuple[Measure, ...]
    attributes: tuple[tuple[str, ...], ...]
    tables: tuple[Measured, ...]
    by_job: tuple[Measured, ...]
    drivers: tuple[Driver, ...]
    others: int

    @property
    def applications(self) -> int:
        """Pairs of a candidate and a job."""
        return sum(len(job.candidates) for job in self.jobs)

    @property
    def candidates(self) -> int:
        """People, each counted once."""
        return len({each.candidate for job in self.jobs for each in job.candidates})

    def drivers_of(self, found: Measured) -> tuple[Driver, ...]:
        """What drives the ratios of one job's table."""
        return tuple(
            driver
            for driver in self.drivers
            if (driver.job, driver.measure, driver.attributes)
            == (found.job, found.measure.id, found.table.attributes)
        )

    @property
    def of_each_job(self) -> tuple[Measured, ...]:
        """Tables of single jobs, also where there is but one."""
        if self.by_job:
            return self.by_job
        return tuple(replace(each, job=self.jobs[0].job) for each in self.tables)


def audit_impact(
    jobs: Sequence[AssessedJob], groups: Groups, settings: Settings | None = None
) -> ImpactAudit:
    """Calculate rates, ratios and what drives them.

    Parameters
    ----------
    jobs : sequence of AssessedJob
        Jobs and their candidates.
    groups : Groups
        Their groups; who is in none counts as unknown.
    settings : Settings, optional
        What to calculate; the scoring rate always is, selection by decision where people decided.

    Raises
    ------
    InputError
        If there is nobody, or two jobs have one id.
    ConfigError
        With every candidate of the groups who is not in the results, by line.

    Examples
    --------
    >>> from matcher.audit.assessed import AskedRequirement
    >>> from matcher.model import Level, Status
    >>> go = AskedRequirement("r1", "Go", Level.MUST, 10_000)
    >>> people = tuple(AssessedCandidate(name, score, score, None, True, (), {"r1": Status.MET},
    ...     {"r1": score}) for name, score in (("a", 9000), ("b", 8000), ("c", 7000), ("d", 6000)))
    >>> job = AssessedJob("", "developer", "2026-11-01", (go,), people, "rank.json")
    >>> groups = Groups("groups.csv", {"sex": {"a": "Male", "b": "Female", "c": "Female"}})
    >>> found = audit_impact([job], groups, Settings(tops=(2,)))
    >>> [(each.measure.id, each.table.unknown) for each in found.tables]
    [('top-2', 1), ('above-median', 1)]
    >>> [(row.group, row.rate) for row in found.tables[0].table.rows]
    [(('Female',), 0.5), (('Male',), 1.0)]
    """
    settings = settings or Settings()
    jobs = tuple(jobs)
    _check(jobs)
    others = _others(jobs, groups)
    if others and not settings.allow_others:
        raise _not_in_results(groups, others, jobs[0].source)
    measures = tuple(_measures(jobs, settings))
    attributes = tuple(_attributes(groups))
    whole = _Whole.of(jobs, groups, attributes, settings)
    tables = tuple(whole.tables(None, measures))
    single = len(jobs) == 1
    by_job = () if single else tuple(
        each for at in range(len(jobs)) for each in whole.tables(at, measures)
    )  # fmt: skip
    return ImpactAudit(
        jobs=jobs,
        groups=groups,
        settings=settings,
        measures=measures,
        attributes=attributes,
        tables=tables,
        by_job=by_job,
        drivers=tuple(
            driver
            for job, of in zip(jobs, whole.groups, strict=True)
            for driver in drivers(job, measures, of)
        ),
        others=len(others),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """Everybody's standing and groups, job by job."""

    jobs: tuple[AssessedJob, ...]
    standings: tuple[Standing, ...]
    groups: tuple[GroupsOf, ...]
    keep_small: bool

    @classmethod
    def of(
        cls,
        jobs: tuple[AssessedJob, ...],
        groups: Groups,
        attributes: tuple[tuple[str, ...], ...],
        settings: Settings,
    ) -> _Whole:
        standings = (standing(job, chosen=_decisions(job, settings.selected)) for job in jobs)
        return cls(
            jobs,
            tuple(each for each in standings if each is not None),
            tuple(_groups_of(job, groups, attributes) for job in jobs),
            settings.keep_small,
        )

    def tables(self, at: int | None, measures: Sequence[Measure]) -> Iterator[Measured]:
        """Tables of one job, or of all."""
        part = slice(None) if at is None else slice(at, at + 1)
        job = None if at is None else self.jobs[at].job
        for measure in measures:
            chosen = [each for of in measure.choose(self.standings[part]) for each in of]
            for attributes in self.groups[0]:
                groups = [each for of in self.groups[part] for each in of[attributes]]
                counts = Counts.of(groups, chosen)
                table = rate_table(attributes, counts, keep_small=self.keep_small)
                yield Measured(job, measure, table)


def _check(jobs: tuple[AssessedJob, ...]) -> None:
    if not any(job.candidates for job in jobs):
        source = jobs[0].source if jobs else "results"
        raise InputError(source, "holds nobody who was assessed", allowed="at least one candidate")
    seen: set[str] = set()
    for job in jobs:
        if job.job in seen:
            runs = ", ".join(each.run for each in jobs if each.job == job.job and each.run)
            found = f"holds {job.job!r} more than once" + (f", in the runs {runs}" if runs else "")
            raise InputError(job.source, found, allowed="one run of each job (--run)")
        seen.add(job.job)


def _others(jobs: tuple[AssessedJob, ...], groups: Groups) -> list[str]:
    """Candidates of the groups who are nowhere in the results."""
    known = {each.candidate for job in jobs for each in job.candidates}
    return [key for key in groups.places if key not in known]


def _not_in_results(groups: Groups, others: Sequence[str], source: str) -> ConfigError:
    allowed = f"candidates of {source}, or --allow-others"
    problems = [
        Problem(groups.source, groups.places[key], f"{key!r} is not in the results", allowed)
        for key in others[:_LISTED]
    ]
    if len(others) > _LISTED:
        more = f"{len(others) - _LISTED:,} more are not in the results"
        problems.append(Problem(groups.source, "", more, allowed))
    return ConfigError(problems)


def _measures(jobs: tuple[AssessedJob, ...], settings: Settings) -> Iterator[Measure]:
    if any(each.decision is not None for job in jobs for each in job.candidates):
        yield Decided(f"a decision of {', '.join(settings.selected)}")
    yield from map(Top, settings.tops)
    yield from map(Threshold, settings.thresholds)
    yield AboveMedian()


def _decisions(job: AssessedJob, selected: tuple[str, ...]) -> dict[str, bool]:
    return {
        each.candidate: each.decision in selected
        for each in job.candidates
        if each.decision is not None
    }


def _attributes(groups: Groups) -> Iterator[tuple[str, ...]]:
    """Each attribute by itself, then sex crossed with race and ethnicity."""
    for attribute in groups.by_attribute:
        yield (attribute,)
    named = {
        group_rules().attribute(attribute) or attribute: attribute
        for attribute in groups.by_attribute
    }
    for first, second in combinations((RACE_ETHNICITY, SEX), 2):
        if first in named and second in named:
            yield named[first], named[second]


def _groups_of(
    job: AssessedJob, groups: Groups, attributes: tuple[tuple[str, ...], ...]
) -> GroupsOf:
    return {
        crossed: [_group(each, groups.by_attribute, crossed) for each in job.candidates]
        for crossed in attributes
    }


def _group(
    each: AssessedCandidate, by_attribute: Mapping[str, Mapping[str, str]], crossed: tuple[str, ...]
) -> GroupKey | None:
    found = [by_attribute[attribute].get(each.candidate) for attribute in crossed]
    known = tuple(group for group in found if group is not None)
    return known if len(known) == len(crossed) else None
