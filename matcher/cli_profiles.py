"""``matcher profiles``: keep what was read of candidates, show what is kept, forget people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    MapOption,
    TaxonomyOption,
    WorkersOption,
    column_mapping,
)
from matcher.errors import InputError
from matcher.output import write_result
from matcher.terminal import note, progress


def profiles(
    candidates: Annotated[
        list[str],
        typer.Argument(
            metavar="CANDIDATES...",
            help="Lists to read into --out; without --out, the store to look at.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="STORE", help="Store to make or to bring up to date."),
    ] = None,
    forget: Annotated[
        list[str] | None,
        typer.Option("--forget", metavar="ID...", help="Remove these people from the store."),
    ] = None,
    mapping: MapOption = None,
    taxonomy: TaxonomyOption = None,
    workers: WorkersOption = None,
) -> None:
    """Read candidates once and keep their profiles; STORE then stands in place of CANDIDATES."""
    if forget is not None:
        if out is not None:
            raise InputError("--forget", "is given with --out", allowed="one of them")
        _forget(Path(candidates[0]), [*forget, *candidates[1:]])
    elif out is not None:
        _update(out, candidates, mapping, taxonomy, workers)
    else:
        _show(candidates)


def _update(
    out: Path,
    candidates: list[str],
    mapping: list[str] | None,
    taxonomy: list[Path] | None,
    workers: int | None,
) -> None:
    from matcher.batch.store.summary import change_line, outdated_line
    from matcher.batch.store.update import update_store
    from matcher.taxonomy.store import load_taxonomy

    columns = column_mapping(mapping)
    with progress() as counter:
        update = update_store(
            out,
            candidates,
            load_taxonomy(taxonomy),
            mapping=columns,
            workers=workers,
            progress=counter,
        )
    outdated = outdated_line(update, out)
    if outdated:
        note(outdated)
    for change in update.changes:
        for line in change.read:
            note(f"{change.source}: {line}")
        for aside in change.set_aside:
            note(f"set aside: {change.source}, row {aside.row}: {aside.field}: {aside.error}")
    write_result((f"{change_line(change)}\n" for change in update.changes), None)
    raise Exit(SET_ASIDE if any(change.set_aside for change in update.changes) else DONE)


def _forget(store: Path, candidate_ids: list[str]) -> None:
    from datetime import date

    from matcher.batch.store.forget import forget

    count = forget(store, candidate_ids, date.today())
    write_result([f"{store}: forgot {count:,} candidate{'' if count == 1 else 's'}\n"], None)


def _show(candidates: list[str]) -> None:
    from matcher.batch.store.manifest import is_store
    from matcher.batch.store.reading import open_store
    from matcher.batch.store.summary import describe

    if len(candidates) > 1 or not is_store(candidates[0]):
        raise InputError(candidates[0], "is no profile store", allowed="a store, or --out STORE")
    store = open_store(Path(candidates[0]))
    for source in store.sources:
        source.check()
    write_result((f"{line}\n" for line in describe(store)), None)
