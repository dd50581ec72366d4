"""From the words of one text to evidence: which skill, where in the career, held or denied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from msgspec import structs

from matcher.model import (
    DegreeShown,
    Evidence,
    EvidenceKind,
    Interval,
    LanguageLevel,
    ManagementShown,
    Method,
    Polarity,
    RoleShown,
    Span,
    Tenure,
    YearsStated,
)
from matcher.profile.cues import CueHit, CueHits, CueKind
from matcher.profile.education import FIELD_REACH, DegreeFound, DegreeReader, School, SchoolReader
from matcher.profile.fold import lower_case
from matcher.profile.languages import LanguageReader
from matcher.profile.polarity import governed
from matcher.profile.quantities import Stated, YearsReader
from matcher.profile.roles import RoleReader
from matcher.profile.rules import ProfileRules, SectionKind
from matcher.profile.sections import Section, Sections, is_list, split_sections
from matcher.profile.timeline import DatedStretch, TimelineReader
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.normal import Folded
from matcher.taxonomy.repair import Repairer
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_ITEM = re.compile(r"[^,;|•·\n\t\r➢✓●▪]+")
_LINE = re.compile(r"[^\n]+")
_TRIM = " .:-–—*•()[]>\xa0"
_SOFT_KINDS = frozenset({EvidenceKind.SUMMARY, EvidenceKind.CLAIMED, EvidenceKind.EDUCATION})


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
        return structs.replace(item, span=span)
    return structs.replace(item, span=span, surface=span.of(text))


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known of a text before its mentions are judged."""

    field: str
    text: str
    lower: str
    sections: Sections
    mentions: list[Mention]
    spans: list[Span]
    degrees: list[DegreeFound]
    schools: list[School]
    stretches: list[DatedStretch]


