"""``matcher tune`` and ``matcher sign``: what they ask for and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_evaluate import aside_lines, beside
from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    MapOption,
    RecordOption,
    TaxonomyOption,
    column_mapping,
    day_given,
)
from matcher.cli_ranking import AsOfOption, PolicyOption, policy_given
from matcher.errors import InputError
from matcher.terminal import note, print_rich

if TYPE_CHECKING:
    from matcher.audit.record_inputs import Watched
    from matcher.audit.recorder import Recorder
    from matcher.matching import Matcher
    from matcher.tuning.learning import Learned


class TuneFormat(StrEnum):
    """How what was learned is shown."""

    TABLE = "table"
    JSON = "json"


OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day to record; today by default."),
]


def tune(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="JOBS... GRADES",
            help="Descriptions, job cards, folders or patterns of them; then a table with the "
            "columns job, candidate_id, and grade (0 and up) or decision.",
        ),
    ],
    candidates: Annotated[
        list[str] | None,
        typer.Option(
            "--candidates",
            metavar="CANDIDATES",
            help="A list, résumés or a store; candidates.csv beside GRADES by default.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the learned policy there."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="NAME",
            help="Who learns it; stands in the policy's file. Your login name by default.",
        ),
    ] = None,
    on: OnOption = None,
    groups: Annotated[
        str | None,
        typer.Option(
            "--groups",
            metavar="FILE",
            help="A table with candidate_id and a column for each attribute: impact ratios before "
            "and after. No score depends on it.",
        ),
    ] = None,
    policy: PolicyOption = None,
    output_format: Annotated[
        TuneFormat, typer.Option("--format", help="How to show what was learned.")
    ] = TuneFormat.TABLE,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    record: RecordOption = None,
) -> None:
    """Learn weights from past decisions, and say how far they can be trusted."""
    from matcher.groups.table import read_groups
    from matcher.matching import Matcher
    from matcher.tuning.grades import read_grades
    from matcher.tuning.learning import learn
    from matcher.tuning.study import read_study

    *jobs, grades = inputs
    if not jobs:
        raise InputError(grades, "there are no JOBS before GRADES", allowed="JOBS, then GRADES")
    name = _name(by, output)
    day, today = day_given(as_of) or date.today(), _day(on)
    figures = policy_given(policy)
    table = read_grades(grades)
    known_groups = None if groups is None else read_groups(groups)
    lists = candidates or [beside(grades, "candidates.csv", "--candidates")]
    recording = _Recording.ready(record, grades, jobs, lists) if record else None
    matcher = Matcher(taxonomy)
    mapped = column_mapping(mapping)
    study = read_study(matcher, table, jobs, lists, policy=figures, as_of=day, mapping=mapped)
    for line in study.readings:
        note(line)
    learned = learn(study, groups=known_groups, progress=note)
    if recording is not None:
        recording.append(learned, name, matcher, taxonomy, output)
    _show(learned, matcher, output_format)
    if output is not None:
        _write(learned, name, today, output)
    for line in aside_lines(study, lists[0]):
        note(line)
    raise Exit(SET_ASIDE if study.set_aside else DONE)


def sign(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY", help="A file that matcher tune wrote.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who stands for the policy.")],
    on: OnOption = None,
    record: RecordOption = None,
) -> None:
    """Sign a learned policy off; altered values make it a draft again."""
    from matcher.tuning.draft import sign as signed_off

    day, name = _day(on), _checked_name(by)
    recorder = None if record is None else _recorder(record)
    signed = signed_off(policy, name, day)
    if recorder is not None:
        recorder.signed(policy, signed, name, day)
    note(f"{policy}: signed by {by.strip()} on {day.isoformat()}, values {signed.digest[:19]}…")
    raise Exit(DONE)


def _recorder(record: Path) -> Recorder:
    """What appends to a record; that it can is made sure before the work."""
    from matcher.audit.recorder import Recorder

    recorder = Recorder(record)
    recorder.ready()
    return recorder


@dataclass(frozen=True, slots=True)
class _Recording:
    """Learning that is to be recorded."""

    recorder: Recorder
    watched: Watched
    grades: str
    jobs: list[str]
    lists: list[str]

    @classmethod
    def ready(cls, record: Path, grades: str, jobs: list[str], lists: list[str]) -> _Recording:
        """Look at the inputs and the record before the work."""
        from matcher.audit.record_inputs import Watched
        from matcher.batch.inputs import job_paths

        files = job_paths(jobs)
        watched = Watched.of([grades, *files, *lists], record)
        return cls(_recorder(record), watched, grades, files, lists)

    def append(
        self,
        learned: Learned,
        by: str,
        matcher: Matcher,
        taxonomy: list[Path] | None,
        output: str | None,
    ) -> None:
        """Record what was learned; nothing is shown or written before."""
        from matcher.audit.record_events import taxonomy_file_of
        from matcher.audit.record_inputs import TuneInputs

        sample, watched = learned.sample, self.watched
        counts = {"jobs": sample.jobs, "candidates": sample.candidates, "pairs": sample.pairs}
        inputs = TuneInputs(
            by=by,
            grades=watched.file(self.grades),
            jobs=watched.files(self.jobs),
            candidates=watched.files(self.lists),
            taxonomy=tuple(map(taxonomy_file_of, taxonomy or ())),
            versions=matcher.versions(learned.policy),
            base_policy=learned.base.digest,
            as_of=learned.study.as_of,
            counts={**counts, "set_aside": len(learned.study.set_aside)},
            output=output,
        )
        note(self.recorder.said(self.recorder.tuned(learned.policy, inputs)))


def _name(by: str | None, output: str | None) -> str:
    if output is None:
        return ""
    if output == "-":
        found = "is standard output, where the report goes"
        raise InputError("--output", found, allowed="a file")
    return _checked_name(_login_name() if by is None else by)


def _login_name() -> str:
    try:
        return getuser()
    except (KeyError, OSError) as error:
        found = "a learned policy's file says who learned it, and this login has no name"
        raise InputError("--by", found, allowed="a name") from error


def _checked_name(by: str) -> str:
    name = by.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise InputError("--by", f"{by!r} is no name", allowed="1 to 200 printable characters")
    return name


def _day(on: str | None) -> date:
    return day_given(on, "--on") or date.today()


def _write(learned: Learned, by: str, on: date, output: str) -> None:
    learned.save(output, by=by, on=on)
    note(f"{output}: written as a draft; sign it off with: matcher sign {output} --by NAME")


def _show(learned: Learned, matcher: Matcher, chosen: TuneFormat) -> None:
    if chosen is TuneFormat.JSON:
        from matcher.output import write_result
        from matcher.report.as_json import json_text
        from matcher.tuning.learned_data import learned_dict

        versions = matcher.versions(learned.study.policy)
        write_result([json_text(learned_dict(learned, versions)), "\n"], None)
    else:
        from matcher.tuning.learned_table import LearnedTable

        print_rich(LearnedTable(learned), None)
