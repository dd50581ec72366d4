"""Pairs of a job and a candidate as rows of numbers in which a policy's figures are factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind, Need, Polarity, Profile, Relation
from matcher.scoring.assess import leaf_outcomes
from matcher.scoring.credit import Piece, best_tier, pieces
from matcher.scoring.fold import counted_shares
from matcher.scoring.planning import PlannedLeaf, PlannedRequirement, ScoringPlan
from matcher.scoring.policy import EvidenceCredits, Policy
from matcher.scoring.view import View, view
from matcher.tuning.parameters import parameters

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from matcher.tuning.study import Study

#: Between the factors in the name of a column.
TIMES = " × "
#: Factor of columns that count what is asked, not what is shown.
ASKED = "asked"
#: In place of a level, for what a person weighed in the job card.
GIVEN = "given"

_RELATIONS = tuple(Relation)
_KINDS = EvidenceCredits.__struct_fields__
_UNIT = 10_000

#: A share of what is asked, and the figures it is multiplied by.
Term = tuple[float, tuple[str, ...]]


def pair_features(study: Study) -> DataFrame:
    """Every graded pair as what it shows, by the figures that decide what that is worth.

    A score is the sum of the columns without ``asked``, each times the figures it names, divided by
    the same sum of those with it, times 100.  So it is as long as the same evidence decides each
    credit; under the policy that the study was planned with it is the score but for rounding (less
    than 0.015 points a requirement and 0.01 for each mean of alternatives).

    Returns
    -------
    DataFrame
        Index ``job`` and ``candidate_id``.  ``levels.must × relations.same × evidence.claimed`` is
        the weight of what must-haves ask for and a bare list shows, in units of a level's weight;
        ``levels.must × asked`` that of all must-haves.  Factors that are not learned (degrees,
        languages, words outside the taxonomy, a taxonomy's strengths) are in the numbers.
        ``given`` stands for a level where a person set the weight.  Columns of zeros are left out.
    """
    import pandas as pd

    values = figures_of(study.policy)
    rows, index = [], []
    for each in study.jobs:
        tracer = _Tracer(each.plan, values)
        for profile in each.profiles:
            rows.append(tracer.row(profile))
            index.append((each.name, profile.candidate_id))
    place = {name: at for at, name in enumerate(values)}
    found = {column for row in rows for column in row}
    columns = sorted(found, key=lambda column: [place.get(f, len(place)) for f in factors(column)])
    keys = pd.MultiIndex.from_tuples(index, names=("job", "candidate_id"))
    return pd.DataFrame.from_records(rows, columns=columns, index=keys).fillna(0.0)


def pair_grades(study: Study) -> Series:
    """The grade of every pair, in the order of :func:`pair_features` and under its index."""
    import pandas as pd

    keys = [(each.name, own) for each in study.jobs for own in each.candidate_ids]
    index = pd.MultiIndex.from_tuples(keys, names=("job", "candidate_id"))
    grades = [grade for each in study.jobs for grade in each.grades]
    return pd.Series(grades, index=index, name="grade")


def factors(column: str) -> tuple[str, ...]:
    """What the name of a column multiplies.

    Examples
    --------
    >>> factors("levels.must × relations.same")
    ('levels.must', 'relations.same')
    """
    return tuple(column.split(TIMES))


def figures_of(policy: Policy) -> dict[str, float]:
    """The figures that columns may name, with their values in a policy."""
    return {each.name: each.value for each in parameters(policy)}


@dataclass(frozen=True, slots=True)
class _Tracer:
    """Takes the scores of one job apart."""

    plan: ScoringPlan
    values: Mapping[str, float]

    def row(self, profile: Profile) -> dict[str, float]:
        """One candidate's columns."""
        seen = view(profile, self.plan)
        outcomes = leaf_outcomes(self.plan, seen)
        row: defaultdict[str, float] = defaultdict(float)
        for planned in self.plan.requirements:
            tree, weight = planned.tree, planned.share.weight
            if tree is None or not weight:
                continue
            level, weight_in_levels = self._weight(planned)
            row[TIMES.join((level, ASKED))] += weight_in_levels
            leaves = [outcomes[need.id].leaf for need in tree.leaves()]
            credit = {leaf.leaf_id: (leaf.low, leaf.high) for leaf in leaves}
            for leaf_id, share in counted_shares(tree, credit):
                leaf, low = self.plan.leaves[leaf_id], credit[leaf_id][0]
                for part, named in self._terms(leaf, low, seen):
                    row[TIMES.join((level, *named))] += weight_in_levels * share * part
        return dict(row)

    def _weight(self, planned: PlannedRequirement) -> tuple[str, float]:
        """The level's figure, and the weight in its units."""
        weight = planned.share.weight / _UNIT
        if planned.requirement.weight is not None:
            return GIVEN, weight
        level = f"levels.{planned.requirement.level}"
        return level, weight / self.values[level]

    def _terms(self, leaf: PlannedLeaf, low: int, seen: View) -> list[Term]:
        """A leaf's credit as a sum of products of figures."""
        if not low:
            return []
        credit = low / FULL_CREDIT
        products = self._products(leaf, low, seen)
        worth = sum(part * self._worth(named) for part, named in products)
        return [(part * credit / worth, named) for part, named in products]

    def _worth(self, named: Sequence[str]) -> float:
        return prod(self.values[name] for name in named)

    def _products(self, leaf: PlannedLeaf, low: int, seen: View) -> list[Term]:
        """What decided a leaf's credit, in proportion."""
        if not _by_skill(leaf.need):
            return [(1.0, ())]
        listed = leaf.need.kind is Kind.CERTIFICATION
        found = pieces(leaf, seen, self.plan, listed=listed)
        if leaf.months and not listed:
            had = [piece for piece in found if piece.evidence.polarity is Polarity.HAS]
            tier = best_tier(had, leaf, self.plan)
            if tier.credit == low:
                return list(self._by_years(leaf, had))
            return [(1.0, (*self._presence(leaf, found), "years.uncounted"))]
        return [(1.0, self._presence(leaf, found, listed=listed))]

    def _presence(
        self, leaf: PlannedLeaf, found: Sequence[Piece], *, listed: bool = False
    ) -> tuple[str, ...]:
        """The figures of the best evidence; of equals, of the kind that can never be worth less."""
        best = min(
            (piece for piece in found if piece.credit == found[0].credit),
            key=lambda piece: (_relation_order(piece), _KINDS.index(piece.evidence.kind.value)),
        )
        relation = self._ceiling(leaf, best)
        if listed or best.evidence.polarity is Polarity.LEARNING:
            return relation
        kind = best.evidence.kind.value
        by_kind = getattr(self.plan.policy.evidence, kind)
        if leaf.ways[best.evidence.skill][1] * by_kind // FULL_CREDIT > best.ceiling:
            return relation
        return (f"relations.{best.relation}", f"evidence.{kind}")

    def _ceiling(self, leaf: PlannedLeaf, piece: Piece) -> tuple[str, ...]:
        """The relation, unless something else bounds what the evidence can earn."""
        most = leaf.ways[piece.evidence.skill][1]
        if piece.evidence.polarity is Polarity.LEARNING:
            most = most * self.plan.policy.learning_most // FULL_CREDIT
        return (f"relations.{piece.relation}",) if piece.ceiling == most else ()

    def _by_years(self, leaf: PlannedLeaf, had: Sequence[Piece]) -> Iterator[Term]:
        """The relation that the years need, times the parts of the curve beside their share."""
        tier = best_tier(had, leaf, self.plan)
        stronger = [piece for piece in had if piece.ceiling > tier.ceiling]
        equal = [piece for piece in had if piece.ceiling == tier.ceiling]
        equal.sort(key=_relation_order)
        enough = next(
            piece
            for count, piece in enumerate(equal, 1)
            if best_tier([*stronger, *equal[:count]], leaf, self.plan).credit == tier.credit
        )
        ceiling = self._ceiling(leaf, enough)
        curve = self.plan.policy.years.curve
        percent = min(tier.months, leaf.months) * 100 / leaf.months
        for at, (knot, credit) in enumerate(curve):
            part = _hat(percent, [x for x, _ in curve], at)
            inner = 0 < at < len(curve) - 1 and credit
            if part and inner:
                yield part, (*ceiling, f"years.{knot}")
            elif part and credit:
                yield part * credit / FULL_CREDIT, ceiling


def _by_skill(need: Need) -> bool:
    """Whether relation and place of evidence decide, and nothing else."""
    return need.skill is not None and need.kind not in (Kind.EDUCATION, Kind.LANGUAGE, Kind.OTHER)


def _relation_order(piece: Piece) -> int:
    return _RELATIONS.index(piece.relation)


def _hat(percent: float, knots: Sequence[int], at: int) -> float:
    """How much of a value between knots is that of one of them: 1 on it, 0 on its neighbours."""
    knot = knots[at]
    if percent == knot:
        return 1.0
    beside = at - 1 if percent < knot else at + 1
    if not 0 <= beside < len(knots):
        return 0.0
    return max(0.0, 1 - abs(percent - knot) / abs(knots[beside] - knot))
