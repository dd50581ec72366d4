"""What a workspace shows of rankings and applicants; :mod:`matcher.web.shown` has all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.model import FilterOutcome, Status
from matcher.report.comparison import Comparison
from matcher.report.explanation import Explanation
from matcher.report.quotes import Segment
from matcher.scoring.robustness import Certainty
from matcher.web.shown_jobs import RequirementView


class Decision(StrEnum):
    """What a person decided; no score depends on it.

    ``override`` is a shortlisting in spite of what score or gates say, and needs a reason.
    """

    NONE = "none"
    SHORTLIST = "shortlist"
    REJECT = "reject"
    OVERRIDE = "override"


class Sort(StrEnum):
    """What rows are sorted by; equals stand by rank, then by candidate id."""

    RANK = "rank"
    SCORE = "score"
    HIGH = "high"
    MUST = "must"
    NAME = "name"
    CHANGE = "change"
    DECISION = "decision"


class Block(StrEnum):
    """Which applicants a page shows: with a rank, for a person to read, taken out by a filter."""

    RANKED = "ranked"
    TO_READ = "to_read"
    FILTERED_OUT = "filtered_out"


@dataclass(frozen=True, slots=True)
class RankingView:
    """How a ranking is looked at.

    Parameters
    ----------
    page, size : int
        Which page, from 1, and how many rows on it (1 … 500).
    sort, descending : Sort, bool
        The order; ``rank`` ascending is the ranking's own.
    search : str
        Words that must all stand in the name, the id or the carried cells; in a blind view, in the
        pseudonym.
    all_musts : bool
        Only who meets all must-haves, or may: an unknown one leaves somebody in.
    skills : tuple of str
        Ids of the taxonomy; who shows each of them, or may.
    min_years : float or None
        Fewest years of experience; who shows them, or may.
    decisions : frozenset of Decision
        Only those with one of these; empty for all.
    weights : mapping of str to float
        Weight by requirement id, in place of the job's own, for this view alone.
    blind : bool
        Without anything that says who somebody is.
    certainty : bool
        Whether to work out how sure ranks are.
    block : Block
        Which applicants.

    Notes
    -----
    ``all_musts``, ``skills`` and ``min_years`` are filters: who fails one has no rank and stands
    in the block ``filtered_out``.  ``search`` and ``decisions`` only choose rows: ranks stay.
    """

    page: int = 1
    size: int = 50
    sort: Sort = Sort.RANK
    descending: bool = False
    search: str = ""
    all_musts: bool = False
    skills: tuple[str, ...] = ()
    min_years: float | None = None
    decisions: frozenset[Decision] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    blind: bool = False
    certainty: bool = False
    block: Block = Block.RANKED


@dataclass(frozen=True, slots=True)
class Cell:
    """One requirement of one applicant: status, points and what it is worth, in hundredths."""

    requirement_id: str
    status: Status
    points: int
    points_high: int
    worth: int


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One applicant in a ranking.

    Parameters
    ----------
    applicant_id : str
        For addresses; says nothing of the person.
    candidate_id : str
        As in the list; in a blind view a pseudonym that stays the same for the job.
    name : str
        Empty in a blind view, and where the list has none.
    rank : int or None
        Equal scores share one; None where nothing could be read, or a filter took them out.
    rank_before : int or None
        Under the job's own weights where the view has others, else before the latest edit.
    score, score_high : int
        Hundredths of a point.
    eligible : bool or None
        Outcome of the gates.
    coverage : mapping of str to (int, int)
        Per level, the requirements met and those worth something.
    flags : tuple of (str, str, str)
        Flag, its words, its meaning.
    cells : tuple of Cell
        One for each requirement, in the order of ``RankingPage.requirements``.
    decision : Decision
        The latest.
    notes : int
        How many notes there are.
    certainty : Certainty or None
        Where it was asked for.
    outcomes : tuple of FilterOutcome
        What each filter said, where there are any.
    """

    applicant_id: str
    candidate_id: str
    name: str
    rank: int | None
    rank_before: int | None
    score: int
    score_high: int
    eligible: bool | None
    coverage: Mapping[str, tuple[int, int]]
    flags: tuple[tuple[str, str, str], ...]
    cells: tuple[Cell, ...]
    decision: Decision
    notes: int
    certainty: Certainty | None = None
    outcomes: tuple[FilterOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingPage:
    """A page of a ranking.

    Parameters
    ----------
    job_id : str
        The job.
    version : int
        Of the job, when it was ranked.
    view : RankingView
        What was asked for; ``page`` is the last one where there are not so many.
    requirements : tuple of RequirementView
        The columns of the grid, with the worths in force in this view.
    rows : tuple of RankingRow
        Of this page.
    matching : int
        Rows of the block that the view's search and decisions choose.
    pages : int
        Pages of those, at least 1.
    counts : mapping of Block to int
        All applicants of each block.
    decisions : mapping of Decision to int
        All applicants of the job by decision.
    as_of : str
        The day "to date" means, ``YYYY-MM-DD``.
    """

    job_id: str
    version: int
    view: RankingView
    requirements: tuple[RequirementView, ...]
    rows: tuple[RankingRow, ...]
    matching: int
    pages: int
    counts: Mapping[Block, int]
    decisions: Mapping[Decision, int]
    as_of: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """One text of an applicant, cut where evidence begins or ends.

    Keys of segments are ``r:`` with a requirement's id and ``n:`` with a leaf's.
    """

    field: str
    words: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with its reason, who made it and when."""

    decision: Decision
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with who wrote it and when."""

    id: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """One applicant in full.

    Parameters
    ----------
    applicant_id, person_id : str
        For addresses, and for ``delete_person``.
    candidate_id, name : str
        As in :class:`RankingRow`.
    explanation : Explanation
        The report's: entries, what-ifs, contrasts, certainty, questions.  Its ``result`` holds the
        applicant and those who stand beside, not the whole ranking.
    ranked : int
        How many have a rank.
    texts : tuple of ShownText
        All texts; in a blind view with identity masked.
    carried : tuple of (str, str)
        Cells of the list that travelled along; none in a blind view.
    decisions : tuple of DecisionLine
        Oldest first.
    notes : tuple of NoteLine
        Oldest first; none in a blind view, as people write names into them.
    """

    applicant_id: str
    person_id: str
    candidate_id: str
    name: str
    explanation: Explanation
    ranked: int
    texts: tuple[ShownText, ...]
    carried: tuple[tuple[str, str], ...]
    decision: Decision
    decisions: tuple[DecisionLine, ...]
    notes: tuple[NoteLine, ...]
    job_version: int


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two to four applicants side by side.

    ``applicant_ids`` and ``decisions`` are in the order of ``comparison.columns``.
    """

    comparison: Comparison
    applicant_ids: tuple[str, ...]
    decisions: tuple[Decision, ...]


class ExportKind(StrEnum):
    """What an export is; ``print`` is a page without a script, laid out for paper."""

    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"
    PRINT = "print"


class Which(StrEnum):
    """Whom an export holds: the shortlist with overrides, or everybody."""

    SHORTLIST = "shortlist"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Export:
    """A file to download; its name says nothing of any person."""

    name: str
    media_type: str
    content: bytes
