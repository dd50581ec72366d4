"""Explain and compare candidates of a ranking, for two commands and for notebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from difflib import get_close_matches

from matcher.errors import InputError
from matcher.output import write_result
from matcher.report.blinding import Blinding, hidden_words
from matcher.report.comparison import FEWEST, MOST, Comparison, comparison
from matcher.report.explanation import Audience, Explanation, explanation
from matcher.report.notes import aside_place
from matcher.report.result import RankResult
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.robustness import certainties, rank_acceptability
from matcher.scoring.what_if import Goal, GoalKind, WhatIf, WhatIfs, gate_goals, rank_goal

_NEAR_IDS = 4


def with_certainty(result: RankResult) -> RankResult:
    """The same ranking with how sure each rank is when the weights are uncertain.

    Raises
    ------
    ValueError
        If the ranking was made without a plan.
    """
    placed = [ranked.ledger for ranked in result.placed]
    return dataclasses.replace(result, certainty=certainties(_plan(result), placed))


def _plan(result: RankResult) -> ScoringPlan:
    if result.plan is None:
        raise ValueError("the ranking holds no plan to score by")
    return result.plan


def explain_candidate(
    result: RankResult,
    candidate_id: str,
    audience: str = Audience.RECRUITER,
    *,
    reach_score: float | None = None,
    reach_rank: int | None = None,
    blinding: Blinding | None = None,
    certainty: bool = False,
) -> Explanation:
    """Explain one candidate's score in full, with what would change it.

    Parameters
    ----------
    result : RankResult
        A ranking as :meth:`matcher.matching.Matcher.rank` makes it, not a blind one.
    candidate_id : str
        Whose ledger to explain, by the id in ``result``.
    audience : str
        ``recruiter`` or ``candidate``.
    reach_score : float, optional
        Points to reach in a what-if, 0 … 100.
    reach_rank : int, optional
        Rank to reach in a what-if; the next better one by default.
    blinding : Blinding, optional
        The same ranking without identity: then the explanation shows that one.  Changes are still
        scored by what the profile says, not by its masked text.
    certainty : bool
        Whether to work out how sure the rank is, where ``result`` does not hold it.

    Raises
    ------
    ValueError
        If the ranking holds no plan, or is blind itself.
    KeyError
        If it holds no such candidate.
    """
    if result.blind:
        raise ValueError("a blind ranking cannot be scored anew; give the seeing one and blinding")
    reader = Audience(audience)
    what_ifs = _what_ifs(result, candidate_id, reader, reach_score, reach_rank)
    shown, shown_id = result, candidate_id
    if blinding is not None:
        shown, shown_id = blinding.shown, blinding.names[candidate_id]
    if certainty and not shown.certainty:
        shown = with_certainty(shown)
    return explanation(shown, shown_id, what_ifs, reader)


def _what_ifs(
    result: RankResult,
    candidate_id: str,
    reader: Audience,
    reach_score: float | None,
    reach_rank: int | None,
) -> list[WhatIf]:
    plan, profile = _plan(result), result.candidates[candidate_id].profile
    found = WhatIfs(plan, profile)
    goals = list(gate_goals(plan, found.ledger)) if profile.readable else []
    if reader is Audience.RECRUITER:
        goals += filter(None, [rank_goal(result.ranked, candidate_id, reach_rank)])
    if reach_score is not None:
        goals.append(Goal(GoalKind.SCORE, score=round(reach_score * 100)))
    reached = [what_if for goal in goals for what_if in found.reach(goal)]
    return [*found.most(), *reached]


def compare_candidates(
    result: RankResult,
    candidate_ids: Sequence[str],
    *,
    blinding: Blinding | None = None,
    certainty: bool = False,
) -> Comparison:
    """Put candidates side by side.

    Parameters
    ----------
    result : RankResult
        The ranking they stand in.
    candidate_ids : sequence of str
        Two to four ids, as they stand in ``result``.
    blinding : Blinding, optional
        The same ranking without identity: then the comparison shows that one.
    certainty : bool
        Whether to work out under how many weightings each stands above each other.

    Raises
    ------
    ValueError
        If certainty is asked for and the ranking holds no plan.
    """
    shown, ids = result, list(candidate_ids)
    if blinding is not None:
        shown, ids = blinding.shown, [blinding.names[own] for own in ids]
    wins: dict[tuple[str, str], float] = {}
    if certainty:
        ledgers = [ranked.ledger for ranked in shown.placed]
        found = rank_acceptability(CreditMatrix.from_ledgers(_plan(shown), ledgers))
        placed = [i for i in ids if i in found.columns]
        wins = {(a, b): found.win_share(a, b) for a in placed for b in placed if a != b}
    return comparison(shown, ids, wins)


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
    if not can_compare(ids):
        allowed = f"{FEWEST} to {MOST} different ids with commas between"
        raise InputError("--ids", f"{given!r} cannot be compared", allowed=allowed)
    return ids


def can_compare(ids: Sequence[str]) -> bool:
    """Whether ids are as many different ones as fit side by side.

    Examples
    --------
    >>> can_compare(["k1", "k7"]), can_compare(["k1", "k1"]), can_compare(["k1"])
    (True, False, False)
    """
    return len(set(ids)) == len(ids) and FEWEST <= len(ids) <= MOST


def find_ids(
    result: RankResult,
    source: str,
    given: Sequence[str],
    option: str,
    blinding: Blinding | None = None,
) -> list[str]:
    """The candidates that ids name, by their ids in the ranking.

    Parameters
    ----------
    result : RankResult
        The ranking, not a blind one.
    source : str
        The list, for messages.
    given : sequence of str
        Ids of the list; with ``blinding``, or pseudonyms.
    option : str
        Where they were given, for messages.
    blinding : Blinding, optional
        The same ranking without identity.

    Raises
    ------
    InputError
        Naming the first that is not there: why, if it was set aside, else ids that are near, which
        are pseudonyms in a blind ranking.  Also if one names two candidates, or two name one.
    """
    names = blinding.names if blinding else {}
    meant = {pseudonym: own for own, pseudonym in names.items()}
    known = {ranked.ledger.candidate_id for ranked in result.ranked}
    found: dict[str, str] = {}
    for wanted in given:
        own = {wanted, meant.get(wanted, wanted)} & known
        if not own:
            raise _unknown(result, source, wanted, option, blinding)
        if len(own) > 1:
            said = f"{wanted!r} is the id of one candidate and the pseudonym of another"
            raise InputError(source, said, option, "pseudonyms with a key: --blind-key FILE")
        first = found.setdefault(own.pop(), wanted)
        if first != wanted:
            said = f"{first!r} and {wanted!r} are the same candidate"
            raise InputError(source, said, option, "different candidates")
    return list(found)


def _unknown(
    result: RankResult, source: str, wanted: str, option: str, blinding: Blinding | None
) -> InputError:
    """Why an id names nobody of the ranking."""
    names = blinding.names if blinding else {}
    whys = [
        f"{aside_place(aside)}: "
        + (hidden_words(aside.error, aside.candidate_id) if blinding else aside.error)
        for aside in result.set_aside
        if aside.candidate_id and wanted in (aside.candidate_id, names.get(aside.candidate_id))
    ]
    if whys:
        return InputError(source, f"candidate {wanted!r} was set aside: {'; '.join(whys)}", option)
    shown = blinding.shown if blinding else result
    known = [ranked.ledger.candidate_id for ranked in shown.ranked]
    folded = {key.casefold(): key for key in reversed(known)}
    near = get_close_matches(wanted.casefold(), folded, _NEAR_IDS, 0.5)
    proposed = [folded[key] for key in near] or known[:_NEAR_IDS]
    allowed = f"an id of the list, such as {', '.join(proposed)}" if proposed else ""
    return InputError(source, f"no candidate {wanted!r}", option, allowed)


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
