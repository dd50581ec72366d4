"""``matcher rank``, ``explain`` and ``compare``: what they ask for and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import (
    DONE,
    SET_ASIDE,
    JobArgument,
    MapOption,
    OutputOption,
    RecordOption,
    TaxonomyOption,
    by_ending,
    column_mapping,
    day_given,
)
from matcher.errors import InputError
from matcher.terminal import note, print_rich, progress

if TYPE_CHECKING:
    from matcher.audit.record_inputs import Watched
    from matcher.audit.recorder import Recorder
    from matcher.report.blinding import Blinding
    from matcher.report.result import RankResult
    from matcher.scoring import Policy


class RankFormat(StrEnum):
    """How a ranking is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class PageFormat(StrEnum):
    """How an explanation or a comparison is shown."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Reader(StrEnum):
    """Who an explanation is for."""

    RECRUITER = "recruiter"
    CANDIDATE = "candidate"


class Duplicates(StrEnum):
    """What is done with candidates that are the same person."""

    KEEP = "keep"
    LATEST = "latest"


CandidatesArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="CANDIDATES...",
        help="Tables (CSV, XLSX, Parquet, JSON lines), résumés, folders or ZIPs of résumés, "
        "stores of profiles; - for standard input.",
    ),
]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="Weights, credits and gates, over the defaults."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Day that 'to date' means; today by default."),
]
DuplicatesOption = Annotated[
    Duplicates,
    typer.Option("--duplicates", help="The same person twice: flag, or keep the newest."),
]
BlindOption = Annotated[
    bool, typer.Option("--blind", help="Leave everything that identifies a person out.")
]
BlindKeyOption = Annotated[
    Path | None,
    typer.Option(
        "--blind-key",
        metavar="FILE",
        help="Key for lasting pseudonyms, made if there is none; implies --blind.",
    ),
]
FilterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="FILTER",
        help="Take out who does not pass, with the reason: location=PLACE, work_permit, "
        "available<=DATE, salary<=AMOUNT, years>=N, skill=NAME, must. Given again, all must pass.",
    ),
]
CertaintyOption = Annotated[
    bool, typer.Option("--certainty", help="How sure each rank is when the weights are not.")
]
PageOption = Annotated[PageFormat | None, typer.Option("--format", help="How to show it.")]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the three commands share: whom to rank for what, and whether blind."""

    job: str
    candidates: list[str]
    policy: Path | None
    mapping: list[str] | None
    as_of: str | None
    taxonomy: list[Path] | None
    duplicates: Duplicates
    blind: bool
    blind_key: Path | None
    filters: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The list or lists, for messages."""
        return ", ".join(self.candidates)


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The ranking, and the same without identity where that was asked for."""

    asked: _Asked
    result: RankResult
    blinding: Blinding | None

    @property
    def shown(self) -> RankResult:
        """What the reader may see."""
        return self.blinding.shown if self.blinding else self.result

    def find(self, given: list[str], option: str) -> list[str]:
        """The ids in ``result`` of candidates given by id or pseudonym."""
        from matcher.explaining import find_ids

        return find_ids(self.result, self.asked.source, given, option, self.blinding)

    def finish(self) -> Exit:
        """Say who may be one person and what was set aside; the exit status."""
        from matcher.report.notes import aside_notes, duplicate_notes, filter_notes

        for line in (*duplicate_notes(self.shown), *filter_notes(self.shown)):
            note(line)
        blind = self.blinding is not None
        for line in aside_notes(self.result, self.asked.candidates[0], blind=blind):
            note(line)
        return Exit(SET_ASIDE if self.result.set_aside else DONE)


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
    duplicates: DuplicatesOption = Duplicates.KEEP,
    blind: BlindOption = False,
    blind_key: BlindKeyOption = None,
    certainty: CertaintyOption = False,
    filters: FilterOption = None,
    top: Annotated[
        int | None,
        typer.Option("--top", min=1, metavar="N", help="Show the N best; how many more is said."),
    ] = None,
    record: RecordOption = None,
) -> None:
    """Rank a list of candidates for a job, with a reason for every point."""
    from matcher.explaining import with_certainty
    from matcher.report.notes import not_shown_sentence

    chosen = output_format or by_ending(output, RankFormat, RankFormat.TABLE)
    asked = _Asked(
        job, candidates, policy, mapping, as_of, taxonomy, duplicates, blind, blind_key,
        tuple(filters or ()),
    )  # fmt: skip
    recording = _recording(asked, record) if record else None
    ranking = _ranked(asked, None if certainty or filters or recording else top)
    if recording is not None:
        recording.append(ranking.result)
    shown = with_certainty(ranking.shown) if certainty else ranking.shown
    shown = shown.head(top) if top else shown
    _show_ranking(shown, chosen, output)
    if shown.not_shown and chosen is not RankFormat.TABLE:
        note(f"note: {not_shown_sentence(shown)}")
    raise ranking.finish()


