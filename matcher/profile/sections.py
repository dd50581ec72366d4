"""Split a profile's text into sections by its headings, in all the ways résumés write them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

import msgspec

from matcher.model import EvidenceKind
from matcher.profile.cues import CueKind
from matcher.profile.fold import fold_heading
from matcher.profile.rules import ProfileRules, SectionKind

#: Longer lines are sentences, not headings (characters).
MAX_HEADING = 60
#: A list has a separator in so many characters at least.
LIST_EVERY = 45
#: Lines longer than this may hold headings that lost their line ends (characters).
FLAT_LINE = 150

_LABEL = re.compile(r"[^\n:|\t]{2,44}?(?:[:|\t]|  )")
_CAPITALIZED = re.compile(r"[A-ZÄÖÜÉ](?<![\w&-].)(?<![A-Z] .)[^\W\d_]+")
_FLAT_HEADING = re.compile(
    r"(?P<caps>[A-ZÄÖÜÉ][A-ZÄÖÜÉ&/-]{2,}(?: (?:[A-ZÄÖÜÉ][A-ZÄÖÜÉ&/-]+|&|AND|OF))*)(?![\w-])"
    r"|(?P<title>[A-Z][a-z]+(?: (?:[A-Z][a-z]+|and|&|of)){0,4}) ?(?=[:•➢✓]|[-–] )"
)
_COLUMN = re.compile(
    r"\s*(?P<head>[A-Z]{5,}(?: (?:&|AND) [A-Z]{5,}| [A-Z]{5,})?|Education|Work [Ee]xperience"
    r"|Certifications?)"
    r" +(?=[A-Z0-9(])"
)
_OPENING = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?(?= [A-Z•])")
_EVIDENCE = {
    SectionKind.WORK: EvidenceKind.WORK,
    SectionKind.PROJECT: EvidenceKind.PROJECT,
    SectionKind.COURSE: EvidenceKind.COURSE,
    SectionKind.CERTIFICATE: EvidenceKind.CERTIFICATE,
    SectionKind.EDUCATION: EvidenceKind.EDUCATION,
    SectionKind.SUMMARY: EvidenceKind.SUMMARY,
    SectionKind.CLAIMED: EvidenceKind.CLAIMED,
    SectionKind.LANGUAGES: EvidenceKind.CLAIMED,
    SectionKind.NONE: EvidenceKind.SUMMARY,
}
_FIRST_WORD = re.compile(r"[\W\d_]*([^\W\d_]+)")
_CLOSED_BY_CAPITALS = (SectionKind.EDUCATION, SectionKind.LANGUAGES, SectionKind.CERTIFICATE)
_ASCII_SEPARATING = b",;|\n\t:*/"
_WIDE_SEPARATING = "•·➢✓–"
_SEPARATORS = re.compile(r"[,;|\n\t:*/•·➢✓]|-Exprience|\s[-–]\s")


class Section(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text under one heading.

    ``label`` tells a heading that shares its line with what it governs ("Skills: SQL") from one
    that stands alone.  ``heading`` is empty for text above all headings.
    """

    kind: SectionKind
    start: int
    end: int
    heading: str = ""
    label: bool = False

    @property
    def evidence_kind(self) -> EvidenceKind:
        """Kind of the evidence that stands here."""
        return _EVIDENCE[self.kind]


class Sections:
    """The sections of one text, without gaps, from its first to its last character."""

    def __init__(self, sections: list[Section]) -> None:
        self.all = sections
        self._starts = [section.start for section in sections]

    def at(self, offset: int) -> Section:
        """The section that holds ``offset``."""
        return self.all[max(0, bisect_right(self._starts, offset) - 1)]

    def behind(self, section: Section) -> Iterator[Section]:
        """The sections that follow one of them, in their order."""
        return islice(self.all, bisect_left(self._starts, section.end), None)


