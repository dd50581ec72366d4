"""A candidate as evidence: what the texts show, where, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.model.terms import (
    Degree,
    EvidenceKind,
    LanguageLevel,
    Method,
    Polarity,
    Span,
)


def month_text(month: int | None) -> str | None:
    """``YYYY-MM`` of a month number (year × 12 + month − 1); None stays None.

    Examples
    --------
    >>> month_text(2019 * 12), month_text(None)
    ('2019-01', None)
    """
    return None if month is None else f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_number(text: str | None) -> int | None:
    """Inverse of :func:`month_text`."""
    return None if text is None else int(text[:4]) * 12 + int(text[5:7]) - 1


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Dated stretch of a career, both months included.

    Parameters
    ----------
    start : int
        First month, as year × 12 + month − 1.
    end : int or None
        Last month; None for "to date", which is worked out against the as-of date.
    """

    start: int
    end: int | None

    def to_dict(self) -> dict[str, str | None]:
        """Months as ``YYYY-MM``."""
        return {"start": month_text(self.start), "end": month_text(self.end)}

    @classmethod
    def from_dict(cls, raw: dict[str, str | None]) -> Interval:
        """Inverse of :meth:`to_dict`."""
        start = month_number(raw["start"])
        assert start is not None
        return cls(start, month_number(raw["end"]))


