"""From entries of a source to entries of ours: names, ids, relations, each decided by a rule."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.taxonomy.hierarchy import reaches
from matcher.taxonomy.importers.claims import LeftOut, settle
from matcher.taxonomy.importers.concept import Concept, distinct
from matcher.taxonomy.importers.guarding import Guarding
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.same import are_compatible
from matcher.taxonomy.skill import Skill, SkillKind

#: Longest id made of a name (characters).
LONGEST_ID = 60

_SIGNS = (("+", " plus "), ("#", " sharp "), ("&", " and "), ("@", " at "), ("%", " percent "))
_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Imported:
    """Entries of ours, in the order of the source, and what the source has beyond them."""

    skills: tuple[Skill, ...]
    left_out: tuple[LeftOut, ...]


def build(concepts: Iterable[Concept], source: str, shipped: Iterable[Skill]) -> Imported:
    """Turn a source's entries into a taxonomy that passes every check.

    Parameters
    ----------
    concepts : iterable of Concept
        In the order of the source.
    source : str
        Under which name the original ids are kept.
    shipped : iterable of Skill
        Our entries: their guards and kinds are taken for equal names.

    Examples
    --------
    >>> go = Concept("KS1", 2, "Go (Programming Language)", SkillKind.TOOL, "it", ids=("KS1",),
    ...              derived=("Go",))
    >>> (skill,) = build([go], "lightcast", ()).skills
    >>> skill.id, skill.aliases, skill.sources, skill.guards[0].case
    ('go_programming_language', ('Go',), {'lightcast': ('KS1',)}, True)
    """
    guarding = Guarding(shipped)
    left: list[LeftOut] = []
    joined, places = _joined(concepts, left)
    joined = [_of_our_kind(concept, guarding) for concept in joined]
    settled, refused = settle(joined, guarding)
    left += refused
    ids = _ids(joined)
    relations = _Relations(joined, places, ids, left)
    skills = tuple(
        Skill(
            id=ids[index],
            name=names.names[0],
            kind=concept.kind,
            category=concept.category,
            aliases=names.names[1:],
            parents=relations.parents(index),
            implies=relations.implied(index),
            guards=names.guards,
            study=concept.study,
            sources={source: concept.ids} if concept.ids else {},
            tags=concept.tags,
        )
        for index, (concept, names) in enumerate(zip(joined, settled, strict=True))
    )
    return Imported(skills, tuple(sorted(left, key=lambda item: item.line)))


def _joined(
    concepts: Iterable[Concept], left: list[LeftOut]
) -> tuple[list[Concept], dict[str, int]]:
    """Entries with the same preferred label made one; the place of each key."""
    found: list[Concept] = []
    by_name: dict[str, int] = {}
    places: dict[str, int] = {}
    for concept in concepts:
        folded = fold_name(concept.name)
        if not any(map(str.isalnum, folded)):
            left.append(LeftOut(concept.line, concept.name, concept.name, "no letters"))
            continue
        place = by_name.setdefault(folded, len(found))
        for key in (concept.key, *concept.ids):
            places.setdefault(key, place)
        if place == len(found):
            found.append(concept)
        else:
            found[place] = _union(found[place], concept)
            reason = f"the same name as in line {found[place].line}: made one"
            left.append(LeftOut(concept.line, concept.name, concept.name, reason))
    return found, places


def _union(first: Concept, second: Concept) -> Concept:
    return replace(
        first,
        aliases=distinct((*first.aliases, *second.aliases)),
        derived=distinct((*first.derived, *second.derived)),
        parents=distinct((*first.parents, *second.parents)),
        implies=distinct((*first.implies, *second.implies)),
        ids=distinct((*first.ids, *second.ids)),
        tags=distinct((*first.tags, *second.tags)),
        study=first.study or second.study,
    )


def _of_our_kind(concept: Concept, guarding: Guarding) -> Concept:
    """With the kind of our entry of that name, where the source's kind does not deny it."""
    ours = guarding.kind((concept.name, *concept.derived[:1]))
    if ours is None or concept.kind is ours:
        return concept
    if concept.kind is not SkillKind.KNOWLEDGE and not are_compatible(concept.kind, ours):
        return concept
    return replace(concept, kind=ours)


def _ids(concepts: Sequence[Concept]) -> list[str]:
    """Ids made of the names; where two would be equal, both carry a digest of their keys."""
    slugs = [slug(concept.name) for concept in concepts]
    counts: dict[str, int] = {}
    for made in slugs:
        counts[made] = counts.get(made, 0) + 1
    ids = [
        made if counts[made] == 1 else f"{made}_{_digest(concept.key + concept.name)}"
        for made, concept in zip(slugs, concepts, strict=True)
    ]
    used: set[str] = set()
    for index, given in enumerate(ids):
        number, free = 2, given
        while free in used:
            free, number = f"{given}_{number}", number + 1
        used.add(free)
        ids[index] = free
    return ids


def slug(name: str) -> str:
    """The id a name makes.

    Examples
    --------
    >>> slug("C++"), slug("Žofka's 3D R&D"), slug("3D art"), len(slug("long " * 40))
    ('c_plus_plus', 'zofka_s_3d_r_and_d', 'skill_3d_art', 60)
    """
    for sign, word in _SIGNS:
        name = name.replace(sign, word)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    made = _NOT_ID.sub("_", plain.lower()).strip("_")
    if not made:
        return f"skill_{_digest(name)}"
    if not made[0].isalpha():
        made = f"skill_{made}"
    if len(made) > LONGEST_ID:
        digest = _digest(name)
        made = f"{made[: LONGEST_ID - len(digest) - 1]}_{digest}"
    return made


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


class _Relations:
    """Relations in our ids, without loops."""

    def __init__(
        self,
        concepts: Sequence[Concept],
        places: dict[str, int],
        ids: list[str],
        left: list[LeftOut],
    ) -> None:
        self._places, self._ids = places, ids
        self._parents: list[list[int]] = [[] for _ in concepts]
        self._implied: list[list[int]] = [[] for _ in concepts]
        for index, concept in enumerate(concepts):
            for place in self._known(concept, concept.parents, left):
                if place in self._parents[index] or place == index:
                    continue
                if reaches(self._parents.__getitem__, place, index):
                    reason = "broader and narrower at once"
                    left.append(LeftOut(concept.line, concept.name, concepts[place].name, reason))
                else:
                    self._parents[index].append(place)
            implied = self._known(concept, concept.implies, left)
            self._implied[index] = [place for place in implied if place != index]

    def _known(self, concept: Concept, keys: Iterable[str], left: list[LeftOut]) -> list[int]:
        left.extend(
            LeftOut(concept.line, concept.name, key, "no entry of the source")
            for key in keys
            if key not in self._places
        )
        return list(dict.fromkeys(self._places[key] for key in keys if key in self._places))

    def parents(self, index: int) -> tuple[str, ...]:
        """Ids of the broader entries."""
        return tuple(self._ids[place] for place in self._parents[index])

    def implied(self, index: int) -> tuple[str, ...]:
        """Ids of the entries that one necessarily has too."""
        return tuple(self._ids[place] for place in self._implied[index])
