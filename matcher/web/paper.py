"""A ranking as a page for paper: no script, no colour alone, one block an applicant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matcher.model import Ranked
from matcher.report.figures import points_text
from matcher.report.harmless import one_line, visible
from matcher.report.quotes import evidence_passage
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.wording import ELIGIBLE, LEVELS, SIGNS, STATUSES, flag_words, short_label
from matcher.web.exported import Exported

_QUOTED = 2


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Everything is escaped, and made visible, that is not said to be markup."""
    return Environment(
        loader=PackageLoader("matcher.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda v: visible(v) if isinstance(v, str) and not isinstance(v, Markup) else v,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_paper(exported: Exported, name: str) -> str:
    """The ranking as one HTML document, laid out for A4 and letter paper.

    Parameters
    ----------
    exported : Exported
        The ranking with its decisions.
    name : str
        What it is called: ``shortlist`` or ``ranking``.
    """
    result = exported.result
    return (
        _environment()
        .get_template("paper.html.j2")
        .render(
            title=one_line(result.job.title or "Untitled job", 200),
            name=name,
            as_of=result.as_of.isoformat(),
            versions=sorted(result.versions.items()),
            applicants=[_applicant(exported, ranked) for ranked in exported.rows],
            signs=[(sign, STATUSES[status]) for status, sign in SIGNS.items()],
        )
    )


def _applicant(exported: Exported, ranked: Ranked) -> dict[str, Any]:
    ledger, result = ranked.ledger, exported.result
    decision, why, by, at = exported.decision_cells(ledger)
    return {
        "rank": ranked.rank,
        "id": one_line(ledger.candidate_id, 120),
        "name": one_line(result.name_of(ledger.candidate_id), 120),
        "score": points_text(ledger.score),
        "high": points_text(ledger.score_high) if ledger.score_high > ledger.score else "",
        "eligible": ELIGIBLE[ledger.eligible],
        "coverage": [(level, *counts) for level, counts in ledger.coverage().items()],
        "flags": ", ".join(map(flag_words, ledger.flags)),
        "decision": decision,
        "reason": why,
        "decided": f"{by}, {at}" if decision else "",
        "entries": list(_entries(result, ranked)),
    }


def _entries(result: RankResult, ranked: Ranked) -> Iterator[dict[str, Any]]:
    ledger = ranked.ledger
    profile = result.profile(ledger.candidate_id)
    texts = profile.texts if profile else {}
    for entry in ledger.entries:
        requirement = result.requirements[entry.assessment.requirement_id]
        status = entry.assessment.status
        quoted = [
            evidence_passage(each.evidence, texts, blind=result.blind)
            for each in entry.assessment.evidence[:_QUOTED]
        ]
        yield {
            "label": short_label(requirement, 120),
            "level": LEVELS[entry.level],
            "sign": SIGNS[status],
            "status": STATUSES[status],
            "points": points_text(entry.points),
            "worth": points_text(entry.worth),
            "why": reason(result, ledger.candidate_id, entry),
            "quotes": [(words.before, words.words, words.after) for words in quoted],
        }
