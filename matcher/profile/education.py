"""Degrees, their fields of study, and the names of schools, which are not read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation
from msgspec.structs import replace

from matcher.model import Degree, DegreeShown, Span
from matcher.profile.cues import CueHit
from matcher.profile.rules import ProfileRules, Says, SectionKind
from matcher.profile.sections import Sections
from matcher.profile.spans import within
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.taxonomy import Taxonomy

#: A field of study starts at most so many characters behind its degree.
FIELD_REACH = 60
#: A further field starts at most so many characters behind the first.
NEXT_FIELD_REACH = 25

_STATE = re.compile(r"[A-Z][a-z]+, $")
_STATES = ("MA", "MD", "ME", "MS")
#: A date on another line belongs to a degree at most so far away (characters).
DATE_REACH = 250
_NO_MASTER = re.compile(
    r"(?:[Ss]crum|SCRUM|[Ww]eb|[Gg]rand|[Hh]ead|[Hh]arbou?r|[Ss]tation|[Pp]ost|[Qq]uiz|[Tt]oast"
    r"|[Yy]ard|[Dd]ungeon|[Pp]roperty|[Ll]oad|[Rr]ing)[ -]?$"
)
_IN_COMPANY = re.compile(
    r"(?:\.?,?\s+(?:in|of|degree|en|w/|with honou?rs|\(?[Hh]ons)\b|\s*\((?:[Hh]ons|[Cc]omp|[Ee]ng"
    r"|[Mm]ath|[Cc]om|IT|CS)|['’]s|/(?:B|M)\.?[A-Z])"
)
_YEAR_NEAR = re.compile(r"[^\n]{0,40}?(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")
_TO_FIELD = re.compile(
    r"[\s,.(:–—-]*(?:(?:degree|hons?|honours?|with honours|first class)[.)\s,:-]*)?(?:(?:in|of|en"
    r"|:|–|-)\s+)?(?:the\s+field\s+of\s+)?"
)
_FIELD_TOKEN = re.compile(r"[\s,.(:–—-]*(?:(?:in|en|of)\s+)?(?P<token>[\w&.]+)")
_END = re.compile(r"[;\n]|\.(?=\s+[A-Z]|\s*$)")
_DASHED = re.compile(r"Dipl(?:om)?\.?-(?P<name>\w+)")
_BEFORE_DEGREE = re.compile(r"\s*[,(–—-]*\s*")
_BULLETS = " \t•*-–,;:"
_CLOSED_NAME = re.compile(r"[\d\n,;]|\(.*\(")
_ABBREVIATED = re.compile(r"\s*\(?(?:Eng|Ing|Hons|Comp|Sc|Inf|Tech)\.\)?")


class School(msgspec.Struct, frozen=True, gc=False):
    """A school's name: ``head`` is where "University" or its like stands in ``span``."""

    span: Span
    head: int


class DegreeFound(msgspec.Struct, frozen=True, gc=False):
    """A degree named in a text; ``shown`` is None where it is not the writer's own."""

    span: Span
    shown: DegreeShown | None
    mentions: tuple[int, ...]
    finished: bool = True

    @property
    def held(self) -> DegreeShown | None:
        """The degree where it is held."""
        return self.shown if self.finished else None


class _Studies:
    """The fields of study among the mentions of a text, by position."""

    def __init__(self, mentions: Sequence[Mention], ids: frozenset[str]) -> None:
        self.mentions = mentions
        self.places = [i for i, mention in enumerate(mentions) if mention.skill in ids]
        self._starts = [mentions[i].span.start for i in self.places]
        self._ends = [mentions[i].span.end for i in self.places]

    def ending_after(self, at: int) -> Iterator[int]:
        """Positions of those that end behind ``at``, from left to right."""
        return islice(self.places, bisect_right(self._ends, at), None)

    def last_before(self, at: int) -> int | None:
        """Position of the last that ends at ``at`` or before."""
        index = bisect_right(self._ends, at)
        return self.places[index - 1] if index else None

    def starts_within(self, low: int, high: int) -> bool:
        """Whether one starts at ``low`` … ``high``."""
        return bool(within(self._starts, low, high + 1))


