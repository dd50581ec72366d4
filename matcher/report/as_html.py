"""A ranking as one HTML file that works from disk, without a server and without the network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.model import (
    Entry,
    Evidence,
    LeafEvidence,
    Ledger,
    Level,
    Ranked,
    Requirement,
    Span,
    Verdict,
)
from matcher.report.contrasts import above_next, contrast_headline, fact_lines
from matcher.report.figures import credit_text, points_text, share_text
from matcher.report.flagged import filter_clauses, flag_pairs
from matcher.report.gates import gate_words
from matcher.report.harmless import one_line
from matcher.report.page import flat, render_page
from matcher.report.questions import job_questions, open_questions
from matcher.report.quotes import asked_segments, evidence_facts, evidence_passage
from matcher.report.reasons import reason, short_reason, weakest
from matcher.report.result import RankResult
from matcher.report.sureness import MEANING, certainty_sentence, rank_range
from matcher.report.wording import (
    BASES,
    ELIGIBLE,
    ELIGIBLE_MEANINGS,
    FILTERED_OUT_HEAD,
    FILTERED_OUT_WHY,
    LEVELS,
    SIGNS,
    STATUS_MEANINGS,
    STATUSES,
    TO_READ,
    TO_READ_WHY,
    field_words,
    leaf_label,
    quoted,
    short_label,
)
from matcher.scoring.contrast import Contrast
from matcher.scoring.fold import status_of
from matcher.scoring.robustness import Certainty

_LONGEST_CARRIED = 300
UNSCORED = "Worth nothing"
_Place = tuple[str, Span]


def render_html(result: RankResult, *, blind: bool = False) -> str:
    """The whole report as HTML text.

    Parameters
    ----------
    result : RankResult
        What to show.
    blind : bool
        Take identity out first (:meth:`RankResult.blinded`); scores stay the same.

    Returns
    -------
    str
        One document with style, script and data inside; the same result gives the same text.
    """
    shown = result.blinded() if blind and not result.blind else result
    requirements = [_requirement(shown, r) for r in shown.job.requirements]
    columns = sorted(requirements, key=lambda r: r["group"])
    order = [column["id"] for column in columns]
    rows = [_row(shown, number, ranked) for number, ranked in enumerate(shown.ranked)]
    above = above_next(shown)
    sure = next(iter(shown.certainty.values()), None)
    return render_page(
        "report.html.j2",
        script="report.js",
        title=one_line(shown.job.title or "Untitled job", 200),
        result=shown,
        requirements=requirements,
        columns=columns,
        groups=_groups(columns),
        rows=[row for row in rows if row["rank"] is not None],
        unread=[row for row in rows if row["rank"] is None and not row["filtered_out"]],
        filtered=[row for row in rows if row["filtered_out"]],
        questions=[(question.requirement_id, question.text) for question in job_questions(shown)],
        set_aside=[_aside(aside.to_dict()) for aside in shown.set_aside],
        warnings=[(one_line(w.message, 400), one_line(w.advice, 400)) for w in shown.job.warnings],
        unmatched=[one_line(u.text, 200) for u in shown.job.unmatched],
        columns_read=_pairs(shown.columns.items()),
        versions=_pairs(shown.versions.items()),
        policy=_pairs(flat(shown.policy)),
        data=[
            _candidate_data(shown, ranked, order, above.get(ranked.ledger.candidate_id))
            for ranked in shown.ranked
        ],
        certainty=MEANING.format(weightings=sure.weightings) if sure else "",
        top=sure.top if sure else 0,
        requirement_data=[_requirement_data(r) for r in columns],
        words=_words(),
        to_read=(TO_READ, TO_READ_WHY),
        filtered_out=(FILTERED_OUT_HEAD, FILTERED_OUT_WHY),
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(one_line(key, 80), one_line(value, 4000)) for key, value in pairs]


def _words() -> dict[str, Any]:
    """The closed vocabularies, for the legend and the script."""
    return {
        "status": {str(s): STATUSES[s] for s in STATUSES},
        "sign": {str(s): SIGNS[s] for s in SIGNS},
        "meaning": {str(s): STATUS_MEANINGS[s] for s in STATUS_MEANINGS},
    }


def _requirement(result: RankResult, requirement: Requirement) -> dict[str, Any]:
    cue, worth = requirement.cue, result.worths.get(requirement.id, 0)
    return {
        "id": requirement.id,
        "level": str(requirement.level),
        "level_words": LEVELS[requirement.level],
        "group": list(Level).index(requirement.level) if worth else len(Level),
        "label": short_label(requirement),
        "full_label": short_label(requirement, 200),
        "text": one_line(requirement.text, 400),
        "segments": [(s.text, bool(s.keys)) for s in asked_segments(requirement)],
        "worth": points_text(worth),
        "scored": worth > 0,
        "importance": result.importance(requirement.id) or 100,
        "because": quoted(cue.text) if cue.text else cue.rule,
        "repeats": len(requirement.repeats),
        "ignored": requirement.ignored,
        "gate": gate_words(requirement),
    }


def _requirement_data(requirement: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "level_words", "label", "full_label", "worth", "scored", "segments")
    return {key: requirement[key] for key in kept}


def _groups(columns: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Heads over the grid's columns: level, words, how many columns."""
    heads = [
        (column["level"], column["level_words"]) if column["scored"] else ("none", UNSCORED)
        for column in columns
    ]
    return [(*head, heads.count(head)) for head in dict.fromkeys(heads)]


