"""Degrees of a sentence with their fields of study, as one atom each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.job.atoms import Atom, Sentence
from matcher.job.quantities import DegreeAsked, QuantityReader
from matcher.model import Degree, Kind, Method
from matcher.rules import Rules
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_WORDS = re.compile(r"[a-z&]+(?: [a-z&]+){0,3}")
#: How a field of study is named in the taxonomy whose subject is no skill by itself.
_STUDY_NAMES = ("{} degree", "degree in {}", "{} studies", "{} engineering")
#: Fields of study stand at most so many folded characters behind their degree.
_FIELD_REACH = 80
#: What may stand behind a subject that only its degree tells from other words.
_SUBJECT_ENDS = re.compile(
    r"\W*$| ?[,;/()&.:–—-]| (?:or|and|from|with|is|at|are|will|would|required|preferred|desirable"
    r"|desired|essential|plus|degree|field|level|who|for|to|subject|discipline)\b"
)
_OR = re.compile(r",? or (?:an? |the |any )?")
_LIST_OF_OR = re.compile(r"(?:, [^,.;]{1,40}){0,4},? or\b")
_BESIDE = re.compile(r",? (?:or|and) |, | ?/ ?")


class DegreeAtoms:
    """Joins degrees, their alternatives and their fields of study.

    Parameters
    ----------
    taxonomy : Taxonomy
        Tells which skills are studied, and what a field of study implies.
    rules : Rules
        Language rules.
    """

    def __init__(self, taxonomy: Taxonomy, rules: Rules) -> None:
        self.taxonomy = taxonomy
        self.quantities = QuantityReader(rules)
        self.field_gap = rules.pattern("degree_field_gap")
        self.field_link = rules.pattern("degree_field_link")
        self.field_tail = rules.pattern("degree_tail")
        self.degree_join = rules.pattern("degree_join")
        self.fields_of_subject: dict[str, list[str]] = {}
        for skill in sorted(taxonomy.skills.values(), key=lambda s: s.id):
            for subject in skill.implies if skill.kind is SkillKind.FIELD else ():
                self.fields_of_subject.setdefault(subject, []).append(skill.id)

    def join(self, sentence: Sentence, atoms: list[Atom]) -> list[Atom]:
        """Atoms of a sentence with its degrees in place of their words."""
        chars = sentence.folded.text
        degrees = self.quantities.find_degrees(chars)
        groups: list[list[DegreeAsked]] = []
        for degree in degrees:
            last = groups[-1][-1] if groups else None
            if last and (
                self.degree_join.fullmatch(chars, last.end, degree.start)
                or _is_short_for(chars, degree, last)
            ):
                groups[-1].append(degree)
            else:
                groups.append([degree])
        result = atoms
        for index, group in enumerate(groups):
            limit = groups[index + 1][0].start if index + 1 < len(groups) else len(chars)
            result = self._with(sentence, result, group, limit)
        return sorted(result, key=lambda a: a.start)

    def _with(
        self, sentence: Sentence, atoms: list[Atom], group: list[DegreeAsked], limit: int
    ) -> list[Atom]:
        chars = sentence.folded.text
        start, end = group[0].start, group[-1].end
        own: list[str] = []
        kept: list[Atom] = []
        guarded = self._guarded(sentence, atoms, end, limit)
        fields, end = self._named(chars, end, limit)
        for atom in sorted([*atoms, *guarded], key=lambda a: a.start):
            low, high = sentence.at(atom.start), sentence.at(atom.end)
            if low >= limit or atom.degree is not None:
                kept += [atom] if atom not in guarded else []
            elif start <= low and high <= end:
                own += self._studied(atom)
            elif low < end and start < high:
                fields += self._studied(atom)
                start, end = min(start, low), max(end, high)
            elif low >= end and self._is_field(chars, atom, end, (low, high), bool(fields)):
                fields += self._studied(atom)
                end = high
            elif atom not in guarded:
                kept.append(atom)
        if chars.startswith("degree", group[0].start):
            before, start, kept = self._before(sentence, kept, start, group[0].start)
            fields = before + fields
        tail = self.field_tail.match(chars, end, limit)
        end = tail.end() if tail else end
        after = chars[end : min(limit, end + 90)]
        return [*kept, self._atom(sentence, start, end, group, fields or own, after)]

    def _atom(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        group: list[DegreeAsked],
        fields: Sequence[str],
        after: str,
    ) -> Atom:
        low, high = sentence.original(start), sentence.original_end(end)
        return Atom(
            low,
            high,
            Kind.EDUCATION,
            " ".join(sentence.text[low:high].split()),
            Method.EXACT,
            degree=min((d.degree for d in group), key=Degree.rank),
            fields=tuple(dict.fromkeys(fields)),
            or_equivalent=self.quantities.has_equivalent(after),
        )

    def _guarded(self, sentence: Sentence, atoms: list[Atom], end: int, limit: int) -> list[Atom]:
        """Fields of study behind a degree that only it tells from other words."""
        stop = min(limit, end + _FIELD_REACH)
        low, high = sentence.original(end), sentence.original_end(stop)
        found = self.taxonomy.lexicon.find(sentence.text[low:high], listed=True)
        return [
            Atom(start, stop, Kind.EDUCATION, self.taxonomy[m.skill].name, m.method, skill=m.skill)
            for m in found
            if self.taxonomy[m.skill].is_study
            for start, stop in [(m.span.start + low, m.span.end + low)]
            if not any(start < atom.end and atom.start < stop for atom in atoms)
        ]

    def _is_field(
        self, chars: str, atom: Atom, end: int, place: tuple[int, int], further: bool
    ) -> bool:
        """Whether an atom behind a degree is what was studied, and no further ask."""
        low, high = place
        if not self.field_gap.fullmatch(chars, end, low):
            return False
        if self._studied(atom) or self.field_link.match(chars, end, low):
            return True
        last = _OR.fullmatch(chars, end, low)
        return further and bool(last or _LIST_OF_OR.match(chars, high))

    def _studied(self, atom: Atom) -> list[str]:
        """Fields of study that an atom names: "Accounting" is the subject of an accounting degree.

        A field of study implies its subject, so each stands for the other here; what is a degree
        and a field at once (BSN) also stands for the field.
        """
        if atom.skill is None:
            return []
        return self._with_twins(atom.skill)

    def _with_twins(self, skill_id: str) -> list[str]:
        skill = self.taxonomy[skill_id]
        own = [skill.id] if skill.is_study else []
        subjects = list(skill.implies) if skill.kind is SkillKind.FIELD else []
        if skill.kind is SkillKind.FIELD and self._names_degree(skill.name):
            parents = (p for p in skill.parents if self.taxonomy[p].is_study)
            subjects += [twin for parent in parents for twin in self._with_twins(parent)]
        return [*own, *subjects, *self.fields_of_subject.get(skill.id, ())]

    def _names_degree(self, name: str) -> bool:
        """Whether a name says which degree: "Bachelor of Fine Arts", and not "Law degree"."""
        folded = fold_name(name)
        found = self.quantities.find_degrees(folded)
        return any(not folded.startswith("degree", degree.start) for degree in found)

    def _named(self, chars: str, end: int, limit: int) -> tuple[list[str], int]:
        """Fields behind ``end`` whose subject is too common a word to be found: "music"."""
        found: list[str] = []
        gap = self.field_link.match(chars, end, limit)
        while gap:
            words = _WORDS.match(chars, gap.end(), limit)
            name = words.group() if words else ""
            field = self._field_named(name)
            while name and not (field and _SUBJECT_ENDS.match(chars, gap.end() + len(name))):
                name = name.rpartition(" ")[0]
                field = self._field_named(name)
            if field is None:
                break
            found += self._with_twins(field)
            end = gap.end() + len(name)
            gap = _BESIDE.match(chars, end, limit)
        return found, end

    def _field_named(self, subject: str) -> str | None:
        names = self.taxonomy.ids_by_name
        found = (names.get(form.format(subject)) for form in _STUDY_NAMES)
        return next((each for each in found if each and self.taxonomy[each].is_study), None)

    def _before(
        self, sentence: Sentence, atoms: list[Atom], start: int, degree: int
    ) -> tuple[list[str], int, list[Atom]]:
        """Fields right before the word "degree": "a physics or chemistry degree"."""
        chars = sentence.folded.text
        kept = list(atoms)
        fields: list[str] = []
        for atom in sorted(atoms, key=lambda a: -a.start):
            low, high = sentence.at(atom.start), sentence.at(atom.end)
            if high > start:
                continue
            first = start == degree
            beside = chars[high:start] == " " if first else _BESIDE.fullmatch(chars, high, start)
            studied = self._studied(atom)
            if not beside or not studied or atom.degree is not None:
                break
            fields, start = studied + fields, low
            kept.remove(atom)
        return fields, start, kept


def _is_short_for(chars: str, degree: DegreeAsked, last: DegreeAsked) -> bool:
    """Whether a degree is only the last one's abbreviation: "Bachelor of Laws (LLB)"."""
    gap = chars[last.end : degree.start]
    return (
        degree.degree is last.degree
        and gap.endswith("(")
        and len(gap) <= _FIELD_REACH
        and not re.search(r"[\d,;]", gap)
        and chars.startswith(")", degree.end)
    )
