"""From the words of one text to evidence: which skill, where in the career, held or denied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from matcher.model import (
    Evidence,
    EvidenceKind,
    Interval,
    LanguageLevel,
    ManagementShown,
    Method,
    Polarity,
    Span,
    Tenure,
    YearsStated,
)
from matcher.profile.around import DatesAround
from matcher.profile.cues import CueHit, CueHits, CueKind
from matcher.profile.education import FIELD_REACH, DegreeFound, DegreeReader, School, SchoolReader
from matcher.profile.fold import lower_case
from matcher.profile.items import ITEM, repairable
from matcher.profile.languages import LanguageReader
from matcher.profile.polarity import governed
from matcher.profile.quantities import Stated, YearsReader
from matcher.profile.roles import RoleReader
from matcher.profile.rules import ProfileRules, SectionKind
from matcher.profile.sections import Section, Sections, is_list, split_sections
from matcher.profile.spans import SpanSet, within
from matcher.profile.text_read import LookedAt, TextRead
from matcher.profile.timeline import DatedStretch, TimelineReader
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.repair import Repairer
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_LINE = re.compile(r"[^\n]+")
_UNDATED: tuple[bool, tuple[Interval, ...]] = (False, ())
_SOFT_KINDS = frozenset({EvidenceKind.SUMMARY, EvidenceKind.CLAIMED, EvidenceKind.EDUCATION})


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
        self.repairer = Repairer(taxonomy.ids_by_name)
        self._timeline = TimelineReader(rules)
        self._degrees = DegreeReader(rules, taxonomy)
        self._schools = SchoolReader(rules)
        self._years = YearsReader(rules)
        self._languages = LanguageReader(rules)
        self._roles = RoleReader(rules)
        self._sorts = {skill.id: skill.kind for skill in taxonomy.skills.values()}
        self._spoken = _ids(self._sorts, SkillKind.LANGUAGE)
        self._certificates = _ids(self._sorts, SkillKind.CERTIFICATION)
        self._studies = frozenset(s.id for s in taxonomy.skills.values() if s.is_study)

    def look(self, field: str, text: str, default: SectionKind, *, headings: bool) -> LookedAt:
        """Cut one text into its parts.

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
        sections = (
            split_sections(text, default, self._rules)
            if headings
            else Sections([Section(default, 0, len(text), "column")])
        )
        lists = [s for s in sections.all if not headings or is_list(text, s)]
        return LookedAt(field, text, lower_case(text), sections, tuple(lists), headings)

    def read(self, looked: LookedAt) -> TextRead:
        """Read one text that was cut into its parts."""
        field, text, lower, sections = looked.field, looked.text, looked.lower, looked.sections
        headings = looked.headings
        mentions = self._mentions(looked)
        if headings:
            mentions = self._with_languages(text, lower, sections, mentions)
        hits = self._rules.cues.find(text, lower)
        degree_hits = hits.of(CueKind.DEGREE)
        mentions = self._with_studies(text, degree_hits, mentions)
        schools = self._schools.find(text, degree_hits)
        degrees = self._degrees.read(field, text, lower, degree_hits, mentions, sections, schools)
        if schools or degree_hits:
            degrees, mentions = self._without_names(mentions, degrees, schools, degree_hits)
        timeline = self._timeline.read(text, lower, sections, [d.span for d in degrees])
        stretches = timeline.stretches
        spans = [mention.span for mention in mentions]
        scene = _Scene(field, text, lower, sections, mentions, spans, degrees, stretches)
        stated = self._years.find(lower, spans)
        roles = self._roles.read(field, text, lower, hits, sections, stretches)
        evidence = self._evidence(scene, hits, stated)
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

    def _mentions(self, looked: LookedAt) -> list[Mention]:
        """Skills named in the text; in lists every name counts, and slips are repaired."""
        text, lists = looked.text, looked.lists
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
        wrapped = [m for m in mentions if m.skill in self._spoken and "\n" in m.span.of(text)]
        if wrapped:
            broken = {m.span.start for m in wrapped}
            mentions = [m for m in mentions if m.span.start not in broken]
            spans += [Span(text.rfind("\n", 0, m.span.end) + 1, m.span.end) for m in wrapped]
        spans += self._languages.levelled_stretches(lower)
        if not spans:
            return mentions
        known = SpanSet.apart(mention.span for mention in mentions)
        added: list[Mention] = []
        taken: set[int] = set()
        for span in spans:
            for mention in self._find(text, span.start, span.end, listed=True):
                start, end = mention.span.start, mention.span.end
                if mention.skill not in self._spoken or known.overlap(start, end):
                    continue
                if taken.isdisjoint(range(start, end)):
                    taken.update(range(start, end))
                    added.append(mention)
        return sorted((*mentions, *added), key=_start) if added else mentions

    def _without_names(
        self,
        mentions: list[Mention],
        degrees: list[DegreeFound],
        schools: Sequence[School],
        hits: Sequence[CueHit],
    ) -> tuple[list[DegreeFound], list[Mention]]:
        """Without words that are part of a school's name, or a degree's: "LLM" among studies."""
        studied = {index for degree in degrees for index in degree.mentions}
        of_schools = SpanSet((s.span.start, s.span.end) for s in schools)
        of_degrees = SpanSet((hit.start, hit.end) for hit in hits)
        kept: list[int] = []
        for index, mention in enumerate(mentions):
            start, end = mention.span.start, mention.span.end
            if index not in studied and (
                of_schools.overlap(start, end)
                or (of_degrees.cover(start, end) and mention.skill not in self._certificates)
            ):
                continue
            kept.append(index)
        if len(kept) == len(mentions):
            return degrees, mentions
        return [_renumbered(d, kept) for d in degrees], [mentions[index] for index in kept]

    def _with_studies(
        self, text: str, degrees: Sequence[CueHit], mentions: list[Mention]
    ) -> list[Mention]:
        """Add fields of study that only the degree before them tells from other words."""
        if not degrees:
            return mentions
        added: list[Mention] = []
        reached = 0
        known = SpanSet.apart(mention.span for mention in mentions)
        for hit in degrees:
            start = max(hit.end, reached)
            line = text.find("\n", start, start + FIELD_REACH)
            end = min(len(text) if line < 0 else line, hit.end + FIELD_REACH)
            while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
                end += 1
            reached = max(reached, end)
            added += [
                m
                for m in self._find(text, start, end, listed=True)
                if m.skill in self._studies and not known.overlap(m.span.start, m.span.end)
            ]
        return sorted((*mentions, *added), key=_start) if added else mentions

    def _listed(self, text: str, section: Section, found: Sequence[Mention]) -> list[Mention]:
        """Names in a list: those found, and whole items that only a slip or a space hides."""
        starts = [mention.span.start for mention in found]
        kept: list[Mention] = []
        reached = 0
        for item in ITEM.finditer(text, section.start, section.end):
            last = bisect_left(starts, item.end())
            inside = found[reached:last]
            reached = last
            repaired = self._repaired(item, inside)
            kept += [repaired] if repaired else inside
        return [*kept, *found[reached:]]

    def _repaired(self, item: re.Match[str], inside: Sequence[Mention]) -> Mention | None:
        """An item as a whole; where names cover part of it, only spaces may differ."""
        words = item.group()
        term = repairable(words)
        if term is None:
            return None
        if inside and (" " not in term or inside[0].span.end - inside[0].span.start >= len(term)):
            return None
        repaired = self.repairer.repair(term)
        if repaired is None or (inside and repaired[1] is not Method.ALIAS):
            return None
        at = item.start() + words.index(term)
        return Mention(repaired[0], Span(at, at + len(term)), repaired[1])

    def _evidence(self, scene: _Scene, hits: CueHits, stated: Sequence[Stated]) -> list[Evidence]:
        years = {index: s.years for s in stated for index in s.mentions}
        levels = self._language_levels(scene)
        polar = self._polarities(scene, hits, levels)
        courses = hits.of(CueKind.COURSE)
        taught = governed(scene.lower, scene.spans, courses, (), self._rules) if courses else {}
        studied = {index for degree in scene.degrees for index in degree.mentions}
        dates = DatesAround(scene.stretches) if scene.stretches else None
        sorts, field, text = self._sorts, scene.field, scene.text
        section = scene.sections.all[0]
        place, by_place = section.kind, section.evidence_kind
        shown: list[Evidence] = []
        for index, mention in enumerate(scene.mentions):
            span = mention.span
            start, end = span.start, span.end
            if start >= section.end:
                section = scene.sections.at(start)
                place, by_place = section.kind, section.evidence_kind
            if place is SectionKind.NONE:
                continue
            sort = sorts[mention.skill]
            job, intervals = dates.of(span) if dates else _UNDATED
            if index in studied:
                kind, intervals = EvidenceKind.EDUCATION, ()
            else:
                kind = _kind(place, by_place, sort, job=job)
                if index in taught and kind in _SOFT_KINDS:
                    kind = EvidenceKind.COURSE
            if sort is SkillKind.LANGUAGE or sort is SkillKind.CERTIFICATION:
                intervals = ()
            shown.append(
                Evidence(
                    mention.skill,
                    field,
                    span,
                    text[start:end],
                    mention.method,
                    kind,
                    polar.get(index, Polarity.HAS),
                    intervals,
                    years.get(index),
                    levels.get(index),
                )
            )
        return shown

    def _polarities(
        self, scene: _Scene, hits: CueHits, levels: Mapping[int, LanguageLevel | None]
    ) -> dict[int, Polarity]:
        """What is denied or only being learned, by the position of its mention."""
        found: dict[int, Polarity] = {}
        cues = hits.of(CueKind.POLARITY)
        if cues:
            pseudo = hits.of(CueKind.PSEUDO)
            governing = governed(scene.lower, scene.spans, cues, pseudo, self._rules)
            found = {i: _polarity(hit, levels.get(i)) for i, hit in governing.items()}
        for degree in scene.degrees:
            for index in () if degree.held else degree.mentions:
                if found.get(index, Polarity.HAS) is Polarity.HAS:
                    found[index] = Polarity.LEARNING
        return found

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
        starts = [e.span.start for e in evidence]
        added: list[Evidence] = []
        dropped: set[int] = set()
        for index, shown in enumerate(management):
            by_title = shown.rule in self._rules.managing_titles
            skill = raw.title_shows if by_title else raw.managing_shows
            inside = within(starts, shown.span.start, shown.span.end)
            first = inside.start
            if first and evidence[first - 1].span.overlaps(shown.span):
                first -= 1
            around = [i for i in range(first, inside.stop) if i not in dropped]
            if skill not in self._taxonomy or index in denied:
                continue
            if any(self._sorts[evidence[i].skill] is not SkillKind.SOFT for i in around):
                continue
            if added and added[-1].span.overlaps(shown.span):
                continue
            dropped.update(around)
            section = scene.sections.at(shown.span.start)
            by_place = section.evidence_kind
            kind = _kind(
                section.kind, by_place, SkillKind.KNOWLEDGE, job=shown.interval is not None
            )
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
        if not added:
            return evidence
        kept = [e for i, e in enumerate(evidence) if i not in dropped]
        return sorted((*kept, *added), key=lambda e: e.span)

    def _language_levels(self, scene: _Scene) -> dict[int, LanguageLevel | None]:
        languages = [
            index for index, mention in enumerate(scene.mentions) if mention.skill in self._spoken
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
    return structs.replace(degree, mentions=tuple(places[i] for i in degree.mentions))


def _ids(sorts: Mapping[str, SkillKind], sort: SkillKind) -> frozenset[str]:
    return frozenset(skill for skill, each in sorts.items() if each is sort)


def _start(mention: Mention) -> int:
    return mention.span.start


def _kind(
    place: SectionKind, by_place: EvidenceKind, sort: SkillKind, *, job: bool
) -> EvidenceKind:
    """Kind by place; certificates and spoken languages are what they are anywhere."""
    if sort is SkillKind.CERTIFICATION:
        return EvidenceKind.CERTIFICATE
    if sort is SkillKind.LANGUAGE:
        return EvidenceKind.SUMMARY
    if job and (place is SectionKind.SUMMARY or place is SectionKind.WORK):
        return EvidenceKind.WORK
    return by_place


def _polarity(hit: CueHit, level: LanguageLevel | None) -> Polarity:
    if not isinstance(hit.cue.value, Polarity):
        return Polarity.HAS
    if level is not None and hit.cue.value is Polarity.LEARNING:
        return Polarity.HAS
    return hit.cue.value
