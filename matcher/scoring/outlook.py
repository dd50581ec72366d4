"""How much candidates could score at most, by the names their texts hold, before they are read.

What a name stands for in a career can only cost: a list, a denial, too few months.  So each skill
that is named anywhere counts as shown in a job for as long as is asked, any degree as the right
one, and what cannot be told from names, years in all, as met.  Whoever still stays behind the best
needs no reading.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind
from matcher.scoring.column_phrases import PhraseSieve
from matcher.scoring.formal import equivalent_months
from matcher.scoring.matrix import points_of
from matcher.scoring.planning import PlannedLeaf, ScoringPlan
from matcher.scoring.vectorised import folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in the texts of a candidate.

    Parameters
    ----------
    skills : collection of str
        Every skill that reading the texts may show, and perhaps more.
    texts : collection of str
        The texts that can be read.
    degree : bool
        Whether a degree may be named in them.
    """

    skills: Collection[str]
    texts: Collection[str]
    degree: bool = True


class Outlook:
    """One job, ready to say how much anybody could score.

    Parameters
    ----------
    plan : ScoringPlan
        The job.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Cue, Job, Kind, Level, Method, Need, Requirement
    >>> from matcher.scoring import Policy, plan
    >>> from matcher.taxonomy.skill import Skill, SkillKind
    >>> from matcher.taxonomy.taxonomy import Taxonomy
    >>> taxonomy = Taxonomy([Skill("go", "Go", SkillKind.TOOL, "languages")], "")
    >>> need = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, Cue("", None, "person"), need)
    >>> go_job = Outlook(plan(Job(None, (asked,)), taxonomy, Policy.default(), date(2026, 1, 1)))
    >>> go_job.most([Named({"go"}, ["Go"]), Named((), ["Rust"])]).tolist()
    [10000, 0]
    """

    def __init__(self, plan: ScoringPlan) -> None:
        self._paid = tuple(r for r in plan.requirements if r.share.worth and r.tree is not None)
        self._leaves: dict[str, PlannedLeaf] = {}
        for planned in self._paid:
            if planned.tree is not None:
                self._leaves |= {need.id: plan.leaves[need.id] for need in planned.tree.leaves()}
        self._sieve = PhraseSieve(plan, self._leaves)
        self._similar = plan.policy.similar.most
        self._plan = plan
        earned = {key: self._earned(leaf) for key, leaf in self._leaves.items()}
        #: Skills that count for anything.
        self.skills = frozenset(skill for by_skill in earned.values() for skill in by_skill)
        self._places = {skill: place for place, skill in enumerate(sorted(self.skills))}
        self._worth = {key: self._by_place(by_skill) for key, by_skill in earned.items()}

    def most(self, candidates: Sequence[Named]) -> NDArray[np.int32]:
        """Hundredths of a point that no score of each candidate can exceed."""
        import numpy as np

        size, places = len(candidates), self._places
        rows: list[int] = []
        named: list[int] = []
        likely: dict[str, list[int]] = {key: [] for key in self._sieve.keys}
        for row, each in enumerate(candidates):
            found = [places[skill] for skill in each.skills if skill in places]
            named += found
            rows += [row] * len(found)
            for key in self._sieve.likely(each.texts):
                likely[key].append(row)
        degrees = np.flatnonzero([each.degree for each in candidates])
        at, which = np.array(rows, dtype=np.intp), np.array(named, dtype=np.intp)
        earned = {}
        for key, leaf in self._leaves.items():
            best = np.full(size, self._anyhow(leaf), dtype=np.int32)
            np.maximum.at(best, at, self._worth[key][which])
            best[likely.get(key, [])] = self._similar
            if leaf.need.kind is Kind.EDUCATION:
                best[degrees] = FULL_CREDIT
            earned[key] = best, best
        total = np.zeros(size, dtype=np.int32)
        for planned in self._paid:
            if planned.tree is not None:
                total += points_of(folded(planned.tree, earned)[0], planned.share.worth)
        return total

    @property
    def asks_degree(self) -> bool:
        """Whether it matters who has a degree."""
        return any(leaf.need.kind is Kind.EDUCATION for leaf in self._leaves.values())

    def _earned(self, leaf: PlannedLeaf) -> dict[str, int]:
        """The most that each skill earns for a leaf; of a degree without any degree."""
        if leaf.need.kind is not Kind.EDUCATION:
            return {skill: credit for skill, (_, credit) in leaf.ways.items()}
        unread = self._plan.policy.education.degree_unread
        earned = {field: unread * most // FULL_CREDIT for field, (_, most) in leaf.fields.items()}
        if leaf.need.or_equivalent:
            earned |= dict.fromkeys(self._plan.relevant, FULL_CREDIT)
        return earned

    def _by_place(self, earned: Mapping[str, int]) -> NDArray[np.int32]:
        import numpy as np

        each = (earned.get(skill, 0) for skill in self._places)
        return np.fromiter(each, np.int32, len(self._places))

    def _anyhow(self, leaf: PlannedLeaf) -> int:
        """What a leaf may earn whatever is named."""
        need = leaf.need
        if need.kind is Kind.EDUCATION:
            if not need.or_equivalent:
                return 0
            asked = equivalent_months(leaf, self._plan)
            # A policy's curve may begin above nothing.
            return self._plan.policy.years.credit(0, asked) if asked else FULL_CREDIT
        return FULL_CREDIT if leaf.total_years else 0