class DegreeReader:
    """Reader of degrees for one taxonomy.

    Parameters
    ----------
    rules : ProfileRules
        Names of degrees.
    taxonomy : Taxonomy
        Fields of study are its skills with ``is_study``.
    """

    def __init__(self, rules: ProfileRules, taxonomy: Taxonomy) -> None:
        self._rules = rules
        self._studies = frozenset(s.id for s in taxonomy.skills.values() if s.is_study)
        self._names = {k: v for k, v in rules.raw.field_names.items() if v in taxonomy}
        goes_on = rules.raw.study_goes_on
        self._open_date = re.compile(
            rf"(?:19[5-9]|20[0-4])\d\)?[ \t]*(?:[-–—]|to|until|till|bis|a|à)[ \t]*"
            rf"(?:{'|'.join(goes_on.after_dash)})(?!\w)"
            rf"|(?<!\w)(?:{'|'.join(goes_on.before_year)})(?!\w)[^\n]{{0,30}}?20[0-4]\d"
        )
        self._implied = {
            key: tuple(field for field in fields if field in taxonomy)
            for key, fields in rules.raw.degree_fields.items()
        }

    def read(
        self,
        field: str,
        text: str,
        lower: str,
        hits: Sequence[CueHit],
        mentions: Sequence[Mention],
        sections: Sections,
        schools: Sequence[School] = (),
    ) -> list[DegreeFound]:
        """Degrees of one text from left to right.

        Parameters
        ----------
        field : str
            Name of the text in the profile.
        text, lower : str
            The text and its lower case of the same length.
        hits : sequence of CueHit
            Where names of degrees stand.
        mentions : sequence of Mention
            Skills named in the text.
        sections : Sections
            Its sections.
        schools : sequence of School
            Names of schools in it; what they are named after is no field.
        """
        if not hits:
            return []
        studies = _Studies(mentions, self._studies)
        kept = _named_once(
            text,
            [
                h
                for h in _longest(hits)
                if not h.cue.weak or self._in_company(text, h, studies, sections)
            ],
        )
        going_on = self._going_on(text, lower, kept, sections)
        found: list[DegreeFound] = []
        for index, hit in enumerate(kept):
            floor = max(kept[index - 1].end, found[-1].span.end) if index else 0
            ceiling = kept[index + 1].start if index + 1 < len(kept) else len(text)
            degree = self._degree(field, text, lower, hit, floor, ceiling, studies, schools)
            found.append(replace(degree, finished=False) if index in going_on else degree)
        return found

    def _degree(
        self,
        field: str,
        text: str,
        lower: str,
        hit: CueHit,
        floor: int,
        ceiling: int,
        studies: _Studies,
        schools: Sequence[School],
    ) -> DegreeFound:
        mentions = studies.mentions
        chain = _fields(text, hit, floor, ceiling, studies, schools)
        start = min([hit.start, *(mentions[i].span.start for i in chain)])
        end = max([hit.end, *(mentions[i].span.end for i in chain)])
        span = Span(start, end)
        if self._says("not_own", lower, hit, floor, ceiling):
            return DegreeFound(span, None, chain)
        ids = [mentions[i].skill for i in chain]
        beyond = [
            mentions[i].span for i in chain if not hit.start <= mentions[i].span.start < hit.end
        ]
        named, named_end = self._named_fields(text, hit, ceiling)
        if named and (not beyond or named_end <= beyond[0].start):
            ids += named
            span = Span(start, max(named_end, span.end))
        if not ids:
            ids = list(self._implied.get(re.sub(r"\W", "", text[hit.start : hit.end]).lower(), ()))
        assert isinstance(hit.cue.value, Degree)
        fields = tuple(dict.fromkeys(ids))
        shown = DegreeShown(hit.cue.value, fields, field, span, span.of(text))
        finished = not self._says("unfinished", lower, hit, floor, ceiling)
        return DegreeFound(span, shown, chain, finished)

    def _named_fields(self, text: str, hit: CueHit, ceiling: int) -> tuple[list[str], int]:
        dashed = _DASHED.match(text, hit.start)
        if dashed:
            for spelling in (dashed.group("name"), dashed.group("name") + "."):
                if spelling in self._names:
                    return [self._names[spelling]], hit.end
        token = _FIELD_TOKEN.match(text, hit.end, ceiling)
        if token and "\n" not in token.group():
            name = token.group("token")
            for spelling in (name, name.rstrip(".")):
                if spelling in self._names:
                    return [self._names[spelling]], token.start("token") + len(spelling)
        return [], hit.end

    def _in_company(self, text: str, hit: CueHit, studies: _Studies, sections: Sections) -> bool:
        """Whether an abbreviation that is also a word names a degree here."""
        before = text[max(0, hit.start - 24) : hit.start]
        if _NO_MASTER.search(before):
            return False
        bridge = _TO_FIELD.match(text, hit.end)
        reach = bridge.end() if bridge else hit.end
        field_next = studies.starts_within(hit.end, reach)
        token = _FIELD_TOKEN.match(text, hit.end)
        named_next = bool(
            token and "\n" not in token.group() and token.group("token") in self._names
        )
        state = text[hit.start : hit.end] in _STATES and _STATE.search(before)
        if state and not field_next:
            return False
        if field_next or _IN_COMPANY.match(text, hit.end):
            return True
        if sections.at(hit.start).kind is SectionKind.EDUCATION:
            return True
        leads = _opens_line(text, hit.start)
        return named_next or (leads and bool(_YEAR_NEAR.match(text, hit.end)))

    def _says(self, what: Says, lower: str, hit: CueHit, floor: int, ceiling: int) -> bool:
        after = lower[hit.end : min(ceiling, hit.end + 110)]
        before = lower[max(floor, hit.start - 70) : hit.start].rpartition("\n")[2]
        rules = self._rules.not_held
        return bool(rules[what, "after"].match(after) or rules[what, "before"].search(before))

    def _going_on(
        self, text: str, lower: str, hits: Sequence[CueHit], sections: Sections
    ) -> set[int]:
        """Positions of degrees whose dates, on a line of their own, say that they are not over.

        Where a section's first date stands above its first degree, dates belong to the degree
        below them, else to the one above.
        """
        going: set[int] = set()
        starts = [hit.start for hit in hits]
        begin = end = reached = 0
        for section in sections.all:
            inside = within(starts, section.start, section.end)
            if section.kind is not SectionKind.EDUCATION or not inside:
                continue
            first = text.rfind("\n", 0, starts[inside[0]]) + 1
            above = bool(_YEAR.search(text, section.start, max(section.start, first)))
            for date in self._open_date.finditer(lower, section.start, section.end):
                begin = text.rfind("\n", reached, date.start()) + 1 or begin
                reached = date.start()
                if end < date.end():
                    end = text.find("\n", date.end())
                    end = len(text) if end < 0 else end
                low, behind = bisect_left(starts, begin), bisect_right(starts, date.end())
                near = range(max(low, inside.start), min(bisect_left(starts, end), inside.stop))
                if not near and above:
                    near = range(max(behind, inside.start), inside.stop)
                elif not near:
                    near = range(inside.start, min(low, inside.stop))[-1:]
                going.update(i for i in near[:1] if abs(starts[i] - date.start()) < DATE_REACH)
        return going


