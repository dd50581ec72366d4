"""What each requirement is worth: 10,000 hundredths shared out, nothing paid twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from matcher.errors import ConfigError, NothingAskedError, Problem
from matcher.model import (
    ASKED_LEVELS,
    FULL_SCORE,
    All,
    AtLeast,
    Job,
    Kind,
    Level,
    Need,
    Node,
    Requirement,
)
from matcher.scoring.fold import pruned
from matcher.scoring.importance import importances
from matcher.scoring.policy import Policy
from matcher.scoring.similarity import content_stems
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.taxonomy import Taxonomy

#: Weights are counted in ten-thousandths of a level's unit, so that a person may set 2.5.
WEIGHT_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Share:
    """What one requirement is worth, and which part of it counts.

    Parameters
    ----------
    requirement_id : str
        Id of the requirement.
    weight : int
        In ten-thousandths of a level's unit; 0 where nothing of it counts.
    worth : int
        Hundredths of a point; the worths of a job sum to 10,000.
    counted : Node or None
        The logic tree without repeated, soft and other leaves; None where nothing is left.
    repeats : tuple of str
        Ids of the leaves, here or elsewhere, that pay for what was left out as asked twice.
    importance : int
        Percent of the level's weight; 100 where a person set a weight.
    """

    requirement_id: str
    weight: int
    worth: int
    counted: Node | None
    repeats: tuple[str, ...] = ()
    importance: int = 100


def share_out(weights: Sequence[int], ranks: Sequence[int] | None = None) -> tuple[int, ...]:
    """Split 10,000 by largest remainder; ties by position.

    Parameters
    ----------
    weights : sequence of int
        Not negative, at least one positive.
    ranks : sequence of int, optional
        Among equal weights, the lower rank takes the larger share: a must never stands one
        hundredth below a preferred of the same weight.

    Examples
    --------
    >>> share_out([1, 1, 1])
    (3334, 3333, 3333)
    >>> share_out([6, 2, 1])
    (6667, 2222, 1111)
    """
    total = sum(weights)
    shares = [weight * FULL_SCORE // total for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda i: (-(weights[i] * FULL_SCORE % total), i)
    )
    for index in by_remainder[: FULL_SCORE - sum(shares)]:
        shares[index] += 1
    if ranks is None:
        return tuple(shares)
    fair = list(shares)
    for weight in set(weights):
        equal = [i for i, other in enumerate(weights) if other == weight]
        largest_first = sorted((shares[i] for i in equal), reverse=True)
        highest_first = sorted(equal, key=lambda i: (ranks[i], i))
        for index, share in zip(highest_first, largest_first, strict=True):
            fair[index] = share
    return tuple(fair)


def worths(job: Job, taxonomy: Taxonomy, policy: Policy, source: str = "job") -> tuple[Share, ...]:
    """Share 10,000 hundredths out among a job's requirements, in their order.

    Weight is the level's times an importance within the policy's bounds, or what a person set.
    Context, ignored requirements and conditions (kind ``other``) weigh nothing; soft ones what the
    policy says.  A leaf asked for twice pays once (``docs/scoring.md``).

    Raises
    ------
    NothingAskedError
        If nothing weighs anything.
    ConfigError
        If a weight a person set is negative or no number.
    """
    problems = [
        Problem(source, r.id, f"weight is {r.weight}", "a number from 0 to 1000, or null")
        for r in job.requirements
        if r.weight is not None and not 0 <= r.weight <= 1000
    ]
    if problems:
        raise ConfigError(problems)
    asked = [_asked_tree(requirement, policy) for requirement in job.requirements]
    once = _paid_once(job.requirements, asked, taxonomy, policy)
    percents = importances(job, [part.tree for part in once], _places(job, once), taxonomy, policy)
    weights = [
        0 if part.tree is None else _weight(requirement, part, percent, policy)
        for requirement, part, percent in zip(job.requirements, once, percents, strict=True)
    ]
    if not any(weights):
        allowed = "at least one must, preferred or bonus requirement; edit a job card"
        raise NothingAskedError(source, "nothing that can be scored is asked", allowed=allowed)
    ranks = [list(Level).index(requirement.level) for requirement in job.requirements]
    return tuple(
        Share(requirement.id, weight, worth, part.tree, tuple(part.paid_by), percent)
        for requirement, weight, worth, part, percent in zip(
            job.requirements, weights, share_out(weights, ranks), once, percents, strict=True
        )
    )


def _places(job: Job, once: Sequence[_PaidOnce]) -> list[int]:
    """How many further places ask for the same, by requirement."""
    return [
        len(part.asked_again) + len(requirement.repeats)
        for requirement, part in zip(job.requirements, once, strict=True)
    ]


def _asked_tree(requirement: Requirement, policy: Policy) -> Node | None:
    """What of a requirement can be worth anything at all."""
    asked = requirement.level in ASKED_LEVELS and not requirement.ignored
    if not asked or requirement.needs is None or _weight_by_person(requirement) == 0:
        return None
    soft_counts = policy.soft_worth > 0 or requirement.weight is not None
    unscored = {Kind.OTHER} if soft_counts else {Kind.OTHER, Kind.SOFT}
    tree = pruned(requirement.needs, lambda need: need.kind not in unscored)
    return None if tree is None else _distinct(tree, policy)


def _distinct(node: Node, policy: Policy) -> Node:
    """The tree with an alternative that is named twice counted once towards "at least two of"."""
    if isinstance(node, Need):
        return node
    children = tuple(_distinct(child, policy) for child in node.children)
    if isinstance(node, All):
        return All(children)
    named = [(_key(c, policy), _strictness(c)) if isinstance(c, Need) else None for c in children]
    kept = tuple(
        child
        for index, child in enumerate(children)
        if named[index] is None or named[index] not in named[:index]
    )
    return kept[0] if len(kept) == 1 else AtLeast(min(node.count, len(kept)), kept)


def _weight_by_person(requirement: Requirement) -> int | None:
    return None if requirement.weight is None else round(requirement.weight * WEIGHT_UNIT)


def _weight(requirement: Requirement, part: _PaidOnce, percent: int, policy: Policy) -> int:
    by_person = _weight_by_person(requirement)
    if by_person is not None:
        return by_person
    weight = policy.weight(requirement.level) * percent * (WEIGHT_UNIT // 100)
    only_soft = part.tree is not None and all(n.kind is Kind.SOFT for n in part.tree.leaves())
    return weight * policy.soft_worth // 100 if only_soft else weight


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """One leaf in its place."""

    home: int
    number: int
    need: Need
    key: tuple[str, str]
    level: int
    group: int | None
    strictness: tuple[int, int, int]

    @property
    def precedence(self) -> tuple[int, bool, tuple[int, ...], int]:
        """Level, then alone before an alternative, then the stricter, then the earlier."""
        strictest_first = tuple(-part for part in self.strictness)
        return self.level, self.group is not None, strictest_first, self.number

    def covers(self, other: _Occurrence) -> bool:
        """Whether paying here pays for ``other``: it comes first and asks no less.

        Of two single asks of one level the first always pays: one leaf, one payment.
        """
        if self.precedence >= other.precedence:
            return False
        both_single = self.group is None and other.group is None
        return (both_single and self.level == other.level) or all(
            mine >= theirs for mine, theirs in zip(self.strictness, other.strictness, strict=True)
        )


@dataclass(frozen=True, slots=True)
class _PaidOnce:
    """What is left of a requirement's tree, who pays for the rest, and who else asks for it."""

    tree: Node | None
    paid_by: list[str]
    asked_again: set[int]


