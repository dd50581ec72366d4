"""What a workspace gives and takes, as frozen values: pages and API render these and nothing else.

Ids are random and URL-safe; times are UTC; points, scores and worths are hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.model import FilterOutcome, JobWarning, Requirement, SetAside, Status, Unmatched
from matcher.report.comparison import Comparison
from matcher.report.explanation import Explanation
from matcher.report.quotes import Segment
from matcher.scoring.robustness import Certainty


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: a user's id and the name that stands beside what they do."""

    user_id: str
    name: str


#: Whoever sits at the machine, where no users are set up.
LOCAL = Who("local", "You")


# --- Jobs ---------------------------------------------------------------------------------------


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


# --- Applicants ---------------------------------------------------------------------------------


class UploadState(StrEnum):
    """How far the reading of a file is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A header of a table and what it is read as, or ``carried``."""

    header: str
    use: str


@dataclass(frozen=True, slots=True)
class UploadView:
    """One file of an intake.

    Parameters
    ----------
    id, name : str
        Its id, and its name as it was sent.
    size : int
        Bytes.
    state : UploadState
        How far its reading is.
    reason : str
        Why it was refused as a whole; else empty.
    read, set_aside : int
        Applicants read so far, and how many rows or files in it could not be.
    columns : tuple of ColumnUse
        What each header was read as; empty for résumés.
    can_correct : bool
        Whether it is a table that is still kept, so that other columns can be named.
    notes : tuple of str
        What a person should know about the reading.
    """

    id: str
    name: str
    size: int
    state: UploadState
    reason: str
    read: int
    set_aside: int
    columns: tuple[ColumnUse, ...]
    can_correct: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """Files that came together, and how far they are read.

    ``done`` of ``len(uploads)`` files are finished; ``set_aside`` are the rows and files that
    could not be read, each with its reason (``source`` is the file's name), those of whole files
    among them; ``columns_allowed`` is what a header may be read as.
    """

    id: str
    job_id: str
    at: datetime
    by: str
    uploads: tuple[UploadView, ...]
    set_aside: tuple[SetAside, ...]
    columns_allowed: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """Files that are finished."""
        return sum(u.state in (UploadState.READ, UploadState.REFUSED) for u in self.uploads)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to read."""
        return self.done == len(self.uploads)

    @property
    def read(self) -> int:
        """Applicants read so far."""
        return sum(upload.read for upload in self.uploads)


@dataclass(frozen=True, slots=True)
class ApplicantLine:
    """An applicant of a job; ``name`` is empty where the list has none."""

    id: str
    person_id: str
    candidate_id: str
    name: str
    upload: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with every job they stand in: (job id, title, applicant id)."""

    person_id: str
    name: str
    jobs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion took away."""

    applicants: int = 0
    decisions: int = 0
    notes: int = 0
    uploads: int = 0
    jobs: int = 0


# --- Ranking ------------------------------------------------------------------------------------


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


# --- One applicant ------------------------------------------------------------------------------


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