class TextReader:
    """Reader of single texts for one taxonomy.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to look for.
    rules : ProfileRules
        Headings, dates, cues, degrees.
    """

    def __init__(self, taxonomy: Taxonomy, rules: ProfileRules) -> None:
        self._taxonomy = taxonomy
        self._rules = rules
        self._lexicon = taxonomy.lexicon
        self._repairer = Repairer(taxonomy.ids_by_name)
        self._timeline = TimelineReader(rules)
        self._degrees = DegreeReader(rules, taxonomy)
        self._schools = SchoolReader(rules)
        self._years = YearsReader(rules)
        self._languages = LanguageReader(rules)
        self._roles = RoleReader(rules)

    def read(self, field: str, text: str, default: SectionKind, *, headings: bool) -> TextRead:
        """Read one text.

        Parameters
        ----------
        field : str
            Its name in the profile.
        text : str
            The text as written.
        default : SectionKind
            What it is above all headings.
        headings : bool
            Whether to look for headings at all; a cell that holds a list has none.
        """
        lower = lower_case(text)
        sections = (
            split_sections(text, default, self._rules)
            if headings
            else Sections([Section(default, 0, len(text), "column")])
        )
        mentions = self._mentions(text, sections, whole_list=not headings)
        if headings:
            mentions = self._with_languages(text, lower, sections, mentions)
        hits = self._rules.cues.find(text, lower)
        degree_hits = hits.of(CueKind.DEGREE)
        mentions = self._with_studies(text, degree_hits, mentions)
        schools = self._schools.find(text, degree_hits)
        degrees = self._degrees.read(field, text, lower, degree_hits, mentions, sections, schools)
        studied = {index for degree in degrees for index in degree.mentions}
        kept = [
            index
            for index, mention in enumerate(mentions)
            if index in studied
            or not (schools or degree_hits)
            or not self._is_only_a_name(mention, schools, degree_hits)
        ]
        degrees = [_renumbered(degree, kept) for degree in degrees]
        mentions = [mentions[index] for index in kept]
        timeline = self._timeline.read(text, lower, sections, [d.span for d in degrees])
        stretches = timeline.stretches
        spans = [mention.span for mention in mentions]
        scene = _Scene(field, text, lower, sections, mentions, spans, degrees, schools, stretches)
        stated = self._years.find(lower, spans)
        roles = self._roles.read(field, text, lower, hits, sections, stretches)
        evidence = list(self._evidence(scene, hits, stated))
        if roles.management:
            evidence = self._with_management(scene, evidence, roles.management, hits)
        return TextRead(
            evidence=tuple(evidence),
            tenures=tuple(Tenure(s.interval, field, s.span) for s in stretches if s.job),
            degrees=tuple(d.held for d in degrees if d.held),
            degrees_unfinished=tuple(d.shown for d in degrees if d.shown and not d.finished),
            years=tuple(
                YearsStated(s.years, field, s.span, s.span.of(text)) for s in stated if s.total
            ),
            roles=roles.shown,
            management=roles.management,
            sections=sections,
            backwards=timeline.backwards,
            hits=hits,
        )

    def _mentions(self, text: str, sections: Sections, *, whole_list: bool) -> list[Mention]:
        """Skills named in the text; in lists every name counts, and slips are repaired."""
        lists = [s for s in sections.all if whole_list or is_list(text, s)]
        found = self._lexicon.find(text, listed_ranges=[(s.start, s.end) for s in lists])
        starts = [mention.span.start for mention in found]
        mentions: list[Mention] = []
        reached = 0
        for section in lists:
            first, last = bisect_left(starts, section.start), bisect_left(starts, section.end)
            mentions += found[reached:first]
            mentions += self._listed(text, section, found[first:last])
            reached = last
        return mentions + found[reached:]

    def _find(self, text: str, start: int, end: int, *, listed: bool) -> list[Mention]:
        if start >= end:
            return []
        found = self._lexicon.find(text[start:end], listed=listed)
        if not start:
            return found
        return [
            Mention(m.skill, Span(m.span.start + start, m.span.end + start), m.method)
            for m in found
        ]

    def _with_languages(
        self, text: str, lower: str, sections: Sections, mentions: list[Mention]
    ) -> list[Mention]:
        """Add spoken languages that only their level beside them tells from other words."""
        spans = [
            Span(line.start(), line.end())
            for s in sections.all
            if s.kind is SectionKind.LANGUAGES
            for line in _LINE.finditer(text, s.start, s.end)
        ]
        wrapped = [m for m in mentions if self._is_language(m) and "\n" in m.span.of(text)]
        mentions = [m for m in mentions if m not in wrapped]
        spans += [Span(text.rfind("\n", 0, m.span.end) + 1, m.span.end) for m in wrapped]
        spans += self._languages.levelled_stretches(lower)
        added: list[Mention] = []
        for span in spans:
            for mention in self._find(text, span.start, span.end, listed=True):
                if not self._is_language(mention):
                    continue
                if not any(mention.span.overlaps(m.span) for m in (*mentions, *added)):
                    added.append(mention)
        return sorted((*mentions, *added), key=lambda m: m.span.start) if added else mentions

    def _is_language(self, mention: Mention) -> bool:
        return self._taxonomy[mention.skill].kind is SkillKind.LANGUAGE

    def _is_only_a_name(
        self, mention: Mention, schools: Sequence[School], degrees: Sequence[CueHit]
    ) -> bool:
        """Whether the words are part of a school's name, or a degree's: "LLM" among studies."""
        span = mention.span
        if any(span.overlaps(school.span) for school in schools):
            return True
        if self._taxonomy[mention.skill].kind is SkillKind.CERTIFICATION:
            return False
        return any(hit.start <= span.start and span.end <= hit.end for hit in degrees)

    def _with_studies(
        self, text: str, degrees: Sequence[CueHit], mentions: list[Mention]
    ) -> list[Mention]:
        """Add fields of study that only the degree before them tells from other words."""
        added: list[Mention] = []
        reached = 0
        for hit in degrees:
            start = max(hit.end, reached)
            line = text.find("\n", start)
            end = min(len(text) if line < 0 else line, hit.end + FIELD_REACH)
            while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
                end += 1
            reached = max(reached, end)
            for mention in self._find(text, start, end, listed=True):
                if not self._taxonomy[mention.skill].is_study:
                    continue
                if not any(mention.span.overlaps(m.span) for m in mentions):
                    added.append(mention)
        return sorted((*mentions, *added), key=lambda m: m.span.start) if added else mentions

    def _listed(self, text: str, section: Section, found: Sequence[Mention]) -> list[Mention]:
        """Names in a list: those found, and whole items that only a slip or a space hides."""
        starts = [mention.span.start for mention in found]
        kept: list[Mention] = []
        reached = 0
        for item in _ITEM.finditer(text, section.start, section.end):
            last = bisect_left(starts, item.end())
            inside = found[reached:last]
            reached = last
            repaired = self._repaired(item, inside)
            kept += [repaired] if repaired else inside
        return [*kept, *found[reached:]]

    def _repaired(self, item: re.Match[str], inside: Sequence[Mention]) -> Mention | None:
        """An item as a whole; where names cover part of it, only spaces may differ."""
        words = item.group()
        term = words.strip(_TRIM)
        if not 4 <= len(term) <= 40 or term.count(" ") > 3 or not term[0].isalpha():
            return None
        if inside and (" " not in term or inside[0].span.end - inside[0].span.start >= len(term)):
            return None
        repaired = self._repairer.repair(term)
        if repaired is None or (inside and repaired[1] is not Method.ALIAS):
            return None
        at = item.start() + words.index(term)
        return Mention(repaired[0], Span(at, at + len(term)), repaired[1])

    def _evidence(
        self, scene: _Scene, hits: CueHits, stated: Sequence[Stated]
    ) -> Iterator[Evidence]:
        pseudo = hits.of(CueKind.PSEUDO)
        cues = hits.of(CueKind.POLARITY)
        courses = hits.of(CueKind.COURSE)
        polar = governed(scene.lower, scene.spans, cues, pseudo, self._rules) if cues else {}
        taught = governed(scene.lower, scene.spans, courses, (), self._rules) if courses else {}
        years = {index: s.years for s in stated for index in s.mentions}
        levels = self._language_levels(scene)
        studied = {index for degree in scene.degrees for index in degree.mentions}
        unfinished = {i for degree in scene.degrees if not degree.held for i in degree.mentions}
        for index, mention in enumerate(scene.mentions):
            section = scene.sections.at(mention.span.start)
            if section.kind is SectionKind.NONE:
                continue
            sort = self._taxonomy[mention.skill].kind
            job, intervals = _dated(mention.span, scene.stretches)
            kind = _kind(section, sort, job=job)
            if index in studied:
                kind, intervals = EvidenceKind.EDUCATION, ()
            elif index in taught and kind in _SOFT_KINDS:
                kind = EvidenceKind.COURSE
            if sort in (SkillKind.LANGUAGE, SkillKind.CERTIFICATION):
                intervals = ()
            polarity = _polarity(polar.get(index), levels.get(index))
            if index in unfinished and polarity is Polarity.HAS:
                polarity = Polarity.LEARNING
            yield Evidence(
                mention.skill,
                scene.field,
                mention.span,
                mention.span.of(scene.text),
                mention.method,
                kind,
                polarity,
                intervals,
                years.get(index),
                levels.get(index),
            )

    def _with_management(
        self,
        scene: _Scene,
        evidence: list[Evidence],
        management: Sequence[ManagementShown],
        hits: CueHits,
    ) -> list[Evidence]:
        """Add the skill that managing people shows; soft skills in the same words give way."""
        raw = self._rules.raw
        spans = [shown.span for shown in management]
        denied = governed(
            scene.lower, spans, hits.of(CueKind.POLARITY), hits.of(CueKind.PSEUDO), self._rules
        )
        added: list[Evidence] = []
        for index, shown in enumerate(management):
            by_title = shown.rule in self._rules.managing_titles
            skill = raw.title_shows if by_title else raw.managing_shows
            around = [e for e in (*evidence, *added) if e.span.overlaps(shown.span)]
            hard = [e for e in around if self._taxonomy[e.skill].kind is not SkillKind.SOFT]
            if skill not in self._taxonomy or hard or index in denied:
                continue
            evidence = [e for e in evidence if e not in around]
            section = scene.sections.at(shown.span.start)
            kind = _kind(section, SkillKind.KNOWLEDGE, job=shown.interval is not None)
            intervals = (shown.interval,) if shown.interval else ()
            added.append(
                Evidence(
                    skill,
                    shown.field,
                    shown.span,
                    shown.surface,
                    Method.ALIAS,
                    kind,
                    intervals=intervals,
                )
            )
        return sorted((*evidence, *added), key=lambda e: e.span) if added else evidence

    def _language_levels(self, scene: _Scene) -> dict[int, LanguageLevel | None]:
        languages = [
            index for index, mention in enumerate(scene.mentions) if self._is_language(mention)
        ]
        if not languages:
            return {}
        levels = self._languages.levels(scene.lower, [scene.spans[i] for i in languages])
        return dict(zip(languages, levels, strict=True))


