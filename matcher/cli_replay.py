"""``matcher replay``: what it asks for and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import DONE, SET_ASIDE, WorkersOption
from matcher.terminal import long_progress, note

if TYPE_CHECKING:
    from matcher.audit.page_runs import PageInputs
    from matcher.audit.replay import Replay

#: More differences are counted, not shown.
_MOST_SHOWN = 20


def replay(
    record: Annotated[Path, typer.Argument(metavar="RECORD", help="A record of runs.")],
    run: Annotated[
        str,
        typer.Option(
            "--run", metavar="ID", help="Which run: last, or an id that matcher audit verify lists."
        ),
    ],
    job: Annotated[
        list[str] | None,
        typer.Option("--job", metavar="JOB", help="Where the jobs are now, if they were moved."),
    ] = None,
    candidates: Annotated[
        list[str] | None,
        typer.Option("--candidates", metavar="CANDIDATES", help="Where the candidates are now."),
    ] = None,
    taxonomy: Annotated[
        list[str] | None,
        typer.Option("--taxonomy", metavar="FILE", help="Where the taxonomy's files are now."),
    ] = None,
    blind_key: Annotated[
        Path | None,
        typer.Option("--blind-key", metavar="FILE", help="The key of a batch that was blind."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="The folder of a page's run."),
    ] = None,
    database: Annotated[
        str, typer.Option("--database", metavar="URL", help="The page's database, if another one.")
    ] = "",
    workers: WorkersOption = None,
) -> None:
    """Score a recorded run again: the same to the byte, or which digest differs."""
    from matcher.audit.record_reader import read_record
    from matcher.audit.replay import replay as replayed
    from matcher.audit.rescoring import Moved
    from matcher.output import write_result

    with _page(data, database) as page, long_progress() as counter:
        moved = Moved(job, candidates, taxonomy, blind_key, page)
        found = replayed(read_record(record), run, moved, counter, workers)
    for line in found.notes:
        note(f"note: {line}")
    write_result([f"{line}\n" for line in _lines(found)], None)
    raise Exit(SET_ASIDE if found.differences else DONE)


@contextmanager
def _page(data: Path | None, database: str) -> Iterator[PageInputs | None]:
    """The workspace that is given, if one is."""
    if data is None:
        yield None
        return
    from matcher.web.recording import kept_inputs
    from matcher.web.settings import Settings

    with kept_inputs(Settings(data, database)) as page:
        yield page


def _lines(found: Replay) -> list[str]:
    told = found.run.told
    name = f"run {told.run} ({told.command} of {told.when})"
    if not found.differences:
        people = len(found.run.candidates) + len(found.run.unread)
        erased = f"; {found.run.erased} erased lines not compared" if found.run.erased else ""
        jobs = len(found.run.jobs)
        of = f"{people:,} lines of candidates for {jobs:,} job{'' if jobs == 1 else 's'}"
        files = f", {len(told.results):,} files of results" if told.results else ""
        return [f"{name}: the same to the byte: {of}{files}{erased}"]
    said = "differs" if found.rescored else "differs before scoring; nothing was scored"
    shown = [str(each) for each in found.differences[:_MOST_SHOWN]]
    more = len(found.differences) - len(shown)
    return [f"{name}: {said}", *shown, *([f"{more:,} more differences"] if more else [])]
