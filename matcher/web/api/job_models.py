"""Jobs as JSON: the shapes of the command line's contract, with what the page knows beside."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BeforeValidator, Field

from matcher import model
from matcher.model import Condition, Degree, Gate, Kind, LanguageLevel, Level, Method
from matcher.web.api.common import In, Out, plain
from matcher.web.shown import JobView, RequirementView

_TEXT = "Requirements\n- 3+ years of Python or Go\n- PostgreSQL\nNice to have\n- Kafka"
Offset = Annotated[int | None, Field(description="In code points of `text`; null if added.")]


class Leaf(Out):
    """One thing that can be shown; keys that do not apply to its kind are left out."""

    id: str
    kind: Kind
    label: str
    start: Offset
    end: Offset
    method: Method
    skill: str | None = None
    min_years: float | None = None
    max_years: float | None = None
    degree: Degree | None = None
    fields: tuple[str, ...] = ()
    or_equivalent: bool = False
    language_level: LanguageLevel | None = None
    condition: Condition | None = None


class AllOf(Out):
    """Every one of these is needed."""

    all: list[Tree]


class AnyOf(Out):
    """At least so many of these are needed."""

    any: list[Tree]
    at_least: int


Tree = AllOf | AnyOf | Leaf


class Cue(Out):
    """The words that decided the level."""

    text: str
    start: Offset
    end: Offset
    rule: str


class Place(Out):
    """A place in the text."""

    start: Offset
    end: Offset


class Requirement(Out):
    """One thing a job asks, as `matcher parse --format json` has it."""

    id: str
    level: Level
    kind: Kind
    text: str
    start: Offset
    end: Offset
    cue: Cue
    needs: Tree | None
    min_years: float | None
    max_years: float | None
    degree: Degree | None
    weight: float | None
    gate: Gate | None
    gate_reason: str | None
    ignored: bool
    repeats: list[Place]


class Unmatched(Out):
    """Words that are asked for and that no taxonomy entry covers."""

    text: str
    start: int
    end: int


class JobWarning(Out):
    """Something a person should look at."""

    code: str
    message: str
    start: Offset
    end: Offset
    advice: str


class ParsedJob(Out):
    """What a description asks for, as `matcher parse --format json` has it."""

    title: str | None
    requirements: list[Requirement]
    unmatched: list[Unmatched]
    warnings: list[JobWarning]
    versions: dict[str, str]

    @classmethod
    def of(cls, job: model.Job) -> Self:
        """From the job of the model."""
        return cls.model_validate(job.to_dict())


class CountedRequirement(Out):
    """A requirement as it counts now."""

    requirement: Annotated[Requirement, BeforeValidator(plain)]
    label: str
    worth: int = Field(description="Hundredths of a point; those of a job sum to 10,000.")
    weight: float = Field(description="The weight in force.")
    importance: int | None = Field(description="Percent of the level's weight.")
    gate: Gate = Field(description="The knock-out in force.")
    added: bool = Field(description="A person added it: it can be removed.")
    changed: bool = Field(description="It differs from what was read: it can be restored.")
    can_split: bool
    paid_elsewhere: list[str]

    @classmethod
    def of(cls, view: RequirementView) -> Self:
        """From the workspace's value."""
        return cls.model_validate(view)


class JobLine(Out):
    """A job in the list of jobs."""

    id: str
    title: str
    version: int
    created_at: datetime
    changed_at: datetime
    changed_by: str
    applicants: int
    shortlisted: int
    rejected: int


class Job(Out):
    """A job in full; `version` goes with the next edit."""

    id: str
    title: str
    version: int
    created_at: datetime
    changed_at: datetime
    text: str = Field(description="The description that offsets refer to.")
    requirements: list[CountedRequirement]
    nothing_asked: str = Field(description="Why nobody can be ranked; empty where they can.")
    warnings: list[Annotated[JobWarning, BeforeValidator(plain)]]
    unmatched: list[Annotated[Unmatched, BeforeValidator(plain)]]
    can_undo: bool

    @classmethod
    def of(cls, view: JobView) -> Self:
        """From the workspace's value."""
        return cls.model_validate(view)


class HistoryLine(Out):
    """An edit: the version it made, when, by whom, and what it was."""

    version: int
    at: datetime
    by: str
    words: str


class Skill(Out):
    """A skill of the taxonomy; `because` is the alias that matched, or empty."""

    id: str
    name: str
    category: str
    because: str


class Description(In):
    """A job description or job card as text."""

    text: str = Field(min_length=1, examples=[_TEXT])


class Deleted(Out):
    """What a deletion took away."""

    applicants: int
    decisions: int
    notes: int
    uploads: int
    jobs: int
