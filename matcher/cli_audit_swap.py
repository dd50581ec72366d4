"""``matcher audit swap``: what it asks for and what it says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    JobArgument,
    MapOption,
    OutputOption,
    TaxonomyOption,
    column_mapping,
    day_given,
)
from matcher.cli_ranking import AsOfOption, PolicyOption, policy_given
from matcher.errors import InputError
from matcher.terminal import note

if TYPE_CHECKING:
    from matcher.audit.swap import SwapTest

#: As many as there are invented people.
_MOST = 8


class SwapFormat(StrEnum):
    """How the outcome is shown."""

    TEXT = "text"
    JSON = "json"


def swap(
    job: JobArgument,
    candidates: Annotated[
        str,
        typer.Argument(
            metavar="CANDIDATES", help="A list, résumés, a folder of résumés; not a store."
        ),
    ],
    swaps: Annotated[
        int,
        typer.Option(
            "--swaps", min=1, max=_MOST, metavar="N", help="Invented people each candidate becomes."
        ),
    ] = 3,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Decides who they are.")] = 144,
    policy: PolicyOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    output_format: Annotated[
        SwapFormat, typer.Option("--format", help="How to show the outcome.")
    ] = SwapFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Exchange names, pronouns, schools and addresses; report every score that moves."""
    from matcher.audit.swap import swap_test
    from matcher.audit.swap_view import swap_dict, swap_text
    from matcher.batch.store.manifest import is_store
    from matcher.matching import Matcher
    from matcher.output import write_result
    from matcher.profile.read import open_candidates
    from matcher.profile.reader import reader_for
    from matcher.report.as_json import json_text
    from matcher.scoring import plan

    if is_store(candidates):
        allowed = "the list it was made from"
        raise InputError(candidates, "is a store, whose texts were read already", allowed=allowed)
    day = day_given(as_of) or date.today()
    figures, columns = policy_given(policy), column_mapping(mapping)
    matcher = Matcher(taxonomy)
    _, parsed = matcher.read_job(job)
    planned = plan(parsed, matcher.taxonomy, figures, day, source=job)
    with open_candidates(candidates, matcher.taxonomy, mapping=columns) as opened:
        found = swap_test(
            planned, reader_for(matcher.taxonomy), opened.unread(), opened.uses,
            swaps=swaps, seed=seed,
        )  # fmt: skip
    shown = json_text(swap_dict(found)) if output_format is SwapFormat.JSON else swap_text(found)
    write_result([shown, "\n"], output)
    _say_set_aside(found, candidates)
    raise Exit(SET_ASIDE if found.moved or found.set_aside else DONE)


def _say_set_aside(found: SwapTest, source: str) -> None:
    for aside in found.set_aside:
        note(f"set aside: {source}: {aside.error}")
