"""Dated jobs in a text: their intervals, and the stretch of text that describes each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from matcher.model import Interval, Span
from matcher.profile.dates import LONGEST_DATE, DatedWords, DateReader
from matcher.profile.fold import fold_heading
from matcher.profile.marks import SENTENCE, Marks
from matcher.profile.rules import ProfileRules, SectionKind
from matcher.profile.sections import Section, Sections
from matcher.profile.spans import SpanSet, within

#: Lines up to this long with a date are the head of a job; longer ones are prose (characters).
HEAD_LINE = 140
#: Lines above a date that stands alone which may still name its job.
HEAD_LINES_ABOVE = 2

_SUBJECT = re.compile(r"[ ,]*(?:I|i|he|she|we|they)(?!\w)")
_BULLET = " \t•*·-–—▪●○◦➢✓>+|\uf0b7\u2022\u25aa"
_AROUND = " \t\r([{)]}|,;:.-–—•*·_/\uf0b7+#"
_NOTHING = re.compile(rf"(?:[{re.escape(_AROUND)}]|<[^<>]*>)*")
_NO_END = 1 << 62
_BEGIN, _END = attrgetter("start"), attrgetter("end")
_JOB_SECTIONS = (SectionKind.WORK, SectionKind.SUMMARY)


class DatedStretch(msgspec.Struct, frozen=True, gc=False):
    """Text that one interval covers.

    ``job`` is false for a remark inside a sentence ("Java since 2001") and for dated projects:
    they date the skills they name and are no job of their own.
    """

    interval: Interval
    span: Span
    words: Span
    job: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated stretches of a text in their order.

    ``backwards`` are the places of ranges that end before they start; they are no jobs.
    """

    stretches: list[DatedStretch]
    backwards: tuple[Span, ...] = ()


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line of a section with a date; ``below`` is the end of the line under it."""

    start: int
    end: int
    below: int
    section: Section


class _LinesAbove:
    """How many lines a section's jobs have above their dates: as many as its first job has."""

    def __init__(self) -> None:
        self._section: Section | None = None
        self._lines = HEAD_LINES_ABOVE

    def allowed(self, section: Section) -> int:
        return self._lines if section is self._section else HEAD_LINES_ABOVE

    def learn(self, text: str, section: Section, start: int, lines: int) -> None:
        """Take over the number if nothing but the heading stands above the first job."""
        heading = text[section.start : start].strip()
        if section.heading and not section.label and heading and "\n" not in heading:
            self._section, self._lines = section, lines


