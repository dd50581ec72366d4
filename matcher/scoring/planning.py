"""All of a job that scoring needs to know, worked out once for any number of profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.errors import ConfigError, Problem
from matcher.model import (
    ASKED_LEVELS,
    FULL_CREDIT,
    Gate,
    Job,
    Kind,
    Need,
    Node,
    Relation,
    Requirement,
)
from matcher.scoring.integrity import pieces_of_job
from matcher.scoring.policy import Policy
from matcher.scoring.similarity import PhraseIndex
from matcher.scoring.worth import Share, asked_months, asks_total_years, worths
from matcher.taxonomy.taxonomy import Taxonomy

#: Credit of a shown skill for an asked one, in ten-thousandths, with the relation that earns it.
Ways = Mapping[str, tuple[Relation, int]]

#: Relations that prove the asked skill itself.
PROVING = (Relation.SAME, Relation.NARROWER, Relation.IMPLIED)


@dataclass(frozen=True, slots=True)
class PlannedLeaf:
    """One leaf and all that can show it.

    Parameters
    ----------
    need : Need
        The leaf.
    ways : mapping of str to (Relation, int)
        Shown skills that count, with their credit; empty for phrases, degrees and total years.
    fields : mapping of str to (Relation, int)
        Fields of study that count for a degree; empty where any does.
    months : int
        Months asked; 0 where no years are.
    total_years : bool
        Whether it asks for years of experience as such.
    """

    need: Need
    ways: Ways
    fields: Ways
    months: int
    total_years: bool


@dataclass(frozen=True, slots=True)
class PlannedRequirement:
    """One requirement, what it is worth, the tree to assess and its gate.

    ``tree`` is the counted tree, or the whole one where nothing counts: what is worth nothing is
    assessed all the same.  ``gate_by_person`` tells a gate of the job card from the policy's.
    """

    requirement: Requirement
    share: Share
    tree: Node | None
    gate: Gate
    gate_by_person: bool


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """A job ready to score: see :func:`plan`.

    Parameters
    ----------
    job : Job
        What is asked.
    policy : Policy
        Every figure in force.
    as_of : int
        The current month, as year × 12 + month − 1.
    requirements : tuple of PlannedRequirement
        In the order of the job.
    leaves : mapping of str to PlannedLeaf
        By leaf id.
    relevant : frozenset of str
        Skills whose use makes work relevant to this job, for "or equivalent experience".
    languages : frozenset of str
        Ids of the taxonomy's spoken languages.
    phrases : PhraseIndex
        Leaves outside the taxonomy.
    pieces : tuple of str
        Pieces of what the job says, to find copies of it.
    """

    job: Job
    policy: Policy
    as_of: int
    requirements: tuple[PlannedRequirement, ...]
    leaves: Mapping[str, PlannedLeaf]
    relevant: frozenset[str]
    languages: frozenset[str]
    phrases: PhraseIndex
    pieces: tuple[str, ...]


def plan(
    job: Job, taxonomy: Taxonomy, policy: Policy, as_of: date, *, source: str = "job"
) -> ScoringPlan:
    """Work out worths, ways to show each leaf, and gates.

    Parameters
    ----------
    job : Job
        What is asked.
    taxonomy : Taxonomy
        Relations between skills.
    policy : Policy
        Every figure in force.
    as_of : date
        The day "to date" means; only its month counts.
    source : str
        File of the job, for messages.

    Raises
    ------
    NothingAskedError
        If no requirement is worth anything.
    ConfigError
        With every skill the taxonomy does not know, leaf id that stands twice, weight out of range
        and degree gate without a reason.
    """
    problems = list(_problems(job, taxonomy, source))
    if problems:
        raise ConfigError(problems)
    shares = worths(job, taxonomy, policy, source)
    leaves = {
        need.id: _planned_leaf(need, taxonomy, policy)
        for requirement in job.requirements
        for need in requirement.leaves()
    }
    return ScoringPlan(
        job=job,
        policy=policy,
        as_of=as_of.year * 12 + as_of.month - 1,
        requirements=tuple(
            _planned(requirement, share, policy)
            for requirement, share in zip(job.requirements, shares, strict=True)
        ),
        leaves=leaves,
        relevant=_relevant(shares, leaves),
        languages=taxonomy.languages,
        phrases=PhraseIndex(
            {key: leaf.need.label for key, leaf in leaves.items() if is_phrase(leaf)},
            policy.similar,
        ),
        pieces=pieces_of_job(job),
    )


def is_phrase(leaf: PlannedLeaf) -> bool:
    """Whether only the words of a profile can show the leaf."""
    return (
        leaf.need.skill is None
        and leaf.need.kind not in (Kind.EDUCATION, Kind.OTHER)
        and not leaf.total_years
    )


def _problems(job: Job, taxonomy: Taxonomy, source: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for requirement in job.requirements:
        degree_asked = any(need.kind is Kind.EDUCATION for need in requirement.leaves())
        gated = requirement.gate not in (None, Gate.OFF)
        if degree_asked and gated and not (requirement.gate_reason or "").strip():
            found = "a gate on a degree has no reason"
            yield Problem(
                source, requirement.id, found, "gate_reason in the job card, or gate: off"
            )
        for need in requirement.leaves():
            if need.id in seen:
                yield Problem(source, need.id, "leaf id stands twice", "an id of its own")
            seen.add(need.id)
            for skill in (need.skill, *need.fields):
                if skill is not None and skill not in taxonomy:
                    found = f"skill {skill!r} is not in the taxonomy"
                    yield Problem(source, need.id, found, "an id of the taxonomy, or null")


def _planned_leaf(need: Need, taxonomy: Taxonomy, policy: Policy) -> PlannedLeaf:
    asked_fields = need.fields or ((need.skill,) if need.skill else ())
    fields: dict[str, tuple[Relation, int]] = {}
    if need.kind is Kind.EDUCATION:
        for asked in asked_fields:
            for shown, (relation, credit) in _ways(asked, taxonomy, policy).items():
                if shown not in fields or fields[shown][1] < credit:
                    fields[shown] = (relation, credit)
    by_skill = need.skill is not None and need.kind is not Kind.EDUCATION
    return PlannedLeaf(
        need=need,
        ways=_ways(need.skill, taxonomy, policy) if need.skill and by_skill else {},
        fields=fields,
        months=asked_months(need),
        total_years=asks_total_years(need, policy),
    )


def _ways(asked: str, taxonomy: Taxonomy, policy: Policy) -> Ways:
    full = {
        Relation.SAME: policy.relations.same,
        Relation.NARROWER: policy.relations.narrower,
        Relation.IMPLIED: policy.relations.implied,
        Relation.BROADER: policy.relations.broader,
        Relation.RELATED: policy.relations.related,
    }
    return {
        shown: (way.relation, full[way.relation] * round(way.strength * FULL_CREDIT) // FULL_CREDIT)
        for shown, way in taxonomy.ways_to_show(asked).items()
    }


def gate_in_force(requirement: Requirement, worth: int, policy: Policy) -> Gate:
    """The gate of a requirement: a person's, else the policy's for must-haves without a degree.

    Parameters
    ----------
    requirement : Requirement
        What is asked.
    worth : int
        Its share of the job's 10,000 hundredths; the policy gates nothing that is worth nothing.
    policy : Policy
        Every figure in force.

    Examples
    --------
    >>> from matcher.model import Cue, Level
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, Cue("", None, ""), None)
    >>> gate_in_force(asked, 10_000, Policy.default()), gate_in_force(asked, 0, Policy.default())
    (<Gate.FLAG: 'flag'>, <Gate.OFF: 'off'>)
    """
    gate = requirement.gate
    if gate is None:
        asks_degree = any(need.kind is Kind.EDUCATION for need in requirement.leaves())
        by_policy = worth > 0 and requirement.level is ASKED_LEVELS[0] and not asks_degree
        return policy.gates.must if by_policy else Gate.OFF
    return Gate.OFF if requirement.ignored or requirement.level not in ASKED_LEVELS else gate


def _planned(requirement: Requirement, share: Share, policy: Policy) -> PlannedRequirement:
    tree = share.counted if share.counted is not None else requirement.needs
    gate = gate_in_force(requirement, share.worth, policy)
    return PlannedRequirement(requirement, share, tree, gate, requirement.gate is not None)


def _relevant(shares: tuple[Share, ...], leaves: Mapping[str, PlannedLeaf]) -> frozenset[str]:
    return frozenset(
        skill
        for share in shares
        if share.counted is not None
        for need in share.counted.leaves()
        if need.kind in (Kind.SKILL, Kind.EXPERIENCE)
        for skill, (relation, _) in leaves[need.id].ways.items()
        if relation in PROVING
    )
