"""The command line: arguments, messages and exit statuses (``docs/cli.md``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from typer.exceptions import Exit, TyperException

from matcher import __version__
from matcher.cli_options import MapOption, OutputOption, TaxonomyOption, column_mapping
from matcher.cli_options import note as _note
from matcher.cli_taxonomy import taxonomy_app
from matcher.errors import InputError, MatcherError

if TYPE_CHECKING:
    from matcher.matching import Matcher, Progress
    from matcher.report.result import RankResult

Format = TypeVar("Format", bound=StrEnum)

DONE, USAGE, SET_ASIDE, INTERRUPTED = 0, 2, 3, 130

app = typer.Typer(
    name="matcher",
    help="Rank candidates by a job's requirements, with a reason for every point.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(taxonomy_app, name="taxonomy")


class ParseFormat(StrEnum):
    """How a parsed job is shown."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    HTML = "html"


class RankFormat(StrEnum):
    """How a ranking is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class Duplicates(StrEnum):
    """What is done with candidates that are the same person."""

    KEEP = "keep"
    LATEST = "latest"


JobArgument = Annotated[
    str, typer.Argument(metavar="JOB", help="Job description or job card; - for standard input.")
]
CandidatesArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="CANDIDATES...",
        help="Tables (CSV, XLSX, Parquet, JSON lines), résumés, folders or ZIPs of résumés; "
        "- for standard input.",
    ),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="Weights, credits and gates, over the defaults."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes; all cores by default."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Day that 'to date' means; today by default."),
]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"matcher {__version__}\n")
        raise Exit(DONE)


@app.command(
    epilog="Example: matcher parse data/jobs/senior_backend_engineer.txt -o job.yaml",
)
def parse(
    job: JobArgument,
    output_format: Annotated[
        ParseFormat | None, typer.Option("--format", help="How to show the requirements.")
    ] = None,
    output: OutputOption = None,
    taxonomy: TaxonomyOption = None,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text that offsets refer to, and stop.")
    ] = False,
) -> None:
    """Read what a job description asks for; -o job.yaml writes a card to edit."""
    from matcher.output import write_result

    if text:
        from matcher.documents import read_document

        write_result([read_document(job).text], output)
        return
    chosen = output_format or _by_ending(output, ParseFormat, ParseFormat.TABLE)
    matcher = _matcher(taxonomy)
    document, parsed = matcher.read_job(job)
    if chosen is ParseFormat.JSON:
        from matcher.report.as_json import job_dict, json_text

        write_result([json_text(job_dict(parsed, matcher.taxonomy.sources)), "\n"], output)
    elif chosen is ParseFormat.YAML:
        from matcher.job.card import write_card

        write_result([write_card(parsed, matcher.taxonomy)], output)
    elif chosen is ParseFormat.HTML:
        from matcher.report.job_view import render_job_html

        write_result([render_job_html(parsed, document.text)], output)
    else:
        from matcher.report.job_view import job_table

        _print_rich(job_table(parsed), output)
    for warning in parsed.warnings:
        _note(f"warning: {warning.message}" + (f"; {warning.advice}" if warning.advice else ""))


@app.command(
    epilog="Example: matcher rank data/jobs/senior_backend_engineer.txt data/applicants.csv "
    "-o report.html",
)
def rank(
    job: JobArgument,
    candidates: CandidatesArguments,
    output_format: Annotated[
        RankFormat | None, typer.Option("--format", help="How to show the ranking.")
    ] = None,
    output: OutputOption = None,
    policy: PolicyOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    duplicates: Annotated[
        Duplicates,
        typer.Option("--duplicates", help="The same person twice: flag, or keep the newest."),
    ] = Duplicates.KEEP,
    blind: Annotated[
        bool, typer.Option("--blind", help="Leave everything that identifies a person out.")
    ] = False,
    blind_key: Annotated[
        Path | None,
        typer.Option(
            "--blind-key",
            metavar="FILE",
            help="Key for lasting pseudonyms, made if there is none; implies --blind.",
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help="Rows of the table to print.")
    ] = None,
) -> None:
    """Rank a list of candidates for a job, with a reason for every point."""
    chosen = output_format or _by_ending(output, RankFormat, RankFormat.TABLE)
    from matcher.identity import read_key
    from matcher.report.notes import aside_notes, duplicate_notes

    key, made = read_key(blind_key) if blind or blind_key else (None, False)
    if made:
        _note(f"{blind_key}: made a new key; keep it secret, it turns pseudonyms into ids")
    blind = blind or blind_key is not None
    result = _ranked(job, candidates, policy, mapping, as_of, taxonomy, duplicates)
    shown = result.blinded(key) if blind else result
    _show_ranking(shown, chosen, output, top)
    notes = (*duplicate_notes(shown), *aside_notes(result, candidates[0], blind=blind))
    for line in notes:
        _note(line)
    raise Exit(SET_ASIDE if result.set_aside else DONE)


def _show_ranking(
    result: RankResult, chosen: RankFormat, output: str | None, top: int | None
) -> None:
    from matcher.output import write_result

    if chosen is RankFormat.JSON:
        from matcher.report.as_json import stream_json

        write_result(stream_json(result), output)
    elif chosen is RankFormat.CSV:
        from matcher.report.as_csv import stream_csv

        write_result(stream_csv(result), output)
    elif chosen is RankFormat.HTML:
        from matcher.report.as_html import render_html

        write_result([render_html(result)], output)
    else:
        from matcher.report.as_table import RankTable

        _print_rich(RankTable(result, limit=top), output)


def _ranked(
    job: str,
    candidates: list[str],
    policy: Path | None,
    mapping: list[str] | None,
    as_of: str | None,
    taxonomy: list[Path] | None,
    duplicates: Duplicates,
) -> RankResult:
    from matcher.profile.several import open_sources
    from matcher.scoring import Policy

    if job == "-" and "-" in candidates:
        raise InputError("-", "both JOB and CANDIDATES are standard input", allowed="one of them")
    day = _date(as_of)
    figures = Policy.load(policy) if policy else Policy.default()
    columns = column_mapping(mapping)
    matcher = _matcher(taxonomy)
    _, parsed = matcher.read_job(job)
    for warning in parsed.warnings:
        if warning.code in ("nothing_asked", "empty_section"):
            _note(f"warning: {job}: {warning.message}; {warning.advice}")
    with open_sources(candidates, matcher.taxonomy, mapping=columns) as opened:
        for line in opened.describe():
            _note(line)
        with _progress() as progress:
            result = matcher.rank(
                parsed,
                opened,
                figures,
                day,
                columns=opened.uses,
                source=job,
                progress=progress,
                latest_only=duplicates is Duplicates.LATEST,
            )
        for note in opened.notes:
            _note(f"note: {note}")
        return result


@app.command(epilog="Example: matcher skills texts.jsonl > skills.jsonl")
def skills(
    texts: Annotated[
        str, typer.Argument(metavar="TEXTS", help="JSONL with id and text, or one text a line.")
    ],
    output: OutputOption = None,
    taxonomy: TaxonomyOption = None,
    workers: WorkersOption = None,
) -> None:
    """Find the skills in any texts, one line out for each line in."""
    from matcher.output import write_result
    from matcher.skills import SkillStream
    from matcher.taxonomy.store import load_taxonomy

    stream = SkillStream(texts, load_taxonomy(taxonomy), workers)
    write_result(stream, output)
    for problem in stream.set_aside:
        _note(f"set aside: {problem}")
    raise Exit(SET_ASIDE if stream.set_aside else DONE)


def _matcher(taxonomy: list[Path] | None) -> Matcher:
    from matcher.matching import Matcher

    return Matcher.load(taxonomy)


def _by_ending(output: str | None, formats: type[Format], default: Format) -> Format:
    """The format a file name's ending names."""
    ending = Path(output).suffix.lower().lstrip(".") if output else ""
    ending = {"yml": "yaml", "htm": "html"}.get(ending, ending)
    if ending in list(formats):
        return formats(ending)
    if ending and ending != "txt":
        allowed = ", ".join(f".{name}" for name in formats if name != "table") + ", .txt"
        raise InputError(str(output), f"ending .{ending} names no format", "--output", allowed)
    return default


