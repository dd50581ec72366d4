"""A job description to a :class:`~matcher.model.Job`: the order of the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from matcher import __version__
from matcher.job.atom_reader import AtomReader
from matcher.job.atoms import Atom, Sentence
from matcher.job.conditions import (
    condition_words,
    conditions_in,
    where_of,
    with_conditions,
)
from matcher.job.employer import employer_names
from matcher.job.layout import logical_lines
from matcher.job.logic import Tree, TreeBuilder
from matcher.job.masks import mask_markup
from matcher.job.phrases import phrase_atoms
from matcher.job.sections import Unit, read_sections
from matcher.job.sentences import Stretch, sentence_ranges, stretches
from matcher.job.unmatched import unmatched_in
from matcher.job.warnings import job_warnings
from matcher.model import (
    All,
    AtLeast,
    Cue,
    Job,
    Kind,
    Level,
    Need,
    Node,
    Requirement,
    Span,
)
from matcher.rules import Rules, Section
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_SKILLED = frozenset(
    (Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION, Kind.LANGUAGE, Kind.EDUCATION)
)

_LEADING = re.compile(r"(?i:manag(?:e|ing)|lead(?:ing)?|led|supervis(?:e|ing)) ")
_GERUND = re.compile(r"[A-Za-z]+ing")
_LABEL = re.compile(r"[^\w\n]*[A-Z][\w /&-]{1,30} ?: ")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A requirement before it has its number."""

    start: int
    end: int
    level: Level
    cue: Cue
    tree: Tree | Atom


