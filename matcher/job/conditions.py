"""Conditions of the work in a job description: never points, always a question.

They stand wherever a description pleases: among the requirements, in a line of facts above them
("Location: …"), under the pay.  What is asked keeps its level; what is only said is context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.job.atoms import Atom, Sentence
from matcher.job.sections import Unit
from matcher.model import Condition, Kind, Method
from matcher.rules import Rules, Section
from matcher.rules.conditions import ConditionFound, Where
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.taxonomy import Taxonomy

#: Category of entries that state a condition of the work rather than an ability.
CATEGORY = "conditions"
#: Headings of the facts about a job and of its pay; others of their section are silent.
_FACTS, _PAY = "heading.facts", "heading.perks"


def condition_of(skill: str, taxonomy: Taxonomy, rules: Rules) -> Condition:
    """What an entry of the category "conditions" is about: its own kind, else its parents'."""
    known = rules.conditions.of_skill
    near_first = (skill, *taxonomy.ancestors(skill))
    return next((known[each] for each in near_first if each in known), Condition.OTHER)


def conditions_in(sentence: Sentence, rules: Rules, where: Where = Where.WORK) -> list[Atom]:
    """Conditions that the rules find in a sentence, from left to right."""
    found = rules.conditions.find(sentence.folded.text, where)
    return [_atom(sentence, one) for one in found]


def _atom(sentence: Sentence, found: ConditionFound) -> Atom:
    low, high = sentence.original(found.start), sentence.original_end(found.end)
    while high > low and sentence.text[high - 1] in " .,;(\n":
        high -= 1
    while low < high and sentence.text[low] in " .,;)\n":
        low += 1
    label = " ".join(sentence.text[low:high].replace("*", " ").split())
    return Atom(low, high, Kind.OTHER, label, Method.PHRASE, condition=found.rule.condition)


def where_of(unit: Unit) -> Where:
    """What a unit is about that asks for nothing."""
    if unit.section is Section.OFF:
        return {_FACTS: Where.WORK, _PAY: Where.OFFERS}.get(unit.cue.rule, Where.ANYWHERE)
    return Where.ANYWHERE if unit.section is Section.COMPANY else Where.WORK


def with_conditions(sentence: Sentence, atoms: Iterable[Atom], found: Sequence[Atom]) -> list[Atom]:
    """Atoms and conditions, none overlapping.

    A condition that the taxonomy names keeps that name; whatever else a condition covers is part
    of it ("one month" of a notice period is no experience).  Years whose words run on into a
    condition ("4 to 6 years, hybrid") end before it.
    """
    kept: list[Atom] = []
    for atom in atoms:
        into = next((f for f in found if _overlap(atom, f)), None)
        if into is None or atom.kind is Kind.OTHER:
            kept.append(atom)
        elif atom.kind is Kind.EXPERIENCE and atom.start < into.start:
            kept.append(_shortened(sentence, atom, into.start))
    added = [f for f in found if not any(_overlap(f, a) for a in kept)]
    return sorted([*kept, *added], key=lambda a: a.start)


def _overlap(one: Atom, other: Atom) -> bool:
    return one.start < other.end and other.start < one.end


def _shortened(sentence: Sentence, atom: Atom, end: int) -> Atom:
    words = sentence.text[atom.start : end].rstrip(" \t\r\n,;:|(–—-")
    return replace(atom, end=atom.start + len(words), label=" ".join(words.split()))


def condition_words(atoms: Sequence[Atom]) -> set[tuple[str, str]]:
    """What atoms state, to know it again; empty where not all of them are conditions."""
    if not all(atom.kind is Kind.OTHER for atom in atoms):
        return set()
    return {(str(atom.condition), atom.skill or fold_name(atom.label)) for atom in atoms}
