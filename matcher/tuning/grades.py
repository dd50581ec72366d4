"""What people decided about candidates for jobs: a table of grades or decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path

from matcher.batch.files import digest_of
from matcher.errors import ConfigError, InputError, Problem
from matcher.profile.headers import fold_header
from matcher.profile.sources import BadRow, Row, Table, open_source

#: Names of the columns.
JOB, CANDIDATE, GRADE, DECISION = "job", "candidate_id", "grade", "decision"
#: The gain of a grade is 2^grade - 1; beyond this the table holds something else than grades.
MAX_GRADE = 100
#: So many mistakes of a file are told, then how many more there are.
MOST_TOLD = 20

_ALLOWED = f"a table with the columns {JOB}, {CANDIDATE} and {GRADE} or {DECISION}"
_WHOLE = re.compile(r"\d{1,3}(\.0*)?")


class Decision(IntEnum):
    """How far a candidate came; the value stands as the grade.

    Examples
    --------
    >>> Decision.HIRED > Decision.SHORTLISTED, int(Decision.REJECTED)
    (True, 0)
    """

    REJECTED = 0
    SHORTLISTED = 1
    INTERVIEWED = 2
    HIRED = 3


#: Grades by their words, the highest first.
_DECISIONS = {each.name.lower(): int(each) for each in reversed(Decision)}


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades of candidates for jobs.

    Parameters
    ----------
    source : str
        File, as the user named it.
    digest : str
        ``sha256:…`` of its content.
    decisions : bool
        Whether it holds decisions, so that grades are those of :class:`Decision`.
    by_job : mapping of str to mapping of str to int
        Per job, grade by candidate id; both in the order of their names.
    places : mapping of (str, str) to str
        Where each pair of job and candidate stands first, for messages: ``line 7``; in the order
        of the file.
    """

    source: str
    digest: str
    decisions: bool
    by_job: Mapping[str, Mapping[str, int]]
    places: Mapping[tuple[str, str], str] = field(repr=False)

    def __len__(self) -> int:
        return sum(map(len, self.by_job.values()))

    @property
    def candidate_ids(self) -> frozenset[str]:
        """Everybody who is graded for any job."""
        return frozenset(each for graded in self.by_job.values() for each in graded)

    def place(self, job: str, candidate_id: str | None = None) -> str:
        """Where a pair stands, or the first of a job."""
        return next(
            place
            for (of_job, of_candidate), place in self.places.items()
            if of_job == job and candidate_id in (None, of_candidate)
        )


def read_grades(source: str) -> Grades:
    r"""Read grades from a table (CSV, TSV, XLSX, Parquet, JSON lines).

    The columns are ``job``, ``candidate_id``, and ``grade`` (a whole number from 0) or ``decision``
    (hired, interviewed, shortlisted, rejected); others are ignored.

    Raises
    ------
    InputError
        If the file cannot be read or has not these columns.
    ConfigError
        With every row that cannot be used, each with its line and column.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "outcomes.csv")
    ...     _ = path.write_text("job,candidate_id,decision\nnurse,k2,hired\nnurse,k1,rejected\n")
    ...     grades = read_grades(str(path))
    >>> grades.decisions, grades.by_job, grades.place("nurse", "k1")
    (True, {'nurse': {'k1': 0, 'k2': 3}}, 'line 3')
    """
    if source == "-":
        found = "GRADES is standard input, beside which there are no jobs"
        raise InputError("-", found, allowed="a file")
    with open_source(source) as table:
        if not isinstance(table, Table):
            raise InputError(source, "is no table", allowed=_ALLOWED)
        columns = _Columns.found(table.header, source)
        reader = _Reader(source, columns)
        for row in table.rows():
            reader.read(row)
    raise_all(reader.problems)
    if not reader.grades:
        raise InputError(source, "holds no grades", allowed="at least one row")
    by_job: dict[str, dict[str, int]] = {}
    for (job, candidate_id), grade in sorted(reader.grades.items()):
        by_job.setdefault(job, {})[candidate_id] = grade
    return Grades(source, digest_of(Path(source)), columns.decisions, by_job, reader.places)