@dataclass(frozen=True, slots=True)
class _Recording:
    """A ranking that is to be recorded."""

    asked: _Asked
    recorder: Recorder
    watched: Watched

    def append(self, result: RankResult) -> None:
        """Record the ranking, whole and under its own ids; nothing is shown before."""
        from matcher.audit.record_events import taxonomy_file_of
        from matcher.audit.record_inputs import Inputs

        asked, watched = self.asked, self.watched
        inputs = Inputs(
            job=watched.file(asked.job),
            job_id=Path(asked.job).stem,
            candidates=watched.files(asked.candidates),
            taxonomy=tuple(map(taxonomy_file_of, asked.taxonomy or ())),
            policy=watched.file(str(asked.policy)) if asked.policy else None,
            options={
                "map": column_mapping(asked.mapping),
                "duplicates": asked.duplicates.value,
                "filters": list(asked.filters),
                "blind": asked.blind or asked.blind_key is not None,
            },
        )
        note(self.recorder.said(self.recorder.ranked(result, inputs)))


def _recording(asked: _Asked, record: Path) -> _Recording:
    """Look at the inputs and the record before the work."""
    from matcher.audit.record_inputs import Watched
    from matcher.audit.recorder import Recorder

    files = [asked.job, *asked.candidates, *([str(asked.policy)] if asked.policy else [])]
    recorder = Recorder(record)
    recorder.ready()
    return _Recording(asked, recorder, Watched.of(files, record))


def explain(
    job: JobArgument,
    candidates: CandidatesArguments,
    candidate_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Whose score; blind, a pseudonym will do.")
    ],
    audience: Annotated[
        Reader, typer.Option("--audience", help="For the candidate, nobody else is in it.")
    ] = Reader.RECRUITER,
    reach_score: Annotated[
        float | None,
        typer.Option("--reach-score", min=0, max=100, metavar="POINTS", help="What would?"),
    ] = None,
    reach_rank: Annotated[
        int | None, typer.Option("--reach-rank", min=1, metavar="RANK", help="What would?")
    ] = None,
    output_format: PageOption = None,
    output: OutputOption = None,
    policy: PolicyOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    duplicates: DuplicatesOption = Duplicates.KEEP,
    blind: BlindOption = False,
    blind_key: BlindKeyOption = None,
    certainty: CertaintyOption = False,
) -> None:
    """Explain one candidate's score in full: every point, what is open, what would change it."""
    from matcher.explaining import explain_candidate, show_explanation

    chosen = output_format or by_ending(output, PageFormat, PageFormat.TEXT)
    asked = _Asked(job, candidates, policy, mapping, as_of, taxonomy, duplicates, blind, blind_key)
    ranking = _ranked(asked)
    [own_id] = ranking.find([candidate_id], "--id")
    explained = explain_candidate(
        ranking.result,
        own_id,
        audience.value,
        reach_score=reach_score,
        reach_rank=reach_rank,
        blinding=ranking.blinding,
        certainty=certainty,
    )
    show_explanation(explained, chosen.value, output)
    raise ranking.finish()


