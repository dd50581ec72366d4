"""A candidate as evidence: what the texts show, and how well they could be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.model.shown import (
    DegreeShown,
    Evidence,
    ManagementShown,
    RoleShown,
    Tenure,
    YearsStated,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of a candidate was read; what was not stands in ``Profile.unreadable``.

    Parameters
    ----------
    characters, words : int
        Of all texts that were read.
    text_share : float
        Letters and digits among the characters that are no blanks, 0…1; prose has about 0.95.
    sections : tuple of str
        Kinds of the sections that headings open, in alphabetical order.
    dated : bool
        Whether any dated job was found.
    """

    characters: int = 0
    words: int = 0
    text_share: float = 0.0
    sections: tuple[str, ...] = ()
    dated: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data; inverse of :meth:`from_dict`."""
        return {
            "characters": self.characters,
            "words": self.words,
            "text_share": self.text_share,
            "sections": list(self.sections),
            "dated": self.dated,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Reading:
        """Inverse of :meth:`to_dict`."""
        return cls(**{**raw, "sections": tuple(raw["sections"])})


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
    years_stated : tuple of YearsStated
        Statements of total experience.
    unreadable : tuple of str
        Fields that are there and could not be read.
    flags : tuple of str
        From the closed list in ``docs/flags.md``: ``thin_profile``, ``keyword_list``, …
    degrees_unfinished : tuple of DegreeShown
        Studies that go on or were broken off; no degree.
    roles : tuple of RoleShown
        Levels that titles name, in the order of the text.
    management : tuple of ManagementShown
        Where people were managed.
    reading : Reading
        How much was read.
    """

    candidate_id: str
    texts: dict[str, str]
    evidence: tuple[Evidence, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    degrees: tuple[DegreeShown, ...] = ()
    years_stated: tuple[YearsStated, ...] = ()
    unreadable: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    degrees_unfinished: tuple[DegreeShown, ...] = ()
    roles: tuple[RoleShown, ...] = ()
    management: tuple[ManagementShown, ...] = ()
    reading: Reading = Reading()

    @property
    def readable(self) -> bool:
        """Whether any text of the candidate could be read at all."""
        return any(text.strip() for text in self.texts.values())

    @property
    def latest_role(self) -> RoleShown | None:
        """The level of the job that lasted longest into the present; of headlines only if alone."""
        dated = [role for role in self.roles if role.interval]
        return max(dated or self.roles, key=_recency, default=None)

    @property
    def highest_role(self) -> RoleShown | None:
        """The highest level ever named, the latest of equals."""
        return max(self.roles, key=lambda r: (r.seniority.rank(), _recency(r)), default=None)

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
            "roles": [r.to_dict() for r in self.roles],
            "management": [m.to_dict() for m in self.management],
            "unreadable": list(self.unreadable),
            "flags": list(self.flags),
            "reading": self.reading.to_dict(),
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
            roles=tuple(map(RoleShown.from_dict, raw["roles"])),
            management=tuple(map(ManagementShown.from_dict, raw["management"])),
            unreadable=tuple(raw["unreadable"]),
            flags=tuple(raw["flags"]),
            reading=Reading.from_dict(raw["reading"]),
        )


def _recency(role: RoleShown) -> tuple[bool, int, int]:
    """Jobs that go on come last, then those that ended last; headlines first."""
    interval = role.interval
    if interval is None:
        return False, 0, 0
    return interval.end is None, interval.end or interval.start, interval.start


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile and the cells that travel beside it, unread, to the outputs.

    ``carried`` (name, e-mail, link, …) never reaches the scorer, which takes a :class:`Profile`.
    ``row`` is None where it is not to be shown; ``source`` names one of several sources.
    """

    profile: Profile
    row: int | None
    carried: dict[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A candidate that could not be read, or is not to be: where it stood and why.

    ``row`` is None where it is not to be shown; ``source`` names one of several sources.
    """

    row: int | None
    candidate_id: str | None
    field: str
    error: str
    source: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {
            "row": self.row,
            "candidate_id": self.candidate_id,
            "field": self.field,
            "error": self.error,
            **({"source": self.source} if self.source else {}),
        }
