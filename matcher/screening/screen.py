"""Filters applied to one candidate: after the score, and without a word in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from matcher.model import (
    FILTER_UNKNOWN,
    FILTERED_OUT,
    Candidate,
    Cue,
    FilterOutcome,
    Job,
    Kind,
    LeafAssessment,
    Ledger,
    Level,
    Method,
    Need,
    Polarity,
    Profile,
    Requirement,
    Status,
    Verdict,
)
from matcher.rules.filters import compared, filter_rules
from matcher.scoring import Policy, ScoringPlan, plan, score_candidate
from matcher.scoring.planning import PROVING
from matcher.screening.cells import read_amount, read_currency, read_day
from matcher.screening.filters import OF_PERSON, Filter
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.taxonomy import Taxonomy

_Said = tuple[Verdict, str]
_SILENT: _Said = (Verdict.OPEN, "the list says nothing of it")
_PASSED: _Said = (Verdict.PASSED, "")
_LONGEST_CELL = 60
_MOST_NAMED = 3


class Screen:
    """The filters of one run, ready for any number of candidates.

    Parameters
    ----------
    filters : sequence of Filter
        All of them must pass.
    planned : ScoringPlan
        The job, for ``must``.
    taxonomy : Taxonomy
        Relations between skills.
    policy : Policy
        What counts as met, and whether a partly met must-have passes.
    as_of : date
        From when a notice period runs, and to when jobs do that go on.
    """

    def __init__(
        self,
        filters: Sequence[Filter],
        planned: ScoringPlan,
        taxonomy: Taxonomy,
        policy: Policy,
        as_of: date,
    ) -> None:
        self.filters, self.planned, self.as_of = filters, planned, as_of
        self.names = {
            skill: taxonomy[skill].name for f in filters for skill in f.names if f.field == "skill"
        }
        self._asked = {
            f.text: [plan(_job(need), taxonomy, policy, as_of) for need in _needs(f, taxonomy)]
            for f in filters
        }

    def outcomes(self, candidate: Candidate, ledger: Ledger) -> tuple[FilterOutcome, ...]:
        """What each filter says of a candidate, in their order."""
        said = _said(candidate.carried)
        found = []
        for each in self.filters:
            verdict, because = self._apply(each, said, candidate.profile, ledger)
            of_person = each.field in OF_PERSON
            found.append(FilterOutcome(each.text, each.field, verdict, because, of_person))
        return tuple(found)

    def _apply(
        self, asked: Filter, said: Mapping[str, str], profile: Profile, ledger: Ledger
    ) -> _Said:
        if asked.field == "location":
            return _place(asked, said)
        if asked.field == "work_permit":
            return _permit(said, profile)
        if asked.field == "available":
            return _availability(asked, said, self.as_of)
        if asked.field == "salary":
            return _salary(asked, said)
        if asked.field == "years":
            return self._years(asked, profile)
        return self._skill(asked, profile) if asked.field == "skill" else self._must(ledger)

    def _skill(self, asked: Filter, profile: Profile) -> _Said:
        unsure = False
        for asked_plan in self._asked[asked.text]:
            [entry] = score_candidate(asked_plan, profile).entries
            assessment = entry.assessment
            if any(
                shown.relation in PROVING and shown.evidence.polarity is Polarity.HAS
                for shown in assessment.evidence
            ):
                return _PASSED
            unsure = unsure or assessment.high > assessment.low
        named = " or ".join(self.names[skill] for skill in asked.names)
        if unsure:
            return Verdict.OPEN, f"whether the profile has {named} cannot be judged"
        return Verdict.OUT, f"the profile does not show {named}"

    def _years(self, asked: Filter, profile: Profile) -> _Said:
        [asked_plan] = self._asked[asked.text]
        [entry] = score_candidate(asked_plan, profile).entries
        stated = max((said.years for said in profile.years_stated), default=0.0)
        if entry.assessment.status is Status.MET or stated >= (asked.years or 0):
            return _PASSED
        if entry.assessment.high > entry.assessment.low:
            return Verdict.OPEN, "no dated job or number of years could be read"
        [leaf] = entry.assessment.leaves
        return Verdict.OUT, f"the profile shows {_shown_years(leaf)} years"

    def _must(self, ledger: Ledger) -> _Said:
        """All must-haves but degrees, by the policy's rule for gates."""
        fails = {Status.MISSING}
        if not self.planned.policy.gates.partial_passes:
            fails.add(Status.PARTIAL)
        missing, unknown = [], []
        for planned, entry in zip(self.planned.requirements, ledger.entries, strict=True):
            requirement = planned.requirement
            degree = any(need.kind is Kind.EDUCATION for need in requirement.leaves())
            if requirement.level is not Level.MUST or not entry.worth or degree:
                continue
            if entry.assessment.status in fails:
                missing.append(requirement.text)
            elif entry.assessment.status is Status.UNKNOWN:
                unknown.append(requirement.text)
        if missing:
            return Verdict.OUT, f"not met: {_named(missing)}"
        return (Verdict.OPEN, f"cannot be judged: {_named(unknown)}") if unknown else _PASSED


def with_filter_flags(ledger: Ledger, outcomes: Sequence[FilterOutcome]) -> Ledger:
    """A ledger that says whether a filter took the candidate out, or could not be decided."""
    return replace(ledger, flags=(*ledger.flags, *filter_flags(outcomes)))


