"""Jobs, the candidates graded for them, and their grades: what rankings are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from matcher.batch.inputs import job_paths
from matcher.batch.jobs import JOB as JOB_FIELD
from matcher.batch.jobs import file_ids
from matcher.batch.store.reading import open_lists
from matcher.errors import InputError, MatcherError, Problem
from matcher.job.card import is_card
from matcher.model import Candidate, Job, Profile, SetAside
from matcher.notebook.opening import day_of
from matcher.profile.read import CandidateSource, ResumeCandidates, TableCandidates
from matcher.profile.several import CandidateSources, named
from matcher.scoring import Policy, ScoringPlan, plan
from matcher.taxonomy.taxonomy import Taxonomy
from matcher.tuning.grades import CANDIDATE, JOB, Grades, near, raise_all, read_grades

if TYPE_CHECKING:
    from matcher.matching import Matcher


@dataclass(frozen=True, slots=True)
class StudyJob:
    """A job and everybody graded for it.

    Parameters
    ----------
    name : str
        As the grades call it.
    source : str
        Its file.
    text : str
        What a reader sees of it.
    job : Job
        What it asks for.
    plan : ScoringPlan
        The same ready to score.
    profiles : tuple of Profile
        The graded candidates, in the order of their ids.
    grades : tuple of int
        The grade of each, 0 or more.
    """

    name: str
    source: str
    text: str
    job: Job
    plan: ScoringPlan
    profiles: tuple[Profile, ...]
    grades: tuple[int, ...]

    @property
    def candidate_ids(self) -> tuple[str, ...]:
        """Ids of the graded candidates."""
        return tuple(profile.candidate_id for profile in self.profiles)

    @property
    def alike(self) -> bool:
        """Whether all have one grade, so that no order of them is better than another."""
        return len(set(self.grades)) < 2


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that grades are about, read once.

    Parameters
    ----------
    grades : Grades
        The table of grades.
    jobs : tuple of StudyJob
        In the order of their names; each profile is one object, however many jobs it stands in.
    set_aside : tuple of SetAside
        Graded candidates that could not be read, rows of which nobody knows whose they are, and
        jobs that nothing can be ranked by.
    taxonomy : Taxonomy
        What jobs and profiles were read with.
    policy : Policy
        The policy of the plans.
    as_of : date
        The day "to date" means.
    readings : tuple of str
        What of each list was read as what, and what a person should know about it.
    """

    grades: Grades
    jobs: tuple[StudyJob, ...]
    set_aside: tuple[SetAside, ...]
    taxonomy: Taxonomy
    policy: Policy
    as_of: date
    readings: tuple[str, ...] = ()

    def under(self, policy: Policy) -> Study:
        """The same jobs and candidates with the plans of another policy.

        Raises
        ------
        NothingAskedError
            If under it a job's requirements are worth nothing.
        """
        planned = tuple(
            replace(
                each, plan=plan(each.job, self.taxonomy, policy, self.as_of, source=each.source)
            )
            for each in self.jobs
        )
        return replace(self, jobs=planned, policy=policy)

    def of_jobs(self, names: Iterable[str]) -> Study:
        """The part of the study that some of its jobs are."""
        wanted = frozenset(names)
        return replace(self, jobs=tuple(each for each in self.jobs if each.name in wanted))


