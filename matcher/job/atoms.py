"""What a sentence names: skills, degrees, years, as atoms from left to right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from matcher.job.quantities import (
    DegreeAsked,
    Years,
    find_degrees,
    find_years,
    has_equivalent,
    language_level,
)
from matcher.model import Degree, Kind, Method, Span
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.normal import Folded
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_JOIN = r"(?:,|/|&|and/or|and|or)"
_HEAD_LIST = re.compile(rf"((?:[\w./+#]+(?: ?, ?| ?{_JOIN} ))+)$")
_FIELD_GAP = re.compile(
    r"[ ,/()'\".]*(?:(?:degrees?|diploma|is|in|of|science|arts|or|and|an?|the|any|field|fields|related|relevant|similar|with|focus|emphasis"
    r"|major|majoring|concentration|discipline|disciplines|area|areas|subject|subjects|closely|other|from|accredited|college|university"
    r"|technical|quantitative|stem|as|such|e\.g\.|like|preferably|higher|above|level|pursuing|at|least|either|both|work|"
    r"tier|institute|required|preferred|minimum|local|1|towards?|working|program|study|studies|related|:|&|business|adjacent)[ ,/()'\".:]*)*"
)
_TAIL = re.compile(
    r"[ ,]*(?:or|and)? ?(?:an? |in an? |other |any |another |similar |equivalent |closely )*(?:related|relevant|similar|equivalent|comparable|technical|quantitative|scientific|adjacent)"
    r" (?:[a-z]+ )?(?:fields?|disciplines?|areas?|subjects?|degrees?|majors?|careers?|studies|stem)"
)
_ROLE_GAP = re.compile(
    r"[ +]*(?:or more )?(?:of |in |with |as |using |on |for |working |work |'s? )?[^.;]{0,90}$"
)
_EXPERIENCE = re.compile(
    r"(?:experience|exp|background|track record|work(?:ing|ed)?|role|position|industry|hands on|responsibility|practice|"
    r"leading|managing|building|developing|designing|in|of|as|with|using|on|professional|relevant|doing|supporting|delivering|overall|total)\b"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing a sentence names, in original offsets.

    ``kind`` is the leaf's; ``skill`` and the rest as in :class:`matcher.model.Need`.
    """

    start: int
    end: int
    kind: Kind
    label: str
    method: Method
    skill: str | None = None
    is_class: bool = False
    min_years: float | None = None
    max_years: float | None = None
    degree: Degree | None = None
    fields: tuple[str, ...] = ()
    or_equivalent: bool = False
    language_level: str | None = None