def _paid_once(
    requirements: Sequence[Requirement],
    trees: Sequence[Node | None],
    taxonomy: Taxonomy,
    policy: Policy,
) -> list[_PaidOnce]:
    numbers = count()
    occurrences = [
        occurrence
        for home, tree in enumerate(trees)
        if tree is not None
        for occurrence in _occurrences(
            tree, home, list(Level).index(requirements[home].level), numbers, policy
        )
    ]
    by_key: dict[tuple[str, str], list[_Occurrence]] = {}
    for occurrence in occurrences:
        by_key.setdefault(occurrence.key, []).append(occurrence)
    dropped: dict[int, _Occurrence | None] = {}
    for members in _units(occurrences):
        payers = {o.number: _payer(o, by_key[o.key]) for o in members}
        specific = [o for o in members if not _is_class_word(o, members, taxonomy)]
        if all(payers[o.number] for o in specific):
            dropped |= payers
    outcome = [_PaidOnce(None, [], set()) for _ in trees]
    for occurrence in occurrences:
        payer = dropped.get(occurrence.number)
        if payer is not None:
            outcome[occurrence.home].paid_by.append(payer.need.id)
            if payer.home != occurrence.home:
                outcome[payer.home].asked_again.add(occurrence.home)
    in_order = iter(occurrences)
    return [
        _PaidOnce(
            None if tree is None else pruned(tree, lambda _: next(in_order).number not in dropped),
            part.paid_by,
            part.asked_again,
        )
        for tree, part in zip(trees, outcome, strict=True)
    ]


