"""All that one text of a profile shows, and its way back into the text as it was written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from msgspec import structs

from matcher.model import (
    DegreeShown,
    Evidence,
    ManagementShown,
    RoleShown,
    Span,
    Tenure,
    YearsStated,
)
from matcher.profile.cues import CueHits
from matcher.profile.sections import Section, Sections
from matcher.taxonomy.normal import Folded


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A text in its parts, before anything in it is judged.

    Parameters
    ----------
    field : str
        Its name in the profile.
    text, lower : str
        What is read, and its lower case, character for character.
    sections : Sections
        Its parts by heading.
    lists : tuple of Section
        Those of them that are lists, in which every name counts.
    headings : bool
        Whether headings were looked for; a cell that holds a list has none.
    """

    field: str
    text: str
    lower: str
    sections: Sections
    lists: tuple[Section, ...]
    headings: bool


_Shown = TypeVar("_Shown", Evidence, Tenure, DegreeShown, YearsStated, RoleShown, ManagementShown)


@dataclass(frozen=True, slots=True)
class TextRead:
    """All that one text of a profile shows."""

    evidence: tuple[Evidence, ...]
    tenures: tuple[Tenure, ...]
    degrees: tuple[DegreeShown, ...]
    degrees_unfinished: tuple[DegreeShown, ...]
    years: tuple[YearsStated, ...]
    roles: tuple[RoleShown, ...]
    management: tuple[ManagementShown, ...]
    sections: Sections
    backwards: tuple[Span, ...]
    hits: CueHits

    def placed(self, text: str, joined: Folded | None) -> TextRead:
        """The same with its places and words in the original text.

        Parameters
        ----------
        text : str
            The original.
        joined : Folded or None
            The way back, where what was read had its broken words joined.
        """

        def moved(items: tuple[_Shown, ...]) -> tuple[_Shown, ...]:
            return tuple(_placed(item, text, joined) for item in items)

        return replace(
            self,
            evidence=moved(self.evidence),
            tenures=moved(self.tenures),
            degrees=moved(self.degrees),
            degrees_unfinished=moved(self.degrees_unfinished),
            years=moved(self.years),
            roles=moved(self.roles),
            management=moved(self.management),
        )


def _placed(item: _Shown, text: str, joined: Folded | None) -> _Shown:
    span = joined.span(item.span.start, item.span.end) if joined else item.span
    if isinstance(item, Tenure):
        return structs.replace(item, span=span) if joined else item
    surface = text[span.start : span.end]
    if not joined and surface == item.surface:
        return item
    return structs.replace(item, span=span, surface=surface)
