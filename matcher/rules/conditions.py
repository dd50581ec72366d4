"""Read ``conditions.yaml``: what a job demands of everybody and pays nobody for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from matcher.model import Condition

_INNER = re.compile(r"<<(\w+)>>")


class Where(StrEnum):
    """What a sentence is about that a condition may stand in (see ``conditions.yaml``)."""

    WORK = "work"
    OFFERS = "offers"
    ANYWHERE = "anywhere"


#: The rules that are read in each place, by their own ``where``.
_READ_IN = {
    Where.WORK: frozenset(Where),
    Where.OFFERS: frozenset((Where.OFFERS, Where.ANYWHERE)),
    Where.ANYWHERE: frozenset((Where.ANYWHERE,)),
}


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """Words that state a condition, and where they count."""

    id: str
    condition: Condition
    pattern: re.Pattern[str]
    where: Where
    example: str
    finds: str


@dataclass(frozen=True, slots=True)
class ConditionFound:
    """A condition in a folded text, as a half-open range of its characters."""

    start: int
    end: int
    rule: ConditionRule


class ConditionRules:
    """All rules for conditions of one language.

    Parameters
    ----------
    data : dict
        As ``conditions.yaml`` holds it.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        parts: dict[str, str] = data["parts"]
        self.rules = tuple(_rule(raw, parts) for raw in data["rules"])
        self.of_skill = {
            skill: Condition(name) for name, skills in data["skills"].items() for skill in skills
        }
        self._never = re.compile("|".join(data["never"]))

    def find(self, folded: str, where: Where = Where.WORK) -> list[ConditionFound]:
        """Conditions in a folded sentence from left to right; of overlapping ones the longest.

        Parameters
        ----------
        folded : str
            A sentence, or a line with its label.
        where : Where
            What the sentence is about.

        Examples
        --------
        >>> from matcher.rules import load_rules
        >>> [found] = load_rules().conditions.find("you work 3 days a week in our lyon office")
        >>> str(found.rule.condition), found.start
        ('location', 9)
        """
        if self._never.search(folded):
            return []
        found = [
            ConditionFound(match.start(), match.end(), rule)
            for rule in self.rules
            if rule.where in _READ_IN[where]
            for match in rule.pattern.finditer(folded)
            if match.end() > match.start()
        ]
        found.sort(key=lambda f: (f.start - f.end, f.start, f.rule.id))
        kept: list[ConditionFound] = []
        for one in found:
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda f: f.start)


def conditions_text() -> str:
    """The text of the shipped rules for conditions."""
    return files("matcher.rules").joinpath("conditions.yaml").read_text(encoding="utf-8")


def _rule(raw: dict[str, Any], parts: dict[str, str]) -> ConditionRule:
    either = "|".join(f"(?:{pattern})" for pattern in raw["match"])
    return ConditionRule(
        raw["id"],
        Condition(raw["condition"]),
        re.compile(_spelled_out(either, parts)),
        Where(raw.get("where", Where.WORK)),
        raw["example"],
        raw["finds"],
    )


def _spelled_out(pattern: str, parts: dict[str, str]) -> str:
    return _INNER.sub(lambda m: _spelled_out(parts[m[1]], parts), pattern)