class TimelineReader:
    r"""Finder of dated jobs.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> from matcher.profile.sections import split_sections
    >>> rules = shipped_rules()
    >>> text = "Nurse, Ward 3\nMay 2019 - now\n- nights\nEducation\n2015-2018 college"
    >>> sections = split_sections(text, SectionKind.WORK, rules)
    >>> timeline = TimelineReader(rules).read(text, text.lower(), sections, ())
    >>> [stretch.span.of(text) for stretch in timeline.stretches]
    ['Nurse, Ward 3\nMay 2019 - now\n- nights\n']
    """

    def __init__(self, rules: ProfileRules) -> None:
        self._rules = rules
        self._dates = DateReader(rules)
        self._labels = frozenset(map(fold_heading, rules.raw.date_labels))
        starts = "|".join(re.escape(start) for start in rules.job_starts)
        self._study_job = re.compile(rf"[ '’s]*(?:{'|'.join(rules.raw.study_jobs)})")
        self._job_stems = sorted({start[:6] for start in rules.job_starts})
        self._job_opening = re.compile(rf"[ \t]*(?:{starts})")
        self._job_start = re.compile(rf"\n{self._job_opening.pattern}")

    def read(self, text: str, lower: str, sections: Sections, degrees: Sequence[Span]) -> Timeline:
        """Dated stretches in the order of the text.

        Parameters
        ----------
        text, lower : str
            The text and its lower case of the same length.
        sections : Sections
            Its sections.
        degrees : sequence of Span
            Degrees named in it; dates beside them are no jobs.
        """
        marks = Marks(text, lower, self._rules)
        dates = self._heads(text, lower, sections, degrees, marks)
        heads = [head for head in dates if not head[0].backwards]
        backwards = tuple(
            dated.span for dated, line in dates if dated.backwards and _is_short(line)
        )
        if not heads:
            return Timeline([], backwards)
        jobs = self._job_starts(lower)
        stretches = self._stretches(text, heads, sections, jobs, marks)
        return Timeline(_projects_within_jobs(stretches, sections), backwards)

    def _job_starts(self, lower: str) -> list[int]:
        if not any(stem in lower for stem in self._job_stems):
            return []
        begun = [match.start() + 1 for match in self._job_start.finditer(lower)]
        return [0, *begun] if self._job_opening.match(lower) else begun

    def _heads(
        self, text: str, lower: str, sections: Sections, degrees: Sequence[Span], marks: Marks
    ) -> list[tuple[DatedWords, _Line]]:
        heads: list[tuple[DatedWords, _Line]] = []
        reached = -1
        for sign in self._dates.signs(lower, 0, len(lower)):
            if sign < reached:
                continue
            line = _line_at(text, sign, sections)
            reached = line.end + 1
            if not self._may_hold_jobs(line, marks):
                continue
            to = line.end
            if text[line.start : to].rstrip().endswith(("-", "–", "—", " to")):
                to = line.below
            begin = max(line.start, sign - LONGEST_DATE)
            for dated in self._dates.find(lower, begin, to):
                if not self._is_study(text, lower, dated, line, degrees, marks):
                    heads.append((dated, line))
                    reached = max(reached, dated.span.end)
        return heads

    def _may_hold_jobs(self, line: _Line, marks: Marks) -> bool:
        """Whether dates count in the line's section; among skills, only beside a job's title."""
        kind = line.section.kind
        if kind is SectionKind.CLAIMED:
            return marks.jobs.any_within(line.start, line.end)
        return kind in _JOB_SECTIONS or kind is SectionKind.PROJECT

    def _is_study(
        self,
        text: str,
        lower: str,
        dated: DatedWords,
        line: _Line,
        degrees: Sequence[Span],
        marks: Marks,
    ) -> bool:
        """Whether the date belongs to a degree or school rather than to a job."""
        start, end = line.start, line.end
        if end - start > HEAD_LINE:
            start = max(start, _sentence_start(text, line.start, dated.span.start))
            stop = marks.sentence.match(dated.span.end, end)
            end = stop.start() if stop else end
        start = max(start, marks.semicolon_before.find(start, dated.span.start))
        semicolon = marks.semicolon.match(dated.span.end, line.end)
        end = min(end, semicolon.start()) if semicolon else end
        first = bisect_right(degrees, start, key=_END)
        if line.section.kind is SectionKind.WORK and line.section.heading:
            alone = not _only_around(text, start, dated.span.start)
            reach = start + 6 + (0 if alone else len(dated.span))
            for degree in degrees[first : bisect_left(degrees, min(end, reach), key=_BEGIN)]:
                if not self._study_job.match(lower, degree.end):
                    return True
            end = line.below
        elif first < len(degrees) and degrees[first].start < end:
            return True
        return marks.schools.any_within(start, end) and not marks.jobs.any_within(start, end)

    def _stretches(
        self,
        text: str,
        heads: list[tuple[DatedWords, _Line]],
        sections: Sections,
        job_starts: list[int],
        marks: Marks,
    ) -> list[DatedStretch]:
        begun: list[DatedStretch] = []
        taken = 0
        above = _LinesAbove()
        for index, (dated, line) in enumerate(heads):
            first_on_line = index == 0 or heads[index - 1][1].start != line.start
            remark_before = not first_on_line and bool(begun) and not begun[-1].job
            local = self._local_remark(text, dated, line, marks, remark_before=remark_before)
            if local:
                begun.append(DatedStretch(dated.interval, local, dated.span, job=False))
                continue
            head = self._is_head(text, dated, line)
            if first_on_line:
                start = (
                    self._head_start(text, dated, line, taken, above)
                    if head
                    else _sentence_start(text, line.start, dated.span.start)
                )
            else:
                start = _start_on_shared_line(text, heads[index - 1][0], dated, line)
            if head and first_on_line and self._trails(text, dated, line):
                start = text.find("\n", taken) + 1 if taken else line.section.start
                begun.append(
                    DatedStretch(dated.interval, Span(min(start, line.start), line.end), dated.span)
                )
                taken = line.end
                continue
            start = max(start, taken)
            opened = within(job_starts, taken, start + 1)
            if opened and first_on_line:
                start = job_starts[opened[-1]]
            tight = index > 0 and heads[index - 1][1].end + 1 == line.start
            end = _stretch_end(text, dated, line, sections, job_starts, marks, tight=tight)
            begun.append(DatedStretch(dated.interval, Span(start, max(start, end)), dated.span))
            taken = dated.span.end
        return _without_overlap(begun)

    def _is_head(self, text: str, dated: DatedWords, line: _Line) -> bool:
        """Whether the line heads a job: it is short, or begins with the date."""
        return _is_short(line) or _only_around(text, line.start, dated.span.start)

    def _trails(self, text: str, dated: DatedWords, line: _Line) -> bool:
        """Whether the date is the last bullet below its job rather than the head above it."""
        bullet = text[line.start : line.end].lstrip(" \t")[:1]
        if (
            not bullet
            or bullet.isalnum()
            or bullet in "([\"'"
            or text[dated.span.end : line.end].strip(_AROUND)
        ):
            return False
        lead = fold_heading(text[line.start : dated.span.start].strip(_AROUND))
        above = text.rfind("\n", 0, max(0, line.start - 1)) + 1
        before = text[above : max(above, line.start - 1)].lstrip(" \t")
        bulleted = before[:1] == bullet or (before[:1].islower() and above > line.section.start)
        return (not lead or lead in self._labels) and bulleted

    def _local_remark(
        self,
        text: str,
        dated: DatedWords,
        line: _Line,
        marks: Marks,
        *,
        remark_before: bool,
    ) -> Span | None:
        """The clause of a "since 2014" that only dates what stands beside it."""
        if not dated.since:
            return None
        at = dated.span.start
        start = _sentence_start(text, line.start, at)
        if _SUBJECT.match(text, dated.span.end):
            return None
        if _NOTHING.fullmatch(text, start, at) or marks.jobs.any_within(start, at):
            return None
        if (
            not remark_before
            and _is_short(line)
            and _only_around(text, dated.span.end, line.end)
            and not text.startswith(("- ", "• "), line.start)
        ):
            return None
        cut = max(sign.find(start, at) for sign in marks.clause)
        return Span(max(start, cut + 1) if cut > 0 else start, dated.span.end)

    def _head_start(
        self, text: str, dated: DatedWords, line: _Line, taken: int, most: _LinesAbove
    ) -> int:
        """Start of the head; lines above a date that stands alone still belong to it."""
        before = fold_heading(text[line.start : dated.span.start].strip(_AROUND))
        after = text[dated.span.end : line.end].strip(_AROUND)
        if (before and before not in self._labels) or len(after) > 24:
            return line.start
        start, floor = line.start, max(taken, line.section.start)
        count = 0
        while count < most.allowed(line.section):
            above = text.rfind("\n", 0, max(0, start - 1)) + 1
            body = text[above : max(above, start - 1)].strip()
            if above < floor or start == 0 or not _may_name_job(body, self._rules):
                break
            start, count = above, count + 1
            if not text[text.rfind("\n", 0, max(0, above - 1)) + 1 : max(0, above - 1)].strip():
                break
        if taken <= line.section.start:
            most.learn(text, line.section, start, count)
        return start


