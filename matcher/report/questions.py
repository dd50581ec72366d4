"""Questions for the interview: what no résumé shows, and what one profile leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from matcher.model import (
    Condition,
    Entry,
    FilterOutcome,
    Kind,
    Ledger,
    Level,
    Need,
    Requirement,
    Verdict,
)
from matcher.report.harmless import one_line
from matcher.report.result import RankResult
from matcher.report.wording import asked_words, listed, quoted

_LONGEST_SENTENCE = 300
_SUITS = "Ask whether that suits the candidate."
#: What to ask about a condition: the same of everybody.
_ASK_CONDITION = {
    Condition.LOCATION: "Ask whether that place and way of working suit the candidate.",
    Condition.WORK_PERMIT: "Ask whether the candidate may work there, and until when.",
    Condition.CLEARANCE: "Ask whether the candidate holds it, or agrees to the check.",
    Condition.AVAILABILITY: "Ask from when and at what times the candidate can work.",
    Condition.TRAVEL: "Ask whether that much travel suits the candidate.",
    Condition.SALARY: "Ask what the candidate expects.",
    Condition.CONTRACT: "Ask whether that form of contract and those hours suit the candidate.",
    Condition.DRIVING: "Ask whether the candidate has that.",
    Condition.HEALTH: "Ask only whether the candidate can do that, with adjustments if need be.",
}


class Why(StrEnum):
    """Why something is a question."""

    SOFT = "soft"
    CONDITION = "condition"
    UNKNOWN = "unknown"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the requirement it comes from and what the job description says there.

    A question of a filter has no requirement, and the filter in place of the description.

    Examples
    --------
    >>> Question("r3", Why.SOFT, "A team player", "Ask for a recent situation.").to_dict()["why"]
    'soft'
    """

    requirement_id: str
    why: Why
    asked: str
    text: str
    condition: Condition | None = None

    def to_dict(self) -> dict[str, str]:
        """Plain data."""
        return {
            "requirement_id": self.requirement_id,
            "why": str(self.why),
            **({"condition": str(self.condition)} if self.condition else {}),
            "asked": self.asked,
            "text": self.text,
        }


def job_questions(result: RankResult) -> tuple[Question, ...]:
    """What to ask everybody, in the order of the job: soft skills and conditions."""
    asked = (job_question(requirement) for requirement in result.job.requirements)
    return tuple(question for question in asked if question is not None)


def job_question(requirement: Requirement) -> Question | None:
    """What to ask about a requirement that no résumé can show; None for others.

    Examples
    --------
    >>> from matcher.model import Cue, Method
    >>> soft = Need("r1.1", Kind.SOFT, "Teamwork", None, Method.EXACT, skill="teamwork")
    >>> team = Requirement("r1", Level.MUST, Kind.SOFT, "A team player", None,
    ...                    Cue("", None, ""), soft)
    >>> job_question(team).text
    'The job says: “A team player”. Ask for a recent situation that called for teamwork.'
    """
    if requirement.ignored:
        return None
    leaves = requirement.leaves()
    kinds = {need.kind for need in leaves} or {requirement.kind}
    said = f"The job says: {_sentence(requirement)}."
    if kinds <= {Kind.OTHER}:
        about = next((need.condition for need in leaves if need.condition), None)
        text = f"{said} {_ASK_CONDITION.get(about, _SUITS) if about else _SUITS}"
        return Question(requirement.id, Why.CONDITION, requirement.text, text, about)
    if Kind.SOFT not in kinds or requirement.level is Level.CONTEXT:
        return None
    text = f"{said} Ask for a recent situation that called for {_trait(leaves)}."
    return Question(requirement.id, Why.SOFT, requirement.text, text)


def _sentence(requirement: Requirement) -> str:
    """What the job description says, quoted without its full stop."""
    return quoted(requirement.text.replace("**", "").rstrip(" ."), _LONGEST_SENTENCE)


def _trait(needs: tuple[Need, ...]) -> str:
    """What a situation is to show: the soft skills by their names in the taxonomy."""
    names = [n.label[:1].lower() + n.label[1:] for n in needs if n.kind is Kind.SOFT and n.skill]
    return listed(list(dict.fromkeys(one_line(name, 60) for name in names)), "and") or "it"


def _named(requirement: Requirement, needs: list[Need]) -> str:
    return listed([quoted(asked_words(requirement, need)) for need in needs], "and")


def open_questions(result: RankResult, ledger: Ledger) -> tuple[Question, ...]:
    """What to ask one candidate: filters, and all worth points, that nothing known decides."""
    found = [
        Question("", Why.FILTER, one_line(each.filter, 80), _filter_question(each))
        for each in result.screening(ledger.candidate_id, Verdict.OPEN)
    ]
    for entry, needs in open_entries(result, ledger):
        requirement = result.requirements[entry.assessment.requirement_id]
        asked = _sentence(requirement)
        names = _named(requirement, needs)
        opening = f"The job asks for {asked}"
        if names.casefold() != asked.casefold():
            opening += f"; {names} cannot be judged by the profile"
        else:
            opening += "; the profile does not let it be judged"
        hints = " ".join(dict.fromkeys(_ask(need) for need in needs))
        text = f"{opening}. {hints}"
        found.append(Question(requirement.id, Why.UNKNOWN, requirement.text, text))
    return tuple(found)


def _filter_question(outcome: FilterOutcome) -> str:
    words = one_line(outcome.filter, 80)
    return f"The filter {words} is open: {one_line(outcome.because, 200)}. Ask the candidate."


def open_entries(result: RankResult, ledger: Ledger) -> Iterator[tuple[Entry, list[Need]]]:
    """Entries that could earn more than is shown, with the leaves that are open."""
    for entry in ledger.entries:
        if entry.points_high > entry.points:
            requirement = result.requirements[entry.assessment.requirement_id]
            needs = {need.id: need for need in requirement.leaves()}
            leaves = entry.assessment.leaves
            yield entry, [needs[leaf.leaf_id] for leaf in leaves if leaf.high > leaf.low]


def _ask(need: Need) -> str:
    if need.kind is Kind.EDUCATION:
        return "Ask which degree it is and in what field."
    if need.kind is Kind.LANGUAGE:
        return "Ask for the level, or hold part of the interview in that language."
    if need.kind is Kind.CERTIFICATION:
        return "Ask to see the certificate."
    if need.min_years is not None:
        return "Ask for how long, and from when to when."
    if need.kind is Kind.SOFT:
        return "Ask for a recent situation that shows it."
    return "Ask where it was used, and for what."


def settles(need: Need) -> str:
    """What in a profile would settle a leaf that is open, as a noun phrase.

    Examples
    --------
    >>> from matcher.model import Method
    >>> settles(Need("r1.1", Kind.LANGUAGE, "German", None, Method.EXACT, skill="german"))
    'a list of languages with their levels'
    """
    if need.kind is Kind.EDUCATION:
        return "a line on education that names the degree and its field"
    if need.kind is Kind.LANGUAGE:
        return "a list of languages with their levels"
    if need.kind is Kind.CERTIFICATION:
        return "a list of certificates"
    if need.min_years is not None:
        return "jobs with the month and year in which they began and ended"
    return "a description of the work done, or a list of skills"
