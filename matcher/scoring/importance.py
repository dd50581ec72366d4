"""How much a requirement matters within its level: by place, repetition and how generic it is."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.model import ASKED_LEVELS, Job, Kind, Node, Requirement
from matcher.scoring.policy import Policy
from matcher.taxonomy.taxonomy import Taxonomy

#: In a list of fewer the first place says nothing.
_LEAST_LISTED = 3


def importances(
    job: Job,
    counted: Sequence[Node | None],
    places: Sequence[int],
    taxonomy: Taxonomy,
    policy: Policy,
) -> list[int]:
    """Percent of the level's weight of each requirement, in their order.

    Parameters
    ----------
    job : Job
        What is asked, and what it is called.
    counted : sequence of Node or None
        By requirement, the part of its tree that is worth anything.
    places : sequence of int
        By requirement, how many further places ask for the same.
    taxonomy : Taxonomy
        Finds the skills that the title names.
    policy : Policy
        The figures and their bounds.
    """
    figures = policy.importance
    titled = (
        frozenset(m.skill for m in taxonomy.lexicon.find(job.title)) if job.title else frozenset()
    )
    generic = frozenset(figures.generic_skills) - titled
    first = _first_of_levels(job.requirements, counted)
    found = []
    for index, (requirement, tree) in enumerate(zip(job.requirements, counted, strict=True)):
        if tree is None or requirement.weight is not None:
            found.append(100)
        elif is_generic(tree, generic):
            found.append(policy.generic_percent(requirement.level))
        else:
            percent = 100 + figures.per_repeat * places[index]
            percent += figures.titled * any(need.skill in titled for need in tree.leaves())
            percent += figures.first * (index in first)
            found.append(min(percent, figures.most))
    return found


def is_generic(tree: Node, generic: frozenset[str]) -> bool:
    """Whether a tree asks for skills of a set alone, and for no years of any."""
    return all(need.skill in generic and need.min_years is None for need in tree.leaves())


def _first_of_levels(
    requirements: Sequence[Requirement], counted: Sequence[Node | None]
) -> frozenset[int]:
    """The first requirement of each level that has enough of them to be a list."""
    listed = {
        level: [
            index
            for index, (requirement, tree) in enumerate(zip(requirements, counted, strict=True))
            if requirement.level is level and tree is not None and not _is_soft(tree)
        ]
        for level in ASKED_LEVELS
    }
    return frozenset(places[0] for places in listed.values() if len(places) >= _LEAST_LISTED)


def _is_soft(tree: Node) -> bool:
    return all(need.kind is Kind.SOFT for need in tree.leaves())
