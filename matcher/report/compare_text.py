"""A comparison as plain text: differences first, each with the reasons of all candidates."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.report.comparison import ComparedRow, Comparison, level_of
from matcher.report.contrasts import contrast_headline, fact_lines
from matcher.report.explain_text import WIDTH, wrapped
from matcher.report.figures import points_text, share_text
from matcher.report.flagged import flag_line
from matcher.report.harmless import one_line
from matcher.report.notes import aside_sentence
from matcher.report.wording import ELIGIBLE, SIGNS

#: Width of a candidate's column; of up to three candidates it takes a whole pseudonym.
_COLUMN, _WIDE_COLUMN, _MOST_WIDE = 16, 20, 3


def compare_text(compared: Comparison) -> str:
    """The whole comparison, ending in a line feed."""
    lines = [*_head(compared), *_different(compared), *_same(compared), *_decided(compared)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _column(compared: Comparison) -> int:
    longest = max(len(ranked.ledger.candidate_id) for ranked in compared.columns)
    is_wide = longest > _COLUMN - 2 and len(compared.columns) <= _MOST_WIDE
    return _WIDE_COLUMN if is_wide else _COLUMN


def _line(label: str, cells: list[str], column: int) -> str:
    space = WIDTH - column * len(cells)
    return f"{one_line(label, space - 2):<{space}}" + "".join(f"{c:>{column}}" for c in cells)


def _head(compared: Comparison) -> Iterator[str]:
    result, column = compared.result, _column(compared)
    yield one_line(result.job.title or "Untitled job", WIDTH)
    ids = [one_line(r.ledger.candidate_id, column - 2) for r in compared.columns]
    yield _line("", ids, column)
    if any(compared.names):
        yield _line("", [one_line(name, column - 2) for name in compared.names], column)
    ranks = ["–" if r.rank is None else str(r.rank) for r in compared.columns]
    yield _line(f"Rank, of {result.placed_count}", ranks, column)
    yield from filter(None, [aside_sentence(result)])
    ledgers = [ranked.ledger for ranked in compared.columns]
    yield _line("Score", [points_text(ledger.score) for ledger in ledgers], column)
    if any(ledger.score_high > ledger.score for ledger in ledgers):
        highs = [points_text(ledger.score_high) for ledger in ledgers]
        yield _line("… if all that is open were met", highs, column)
    yield _line("Eligible", [ELIGIBLE[ledger.eligible] for ledger in ledgers], column)
    for ledger in ledgers:
        if ledger.flags:
            flags = flag_line(result, ledger)
            yield from wrapped(f"{one_line(ledger.candidate_id, 60)}: {flags}")


def _different(compared: Comparison) -> Iterator[str]:
    yield ""
    yield "Where they differ" if compared.different else "They differ in nothing."
    for row in compared.different:
        yield _points(row, _column(compared))
        for ranked, reason in zip(compared.columns, row.reasons, strict=True):
            yield from wrapped(f"{one_line(ranked.ledger.candidate_id, 60)}: {reason}", "    ")


def _points(row: ComparedRow, column: int) -> str:
    cells = [f"{SIGNS[e.assessment.status]} {points_text(e.points)}" for e in row.entries]
    behind = f" ({level_of(row).lower()}, {points_text(row.worth)})"
    space = WIDTH - column * len(cells) - 2 - len(behind)
    return _line(one_line(row.label, max(space, 8)) + behind, cells, column)


def _same(compared: Comparison) -> Iterator[str]:
    if compared.same:
        yield ""
        yield "Where they do not"
        yield from (_points(row, _column(compared)) for row in compared.same)


def _decided(compared: Comparison) -> Iterator[str]:
    yield ""
    yield "What decided"
    for found in compared.contrasts:
        facts = list(fact_lines(compared.result, found))
        first = one_line(found.first_id, 60)
        yield f"{first}: {contrast_headline(found)}{':' if facts else '.'}"
        for fact in facts:
            yield from wrapped(fact, "  ", "        ")
    for first, second, share in compared.win_shares:
        pair = f"{one_line(first, 60)} stands above {one_line(second, 60)}"
        yield f"{pair} under {share_text(share)} of weightings."
