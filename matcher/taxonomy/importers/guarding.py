"""Which imported names count anywhere, which only under a guard, and which not at all.

Published taxonomies are made for people to browse; their labels hold words ("lead", "Go", "IT")
that would be found in every text.  A name that our own taxonomy knows takes its guard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from msgspec.structs import replace

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.ordinary import is_ordinary
from matcher.taxonomy.skill import Guard, Skill, SkillKind

_PROPER = frozenset({SkillKind.TOOL, SkillKind.CERTIFICATION})
_SHORT, _ACRONYM = 2, 3


class Rank(IntEnum):
    """How strong a claim on a name is, the strongest first."""

    PREFERRED = 0
    ALIAS = 1
    DERIVED = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a name may stand, under which guard, and if not why."""

    guard: Guard | None = None
    refused: str = ""


class Guarding:
    """Verdicts on names, with our own taxonomy's guards at hand.

    Parameters
    ----------
    shipped : iterable of Skill
        Entries whose guards and kinds are taken for equal names.

    Examples
    --------
    >>> guarding = Guarding(())
    >>> guarding.verdict("lead", SkillKind.KNOWLEDGE, Rank.ALIAS).refused
    'an ordinary word'
    >>> guarding.verdict("Spark", SkillKind.TOOL, Rank.PREFERRED).guard.company
    True
    >>> guarding.verdict("Kafka", SkillKind.TOOL, Rank.PREFERRED)
    Verdict(guard=None, refused='')
    """

    def __init__(self, shipped: Iterable[Skill]) -> None:
        self._known: dict[str, tuple[SkillKind, Guard | None]] = {}
        for skill in shipped:
            guards = {name: guard for guard in skill.guards for name in guard.names}
            for name in skill.names:
                self._known[fold_name(name)] = skill.kind, guards.get(name)

    def kind(self, names: Iterable[str]) -> SkillKind | None:
        """Kind of our entry that has one of these names, or None."""
        known = (self._known.get(fold_name(name)) for name in names)
        return next((found[0] for found in known if found), None)

    def verdict(self, name: str, kind: SkillKind, rank: Rank) -> Verdict:
        """What becomes of a name."""
        signs = sum(char.isalnum() for char in name)
        if not signs:
            return Verdict(refused="no letters")
        folded = fold_name(name)
        is_word = " " not in folded and signs > _SHORT and is_ordinary(name)
        if is_word and rank is not Rank.PREFERRED and not _is_proper(name, kind, rank):
            return Verdict(refused="an ordinary word")
        if folded in self._known:
            guard = self._known[folded][1]
            return Verdict(replace(guard, names=(name,)) if guard else None)
        if " " in folded:
            return _verdict_on_phrase(name, folded, kind)
        if is_word:
            capitals = _is_proper(name, kind, Rank.PREFERRED)
            return Verdict(Guard((name,), case=capitals, company=True))
        return _verdict_on_word(name, signs, rank)


def _is_proper(name: str, kind: SkillKind, rank: Rank) -> bool:
    """Whether the capitals of an ordinary word tell it from the word: "Spark", "LESS".

    An acronym that only follows from a longer name ("FIRST") is not worth the risk.
    """
    if rank is Rank.DERIVED and name.isupper():
        return False
    return name != name.lower() and (kind in _PROPER or name[1:] != name[1:].lower())


def _verdict_on_word(name: str, signs: int, rank: Rank) -> Verdict:
    preferred = rank is Rank.PREFERRED
    if signs <= _SHORT:
        guard = Guard((name,), case=True, company=True)
        return Verdict(guard) if preferred or name != name.lower() else Verdict(refused="too short")
    if not any(map(str.isalpha, name)):
        guard = Guard((name,), company=True)
        return Verdict(guard) if preferred else Verdict(refused="a number")
    if signs <= _ACRONYM + name.endswith("s") and name.removesuffix("s").isupper():
        return Verdict(Guard((name,), case=True))
    return Verdict()


def _verdict_on_phrase(name: str, folded: str, kind: SkillKind) -> Verdict:
    """Names of products that are made of ordinary words count with their capitals."""
    words = folded.split()
    ordinary = all(word.isalpha() and is_ordinary(word) for word in words)
    if ordinary and kind in _PROPER and all(word[:1].isupper() for word in name.split()):
        return Verdict(Guard((name,), case=True))
    return Verdict()