def _date(given: str | None) -> date:
    if given is None:
        return date.today()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError("--as-of", f"{given!r} is no date", allowed="YYYY-MM-DD") from error


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A counter on a terminal's stderr, once the work has taken a second."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} candidates"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def _print_rich(renderable: object, output: str | None) -> None:
    from rich.console import Console

    from matcher.output import write_result

    if output is None or output == "-":
        Console(soft_wrap=False).print(renderable)
        return
    console = Console(width=120, no_color=True, force_terminal=False)
    with console.capture() as captured:
        console.print(renderable)
    write_result([captured.get()], output)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; errors become one line on stderr."""
    try:
        status = app(args=arguments, prog_name="matcher", standalone_mode=False)
    except MatcherError as error:
        _note(f"matcher: {error}")
        return USAGE
    except TyperException as error:
        _note(f"matcher: {_usage_words(error)}")
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        _note("matcher: interrupted")
        return INTERRUPTED
    return status if isinstance(status, int) else DONE


def _usage_words(error: TyperException) -> str:
    words = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    hint = f"; see {context.command_path} --help" if context is not None else ""
    return " ".join(words.replace("Value error, ", "").split()).rstrip(".") + hint


def main() -> None:
    """Entry point of the ``matcher`` command."""
    sys.exit(run(sys.argv[1:]))
