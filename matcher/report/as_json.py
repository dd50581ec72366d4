"""A ranking as the JSON of the contract: deterministic, and one candidate at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matcher.model import FULL_CREDIT, Entry, Job, LeafAssessment, Ranked
from matcher.report.career import career_dict
from matcher.report.contrasts import above_next, contrast_dict
from matcher.report.figures import points_number
from matcher.report.harmless import HARMFUL
from matcher.report.questions import job_questions, open_questions
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.sureness import certainty_dict
from matcher.scoring.contrast import Contrast
from matcher.scoring.fold import status_of


def json_text(value: Any) -> str:
    r"""JSON on one line in UTF-8, with escapes for characters that hide or reorder others.

    Examples
    --------
    >>> json_text({"name": "Žofia\u202e"})
    '{"name": "Žofia\\u202e"}'
    """
    return HARMFUL.sub(lambda m: _escaped(m[0]), json.dumps(value, ensure_ascii=False))


def job_dict(job: Job, sources: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    """A job in the shape of the contract; leaves with ids in other taxonomies carry ``sources``.

    Parameters
    ----------
    job : Job
        What is asked.
    sources : mapping
        Per skill, its ids in other taxonomies by the name of each.

    Examples
    --------
    >>> from matcher.model import Cue, Kind, Level, Method, Need, Requirement
    >>> go, cue = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go"), Cue("", None, "")
    >>> job = Job(None, (Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, cue, go),))
    >>> job_dict(job, {"go": {"lightcast": ("KS1",)}})["requirements"][0]["needs"]["sources"]
    {'lightcast': ['KS1']}
    """
    raw = job.to_dict()
    for requirement in raw["requirements"] if sources else ():
        requirement["needs"] = _tree_with_sources(requirement["needs"], sources)
    return raw


def _tree_with_sources(node: Any, sources: Mapping[str, Mapping[str, Sequence[str]]]) -> Any:
    if not isinstance(node, dict):
        return node
    for key in ("all", "any"):
        if key in node:
            return node | {key: [_tree_with_sources(child, sources) for child in node[key]]}
    return _with_sources(node, sources)


def _with_sources(
    raw: dict[str, Any], sources: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    ids = sources.get(raw.get("skill") or "")
    return raw | {"sources": {name: list(of) for name, of in ids.items()}} if ids else raw


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if character != "\x7f" else "\\u007f"


def stream_json(result: RankResult) -> Iterator[str]:
    """The rank JSON in pieces: the head, each candidate on a line, the foot.

    Joined, the pieces are one JSON document that ends in a line feed.  The same result gives the
    same bytes.
    """
    yield "{\n"
    yield f'"job": {json_text(job_dict(result.job, result.sources))},\n'
    yield f'"policy": {json_text(result.policy)},\n'
    if result.policy_status:
        yield f'"policy_status": {json_text(result.policy_status)},\n'
    yield f'"versions": {json_text(result.versions)},\n'
    yield f'"as_of": {json_text(result.as_of.isoformat())},\n'
    yield f'"columns": {json_text(dict(result.columns))},\n'
    yield f'"filters": {json_text(list(result.filters))},\n'
    yield f'"questions": {json_text([q.to_dict() for q in job_questions(result)])},\n'
    if result.not_shown:
        yield f'"not_shown": {result.not_shown},\n'
    yield '"candidates": ['
    above = above_next(result)
    for number, ranked in enumerate(result.ranked):
        found = above.get(ranked.ledger.candidate_id)
        yield f"{',' if number else ''}\n{json_text(candidate_dict(result, ranked, found))}"
    yield '\n],\n"set_aside": ['
    for number, aside in enumerate(result.set_aside):
        yield f"{',' if number else ''}\n{json_text(aside.to_dict())}"
    yield "\n]\n}\n"


def candidate_dict(
    result: RankResult, ranked: Ranked, above: Contrast | None = None
) -> dict[str, Any]:
    """One candidate in the shape of the contract, with what was carried and its row.

    ``above`` is what decided against the next candidate; None for the last.
    """
    ledger = ranked.ledger
    candidate = result.candidates.get(ledger.candidate_id)
    certainty = result.certainty.get(ledger.candidate_id)
    sure = {"certainty": certainty_dict(certainty) if certainty else None}
    return {
        "candidate_id": ledger.candidate_id,
        "rank": ranked.rank,
        "score": points_number(ledger.score),
        "score_hundredths": ledger.score,
        "score_high": points_number(ledger.score_high),
        "score_high_hundredths": ledger.score_high,
        "eligible": ledger.eligible,
        "ranked_below": ledger.ranked_below,
        "flags": list(ledger.flags),
        "filters": [o.to_dict() for o in result.screened.get(ledger.candidate_id, ())],
        "coverage": {level: list(counts) for level, counts in ledger.coverage().items()},
        "possible_duplicates": [t.to_dict() for t in result.twins_of(ledger.candidate_id)],
        "row": candidate.row if candidate else None,
        **({"source": candidate.source} if candidate and candidate.source else {}),
        "career": career_dict(candidate.profile, result.as_of) if candidate else None,
        "carried": dict(result.carried(ledger.candidate_id)),
        "above": contrast_dict(result, above) if above else None,
        **(sure if result.certainty else {}),
        "questions": [question.to_dict() for question in open_questions(result, ledger)],
        "assessments": [entry_dict(result, ledger.candidate_id, entry) for entry in ledger.entries],
    }


def entry_dict(result: RankResult, candidate_id: str, entry: Entry) -> dict[str, Any]:
    """One line of a ledger in the shape of the contract."""
    assessment = entry.assessment
    return {
        "requirement_id": assessment.requirement_id,
        "status": str(assessment.status),
        "basis": str(assessment.basis),
        "credit": assessment.low / FULL_CREDIT,
        "credit_high": assessment.high / FULL_CREDIT,
        "level": str(entry.level),
        "worth": points_number(entry.worth),
        "worth_hundredths": entry.worth,
        "importance": result.importance(assessment.requirement_id),
        "points": points_number(entry.points),
        "points_hundredths": entry.points,
        "points_high_hundredths": entry.points_high,
        "reason": reason(result, candidate_id, entry),
        "leaves": [_leaf_dict(leaf, result.met_at) for leaf in assessment.leaves],
        "evidence": [
            _with_sources(evidence.to_dict(), result.sources) for evidence in assessment.evidence
        ],
    }


def _leaf_dict(leaf: LeafAssessment, met_at: int) -> dict[str, Any]:
    return {
        "leaf_id": leaf.leaf_id,
        "status": str(status_of(leaf.low, leaf.high, met_at)),
        "credit": leaf.low / FULL_CREDIT,
        "credit_high": leaf.high / FULL_CREDIT,
        "basis": str(leaf.basis),
        "months_shown": leaf.months_shown,
    }
