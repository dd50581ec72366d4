"""A recorded run made ready again: where its inputs are now, what differs, and its scores anew."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from matcher.audit.page_runs import PageInputs
from matcher.audit.program import code_digest, libraries
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_events import (
    PAGE,
    CandidateTold,
    File,
    JobTold,
    Run,
    file_of,
    job_told,
    of_ranked,
    of_row,
    taxonomy_file_of,
)
from matcher.audit.recorder import batch_counts, rank_counts
from matcher.batch.inputs import candidate_paths, job_paths
from matcher.batch.prepare import prepared
from matcher.batch.run import Progress, Settings, run_batch
from matcher.batch.store.reading import open_lists
from matcher.batch.written import Written
from matcher.errors import InputError
from matcher.identity import Pseudonyms as BlindPseudonyms
from matcher.identity import read_key
from matcher.matching import Matcher
from matcher.scoring import Policy, plan
from matcher.screening import parse_filters

BATCH = "batch"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was recorded.

    Parameters
    ----------
    what : str
        ``digest of code``, ``job data/jobs/nurse.txt``, ``p-… for nurse: score``, …
    recorded, found : str
        What the record says, and what is there now.
    """

    what: str
    recorded: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: recorded {self.recorded}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where inputs are now; None where they are as recorded.

    Parameters
    ----------
    jobs, candidates, taxonomy : sequence of str or None
        Files and folders, in the order in which they were recorded.
    blind_key : Path or None
        Key of a blind batch.
    page : PageInputs or None
        The workspace of a run of the page.
    """

    jobs: Sequence[str] | None = None
    candidates: Sequence[str] | None = None
    taxonomy: Sequence[str] | None = None
    blind_key: Path | None = None
    page: PageInputs | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a run gives now, told as a record tells it."""

    counts: dict[str, int]
    jobs: tuple[JobTold, ...]
    candidates: tuple[CandidateTold, ...]
    unread: frozenset[str] = frozenset()
    results: tuple[File, ...] = ()


