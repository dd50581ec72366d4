"""A ranking as CSV, one candidate a row, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from matcher.model import Entry, Ledger, Ranked, Requirement, SetAside, Verdict
from matcher.report.figures import points_text
from matcher.report.flagged import filter_clauses
from matcher.report.harmless import safe_cell
from matcher.report.reasons import reason, strongest, weakest
from matcher.report.result import RankResult
from matcher.report.sureness import COLUMNS as SURE_COLUMNS
from matcher.report.sureness import certainty_cells
from matcher.report.wording import ELIGIBLE, short_label

#: Columns before those of the requirements.
FIRST_COLUMNS = (
    *("rank", "candidate_id", "score", "score_high", "eligible", "flags"),
    *("must_met", "must_asked", "preferred_met", "preferred_asked", "bonus_met", "bonus_asked"),
    *("strongest", "weakest", "possible_duplicates", "as_of", "set_aside"),
    *("filtered_out", "filter_unknown"),
)


def stream_csv(result: RankResult) -> Iterator[str]:
    r"""The ranking, one line at a time, the header first.

    Who was filtered out stands behind the ranked, without a rank and with the reason; what was set
    aside behind both, with its reason and without a score.  Every
    requirement has two columns, its status and its points; how sure the rank is stands before them
    where that was asked for.  Carried columns stand last, under
    their own names (with ``carried:`` before those that a column of the report has already).
    Line ends are ``\n``, cells with line ends are quoted.  No cell begins like a formula
    (:func:`matcher.report.harmless.safe_cell`).
    """
    sure = SURE_COLUMNS if result.certainty else ()
    own = [*FIRST_COLUMNS, *sure, *_requirement_columns(result.job.requirements)]
    carried = result.carried_columns()
    taken = {name.casefold() for name in own}
    heads = [f"carried: {name}" if name.casefold() in taken else name for name in carried]
    yield _line([*own, *heads])
    for ranked in result.ranked:
        cells = result.carried(ranked.ledger.candidate_id)
        yield _line([*_row(result, ranked), *(cells.get(name, "") for name in carried)])
    for aside in result.set_aside:
        cells = {
            "candidate_id": aside.candidate_id or "",
            "as_of": result.as_of.isoformat(),
            "set_aside": _why(aside),
        }
        yield _line([*(cells.get(name, "") for name in own), *("" for _ in carried)])


def _why(aside: SetAside) -> str:
    row = "" if aside.row is None else f"row {aside.row}"
    return f"{', '.join(filter(None, (aside.source, row, aside.field)))}: {aside.error}"


def _requirement_columns(requirements: Iterable[Requirement]) -> Iterator[str]:
    for requirement in requirements:
        label = short_label(requirement)
        yield f"{requirement.id} status: {label}"
        yield f"{requirement.id} points: {label}"


def _row(result: RankResult, ranked: Ranked) -> list[str]:
    ledger = ranked.ledger
    counts = (str(count) for pair in ledger.coverage().values() for count in pair)
    return [
        "" if ranked.rank is None else str(ranked.rank),
        ledger.candidate_id,
        points_text(ledger.score),
        points_text(ledger.score_high),
        ELIGIBLE[ledger.eligible],
        "; ".join(ledger.flags),
        *counts,
        _because(result, ledger, strongest(ledger)),
        _because(result, ledger, weakest(ledger)),
        "; ".join(twin.candidate_id for twin in result.twins_of(ledger.candidate_id)),
        result.as_of.isoformat(),
        "",
        "; ".join(filter_clauses(result, ledger, Verdict.OUT)),
        "; ".join(filter_clauses(result, ledger, Verdict.OPEN)),
        *(certainty_cells(result.certainty.get(ledger.candidate_id)) if result.certainty else ()),
        *_points(ledger),
    ]


def _because(result: RankResult, ledger: Ledger, entries: Iterable[Entry]) -> str:
    return " ".join(reason(result, ledger.candidate_id, entry) for entry in entries)


def _points(ledger: Ledger) -> Iterator[str]:
    for entry in ledger.entries:
        yield str(entry.assessment.status)
        yield points_text(entry.points)


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
