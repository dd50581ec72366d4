"""Explain and compare candidates of a ranking, for two commands and for notebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from difflib import get_close_matches

from matcher.errors import InputError
from matcher.output import write_result
from matcher.report.comparison import FEWEST, MOST, Comparison, comparison
from matcher.report.explanation import Audience, Explanation, explanation
from matcher.report.result import RankResult
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.robustness import RankAcceptability, rank_acceptability
from matcher.scoring.what_if import Goal, GoalKind, WhatIfs, gate_goals, rank_goal

_NEAR_IDS = 4


def with_certainty(result: RankResult) -> RankResult:
    """The same ranking with how sure each rank is when the weights are uncertain.

    Raises
    ------
    ValueError
        If the ranking was made without a plan.
    """
    found = _acceptability(result)
    placed = [ranked.ledger.candidate_id for ranked in result.placed]
    pairs = zip(placed, [*placed[1:], None], strict=False)
    certainty = {own: found.certainty(own, following) for own, following in pairs}
    return dataclasses.replace(result, certainty=certainty)


def _plan(result: RankResult) -> ScoringPlan:
    if result.plan is None:
        raise ValueError("the ranking holds no plan to score by")
    return result.plan


def _acceptability(result: RankResult) -> RankAcceptability:
    ledgers = [ranked.ledger for ranked in result.placed]
    return rank_acceptability(CreditMatrix.from_ledgers(_plan(result), ledgers))


def explain_candidate(
    result: RankResult,
    candidate_id: str,
    audience: str = Audience.RECRUITER,
    *,
    reach_score: float | None = None,
    reach_rank: int | None = None,
) -> Explanation:
    """Explain one candidate's score in full, with what would change it.

    Parameters
    ----------
    result : RankResult
        A ranking as :meth:`matcher.matching.Matcher.rank` makes it.
    candidate_id : str
        Whose ledger to explain.
    audience : str
        ``recruiter`` or ``candidate``.
    reach_score : float, optional
        Points to reach in a what-if, 0 … 100.
    reach_rank : int, optional
        Rank to reach in a what-if; the next better one by default.

    Raises
    ------
    ValueError
        If the ranking holds no plan.
    KeyError
        If it holds no such candidate.
    """
    plan, profile = _plan(result), result.candidates[candidate_id].profile
    reader = Audience(audience)
    found = WhatIfs(plan, profile)
    goals = list(gate_goals(plan, found.ledger)) if profile.readable else []
    if reader is Audience.RECRUITER:
        goals += filter(None, [rank_goal(result.ranked, candidate_id, reach_rank)])
    if reach_score is not None:
        goals.append(Goal(GoalKind.SCORE, score=round(reach_score * 100)))
    reached = [what_if for goal in goals for what_if in found.reach(goal)]
    return explanation(result, candidate_id, [*found.most(), *reached], reader)


def compare_candidates(
    result: RankResult, candidate_ids: Sequence[str], *, certainty: bool = False
) -> Comparison:
    """Put candidates side by side.

    Parameters
    ----------
    result : RankResult
        The ranking they stand in.
    candidate_ids : sequence of str
        Two to four ids.
    certainty : bool
        Whether to work out under how many weightings each stands above each other.

    Raises
    ------
    ValueError
        If certainty is asked for and the ranking holds no plan.
    """
    wins: dict[tuple[str, str], float] = {}
    if certainty:
        found = _acceptability(result)
        placed = [i for i in candidate_ids if i in found.columns]
        wins = {(a, b): found.win_share(a, b) for a in placed for b in placed if a != b}
    return comparison(result, candidate_ids, wins)


def split_ids(given: str) -> list[str]:
    """The ids of ``--ids``.

    Raises
    ------
    InputError
        If they are not two to four different ones.

    Examples
    --------
    >>> split_ids("k1, k7")
    ['k1', 'k7']
    """
    ids = [part.strip() for part in given.split(",") if part.strip()]
    if len(set(ids)) != len(ids) or not FEWEST <= len(ids) <= MOST:
        allowed = f"{FEWEST} to {MOST} different ids with commas between"
        raise InputError("--ids", f"{given!r} cannot be compared", allowed=allowed)
    return ids


def check_ids(result: RankResult, source: str, candidate_ids: Sequence[str], option: str) -> None:
    """Make sure that a ranking holds candidates.

    Raises
    ------
    InputError
        Naming the first that is not there: why, if it was set aside, else ids that are near.
    """
    known = [ranked.ledger.candidate_id for ranked in result.ranked]
    for wanted in candidate_ids:
        if wanted in known:
            continue
        aside = next((a for a in result.set_aside if a.candidate_id == wanted), None)
        if aside is not None:
            found = f"candidate {wanted!r} was set aside: row {aside.row}, {aside.field}"
            raise InputError(source, f"{found}: {aside.error}", option)
        folded = {key.casefold(): key for key in reversed(known)}
        near = get_close_matches(wanted.casefold(), folded, _NEAR_IDS, 0.5)
        shown = [folded[key] for key in near] or known[:_NEAR_IDS]
        allowed = f"an id of the list, such as {', '.join(shown)}" if shown else ""
        raise InputError(source, f"no candidate {wanted!r}", option, allowed)


def show_explanation(explained: Explanation, output_format: str, output: str | None) -> None:
    """Write an explanation as text, JSON or HTML.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if output_format == "json":
        from matcher.report.as_json import json_text

        write_result([json_text(explained.to_dict()), "\n"], output)
    elif output_format == "html":
        from matcher.report.explain_html import explain_html

        write_result([explain_html(explained)], output)
    else:
        from matcher.report.explain_text import explain_text

        write_result([explain_text(explained)], output)


def show_comparison(compared: Comparison, output_format: str, output: str | None) -> None:
    """Write a comparison as text, JSON or HTML.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if output_format == "json":
        from matcher.report.as_json import json_text

        write_result([json_text(compared.to_dict()), "\n"], output)
    elif output_format == "html":
        from matcher.report.explain_html import compare_html

        write_result([compare_html(compared)], output)
    else:
        from matcher.report.compare_text import compare_text

        write_result([compare_text(compared)], output)