class Sentence:
    """A sentence, folded, with the offsets of its atoms in the masked text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.folded = Folded.of(text[start:end])

    def original(self, at: int) -> int:
        """Offset in the masked text of a folded offset."""
        return self.start + self.folded.original(at)

    def original_end(self, end: int) -> int:
        """Offset in the masked text just behind a folded end."""
        return self.start + self.folded.original_end(end)

    def at(self, original: int) -> int:
        """Folded offset of an offset in the masked text."""
        at = original - self.start
        for cut, shift in zip(
            reversed(self.folded.cuts), reversed(self.folded.shifts), strict=True
        ):
            if at - shift >= cut:
                return at - shift
        return min(at, len(self.folded.text))


def read_atoms(sentence: Sentence, mentions: list[Mention], taxonomy: Taxonomy) -> list[Atom]:
    """Atoms of a sentence from left to right, none overlapping."""
    chars = sentence.folded.text
    atoms = [_skill_atom(sentence, mention, taxonomy) for mention in mentions]
    atoms += _elliptic(sentence, mentions, taxonomy)
    atoms = _without_repeats(sorted(atoms, key=lambda a: a.start), sentence, taxonomy)
    degrees = find_degrees(chars)
    if degrees:
        atoms = _with_degrees(sentence, atoms, degrees, taxonomy)
    years = find_years(chars)
    return _with_years(sentence, atoms, years) if years else atoms


def _skill_atom(sentence: Sentence, mention: Mention, taxonomy: Taxonomy) -> Atom:
    skill = taxonomy[mention.skill]
    level = None
    if skill.kind is SkillKind.LANGUAGE:
        low, high = sentence.at(mention.span.start), sentence.at(mention.span.end)
        found = language_level(sentence.folded.text, low, high)
        level = str(found) if found else None
    kind = Kind.OTHER if skill.category == "conditions" else skill.kind.leaf_kind()
    return Atom(
        mention.span.start,
        mention.span.end,
        kind,
        skill.name,
        mention.method,
        skill=skill.id,
        is_class=skill.kind is SkillKind.CLASS,
        language_level=level,
    )


def _elliptic(sentence: Sentence, mentions: list[Mention], taxonomy: Taxonomy) -> list[Atom]:
    """Names whose last word stands only once: "unit and integration testing"."""
    chars, names = sentence.folded.text, taxonomy.ids_by_name
    taken = [m.span for m in mentions]
    found: list[Atom] = []
    for mention in mentions:
        start = sentence.at(mention.span.start)
        words = chars[start : sentence.at(mention.span.end)].split()
        listed = _HEAD_LIST.search(chars, max(0, start - 60), start)
        if len(words) < 2 or not listed:
            continue
        for word in re.finditer(r"[\w./+#]+", listed.group(1)):
            skill_id = names.get(f"{word.group()} {' '.join(words[1:])}") or names.get(
                f"{word.group()} {words[-1]}"
            )
            low = sentence.original(listed.start(1) + word.start())
            span = Span(low, sentence.original_end(listed.start(1) + word.end()))
            if skill_id and not any(span.overlaps(other) for other in taken):
                whole = Mention(skill_id, span, Method.ALIAS)
                found.append(_skill_atom(sentence, whole, taxonomy))
                taken.append(span)
    return found


def _without_repeats(atoms: list[Atom], sentence: Sentence, taxonomy: Taxonomy) -> list[Atom]:
    """Drop a second name of the same skill, as in "infrastructure as code (IaC)"."""
    kept: list[Atom] = []
    for atom in atoms:
        same = next((k for k in kept if k.skill == atom.skill), None)
        if same is None:
            kept.append(atom)
    return kept


def _with_degrees(
    sentence: Sentence, atoms: list[Atom], degrees: list[DegreeAsked], taxonomy: Taxonomy
) -> list[Atom]:
    """Merge alternatives of a degree and its fields of study into one atom each."""
    chars = sentence.folded.text
    groups: list[list[DegreeAsked]] = []
    for degree in degrees:
        if groups and _same_degree_group(chars[groups[-1][-1].end : degree.start], groups[-1]):
            groups[-1].append(degree)
        else:
            groups.append([degree])
    result = list(atoms)
    for index, group in enumerate(groups):
        limit = groups[index + 1][0].start if index + 1 < len(groups) else len(chars)
        start, end = group[0].start, group[-1].end
        fields: list[str] = []
        for atom in sorted(result, key=lambda a: a.start):
            low, high = sentence.at(atom.start), sentence.at(atom.end)
            if low >= limit or atom.degree is not None:
                continue
            if high <= end and low >= start:
                result.remove(atom)
            elif low >= end and _FIELD_GAP.fullmatch(chars, end, low):
                fields += [atom.skill] if atom.skill and taxonomy[atom.skill].is_study else []
                end = high
                result.remove(atom)
        tail = _TAIL.match(chars, end, limit)
        end = tail.end() if tail else end
        lowest = min((d.degree for d in group), key=Degree.rank)
        low_at, high_at = sentence.original(start), sentence.original_end(end)
        label = " ".join(sentence.text[low_at:high_at].split())
        result.append(
            Atom(
                low_at,
                high_at,
                Kind.EDUCATION,
                label,
                Method.EXACT,
                degree=lowest,
                fields=tuple(dict.fromkeys(fields)),
                or_equivalent=has_equivalent(chars[end : min(limit, end + 90)]),
            )
        )
    return sorted(result, key=lambda a: a.start)


def _same_degree_group(gap: str, group: list[DegreeAsked]) -> bool:
    return bool(
        re.fullmatch(
            r"[ ,/.()']*(?:'?s)?(?: ?degrees?)?[ ,/]*(?:or|and|and/or|to|of|an?|with|/|,)?[ ,/]*(?:an?|even|higher)? ?",
            gap,
        )
    )


def _with_years(sentence: Sentence, atoms: list[Atom], years: list[Years]) -> list[Atom]:
    result = list(atoms)
    chars = sentence.folded.text
    for index, asked in enumerate(years):
        limit = years[index + 1].start if index + 1 < len(years) else len(chars)
        targets = _targets(sentence, result, asked, limit)
        if targets:
            for target in targets:
                result[result.index(target)] = replace(
                    target, kind=Kind.EXPERIENCE, min_years=asked.low, max_years=asked.high
                )
        elif _is_experience(chars, asked, limit):
            result.append(_tenure_atom(sentence, result, asked, limit))
    return sorted(result, key=lambda a: a.start)


def _targets(sentence: Sentence, atoms: list[Atom], asked: Years, limit: int) -> list[Atom]:
    """The atoms a number of years belongs to: those named next, or the one just before."""
    chars = sentence.folded.text
    named = [
        a
        for a in atoms
        if a.min_years is None and a.kind in (Kind.SKILL, Kind.EXPERIENCE, Kind.CERTIFICATION)
    ]
    behind = [a for a in named if asked.end <= sentence.at(a.start) < limit]
    targets: list[Atom] = []
    for atom in behind:
        at = sentence.at(atom.start)
        if not targets:
            if not re.fullmatch(r"[^.;]{0,100}", chars[asked.end : at]) or re.search(
                r"\b(?:or|and|,) (?:an? )?(?:strong|solid|good|deep|proven|excellent|familiarity|knowledge|ability)\b",
                chars[asked.end : at],
            ):
                break
        elif not re.fullmatch(
            rf" ?[,/]? ?{_JOIN}? ?(?:an? )?", chars[sentence.at(targets[-1].end) : at]
        ):
            break
        targets.append(atom)
    if targets:
        return targets
    before = [a for a in named if sentence.at(a.end) <= asked.start]
    if before and re.fullmatch(
        r" ?(?:[(:–,|]|experience|programming|development|of|for|with|at least|minimum|a|is| )* ?",
        chars[sentence.at(before[-1].end) : asked.start],
    ):
        return [before[-1]]
    return []


def _is_experience(chars: str, asked: Years, limit: int) -> bool:
    around = chars[max(0, asked.start - 60) : asked.start] + " " + chars[asked.end : limit]
    return bool(
        re.search(
            r"\bexp(?:erience|ertise)?\b|\bwork(?:ing|ed)?\b|\brole\b|\bresponsibility\b|\bindustry\b|\bbackground\b|\bas an?\b|\btrack record\b|\bin an? \b|\bin [a-z]",
            around,
        )
    ) or asked.end >= len(chars.rstrip(" .;)"))


def _tenure_atom(sentence: Sentence, atoms: list[Atom], asked: Years, limit: int) -> Atom:
    """Experience that no skill names: "2+ years of relevant work experience"."""
    chars = sentence.folded.text
    stops = [sentence.at(a.start) for a in atoms if sentence.at(a.start) >= asked.end]
    end = min([limit, *stops, len(chars)])
    stop = re.search(r"[.;,(]|\band\b|\bor\b|\bwith\b|\bin\b|\bat\b", chars[asked.end : end])
    end = asked.end + stop.start() if stop else end
    end = asked.start + len(chars[asked.start : end].rstrip(" ,"))
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
