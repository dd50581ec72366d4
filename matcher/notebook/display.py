"""What a notebook shows of an explanation, a comparison or a job: HTML, and text elsewhere."""

from __future__ import annotations

from typing import Any

from matcher.model import Job
from matcher.report.compare_text import compare_text
from matcher.report.comparison import Comparison
from matcher.report.explain_html import compare_fragment, explain_fragment
from matcher.report.explain_text import explain_text
from matcher.report.explanation import Explanation
from matcher.report.job_view import job_fragment
from matcher.report.wording import LEVELS, short_label


class ExplanationView:
    """One candidate's score in full.

    Parameters
    ----------
    data : Explanation
        All there is to say.
    """

    def __init__(self, data: Explanation) -> None:
        self.data = data

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as ``matcher explain --format json`` gives it."""
        return self.data.to_dict()

    def __repr__(self) -> str:
        return explain_text(self.data)

    def _repr_html_(self) -> str:
        return explain_fragment(self.data)


class ComparisonView:
    """Candidates side by side.

    Parameters
    ----------
    data : Comparison
        What they have in common and where they differ.
    """

    def __init__(self, data: Comparison) -> None:
        self.data = data

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as ``matcher compare --format json`` gives it."""
        return self.data.to_dict()

    def __repr__(self) -> str:
        return compare_text(self.data)

    def _repr_html_(self) -> str:
        return compare_fragment(self.data)


class JobView:
    """A job as it was read: its requirements, and where they stand in the text.

    Parameters
    ----------
    data : Job
        What was read.
    text : str, optional
        What it was read from.
    """

    def __init__(self, data: Job, text: str | None = None) -> None:
        self.data, self.text = data, text

    def __repr__(self) -> str:
        lines = [self.data.title or "Untitled job"]
        lines += [f"{r.id} {LEVELS[r.level]}: {short_label(r, 80)}" for r in self.data.requirements]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return job_fragment(self.data, self.text)
