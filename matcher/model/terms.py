"""The closed vocabularies every station shares, and the half-open span."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Level(StrEnum):
    """How strongly a job asks for something; ``context`` is mentioned, not asked."""

    MUST = "must"
    PREFERRED = "preferred"
    BONUS = "bonus"
    CONTEXT = "context"


#: Levels that are worth points, strongest first.
ASKED_LEVELS = (Level.MUST, Level.PREFERRED, Level.BONUS)


class Kind(StrEnum):
    """What sort of thing is asked for."""

    SKILL = "skill"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    CERTIFICATION = "certification"
    LANGUAGE = "language"
    SOFT = "soft"
    OTHER = "other"


class Condition(StrEnum):
    """What a condition of the work is about: asked of everybody, never worth points.

    ``availability`` is when somebody can work (start, notice, shifts, weekends, on call),
    ``contract`` its form and hours, ``clearance`` checks that others make, ``driving`` a car or
    transport; a driving licence is a certificate.
    """

    LOCATION = "location"
    WORK_PERMIT = "work_permit"
    CLEARANCE = "clearance"
    AVAILABILITY = "availability"
    TRAVEL = "travel"
    SALARY = "salary"
    CONTRACT = "contract"
    DRIVING = "driving"
    HEALTH = "health"
    OTHER = "other"


class Method(StrEnum):
    """How words were matched to a skill.

    ``exact`` is the canonical name, ``alias`` another name of the same skill, ``fuzzy`` a repaired
    misspelling, ``phrase`` words no taxonomy entry covers.
    """

    EXACT = "exact"
    ALIAS = "alias"
    FUZZY = "fuzzy"
    PHRASE = "phrase"


class Degree(StrEnum):
    """Academic degrees from lowest to highest; compare them with :meth:`rank`."""

    SECONDARY = "secondary"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"

    def rank(self) -> int:
        """Position in the order, 0 for secondary school to 4 for a doctorate.

        Examples
        --------
        >>> Degree.MASTER.rank() > Degree.BACHELOR.rank()
        True
        """
        return list(Degree).index(self)


class Seniority(StrEnum):
    """Levels that titles of jobs name, from lowest to highest; compare them with :meth:`rank`.

    A title without such a word ("Nurse") names none.
    """

    TRAINEE = "trainee"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"

    def rank(self) -> int:
        """Position in the order, 0 for a trainee to 7 for an executive.

        Examples
        --------
        >>> Seniority.LEAD.rank() > Seniority.SENIOR.rank()
        True
        """
        return list(Seniority).index(self)


class LanguageLevel(StrEnum):
    """Levels of the Common European Framework of Reference, and native."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"

    def rank(self) -> int:
        """Position in the order, 0 for A1 to 6 for native."""
        return list(LanguageLevel).index(self)


class Relation(StrEnum):
    """How a shown skill stands to an asked one.

    ``narrower``: PostgreSQL shown, relational databases asked.  ``implied``: Django shown, Python
    asked.  ``broader``: relational databases shown, PostgreSQL asked.  ``related``: MySQL shown,
    PostgreSQL asked.  ``similar``: words of the profile resemble a phrase outside the taxonomy.
    """

    SAME = "same"
    NARROWER = "narrower"
    IMPLIED = "implied"
    BROADER = "broader"
    RELATED = "related"
    SIMILAR = "similar"


class EvidenceKind(StrEnum):
    """Where in a career a skill was shown; ``claimed`` is a bare list of skills."""

    WORK = "work"
    PROJECT = "project"
    COURSE = "course"
    CERTIFICATE = "certificate"
    EDUCATION = "education"
    SUMMARY = "summary"
    CLAIMED = "claimed"


class Polarity(StrEnum):
    """Whether a profile has a skill, denies it, or is only about to learn it."""

    HAS = "has"
    DENIED = "denied"
    LEARNING = "learning"


class Status(StrEnum):
    """Outcome for one requirement (see ``docs/scoring.md``)."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What the outcome rests on."""

    SHOWN = "shown"
    CLAIMED = "claimed"
    INFERRED = "inferred"
    SIMILAR = "similar"
    SILENT = "silent"
    DENIED = "denied"
    UNREADABLE = "unreadable"


class Gate(StrEnum):
    """What an unmet requirement does to a candidate besides losing points."""

    OFF = "off"
    FLAG = "flag"
    RANK_BELOW = "rank_below"


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Half-open range of Unicode code points in a text.

    Raises
    ------
    ValueError
        If the range is negative or runs backwards.

    Examples
    --------
    >>> Span(3, 7).of("by Java")
    'Java'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def span_to_dict(span: Span | None) -> dict[str, int | None]:
    """``start`` and ``end`` for the contract; null for what a person added."""
    return {"start": span.start, "end": span.end} if span else {"start": None, "end": None}


def span_from_dict(raw: dict[str, Any]) -> Span | None:
    """Inverse of :func:`span_to_dict`."""
    return None if raw.get("start") is None else Span(raw["start"], raw["end"])
