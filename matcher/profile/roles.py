"""Levels that titles name, and people managed, with the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.model import ManagementShown, RoleShown, Seniority, Span
from matcher.profile.cues import CueHit, CueHits, CueKind
from matcher.profile.fold import words_pattern
from matcher.profile.rules import ProfileRules, SectionKind
from matcher.profile.sections import Sections
from matcher.profile.timeline import DatedStretch

#: A title stands in the first lines of a job, so many characters from its beginning or its date.
HEAD_REACH = 120
#: Lines above the first heading that may be a headline.
HEADLINES = 3
#: More people than this are customers, not staff.
MAX_PEOPLE = 5000

_SENTENCE = re.compile(r"[.!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Roles:
    """What a text says of levels and of people managed, each in the order of the text."""

    shown: tuple[RoleShown, ...] = ()
    management: tuple[ManagementShown, ...] = ()


class RoleReader:
    """Reader of titles.

    Parameters
    ----------
    rules : ProfileRules
        Titles, and wordings of managing.
    """

    def __init__(self, rules: ProfileRules) -> None:
        self._managing = rules.managing_titles
        self._words = rules.raw.number_words
        others = words_pattern(rules.raw.titles_of_others).pattern
        self._of_others = re.compile(rf"{others}[ -]$")
        number = "|".join([r"\d{1,4}", *map(re.escape, sorted(self._words, reverse=True))])
        self._counted = re.compile(rf"(?<![\w.,])(?P<people>{number})\+?(?: \w+)? $")

    def read(
        self,
        field: str,
        text: str,
        lower: str,
        hits: CueHits,
        sections: Sections,
        stretches: Sequence[DatedStretch],
    ) -> Roles:
        """Levels and management of one text.

        Parameters
        ----------
        field : str
            Name of the text in the profile.
        text, lower : str
            The text and its lower case of the same length.
        hits : CueHits
            Its cues.
        sections : Sections
            Its sections.
        stretches : sequence of DatedStretch
            Its dated jobs.
        """
        titles, managing = hits.of(CueKind.TITLE), hits.of(CueKind.MANAGEMENT)
        if not titles and not managing:
            return Roles()
        jobs = sorted((s for s in stretches if s.job), key=_start)
        headline = len(text) if field == "title" else _headline_end(text, sections)
        shown: list[RoleShown] = []
        management: list[ManagementShown] = []
        for hit in _longest(titles):
            job = _job_headed(text, hit, jobs)
            if job is None and hit.end > headline:
                continue
            if self._of_others.search(lower, max(0, hit.start - 16), hit.start):
                continue
            interval = job.interval if job else None
            span = Span(hit.start, hit.end)
            assert isinstance(hit.cue.value, Seniority)
            role = RoleShown(hit.cue.value, interval, field, span, span.of(text), hit.cue.id)
            shown.append(role)
            if hit.cue.id in self._managing:
                management.append(
                    ManagementShown(None, interval, field, span, span.of(text), hit.cue.id)
                )
        management += [
            self._managed(field, text, lower, hit, jobs)
            for hit in _longest(managing)
            if sections.at(hit.start).kind is not SectionKind.NONE
        ]
        management.sort(key=lambda m: m.span)
        return Roles(tuple(shown), tuple(management))

    def _managed(
        self, field: str, text: str, lower: str, hit: CueHit, jobs: Sequence[DatedStretch]
    ) -> ManagementShown:
        match = hit.cue.pattern.match(lower, hit.start)
        assert match is not None
        number = match.groupdict().get("people")
        start = hit.start
        if number is None:
            counted = self._counted.search(lower, max(0, hit.start - 24), hit.start)
            if counted:
                number, start = counted.group("people"), counted.start()
        people = self._number(number) if number else None
        span = Span(start, hit.end)
        job = _job_at(jobs, start)
        interval = job.interval if job and hit.end <= job.span.end else None
        return ManagementShown(people, interval, field, span, span.of(text), hit.cue.id)

    def _number(self, word: str) -> int | None:
        people = int(word) if word.isdigit() else int(self._words[word])
        return people if 0 < people <= MAX_PEOPLE else None


def _start(job: DatedStretch) -> int:
    return job.span.start


def _job_at(jobs: Sequence[DatedStretch], at: int) -> DatedStretch | None:
    """The job whose stretch holds a place; stretches of jobs do not overlap."""
    index = bisect_right(jobs, at, key=_start)
    job = jobs[index - 1] if index else None
    return job if job and at < job.span.end else None


def _job_headed(text: str, hit: CueHit, jobs: Sequence[DatedStretch]) -> DatedStretch | None:
    """The dated job in whose head the title stands."""
    job = _job_at(jobs, hit.start)
    if job is None:
        return None
    begin = min(job.span.start, job.words.start)
    behind = max(begin, job.words.end)
    if hit.start - begin > HEAD_REACH and not 0 <= hit.start - job.words.end <= HEAD_REACH:
        return None
    if _SENTENCE.search(text[behind : hit.start]) or text.count("\n", behind, hit.start) > 1:
        return None
    return job


def _headline_end(text: str, sections: Sections) -> int:
    """End of the first lines of a text, above its first heading."""
    first = sections.all[0]
    at = 0 if not first.heading else len(text)
    for _ in range(HEADLINES):
        line = text.find("\n", at, first.end)
        if at >= first.end:
            break
        stop = first.end if line < 0 else line
        if stop - at > HEAD_REACH:
            break
        at = stop + 1
    return 0 if first.heading else min(at, first.end)


def _longest(hits: Sequence[CueHit]) -> list[CueHit]:
    kept: list[CueHit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            if hit.start == kept[-1].start and hit.end == kept[-1].end:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept
