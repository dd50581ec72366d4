"""Find the words of the rules in a text: one pass of an automaton, then each rule in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation

from matcher.model import Degree, Polarity, Seniority


class CueKind(StrEnum):
    """What finding a cue means."""

    POLARITY = "polarity"
    PSEUDO = "pseudo"
    COURSE = "course"
    DEGREE = "degree"
    MACHINE = "machine"
    TITLE = "title"
    MANAGEMENT = "management"


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A rule: the words it starts with, its pattern, and what it governs.

    Parameters
    ----------
    kind : CueKind
        What it is for.
    starts : tuple of str
        Lower-case words; the pattern is tried only where one of them begins.
    pattern : re.Pattern
        Must match there; on the lower-case text, for degrees on the text as written.
    id : str
        For reports and tests.
    forward : bool
        Whether it governs what follows, or what stands before.
    reach : int or None
        Characters to the first name governed; None for the whole clause.
    weak : bool
        Whether it counts only in company.
    value : Polarity, Degree, Seniority or None
        What it says.
    """

    kind: CueKind
    starts: tuple[str, ...]
    pattern: re.Pattern[str]
    id: str
    forward: bool = True
    reach: int | None = None
    weak: bool = False
    value: Polarity | Degree | Seniority | None = None


class CueHit(msgspec.Struct, frozen=True, gc=False):
    """A cue and the characters it covers."""

    start: int
    end: int
    cue: Cue


class CueHits(msgspec.Struct):
    """What was found in one text, by kind, in the order of the text."""

    by_kind: dict[CueKind, list[CueHit]] = {}

    def of(self, kind: CueKind) -> list[CueHit]:
        """Hits of one kind."""
        return self.by_kind.get(kind, [])


class CueFinder:
    """All cues at once.

    Examples
    --------
    >>> cue = Cue(CueKind.PSEUDO, ("no ",), re.compile("no problem"), "p")
    >>> [hit.start for hit in CueFinder([cue]).find("No problem", "no problem").of(CueKind.PSEUDO)]
    [0]
    """

    def __init__(self, cues: Sequence[Cue]) -> None:
        by_start: dict[str, list[Cue]] = {}
        for cue in cues:
            for start in cue.starts:
                by_start.setdefault(start.lower(), []).append(cue)
        starts = sorted(by_start)
        self._cues = [
            (
                not start[0].isalnum() or start == "n't ",
                len(start) < 4 and start[-1].isalnum(),
                [(cue, cue.pattern.match, cue.kind is CueKind.DEGREE) for cue in by_start[start]],
            )
            for start in starts
        ]
        self._automaton = AhoCorasick(starts, implementation=Implementation.DFA)

    def find(self, text: str, lower: str) -> CueHits:
        """Hits in ``text``; ``lower`` is its lower case of the same length."""
        hits: dict[CueKind, list[CueHit]] = {}
        seen: set[tuple[int, int]] = set()
        size = len(lower)
        cues_of = self._cues
        for index, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            glued, whole, cues = cues_of[index]
            if not glued and start and lower[start - 1].isalnum():
                continue
            if whole and end < size and lower[end].isalnum():
                continue
            for cue, matched, as_written in cues:
                match = matched(text if as_written else lower, start)
                if match and match.end() > start and (start, id(cue)) not in seen:
                    seen.add((start, id(cue)))
                    hits.setdefault(cue.kind, []).append(CueHit(start, match.end(), cue))
        for found in hits.values():
            found.sort(key=lambda hit: (hit.start, -hit.end))
        return CueHits(hits)