def _renumbered(degree: DegreeFound, kept: Sequence[int]) -> DegreeFound:
    """The degree with the positions its mentions have among those kept."""
    if not degree.mentions:
        return degree
    places = {index: place for place, index in enumerate(kept)}
    return replace(degree, mentions=tuple(places[i] for i in degree.mentions))


def _dated(span: Span, stretches: Sequence[DatedStretch]) -> tuple[bool, tuple[Interval, ...]]:
    """Whether the words stand in a dated job, and the interval nearest to them."""
    job: DatedStretch | None = None
    nearest: DatedStretch | None = None
    for stretch in stretches:
        if stretch.span.start <= span.start and span.end <= stretch.span.end:
            if not stretch.job:
                nearest = nearest or stretch
            elif job is None:
                job = stretch
    nearest = nearest or job
    return job is not None, (nearest.interval,) if nearest else ()


def _kind(section: Section, sort: SkillKind, *, job: bool) -> EvidenceKind:
    """Kind by place; certificates and spoken languages are what they are anywhere."""
    if sort is SkillKind.CERTIFICATION:
        return EvidenceKind.CERTIFICATE
    if sort is SkillKind.LANGUAGE:
        return EvidenceKind.SUMMARY
    if job and section.kind in (SectionKind.SUMMARY, SectionKind.WORK):
        return EvidenceKind.WORK
    return section.evidence_kind


def _polarity(hit: CueHit | None, level: LanguageLevel | None) -> Polarity:
    if hit is None or not isinstance(hit.cue.value, Polarity):
        return Polarity.HAS
    if level is not None and hit.cue.value is Polarity.LEARNING:
        return Polarity.HAS
    return hit.cue.value
