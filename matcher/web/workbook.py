"""A ranking as a workbook: a grid by colour and sign, with the evidence in comments."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from matcher.batch.lists import LONGEST_CELL
from matcher.model import Entry, Ledger, Ranked, Requirement, Status
from matcher.report.harmless import one_line, safe_cell
from matcher.report.quotes import evidence_passage
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.wording import ELIGIBLE, LEVELS, SIGNS, STATUSES, flag_words, short_label
from matcher.web.exported import DECIDED, Exported

_COLOURS = {
    Status.MET: "#CDE8D2",
    Status.PARTIAL: "#FCECC3",
    Status.MISSING: "#F6D3D0",
    Status.UNKNOWN: "#DFE3E8",
}
_FIRST = ("rank", "candidate_id", "name", "score", "score_high", "eligible", "flags")
_COVERAGE = ("must", "preferred", "bonus")
_WIDTHS = {"candidate_id": 20, "name": 22, "flags": 28, "reason": 28}
_WIDTH, _GRID_WIDTH = 11, 9
_LONGEST_COMMENT, _QUOTED = 1_000, 4
#: Comments make a workbook slow to open: of more rows the first have them.
MOST_COMMENTED = 300
#: Workbooks say when they were made; ours say the same each time.
_MADE = datetime(2000, 1, 1)


def workbook(exported: Exported, name: str) -> bytes:
    """The ranking as the bytes of an XLSX file, none of whose cells is a formula.

    Parameters
    ----------
    exported : Exported
        The ranking with its decisions.
    name : str
        Of the sheet.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(content, options) as book:
        title = one_line(exported.result.job.title or "Untitled job", 120)
        book.set_properties({"title": title, "created": _MADE})
        _Sheet(book, exported, name).fill()
        _about(book, exported.result)
    return content.getvalue()


class _Sheet:
    """The sheet with the grid."""

    def __init__(self, book: Any, exported: Exported, name: str) -> None:
        self.exported, self.result = exported, exported.result
        self.sheet = book.add_worksheet(name.capitalize())
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.points = book.add_format({"num_format": "0.00"})
        self.cells = {
            status: book.add_format({"bg_color": colour, "num_format": f'"{SIGNS[status]}" 0.00'})
            for status, colour in _COLOURS.items()
        }

    def fill(self) -> None:
        """Write everything."""
        requirements = self.result.job.requirements
        heads = [*_FIRST, *(f"{level} met" for level in _COVERAGE), *DECIDED]
        first_cell = len(heads)
        heads += [_head(r, self.result.worths) for r in requirements]
        for column, head in enumerate(heads):
            self.sheet.write_string(0, column, safe_cell(head)[:LONGEST_CELL], self.head)
            width = _GRID_WIDTH if column >= first_cell else _WIDTHS.get(head, _WIDTH)
            self.sheet.set_column(column, column, width)
        for row, ranked in enumerate(self.result.ranked, 1):
            self._row(row, ranked, first_cell)
        self.sheet.freeze_panes(1, 3)
        self.sheet.autofilter(0, 0, len(self.result.ranked), len(heads) - 1)

    def _row(self, row: int, ranked: Ranked, first_cell: int) -> None:
        ledger, sheet = ranked.ledger, self.sheet
        if ranked.rank is not None:
            sheet.write_number(row, 0, ranked.rank)
        self._text(row, 1, ledger.candidate_id)
        self._text(row, 2, self.result.name_of(ledger.candidate_id))
        sheet.write_number(row, 3, ledger.score / 100, self.points)
        sheet.write_number(row, 4, ledger.score_high / 100, self.points)
        self._text(row, 5, ELIGIBLE[ledger.eligible])
        self._text(row, 6, ", ".join(map(flag_words, ledger.flags)))
        counts = ledger.coverage().values()
        for column, (met, asked) in enumerate(counts, len(_FIRST)):
            self._text(row, column, f"{met} of {asked}")
        for column, cell in enumerate(
            self.exported.decision_cells(ledger), len(_FIRST) + len(_COVERAGE)
        ):
            self._text(row, column, cell)
        for column, entry in enumerate(ledger.entries, first_cell):
            sheet.write_number(row, column, entry.points / 100, self.cells[entry.assessment.status])
            if row <= MOST_COMMENTED:
                words = "\n".join(self._comment(ledger, entry))[:_LONGEST_COMMENT]
                sheet.write_comment(row, column, words, {"x_scale": 2})

    def _text(self, row: int, column: int, text: str) -> None:
        self.sheet.write_string(row, column, safe_cell(text)[:LONGEST_CELL])

    def _comment(self, ledger: Ledger, entry: Entry) -> Iterator[str]:
        """Why, and the words of the profile."""
        yield f"{STATUSES[entry.assessment.status]}. " + reason(
            self.result, ledger.candidate_id, entry
        )
        profile = self.result.profile(ledger.candidate_id)
        texts = profile.texts if profile else {}
        for each in entry.assessment.evidence[:_QUOTED]:
            words = evidence_passage(each.evidence, texts, blind=self.result.blind)
            yield f"“{words.before}[{words.words}]{words.after}”"


def _head(requirement: Requirement, worths: Mapping[str, int]) -> str:
    worth = worths.get(requirement.id, 0) / 100
    return f"{short_label(requirement, 60)} ({LEVELS[requirement.level]}, {worth:.2f})"


def _about(book: Any, result: RankResult) -> None:
    """A sheet that says what the figures rest on."""
    sheet = book.add_worksheet("About")
    for row, (key, value) in enumerate(_facts(result)):
        sheet.write_string(row, 0, safe_cell(key))
        sheet.write_string(row, 1, safe_cell(value)[:LONGEST_CELL])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)


def _facts(result: RankResult) -> Iterable[tuple[str, str]]:
    yield "Job", one_line(result.job.title or "Untitled job", 300)
    yield "As of", result.as_of.isoformat()
    yield from ((key, value) for key, value in result.versions.items())
    for status, sign in SIGNS.items():
        yield sign, STATUSES[status]
    yield "Score", "Points earned of 100; high is what they would be were the unknown met."
    yield "Decisions", "Stand beside the score and change nothing in it."
    if len(result.ranked) > MOST_COMMENTED:
        yield "Comments", f"The first {MOST_COMMENTED} rows quote the evidence."
