"""One applicant's ledger as a waterfall, and the texts with evidence marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.report.explanation import ExplainedEntry
from matcher.web.shown import ShownText


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the ledger and where its points stand, in hundredths from 0 to 10,000.

    Bars begin where the points before them end, so that the last one ends at the score.
    """

    entry: ExplainedEntry
    start: int

    @property
    def end(self) -> int:
        """Where its points end, and the next one's begin."""
        return self.start + self.entry.entry.points

    @property
    def worth_end(self) -> int:
        """Where they would end, had all been earned."""
        return self.start + self.entry.entry.worth


@dataclass(frozen=True, slots=True)
class TextMark:
    """A stretch of an applicant's text, and the requirements it is evidence for."""

    text: str
    requirements: tuple[str, ...]


def steps(entries: Sequence[ExplainedEntry]) -> list[Step]:
    """The waterfall of a ledger, in its order."""
    found: list[Step] = []
    for entry in entries:
        found.append(Step(entry, found[-1].end if found else 0))
    return found


def text_marks(text: ShownText) -> Iterator[TextMark]:
    """A text cut at its evidence."""
    for segment in text.segments:
        homes = dict.fromkeys(key[2:] for key in segment.keys if key.startswith("r:"))
        yield TextMark(segment.text, tuple(homes))