class SchoolReader:
    """Finder of the names of schools: what they are named after is no skill."""

    def __init__(self, rules: ProfileRules) -> None:
        heads = sorted(rules.raw.school_heads, key=len, reverse=True)
        self._heads = AhoCorasick(heads, implementation=Implementation.DFA)
        either = "|".join(re.escape(head) for head in heads)
        word = r"[A-ZÀ-Þ][\w.'’&-]*"
        self._name = re.compile(
            rf"(?<!\w)(?:{either})(?!\w)(?: (?:of|for|de|d[’']|der|für|di|do|da)(?: the| la| las"
            rf"| los)? {word}(?:(?:,? (?:and|&|of|y|e|et|und))? {word})*)?"
        )
        self._before = re.compile(rf"(?:{word} (?:(?:of|and|&|the|de) )*){{1,6}}$")

    def find(self, text: str, degrees: Sequence[CueHit]) -> list[School]:
        """Names of schools from left to right; words of a degree before them are left out."""
        schools: list[School] = []
        reached = 0
        ends: list[int] | None = None
        for _, at, _ in self._heads.find_matches_as_indexes(text):
            match = self._name.match(text, at) if at >= reached else None
            if match is None:
                continue
            reached = match.end()
            start = at
            if text[at - 1 : at] == " ":
                ends = sorted(degree.end for degree in degrees) if ends is None else ends
                closed = bisect_right(ends, at)
                floor = max(ends[closed - 1] if closed else 0, at - 80)
                before = self._before.search(text, floor, at)
                start = before.start() if before else at
            schools.append(School(Span(start, reached), at))
        return schools


