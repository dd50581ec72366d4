"""The head of a ranking as HTML for a notebook: a line a candidate, a sign a requirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.model import Entry, Level, Ranked, Requirement
from matcher.report.figures import points_text
from matcher.report.flagged import flag_pairs
from matcher.report.harmless import one_line
from matcher.report.page import render_fragment
from matcher.report.reasons import short_reason
from matcher.report.result import RankResult
from matcher.report.wording import LEVELS, SIGNS, STATUSES, short_label


def ranking_fragment(
    result: RankResult,
    *,
    unread: int = 0,
    filtered: int = 0,
    moved: Mapping[str, int | None] | None = None,
) -> str:
    """The candidates of a ranking that have a rank, and how many there are beside them.

    Parameters
    ----------
    result : RankResult
        The ranking, or the head of it.
    unread, filtered : int
        How many are for a person to read, and how many a filter took out.
    moved : mapping of str to int or None, optional
        By candidate id, the ranks it rose, negative where it fell, None where it had no rank.
    """
    columns = [each for each in result.requirements.values() if result.worths.get(each.id)]
    columns.sort(key=lambda each: list(Level).index(each.level))
    levels = [each.level for each in columns]
    return render_fragment(
        "bench.html.j2",
        result=result,
        title=one_line(result.job.title or "Untitled job", 200),
        unread=unread,
        filtered=filtered,
        columns=[_column(result, each) for each in columns],
        groups=[(str(each), LEVELS[each], levels.count(each)) for each in dict.fromkeys(levels)],
        rows=[_row(result, ranked, columns, moved) for ranked in result.placed],
        moved=moved,
        legend=[(SIGNS[each], str(each), STATUSES[each]) for each in SIGNS],
    )


def _column(result: RankResult, requirement: Requirement) -> dict[str, str]:
    return {
        "id": requirement.id,
        "level": str(requirement.level),
        "label": short_label(requirement),
        "full_label": short_label(requirement, 200),
        "worth": points_text(result.worths[requirement.id]),
    }


def _row(
    result: RankResult,
    ranked: Ranked,
    columns: list[Requirement],
    moved: Mapping[str, int | None] | None,
) -> dict[str, Any]:
    ledger = ranked.ledger
    entries = {entry.assessment.requirement_id: entry for entry in ledger.entries}
    return {
        "rank": ranked.rank,
        "id": one_line(ledger.candidate_id, 80),
        "name": one_line(result.name_of(ledger.candidate_id), 80),
        "score": points_text(ledger.score),
        "high": points_text(ledger.score_high) if ledger.score_high > ledger.score else "",
        "cells": [_cell(each, entries[each.id]) for each in columns],
        "flags": flag_pairs(result, ledger),
        "move": move_words(moved.get(ledger.candidate_id)) if moved is not None else None,
    }


def _cell(requirement: Requirement, entry: Entry) -> dict[str, str]:
    status = entry.assessment.status
    earned = f"{points_text(entry.points)} of {points_text(entry.worth)}"
    return {
        "status": str(status),
        "words": STATUSES[status],
        "sign": SIGNS[status],
        "title": f"{requirement.id} {short_reason(requirement, entry, 80)}: {earned}",
    }


def move_words(change: int | None) -> dict[str, str]:
    """A change of rank as a sign with its number, and the class of its colour.

    Examples
    --------
    >>> [move_words(change)["words"] for change in (3, -2, 0, None)]
    ['▲ 3', '▼ 2', '–', 'new']
    """
    if change is None:
        return {"status": "held", "words": "new"}
    if not change:
        return {"status": "held", "words": "–"}
    return {
        "status": "rose" if change > 0 else "fell",
        "words": f"{'▲' if change > 0 else '▼'} {abs(change)}",
    }