class JobParser:
    """Reads job descriptions with one taxonomy and one set of rules.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to recognise.
    rules : Rules
        Language rules.
    """

    def __init__(self, taxonomy: Taxonomy, rules: Rules) -> None:
        self.taxonomy, self.rules = taxonomy, rules
        self.atoms = AtomReader(taxonomy, rules)
        self.trees = TreeBuilder(taxonomy, rules)
        self.versions = {
            "matcher": __version__,
            "taxonomy": taxonomy.digest,
            "rules": rules.digest,
        }

    def parse(self, text: str) -> Job:
        """Read one description; every span of the result is a range of ``text``."""
        masked = mask_markup(text)
        names = [(m.span.start, m.span.end) for m in self.taxonomy.lexicon.find(masked)]
        lines = logical_lines(masked, self.rules, names)
        sections = read_sections(masked, lines, self.rules)
        employers = employer_names(text)
        drafts: list[_Draft] = []
        for unit in sections.units:
            if unit.section is not Section.OFF:
                drafts += self._read_unit(masked, unit, employers)
            else:
                for start, end in sentence_ranges(masked, unit.start, unit.end, self.rules):
                    drafts += self._stated(masked, start, end, unit)
        requirements = tuple(
            self._finish(text, index, draft) for index, draft in enumerate(_told_once(drafts), 1)
        )
        title = _one_line(text[slice(*sections.title)]) if sections.title else None
        warnings = job_warnings(text, requirements, sections, self.rules)
        return Job(title, requirements, unmatched_in(requirements), warnings, self.versions)

    def _read_unit(self, masked: str, unit: Unit, employers: frozenset[str]) -> list[_Draft]:
        found = [
            Mention(m.skill, Span(m.span.start + unit.start, m.span.end + unit.start), m.method)
            for m in self.taxonomy.lexicon.find(masked[unit.start : unit.end])
        ]
        found = [m for m in found if not self._names_no_skill(masked, m, employers)]
        drafts: list[_Draft] = []
        label = masked.rfind("\n", 0, unit.start) + 1
        labelled = unit.level is None and bool(
            _LABEL.match(masked[label : unit.end]) or _LABEL.match(masked[unit.start : unit.end])
        )
        for start, end in sentence_ranges(masked, unit.start, unit.end, self.rules):
            folded = fold_name(masked[start:end])
            if self.rules.off_sentences.search(folded):
                drafts += self._stated(masked, start, end, unit)
                continue
            level, cue = self._default(masked, unit, folded, start, end)
            if level is None and not self._is_about_work(unit, folded):
                drafts += self._stated(masked, start, end, unit)
                continue
            start = self._asked_from(masked, start, end, cue)
            conditions = conditions_in(Sentence(masked, start, end), self.rules)
            places = [Span(c.start, c.end) for c in conditions]
            for stretch in stretches(masked, start, end, level, cue, self.rules, places):
                drafts += self._read_stretch(
                    masked,
                    stretch,
                    found,
                    asked=level is not None,
                    labelled=labelled,
                    choice=unit.choice,
                    is_item=unit.is_item,
                    stack=unit.section is Section.ROLE and not unit.is_item,
                )
        return drafts

    def _stated(self, masked: str, start: int, end: int, unit: Unit) -> list[_Draft]:
        """Conditions in a sentence that asks for nothing, as a line of facts with its label."""
        label = unit.cue.span
        if label and start == unit.start and "\n" not in masked[label.start : start]:
            start = label.start
        atoms = conditions_in(Sentence(masked, start, end), self.rules, where_of(unit))
        start, end = _trimmed(masked, start, end)
        return [
            _Draft(start, end, Level.CONTEXT, unit.cue, Tree(0, list(group)))
            for group in _by_nature(atoms)
        ]

    def _default(
        self, masked: str, unit: Unit, folded: str, start: int, end: int
    ) -> tuple[Level | None, Cue]:
        """Level of a sentence before its own cues: its heading's, or what its words ask."""
        if unit.level is not None:
            return unit.level, unit.cue
        for rule in self.rules.asks:
            if unit.section is Section.CONTEXT and not rule.in_duties:
                continue
            match = rule.pattern.search(folded)
            if match:
                words = Cue(masked[start:end][:60], Span(start, min(end, start + 60)), rule.id)
                return rule.level, words
        return None, unit.cue

    def _asked_from(self, masked: str, start: int, end: int, cue: Cue) -> int:
        """Where the asking starts: behind "with" in "we seek an analyst with …"."""
        rule = next((r for r in self.rules.asks if r.id == cue.rule and r.starts), None)
        if rule is None or rule.starts is None:
            return start
        sentence = Sentence(masked, start, end)
        match = rule.starts.search(sentence.folded.text)
        return sentence.original(match.start()) if match else start

    def _names_no_skill(self, masked: str, mention: Mention, employers: frozenset[str]) -> bool:
        """Whether the words name the employer, or a person's job: "our AI engineers"."""
        if fold_name(mention.span.of(masked)) in employers:
            return True
        if self.rules.verb_behind.match(masked, mention.span.end) and _GERUND.fullmatch(
            mention.span.of(masked)
        ):
            return True
        if self.taxonomy[mention.skill].kind is SkillKind.CERTIFICATION:
            return False
        if _LEADING.match(masked, mention.span.start):
            return False
        start = masked.rfind(" ", mention.span.start, mention.span.end)
        return bool(
            self.rules.job_titles.match(masked, mention.span.end)
            or (start > 0 and self.rules.job_titles.match(masked[: mention.span.end], start))
        )

    def _is_about_work(self, unit: Unit, folded: str) -> bool:
        if unit.section in (Section.CONTEXT, Section.COMPANY):
            return unit.section is Section.CONTEXT
        return unit.is_item or bool(self.rules.role_words.search(folded))

    def _read_stretch(
        self,
        masked: str,
        stretch: Stretch,
        found: list[Mention],
        *,
        asked: bool,
        labelled: bool,
        choice: bool,
        is_item: bool,
        stack: bool,
    ) -> list[_Draft]:
        inside = [m for m in found if stretch.start <= m.span.start and m.span.end <= stretch.end]
        sentence = Sentence(masked, stretch.start, stretch.end)
        level = stretch.level if stretch.level and asked else Level.CONTEXT
        atoms = self.atoms.read(sentence, inside)
        if asked and stretch.level is None:
            atoms = [a for a in atoms if a.kind is not Kind.OTHER]
        else:
            atoms = with_conditions(sentence, atoms, conditions_in(sentence, self.rules))
        if level is Level.CONTEXT:
            atoms = [a for a in atoms if not self._is_everyday(masked, a, stack=stack)]
        else:
            named = [m.span for m in inside]
            if stretch.cue.span:
                named.append(stretch.cue.span)
            phrases = phrase_atoms(sentence, atoms, named, self.rules, is_item=is_item)
            atoms = [*atoms, *(self.atoms.named(sentence, phrase) for phrase in phrases)]
            atoms.sort(key=lambda a: a.start)
        drafts = []
        for group in _by_nature(atoms):
            tree = self.trees.build(sentence, group, listed_any=labelled)
            if choice and isinstance(tree, Tree):
                tree = Tree(1, list(_atoms(tree)))
            parts = _by_years(tree)
            bounds = [stretch.start, *(_first(part).start for part in parts[1:]), stretch.end]
            for part, (start, end) in zip(parts, pairwise(bounds), strict=True):
                start, end = _trimmed(masked, start, end)
                drafts.append(_Draft(start, end, level, stretch.cue, part))
        return drafts

    def _is_everyday(self, masked: str, atom: Atom, *, stack: bool) -> bool:
        """Whether a text would hold the words anyway: "security", "design", "deployment".

        Outside of duties only named tools are the stack; the rest tells what the job is about.
        """
        if atom.skill is None:
            return False
        if stack and self.taxonomy[atom.skill].kind is not SkillKind.TOOL:
            return True
        words = fold_name(masked[atom.start : atom.end])
        guards = self.taxonomy[atom.skill].guards
        return any(words == fold_name(n) for g in guards if g.company or g.near for n in g.names)

    def _finish(self, text: str, index: int, draft: _Draft) -> Requirement:
        counter = iter(range(1, 10_000))
        needs = _node(draft.tree, f"r{index}", counter)
        first = next(needs.leaves())
        if isinstance(needs, Need):
            needs = All((needs,))
        cue = draft.cue
        if cue.span is not None:
            cue = Cue(cue.span.of(text), cue.span, cue.rule)
        return Requirement(
            id=f"r{index}",
            level=draft.level,
            kind=first.kind,
            text=text[draft.start : draft.end],
            span=Span(draft.start, draft.end),
            cue=cue,
            needs=needs,
        )


