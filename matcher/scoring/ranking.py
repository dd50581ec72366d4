"""Ledgers in the order a recruiter reads them."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.model import Ledger, Profile, Ranked
from matcher.scoring.ledger import score_candidate
from matcher.scoring.planning import ScoringPlan


def rank(plan: ScoringPlan, profiles: Iterable[Profile]) -> tuple[Ranked, ...]:
    """Score and rank candidates.

    Parameters
    ----------
    plan : ScoringPlan
        The job (:func:`matcher.scoring.plan`).
    profiles : iterable of Profile
        In any order; the outcome does not depend on it.

    Returns
    -------
    tuple of Ranked
        Best first, as :func:`in_order` has them.
    """
    return in_order(score_candidate(plan, profile) for profile in profiles)


def in_order(
    ledgers: Iterable[Ledger], filtered_out: frozenset[str] = frozenset()
) -> tuple[Ranked, ...]:
    """Rank ledgers by score, those below a failed gate after all others.

    Equal scores share a rank and stand by ``candidate_id`` (1, 1, 3).  Candidates of whom nothing
    could be read come behind them, with no rank: for a person to read.  Last come those whose ids
    a filter took out, with no rank either.

    Examples
    --------
    >>> [(r.rank, r.ledger.candidate_id) for r in in_order([
    ...     Ledger("b", ()), Ledger("a", ()), Ledger("c", (), ranked_below=True),
    ...     Ledger("d", (), readable=False)])]
    [(1, 'a'), (1, 'b'), (3, 'c'), (None, 'd')]
    """
    ordered = sorted(
        ledgers, key=lambda led: (not led.readable, led.ranked_below, -led.score, led.candidate_id)
    )
    kept = [led for led in ordered if led.candidate_id not in filtered_out]
    out = [Ranked(None, led) for led in ordered if led.candidate_id in filtered_out]
    ranked: list[Ranked] = []
    for place, ledger in enumerate(kept, start=1):
        before = ranked[-1] if ranked else None
        shared = before is not None and _standing(before.ledger) == _standing(ledger)
        place_or_shared = before.rank if before is not None and shared else place
        ranked.append(Ranked(place_or_shared if ledger.readable else None, ledger))
    return (*ranked, *out)


def _standing(ledger: Ledger) -> tuple[bool, bool, int]:
    return ledger.readable, ledger.ranked_below, ledger.score
