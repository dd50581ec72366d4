"""Rankings as JSON."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from matcher.model import Status
from matcher.report.sureness import certainty_dict
from matcher.scoring.robustness import Certainty
from matcher.web import shown
from matcher.web.api.common import Out, plain
from matcher.web.api.job_models import CountedRequirement
from matcher.web.shown import Block, Decision

Hundredths = Annotated[int, Field(description="Whole hundredths of a point.")]


class Cell(Out):
    """One requirement of one applicant."""

    requirement_id: str
    status: Status
    points: Hundredths
    points_high: Hundredths
    worth: Hundredths


class Flag(Out):
    """Something to know about an applicant; no score depends on it."""

    flag: str
    words: str
    meaning: str


class Sureness(Out):
    """How sure a rank is, under weightings drawn at random; shares are 0 … 1."""

    weightings: int
    rank_p5: int
    rank_p95: int
    first_share: float
    top: int
    top_share: float
    above_next_share: float | None


class Outcome(Out):
    """What a filter said."""

    filter: str
    field: str
    verdict: str
    because: str


def _flag(value: Any) -> Any:
    if isinstance(value, tuple):
        return dict(zip(Flag.model_fields, value, strict=True))
    return value


def _sureness(value: Any) -> Any:
    return certainty_dict(value) if isinstance(value, Certainty) else value


@lru_cache(maxsize=20_000)
def _checked(cell: shown.Cell) -> Cell:
    return Cell.model_validate(cell)


def _cell(value: Any) -> Any:
    """A cell, checked once: most of a page are like one another."""
    return _checked(value) if isinstance(value, shown.Cell) else value


class Row(Out):
    """One applicant in a ranking."""

    applicant_id: str
    candidate_id: str
    name: str = Field(description="Empty in a blind ranking.")
    rank: int | None
    rank_before: int | None
    score_hundredths: int = Field(validation_alias="score", ge=0, le=10_000)
    score_high_hundredths: int = Field(validation_alias="score_high", ge=0, le=10_000)
    eligible: bool | None = Field(description="Null where only an unknown decides.")
    coverage: dict[str, tuple[int, int]] = Field(examples=[{"must": [5, 6]}])
    flags: list[Annotated[Flag, BeforeValidator(_flag)]]
    cells: list[Annotated[Cell, BeforeValidator(_cell)]]
    decision: Decision
    notes: int
    certainty: Annotated[Sureness | None, BeforeValidator(_sureness)]
    outcomes: list[Annotated[Outcome, BeforeValidator(plain)]]


class Page(Out):
    """A page of a ranking."""

    job_id: str
    version: int
    page: int
    size: int
    pages: int
    matching: int = Field(description="Rows that search and decisions choose.")
    requirements: list[CountedRequirement]
    rows: list[Row]
    counts: dict[Block, int]
    decisions: dict[Decision, int]
    as_of: str
