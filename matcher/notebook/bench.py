"""What stays the same while policies change: job, candidates, day, and who is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.model import (
    FilterOutcome,
    Job,
    Ranked,
    SetAside,
    Twin,
    Verdict,
)
from matcher.notebook.placing import Placing
from matcher.notebook.pool import Pool
from matcher.report.blinding import Blinding, blinding
from matcher.report.flagged import with_twin_flag
from matcher.report.result import RankResult
from matcher.scoring import Policy, ScoringPlan, plan, score_candidate
from matcher.screening import Filter, Screen, filter_flags
from matcher.taxonomy.taxonomy import Taxonomy

#: By place in the pool, what each filter says.
Screened = Mapping[int, tuple[FilterOutcome, ...]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """How identity is hidden in all that is shown.

    Parameters
    ----------
    names : tuple of str
        By place in the pool, the pseudonym.
    key : bytes or None
        Makes pseudonyms; without one they were numbered.
    """

    names: tuple[str, ...]
    key: bytes | None


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """A job and candidates, to be ranked under any policy.

    Parameters
    ----------
    job : Job
        What is asked.
    text : str or None
        What the job was read from, where that is known.
    source : str
        File of the job, for messages.
    taxonomy : Taxonomy
        Relations between skills.
    versions : mapping of str to str
        Of matcher, taxonomy and rules.
    as_of : date
        The day "to date" means.
    pool : Pool
        The candidates.
    uses : mapping of str to str
        What each header of the list was recognised as.
    notes : tuple of str
        What a person should know of the reading.
    set_aside : tuple of SetAside
        Who could not be read.
    filters : tuple of Filter
        Who fails one has no rank.
    hidden : Hidden or None
        How identity is hidden; None where it is shown.
    """

    job: Job
    text: str | None
    source: str
    taxonomy: Taxonomy
    versions: Mapping[str, str]
    as_of: date
    pool: Pool
    uses: Mapping[str, str]
    notes: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    filters: tuple[Filter, ...] = ()
    hidden: Hidden | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """By place in the pool, the id to show: a pseudonym where identity is hidden."""
        return self.pool.ids if self.hidden is None else self.hidden.names

    def shown(self, result: RankResult) -> RankResult:
        """A ranking as it may be shown."""
        return result if self.hidden is None else self.blinding(result).shown

    def blinding(self, result: RankResult) -> Blinding:
        """A ranking without identity, where that is hidden.

        Raises
        ------
        ValueError
            If it is not.
        """
        if self.hidden is None:
            raise ValueError("nothing is to be hidden")
        if self.hidden.key is not None:
            return blinding(result, self.hidden.key)
        names = dict(zip(self.pool.ids, self.hidden.names, strict=True))
        return blinding(result, names=names)

    def plan(self, policy: Policy) -> ScoringPlan:
        """The job under a policy."""
        return plan(self.job, self.taxonomy, policy, self.as_of, source=self.source)

    def screened(self, planned: ScoringPlan) -> Screened:
        """What the filters say of everybody; each candidate is looked at in full."""
        if not self.filters:
            return {}
        screen = Screen(self.filters, planned, self.taxonomy, planned.policy, self.as_of)
        outcomes = {}
        for place in range(len(self.pool)):
            candidate = self.pool.candidate(place)
            ledger = score_candidate(planned, candidate.profile)
            outcomes[place] = screen.outcomes(candidate, ledger)
        return outcomes

    def out(self, screened: Screened) -> NDArray[np.bool_]:
        """Whom a filter takes out, by place."""
        out = np.zeros(len(self.pool), dtype=np.bool_)
        for place, outcomes in screened.items():
            out[place] = any(outcome.verdict is Verdict.OUT for outcome in outcomes)
        return out

    def flags(
        self, placing: Placing, screened: Screened, places: Sequence[int]
    ) -> list[tuple[str, ...]]:
        """Flags of some candidates, as :meth:`ranking` has them, without their ledgers."""
        twins, ids = self.pool.twins(places), self.pool.ids
        return [
            _with_others(own, ids[place], twins, screened.get(place, ()))
            for own, place in zip(self.pool.flags(placing.matrix, places), places, strict=True)
        ]

    def ranking(self, placing: Placing, screened: Screened, places: Sequence[int]) -> RankResult:
        """The part of the ranking that holds some candidates, with their ledgers.

        Parameters
        ----------
        placing : Placing
            Where everybody stands.
        screened : mapping
            What the filters say.
        places : sequence of int
            The candidates, in the order of the ranking.
        """
        planned, policy = placing.plan, placing.plan.policy
        versions = {**self.versions, "policy": policy.digest}
        known = {place: self.pool.candidate(place) for place in places}
        twins = self.pool.twins(places)
        ranked = []
        for place, candidate in known.items():
            ledger = score_candidate(planned, candidate.profile)
            flags = _with_others(ledger.flags, ledger.candidate_id, twins, screened.get(place, ()))
            ledger = replace(ledger, flags=flags)
            ranked.append(Ranked(int(placing.ranks[place]) or None, ledger))
        ids = {each.ledger.candidate_id for each in ranked}
        shown = sum(each.rank is not None for each in ranked)
        return RankResult(
            job=replace(self.job, versions=self.job.versions or versions),
            policy=policy.to_dict(),
            versions=versions,
            as_of=self.as_of,
            ranked=tuple(ranked),
            candidates={c.profile.candidate_id: c for c in known.values()},
            set_aside=self.set_aside,
            columns=dict(self.uses),
            twins={key: found for key, found in twins.items() if key in ids},
            sources=self.taxonomy.sources,
            screened={
                known[place].profile.candidate_id: screened[place]
                for place in places
                if place in screened
            },
            worths={r.requirement.id: r.share.worth for r in planned.requirements},
            paid_elsewhere={r.requirement.id: r.share.repeats for r in planned.requirements},
            plan=planned,
            not_shown=int((placing.ranks > 0).sum()) - shown,
        )


def _with_others(
    flags: tuple[str, ...],
    candidate_id: str,
    twins: Mapping[str, tuple[Twin, ...]],
    outcomes: tuple[FilterOutcome, ...],
) -> tuple[str, ...]:
    """Flags of a ledger with those that are no part of it: of duplicates, and of filters."""
    own = with_twin_flag(flags) if candidate_id in twins else flags
    return (*own, *filter_flags(outcomes))
