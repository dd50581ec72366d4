"""``matcher audit …``: adverse impact of results, and what swapping identities moves."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Exit

from matcher.cli_audit_swap import swap
from matcher.cli_options import DONE, OutputOption, by_ending, day_given
from matcher.errors import InputError
from matcher.terminal import print_rich

if TYPE_CHECKING:
    from matcher.audit.document import Document, Source

_IMPACT = "impact"
_POINTS = re.compile(r"(?:100(?:\.0{1,2})?|\d{1,2}(?:\.\d{1,2})?)\Z")


class _AuditGroup(TyperGroup):
    """Commands of which one needs no name: ``matcher audit RESULTS GROUPS``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name in front where none of a command stands there."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = [_IMPACT, *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


audit_app = typer.Typer(
    cls=_AuditGroup,
    help="Calculate adverse impact for an independent auditor: matcher audit RESULTS GROUPS.",
    no_args_is_help=True,
)


class AuditFormat(StrEnum):
    """How the figures are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


@audit_app.command(
    _IMPACT,
    epilog="Example: matcher audit nightly data/groups.csv --top 10 -o impact.html",
)
def impact(
    results: Annotated[
        str,
        typer.Argument(
            metavar="RESULTS",
            help="The JSON of matcher rank, the folder of matcher batch --all, or a record.",
        ),
    ],
    groups: Annotated[
        str,
        typer.Argument(
            metavar="GROUPS",
            help="A table with candidate_id and a column for each attribute: sex, race_ethnicity, "
            "any other. Nothing that scores opens it.",
        ),
    ],
    tops: Annotated[
        list[int] | None,
        typer.Option(
            "--top",
            min=1,
            metavar="N",
            help="Selected: the first N of each job; again for more.",
        ),
    ] = None,
    thresholds: Annotated[
        list[str] | None,
        typer.Option(
            "--threshold",
            metavar="POINTS",
            help="Selected: a score of so many points or more; again for more.",
        ),
    ] = None,
    decisions: Annotated[
        str | None,
        typer.Option(
            "--decisions",
            metavar="GRADES",
            help="A table with job, candidate_id and decision: selected by people. Only the "
            "applications in it are counted.",
        ),
    ] = None,
    selected: Annotated[
        str | None,
        typer.Option(
            "--selected",
            metavar="A,B,…",
            help="Decisions that count as a selection; shortlisted and better by default.",
        ),
    ] = None,
    runs: Annotated[
        list[str] | None,
        typer.Option(
            "--run", metavar="ID", help="Of a record, one run; again for more, all by default."
        ),
    ] = None,
    any_categories: Annotated[
        bool,
        typer.Option("--any-categories", help="Take any text for a category of sex or race."),
    ] = False,
    allow_others: Annotated[
        bool,
        typer.Option("--allow-others", help="Pass over groups of people who are not in RESULTS."),
    ] = False,
    keep_small: Annotated[
        bool,
        typer.Option("--keep-small", help="Give categories under 2 % an impact ratio, too."),
    ] = False,
    audit_date: Annotated[
        str | None,
        typer.Option("--audit-date", metavar="DATE", help="The day of the independent audit."),
    ] = None,
    distribution_date: Annotated[
        str | None,
        typer.Option(
            "--distribution-date", metavar="DATE", help="The day from which the tool was used."
        ),
    ] = None,
    explanation: Annotated[
        str,
        typer.Option("--data", metavar="TEXT", help="Where the data come from, in your words."),
    ] = "",
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day to state; today by default."),
    ] = None,
    output_format: Annotated[
        AuditFormat | None, typer.Option("--format", help="How to show the figures.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Selection rates, scoring rates and impact ratios by group, and what drives them."""
    from matcher.audit.decisions import with_decisions
    from matcher.audit.document import Document
    from matcher.audit.impact import SELECTED, Settings, audit_impact
    from matcher.audit.results_input import named, read_assessed
    from matcher.groups.table import read_groups
    from matcher.tuning.grades import read_grades

    chosen = output_format or by_ending(output, AuditFormat, AuditFormat.TABLE)
    settings = Settings(
        tops=tuple(dict.fromkeys(tops or ())),
        thresholds=tuple(dict.fromkeys(map(_hundredths, thresholds or ()))),
        selected=SELECTED if selected is None else _words(selected),
        keep_small=keep_small,
        allow_others=allow_others,
    )
    days = [
        day_given(day, option)
        for day, option in (
            (on, "--on"),
            (audit_date, "--audit-date"),
            (distribution_date, "--distribution-date"),
        )
    ]
    known = read_groups(groups, any_categories=any_categories)
    decided = None if decisions is None else read_grades(decisions)
    ids = known.places.keys() | (decided.candidate_ids if decided else set())
    jobs = named(read_assessed(results, runs or ()), ids)
    if decided is not None:
        jobs = with_decisions(jobs, decided)
    document = Document(
        audit=audit_impact(jobs, known, settings),
        calculated_on=days[0] or date.today(),
        audit_date=days[1],
        distribution_date=days[2],
        explanation=explanation,
        sources=tuple(_sources(results, groups, decisions)),
    )
    _show(document, chosen, output)
    raise Exit(DONE)


audit_app.command(
    "swap",
    epilog="Example: matcher audit swap data/jobs/data_analyst.md data/applicants.csv",
)(swap)


def _show(document: Document, chosen: AuditFormat, output: str | None) -> None:
    from matcher.audit.views import audit_csv, audit_html, audit_json, audit_table
    from matcher.output import write_result

    if chosen is AuditFormat.TABLE:
        print_rich(audit_table(document), output)
    elif chosen is AuditFormat.HTML:
        write_result([audit_html(document)], output)
    elif chosen is AuditFormat.CSV:
        write_result(audit_csv(document), output)
    else:
        write_result([audit_json(document)], output)


def _sources(results: str, groups: str, decisions: str | None) -> list[Source]:
    from matcher.audit.document import Source
    from matcher.audit.results_input import digested

    given = (("Results", results), ("Groups", groups), ("Decisions", decisions))
    return [Source(role, name, digested(name)) for role, name in given if name is not None]


def _hundredths(points: str) -> int:
    if not _POINTS.match(points):
        found = f"{points!r} is no score"
        raise InputError("--threshold", found, allowed="0 to 100, with at most two decimals")
    whole, _, rest = points.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") if rest else 0)


def _words(given: str) -> tuple[str, ...]:
    words = tuple(word.strip().lower() for word in given.split(",") if word.strip())
    if not words:
        raise InputError("--selected", f"{given!r} names no decision", allowed="such as hired")
    return words