def _fields(
    text: str,
    hit: CueHit,
    floor: int,
    ceiling: int,
    studies: _Studies,
    schools: Sequence[School],
) -> tuple[int, ...]:
    """Positions of the fields behind the degree, or of the one right before it."""
    abbreviated = _ABBREVIATED.match(text, hit.end)
    begin = abbreviated.end() if abbreviated else hit.end
    ending = _END.search(text, begin, min(ceiling, hit.end + FIELD_REACH + 80))
    stop = ending.start() if ending else min(ceiling, hit.end + FIELD_REACH + 80)
    chain: list[int] = []
    reached = hit.end
    for index in studies.ending_after(hit.start):
        span = studies.mentions[index].span
        limit = NEXT_FIELD_REACH if chain else FIELD_REACH
        if span.start >= stop or span.start - reached > limit:
            break
        if chain and _YEAR_NEAR.fullmatch(text, reached, span.start):
            break
        if _in_school(span, reached, schools):
            break
        if span.start >= hit.start:
            chain.append(index)
            reached = max(span.end, hit.end)
    if chain:
        return tuple(chain)
    last = studies.last_before(hit.start)
    if last is not None and studies.mentions[last].span.start >= floor:
        between = _BEFORE_DEGREE.fullmatch(text, studies.mentions[last].span.end, hit.start)
        return (last,) if between and "\n" not in between.group() else ()
    return ()


def _opens_line(text: str, at: int) -> bool:
    """Whether nothing but bullets and signs stands before a place on its line."""
    while at and text[at - 1] in _BULLETS:
        at -= 1
    return not at or text[at - 1] == "\n"


def _in_school(span: Span, reached: int, schools: Sequence[School]) -> bool:
    """Whether a field is part of a school's name, and not the words right behind the degree."""
    behind = bisect_right(schools, span.start, key=lambda school: school.span.end)
    for school in schools[behind : behind + 1]:
        if span.overlaps(school.span):
            return span.end > school.head or span.start - reached > 6
    return False


def _named_once(text: str, hits: Sequence[CueHit]) -> list[CueHit]:
    """Without abbreviations in brackets behind the name: "Bachelor of Science in Nursing (BSN)"."""
    kept: list[CueHit] = []
    for hit in hits:
        gap = text[kept[-1].end : hit.start] if kept else ""
        again = (
            bool(kept)
            and hit.cue.value is kept[-1].cue.value
            and gap.endswith("(")
            and len(gap) <= FIELD_REACH
            and not _CLOSED_NAME.search(gap)
            and text.startswith(")", hit.end)
        )
        if not again:
            kept.append(hit)
    return kept


def _longest(hits: Sequence[CueHit]) -> list[CueHit]:
    kept: list[CueHit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