def months_covered(intervals: tuple[Interval, ...], as_of: int) -> int:
    """Months that at least one interval covers, overlaps counted once.

    Parameters
    ----------
    intervals : tuple of Interval
        In any order.
    as_of : int
        The current month; open intervals end there, later months do not count.

    Examples
    --------
    >>> year = 2020 * 12
    >>> months_covered((Interval(year, year + 11), Interval(year + 6, year + 17)), year + 60)
    18
    """
    total, reached = 0, -1
    for interval in sorted(intervals, key=lambda i: (i.start, as_of if i.end is None else i.end)):
        end = as_of if interval.end is None else min(interval.end, as_of)
        start = max(interval.start, reached + 1)
        if end >= start:
            total += end - start + 1
        reached = max(reached, end)
    return total


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a profile that show, claim or deny one skill.

    Parameters
    ----------
    skill : str
        Taxonomy id.
    field : str
        Which of the profile's texts holds the words.
    span : Span
        Their place there; ``texts[field][span.start:span.end] == surface``.
    surface : str
        The words.
    method : Method
        How they were matched.
    kind : EvidenceKind
        Where in the career they stand.
    polarity : Polarity
        has, denied or learning.
    intervals : tuple of Interval
        The dated job around the words; empty where none is dated.
    stated_years : float or None
        Years the words themselves state ("7 years of Java").
    language_level : LanguageLevel or None
        For spoken languages.
    """

    skill: str
    field: str
    span: Span
    surface: str
    method: Method
    kind: EvidenceKind
    polarity: Polarity = Polarity.HAS
    intervals: tuple[Interval, ...] = ()
    stated_years: float | None = None
    language_level: LanguageLevel | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "skill": self.skill,
            "field": self.field,
            "start": self.span.start,
            "end": self.span.end,
            "surface": self.surface,
            "method": str(self.method),
            "evidence_kind": str(self.kind),
            "polarity": str(self.polarity),
            "intervals": [i.to_dict() for i in self.intervals],
            "stated_years": self.stated_years,
            "language_level": str(self.language_level) if self.language_level else None,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Evidence:
        """Inverse of :meth:`to_dict`."""
        level = raw.get("language_level")
        return cls(
            skill=raw["skill"],
            field=raw["field"],
            span=Span(raw["start"], raw["end"]),
            surface=raw["surface"],
            method=Method(raw["method"]),
            kind=EvidenceKind(raw["evidence_kind"]),
            polarity=Polarity(raw["polarity"]),
            intervals=tuple(map(Interval.from_dict, raw["intervals"])),
            stated_years=raw.get("stated_years"),
            language_level=LanguageLevel(level) if level else None,
        )


@dataclass(frozen=True, slots=True)
class DegreeShown:
    """A degree read in a profile, with its fields of study as taxonomy ids."""

    degree: Degree
    fields: tuple[str, ...]
    field: str
    span: Span
    surface: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "degree": str(self.degree),
            "fields": list(self.fields),
            "field": self.field,
            "start": self.span.start,
            "end": self.span.end,
            "surface": self.surface,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> DegreeShown:
        """Inverse of :meth:`to_dict`."""
        return cls(
            Degree(raw["degree"]),
            tuple(raw["fields"]),
            raw["field"],
            Span(raw["start"], raw["end"]),
            raw["surface"],
        )


@dataclass(frozen=True, slots=True)
class YearsStated:
    """Total years of experience a profile states, and where."""

    years: float
    field: str
    span: Span
    surface: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "years": self.years,
            "field": self.field,
            "start": self.span.start,
            "end": self.span.end,
            "surface": self.surface,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> YearsStated:
        """Inverse of :meth:`to_dict`."""
        return cls(raw["years"], raw["field"], Span(raw["start"], raw["end"]), raw["surface"])


@dataclass(frozen=True, slots=True)
class Tenure:
    """One dated job: its interval, and the stretch of text that describes it."""

    interval: Interval
    field: str
    span: Span

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            **self.interval.to_dict(),
            "field": self.field,
            "span": [self.span.start, self.span.end],
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Tenure:
        """Inverse of :meth:`to_dict`."""
        return cls(Interval.from_dict(raw), raw["field"], Span(*raw["span"]))


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything scoring may know of one candidate: no name, no contact data, no school.

    Parameters
    ----------
    candidate_id : str
        As given, or ``row-N``.
    texts : dict of str to str
        The texts that were read, by field; spans point into them.
    evidence : tuple of Evidence
        In the order of fields and characters.
    tenures : tuple of Tenure
        Dated jobs in the order of the text.
    degrees : tuple of DegreeShown
        Degrees held, in the order of the text.
    degrees_unfinished : tuple of DegreeShown
        Studies that go on or were broken off; no degree.
    years_stated : tuple of YearsStated
        Statements of total experience.
    unreadable : tuple of str
        Fields that are there and could not be read.
    flags : tuple of str
        From the closed list in ``docs/flags.md``: ``thin_profile``, ``keyword_list``, …
    """

    candidate_id: str
    texts: dict[str, str]
    evidence: tuple[Evidence, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    degrees: tuple[DegreeShown, ...] = ()
    degrees_unfinished: tuple[DegreeShown, ...] = ()
    years_stated: tuple[YearsStated, ...] = ()
    unreadable: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether any text of the candidate could be read at all."""
        return any(text.strip() for text in self.texts.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "candidate_id": self.candidate_id,
            "texts": dict(self.texts),
            "evidence": [e.to_dict() for e in self.evidence],
            "tenures": [t.to_dict() for t in self.tenures],
            "degrees": [d.to_dict() for d in self.degrees],
            "degrees_unfinished": [d.to_dict() for d in self.degrees_unfinished],
            "years_stated": [y.to_dict() for y in self.years_stated],
            "unreadable": list(self.unreadable),
            "flags": list(self.flags),
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Profile:
        """Inverse of :meth:`to_dict`."""
        return cls(
            candidate_id=raw["candidate_id"],
            texts=dict(raw["texts"]),
            evidence=tuple(map(Evidence.from_dict, raw["evidence"])),
            tenures=tuple(map(Tenure.from_dict, raw["tenures"])),
            degrees=tuple(map(DegreeShown.from_dict, raw["degrees"])),
            degrees_unfinished=tuple(map(DegreeShown.from_dict, raw["degrees_unfinished"])),
            years_stated=tuple(map(YearsStated.from_dict, raw["years_stated"])),
            unreadable=tuple(raw["unreadable"]),
            flags=tuple(raw["flags"]),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile and the cells that travel beside it, unread, to the outputs.

    ``carried`` (name, e-mail, link, …) never reaches the scorer, which takes a :class:`Profile`.
    """

    profile: Profile
    row: int
    carried: dict[str, str]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A candidate that could not be read: where it stood and why."""

    row: int
    candidate_id: str | None
    field: str
    error: str

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {
            "row": self.row,
            "candidate_id": self.candidate_id,
            "field": self.field,
            "error": self.error,
        }