def _only_around(text: str, start: int, end: int) -> bool:
    """Whether nothing but blanks, brackets and bullets stands in ``start:end``."""
    while start < end and text[start] in _AROUND:
        start += 1
    return start >= end


def _is_short(line: _Line) -> bool:
    return line.end - line.start <= HEAD_LINE


def _may_name_job(body: str, rules: ProfileRules) -> bool:
    if not body or len(body) > 90 or body[0] in "-•*➢✓+" or body.endswith((".", ";", ",")):
        return False
    return fold_heading(body) not in rules.headings


def _line_at(text: str, at: int, sections: Sections) -> _Line:
    """The line around ``at``, cut at the borders of its section."""
    section = sections.at(at)
    start = max(text.rfind("\n", 0, at) + 1, section.start)
    end = text.find("\n", at)
    end = min(len(text) if end < 0 else end, section.end)
    below = text.find("\n", end + 1)
    return _Line(start, end, len(text) if below < 0 else below, section)


def _sentence_start(text: str, floor: int, at: int) -> int:
    start = floor
    for match in SENTENCE.finditer(text, max(floor, at - 400), at + 1):
        start = match.end()
    return start


def _start_on_shared_line(text: str, before: DatedWords, dated: DatedWords, line: _Line) -> int:
    """Where the second job of a line begins: at its sentence, else behind the first one's date."""
    start = _sentence_start(text, line.start, dated.span.start)
    if start > before.span.end:
        return start
    if _only_around(text, line.start, before.span.start):
        return dated.span.start
    at = before.span.end
    while at < dated.span.start and text[at] in ") ],;.":
        at += 1
    return at