def _row(result: RankResult, number: int, ranked: Ranked) -> dict[str, Any]:
    ledger = ranked.ledger
    carried = result.carried(ledger.candidate_id)
    name = one_line(result.name_of(ledger.candidate_id), 80)
    found = [one_line(cell, _LONGEST_CARRIED) for cell in carried.values()]
    requirements = result.requirements
    must = ledger.coverage()[str(Level.MUST)]
    return {
        "number": number,
        "rank": ranked.rank,
        "id": one_line(ledger.candidate_id, 80),
        "name": name,
        "score": points_text(ledger.score),
        "high": points_text(ledger.score_high),
        "has_range": ledger.score_high > ledger.score,
        "coverage": list(ledger.coverage().items()),
        "all_musts": must[0] == must[1],
        "eligible": ELIGIBLE[ledger.eligible],
        "sure": _sure(result.certainty.get(ledger.candidate_id)),
        "flags": flag_pairs(result, ledger),
        "filtered_out": filter_clauses(result, ledger, Verdict.OUT),
        "short_of": [
            (
                str(entry.assessment.status),
                short_reason(requirements[entry.assessment.requirement_id], entry, 40),
            )
            for entry in weakest(ledger, 2)
        ],
        "cells": {entry.assessment.requirement_id: _cell(entry) for entry in ledger.entries},
        "search": " ".join([one_line(ledger.candidate_id, 80), *found]).casefold(),
    }


def _sure(found: Certainty | None) -> tuple[str, str, str] | None:
    """Share near the top, as text and to sort by, and the range of ranks."""
    if found is None:
        return None
    return share_text(found.in_top), f"{found.in_top:.4f}", rank_range(found)


def _cell(entry: Entry) -> dict[str, str]:
    status = entry.assessment.status
    return {
        "status": str(status),
        "words": STATUSES[status],
        "sign": SIGNS[status],
        "points": points_text(entry.points),
        "worth": points_text(entry.worth),
    }


def _candidate_data(
    result: RankResult, ranked: Ranked, order: list[str], above: Contrast | None
) -> dict[str, Any]:
    """All that the panels show of one candidate, as texts ready to be set, in the grid's order."""
    ledger = ranked.ledger
    sure = result.certainty.get(ledger.candidate_id)
    by_id = {entry.assessment.requirement_id: entry for entry in ledger.entries}
    places: dict[_Place, Evidence] = {}
    for entry in ledger.entries:
        for shown in entry.assessment.evidence:
            places.setdefault(_place(shown), shown.evidence)
    numbers = {place: number for number, place in enumerate(places)}
    entries = [_entry_data(result, ledger, by_id[key], numbers) for key in order]
    return {
        "id": one_line(ledger.candidate_id, 80),
        "name": one_line(result.name_of(ledger.candidate_id), 80),
        "rank": ranked.rank,
        "score": points_text(ledger.score),
        "high": points_text(ledger.score_high),
        "eligible": [ELIGIBLE[ledger.eligible], ELIGIBLE_MEANINGS[ledger.eligible]],
        "flags": flag_pairs(result, ledger),
        "carried": [
            [one_line(key, 60), one_line(cell, _LONGEST_CARRIED)]
            for key, cell in result.carried(ledger.candidate_id).items()
            if cell.strip()
        ],
        "above": [contrast_headline(above), *fact_lines(result, above)] if above else [],
        "sure": certainty_sentence(sure, above.second_id if above else None) if sure else "",
        "ask": [question.text for question in open_questions(result, ledger)],
        "entries": entries,
        "passages": _passages(result, ledger.candidate_id, places),
    }


def _entry_data(
    result: RankResult,
    ledger: Ledger,
    entry: Entry,
    numbers: dict[_Place, int],
) -> dict[str, Any]:
    assessment = entry.assessment
    needs = {need.id: need for need in result.requirements[assessment.requirement_id].leaves()}
    return {
        "s": str(assessment.status),
        "p": points_text(entry.points),
        "h": points_text(entry.points_high) if entry.points_high > entry.points else "",
        "w": points_text(entry.worth),
        "b": BASES[assessment.basis],
        "why": reason(result, ledger.candidate_id, entry),
        "leaves": [
            [
                leaf.leaf_id,
                leaf_label(needs[leaf.leaf_id]),
                str(status_of(leaf.low, leaf.high, result.met_at)),
                credit_text(leaf.low),
                BASES[leaf.basis],
            ]
            for leaf in assessment.leaves
        ],
        "ev": [
            [shown.leaf_id, numbers[_place(shown)], evidence_facts(shown)]
            for shown in assessment.evidence
        ],
    }


def _place(shown: LeafEvidence) -> _Place:
    return shown.evidence.field, shown.evidence.span


def _passages(
    result: RankResult, candidate_id: str, shown: dict[_Place, Evidence]
) -> list[list[str]]:
    """Each passage once: the field's name, what stands before, the words, what stands behind."""
    profile = result.profile(candidate_id)
    texts = profile.texts if profile else {}
    found = []
    for evidence in shown.values():
        words = evidence_passage(evidence, texts, blind=result.blind)
        found.append([field_words(evidence.field), words.before, words.words, words.after])
    return found


def _aside(raw: dict[str, Any]) -> dict[str, str]:
    return {key: one_line(str(value or ""), 300) for key, value in raw.items()}
