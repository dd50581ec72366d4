"""Arguments that several commands take, and what they do with them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from matcher.errors import InputError

Format = TypeVar("Format", bound=StrEnum)

DONE, USAGE, SET_ASIDE, INTERRUPTED = 0, 2, 3, 130

JobArgument = Annotated[
    str, typer.Argument(metavar="JOB", help="Job description or job card; - for standard input.")
]
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
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes; all cores by default."),
]
RecordOption = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help="Append to this record what was scored from what; made if there is none.",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=HEADER", help="Name a column, as in resume=Resume_str."),
]


def by_ending(output: str | None, formats: type[Format], default: Format) -> Format:
    """The format that a file name's ending names.

    Raises
    ------
    InputError
        If the ending names none of the formats.

    Examples
    --------
    >>> class Shape(StrEnum):
    ...     TABLE = "table"
    ...     HTML = "html"
    >>> by_ending("page.htm", Shape, Shape.TABLE).value, by_ending(None, Shape, Shape.TABLE).value
    ('html', 'table')
    """
    ending = Path(output).suffix.lower().lstrip(".") if output else ""
    ending = {"yml": "yaml", "htm": "html"}.get(ending, ending)
    if ending in list(formats):
        return formats(ending)
    if ending and ending != "txt":
        names = [name for name in formats if name not in ("table", "text")]
        allowed = ", ".join(f".{name}" for name in names) + ", .txt"
        raise InputError(str(output), f"ending .{ending} names no format", "--output", allowed)
    return default


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


def day_given(given: str | None, option: str = "--as-of") -> date | None:
    """The day of an option, None where it was not given.

    Raises
    ------
    InputError
        If it is no date.

    Examples
    --------
    >>> day_given("2026-11-01"), day_given(None)
    (datetime.date(2026, 11, 1), None)
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError(option, f"{given!r} is no date", allowed="YYYY-MM-DD") from error
