"""What a workspace shows of jobs; :mod:`matcher.web.shown` has all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.model import JobWarning, Requirement, Unmatched
from matcher.report.quotes import Segment


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job in the list of jobs; counts are of applicants."""

    id: str
    title: str
    version: int
    created_at: datetime
    changed_at: datetime
    changed_by: str
    applicants: int
    shortlisted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement as it counts now.

    Parameters
    ----------
    requirement : Requirement
        Level, tree, years, weight, gate, ``ignored``; ``to_dict()`` is the contract's JSON.
    label : str
        Short words for it, harmless to show on one line.
    level_words : str
        Its level as a reader's words.
    worth : int
        Hundredths of a point; the worths of a job sum to 10,000, or are all 0 if nothing is asked.
    weight : float
        The weight in force, of a person or of policy and importance; what a slider begins with.
    importance : int or None
        Percent of its level's weight; None where it is worth nothing.
    gate : str
        The gate in force: ``off``, ``flag`` or ``rank_below``.
    added : bool
        Whether a person added it: it can be removed.
    changed : bool
        Whether it differs from what was read: it can be restored.
    can_split : bool
        Whether its tree has alternatives or parts to take apart.
    paid_elsewhere : tuple of str
        Leaves of other requirements that pay for what it asks again.
    """

    requirement: Requirement
    label: str
    level_words: str
    worth: int
    weight: float
    importance: int | None
    gate: str
    added: bool
    changed: bool
    can_split: bool
    paid_elsewhere: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The requirement's id."""
        return self.requirement.id


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One edit of a job: the version it made, when, by whom, and what it was, in words."""

    version: int
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class JobView:
    """A job in full.

    Parameters
    ----------
    id, title : str
        Its id; its title, perhaps empty.
    version : int
        To be sent with the next edit.
    text : str
        The description, to which all offsets refer; empty for a job made from a card.
    segments : tuple of Segment
        ``text`` harmless to show, cut where anything begins or ends; keys are ``r:`` with the id
        of a requirement, ``n:`` with that of a leaf, ``c:`` with the id of the requirement whose
        level the words decide.
    requirements : tuple of RequirementView
        In the order of the description.
    nothing_asked : str
        Why there is nothing to rank by; empty where there is.
    warnings, unmatched : tuples
        What a person should look at; what no taxonomy entry covers.
    can_undo : bool
        Whether there is an edit to take back.
    original_ids : tuple of str
        Ids of the requirements that were read, also of those joined into others since.
    """

    id: str
    title: str
    version: int
    created_at: datetime
    changed_at: datetime
    text: str
    segments: tuple[Segment, ...]
    requirements: tuple[RequirementView, ...]
    nothing_asked: str
    warnings: tuple[JobWarning, ...]
    unmatched: tuple[Unmatched, ...]
    can_undo: bool
    original_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill of the taxonomy for type-ahead; ``because`` is the alias that matched, or empty."""

    id: str
    name: str
    category: str
    because: str = ""
