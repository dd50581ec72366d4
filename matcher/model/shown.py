"""What single words of a profile show: skills, jobs, degrees, levels, and for how long."""

from __future__ import annotations

from typing import Any

import msgspec

from matcher.model.terms import (
    Degree,
    EvidenceKind,
    LanguageLevel,
    Method,
    Polarity,
    Seniority,
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


class Interval(msgspec.Struct, frozen=True, order=True, gc=False):
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


def _words(field: str, span: Span, surface: str) -> dict[str, Any]:
    """Where words stand in a profile, and the words."""
    return {"field": field, "start": span.start, "end": span.end, "surface": surface}


class Evidence(msgspec.Struct, frozen=True, gc=False):
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
            **_words(self.field, self.span, self.surface),
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


class DegreeShown(msgspec.Struct, frozen=True, gc=False):
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
            **_words(self.field, self.span, self.surface),
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


class YearsStated(msgspec.Struct, frozen=True, gc=False):
    """Total years of experience a profile states, and where."""

    years: float
    field: str
    span: Span
    surface: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "years": self.years,
            **_words(self.field, self.span, self.surface),
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> YearsStated:
        """Inverse of :meth:`to_dict`."""
        return cls(raw["years"], raw["field"], Span(raw["start"], raw["end"]), raw["surface"])


class Tenure(msgspec.Struct, frozen=True, gc=False):
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


class RoleShown(msgspec.Struct, frozen=True, gc=False):
    """A level that the title of a job or a headline names.

    Parameters
    ----------
    seniority : Seniority
        The level.
    interval : Interval or None
        Of the dated job; None for a headline.
    field : str
        Which of the profile's texts holds the words.
    span : Span
        Their place there.
    surface : str
        The words: "Senior".
    rule : str
        Id of the rule in ``rules/profile_en.yaml``.
    """

    seniority: Seniority
    interval: Interval | None
    field: str
    span: Span
    surface: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "seniority": str(self.seniority),
            "interval": self.interval.to_dict() if self.interval else None,
            **_words(self.field, self.span, self.surface),
            "rule": self.rule,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> RoleShown:
        """Inverse of :meth:`to_dict`."""
        return cls(
            Seniority(raw["seniority"]),
            Interval.from_dict(raw["interval"]) if raw["interval"] else None,
            raw["field"],
            Span(raw["start"], raw["end"]),
            raw["surface"],
            raw["rule"],
        )


class ManagementShown(msgspec.Struct, frozen=True, gc=False):
    """Words that show somebody managing people.

    Parameters
    ----------
    people : int or None
        How many, where the words say so.
    interval : Interval or None
        Of the dated job around the words.
    field : str
        Which of the profile's texts holds the words.
    span : Span
        Their place there.
    surface : str
        The words: "led a team of 8".
    rule : str
        Id of the rule in ``rules/profile_en.yaml``.
    """

    people: int | None
    interval: Interval | None
    field: str
    span: Span
    surface: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "people": self.people,
            "interval": self.interval.to_dict() if self.interval else None,
            **_words(self.field, self.span, self.surface),
            "rule": self.rule,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> ManagementShown:
        """Inverse of :meth:`to_dict`."""
        return cls(
            raw["people"],
            Interval.from_dict(raw["interval"]) if raw["interval"] else None,
            raw["field"],
            Span(raw["start"], raw["end"]),
            raw["surface"],
            raw["rule"],
        )
