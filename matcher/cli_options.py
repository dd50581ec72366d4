"""Arguments that several commands take, and what they do with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from matcher.errors import InputError

TaxonomyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--taxonomy",
        metavar="FILE",
        help="Taxonomy instead of the shipped one; given again, merged over it. "
        "The word shipped names the shipped one.",
    ),
]
OutputOption = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Write there, not to stdout.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=HEADER", help="Name a column, as in resume=Resume_str."),
]


def column_mapping(given: list[str] | None) -> dict[str, str]:
    """Headers by column, of ``COLUMN=HEADER`` pairs.

    Raises
    ------
    InputError
        If one is no such pair.

    Examples
    --------
    >>> column_mapping(["resume=Resume_str"])
    {'resume': 'Resume_str'}
    """
    columns = {}
    for pair in given or ():
        column, sign, header = pair.partition("=")
        if not sign or not column or not header:
            raise InputError("--map", f"{pair!r} is no mapping", allowed="COLUMN=HEADER")
        columns[column.strip()] = header.strip()
    return columns


def note(line: str) -> None:
    """Say a line to the person at the terminal, beside the result."""
    sys.stderr.write(line + "\n")