def _occurrences(
    node: Node,
    home: int,
    level: int,
    numbers: Iterator[int],
    policy: Policy,
    group: int | None = None,
) -> Iterator[_Occurrence]:
    if isinstance(node, Need):
        number = next(numbers)
        yield _Occurrence(home, number, node, _key(node, policy), level, group, _strictness(node))
        return
    a_choice = isinstance(node, AtLeast) and node.count < len(node.children)
    inside = next(numbers) if a_choice and group is None else group
    for child in node.children:
        yield from _occurrences(child, home, level, numbers, policy, inside)


def _units(occurrences: Sequence[_Occurrence]) -> Iterator[list[_Occurrence]]:
    """What is kept or left out together: a single leaf, or a whole group of alternatives."""
    groups: dict[int, list[_Occurrence]] = {}
    for occurrence in occurrences:
        if occurrence.group is None:
            yield [occurrence]
        else:
            groups.setdefault(occurrence.group, []).append(occurrence)
    yield from groups.values()


def _payer(occurrence: _Occurrence, same: Sequence[_Occurrence]) -> _Occurrence | None:
    """Who pays for an occurrence, if anybody else does."""
    payers = [other for other in same if other.covers(occurrence)]
    return min(payers, key=lambda other: other.precedence, default=None)


def _is_class_word(
    occurrence: _Occurrence, members: Sequence[_Occurrence], taxonomy: Taxonomy
) -> bool:
    """Whether other members of the group are examples of this one."""
    broad = occurrence.need.skill
    return any(
        broad is not None
        and other.need.skill is not None
        and other.need.skill in taxonomy
        and taxonomy.is_broader(broad, other.need.skill)
        for other in members
    )


def _key(need: Need, policy: Policy) -> tuple[str, str]:
    """What makes two leaves the same ask."""
    if need.kind is Kind.EDUCATION:
        return "degree", str(need.degree)
    if need.skill is not None:
        return "skill", need.skill
    return ("years", "") if asks_total_years(need, policy) else ("phrase", fold_name(need.label))


def _strictness(need: Need) -> tuple[int, int, int]:
    """Months, language level and a named field of study: more of any is the stricter ask."""
    level = -1 if need.language_level is None else need.language_level.rank()
    return asked_months(need), level, int(bool(need.fields))


def asked_months(need: Need) -> int:
    """Months of the years a leaf asks for; 0 where it asks for none."""
    return 0 if need.min_years is None else round(need.min_years * 12)


def asks_total_years(need: Need, policy: Policy) -> bool:
    """Whether a leaf asks for years of experience as such, not of anything named.

    Examples
    --------
    >>> from matcher.model import Method
    >>> years = Need("r1.1", Kind.EXPERIENCE, "professional experience", None, Method.PHRASE,
    ...              min_years=5.0)
    >>> asks_total_years(years, Policy.default())
    True
    """
    return (
        need.kind is Kind.EXPERIENCE
        and need.skill is None
        and need.min_years is not None
        and not content_stems(need.label, policy.similar)
    )
