"""One applicant, decisions and notes as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import Field

from matcher.web.api.common import In, Out
from matcher.web.shown import ApplicantView, Decision


class DecisionLine(Out):
    """A decision with its reason, who made it and when."""

    decision: Decision
    reason: str
    by: str
    at: datetime


class NoteLine(Out):
    """A note with who wrote it and when."""

    id: str
    text: str
    by: str
    at: datetime


class Segment(Out):
    """A piece of a text; `keys` are `r:` or `n:` with the requirement or leaf it is evidence of."""

    text: str
    keys: list[str]


class Text(Out):
    """One text of the applicant as it is shown, with what was read as evidence."""

    field: str
    words: str
    segments: list[Segment]


class Applicant(Out):
    """One applicant in full."""

    applicant_id: str
    person_id: str
    candidate_id: str
    name: str = Field(description="Empty in a blind view.")
    explanation: dict[str, Any] = Field(
        description="As `matcher explain --format json` has it: entries, contrasts, what-ifs."
    )
    ranked: int
    texts: list[Text]
    carried: dict[str, str] = Field(description="Other columns of the list; none in a blind view.")
    decision: Decision
    decisions: list[DecisionLine]
    notes: list[NoteLine]
    job_version: int

    @classmethod
    def of(cls, view: ApplicantView) -> Self:
        """From the workspace's value."""
        plain = {name: getattr(view, name) for name in cls.model_fields}
        plain["explanation"] = view.explanation.to_dict()
        plain["carried"] = dict(view.carried)
        return cls.model_validate(plain)


class Decided(In):
    """A decision; an override needs a reason."""

    decision: Decision
    reason: str = Field("", examples=["Led the same migration at a customer of ours."])


class NewNote(In):
    """A note."""

    text: str = Field(min_length=1, examples=["Asked for her notice period: three months."])