def compare(
    job: JobArgument,
    candidates: CandidatesArguments,
    ids: Annotated[
        str,
        typer.Option("--ids", metavar="A,B,…", help="Two to four ids; blind, pseudonyms will do."),
    ],
    output_format: PageOption = None,
    output: OutputOption = None,
    policy: PolicyOption = None,
    mapping: MapOption = None,
    as_of: AsOfOption = None,
    taxonomy: TaxonomyOption = None,
    duplicates: DuplicatesOption = Duplicates.KEEP,
    blind: BlindOption = False,
    blind_key: BlindKeyOption = None,
    certainty: CertaintyOption = False,
) -> None:
    """Put two to four candidates side by side, differences first."""
    from matcher.explaining import compare_candidates, show_comparison, split_ids

    chosen = output_format or by_ending(output, PageFormat, PageFormat.TEXT)
    wanted = split_ids(ids)
    asked = _Asked(job, candidates, policy, mapping, as_of, taxonomy, duplicates, blind, blind_key)
    ranking = _ranked(asked)
    own_ids = ranking.find(wanted, "--ids")
    compared = compare_candidates(
        ranking.result, own_ids, blinding=ranking.blinding, certainty=certainty
    )
    show_comparison(compared, chosen.value, output)
    raise ranking.finish()


def _show_ranking(result: RankResult, chosen: RankFormat, output: str | None) -> None:
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

        print_rich(RankTable(result), output)


def policy_given(path: Path | None) -> Policy:
    """The policy of a file, or the shipped one; that it is a draft is said."""
    from matcher.scoring import Policy
    from matcher.scoring.provenance import PolicyStatus

    if path is None:
        return Policy.default()
    policy = Policy.load(path)
    if policy.status is PolicyStatus.DRAFT:
        note(f"warning: {path}: a learned policy that nobody has signed off (matcher sign)")
    return policy


def _ranked(asked: _Asked, top: int | None = None) -> _Ranking:
    """Read the job and the lists and rank them; blind, if that was asked for.

    With ``top`` the others may be left out where that is quicker.
    """
    if asked.job == "-" and "-" in asked.candidates:
        raise InputError("-", "both JOB and CANDIDATES are standard input", allowed="one of them")
    from matcher.identity import read_key
    from matcher.report.blinding import blinding

    blind = asked.blind or asked.blind_key is not None
    key, made = read_key(asked.blind_key) if blind else (None, False)
    if made:
        note(f"{asked.blind_key}: made a new key; keep it secret, it turns pseudonyms into ids")
    result = _result(asked, None if blind else top)
    return _Ranking(asked, result, blinding(result, key) if blind else None)


def _result(asked: _Asked, top: int | None) -> RankResult:
    from matcher.batch.store.best import stored_sources
    from matcher.batch.store.reading import open_lists
    from matcher.matching import Matcher
    from matcher.screening import parse_filters

    day = day_given(asked.as_of) or date.today()
    figures = policy_given(asked.policy)
    columns = column_mapping(asked.mapping)
    matcher = Matcher(asked.taxonomy)
    filters = parse_filters(asked.filters, matcher.taxonomy)
    _, parsed = matcher.read_job(asked.job)
    for warning in parsed.warnings:
        if warning.code in ("nothing_asked", "empty_section"):
            note(f"warning: {asked.job}: {warning.message}; {warning.advice}")
    with open_lists(asked.candidates, matcher.taxonomy, mapping=columns) as opened:
        for line in opened.describe():
            note(line)
        stored = stored_sources(opened)
        if top and stored is not None and asked.duplicates is Duplicates.KEEP:
            uses = opened.uses
            return matcher.rank_best(
                parsed, stored, figures, day, top, columns=uses, source=asked.job
            )
        with progress() as counter:
            result = matcher.rank(
                parsed,
                opened,
                figures,
                day,
                columns=opened.uses,
                source=asked.job,
                progress=counter,
                latest_only=asked.duplicates is Duplicates.LATEST,
                filters=filters,
            )
        for line in opened.notes:
            note(f"note: {line}")
        return result
