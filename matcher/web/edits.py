"""The edits of a job that a person can make, each as a value."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model import Gate, Level


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Another title."""

    title: str


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Must, preferred, bonus or context; the requirement is asked for again if it was ignored."""

    requirement_id: str
    level: Level


@dataclass(frozen=True, slots=True)
class SetIgnored:
    """Leave a requirement out, or take it in again."""

    requirement_id: str
    ignored: bool


@dataclass(frozen=True, slots=True)
class SetWeight:
    """A weight from 0 to 1000 in place of the level's; None for the level's."""

    requirement_id: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class SetGate:
    """A knock-out; None for what the policy says.  On a degree it needs a reason."""

    requirement_id: str
    gate: Gate | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetYears:
    """Years asked, 0 … 60, of one leaf or of all that can have any; None for no years."""

    requirement_id: str
    min_years: float | None
    leaf_id: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Make requirements alternatives of one, which keeps the first one's id and place."""

    requirement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Make each part of a requirement one of its own; the first keeps the id."""

    requirement_id: str


@dataclass(frozen=True, slots=True)
class Add:
    """Ask for a skill of the taxonomy."""

    skill_id: str
    level: Level
    min_years: float | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away what a person added; what was read can be ignored instead."""

    requirement_id: str


@dataclass(frozen=True, slots=True)
class Restore:
    """A requirement as it was read, apart again from what it was joined with."""

    requirement_id: str


JobEdit = (
    SetTitle | SetLevel | SetIgnored | SetWeight | SetGate | SetYears | Join | Split | Add
    | Remove | Restore
)  # fmt: skip
