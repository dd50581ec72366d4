"""``matcher evaluate``: what it asks for and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    MapOption,
    OutputOption,
    TaxonomyOption,
    by_ending,
    column_mapping,
    day_given,
)
from matcher.cli_ranking import AsOfOption, PolicyOption
from matcher.errors import InputError
from matcher.terminal import note, print_rich

if TYPE_CHECKING:
    from matcher.matching import Matcher
    from matcher.scoring import Policy
    from matcher.tuning.evaluation import Evaluation
    from matcher.tuning.study import Study

#: Stands for the policy that comes with the package, wherever a second one is expected.
SHIPPED = "shipped"


class EvaluationFormat(StrEnum):
    """How an evaluation is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


JobsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--jobs",
        metavar="JOBS",
        help="Descriptions or job cards, a folder or a pattern of them; the folder jobs beside "
        "GRADES by default.",
    ),
]
CandidatesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--candidates",
        metavar="CANDIDATES",
        help="A list, résumés or a store; candidates.csv beside GRADES by default.",
    ),
]


def evaluate(
    grades: Annotated[
        str,
        typer.Argument(
            metavar="GRADES",
            help="A table with the columns job, candidate_id, and grade (0 and up) or decision "
            "(hired, interviewed, shortlisted, rejected).",
        ),
    ],
    jobs: JobsOption = None,
    candidates: CandidatesOption = None,
    policy: PolicyOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help="Another policy to compare with; the word shipped names the shipped one.",
        ),
    ] = None,
    k: Annotated[
        int, typer.Option("--k", min=1, metavar="N", help="How many of the first count.")
    ] = 10,
    good: Annotated[
        str | None,
        typer.Option(
            "--good",
            metavar="GRADE",
            help="The lowest grade or decision that is good enough; 3, or interviewed.",
        ),
    ] = None,
    recall_k: Annotated[
        int | None,
        typer.Option(
            "--recall-k",
            min=1,
            metavar="N",
            help="Among how many of the first the hired are to be; as many as they are.",
        ),
    ] = None,
    output_format: Annotated[
        EvaluationFormat | None, typer.Option("--format", help="How to show the figures.")
    ] = None,
    output: OutputOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
) -> None:
    """Hold rankings against people's grades or decisions, beside simple baselines."""
    from matcher.matching import Matcher
    from matcher.scoring import Policy
    from matcher.tuning.evaluation import Settings
    from matcher.tuning.evaluation import evaluate as held_against
    from matcher.tuning.grades import grade_given, read_grades
    from matcher.tuning.study import read_study

    chosen = output_format or by_ending(output, EvaluationFormat, EvaluationFormat.TABLE)
    day = day_given(as_of) or date.today()
    figures = Policy.load(policy) if policy else Policy.default()
    other = _other_policy(against, figures)
    table = read_grades(grades)
    lowest = None if good is None else grade_given(good, table, "--good")
    settings = Settings.of(table, k=k, good=lowest, recall_k=recall_k)
    matcher = Matcher(taxonomy)
    lists = candidates or [beside(grades, "candidates.csv", "--candidates")]
    study = read_study(
        matcher,
        table,
        jobs or [beside(grades, "jobs", "--jobs")],
        lists,
        policy=figures,
        as_of=day,
        mapping=column_mapping(mapping),
    )
    for line in study.readings:
        note(line)
    name, other_name = _names(policy, against)
    others = {} if other is None else {other_name: study.under(other)}
    _show(held_against(study, settings, name=name, others=others), matcher, chosen, output)
    for line in aside_lines(study, lists[0]):
        note(line)
    raise Exit(SET_ASIDE if study.set_aside else DONE)


def beside(grades: str, name: str, option: str) -> str:
    """A file or folder beside the grades, where an option did not name another.

    Raises
    ------
    InputError
        If it is not there.
    """
    path = Path(grades).parent / name
    if not path.exists():
        raise InputError(grades, f"there is no {name!r} beside it", allowed=f"{option} to name one")
    return str(path)


def aside_lines(study: Study, source: str) -> Iterator[str]:
    """What was set aside, a line each; ``source`` is the list where there is only one."""
    from matcher.report.notes import aside_place

    for aside in study.set_aside:
        row = "" if aside.row is None else f", {aside_place(aside)}"
        yield f"set aside: {aside.source or source}{row}: {aside.error}"


def _other_policy(given: Path | None, figures: Policy) -> Policy | None:
    from matcher.scoring import Policy

    if given is None:
        return None
    other = Policy.default() if str(given) == SHIPPED else Policy.load(given)
    if other == figures:
        found = f"{given} has the same values as the policy it is compared with"
        raise InputError("--against", found, allowed="another policy")
    return other


def _names(policy: Path | None, against: Path | None) -> tuple[str, str]:
    """Names of the matcher under two policies: those of their files, as long as they differ."""
    if policy is None and against is None:
        return "matcher", ""
    files = [policy or Path(SHIPPED), against or Path()]
    short = [path.stem for path in files]
    one, other = short if short[0] != short[1] else map(str, files)
    return f"matcher ({one})", f"matcher ({other})"


def _show(
    found: Evaluation, matcher: Matcher, chosen: EvaluationFormat, output: str | None
) -> None:
    from matcher.output import write_result

    if chosen is EvaluationFormat.JSON:
        from matcher.report.as_json import json_text
        from matcher.tuning.evaluation_data import evaluation_dict

        versions = matcher.versions(found.study.policy)
        write_result([json_text(evaluation_dict(found, versions)), "\n"], output)
    elif chosen is EvaluationFormat.CSV:
        from matcher.tuning.evaluation_data import stream_csv

        write_result(stream_csv(found), output)
    else:
        from matcher.tuning.evaluation_table import EvaluationTable

        print_rich(EvaluationTable(found), output)