def filter_flags(outcomes: Sequence[FilterOutcome]) -> tuple[str, ...]:
    """The flag of a candidate for what the filters say; none where all passed."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.OUT in verdicts:
        return (FILTERED_OUT,)
    return (FILTER_UNKNOWN,) if Verdict.OPEN in verdicts else ()


def _needs(asked: Filter, taxonomy: Taxonomy) -> list[Need]:
    if asked.field == "skill":
        return [
            Need(
                "f1.1", taxonomy[s].kind.leaf_kind(), taxonomy[s].name, None, Method.EXACT, skill=s
            )
            for s in asked.names
        ]
    if asked.field == "years":
        words = "professional experience"
        return [Need("f1.1", Kind.EXPERIENCE, words, None, Method.PHRASE, min_years=asked.years)]
    return []


def _job(need: Need) -> Job:
    """A job that asks for one thing, so that it is judged as a requirement would be."""
    cue = Cue("", None, "filter")
    return Job(None, (Requirement("f1", Level.MUST, need.kind, need.label, None, cue, need),))


def _said(carried: Mapping[str, str]) -> dict[str, str]:
    """What the columns say that filters go by; of several the first that says anything."""
    rules = filter_rules()
    said: dict[str, str] = {}
    for header, cell in carried.items():
        column = rules.says(header)
        if column is not None and cell.strip():
            said.setdefault(column, cell.strip())
    return said


def _answer(cell: str) -> bool | None:
    """Yes or no; None for anything else.  "Not authorized" is longer than "authorized"."""
    words, rules = f"{fold_name(cell)} ", filter_rules()
    answers = [(word, True) for word in rules.affirmed] + [(word, False) for word in rules.denied]
    for word, answer in sorted(answers, key=lambda pair: -len(pair[0])):
        if words.replace(",", " ").replace(";", " ").replace(".", " ").startswith(f"{word} "):
            return answer
    return None


def _quoted(cell: str) -> str:
    flat = " ".join(cell.split())
    return f"“{flat}”" if len(flat) <= _LONGEST_CELL else f"“{flat[: _LONGEST_CELL - 1]}…”"


def _place(asked: Filter, said: Mapping[str, str]) -> _Said:
    cells = [said[key] for key in ("location", "location_hint") if key in said]
    if any(_names_place(name, cell) for name in asked.names for cell in cells):
        return _PASSED
    if "location" not in said:
        hint = said.get("location_hint")
        return (Verdict.OPEN, f"the list says only {_quoted(hint)}") if hint else _SILENT
    because = f"the list says {_quoted(said['location'])}"
    if _answer(said.get("relocation", "")):
        return Verdict.OPEN, f"{because}, and a readiness to move"
    return Verdict.OUT, because


def _names_place(name: str, cell: str) -> bool:
    """Whether whole words of the cell name the place: "York" is not New Yorkshire."""
    words = [compared(word) for word in cell.replace("-", " ").split()]
    asked = [compared(word) for word in name.replace("-", " ").split()]
    size = len(asked)
    return any(words[at : at + size] == asked for at in range(len(words) - size + 1))


def _permit(said: Mapping[str, str], profile: Profile) -> _Said:
    for column, passes in (("work_permit", True), ("sponsorship_needed", False)):
        answer = _answer(said[column]) if column in said else None
        if answer is not None:
            because = f"the list says {_quoted(said[column])}"
            return _PASSED if answer is passes else (Verdict.OUT, because)
    cell = said.get("work_permit") or said.get("sponsorship_needed")
    if cell:
        return Verdict.OPEN, f"the list says {_quoted(cell)}"
    permits = filter_rules().permit
    words = [e.surface for e in profile.evidence if e.skill in permits]
    if words:
        return Verdict.OPEN, f"the profile says {_quoted(words[0])}, not for where"
    return _SILENT


def _availability(asked: Filter, said: Mapping[str, str], as_of: date) -> _Said:
    cell = said.get("available")
    if cell is None:
        return _SILENT
    now = fold_name(cell) in filter_rules().now
    day = as_of if now else read_day(cell, as_of)
    if day is None or asked.day is None:
        return Verdict.OPEN, f"the list says {_quoted(cell)}"
    return _PASSED if day <= asked.day else (Verdict.OUT, f"the list says {_quoted(cell)}")


def _salary(asked: Filter, said: Mapping[str, str]) -> _Said:
    cell = said.get("salary")
    if cell is None or asked.amount is None:
        return _SILENT
    amount, most = read_amount(cell), asked.amount
    if amount is None:
        return Verdict.OPEN, f"the list says {_quoted(cell)}"
    currency = amount.currency or read_currency(said.get("currency", ""))
    if most.currency and currency and most.currency != currency:
        return Verdict.OPEN, f"the list says {_quoted(cell)}, in {currency}"
    return (
        _PASSED if amount.units <= most.units else (Verdict.OUT, f"the list says {_quoted(cell)}")
    )


def _shown_years(leaf: LeafAssessment) -> str:
    return f"{(leaf.months_shown or 0) / 12:.1f}".removesuffix(".0")


def _named(texts: Sequence[str]) -> str:
    named = ", ".join(_quoted(text) for text in texts[:_MOST_NAMED])
    more = len(texts) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
