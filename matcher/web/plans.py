"""Jobs as they are kept, ready to score: cards read once, plans made once for each version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from matcher.job.card_reader import read_card
from matcher.matching import Matcher
from matcher.model import Gate, Job
from matcher.report.harmless import one_line
from matcher.report.wording import LEVELS, short_label
from matcher.scoring import Policy, ScoringPlan, plan
from matcher.web.editing import MAX_WEIGHT, can_split, is_added
from matcher.web.errors import Refused
from matcher.web.settings import Settings
from matcher.web.shown import RequirementView

Kept = TypeVar("Kept")
#: Weights are counted in ten-thousandths of a level's unit (``Share.weight``).
_WEIGHT_UNIT = 10_000
_KEPT_JOBS, _KEPT_PLANS = 64, 256


class Recent(Generic[Kept]):
    """Values by key, of which the latest used are kept; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value of a key, made if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self, belongs: Callable[[Hashable], bool]) -> None:
        """Drop the values of some keys."""
        with self._lock:
            for key in [key for key in self._values if belongs(key)]:
                del self._values[key]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a job: the one it was made from, its card, and what was read at first."""

    job_id: str
    parent: int | None
    card: str
    read: Job
    text: str


class Plans:
    """Jobs and plans by version.

    Parameters
    ----------
    matcher : Matcher
        Taxonomy and rules.
    policy : Policy
        Every figure in force.
    settings : Settings
        The day "to date" means.
    """

    def __init__(self, matcher: Matcher, policy: Policy, settings: Settings) -> None:
        self.matcher, self.policy, self._settings = matcher, policy, settings
        self._jobs: Recent[Job] = Recent(_KEPT_JOBS)
        self._plans: Recent[ScoringPlan] = Recent(_KEPT_PLANS)

    @property
    def as_of(self) -> date:
        """The day "to date" means."""
        return self._settings.as_of or self._settings.clock().date()

    def job(self, version: Version) -> Job:
        """The job of a version.

        Raises
        ------
        ConfigError
            If its card names a skill that the taxonomy no longer has.
        """

        def read() -> Job:
            job = read_card(version.card, f"job {version.job_id}", self.matcher.taxonomy)
            first = version.read
            return replace(job, warnings=first.warnings, versions=first.versions)

        return self._jobs.get((version.job_id, version.card), read)

    def plan(self, version: Version, weights: Mapping[str, float] | None = None) -> ScoringPlan:
        """The plan of a version, with other weights if any are given.

        Raises
        ------
        NothingAskedError
            If no requirement is worth anything.
        Refused
            If a weight is out of range, or for a requirement that is not there.
        """
        given = tuple(sorted((weights or {}).items()))
        key = (version.job_id, version.card, self.as_of, given)

        def make() -> ScoringPlan:
            job = weighted_job(self.job(version), dict(given))
            source = one_line(job.title or "job", 80)
            return plan(job, self.matcher.taxonomy, self.policy, self.as_of, source=source)

        return self._plans.get(key, make)

    def forget(self, job_id: str) -> None:
        """Drop all of a job."""
        for kept in (self._jobs, self._plans):
            kept.forget(lambda key: isinstance(key, tuple) and key[0] == job_id)


def weighted_job(job: Job, weights: Mapping[str, float]) -> Job:
    """The job with other weights.

    Raises
    ------
    Refused
        If a weight is out of range, or for a requirement that is not there.
    """
    if not weights:
        return job
    known = {requirement.id for requirement in job.requirements}
    for key, weight in weights.items():
        if key not in known:
            raise Refused("weights", f"no requirement {key!r}", allowed=", ".join(sorted(known)))
        if not 0 <= weight <= MAX_WEIGHT:
            raise Refused("weights", f"{key}: weight is {weight:g}", allowed=f"0 to {MAX_WEIGHT}")
    return replace(
        job,
        requirements=tuple(
            replace(r, weight=weights[r.id]) if r.id in weights else r for r in job.requirements
        ),
    )


def requirement_views(
    job: Job, read: Job, planned: ScoringPlan | None
) -> tuple[RequirementView, ...]:
    """The requirements of a job as they count in a plan; with none, as worth nothing."""
    first = {requirement.id: requirement for requirement in read.requirements}
    by_id = {p.requirement.id: p for p in planned.requirements} if planned else {}
    views = []
    for requirement in job.requirements:
        counted = by_id.get(requirement.id)
        worth = counted.share.worth if counted else 0
        views.append(
            RequirementView(
                requirement=requirement,
                label=short_label(requirement, 80),
                level_words=LEVELS[requirement.level],
                worth=worth,
                weight=counted.share.weight / _WEIGHT_UNIT if counted else 0.0,
                importance=counted.share.importance if counted and worth else None,
                gate=str(counted.gate if counted else Gate.OFF),
                added=is_added(requirement),
                changed=requirement != first.get(requirement.id) and not is_added(requirement),
                can_split=can_split(requirement),
                paid_elsewhere=counted.share.repeats if counted else (),
            )
        )
    return tuple(views)
