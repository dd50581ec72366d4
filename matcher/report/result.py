"""All that a view of one ranking needs, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from matcher.model import (
    Candidate,
    FilterOutcome,
    Job,
    Ledger,
    Profile,
    Ranked,
    Requirement,
    SetAside,
    Twin,
    Verdict,
)
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.provenance import PolicyStatus
from matcher.scoring.robustness import Certainty


@dataclass(frozen=True, slots=True)
class RankResult:
    """A ranking and everything its views show beside it.

    Parameters
    ----------
    job : Job
        What is asked.
    policy : dict
        Every figure in force, as ``Policy.to_dict`` gives it; ``met_at`` is read.
    versions : dict of str to str
        Of matcher, taxonomy, rules, policy.
    as_of : date
        The day "to date" means.
    ranked : tuple of Ranked
        In the order to show.
    candidates : mapping of str to Candidate
        By id: the texts that evidence points into, and the carried cells.
    set_aside : tuple of SetAside
        What could not be read.
    columns : mapping of str to str
        The list's own headers and what each was read as: ``resume_text``, …; for unread ones what
        they identify (``name``, ``email``, …) or ``carried``.
    worths : mapping of str to int
        Per requirement, its share of the job's 10,000 hundredths of a point.
    paid_elsewhere : mapping of str to tuple of str
        Per requirement, the leaves that pay for what it asks again (``Share.repeats``).
    twins : mapping of str to tuple of Twin
        By id, the candidates that may be the same person.
    blind : bool
        Whether identity was taken out (:meth:`blinded`).
    sources : mapping of str to mapping of str to sequence of str
        Per skill, its ids in other taxonomies by the name of each; only skills that have any.
    certainty : mapping of str to Certainty
        By candidate id, how sure the rank is; empty where nobody asked.
    screened : mapping of str to tuple of FilterOutcome
        By candidate id, what each filter said; empty where there was none.
    plan : ScoringPlan or None
        The job ready to score, for what needs another score; None where only ledgers are known.
    not_shown : int
        How many more have a rank and are not in ``ranked``.
    next_below : Ledger or None
        Of the first of them.
    """

    job: Job
    policy: dict[str, Any]
    versions: dict[str, str]
    as_of: date
    ranked: tuple[Ranked, ...]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    worths: Mapping[str, int] = field(default_factory=dict)
    paid_elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    twins: Mapping[str, tuple[Twin, ...]] = field(default_factory=dict)
    blind: bool = False
    sources: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    certainty: Mapping[str, Certainty] = field(default_factory=dict)
    screened: Mapping[str, tuple[FilterOutcome, ...]] = field(default_factory=dict)
    plan: ScoringPlan | None = None
    not_shown: int = 0
    next_below: Ledger | None = None

    @property
    def met_at(self) -> int:
        """Credit in ten-thousandths from which something is met."""
        return int(self.policy["met_at"])

    @property
    def policy_status(self) -> PolicyStatus | None:
        """Whether a learned policy is a draft or signed off; None for figures nobody learned."""
        return None if self.plan is None else self.plan.policy.status

    @property
    def requirements(self) -> dict[str, Requirement]:
        """Requirements by id, in the order of the job."""
        return {requirement.id: requirement for requirement in self.job.requirements}

    @property
    def placed(self) -> tuple[Ranked, ...]:
        """Candidates with a rank."""
        return tuple(r for r in self.ranked if r.rank is not None)

    @property
    def placed_count(self) -> int:
        """How many have a rank, shown or not."""
        return len(self.placed) + self.not_shown

    @property
    def to_read(self) -> tuple[Ranked, ...]:
        """Candidates no honest rank exists for: a person reads them."""
        return tuple(r for r in self.ranked if r.rank is None and not self.is_out(r))

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters as they were given; in a blind view those of persons by their field."""
        return tuple(outcome.filter for outcome in next(iter(self.screened.values()), ()))

    @property
    def filtered_out(self) -> tuple[Ranked, ...]:
        """Candidates that a filter took out of the ranking."""
        return tuple(r for r in self.ranked if self.is_out(r))

    def is_out(self, ranked: Ranked) -> bool:
        """Whether a filter took a candidate out of the ranking."""
        return bool(self.screening(ranked.ledger.candidate_id, Verdict.OUT))

    def screening(self, candidate_id: str, verdict: Verdict) -> tuple[FilterOutcome, ...]:
        """The filters of one outcome for a candidate."""
        return tuple(o for o in self.screened.get(candidate_id, ()) if o.verdict is verdict)

    def importance(self, requirement_id: str) -> int | None:
        """Percent of its level's weight that a requirement has; None where nothing is scored."""
        if self.plan is None or not self.worths.get(requirement_id):
            return None
        shares = (planned.share for planned in self.plan.requirements)
        return next((s.importance for s in shares if s.requirement_id == requirement_id), None)

    @property
    def standing(self) -> tuple[Ledger, ...]:
        """Ledgers of those with a rank, and of the next below them that is not shown."""
        below = () if self.next_below is None else (self.next_below,)
        return (*(ranked.ledger for ranked in self.placed), *below)

    def head(self, count: int) -> RankResult:
        """The same ranking with only so many of those that have a rank; how many more is counted.

        Examples
        --------
        >>> from matcher.scoring.ranking import in_order
        >>> three = in_order([Ledger("a", ()), Ledger("b", ()), Ledger("c", (), readable=False)])
        >>> head = RankResult(Job(None, ()), {}, {}, date(2026, 11, 1), three).head(1)
        >>> [r.ledger.candidate_id for r in head.ranked], head.not_shown
        (['a', 'c'], 1)
        """
        placed = self.placed
        if len(placed) <= count:
            return self
        shown = (*placed[:count], *self.to_read, *self.filtered_out)
        ids = {ranked.ledger.candidate_id for ranked in shown}
        return replace(
            self,
            ranked=shown,
            twins={key: twins for key, twins in self.twins.items() if key in ids},
            not_shown=self.not_shown + len(placed) - count,
            next_below=placed[count].ledger,
        )

    def profile(self, candidate_id: str) -> Profile | None:
        """What was read of a candidate; None where only the ledger is known."""
        candidate = self.candidates.get(candidate_id)
        return candidate.profile if candidate else None

    def carried(self, candidate_id: str) -> dict[str, str]:
        """Cells that travelled beside the candidate; empty in a blind view."""
        candidate = self.candidates.get(candidate_id)
        return candidate.carried if candidate else {}

    def carried_columns(self) -> tuple[str, ...]:
        """Names of all carried columns, in the order of the list."""
        names = (name for r in self.ranked for name in self.carried(r.ledger.candidate_id))
        return tuple(dict.fromkeys(names))

    def name_of(self, candidate_id: str) -> str:
        """The candidate's name if the list carried one, else empty."""
        by_use: dict[str, str] = {}
        for header, cell in self.carried(candidate_id).items():
            if cell.strip():
                by_use.setdefault(self.columns.get(header, header), cell.strip())
        parts = (by_use.get(use, "") for use in ("first_name", "last_name"))
        return by_use.get("name") or " ".join(filter(None, parts))

    def twins_of(self, candidate_id: str) -> tuple[Twin, ...]:
        """Other candidates that may be the same person."""
        return self.twins.get(candidate_id, ())

    def blinded(self, key: bytes | None = None) -> RankResult:
        """The same result without identity; see :func:`matcher.report.blinding.blinding`."""
        from matcher.report.blinding import blinding

        return blinding(self, key).shown
