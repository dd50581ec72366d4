"""Explanations and comparisons of a few candidates, from the part of the ranking they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from matcher.errors import InputError
from matcher.explaining import compare_candidates, explain_candidate
from matcher.notebook.bench import Bench
from matcher.notebook.display import ComparisonView, ExplanationView
from matcher.notebook.placing import Placing
from matcher.report.explanation import Audience
from matcher.report.result import RankResult
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.robustness import Certainty, RankAcceptability


def around(placing: Placing, place: int, reach_rank: int | None) -> list[int]:
    """A candidate with those its explanation speaks of, in the order of the ranking.

    They are the neighbours, and the last that has to be beaten for a better rank.
    """
    ranks, ranked = placing.ranks, placing.ranked
    own = int(ranks[place])
    if not own:
        return [place]
    at = int(np.flatnonzero(ranked == place)[0])
    better = ranked[:at][ranks[ranked[:at]] < own]
    if reach_rank is not None:
        better = better[ranks[better] <= reach_rank]
    return list(dict.fromkeys([*better[-1:].tolist(), *ranked[max(at - 1, 0) : at + 2].tolist()]))


def weighable(bench: Bench, placing: Placing) -> CreditMatrix:
    """What those showed whom no filter took out, by the ids that are shown, in their order."""
    matrix = placing.matrix
    places = placing.order[~placing.out[placing.order]]
    names = [bench.names[place] for place in places]
    low, high, readable = matrix.low[:, places], matrix.high[:, places], matrix.readable[places]
    return CreditMatrix(matrix.plan, names, low, high, readable)


def certainties(found: RankAcceptability) -> dict[str, Certainty]:
    """How sure each rank is when the weights are not, by the id that is shown."""
    names = list(found.columns)
    return {own: found.certainty(own, other) for own, other in zip_longest(names, names[1:])}


def explained(
    bench: Bench,
    result: RankResult,
    place: int,
    audience: str,
    *,
    reach_score: float | None,
    reach_rank: int | None,
    certainty: Certainty | None,
) -> ExplanationView:
    """One candidate's score in full.

    Parameters
    ----------
    bench : Bench
        The job and the candidates.
    result : RankResult
        The part of the ranking around the candidate, with identity.
    place : int
        Whose, by place in the pool.
    audience, reach_score, reach_rank
        As for :meth:`matcher.notebook.results.Results.explain`.
    certainty : Certainty or None
        How sure the rank is, where that is to be said.

    Raises
    ------
    InputError
        If there is no such audience.
    """
    if audience not in list(Audience):
        raise InputError("explain", f"no audience {audience!r}", allowed=", ".join(Audience))
    sure = {} if certainty is None else {bench.names[place]: certainty}
    blinding = None
    if bench.hidden is None:
        result = replace(result, certainty=sure)
    else:
        blinding = bench.blinding(result)
        blinding = replace(blinding, shown=replace(blinding.shown, certainty=sure))
    found = explain_candidate(
        result,
        bench.pool.ids[place],
        audience,
        reach_score=reach_score,
        reach_rank=reach_rank,
        blinding=blinding,
    )
    return ExplanationView(found)


def compared(bench: Bench, result: RankResult, places: Sequence[int]) -> ComparisonView:
    """Some candidates side by side; ``result`` holds them, with identity."""
    blinding = None if bench.hidden is None else bench.blinding(result)
    own_ids = [bench.pool.ids[place] for place in places]
    return ComparisonView(compare_candidates(result, own_ids, blinding=blinding))
