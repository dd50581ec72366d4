"""Rankings that people saw on the page: told to a record, and told anew to a replay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from msgspec.structs import replace

from matcher.audit.chain import Event
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_events import (
    PAGE,
    CandidateTold,
    File,
    JobTold,
    Run,
    job_told,
    plain,
)
from matcher.audit.record_file import Told
from matcher.audit.recorder import Recorder, made_by
from matcher.matching import Matcher
from matcher.scoring import Policy
from matcher.scoring.planning import ScoringPlan


@dataclass(frozen=True, slots=True)
class Seen:
    """A job's ranking on the page, everybody in it.

    Parameters
    ----------
    job_id, title : str
        The job.
    job, candidates : File
        The version of its card and its applicants, as the workspace names them, with digests.
    plan : ScoringPlan
        The job as it was scored.
    versions : mapping of str to str
        Of matcher, taxonomy, rules.
    as_of : date
        The day "to date" meant.
    people : sequence of CandidateTold
        Everybody, by id instead of pseudonym, of no run yet.
    """

    job_id: str
    title: str
    job: File
    candidates: File
    plan: ScoringPlan
    versions: Mapping[str, str]
    as_of: date
    people: Sequence[CandidateTold]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are and how many have a rank, as the record of a ranking tells it."""
        ranked = sum(each.rank is not None for each in self.people)
        whole = len(self.people)
        return {"read": whole, "ranked": ranked, "not_ranked": whole - ranked, "set_aside": 0}

    def told(self, run: str) -> JobTold:
        """The job as it was scored."""
        return job_told(run, self.job_id, self.title, self.plan)

    def candidates_told(self, run: str, names: Pseudonyms) -> Iterator[CandidateTold]:
        """Everybody in it, by pseudonym."""
        return (replace(each, run=run, candidate=names.of(each.candidate)) for each in self.people)


class PageInputs(Protocol):
    """The workspace behind a page, for a replay."""

    def file(self, path: str) -> File:
        """A version of a job or its applicants as they are now; :class:`InputError` if gone."""
        ...

    def seen(self, told: Run, matcher: Matcher, policy: Policy) -> Seen:
        """The ranking of a recorded run, scored anew."""
        ...


def record_seen(recorder: Recorder, seen: Seen, taxonomy: Sequence[File] = ()) -> str:
    """Record a ranking of the page: the run, its job, and everybody in it.

    Parameters
    ----------
    recorder : Recorder
        Of the page.
    seen : Seen
        The ranking.
    taxonomy : sequence of File
        Empty for the shipped one.

    Returns
    -------
    str
        The run's id.

    Raises
    ------
    InputError
        If it cannot be appended.
    """
    when, run = recorder.stamp()
    told = Run(
        run=run,
        command=PAGE,
        when=when,
        as_of=seen.as_of.isoformat(),
        **made_by(seen.versions, seen.plan.policy),
        policy_file=None,
        taxonomy_files=tuple(taxonomy),
        jobs=(seen.job,),
        candidates=(seen.candidates,),
        options={},
        counts=seen.counts,
        results=(),
        lines=1 + len(seen.people),
    )

    def lines(names: Pseudonyms) -> Iterator[Told]:
        yield Event.RUN, plain(told)
        yield Event.JOB, plain(seen.told(run))
        for each in seen.candidates_told(run, names):
            yield Event.CANDIDATE, plain(each)

    recorder.append(lines, when)
    return run
