"""A job as its page shows it: lanes of requirements, and the description with marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from matcher.model import Kind, Level, Need
from matcher.report.quotes import Segment
from matcher.report.wording import LEVELS, leaf_label
from matcher.web.pages.edit_forms import IGNORED
from matcher.web.shown import JobView, RequirementView

#: The lanes in their order, each with its words and the key that moves a requirement there.
LANES = (
    (str(Level.MUST), LEVELS[Level.MUST], "m"),
    (str(Level.PREFERRED), LEVELS[Level.PREFERRED], "p"),
    (str(Level.BONUS), LEVELS[Level.BONUS], "b"),
    (IGNORED, "Ignored", "i"),
)
#: Leaves for which years can be asked.
_YEARLY = frozenset({Kind.SKILL, Kind.EXPERIENCE})


@dataclass(frozen=True, slots=True)
class Lane:
    """Requirements of one level, or those left out; ``worth`` in hundredths."""

    key: str
    words: str
    shortcut: str
    requirements: tuple[RequirementView, ...]

    @property
    def worth(self) -> int:
        """What they are worth together."""
        return sum(view.worth for view in self.requirements)


@dataclass(frozen=True, slots=True)
class Part:
    """Words of the description inside a mark: whether they are looked for, or decided a level."""

    text: str
    is_leaf: bool
    is_cue: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the description; ``requirement`` is None where nothing is asked."""

    requirement: RequirementView | None
    lane: str
    parts: tuple[Part, ...]


def lane_of(view: RequirementView) -> str:
    """The lane a requirement stands in."""
    requirement = view.requirement
    return IGNORED if requirement.ignored else str(requirement.level)


def lanes(job: JobView) -> tuple[Lane, ...]:
    """The four lanes, also those that are empty."""
    return tuple(_lane(job, *lane) for lane in LANES)


def context_lane(job: JobView) -> Lane:
    """What is mentioned and not asked for."""
    return _lane(job, str(Level.CONTEXT), LEVELS[Level.CONTEXT], "")


def _lane(job: JobView, key: str, words: str, shortcut: str) -> Lane:
    inside = tuple(view for view in job.requirements if lane_of(view) == key)
    return Lane(key, words, shortcut, inside)


def yearly_leaves(view: RequirementView) -> list[tuple[Need, str]]:
    """The leaves for which years can be asked, each with its name alone."""
    return [(need, need.label) for need in view.requirement.leaves() if need.kind in _YEARLY]


def leaf_lines(view: RequirementView) -> list[str]:
    """Every leaf in a few words."""
    return [leaf_label(need) for need in view.requirement.leaves()]


def marks(job: JobView) -> Iterator[Mark]:
    """The description, neighbours of one requirement put together."""
    views = {view.id: view for view in job.requirements}
    for key, parts in groupby(job.segments, key=lambda segment: _home(segment, views)):
        view = views.get(key)
        yield Mark(view, lane_of(view) if view else "", tuple(_parts(parts)))


def _home(segment: Segment, views: Iterable[str]) -> str:
    """The requirement a stretch belongs to: the first of those that cover it."""
    homes = (key[2:] for key in segment.keys if key.startswith("r:"))
    return next((home for home in homes if home in views), "")


def _parts(segments: Iterable[Segment]) -> Iterator[Part]:
    for segment in segments:
        kinds = {key[:2] for key in segment.keys}
        yield Part(segment.text, "n:" in kinds, "c:" in kinds)
