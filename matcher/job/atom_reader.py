"""Read skills, degrees and years out of a sentence, as atoms from left to right."""

from __future__ import annotations

import re
from dataclasses import replace

from matcher.job.atoms import Atom, Sentence
from matcher.job.conditions import CATEGORY, condition_of
from matcher.job.degrees import DegreeAtoms
from matcher.job.quantities import QuantityReader, Years
from matcher.model import Kind, Method, Span
from matcher.rules import Rules
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_JOIN = r"(?:,|/|&|and/or|and|or)"
_HEAD_LIST = re.compile(r"((?:[\w.+#]+(?: ?[,/] ?| (?:&|and/or|and|or) ))+)$")
_JOINED = re.compile(rf" ?[,/]? ?{_JOIN}? ?(?:an? )?")
_WORD = re.compile(r"[\w.+#]+")
_TENURE_END = re.compile(r"[.;,(]|\band\b|\bor\b|\bwith\b|\bin\b|\bat\b")
_OWN_GAP = re.compile(r" ?[(:]? ?(?:at least |min(?:imum)? )?")
_OWN_END = re.compile(r" ?(?:[),;]|$|\.$|and\b)")
_WITH_YEARS = (Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION)


class AtomReader:
    """Reads atoms with one taxonomy and the patterns of the rules.

    Parameters
    ----------
    taxonomy : Taxonomy
        Tells what the mentions are.
    rules : Rules
        Language rules.
    """

    def __init__(self, taxonomy: Taxonomy, rules: Rules) -> None:
        self.taxonomy, self.rules = taxonomy, rules
        self.quantities = QuantityReader(rules)
        self.degrees = DegreeAtoms(taxonomy, rules)
        self.target_gap = rules.pattern("years_target_gap")
        self.new_statement = rules.pattern("new_statement")
        self.behind_skill = rules.pattern("years_behind_skill")
        self.of_work = rules.pattern("years_of_work")

    def read(self, sentence: Sentence, mentions: list[Mention]) -> list[Atom]:
        """Atoms of a sentence from left to right, none overlapping."""
        chars = sentence.folded.text
        atoms = [self._skill_atom(sentence, mention) for mention in mentions]
        atoms += self._elliptic(sentence, mentions)
        atoms = _without_repeats(sorted(atoms, key=lambda a: a.start))
        atoms = self.degrees.join(sentence, atoms)
        years = self.quantities.find_years(chars)
        return self._with_years(sentence, atoms, years) if years else atoms

    def named(self, sentence: Sentence, phrase: Atom) -> Atom:
        """The skill that a phrase names as it is written, else the phrase.

        A name that is also a word ("Elixir") counts where somebody asks for it by that name.
        """
        skill_id = self.taxonomy.ids_by_name.get(fold_name(phrase.label))
        if skill_id is None:
            return phrase
        skill = self.taxonomy[skill_id]
        strict = {name for guard in skill.guards if guard.case for name in guard.names}
        if phrase.label not in skill.names and strict:
            return phrase
        method = Method.EXACT if phrase.label == skill.name else Method.ALIAS
        mention = Mention(skill_id, Span(phrase.start, phrase.end), method)
        return self._skill_atom(sentence, mention)

    def _skill_atom(self, sentence: Sentence, mention: Mention) -> Atom:
        skill = self.taxonomy[mention.skill]
        level = None
        if skill.kind is SkillKind.LANGUAGE:
            low, high = sentence.at(mention.span.start), sentence.at(mention.span.end)
            level = self.quantities.language_level(sentence.folded.text, low, high)
        stated = skill.category == CATEGORY
        return Atom(
            mention.span.start,
            mention.span.end,
            Kind.OTHER if stated else skill.kind.leaf_kind(),
            skill.name,
            mention.method,
            skill=skill.id,
            is_class=skill.kind is SkillKind.CLASS,
            language_level=level,
            condition=condition_of(skill.id, self.taxonomy, self.rules) if stated else None,
        )

    def _elliptic(self, sentence: Sentence, mentions: list[Mention]) -> list[Atom]:
        """Names whose last word stands only once: "unit and integration testing"."""
        chars, names = sentence.folded.text, self.taxonomy.ids_by_name
        taken = [m.span for m in mentions]
        found: list[Atom] = []
        for mention in mentions:
            start = sentence.at(mention.span.start)
            words = chars[start : sentence.at(mention.span.end)].split()
            listed = _HEAD_LIST.search(chars, max(0, start - 60), start)
            if len(words) < 2 or not listed:
                continue
            for word in _WORD.finditer(listed.group(1)):
                skill_id = names.get(f"{word.group()} {' '.join(words[1:])}") or names.get(
                    f"{word.group()} {words[-1]}"
                )
                low = sentence.original(listed.start(1) + word.start())
                span = Span(low, sentence.original_end(listed.start(1) + word.end()))
                if skill_id is None or skill_id == mention.skill:
                    continue
                if not any(span.overlaps(other) for other in taken):
                    whole = Mention(skill_id, span, Method.ALIAS)
                    found.append(self._skill_atom(sentence, whole))
                    taken.append(span)
        return found

    def _with_years(self, sentence: Sentence, atoms: list[Atom], years: list[Years]) -> list[Atom]:
        result = list(atoms)
        chars = sentence.folded.text
        for index, asked in enumerate(years):
            limit = years[index + 1].start if index + 1 < len(years) else len(chars)
            targets = self._targets(sentence, result, asked, limit)
            if targets:
                for target in targets:
                    result[result.index(target)] = replace(
                        target, kind=Kind.EXPERIENCE, min_years=asked.low, max_years=asked.high
                    )
            elif self._is_experience(chars, asked, limit):
                result.append(_tenure_atom(sentence, result, asked, limit))
        return sorted(result, key=lambda a: a.start)

    def _targets(
        self, sentence: Sentence, atoms: list[Atom], asked: Years, limit: int
    ) -> list[Atom]:
        """The atoms a number of years belongs to: those named next, or the one just before."""
        chars = sentence.folded.text
        if (own := self._owner(sentence, atoms, asked)) is not None:
            return [own]
        named = [a for a in atoms if a.min_years is None and a.kind in _WITH_YEARS]
        behind = [a for a in named if asked.end <= sentence.at(a.start) < limit]
        targets: list[Atom] = []
        for atom in behind:
            at = sentence.at(atom.start)
            if not targets:
                if not self.target_gap.fullmatch(chars, asked.end, at) or self.new_statement.search(
                    chars, asked.end, at
                ):
                    break
            elif not _JOINED.fullmatch(chars, sentence.at(targets[-1].end), at):
                break
            targets.append(atom)
        if targets:
            return targets
        before = [a for a in named if sentence.at(a.end) <= asked.start]
        if before and self.behind_skill.fullmatch(chars, sentence.at(before[-1].end), asked.start):
            return [before[-1]]
        return []

    def _owner(self, sentence: Sentence, atoms: list[Atom], asked: Years) -> Atom | None:
        """The skill that its own years follow: "Python (5+ years)", "Java: 4+ yrs"."""
        chars = sentence.folded.text
        if not _OWN_END.match(chars, asked.end):
            return None
        before = [
            a
            for a in atoms
            if a.kind in _WITH_YEARS and a.min_years is None and sentence.at(a.end) <= asked.start
        ]
        if before and _OWN_GAP.fullmatch(chars, sentence.at(before[-1].end), asked.start):
            return before[-1]
        return None

    def _is_experience(self, chars: str, asked: Years, limit: int) -> bool:
        around = chars[max(0, asked.start - 60) : asked.start] + " " + chars[asked.end : limit]
        last = asked.end >= len(chars.rstrip(" .;)"))
        return last or self.of_work.search(around) is not None


def _without_repeats(atoms: list[Atom]) -> list[Atom]:
    """Drop a second name of the same skill, as in "infrastructure as code (IaC)"."""
    first: dict[str | None, Atom] = {}
    for atom in atoms:
        first.setdefault(atom.skill, atom)
    return list(first.values())


def _tenure_atom(sentence: Sentence, atoms: list[Atom], asked: Years, limit: int) -> Atom:
    """Experience that no skill names: "2+ years of relevant work experience"."""
    chars = sentence.folded.text
    stops = [sentence.at(a.start) for a in atoms if sentence.at(a.start) >= asked.end]
    end = min([limit, *stops, len(chars)])
    stop = _TENURE_END.search(chars, asked.end, end)
    end = stop.start() if stop else end
    end = asked.start + len(chars[asked.start : end].rstrip(" ,;:*()-/&•"))
    low, high = sentence.original(asked.start), sentence.original_end(end)
    return Atom(
        low,
        high,
        Kind.EXPERIENCE,
        " ".join(sentence.text[low:high].split()),
        Method.PHRASE,
        min_years=asked.low,
        max_years=asked.high,
    )