def read_study(
    matcher: Matcher,
    grades: Grades | str,
    jobs: Sequence[str],
    candidates: Sequence[str],
    *,
    policy: Policy | None = None,
    as_of: date | str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Study:
    """Read the jobs and candidates that grades are about; of the others, nothing.

    Parameters
    ----------
    matcher : Matcher
        Reads jobs and profiles.
    grades : Grades or str
        From :func:`matcher.tuning.grades.read_grades`, or the file to read so.
    jobs : sequence of str
        Descriptions or job cards: files, folders or patterns.  A job's name is that of its file
        without the ending.
    candidates : sequence of str
        Lists, résumés, folders or stores; of several, ids carry the list's name (``march:k012``).
    policy : Policy, optional
        Every figure in force; the shipped policy by default.
    as_of : date or str, optional
        The day "to date" means, ``YYYY-MM-DD``; today by default.
    mapping : mapping of str to str, optional
        Header by column, for lists.

    Raises
    ------
    ConfigError
        With every graded job that has no file and every graded candidate that no list has.
    InputError
        If a file cannot be read as a whole, or no graded candidate is left.
    """
    table = read_grades(grades) if isinstance(grades, str) else grades
    figures, day = policy or Policy.default(), day_of(as_of)
    paths = _job_files(table, jobs)
    found = _Candidates(table.candidate_ids)
    with open_lists(candidates, matcher.taxonomy, mapping=mapping) as opened:
        described = list(opened.describe())
        found.read(opened)
        readings = (*described, *(f"note: {line}" for line in opened.notes))
    raise_all([*_unknown_candidates(table, found, candidates)])
    profiles, aside = found.profiles, found.set_aside
    read: list[StudyJob] = []
    for name, graded in table.by_job.items():
        known = {each: grade for each, grade in graded.items() if each in profiles}
        if not known:
            why = "none of the candidates graded for it could be read"
            aside.append(SetAside(None, None, JOB_FIELD, why, paths[name]))
            continue
        try:
            job, text = _read_job(matcher, paths[name])
            planned = plan(job, matcher.taxonomy, figures, day, source=paths[name])
        except MatcherError as error:
            why = str(error).replace("\n", "; ").removeprefix(f"{paths[name]}: ")
            aside.append(SetAside(None, None, JOB_FIELD, why, paths[name]))
            continue
        whose = tuple(profiles[each] for each in known)
        read.append(StudyJob(name, paths[name], text, job, planned, whose, tuple(known.values())))
    if not read:
        first = aside[0]
        why = f"{first.source or candidates[0]}: {first.error}"
        raise InputError(table.source, f"nothing of what is graded can be used; first, {why}")
    return Study(table, tuple(read), tuple(aside), matcher.taxonomy, figures, day, readings)


def _job_files(grades: Grades, jobs: Sequence[str]) -> dict[str, str]:
    """The file of each graded job."""
    if "-" in jobs:
        found = "the jobs are standard input, which has no name that grades could be for"
        raise InputError("-", found, allowed="files")
    by_name = {name: path for path, name in file_ids(job_paths(jobs)).items()}
    where = ", ".join(jobs)
    raise_all(
        [
            Problem(
                grades.source,
                f"{grades.place(name)}, column {JOB}",
                f"no file of {where} is named {name!r}",
                near(name, sorted(by_name)),
            )
            for name in grades.by_job
            if name not in by_name
        ]
    )
    return {name: by_name[name] for name in grades.by_job}


@dataclass(slots=True)
class _Candidates:
    """The wanted candidates' profiles by id, what was set aside of them, and an id of the lists."""

    wanted: frozenset[str]
    profiles: dict[str, Profile] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    example: str = ""

    def read(self, opened: CandidateSources) -> None:
        """Go through the lists; texts of candidates that are not wanted stay unread."""
        for name, source in opened.opened:
            for item in self._outcomes(name, source):
                outcome = named(item, name)
                if isinstance(outcome, Candidate):
                    self.profiles[outcome.profile.candidate_id] = outcome.profile
                elif outcome.candidate_id is None or outcome.candidate_id in self.wanted:
                    self.set_aside.append(outcome)

    def _outcomes(self, name: str, source: CandidateSource) -> Iterator[Candidate | SetAside]:
        if isinstance(source, TableCandidates | ResumeCandidates):
            for item in source.unread():
                if isinstance(item, SetAside):
                    yield item
                elif self._wants(name, item.candidate_id):
                    yield item.read(source.reader)
        else:
            for outcome in source:
                if isinstance(outcome, SetAside) or self._wants(name, outcome.profile.candidate_id):
                    yield outcome

    def _wants(self, name: str, candidate_id: str) -> bool:
        whole = f"{name}:{candidate_id}" if name else candidate_id
        self.example = self.example or whole
        return whole in self.wanted


def _unknown_candidates(
    grades: Grades, found: _Candidates, candidates: Sequence[str]
) -> Iterator[Problem]:
    """A mistake for each graded candidate that is in no list, in the order of the grades."""
    known = {*found.profiles, *(each.candidate_id for each in found.set_aside)}
    such = f", such as {found.example}" if found.example else ""
    for (_, candidate_id), place in grades.places.items():
        if candidate_id not in known:
            known.add(candidate_id)
            words = f"{candidate_id!r} is not in {', '.join(candidates)}"
            where = f"{place}, column {CANDIDATE}"
            yield Problem(grades.source, where, words, f"an id of the list{such}")


def _read_job(matcher: Matcher, path: str) -> tuple[Job, str]:
    """A job and what a reader sees of it: of a card, the requirements' own words."""
    document, job = matcher.read_job(path)
    if not is_card(document.text):
        return job, document.text
    return job, "\n".join((job.title or "", *(each.text for each in job.requirements)))