def split_sections(text: str, default: SectionKind, rules: ProfileRules) -> Sections:
    r"""Find the headings of a text.

    Parameters
    ----------
    text : str
        A résumé or a cell.
    default : SectionKind
        What text above all headings is.
    rules : ProfileRules
        Headings to look for.

    Examples
    --------
    >>> from matcher.profile.rules import shipped_rules
    >>> text = "Hi!\nSKILLS\nSQL\nEducation: BSc"
    >>> found = split_sections(text, SectionKind.SUMMARY, shipped_rules())
    >>> [(s.kind.value, s.heading) for s in found.all]
    [('summary', ''), ('claimed', 'skills'), ('education', 'education')]
    """
    cuts = [Section(default, 0, 0)]
    enclosing = default
    start, size = 0, len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end < 0 else end
        cut = _heading_of(text, start, end, rules)
        if cut and not (
            cut.label and enclosing is SectionKind.WORK and cut.heading in rules.job_labels
        ):
            cuts.append(cut)
            if not cut.label:
                enclosing = cut.kind
            elif cut.kind in (SectionKind.EDUCATION, SectionKind.CERTIFICATE):
                enclosing = default
        elif enclosing in _CLOSED_BY_CAPITALS and _is_unknown_heading(text, start, end, rules):
            enclosing = default
            cuts.append(Section(default, start, start, "unknown"))
        elif (
            text[start] in rules.job_initials
            and enclosing is not SectionKind.WORK
            and text[start : min(end, start + 16)].lower().startswith(rules.job_starts)
        ):
            enclosing = SectionKind.WORK
            cuts.append(Section(enclosing, start, start, "employer"))
        elif cuts[-1].label and not _continues(text, start):
            cuts.append(Section(enclosing, start, start))
        if end - start > FLAT_LINE:
            enclosing = _cut_flat_line(text, start, end, cuts, enclosing, rules)
        start = end + 1
    if "Details" in text:
        cuts = _cut_glued(text, cuts, rules)
    return Sections(_closed(cuts, size))


