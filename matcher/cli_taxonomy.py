"""``matcher taxonomy …``: arguments, messages and exit statuses (``docs/cli.md``)."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matcher.cli_options import MapOption, OutputOption, TaxonomyOption, column_mapping
from matcher.terminal import note

#: So many things left out are listed on the terminal; more are counted, and listed in the report.
LISTED = 20

taxonomy_app = typer.Typer(
    help="Look into the skill taxonomy, check it, import others.", no_args_is_help=True
)


class DataFormat(StrEnum):
    """How counts and differences are shown."""

    TABLE = "table"
    JSON = "json"


class LayoutName(StrEnum):
    """Published layouts that can be imported."""

    ESCO = "esco"
    ONET = "onet"
    LIGHTCAST = "lightcast"
    CSV = "csv"


FormatOption = Annotated[DataFormat, typer.Option("--format", help="How to show the result.")]


@taxonomy_app.command("check", epilog="Example: matcher taxonomy check skill_taxonomy.yaml")
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The shipped one if none.")
    ] = None,
) -> None:
    """Report every mistake of a taxonomy file with its line, and warn of what looks wrong."""
    from matcher.taxonomy.advice import warnings
    from matcher.taxonomy.store import SHIPPED, checked_file, resolved

    path = file or Path(SHIPPED)
    skills, placed = checked_file(path)
    found = warnings(skills, placed)
    for warning in found:
        note(f"warning: {warning}")
    names = sum(len(skill.names) for skill in skills)
    warned = f", {len(found)} warning{'s' if len(found) > 1 else ''}" if found else ""
    sys.stdout.write(
        f"{resolved(path).name}: {len(skills)} skills, {names} names, no mistakes{warned}\n"
    )


@taxonomy_app.command("lookup", epilog='Example: matcher taxonomy lookup "postgre sql"')
def lookup(
    term: Annotated[str, typer.Argument(metavar="TERM", help="A name as somebody wrote it.")],
    taxonomy: TaxonomyOption = None,
) -> None:
    """Show which skill a term names, how, and how that skill is related."""
    from matcher.taxonomy.lookup import describe_term
    from matcher.taxonomy.store import load_taxonomy

    sys.stdout.write(describe_term(term, load_taxonomy(taxonomy)))


@taxonomy_app.command("stats", epilog="Example: matcher taxonomy stats --format json")
def stats(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]…", help="Merged in order; the shipped one if none."),
    ] = None,
    output_format: FormatOption = DataFormat.TABLE,
    output: OutputOption = None,
) -> None:
    """Count skills, names, kinds, categories, relations and guards."""
    from matcher.report.taxonomy_view import stats_text
    from matcher.taxonomy.stats import stats_of
    from matcher.taxonomy.store import load_taxonomy

    found = stats_of(load_taxonomy(files).skills.values()).to_dict()
    _show(found, stats_text(found), output_format, output)


@taxonomy_app.command("diff", epilog="Example: matcher taxonomy diff shipped mine.yaml")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A taxonomy file, or shipped.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A taxonomy file, or shipped.")],
    output_format: FormatOption = DataFormat.TABLE,
    output: OutputOption = None,
) -> None:
    """Show skills, names, relations and guards that differ."""
    from matcher.report.taxonomy_view import diff_text
    from matcher.taxonomy.diff import diff as compare
    from matcher.taxonomy.store import load_taxonomy

    pair = (load_taxonomy(path).skills.values() for path in (old, new))
    found = compare(*pair).to_dict()
    _show(found, diff_text(found), output_format, output)


@taxonomy_app.command("crosswalk", epilog="Example: matcher taxonomy crosswalk shipped esco.yaml")
def crosswalk(
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="A taxonomy file, or shipped.")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="What is to be mapped to it.")],
    output: OutputOption = None,
) -> None:
    """Write as CSV what each skill of one taxonomy is in another."""
    from matcher.output import write_result
    from matcher.taxonomy.crosswalk import crosswalk as map_skills
    from matcher.taxonomy.crosswalk import crosswalk_csv, describe_counts
    from matcher.taxonomy.store import load_taxonomy

    rows = map_skills(*(load_taxonomy(path).skills.values() for path in (ours, theirs)))
    write_result(crosswalk_csv(rows), output)
    note(f"{theirs} in {ours}: {describe_counts(rows)}")


@taxonomy_app.command(
    "import", epilog="Example: matcher taxonomy import skills_en.csv -o esco.yaml"
)
def import_(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="Its file, or the folder it was unpacked to.")
    ],
    layout: Annotated[
        LayoutName | None, typer.Option("--from", help="Its layout; found out if not given.")
    ] = None,
    output: OutputOption = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="CSV of names that were left out, and why."),
    ] = None,
    mapping: MapOption = None,
) -> None:
    """Turn ESCO, O*NET, Lightcast or any CSV of skills into a taxonomy file."""
    from matcher.output import write_result
    from matcher.taxonomy.importers import Layout, import_taxonomy, notices, report_csv, summary
    from matcher.taxonomy.store import load_taxonomy
    from matcher.taxonomy.write import taxonomy_text

    columns = column_mapping(mapping)
    shipped = load_taxonomy().skills.values()
    chosen = Layout(layout) if layout else None
    found, imported = import_taxonomy(source, chosen, mapping=columns, shipped=shipped)
    write_result(taxonomy_text(imported.skills, notices(found, source)), output)
    if report is not None:
        write_result(report_csv(imported), report)
    for line in summary(source, found, imported, listed=0 if report else LISTED):
        note(line)


def _show(data: object, text: str, output_format: DataFormat, output: str | None) -> None:
    from matcher.output import write_result

    if output_format is DataFormat.JSON:
        from matcher.report.as_json import json_text

        text = json_text(data) + "\n"
    write_result([text], output)