class Rescoring:
    """One recorded run and its inputs where they are now.

    Parameters
    ----------
    told : Run
        As it was recorded.
    moved : Moved
        Where inputs are now.
    names : Pseudonyms
        Of the record.

    Raises
    ------
    InputError
        If other inputs are given than were recorded, or a blind batch's key is missing.
    """

    def __init__(self, told: Run, moved: Moved, names: Pseudonyms) -> None:
        self.told, self._names = told, names
        many = told.command == BATCH
        jobs = job_paths(moved.jobs) if moved.jobs and many else moved.jobs
        lists = candidate_paths(moved.candidates) if moved.candidates and many else moved.candidates
        self._jobs = _now(told.jobs, jobs, "--job")
        self._lists = _now(told.candidates, lists, "--candidates")
        self._taxonomy = _now(told.taxonomy_files, moved.taxonomy, "--taxonomy")
        self._key = _blind_key(moved.blind_key) if told.options.get("blind_key") else None
        self._page = moved.page
        if told.command == PAGE and self._page is None:
            found = f"run {told.run} is of the page, and its workspace is not given"
            raise InputError("--data", found, allowed="the folder of matcher serve")

    def differences(self) -> Iterator[Difference]:
        """What scores depend on and is not as recorded.

        The program first, then taxonomy, rules and policy, then the inputs.
        """
        told = self.told
        program = [*_differing("digest of code", told.versions["code"], code_digest())]
        files = [
            *_file_differences("taxonomy", told.taxonomy_files, self._taxonomy, taxonomy_file_of)
        ]
        yield from program + files
        if not program and not files:
            versions = self._matcher.versions(self._policy)
            for name, found in versions.items():
                what = "version of matcher" if name == "matcher" else f"digest of {name}"
                yield from _differing(what, told.versions.get(name, "none"), found)
        if told.command == PAGE and (program or files):
            # Only the program that kept a workspace opens it: another one would change it.
            return
        looked_at = self._page.file if told.command == PAGE and self._page else file_of
        yield from _file_differences("job", told.jobs, self._jobs, looked_at)
        yield from _file_differences("candidates", told.candidates, self._lists, looked_at)
        if self._key is not None:
            found = BlindPseudonyms(self._key).of(BATCH)
            yield from _differing("key of the blind batch", told.options["blind_key"], found)

    @property
    def moved(self) -> bool:
        """Whether inputs have other names now, which files of results hold."""
        recorded = [file.path for file in (*self.told.jobs, *self.told.candidates)]
        return recorded != [*self._jobs, *self._lists]

    def notes(self) -> Iterator[str]:
        """What changed and does not enter the scores by itself."""
        recorded, found = self.told.libraries, libraries()
        for name in sorted({*recorded, *found}):
            if recorded.get(name) != found.get(name):
                was, now = recorded.get(name, "none"), found.get(name, "none")
                yield f"{name}: recorded version {was}, found {now}"
        own = self.told.policy_file
        for difference in _file_differences("policy", [own], [own.path]) if own else ():
            yield f"{difference}; the policy as it was recorded is used"
        if self.moved and self.told.results:
            yield "inputs were moved: files of results hold their names, and are not compared"

    def scored(
        self, jobs: Sequence[JobTold], progress: Progress | None, workers: int | None
    ) -> Scored:
        """The scores anew.

        Parameters
        ----------
        jobs : sequence of JobTold
            As they were recorded.
        progress : callable or None
            Told how far a batch is.
        workers : int or None
            Processes of a batch; all cores by default.

        Raises
        ------
        InputError, ConfigError
            If an input cannot be used.
        """
        if self.told.command == BATCH:
            return self._batched(progress, workers)
        if self.told.command == PAGE and self._page is not None:
            return self._seen(self._page)
        return self._ranked(jobs[0].job)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher([Path(path) for path in self._taxonomy] or None)

    @cached_property
    def _policy(self) -> Policy:
        return Policy.from_dict(self.told.policy, f"policy of run {self.told.run}")

    def _ranked(self, job_id: str) -> Scored:
        told, matcher, options = self.told, self._matcher, self.told.options
        _, job = matcher.read_job(self._jobs[0])
        with open_lists(self._lists, matcher.taxonomy, mapping=options["map"]) as opened:
            result = matcher.rank(
                job,
                opened,
                self._policy,
                date.fromisoformat(told.as_of),
                columns=opened.uses,
                source=told.jobs[0].path,
                latest_only=options["duplicates"] == "latest",
                filters=parse_filters(options["filters"], matcher.taxonomy),
            )
        planned = plan(job, matcher.taxonomy, self._policy, result.as_of, source=told.jobs[0].path)
        names = ((self._names.of(each.ledger.candidate_id), each) for each in result.ranked)
        return Scored(
            rank_counts(result),
            (job_told(told.run, job_id, told.jobs[0].path, planned),),
            tuple(of_ranked(told.run, job_id, name, each) for name, each in names),
        )

    def _seen(self, page: PageInputs) -> Scored:
        run = self.told.run
        seen = page.seen(self.told, self._matcher, self._policy)
        told = tuple(seen.candidates_told(run, self._names))
        return Scored(seen.counts, (seen.told(run),), told)

    def _batched(self, progress: Progress | None, workers: int | None) -> Scored:
        told, matcher, options = self.told, self._matcher, self.told.options
        as_of = date.fromisoformat(told.as_of)
        with tempfile.TemporaryDirectory(prefix="matcher-replay-") as folder:
            settings = Settings(
                out=Path(folder),
                today=as_of,
                as_of=as_of,
                top=options["top"],
                everybody=options["all"],
                key=self._key,
                keep=tuple(options["keep"]),
                mapping=options["map"],
                workers=workers,
            )
            policy, taxonomy = self._policy, matcher.taxonomy
            versions, parse = matcher.versions(policy), matcher.parse_text
            run = prepared(self._jobs, self._lists, settings, parse, taxonomy, policy, versions)
            finished = run_batch(run, progress)
            written = Written.read(settings.out)
            rows = ((self._names.of(row["candidate_id"]), row)
                    for job in run.order.jobs for row in written.best(job.id))  # fmt: skip
            candidates = tuple(of_row(told.run, name, row) for name, row in rows)
            unread = frozenset(self._names.of(own) for own in written.unread())
        jobs = (
            job_told(
                told.run, job.id, job.source, plan(job.job, matcher.taxonomy, self._policy, as_of)
            )
            for job in run.order.jobs
        )
        results = tuple(File(name, digest) for name, digest in written.digests.items())
        if self.moved:
            results = told.results
        return Scored(batch_counts(finished), tuple(jobs), candidates, unread, results)


def _blind_key(path: Path | None) -> bytes:
    """The key of a blind batch; none is made here."""
    found = "the batch was blind, and its key is not given"
    if path is not None and not path.is_file():
        found = f"{path} is no file"
    else:
        key, _ = read_key(path)
        if key is not None:
            return key
    raise InputError("--blind-key", found, allowed="the key of the batch")


def _now(recorded: Sequence[File], moved: Sequence[str] | None, option: str) -> tuple[str, ...]:
    if not moved:
        return tuple(each.path for each in recorded)
    if len(moved) != len(recorded):
        names = ", ".join(each.path for each in recorded) or "none: the shipped one was used"
        found = f"gives {len(moved)} files, and the run had {len(recorded)}"
        raise InputError(option, found, allowed=names)
    return tuple(moved)


def _differing(what: str, recorded: str, found: str) -> Iterator[Difference]:
    if recorded != found:
        yield Difference(what, recorded, found)


def _file_differences(
    what: str,
    recorded: Sequence[File],
    now: Sequence[str],
    looked_at: Callable[[str], File] = file_of,
) -> Iterator[Difference]:
    for file, path in zip(recorded, now, strict=True):
        where = "" if path == file.path else f" (recorded as {file.path})"
        try:
            found = looked_at(path).digest
        except InputError as error:
            found = f"no such file: {error.problem.found}"
        yield from _differing(f"{what} {path}{where}", file.digest, found)