def is_list(text: str, section: Section) -> bool:
    """Whether a section of claimed skills is a list of names rather than prose."""
    if section.kind is not SectionKind.CLAIMED:
        return False
    length = section.end - section.start
    if length < 60:
        return True
    part = text[section.start : section.end]
    needed = -(-length // LIST_EVERY)
    return _most_separators(part) >= needed and len(_SEPARATORS.findall(part)) >= needed


def _most_separators(part: str) -> int:
    """At least as many as the pattern finds, counted quickly: a dash that opens a line is none."""
    plain = part.encode("ascii", "ignore")
    signs = len(plain) - len(plain.translate(None, _ASCII_SEPARATING))
    dashes = plain.count(b"-") - plain.count(b"\n-") - plain.count(b"\t-")
    beyond = [part.count(sign) for sign in _WIDE_SEPARATING]
    return signs + dashes + sum(beyond) + part.count("-Exprience")


def _continues(text: str, start: int) -> bool:
    """Whether the line before goes on in the one at ``start``."""
    return text[max(0, start - 8) : start].rstrip().endswith((",", ";", "•", " and", "/"))


def _is_unknown_heading(text: str, start: int, end: int, rules: ProfileRules) -> bool:
    """Whether a line in capitals below a blank one opens something the rules do not know."""
    if not 8 < end - start <= MAX_HEADING:
        return False
    line = text[start:end]
    if not line.isupper() or not 1 <= line.count(" ") < 8:
        return False
    if any(char.isdigit() for char in line) or not _is_below_blank(text, start):
        return False
    lower = line.lower()
    return not (
        rules.school_finder.pattern.search(lower) or rules.cues.find(line, lower).of(CueKind.DEGREE)
    )


def _is_below_blank(text: str, start: int) -> bool:
    """Whether the two characters before ``start``, blanks at line ends apart, are no words."""
    while start and text[start - 1] in " \t\r":
        start -= 1
    return not text[max(0, start - 2) : start].strip()


def _heading_of(text: str, start: int, end: int, rules: ProfileRules) -> Section | None:
    """The heading in a line: all of it, or a label at its beginning."""
    first = _FIRST_WORD.match(text, start, end)
    if first is None or first.group(1).lower() not in rules.heading_starts:
        return None
    line = text[start:end]
    if len(line) <= MAX_HEADING and line.count(" ") < 8:
        folded = fold_heading(line)
        kind = rules.headings.get(folded)
        if kind and not (line[:1].islower() and ":" not in line):
            return Section(kind, start, start, folded)
    column = _COLUMN.match(line)
    if column:
        found = _column_heading(line, column, start, rules)
        if found:
            return found
    if not (":" in line or "  " in line or "|" in line or "\t" in line):
        return None
    label = _LABEL.match(line.lstrip(" \t•*-–·▪➢#\uf0b7"))
    if label and not label.group()[:1].islower():
        folded = fold_heading(label.group())
        kind = rules.headings.get(folded)
        if kind:
            return Section(kind, start, start, folded, label=True)
    return None


def _column_heading(
    line: str, column: re.Match[str], start: int, rules: ProfileRules
) -> Section | None:
    """A heading beside its text, as two columns read: "EXPERIENCE Wordpress".

    Two headings beside each other ("SKILLS EDUCATION") mix what is below them: neither holds.
    """
    head = fold_heading(column.group("head"))
    kind = rules.headings.get(head)
    if kind is None:
        return None
    rest = line[column.end() :]
    other = rules.headings.get(fold_heading(rest))
    if other and other is not kind:
        return Section(SectionKind.SUMMARY, start, start, f"{head} {fold_heading(rest)}")
    if rules.job_finder.pattern.search(rest[:30].lower()):
        return None
    return Section(kind, start, start, head)


def _cut_flat_line(
    text: str,
    start: int,
    end: int,
    cuts: list[Section],
    enclosing: SectionKind,
    rules: ProfileRules,
) -> SectionKind:
    """Headings inside a long line: in capitals, or in title case before a colon or bullet."""
    opening = _OPENING.match(text) if start == 0 else None
    if opening and fold_heading(opening.group()) in rules.headings:
        enclosing = rules.headings[fold_heading(opening.group())]
        cuts.append(Section(enclosing, 0, 0, fold_heading(opening.group())))
    for word in _CAPITALIZED.finditer(text, start, end):
        if word.group().lower() not in rules.heading_starts:
            continue
        match = _FLAT_HEADING.match(text, word.start(), end)
        if match is None:
            continue
        capitals = match.group("caps")
        kind, heading = _longest_heading(capitals or match.group("title"), rules)
        at = match.start()
        if kind is None or (cuts[-1].start == at and cuts[-1].heading):
            continue
        if not capitals and kind is SectionKind.CLAIMED and enclosing is SectionKind.WORK:
            continue
        if at > start and capitals and " " not in heading and len(heading) < 6:
            continue
        cuts.append(Section(kind, at, at, heading))
        enclosing = kind
    return enclosing


def _longest_heading(words: str, rules: ProfileRules) -> tuple[SectionKind | None, str]:
    parts = words.split(" ")
    for count in range(len(parts), 0, -1):
        heading = fold_heading(" ".join(parts[:count]))
        if heading in rules.headings:
            return rules.headings[heading], heading
        if parts[0].isupper():
            continue
        break
    return None, ""


def _cut_glued(text: str, cuts: list[Section], rules: ProfileRules) -> list[Section]:
    """Headings that an export glued to the words before them."""
    glued: list[Section] = []
    for heading, kind in rules.raw.glued_headings.items():
        at = text.find(heading)
        while at >= 0:
            glued.append(Section(kind, at, at, heading.lower()))
            at = text.find(heading, at + 1)
    if not glued:
        return cuts
    glued.sort(key=lambda section: section.start)
    blank = line = -1
    for section in tuple(glued):
        if section.kind is SectionKind.EDUCATION:
            behind = section.start + len(section.heading) + 3
            if blank < behind:
                blank = text.find("\n\n", behind)
                line = text.rfind("\n", 0, blank) + 1 if blank > 0 else -1
                blank = len(text) if blank < 0 else blank
            if line > section.start:
                glued.append(Section(SectionKind.SUMMARY, line, line, "title"))
    glued.sort(key=lambda section: section.start)
    first = glued[0].start
    work = [s.start for s in glued if s.kind is SectionKind.WORK]
    kept = [
        cut
        for cut in cuts
        if cut.start < first or (work and cut.start > work[-1] and not cut.label and cut.heading)
    ]
    return sorted((*kept, *glued), key=lambda section: section.start)


def _closed(cuts: list[Section], size: int) -> list[Section]:
    """Give every section its end, and drop empty ones."""
    closed = []
    for index, cut in enumerate(cuts):
        end = cuts[index + 1].start if index + 1 < len(cuts) else size
        if end > cut.start or (size == 0 and index == 0):
            closed.append(Section(cut.kind, cut.start, end, cut.heading, cut.label))
    return closed or [Section(cuts[0].kind, 0, size)]
