"""Everything a batch needs to know before it begins: jobs read, lists looked at, digests taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matcher.batch.files import digest_of
from matcher.batch.inputs import candidate_paths, look_at
from matcher.batch.jobs import Parse, read_jobs
from matcher.batch.kernel import BatchJob, Order
from matcher.batch.run import BatchRun, Settings
from matcher.scoring import Policy, plan
from matcher.taxonomy.taxonomy import Taxonomy


def prepared(
    jobs: Sequence[str],
    candidates: Sequence[str],
    settings: Settings,
    parse: Parse,
    taxonomy: Taxonomy,
    policy: Policy,
    versions: Mapping[str, str],
) -> BatchRun:
    """A run that can begin: all that is unusable as a whole is told here.

    Parameters
    ----------
    jobs, candidates : sequence of str
        Files, folders and patterns, as the user named them.
    settings : Settings
        What the user chose.
    parse : callable
        Reads one description or card.
    taxonomy : Taxonomy
        Skills to look for.
    policy : Policy
        Every figure in force.
    versions : mapping of str to str
        Of matcher, taxonomy, rules, policy.

    Raises
    ------
    InputError, ConfigError
        If no job, or one of the sources of candidates, can be used.
    """
    as_of = settings.as_of or settings.today

    def check(job: BatchJob) -> None:
        plan(job.job, taxonomy, policy, as_of, source=job.source)

    read = read_jobs(jobs, parse, check)
    order = Order(
        jobs=read.jobs,
        taxonomy=taxonomy,
        policy=policy,
        as_of=as_of,
        versions=versions,
        top=settings.top,
        everybody=settings.everybody,
        key=settings.key,
    )
    sources = look_at(candidate_paths(candidates), taxonomy, settings.mapping, settings.keep)
    digests = {path: digest_of(Path(path)) for path in read.paths}
    return BatchRun(settings, order, sources, digests, read.set_aside)