def _told_once(drafts: list[_Draft]) -> list[_Draft]:
    """Without conditions that only repeat: "Hybrid" above the text and below it."""
    said: set[tuple[str, str]] = set()
    repeats: set[int] = set()
    for index in sorted(range(len(drafts)), key=lambda i: drafts[i].level is Level.CONTEXT):
        words = condition_words(_atoms(drafts[index].tree))
        if words and words <= said and drafts[index].level is Level.CONTEXT:
            repeats.add(index)
        said |= words
    return [draft for index, draft in enumerate(drafts) if index not in repeats]


def _one_line(text: str) -> str:
    return " ".join(text.strip(" #*").split())


def _by_nature(atoms: list[Atom]) -> list[list[Atom]]:
    """Soft skills, and each kind of conditions, apart from what a profile can show."""
    groups: dict[str, list[Atom]] = {}
    for atom in atoms:
        nature = "shown" if atom.kind in _SKILLED else str(atom.condition or atom.kind)
        groups.setdefault(nature, []).append(atom)
    return list(groups.values())


def _by_years(tree: Tree | Atom) -> list[Tree | Atom]:
    """Apart what asks for different years: "10+ years of IT with 4 in management"."""
    if isinstance(tree, Atom) or tree.count:
        return [tree]
    groups: list[list[Tree | Atom]] = [[]]
    years: set[float] = set()
    for child in tree.children:
        asked = {a.min_years for a in _atoms(child) if a.min_years is not None}
        if asked and years and not asked & years:
            groups.append([])
        years |= asked
        groups[-1].append(child)
    return [group[0] if len(group) == 1 else Tree(0, group) for group in groups]


def _atoms(tree: Tree | Atom) -> list[Atom]:
    if isinstance(tree, Atom):
        return [tree]
    return [atom for child in tree.children for atom in _atoms(child)]


def _first(tree: Tree | Atom) -> Atom:
    return _atoms(tree)[0]


def _node(tree: Tree | Atom, prefix: str, counter: Iterator[int]) -> Node:
    if isinstance(tree, Atom):
        number = next(counter)
        return Need(
            id=f"{prefix}.{number}",
            kind=tree.kind,
            label=tree.label,
            span=Span(tree.start, tree.end),
            method=tree.method,
            skill=tree.skill,
            min_years=tree.min_years,
            max_years=tree.max_years,
            degree=tree.degree,
            fields=tree.fields,
            or_equivalent=tree.or_equivalent,
            language_level=tree.language_level,
            condition=tree.condition,
        )
    children = tuple(_node(child, prefix, counter) for child in tree.children)
    return AtLeast(tree.count, children) if tree.count else All(children)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n\r,;-–—•*()":
        start += 1
    while end > start and text[end - 1] in " \t\n\r,;-–—*(":
        end -= 1
    return start, end