def grade_given(text: str, grades: Grades, option: str) -> int:
    """A grade as an option names it: a decision's word, or a whole number.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> grade_given("interviewed", Grades("o.csv", "", True, {}, {}), "--good")
    2
    """
    if grades.decisions:
        if text.casefold() not in _DECISIONS:
            found = f"{text!r} is no decision"
            raise InputError(option, found, allowed=near(text.casefold(), _DECISIONS))
        return _DECISIONS[text.casefold()]
    if not (_WHOLE.fullmatch(text) and 1 <= float(text) <= MAX_GRADE):
        found = f"{text!r} is no grade that some lack"
        raise InputError(option, found, allowed=f"a whole number from 1 to {MAX_GRADE}")
    return int(float(text))


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise the mistakes of a file as one error, the first of them by name; nothing for none.

    Raises
    ------
    ConfigError
        With up to 20 mistakes, and how many more there are.
    """
    if not problems:
        return
    told = list(problems[:MOST_TOLD])
    if len(problems) > MOST_TOLD:
        told.append(Problem(problems[0].source, "", f"{len(problems) - MOST_TOLD:,} more mistakes"))
    raise ConfigError(told)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table of grades are."""

    job: int
    candidate: int
    grade: int
    decisions: bool

    @property
    def grade_name(self) -> str:
        return DECISION if self.decisions else GRADE

    @classmethod
    def found(cls, header: Sequence[str], source: str) -> _Columns:
        places = {fold_header(name): at for at, name in reversed(list(enumerate(header)))}
        by_name = {
            name: places.get(fold_header(name)) for name in (JOB, CANDIDATE, GRADE, DECISION)
        }
        job, candidate, grade, decision = by_name.values()
        if grade is not None and decision is not None:
            found = f"has a column {GRADE} and a column {DECISION}"
            raise InputError(source, found, "header", "one of them")
        value = decision if grade is None else grade
        if job is None or candidate is None or value is None:
            missing = [name for name in (JOB, CANDIDATE) if by_name[name] is None]
            missing += [f"{GRADE} or {DECISION}"] if value is None else []
            seen = ", ".join(repr(name) for name in header[:30])
            found = f"no column {' and no column '.join(missing)}; found: {seen}"
            raise InputError(source, found, "header", _ALLOWED)
        return cls(job, candidate, value, grade is None)


class _Reader:
    """Collects the grades of rows, and their mistakes."""

    def __init__(self, source: str, columns: _Columns) -> None:
        self.source, self.columns = source, columns
        self.grades: dict[tuple[str, str], int] = {}
        self.places: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []

    def read(self, row: Row | BadRow) -> None:
        """Take one row."""
        if isinstance(row, BadRow):
            self.problems.append(Problem(self.source, row.place, row.error))
            return
        columns = self.columns
        job, candidate_id = row.cells[columns.job].strip(), row.cells[columns.candidate].strip()
        for name, cell in ((JOB, job), (CANDIDATE, candidate_id)):
            if not cell:
                self._wrong(row, name, "is empty", "a name" if name == JOB else "an id of the list")
        grade = self._grade(row, row.cells[columns.grade].strip())
        if not job or not candidate_id or grade is None:
            return
        pair = (job, candidate_id)
        if self.grades.setdefault(pair, grade) != grade:
            found = f"{candidate_id!r} is graded for {job!r} in {self.places[pair]} otherwise"
            self._wrong(row, columns.grade_name, found, "one grade for each job and candidate")
        self.places.setdefault(pair, row.place)

    def _grade(self, row: Row, cell: str) -> int | None:
        if self.columns.decisions:
            known = _DECISIONS.get(cell.casefold())
            if known is None:
                self._wrong(
                    row, DECISION, f"decision is {cell!r}", near(cell.casefold(), _DECISIONS)
                )
            return known
        if _WHOLE.fullmatch(cell) and float(cell) <= MAX_GRADE:
            return int(float(cell))
        self._wrong(row, GRADE, f"grade is {cell!r}", f"a whole number from 0 to {MAX_GRADE}")
        return None

    def _wrong(self, row: Row, column: str, found: str, allowed: str) -> None:
        place = f"{row.place}, column {column}"
        self.problems.append(Problem(self.source, place, found, allowed))


def near(given: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """What may have been meant, or what there is, for a message.

    Examples
    --------
    >>> near("hire", ["hired", "rejected"]), near("x", ["hired", "rejected"])
    ('hired?', 'hired, rejected')
    """
    names = list(known)
    close = get_close_matches(given, names, n=1)
    return f"{close[0]}?" if close else ", ".join(_few(names))


def _few(names: Sequence[str], most: int = 12) -> Iterator[str]:
    yield from names[:most]
    if len(names) > most:
        yield f"… ({len(names)} in all)"
