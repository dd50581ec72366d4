"""The command line: arguments, messages and exit statuses (``docs/cli.md``)."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer
from typer.exceptions import Exit, TyperException

from matcher import __version__
from matcher.cli_audit import audit_app
from matcher.cli_audit_record import add_record_commands
from matcher.cli_batch import batch
from matcher.cli_evaluate import evaluate
from matcher.cli_options import (
    DONE,
    INTERRUPTED,
    SET_ASIDE,
    USAGE,
    JobArgument,
    OutputOption,
    TaxonomyOption,
    WorkersOption,
    by_ending,
)
from matcher.cli_profiles import profiles
from matcher.cli_ranking import compare, explain, rank
from matcher.cli_replay import replay
from matcher.cli_serve import serve
from matcher.cli_taxonomy import taxonomy_app
from matcher.cli_tune import sign, tune
from matcher.errors import MatcherError
from matcher.terminal import note, print_rich

app = typer.Typer(
    name="matcher",
    help="Rank candidates by a job's requirements, with a reason for every point.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(taxonomy_app, name="taxonomy")
add_record_commands(audit_app)
app.add_typer(audit_app, name="audit")


class ParseFormat(StrEnum):
    """How a parsed job is shown."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    HTML = "html"


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
    from matcher.matching import Matcher

    chosen = output_format or by_ending(output, ParseFormat, ParseFormat.TABLE)
    matcher = Matcher(taxonomy)
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

        print_rich(job_table(parsed), output)
    for warning in parsed.warnings:
        note(f"warning: {warning.message}" + (f"; {warning.advice}" if warning.advice else ""))


app.command(
    epilog="Example: matcher rank data/jobs/senior_backend_engineer.txt data/applicants.csv "
    "-o report.html",
)(rank)
app.command(
    epilog="Example: matcher explain data/jobs/data_analyst.md data/applicants.csv --id c031",
)(explain)
app.command(
    epilog="Example: matcher compare data/jobs/data_analyst.md data/applicants.csv --ids c031,c001",
)(compare)
app.command(
    epilog="Examples: matcher profiles data/applicants.csv --out store; "
    "matcher profiles store; matcher profiles store --forget c031",
)(profiles)


app.command(
    epilog="Example: matcher batch data/jobs data/applicants.csv --out nightly --keep name,email",
)(batch)
app.command(
    epilog="Example: matcher evaluate data/outcomes.csv --jobs data/past_jobs "
    "--candidates data/past_applicants.csv",
)(evaluate)
app.command(
    epilog="Example: matcher tune data/past_jobs data/outcomes.csv "
    "--candidates data/past_applicants.csv --by 'A. Analyst' -o policy.yaml",
)(tune)
app.command(epilog="Example: matcher sign policy.yaml --by 'A. Head'")(sign)
app.command(
    epilog="Example: matcher serve --data hiring; for a team: matcher serve --add-user ann",
)(serve)
app.command(
    epilog="Example: matcher replay nightly/record.jsonl --run last",
)(replay)


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
        note(f"set aside: {problem}")
    raise Exit(SET_ASIDE if stream.set_aside else DONE)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; errors become one line on stderr."""
    try:
        status = app(args=arguments, prog_name="matcher", standalone_mode=False)
    except MatcherError as error:
        note(f"matcher: {error}")
        return USAGE
    except TyperException as error:
        note(f"matcher: {_usage_words(error)}")
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        note("matcher: interrupted")
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
