"""From a DataFrame or a store to results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import pandas as pd

from matcher.batch.store.best import stored_sources
from matcher.batch.store.manifest import is_store
from matcher.batch.store.reading import open_lists
from matcher.documents import Document
from matcher.errors import InputError
from matcher.identity import Pseudonyms, read_key
from matcher.model import Job, SetAside
from matcher.notebook.bench import Bench, Hidden
from matcher.notebook.frame import frame_candidates
from matcher.notebook.pool import Pool, StoredPool, read_pool
from matcher.notebook.results import Results
from matcher.profile.several import named_aside
from matcher.report.blinding import blinding
from matcher.scoring import Policy, ScoringPlan, plan
from matcher.screening import parse_filters
from matcher.taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Asked:
    """What candidates are ranked for, and how.

    Parameters
    ----------
    job : Job
        What is asked.
    text : str or None
        What it was read from, where that is known.
    source : str
        File of the job, for messages.
    taxonomy : Taxonomy
        Skills to look for.
    versions : mapping of str to str
        Of matcher, taxonomy, rules.
    policy : Policy
        Every figure in force.
    as_of : date
        The day "to date" means.
    filters : sequence of str
        As behind ``--filter``.
    blind : bool
        Whether identity is hidden.
    key : bytes or None
        For lasting pseudonyms.
    """

    job: Job
    text: str | None
    source: str
    taxonomy: Taxonomy
    versions: Mapping[str, str]
    policy: Policy
    as_of: date
    filters: Sequence[str] = ()
    blind: bool = False
    key: bytes | None = None

    def plan(self) -> ScoringPlan:
        """The job under the policy."""
        return plan(self.job, self.taxonomy, self.policy, self.as_of, source=self.source)


class JobReader(Protocol):
    """What reads a job: :class:`matcher.Matcher`."""

    taxonomy: Taxonomy

    def parse_text(self, text: str) -> Job:
        """Read a description or a card from its text."""
        ...

    def read_job(self, source: str | Path) -> tuple[Document, Job]:
        """Read one from a file."""
        ...

    def versions(self, policy: Policy) -> dict[str, str]:
        """Of matcher, taxonomy, rules, policy."""
        ...


def asked_for(
    reader: JobReader,
    job: str | Path | Job,
    policy: Policy | None = None,
    as_of: date | str | None = None,
    filters: Sequence[str] = (),
    blind_key: str | Path | None = None,
    *,
    blind: bool = False,
) -> Asked:
    """What an analyst asked for, with all that was left out; see :meth:`Matcher.rank_frame`."""
    hides = blind or blind_key is not None
    parsed, text, source = _job(reader, job)
    figures = policy or Policy.default()
    return Asked(
        job=parsed,
        text=text,
        source=source,
        taxonomy=reader.taxonomy,
        versions={k: v for k, v in reader.versions(figures).items() if k != "policy"},
        policy=figures,
        as_of=day_of(as_of),
        filters=filters,
        blind=hides,
        key=read_key(Path(blind_key) if blind_key else None)[0] if hides else None,
    )


def _job(reader: JobReader, job: str | Path | Job) -> tuple[Job, str | None, str]:
    """A job, what it was read from, and what that is called."""
    if isinstance(job, Job):
        return job, None, "job"
    if isinstance(job, str) and "\n" in job:
        return reader.parse_text(job), job, "text"
    document, parsed = reader.read_job(job)
    return parsed, document.text, str(job)


def day_of(given: date | str | None) -> date:
    """The day "to date" means: what was given, or today.

    Raises
    ------
    InputError
        If it is no date.
    """
    if given is None:
        return date.today()
    try:
        return given if isinstance(given, date) else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("as_of", f"{given!r} is no date", allowed="YYYY-MM-DD") from error


def ranked_frame(
    asked: Asked,
    frame: pd.DataFrame,
    columns: Mapping[str, str] | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Results:
    """Read the candidates of a DataFrame and rank them; see :meth:`Matcher.rank_frame`."""
    found = frame_candidates(frame, asked.taxonomy, columns)
    pool, aside = read_pool(
        found, asked.taxonomy, words=_asks_words(asked), workers=workers, progress=progress
    )
    return _results(asked, pool, found.uses, (found.describe(), *found.notes), aside)


def ranked_store(asked: Asked, paths: Sequence[str]) -> Results:
    """Rank the candidates of stores; see :meth:`Matcher.rank_store`."""
    for path in paths:
        if not is_store(path):
            allowed = "a folder that `matcher profiles` made; rank_frame for a DataFrame"
            raise InputError(path, "is no store of profiles", allowed=allowed)
    with open_lists(paths, asked.taxonomy) as opened:
        sources = stored_sources(opened)
        if sources is None:
            found = "the stores differ in what a header holds"
            raise InputError(", ".join(paths), found, allowed="each store by itself")
        pool = StoredPool(sources, opened.uses, words=_asks_words(asked))
        aside = [
            named_aside(each, name) if name else each
            for name, source in sources
            for _, each in sorted(source.listing.asides.items())
        ]
        return _results(asked, pool, opened.uses, tuple(opened.describe()), aside)


def _asks_words(asked: Asked) -> bool:
    """Whether the job asks for words outside the taxonomy."""
    return any(asked.plan().phrases.phrases.values())


def _results(
    asked: Asked,
    pool: Pool,
    uses: Mapping[str, str],
    notes: tuple[str, ...],
    aside: Sequence[SetAside],
) -> Results:
    bench = Bench(
        job=asked.job,
        text=asked.text,
        source=asked.source,
        taxonomy=asked.taxonomy,
        versions=asked.versions,
        as_of=asked.as_of,
        pool=pool,
        uses=uses,
        notes=notes,
        set_aside=tuple(aside),
        filters=parse_filters(asked.filters, asked.taxonomy),
    )
    if not asked.blind:
        return Results.under(bench, asked.policy)
    if asked.key is not None:
        names = tuple(map(Pseudonyms(asked.key).of, pool.ids))
    else:
        seeing = blinding(Results.under(bench, asked.policy).ranking()).names
        names = tuple(seeing[own] for own in pool.ids)
    return Results.under(replace(bench, hidden=Hidden(names, asked.key)), asked.policy)
