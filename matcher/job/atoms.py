"""What a sentence names, and the sentence it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model import Condition, Degree, Kind, LanguageLevel, Method
from matcher.taxonomy.normal import Folded


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing a sentence names, in original offsets.

    ``kind`` is the leaf's; ``skill`` and the rest as in :class:`matcher.model.Need`.
    """

    start: int
    end: int
    kind: Kind
    label: str
    method: Method
    skill: str | None = None
    is_class: bool = False
    min_years: float | None = None
    max_years: float | None = None
    degree: Degree | None = None
    fields: tuple[str, ...] = ()
    or_equivalent: bool = False
    language_level: LanguageLevel | None = None
    condition: Condition | None = None


class Sentence:
    """A sentence, folded, with the offsets of its atoms in the masked text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.folded = Folded.of(text[start:end])

    def original(self, at: int) -> int:
        """Offset in the masked text of a folded offset."""
        return self.start + self.folded.original(at)

    def original_end(self, end: int) -> int:
        """Offset in the masked text just behind a folded end."""
        return self.start + self.folded.original_end(end)

    def at(self, original: int) -> int:
        """Folded offset of an offset in the masked text."""
        at = original - self.start
        for cut, shift in zip(
            reversed(self.folded.cuts), reversed(self.folded.shifts), strict=True
        ):
            if at - shift >= cut:
                return at - shift
        return min(at, len(self.folded.text))
