"""The edits of a job as JSON, told apart by ``edit``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from matcher.model import Gate, Level
from matcher.web import edits
from matcher.web.api.common import MAX_VERSION, In

_Id = Annotated[str, Field(max_length=64, examples=["r2"])]
_Years = Annotated[float, Field(ge=0, le=60)]


class SetTitle(In):
    """Another title."""

    edit: Literal["set_title"]
    title: str

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetTitle(self.title)


class SetLevel(In):
    """Must, preferred, bonus or context; an ignored requirement is asked for again."""

    edit: Literal["set_level"]
    requirement_id: _Id
    level: Level

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetLevel(self.requirement_id, self.level)


class SetIgnored(In):
    """Leave a requirement out, or take it in again."""

    edit: Literal["set_ignored"]
    requirement_id: _Id
    ignored: bool

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetIgnored(self.requirement_id, self.ignored)


class SetWeight(In):
    """A weight in place of the level's; null for the level's."""

    edit: Literal["set_weight"]
    requirement_id: _Id
    weight: Annotated[float, Field(ge=0, le=1000)] | None

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetWeight(self.requirement_id, self.weight)


class SetGate(In):
    """A knock-out; null for what the policy says. On a degree it needs a reason."""

    edit: Literal["set_gate"]
    requirement_id: _Id
    gate: Gate | None
    reason: str = ""

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetGate(self.requirement_id, self.gate, self.reason)


class SetYears(In):
    """Years asked of one leaf, or of all that can have any; null for none."""

    edit: Literal["set_years"]
    requirement_id: _Id
    min_years: _Years | None
    leaf_id: _Id | None = None

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.SetYears(self.requirement_id, self.min_years, self.leaf_id)


class Join(In):
    """Make requirements alternatives of one, which keeps the first one's id."""

    edit: Literal["join"]
    requirement_ids: list[_Id] = Field(min_length=2, max_length=100)

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.Join(tuple(self.requirement_ids))


class Split(In):
    """Make each part of a requirement one of its own; the first keeps the id."""

    edit: Literal["split"]
    requirement_id: _Id

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.Split(self.requirement_id)


class Add(In):
    """Ask for a skill of the taxonomy."""

    edit: Literal["add"]
    skill_id: str = Field(max_length=200, examples=["kafka"])
    level: Level
    min_years: _Years | None = None

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.Add(self.skill_id, self.level, self.min_years)


class Remove(In):
    """Take away what a person added."""

    edit: Literal["remove"]
    requirement_id: _Id

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.Remove(self.requirement_id)


class Restore(In):
    """A requirement as it was read."""

    edit: Literal["restore"]
    requirement_id: _Id

    def value(self) -> edits.JobEdit:
        """The workspace's edit."""
        return edits.Restore(self.requirement_id)


Edit = Annotated[
    SetTitle | SetLevel | SetIgnored | SetWeight | SetGate | SetYears | Join | Split | Add
    | Remove | Restore,
    Field(discriminator="edit"),
]  # fmt: skip
Version = Annotated[
    int,
    Field(ge=0, le=MAX_VERSION, description="The version the edit is made for.", examples=[3]),
]


class Edited(In):
    """One edit, for a version of the job."""

    version: Version
    change: Edit = Field(
        examples=[{"edit": "set_level", "requirement_id": "r2", "level": "preferred"}]
    )


class Undo(In):
    """Take the latest edit back, for a version of the job."""

    version: Version
