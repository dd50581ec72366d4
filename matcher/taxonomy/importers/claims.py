"""Which entry gets a name that several claim: one name belongs to one skill.

A preferred label goes before an alias, an alias before a derived name.  Of several entries with the
same alias, the one whose preferred label is nearest in its words gets it; a derived name that
several could mean goes to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.taxonomy.importers.concept import Concept
from matcher.taxonomy.importers.guarding import Guarding, Rank
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.same import stems
from matcher.taxonomy.skill import Guard


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A name, entry or relation of the source that the result does not have, and why."""

    line: int
    skill: str
    found: str
    reason: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names that an entry keeps, the preferred one first, and their guards."""

    names: tuple[str, ...]
    guards: tuple[Guard, ...]


def settle(concepts: Sequence[Concept], guarding: Guarding) -> tuple[list[Names], list[LeftOut]]:
    """Names of each entry, and what was left out.

    Parameters
    ----------
    concepts : sequence of Concept
        With different preferred labels.
    guarding : Guarding
        What becomes of each name.
    """
    owners = {fold_name(c.name): index for index, c in enumerate(concepts)}
    taken: list[dict[str, tuple[str, Guard | None]]] = [{} for _ in concepts]
    left: list[LeftOut] = []
    for rank in Rank:
        for folded, claimants in _claims(concepts, rank).items():
            owner = owners.get(folded)
            if owner is None and rank is Rank.DERIVED and len(claimants) > 1:
                left += _refused(concepts, claimants, "several skills could be meant")
                continue
            if owner is None:
                owner = _nearest(concepts, claimants, folded)
            if owner in claimants and folded not in taken[owner]:
                spelling = claimants[owner]
                verdict = guarding.verdict(spelling, concepts[owner].kind, rank)
                if verdict.refused and rank is not Rank.PREFERRED:
                    left += _refused(concepts, claimants, verdict.refused)
                    continue
                owners[folded] = owner
                taken[owner][folded] = spelling, verdict.guard
            if rank is not Rank.DERIVED:
                others = {index: name for index, name in claimants.items() if index != owner}
                left += _refused(concepts, others, f"a name of {concepts[owner].name!r}")
    return [_names(of) for of in taken], left


def _claims(concepts: Sequence[Concept], rank: Rank) -> dict[str, dict[int, str]]:
    """By folded name: who claims it at a rank, and in which spelling."""
    claims: dict[str, dict[int, str]] = {}
    for index, concept in enumerate(concepts):
        for name in _at_rank(concept, rank):
            folded = fold_name(name)
            known = claims.setdefault(folded, {}).get(index)
            if known is None or _capitals(name) > _capitals(known):
                claims[folded][index] = name
    return claims


def _at_rank(concept: Concept, rank: Rank) -> Sequence[str]:
    if rank is Rank.PREFERRED:
        return (concept.name,)
    return concept.aliases if rank is Rank.ALIAS else concept.derived


def _capitals(name: str) -> int:
    return sum(map(str.isupper, name))


def _nearest(concepts: Sequence[Concept], claimants: Mapping[int, str], folded: str) -> int:
    """The claimant whose preferred label shares most words with the name; then by its key."""
    words = stems(folded)

    def distance(index: int) -> tuple[float, str]:
        own = stems(concepts[index].name)
        return -len(words & own) / len(words | own | {""}), concepts[index].key

    return next(iter(claimants)) if len(claimants) == 1 else min(claimants, key=distance)


def _refused(
    concepts: Sequence[Concept], claimants: Mapping[int, str], reason: str
) -> Iterator[LeftOut]:
    for index, spelling in claimants.items():
        yield LeftOut(concepts[index].line, concepts[index].name, spelling, reason)


def _names(taken: Mapping[str, tuple[str, Guard | None]]) -> Names:
    grouped: dict[Guard, list[str]] = {}
    for spelling, guard in taken.values():
        if guard is not None:
            same = Guard((), guard.case, guard.company, guard.near, guard.excluded)
            grouped.setdefault(same, []).append(spelling)
    guards = tuple(
        Guard(tuple(names), g.case, g.company, g.near, g.excluded) for g, names in grouped.items()
    )
    return Names(tuple(spelling for spelling, _ in taken.values()), guards)
