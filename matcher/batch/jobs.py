"""The jobs of a batch: descriptions, job cards, folders of them, tables of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from matcher.batch.inputs import is_table_name, job_paths
from matcher.batch.kernel import BatchJob
from matcher.documents import read_document
from matcher.errors import InputError, MatcherError
from matcher.model import Job, SetAside
from matcher.placed_yaml import parse_yaml
from matcher.profile.headers import fold_header
from matcher.profile.sources import BadRow, Table, open_source

_ALLOWED = "a table with the columns id and description, or descriptions as files"
#: Field of a job that is set aside.
JOB = "job"
#: Reads a description or a job card from its text; the second argument is its place.
Parse = Callable[[str, str], Job]


class JobColumns(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Headers of tables of jobs; the shape of ``rules/job_columns.yaml``."""

    id: list[str]
    title: list[str]
    texts: list[str]


@dataclass(frozen=True, slots=True)
class ReadJobs:
    """The jobs that can be used, those that cannot with the reason, and the files they stand in."""

    jobs: tuple[BatchJob, ...]
    set_aside: tuple[SetAside, ...]
    paths: tuple[str, ...]


@cache
def job_columns() -> JobColumns:
    """The shipped headers; read at first use."""
    name = "job_columns.yaml"
    text = files("matcher.rules").joinpath(name).read_text(encoding="utf-8")
    return msgspec.convert(parse_yaml(text, f"rules/{name}").data, JobColumns)


def read_jobs(sources: Sequence[str], parse: Parse, check: Callable[[BatchJob], None]) -> ReadJobs:
    """Read all jobs of some files, folders, patterns and tables.

    Parameters
    ----------
    sources : sequence of str
        As the user named them.
    parse : callable
        Reads one description or card.
    check : callable
        Raises a ``MatcherError`` for a job that cannot be scored by.

    Raises
    ------
    InputError
        If a table of jobs cannot be used as a whole, two jobs have one id, or no job is left.
    """
    paths = job_paths(sources)
    jobs: list[BatchJob] = []
    aside: list[SetAside] = []
    failed: list[MatcherError] = []
    for given in _given(paths):
        if isinstance(given, SetAside):
            aside.append(given)
            continue
        try:
            job = BatchJob(given.id, given.read(parse), given.source)
            check(job)
        except MatcherError as error:
            failed.append(error)
            why = str(error).replace("\n", "; ").removeprefix(f"{given.source}: ")
            aside.append(SetAside(given.row, None, JOB, why, given.source))
        else:
            jobs.append(job)
    _check_ids(jobs)
    if not jobs and failed:
        raise failed[0]
    if not jobs:
        raise InputError(", ".join(sources), "holds no job", allowed="at least one job")
    return ReadJobs(tuple(jobs), tuple(aside), tuple(paths))


def _given(paths: Sequence[str]) -> Iterator[_FileJob | _TableJob | SetAside]:
    ids = file_ids([path for path in paths if not is_table_name(path)])
    for path in paths:
        if is_table_name(path):
            yield from _table_rows(path)
        else:
            yield _FileJob(ids[path], path)


@dataclass(frozen=True, slots=True)
class _FileJob:
    """A description or a job card."""

    id: str
    source: str
    row: None = None

    def read(self, parse: Parse) -> Job:
        """The job of the file."""
        return parse(read_document(self.source).text, self.source)


@dataclass(frozen=True, slots=True)
class _TableJob:
    """A row of a table of jobs."""

    id: str
    source: str
    row: int
    title: str
    text: str

    def read(self, parse: Parse) -> Job:
        """The job, with the title of its cell."""
        if not self.text.strip():
            raise InputError(self.source, "has no description", f"row {self.row}")
        job = parse(self.text, f"{self.source}, row {self.row}")
        return replace(job, title=self.title) if self.title else job


def _table_rows(path: str) -> Iterator[_TableJob | SetAside]:
    with open_source(path) as table:
        if not isinstance(table, Table):
            raise InputError(path, "is no table of jobs", allowed=_ALLOWED)
        id_at, title_at, texts_at = _columns(table.header, path)
        for row in table.rows():
            if isinstance(row, BadRow):
                yield SetAside(row.number, None, JOB, f"{row.place}: {row.error}", path)
                continue
            given = row.cells[id_at].strip() if id_at is not None else ""
            title = " ".join(row.cells[title_at].split()) if title_at is not None else ""
            texts = [(table.header[at], row.cells[at]) for at in texts_at if row.cells[at].strip()]
            yield _TableJob(given or f"row-{row.number}", path, row.number, title, _whole(texts))


def _whole(texts: Sequence[tuple[str, str]]) -> str:
    """One text of several cells, each under its header."""
    if len(texts) == 1:
        return texts[0][1]
    return "\n\n".join(f"{header.strip()}:\n{cell}" for header, cell in texts)


def _columns(header: Sequence[str], path: str) -> tuple[int | None, int | None, list[int]]:
    """Positions of id, title and texts in a table of jobs."""
    names = job_columns()
    places = {fold_header(name): at for at, name in reversed(list(enumerate(header)))}

    def found(wanted: Sequence[str]) -> list[int]:
        return [places[name] for name in dict.fromkeys(map(fold_header, wanted)) if name in places]

    texts = found(names.texts)
    if not texts:
        seen = ", ".join(repr(name) for name in header[:30])
        raise InputError(
            path, f"no column holds job descriptions; found: {seen}", "header", _ALLOWED
        )
    ids, titles = found(names.id), found(names.title)
    return (ids[0] if ids else None), (titles[0] if titles else None), texts


def file_ids(paths: Sequence[str]) -> dict[str, str]:
    """An id for each file of a job: its name without the ending, or its path where names meet.

    Examples
    --------
    >>> file_ids(["jobs/nurse.txt", "jobs/analyst.md"])
    {'jobs/nurse.txt': 'nurse', 'jobs/analyst.md': 'analyst'}
    >>> file_ids(["a/job.txt", "b/job.txt"])
    {'a/job.txt': 'a/job.txt', 'b/job.txt': 'b/job.txt'}
    """
    stems = Counter(Path(path).stem for path in paths)
    return {path: stem if stems[stem := Path(path).stem] == 1 else path for path in paths}


def _check_ids(jobs: Sequence[BatchJob]) -> None:
    first: dict[str, BatchJob] = {}
    for job in jobs:
        other = first.setdefault(job.id, job)
        if other is not job:
            where = "" if other.source == job.source else f", also in {other.source}"
            found = f"job id {job.id!r} stands twice{where}"
            raise InputError(job.source, found, allowed="an id of its own for every job")
