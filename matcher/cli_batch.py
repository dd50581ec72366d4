"""``matcher batch``: what it asks for and what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.batch.engines import EngineName
from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    MapOption,
    RecordOption,
    TaxonomyOption,
    WorkersOption,
    column_mapping,
    day_given,
)
from matcher.cli_ranking import AsOfOption, BlindKeyOption, BlindOption, PolicyOption, policy_given
from matcher.errors import InputError
from matcher.terminal import long_progress, note

if TYPE_CHECKING:
    from matcher.batch.finish import Finished
    from matcher.batch.run import BatchRun, OnWritten, Settings

#: More would be no list for people; ``--all`` has no limit.
MOST_TOP = 100_000


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="JOBS... CANDIDATES",
            help="Descriptions, job cards, folders or patterns of them, or tables with a job a "
            "row; then the candidates, unless --candidates names them.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder of the results; made if need be.")
    ],
    candidates: Annotated[
        list[str] | None,
        typer.Option(
            "--candidates",
            metavar="CANDIDATES",
            help="A list, a folder or a pattern; may be given again. All others are JOBS then.",
        ),
    ] = None,
    top: Annotated[
        int,
        typer.Option("--top", min=1, max=MOST_TOP, metavar="K", help="Keep each job's best K."),
    ] = 100,
    everybody: Annotated[
        bool, typer.Option("--all", help="Keep all pairs as well, without their reasons.")
    ] = False,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="A,B,…", help="Columns that pass through to the results."),
    ] = None,
    policy: PolicyOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    blind: BlindOption = False,
    blind_key: BlindKeyOption = None,
    max_set_aside: Annotated[
        str | None,
        typer.Option("--max-set-aside", metavar="N|P%", help="Stop if more rows are bad."),
    ] = None,
    workers: WorkersOption = None,
    chunk_rows: Annotated[
        int | None,
        typer.Option("--chunk-rows", min=1, metavar="N", help="Rows of a part; changes no result."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="This machine's processes, or Spark.")
    ] = EngineName.LOCAL,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew where a batch was broken off.")
    ] = False,
    record: RecordOption = None,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Do not record it; else DIR/record.jsonl does.")
    ] = False,
) -> None:
    """Score whole exports for many jobs; broken off, the same command goes on."""
    from matcher.batch.finish import write_log
    from matcher.batch.run import Limit, Settings, run_batch
    from matcher.batch.work import RECORD

    if record is not None and no_record:
        raise InputError("--no-record", "--record is given too", allowed="one of them")
    started = datetime.now(UTC)
    jobs, lists = (inputs, candidates) if candidates else (inputs[:-1], inputs[-1:])
    if not jobs:
        found = "there are no JOBS before CANDIDATES"
        raise InputError(inputs[-1], found, allowed="JOBS first, then CANDIDATES")
    settings = Settings(
        out=out,
        today=date.today(),
        as_of=day_given(as_of),
        top=top,
        everybody=everybody,
        key=_key(blind_key, keep) if blind or blind_key is not None else None,
        keep=tuple(name.strip() for name in (keep or "").split(",") if name.strip()),
        mapping=column_mapping(mapping),
        workers=workers,
        chunk_rows=chunk_rows,
        limit=Limit() if max_set_aside is None else Limit.of(max_set_aside),
        restart=restart,
        engine=engine,
    )
    written = None
    if not no_record:
        written = _recording(record or out / RECORD, [*jobs, *lists], policy, taxonomy)
    run = _prepared(jobs, lists, policy, taxonomy, settings)
    with long_progress() as counter:
        finished = run_batch(run, counter, written)
    _say(run, finished)
    write_log(settings.out, finished, started, datetime.now(UTC))
    aside = finished.counts.set_aside or finished.jobs_aside
    raise Exit(SET_ASIDE if aside else DONE)


def _prepared(
    jobs: list[str],
    lists: list[str],
    policy: Path | None,
    taxonomy: list[Path] | None,
    settings: Settings,
) -> BatchRun:
    """Read the jobs and look at the lists, and say how they are read."""
    from matcher.batch.prepare import prepared
    from matcher.matching import Matcher

    figures = policy_given(policy)
    matcher = Matcher(taxonomy)
    run = prepared(
        jobs,
        lists,
        settings,
        matcher.parse_text,
        matcher.taxonomy,
        figures,
        matcher.versions(figures),
    )
    for source in run.sources:
        note(source.description)
    return run


def _recording(
    record: Path, inputs: list[str], policy: Path | None, taxonomy: list[Path] | None
) -> OnWritten:
    """What records a batch whose results are written; that it can is made sure before the work."""
    from matcher.audit.record_events import file_of, taxonomy_file_of
    from matcher.audit.record_inputs import stands_outside
    from matcher.audit.recorder import Recorder

    stands_outside(record, inputs)
    recorder = Recorder(record)
    recorder.ready(makes_folder=True)
    files = tuple(map(taxonomy_file_of, taxonomy or ()))
    policy_file = None if policy is None else file_of(policy)

    def written(run: BatchRun, finished: Finished) -> None:
        note(recorder.said(recorder.batched(run, finished, files, policy_file)))

    return written


def _key(path: Path | None, keep: str | None) -> bytes:
    """The key of a blind batch, which has to have one: numbers would change from run to run."""
    from matcher.identity import read_key

    if keep:
        found = "cells that pass through may say who somebody is, and the batch is blind"
        raise InputError("--keep", found, allowed="--keep or --blind, not both")
    key, made = read_key(path)
    if key is None:
        found = "a batch needs a key for its pseudonyms"
        raise InputError("--blind", found, allowed="--blind-key FILE, made if there is none")
    if made:
        note(f"{path}: made a new key; keep it secret, it turns pseudonyms into ids")
    return key


def _say(run: BatchRun, finished: Finished) -> None:
    for aside in run.jobs_aside:
        row = "" if aside.row is None else f", row {aside.row}"
        note(f"set aside: {aside.source}{row}: {aside.error}")
    for source, read in zip(run.sources, finished.read, strict=True):
        for line in read.notes:
            note(f"note: {source.path}: {line}")
    for line in finished.lines(run):
        note(line)
