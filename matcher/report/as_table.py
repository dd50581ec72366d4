"""A ranking for the terminal: data is never read as markup; width and colour are the console's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.table import Table
from rich.text import Text

from matcher.model import Entry, Ledger, Ranked, Status, Verdict
from matcher.report.figures import points_text
from matcher.report.flagged import filter_clauses, flag_line
from matcher.report.gates import gate_lines
from matcher.report.harmless import one_line
from matcher.report.notes import not_shown_sentence
from matcher.report.questions import job_questions
from matcher.report.reasons import short_reason, strongest, weakest
from matcher.report.result import RankResult
from matcher.report.sureness import certainty_sentence
from matcher.report.wording import (
    FILTERED_OUT_HEAD,
    FILTERED_OUT_WHY,
    SIGNS,
    TO_READ,
    TO_READ_WHY,
)

#: Colours of statuses; the sign beside them says the same.
STYLES = {
    Status.MET: "green",
    Status.PARTIAL: "yellow",
    Status.MISSING: "red",
    Status.UNKNOWN: "cyan",
}
_REASONS = 4
_INDENT = 6
_GAP = 2
_LONGEST_NAME = 34


class RankTable:
    """The ranking as something rich can print; the console's width decides the layout.

    Each candidate has a line of figures and two of reasons: what earns most, what is short most.

    Parameters
    ----------
    result : RankResult
        What to show.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Job
    >>> empty = RankResult(Job("Archivist", ()), {"met_at": 9500}, {}, date(2026, 11, 1), ())
    >>> Console(width=60).print(RankTable(empty))
    Archivist
    0 ranked against 0 requirements, as of 2026-11-01
    """

    def __init__(self, result: RankResult) -> None:
        self.result = result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._title()
        if self.result.placed:
            yield from self._places(options.max_width)
        yield from self._to_read()
        yield from self._filtered_out()
        yield from self._gates()
        yield from self._questions()
        yield from self._set_aside()

    def _title(self) -> Text:
        result = self.result
        text = Text(one_line(result.job.title or "Untitled job", 200), style="bold")
        worthy = [worth for worth in result.worths.values() if worth > 0]
        text.append(
            f"\n{result.placed_count} ranked against {len(worthy)} requirements, "
            f"as of {result.as_of.isoformat()}",
            style="not bold dim",
        )
        return text

    def _places(self, width: int) -> Iterator[Table | Text]:
        shown = self.result.placed
        names = [_candidate(self.result, ranked.ledger) for ranked in shown]
        most = _LONGEST_NAME if width >= 80 else 16
        heads = ("#", "Candidate", "Score", "Must", "Pref", "Bonus", "Flags")
        column = min(max(len(heads[1]), *(name.cell_len for name in names)), most)
        yield _columns(heads, column, width, "bold")
        for place, (ranked, name) in enumerate(zip(shown, names, strict=True)):
            yield _columns(self._figures(ranked, name), column, width)
            yield from self._why(ranked.ledger)
            yield from self._sure(place)
        if self.result.not_shown:
            yield Text(f"\n{not_shown_sentence(self.result)}", style="dim")

    def _figures(self, ranked: Ranked, name: Text) -> list[str | Text]:
        ledger = ranked.ledger
        counts = [f"{met}/{asked}" for met, asked in ledger.coverage().values()]
        flags = Text(flag_line(self.result, ledger), style="yellow")
        return [str(ranked.rank), name, _score(ledger), *counts, flags]

    def _why(self, ledger: Ledger) -> Iterator[Text]:
        for entries in (strongest(ledger, _REASONS), weakest(ledger, _REASONS)):
            if entries:
                yield self._reasons(entries)

    def _sure(self, place: int) -> Iterator[Text]:
        placed = [ledger.candidate_id for ledger in self.result.standing[place : place + 2]]
        found = self.result.certainty.get(placed[0])
        if found is not None:
            words = certainty_sentence(found, placed[1] if len(placed) > 1 else None)
            yield Text(" " * _INDENT + words, style="dim", no_wrap=True, overflow="ellipsis")

    def _reasons(self, entries: tuple[Entry, ...]) -> Text:
        line = Text(" " * _INDENT, no_wrap=True, overflow="ellipsis")
        for number, entry in enumerate(entries):
            status = entry.assessment.status
            requirement = self.result.requirements[entry.assessment.requirement_id]
            line.append(f"{'  ' if number else ''}{SIGNS[status]} ", style=STYLES[status])
            line.append(short_reason(requirement, entry, 36), style="dim")
        return line

    def _to_read(self) -> Iterator[Text]:
        if self.result.to_read:
            yield Text(f"\n{TO_READ}: {TO_READ_WHY}", style="bold")
            for ranked in self.result.to_read:
                yield Text("  ").append_text(_candidate(self.result, ranked.ledger))

    def _filtered_out(self) -> Iterator[Text]:
        if self.result.filtered_out:
            yield Text(f"\n{FILTERED_OUT_HEAD}: {FILTERED_OUT_WHY}", style="bold")
            for ranked in self.result.filtered_out:
                line = Text("  ").append_text(_candidate(self.result, ranked.ledger))
                line.append(f"  {points_text(ranked.ledger.score)}")
                why = filter_clauses(self.result, ranked.ledger, Verdict.OUT)
                yield line.append(f"  because {'; '.join(why)}", style="dim")

    def _gates(self) -> Iterator[Text]:
        lines = gate_lines(self.result.job.requirements)
        if lines:
            yield Text("\nKnock-outs set in the job card:", style="bold")
            yield from (Text(f"  {line}") for line in lines)

    def _questions(self) -> Iterator[Text]:
        asked = job_questions(self.result)
        if asked:
            yield Text("\nFor the interview, as no résumé shows it:", style="bold")
            for each in asked:
                yield Text(f"  {each.text}")

    def _set_aside(self) -> Iterator[Text]:
        if self.result.set_aside:
            yield Text("\nSet aside, in no ranking:", style="bold")
            for aside in self.result.set_aside:
                row = "" if aside.row is None else f"row {aside.row}"
                parts = (aside.source, row, aside.candidate_id or "", aside.field)
                place = ", ".join(one_line(part, 60) for part in parts if part)
                yield Text(f"  {place}: {one_line(aside.error, 300)}")


def _columns(cells: Sequence[str | Text], column: int, width: int, style: str = "") -> Table:
    """One line of figures; every line has the same widths, so that they stand in columns."""
    fixed = (4, column, 13, 5, 5, 5)
    widths = (*fixed, max(width - sum(fixed) - _GAP * len(fixed), 6))
    table = Table.grid(padding=(0, _GAP, 0, 0))
    for number, each in enumerate(widths):
        side: JustifyMethod = "left" if number in (1, 6) else "right"
        table.add_column(width=each, justify=side, no_wrap=True, overflow="ellipsis")
    table.add_row(*cells, style=style)
    return table


def _candidate(result: RankResult, ledger: Ledger) -> Text:
    text = Text(one_line(ledger.candidate_id, 60), style="bold")
    name = one_line(result.name_of(ledger.candidate_id), 60)
    return text.append(f"  {name}", style="not bold") if name else text


def _score(ledger: Ledger) -> Text:
    text = Text(points_text(ledger.score), style="bold")
    if ledger.score_high > ledger.score:
        text.append(f" –{points_text(ledger.score_high)}", style="not bold dim")
    return text
