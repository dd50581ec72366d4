"""Explanations and comparisons as single HTML files without a script."""

from __future__ import annotations

from typing import Any

from matcher.report.comparison import ComparedRow, Comparison, level_of
from matcher.report.contrasts import contrast_headline, fact_lines
from matcher.report.explanation import ExplainedEntry, Explanation, level_words
from matcher.report.figures import points_text, share_text
from matcher.report.flagged import flag_pairs
from matcher.report.gates import gate_words
from matcher.report.harmless import one_line
from matcher.report.notes import aside_sentence
from matcher.report.page import render_fragment, render_page
from matcher.report.steps import Step, steps
from matcher.report.sureness import MEANING, band_words, certainty_sentence
from matcher.report.what_ifs import OUT_OF_REACH
from matcher.report.wording import ELIGIBLE, LEVELS, SIGNS, STATUSES
from matcher.scoring.contrast import Contrast
from matcher.scoring.robustness import RankBand


def explain_html(explained: Explanation) -> str:
    """One candidate's score as a page to print or send."""
    return render_page("explain.html.j2", **_explanation(explained))


def explain_fragment(explained: Explanation) -> str:
    """The same to stand in a notebook."""
    return render_fragment("explain.html.j2", **_explanation(explained))


def _explanation(explained: Explanation) -> dict[str, Any]:
    ledger = explained.ledger
    following = explained.above.second_id if explained.above else None
    certainty = explained.certainty
    labels = {each.entry.assessment.requirement_id: each.label for each in explained.entries}
    return {
        "title": one_line(explained.result.job.title or "Untitled job", 200),
        "explained": explained,
        "aside": "" if explained.for_candidate else aside_sentence(explained.result),
        "who": one_line(ledger.candidate_id, 80),
        "score": points_text(ledger.score),
        "high": points_text(ledger.score_high) if ledger.score_high > ledger.score else "",
        "coverage": [(key, *counts) for key, counts in ledger.coverage().items() if counts[1]],
        "groups": _groups(explained),
        "open": [(entry.label, entry.settle) for entry in explained.open],
        "contrasts": [
            _contrast(explained, found) for found in (explained.above, explained.below) if found
        ],
        "certainty": certainty_sentence(certainty, following) if certainty else "",
        "steps": [_step(step, labels) for step in steps(ledger)],
        "rank_bands": [_band(band) for band in certainty.bands] if certainty else [],
        "certainty_meaning": MEANING.format(weightings=certainty.weightings) if certainty else "",
        "out_of_reach": OUT_OF_REACH,
        "versions": list(explained.result.versions.items()),
    }


def _step(step: Step, labels: dict[str, str]) -> dict[str, Any]:
    """A line of the waterfall: words, figures, and where its bars begin and how long they are."""
    status = step.entry.assessment.status if step.entry else None
    earned, high = step.start + step.points, step.start + step.high
    bars = (
        ("track", high, step.worth - step.high),
        ("possible", earned, step.high - step.points),
        ("earned", step.start, step.points),
    )
    return {
        "head": step.is_head,
        "score": step.level is None,
        "label": labels[step.entry.assessment.requirement_id] if step.entry else _head(step),
        "status": str(status or ""),
        "status_words": STATUSES[status] if status else "",
        "sign": SIGNS[status] if status else "",
        "points": points_text(step.points),
        "high": points_text(step.high) if step.high > step.points else "",
        "worth": points_text(step.worth),
        "bars": [(kind, points_text(x), points_text(width)) for kind, x, width in bars if width],
    }


def _head(step: Step) -> str:
    return LEVELS[step.level] if step.level else "Score"


def _band(band: RankBand) -> tuple[str, str, str]:
    """Ranks, their share in words, and the length of its bar of 100."""
    return band_words(band), share_text(band.share), f"{band.share * 100:.2f}"


def _groups(explained: Explanation) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in explained.entries:
        groups.setdefault(level_words(entry), []).append(_entry(entry))
    return list(groups.items())


def _entry(explained: ExplainedEntry) -> dict[str, Any]:
    entry = explained.entry
    status = entry.assessment.status
    by_leaf = [
        (leaf, [shown for shown in explained.shown if shown.leaf == leaf.label])
        for leaf in explained.leaves
    ]
    return {
        "id": entry.assessment.requirement_id,
        "label": explained.label,
        "status": str(status),
        "status_words": STATUSES[status],
        "sign": SIGNS[status],
        "points": points_text(entry.points),
        "high": points_text(entry.points_high) if entry.points_high > entry.points else "",
        "worth": points_text(entry.worth),
        "scored": entry.worth > 0,
        "reason": explained.reason,
        "asked": [(segment.text, bool(segment.keys)) for segment in explained.asked],
        "leaves": [(leaf, SIGNS_BY_NAME[leaf.status], shown) for leaf, shown in by_leaf],
        "knock_out": explained.gate == "rank_below",
        "gate": gate_words(explained.requirement),
    }


SIGNS_BY_NAME = {str(status): sign for status, sign in SIGNS.items()}


def _contrast(explained: Explanation, found: Contrast) -> tuple[str, list[str]]:
    own = explained.ledger.candidate_id
    return contrast_headline(found, own), list(fact_lines(explained.result, found, own))


def compare_html(compared: Comparison) -> str:
    """Candidates side by side as a page."""
    return render_page("compare.html.j2", **_comparison(compared))


def compare_fragment(compared: Comparison) -> str:
    """The same to stand in a notebook."""
    return render_fragment("compare.html.j2", **_comparison(compared))


def _comparison(compared: Comparison) -> dict[str, Any]:
    columns = [
        {
            "id": one_line(ranked.ledger.candidate_id, 80),
            "name": one_line(name, 80),
            "rank": ranked.rank,
            "score": points_text(ranked.ledger.score),
            "high": points_text(ranked.ledger.score_high),
            "open": ranked.ledger.score_high > ranked.ledger.score,
            "eligible": ELIGIBLE[ranked.ledger.eligible],
            "flags": flag_pairs(compared.result, ranked.ledger),
        }
        for ranked, name in zip(compared.columns, compared.names, strict=True)
    ]
    return {
        "title": one_line(compared.result.job.title or "Untitled job", 200),
        "compared": compared,
        "aside": aside_sentence(compared.result),
        "columns": columns,
        "parts": [
            ("Where they differ", [_row(row) for row in compared.different]),
            ("Where they do not", [_row(row) for row in compared.same]),
        ],
        "contrasts": [
            (one_line(c.first_id, 80), contrast_headline(c), list(fact_lines(compared.result, c)))
            for c in compared.contrasts
        ],
        "win_shares": [
            (one_line(first, 80), one_line(second, 80), share_text(share))
            for first, second, share in compared.win_shares
        ],
        "versions": list(compared.result.versions.items()),
    }


def _row(row: ComparedRow) -> dict[str, Any]:
    cells = [
        {
            "status": str(entry.assessment.status),
            "status_words": STATUSES[entry.assessment.status],
            "sign": SIGNS[entry.assessment.status],
            "points": points_text(entry.points),
            "reason": reason,
        }
        for entry, reason in zip(row.entries, row.reasons, strict=True)
    ]
    return {
        "label": row.label,
        "level": level_of(row),
        "worth": points_text(row.worth),
        "cells": cells,
    }
