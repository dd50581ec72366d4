"""The outputs of a batch, and the manifest that says what they are and what they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.batch.files import cannot_write, digest_of, make_folder, sweep, write_whole
from matcher.batch.kernel import BatchJob, Order
from matcher.batch.lists import (
    aside_rows,
    list_columns,
    list_rows,
    to_read_rows,
    write_csv,
    write_xlsx,
)
from matcher.batch.parts import Counts, Parts
from matcher.batch.results import best_table, write_best, write_everybody
from matcher.batch.work import MANIFEST
from matcher.report.wording import short_label
from matcher.scoring import gate_in_force, worths

if TYPE_CHECKING:
    from matcher.batch.run import BatchRun

FORMAT = 1
TOP, ALL, LISTS = "top", "all", "lists"
LOG = "run.json"
SET_ASIDE, TO_READ = "set_aside.csv", "to_read.csv"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(slots=True)
class Read:
    """What was read of one source: candidates scored and set aside, empty rows, remarks."""

    counts: Counts = field(default_factory=Counts)
    empty_rows: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """A batch that is done.

    Parameters
    ----------
    counts : Counts
        Candidates scored and set aside.
    jobs_aside : int
        Jobs set aside.
    read : tuple of Read
        What was read of each source.
    continued : int
        Parts that an earlier start had made already.
    parts : int
        All of them.
    """

    counts: Counts
    jobs_aside: int
    read: tuple[Read, ...]
    continued: int
    parts: int

    def lines(self, run: BatchRun) -> Iterator[str]:
        """What to say at the end."""
        if self.continued:
            yield f"went on behind part {self.continued:,} of {self.parts:,}"
        out, counts = run.settings.out, self.counts
        jobs = len(run.order.jobs)
        empty = sum(each.empty_rows for each in self.read)
        yield (
            f"{out}: {counts.rows:,} candidates = {counts.scored:,} scored for "
            f"{jobs:,} job{'' if jobs == 1 else 's'} + {counts.set_aside:,} set aside"
            + (f" ({empty:,} empty row{'' if empty == 1 else 's'} beside)" if empty else "")
        )
        if counts.set_aside or self.jobs_aside:
            yield f"set aside: see {out / SET_ASIDE}"


def finish(run: BatchRun, parts: Parts, read: Sequence[Read], continued: int) -> Finished:
    """Write all outputs, then the manifest: a folder without one holds nothing finished.

    Raises
    ------
    InputError
        If something cannot be written.
    """
    out = run.settings.out
    _unlink(out / MANIFEST)
    for folder in (TOP, LISTS, *([ALL] if run.order.everybody else [])):
        make_folder(out / folder)
        sweep(out / folder)
    names = file_names([job.id for job in run.order.jobs])
    jobs = [
        _write_job(run, parts, number, names[job.id]) for number, job in enumerate(run.order.jobs)
    ]
    last = len(run.order.jobs) * (2 if run.order.everybody else 1)
    write_csv(out / SET_ASIDE, aside_rows(run.jobs_aside, parts.at(last)))
    write_csv(out / TO_READ, to_read_rows(parts.at(last)))
    written = [name for _, files in jobs for name in files] + [SET_ASIDE, TO_READ]
    _remove_others(out, written)
    counts = sum((each.counts for each in read), Counts())
    status = run.order.policy.status
    manifest = {
        "format": FORMAT,
        "engine": run.settings.engine,
        "versions": dict(run.order.versions),
        "as_of": run.order.as_of.isoformat(),
        "policy": run.order.policy.to_dict(),
        **({"policy_status": str(status)} if status else {}),
        "options": run.settings.shown(),
        "jobs": [entry for entry, _ in jobs],
        "jobs_set_aside": len(run.jobs_aside),
        "job_files": {
            path: digest.removeprefix("sha256:") for path, digest in run.job_digests.items()
        },
        "candidates": list(_candidate_entries(run, read)),
        "counts": {"rows": counts.rows, "scored": counts.scored, "set_aside": counts.set_aside},
        "outputs": [_output(out, name) for name in written],
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    write_whole(out / MANIFEST, text.encode("utf-8", "replace") + b"\n")
    return Finished(counts, len(run.jobs_aside), tuple(read), continued, len(parts))


def write_log(out: Path, finished: Finished, started: datetime, ended: datetime) -> None:
    """Write when the last start ran and how quickly, which no two runs have in common.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    seconds = (ended - started).total_seconds()
    log = {
        "started": started.isoformat(timespec="seconds"),
        "finished": ended.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "parts": finished.parts,
        "parts_of_earlier_starts": finished.continued,
    }
    write_whole(out / LOG, json.dumps(log, indent=1).encode() + b"\n")