def _stretch_end(
    text: str,
    dated: DatedWords,
    line: _Line,
    sections: Sections,
    job_starts: list[int],
    marks: Marks,
    *,
    tight: bool,
) -> int:
    """End of the section, of the paragraph for prose, or the next employer's label."""
    end = line.section.end
    for section in sections.behind(line.section):
        if section.heading or section.kind is not line.section.kind:
            break
        end = section.end
    if line.section.kind is not SectionKind.WORK or line.end - line.start > HEAD_LINE:
        end = _paragraph_end(text, line, end, marks, tight=tight)
    later = within(job_starts, dated.span.end + 1, end)
    return job_starts[later[0]] if later else end


def _paragraph_end(text: str, line: _Line, end: int, marks: Marks, *, tight: bool) -> int:
    """End of the paragraph; a blank line right below a title that stands apart does not count."""
    at = line.end
    title = not tight and line.end - line.start <= HEAD_LINE and not _ends_sentence(text, line.end)
    if title and text[line.start : line.end].lstrip()[:1] not in tuple(_BULLET.strip()):
        while at < end and text[at] in "\r\n\t ":
            at += 1
    blank = marks.blank_line.match(at, end)
    return blank.start() if blank else end


def _ends_sentence(text: str, end: int) -> bool:
    while end and text[end - 1].isspace():
        end -= 1
    return text[max(0, end - 1) : end] in (".", "!", "?")


def _without_overlap(begun: list[DatedStretch]) -> list[DatedStretch]:
    """Cut each job's stretch where the next one begins."""
    jobs = [stretch for stretch in begun if stretch.job]
    cut = {
        id(job): replace(
            job, span=Span(job.span.start, max(job.span.start, min(job.span.end, after.span.start)))
        )
        for job, after in pairwise(jobs)
    }
    return [cut.get(id(stretch), stretch) for stretch in begun]


def _projects_within_jobs(stretches: list[DatedStretch], sections: Sections) -> list[DatedStretch]:
    """Dated projects count for their skills where they fall within a job, and are no job."""
    projects = {id(s) for s in stretches if sections.at(s.words.start).kind is SectionKind.PROJECT}
    if not projects:
        return stretches
    jobs = SpanSet(_months(s.interval) for s in stretches if id(s) not in projects and s.job)
    kept = []
    for stretch in stretches:
        if id(stretch) not in projects:
            kept.append(stretch)
        elif jobs.overlap(*_months(stretch.interval)):
            kept.append(replace(stretch, job=False))
    return kept


def _months(interval: Interval) -> tuple[int, int]:
    """First month, and the one behind the last."""
    return interval.start, _NO_END if interval.end is None else interval.end + 1
