"""Invented people whose details take the place of a candidate's own in the swap test."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from random import Random

import msgspec

from matcher.placed_yaml import parse_yaml


class Persona(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Somebody invented; every field but the names is a kind of identity."""

    first: str
    last: str
    email: str
    link: str
    phone: str
    address: str
    birth: str
    age: str
    nationality: str
    photo: str
    pronoun: str
    title: str
    gender: str
    family: str
    religion: str
    school: str
    high_school: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    def words(self, kind: str) -> str:
        """What takes the place of a kind of identity.

        Examples
        --------
        >>> personas()[1].words("name"), personas()[1].words("pronoun")
        ('Tunde Afolayan', 'he')
        """
        words: str = getattr(self, kind)
        return words


@cache
def personas() -> tuple[Persona, ...]:
    """Everybody of ``personas.yaml``."""
    text = files("matcher.audit").joinpath("personas.yaml").read_text(encoding="utf-8")
    found = parse_yaml(text, "audit/personas.yaml").data
    return tuple(msgspec.convert(found, list[Persona]))


def drawn(candidate_id: str, seed: int, count: int) -> tuple[Persona, ...]:
    """Some of them in an order that a candidate's id and the seed alone decide; each comes once.

    Examples
    --------
    >>> drawn("k1", 1, 2) == drawn("k1", 1, 3)[:2]
    True
    """
    known = list(personas())
    Random(f"{seed} {candidate_id}").shuffle(known)
    return tuple(known[:count])