def _write_job(
    run: BatchRun, parts: Parts, number: int, name: str
) -> tuple[dict[str, Any], list[str]]:
    """Write the files of one job; what the manifest says of it, and their names."""
    job, out = run.order.jobs[number], run.settings.out
    table = best_table(parts.at(number), run.order.top, run.settings.keep)
    files = [f"{TOP}/{name}.parquet", f"{LISTS}/{name}.csv", f"{LISTS}/{name}.xlsx"]
    write_best(out / files[0], table)
    heads = list_columns(job.job, run.settings.keep)
    write_csv(out / files[1], [heads, *list_rows(table, run.settings.keep)])
    title = job.job.title or job.id
    write_xlsx(out / files[2], title, heads, list_rows(table, run.settings.keep))
    if run.order.everybody:
        place = len(run.order.jobs) + number
        files.append(f"{ALL}/{name}.parquet")
        write_everybody(out / files[-1], lambda: parts.at(place), run.settings.keep)
    return _job_entry(run.order, job, files, len(table)), files


def _job_entry(order: Order, job: BatchJob, files: Sequence[str], kept: int) -> dict[str, Any]:
    """What the manifest says of a job: enough to read its ledgers years later."""
    shares = worths(job.job, order.taxonomy, order.policy, job.source)
    asked = [
        {
            "id": requirement.id,
            "label": short_label(requirement),
            "level": str(requirement.level),
            "worth_hundredths": share.worth,
            "gate": str(gate_in_force(requirement, share.worth, order.policy)),
            "text": requirement.text,
        }
        for requirement, share in zip(job.job.requirements, shares, strict=True)
    ]
    return {
        "id": job.id,
        "title": job.job.title,
        "source": job.source,
        "files": list(files),
        "kept": kept,
        "requirements": asked,
    }


def file_names(job_ids: Sequence[str]) -> dict[str, str]:
    """A file name for each job that every system takes, none of them twice.

    Examples
    --------
    >>> file_names(["Nurse (nights)", "nurse nights", "../etc"])
    {'Nurse (nights)': 'Nurse_nights', 'nurse nights': 'nurse_nights-2', '../etc': 'etc'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for job_id in job_ids:
        base = _UNSAFE.sub("_", job_id).strip("._-")[:_LONGEST_NAME] or "job"
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name.casefold())
        names[job_id] = name
    return names


def _candidate_entries(run: BatchRun, read: Sequence[Read]) -> Iterator[dict[str, Any]]:
    for source, found in zip(run.sources, read, strict=True):
        yield {
            "source": source.path,
            "sha256": _hexadecimal(source.digest),
            "bytes": source.size,
            "columns": dict(source.uses),
            "rows": found.counts.rows,
            "scored": found.counts.scored,
            "set_aside": found.counts.set_aside,
            "empty_rows": found.empty_rows,
        }


def _output(out: Path, name: str) -> dict[str, Any]:
    path = out / name
    return {"file": name, "bytes": path.stat().st_size, "sha256": _hexadecimal(digest_of(path))}


def _hexadecimal(digest: str) -> str:
    return digest.removeprefix("sha256:")


def _remove_others(out: Path, written: Iterable[str]) -> None:
    """Remove the results of jobs that an earlier batch had and this one has not."""
    ours = {out / name for name in written}
    for folder, ending in ((TOP, "parquet"), (ALL, "parquet"), (LISTS, "csv"), (LISTS, "xlsx")):
        for path in (out / folder).glob(f"*.{ending}"):
            if path not in ours:
                _unlink(path)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
