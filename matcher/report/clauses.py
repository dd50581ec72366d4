"""What was found for one leaf, as a clause that quotes both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.model import (
    FULL_CREDIT,
    Basis,
    DegreeShown,
    EvidenceKind,
    Kind,
    LeafAssessment,
    LeafEvidence,
    Method,
    Need,
    Polarity,
    Profile,
    Relation,
)
from matcher.report.figures import duration_text, month_words, years_text
from matcher.report.harmless import one_line
from matcher.report.quotes import SCHOOLED
from matcher.report.wording import DEGREES, field_words, level_phrase, quoted

#: How something is shown, and what is added behind the words that show it.
_VERBS = {
    EvidenceKind.WORK: ("shown in a job", ""),
    EvidenceKind.PROJECT: ("shown in a project", ""),
    EvidenceKind.COURSE: ("known from a course", ""),
    EvidenceKind.CERTIFICATE: ("shown by a certificate", ""),
    EvidenceKind.EDUCATION: ("known from studies", ""),
    EvidenceKind.SUMMARY: ("named", " outside any job or project"),
    EvidenceKind.CLAIMED: ("only listed", ""),
}
#: Words that ask for years and for nothing else: "two years", "5+ years".
_ONLY_YEARS = re.compile(r"[\w+–-]+(?: [\w+–-]+)? years?", re.IGNORECASE)
_MOST_BEFORE, _MOST_BEHIND = 70, 40
_STOP = re.compile(r"[.!?;\n•]")
NOT_MENTIONED = "is not mentioned"
_PROVING = (Relation.SAME, Relation.NARROWER, Relation.IMPLIED)


@dataclass(frozen=True, slots=True)
class LeafView:
    """One leaf of one entry: what is asked, in the job's words, and what was found.

    ``profile`` is what the evidence was read from, for what only it knows (which degree); None
    where it is not at hand.  ``blind`` says whether it was masked.
    """

    need: Need
    asked: str
    leaf: LeafAssessment
    evidence: tuple[LeafEvidence, ...]
    profile: Profile | None = None
    blind: bool = False

    @property
    def lead(self) -> LeafEvidence:
        """The evidence to quote: of the strongest sort, the one that names what is asked.

        Raises
        ------
        IndexError
            If there is none.
        """
        first = self.evidence[0]
        if first.relation not in _PROVING:
            return first
        as_strong = [
            e
            for e in self.evidence
            if e.relation in _PROVING
            and e.evidence.kind is first.evidence.kind
            and e.evidence.polarity is first.evidence.polarity
            and e.evidence.method is not Method.FUZZY
        ]
        return min(as_strong, key=_directness, default=first)

    @property
    def directness(self) -> tuple[int, int]:
        """Lowest where the asked skill itself is quoted; without words, highest."""
        return _directness(self.lead) if self.evidence else (len(Relation), 0)


def _directness(shown: LeafEvidence) -> tuple[int, int]:
    """The relation, then the longest use."""
    return list(Relation).index(shown.relation), -(shown.months or 0)


def silence(view: LeafView) -> str:
    """The predicate for a leaf that earns nothing: not mentioned, denied, or not to be judged.

    Examples
    --------
    >>> go = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> silence(LeafView(go, "Go", LeafAssessment("r1.1", 0, 0, Basis.SILENT), ()))
    'is not mentioned'
    """
    if view.leaf.high:
        return f"cannot be judged ({_absent(view.need)})"
    if view.leaf.basis is Basis.DENIED:
        if not view.evidence:
            return "is denied"
        return f"is denied ({field_words(view.lead.evidence.field)}: {quoted(_statement(view))})"
    if view.evidence:
        return f"is named too weakly to count {_place(view.lead)}"
    return NOT_MENTIONED


def _statement(view: LeafView) -> str:
    """The words of the evidence within their sentence, as far as it is short and may be shown."""
    shown = view.lead.evidence
    if view.blind and shown.kind in SCHOOLED:
        return shown.surface
    text = view.profile.texts.get(shown.field, "") if view.profile else ""
    if shown.span.of(text) != shown.surface:
        return shown.surface
    before = text[max(shown.span.start - _MOST_BEFORE, 0) : shown.span.start]
    behind = text[shown.span.end : shown.span.end + _MOST_BEHIND]
    before = _STOP.split(before)[-1] if _STOP.search(before) else before.partition(" ")[2]
    stop = _STOP.search(behind)
    behind = behind[: stop.start()] if stop else behind.rpartition(" ")[0]
    return f"{before}{shown.surface}{behind}".strip()


def _absent(need: Need) -> str:
    if need.kind is Kind.OTHER:
        return "no profile shows it"
    if need.kind is Kind.SOFT:
        return "a résumé can assert it, not show it"
    if need.kind is Kind.EDUCATION:
        return "no education is given or it could not be read"
    if need.kind is Kind.LANGUAGE:
        return "no languages are given or they could not be read"
    if need.kind is Kind.EXPERIENCE and need.skill is None:
        return "no dates and no years are given"
    return "what would show it is absent or could not be read"


def clause(view: LeafView) -> str:
    """What earns a leaf its credit.

    Examples
    --------
    >>> from matcher.model import Evidence, Span
    >>> asked = Need("r1.1", Kind.SKILL, "PostgreSQL", None, Method.EXACT, skill="postgresql")
    >>> words = Span(3, 8), "MySQL", Method.EXACT, EvidenceKind.WORK
    >>> shown = LeafEvidence("r1.1", Relation.RELATED, Evidence("mysql", "skills", *words))
    >>> leaf = LeafAssessment("r1.1", 6000, 6000, Basis.INFERRED)
    >>> clause(LeafView(asked, "PostgreSQL", leaf, (shown,)))
    '“PostgreSQL” is not named; the related “MySQL” is shown in a job (skills list)'
    """
    if not view.evidence:
        return f"{quoted(view.asked)} is credited without words to quote"
    if view.need.kind is Kind.EDUCATION:
        return _degree_clause(view)
    if view.need.min_years is not None:
        return _years_clause(view)
    if view.need.kind is Kind.LANGUAGE:
        return _language_clause(view)
    return _skill_clause(view) + _open_end(view)


def _open_end(view: LeafView) -> str:
    """What is added where more may be true than is shown."""
    rest = view.leaf.high > view.leaf.low
    return "; the rest cannot be judged" if rest else ""


def _skill_clause(view: LeafView) -> str:
    best = view.lead
    asked, shown, place = quoted(view.asked), quoted(_surface(best)), _place(best)
    if best.evidence.polarity is Polarity.LEARNING:
        return f"{asked} is only being learnt: {shown} {place}"
    verb, tail = _VERBS[best.evidence.kind]
    if view.need.kind is Kind.CERTIFICATION:
        verb, tail = "named", ""
    if best.relation is Relation.SAME:
        return f"{asked} is {verb}{_otherwise_named(view, best)}{tail} {place}"
    if best.relation is Relation.NARROWER:
        return f"{asked} is covered by the narrower {shown}, {verb}{tail} {place}"
    if best.relation is Relation.IMPLIED:
        return f"{asked} is implied by {shown}, {verb}{tail} {place}"
    if best.relation in (Relation.BROADER, Relation.RELATED):
        how = str(best.relation)
        return f"{asked} is not named; the {how} {shown} is {verb}{tail} {place}"
    alike = (
        f"{shown} uses similar words" if _otherwise_named(view, best) else "its words stand there"
    )
    return f"{asked} is outside the taxonomy; {alike} {place}"


def _otherwise_named(view: LeafView, shown: LeafEvidence) -> str:
    """``as “k8s”`` where the profile names it in other words than the job."""
    same = one_line(_surface(shown)).casefold() == one_line(view.asked).casefold()
    return "" if same else f" as {quoted(_surface(shown))}"


def _years_clause(view: LeafView) -> str:
    """How much of the years asked is shown, and by what."""
    asked_years = view.need.min_years or 0.0
    months = view.leaf.months_shown or 0
    best = view.lead
    by = f"{quoted(_surface(best))} {_place(best)}"
    if best.months is not None and best.months < months:
        by += " and elsewhere"
    if best.relation in (Relation.RELATED, Relation.BROADER, Relation.SIMILAR):
        by += f", which is {best.relation} to it" if best.relation is Relation.RELATED else ""
        by += ", which is broader" if best.relation is Relation.BROADER else ""
        by += ", in similar words" if best.relation is Relation.SIMILAR else ""
    if not months:
        return (
            f"{quoted(view.asked)} is found, but none of the {_years(asked_years)} asked can be "
            f"counted: {by}{_open_end(view)}"
        )
    stated = view.leaf.basis is Basis.CLAIMED
    counted = "counted from what is stated" if stated else "shown"
    if _ONLY_YEARS.fullmatch(view.asked):
        what = f"of experience {counted}"
    else:
        what = f"{counted} for {quoted(view.asked)}"
    if months >= round(asked_years * 12):
        amount = f"{duration_text(months)} {what}, {_years(asked_years)} asked"
    else:
        amount = f"{_of_years(months, asked_years)} {what}"
    return f"{amount}: {by}{_open_end(view)}"


def _years(years: float) -> str:
    return f"{years_text(years)} year{'' if years == 1 else 's'}"


def _of_years(months: int, years: float) -> str:
    """``4 of 5 years``, or with months where they are not whole years."""
    if months % 12 == 0:
        return f"{months // 12} of {_years(years)}"
    return f"{duration_text(months)} of {_years(years)}"


def _level_rank(shown: LeafEvidence) -> int:
    """The level that words give a language; -1 where they give none."""
    level = shown.evidence.language_level
    return level.rank() if level else -1


def _language_clause(view: LeafView) -> str:
    best = max(view.evidence, key=_level_rank)
    asked, shown, place = quoted(view.asked), quoted(_surface(best)), _place(best)
    level, wanted = best.evidence.language_level, view.need.language_level
    if wanted is None:
        return f"{asked} is named{_otherwise_named(view, best)} {place}{_open_end(view)}"
    is_asked = f"{asked} is asked {level_phrase(wanted)}"
    if level is None:
        return f"{is_asked}; {shown} is named without a level {place}"
    return f"{is_asked}; {shown} is given {level_phrase(level)} {place}{_open_end(view)}"


def _degree_clause(view: LeafView) -> str:
    best = view.lead
    asked, shown, place = quoted(view.asked), quoted(_surface(best)), _place(best)
    if view.leaf.basis is Basis.INFERRED:
        part = "" if view.leaf.low == FULL_CREDIT else "part of "
        work = f"{duration_text(view.leaf.months_shown or 0)} of relevant work stand in"
        more = " and elsewhere" if (best.months or 0) < (view.leaf.months_shown or 0) else ""
        return f"{work} for {part}{asked}: {shown} {place}{more}{_open_end(view)}"
    degree = _degree(view, best)
    if degree is None:
        return f"for {asked}, studies are found but no degree could be read: {shown} {place}"
    if view.leaf.low == FULL_CREDIT:
        return f"{asked} is shown by {shown} {place}"
    gaps = _degree_gaps(view, degree)
    return f"{asked} is met in part by {shown} {place}{gaps}{_open_end(view)}"


def _degree(view: LeafView, shown: LeafEvidence) -> DegreeShown | None:
    """The degree that the words of the evidence name."""
    degrees = view.profile.degrees if view.profile else ()
    here = (shown.evidence.field, shown.evidence.span)
    return next((d for d in degrees if (d.field, d.span) == here), None)


def _degree_gaps(view: LeafView, shown: DegreeShown) -> str:
    gaps = []
    asked = view.need.degree
    if asked is not None and shown.degree.rank() < asked.rank():
        gaps.append(f"{DEGREES[shown.degree]} where {DEGREES[asked]} is asked")
    if view.need.fields and not shown.fields:
        gaps.append("its field could not be read")
    elif view.need.fields and not set(shown.fields) & set(view.need.fields):
        gaps.append("it is in another field")
    return f": {' and '.join(gaps)}" if gaps else ""


def _surface(shown: LeafEvidence) -> str:
    return shown.evidence.surface


def _place(shown: LeafEvidence) -> str:
    """Where the words stand, for how long and until when, and how they were read, in brackets."""
    parts = [field_words(shown.evidence.field)]
    if shown.months is not None:
        parts.append(duration_text(shown.months))
    if any(interval.end is None for interval in shown.evidence.intervals):
        parts.append("to date")
    elif shown.last_used is not None:
        parts.append(f"last used {month_words(shown.last_used)}")
    repaired = shown.evidence.method is Method.FUZZY
    return f"({', '.join(parts)}{'; read as a misspelling' if repaired else ''})"
