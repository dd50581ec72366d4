"""One ledger in full as plain data, for recruiters or for the candidate; views render it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from matcher.model import (
    ASKED_LEVELS,
    POSSIBLE_DUPLICATE,
    Entry,
    Gate,
    LeafAssessment,
    Ledger,
    Ranked,
    Requirement,
)
from matcher.report.contrasts import contrast_dict
from matcher.report.figures import credit_text, points_number
from matcher.report.flagged import flag_pairs
from matcher.report.harmless import one_line
from matcher.report.questions import Question, job_questions, open_entries, open_questions, settles
from matcher.report.quotes import Passage, Segment, asked_segments, evidence_facts, evidence_passage
from matcher.report.reasons import reason
from matcher.report.result import RankResult
from matcher.report.sureness import certainty_dict
from matcher.report.what_ifs import GoalView, goal_views
from matcher.report.wording import (
    BASES,
    ELIGIBLE,
    ELIGIBLE_MEANINGS,
    LEVELS,
    STATUSES,
    field_words,
    leaf_label,
    listed,
    short_label,
)
from matcher.scoring.contrast import Contrast, contrast
from matcher.scoring.fold import status_of
from matcher.scoring.robustness import Certainty
from matcher.scoring.what_if import WhatIf


class Audience(StrEnum):
    """Who reads an explanation.

    The candidate's leaves out everybody else (so whether somebody may be the same person), all
    ranks, the list's other columns and the questions for the interview; requirements, worths,
    points and reasons are the same.
    """

    RECRUITER = "recruiter"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Shown:
    """Words of the profile for one leaf, with what stands around them and how they count."""

    leaf: str
    field: str
    passage: Passage
    facts: str

    def to_dict(self) -> dict[str, str]:
        """Plain data."""
        words = self.passage
        return {
            "leaf": self.leaf,
            "field": self.field,
            "before": words.before,
            "words": words.words,
            "after": words.after,
            "facts": self.facts,
        }


@dataclass(frozen=True, slots=True)
class LeafLine:
    """One leaf: its label, status, credit and what the credit rests on."""

    leaf_id: str
    label: str
    status: str
    credit: str
    basis: str


@dataclass(frozen=True, slots=True)
class ExplainedEntry:
    """One line of the ledger with both sides quoted.

    ``settle`` is what in a profile would settle what is open; empty where nothing is.
    """

    entry: Entry
    requirement: Requirement
    label: str
    reason: str
    gate: str
    asked: tuple[Segment, ...]
    leaves: tuple[LeafLine, ...]
    shown: tuple[Shown, ...]
    settle: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the entry as in a ranking's JSON, with both sides quoted."""
        entry, assessment = self.entry, self.entry.assessment
        return {
            "requirement_id": assessment.requirement_id,
            "level": str(entry.level),
            "label": self.label,
            "asked": self.requirement.text,
            "status": str(assessment.status),
            "basis": str(assessment.basis),
            "worth": points_number(entry.worth),
            "worth_hundredths": entry.worth,
            "points": points_number(entry.points),
            "points_hundredths": entry.points,
            "points_high_hundredths": entry.points_high,
            "gate": self.gate or None,
            "gate_reason": self.requirement.gate_reason,
            "reason": self.reason,
            "leaves": [
                {"leaf_id": x.leaf_id, "label": x.label, "status": x.status, "basis": x.basis}
                for x in self.leaves
            ],
            "shown": [shown.to_dict() for shown in self.shown],
            "settle": self.settle or None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """All there is to say about one candidate's score.

    Parameters
    ----------
    audience : Audience
        Who it is for; decides what is left out.
    result : RankResult
        The ranking: its job, versions and date.
    ranked : Ranked
        The candidate's place and ledger.
    name : str
        The candidate's name where the list carried one and the audience may see it.
    entries : tuple of ExplainedEntry
        By level, what is worth nothing last.
    above, below : Contrast or None
        What decided against the next candidate, and what for the one before; not for candidates.
    certainty : Certainty or None
        How sure the rank is, where that was worked out; not for candidates.
    goals : tuple of GoalView
        What-ifs, by goal.
    questions : tuple of Question
        For the interview; not for candidates.
    """

    audience: Audience
    result: RankResult
    ranked: Ranked
    name: str
    entries: tuple[ExplainedEntry, ...]
    above: Contrast | None
    below: Contrast | None
    certainty: Certainty | None
    goals: tuple[GoalView, ...]
    questions: tuple[Question, ...]

    @property
    def ledger(self) -> Ledger:
        """The candidate's ledger."""
        return self.ranked.ledger

    @property
    def for_candidate(self) -> bool:
        """Whether the candidate reads it."""
        return self.audience is Audience.CANDIDATE

    @property
    def eligible(self) -> str:
        """Outcome of the gates with its meaning."""
        ledger = self.ledger
        return f"{ELIGIBLE[ledger.eligible]} – {ELIGIBLE_MEANINGS[ledger.eligible]}"

    @property
    def flags(self) -> tuple[tuple[str, str], ...]:
        """Flags in a reader's words, each with its meaning."""
        return tuple(flag_pairs(self.result, self.ledger))

    @property
    def open(self) -> tuple[ExplainedEntry, ...]:
        """What the profile leaves open."""
        return tuple(entry for entry in self.entries if entry.settle)

    def to_dict(self) -> dict[str, Any]:
        """Plain data; what the audience may not see is not there at all."""
        ledger, status = self.ledger, self.result.policy_status
        plain: dict[str, Any] = {
            "audience": str(self.audience),
            "job_title": self.result.job.title,
            "as_of": self.result.as_of.isoformat(),
            "versions": dict(self.result.versions),
            **({"policy_status": str(status)} if status else {}),
            "candidate_id": ledger.candidate_id,
            "score": points_number(ledger.score),
            "score_hundredths": ledger.score,
            "score_high": points_number(ledger.score_high),
            "score_high_hundredths": ledger.score_high,
            "eligible": ledger.eligible,
            "coverage": {level: list(counts) for level, counts in ledger.coverage().items()},
            "flags": [
                {"flag": flag, "words": words, "meaning": meaning}
                for flag, (words, meaning) in zip(ledger.flags, self.flags, strict=True)
            ],
            "entries": [entry.to_dict() for entry in self.entries],
            "what_if": [goal.to_dict() for goal in self.goals],
        }
        if self.for_candidate:
            return plain
        contrasts = {"above": self.above, "below": self.below}
        own = ledger.candidate_id
        found = {k: contrast_dict(self.result, c, own) if c else None for k, c in contrasts.items()}
        return plain | {
            "name": self.name or None,
            "rank": self.ranked.rank,
            "ranked": self.result.placed_count,
            "possible_duplicates": [twin.to_dict() for twin in self.result.twins_of(own)],
            **found,
            "certainty": certainty_dict(self.certainty) if self.certainty else None,
            "questions": [question.to_dict() for question in self.questions],
            "set_aside": [aside.to_dict() for aside in self.result.set_aside],
        }


def explanation(
    result: RankResult,
    candidate_id: str,
    what_ifs: Sequence[WhatIf] = (),
    audience: Audience = Audience.RECRUITER,
) -> Explanation:
    """Everything to say about one candidate's score.

    Parameters
    ----------
    result : RankResult
        The ranking.
    candidate_id : str
        Whose ledger to explain.
    what_ifs : sequence of WhatIf
        Verified changes; goals of a rank are left out for the candidate.
    audience : Audience
        Who reads it.

    Raises
    ------
    StopIteration
        If the ranking has no such candidate.
    """
    ranked = next(r for r in result.ranked if r.ledger.candidate_id == candidate_id)
    ledger = ranked.ledger
    entries = sorted(ledger.entries, key=_place)
    own = audience is Audience.CANDIDATE
    places = [] if own else [r.ledger for r in result.placed]
    at = places.index(ledger) if ledger in places else None
    following = places[at + 1] if at is not None and at + 1 < len(places) else None
    before = places[at - 1] if at else None
    return Explanation(
        audience=audience,
        result=result,
        ranked=_alone(ranked) if own else ranked,
        name="" if own else one_line(result.name_of(candidate_id), 80),
        entries=tuple(_explained(result, ledger, entry) for entry in entries),
        above=contrast(ledger, following) if following else None,
        below=contrast(before, ledger) if before else None,
        certainty=None if own else result.certainty.get(candidate_id),
        goals=goal_views(result, ledger, what_ifs, for_candidate=own),
        questions=() if own else (*open_questions(result, ledger), *job_questions(result)),
    )


def _alone(ranked: Ranked) -> Ranked:
    """Without what tells of others: the rank, and whether somebody may be the same person."""
    flags = tuple(flag for flag in ranked.ledger.flags if flag != POSSIBLE_DUPLICATE)
    return Ranked(None, replace(ranked.ledger, flags=flags))


def _place(entry: Entry) -> int:
    return ASKED_LEVELS.index(entry.level) if entry.worth else len(ASKED_LEVELS)


def _explained(result: RankResult, ledger: Ledger, entry: Entry) -> ExplainedEntry:
    requirement = result.requirements[entry.assessment.requirement_id]
    needs = {need.id: need for need in requirement.leaves()}
    labels = {key: leaf_label(need) for key, need in needs.items()}
    profile = result.profile(ledger.candidate_id)
    texts = profile.texts if profile else {}
    shown = []
    for each in entry.assessment.evidence:
        evidence = each.evidence
        words = evidence_passage(evidence, texts, blind=result.blind)
        field = field_words(evidence.field)
        shown.append(Shown(labels[each.leaf_id], field, words, evidence_facts(each)))
    open_needs = [need for found, needs in open_entries(result, ledger) if found is entry
                  for need in needs]  # fmt: skip
    return ExplainedEntry(
        entry=entry,
        requirement=requirement,
        label=short_label(requirement, 200),
        reason=reason(result, ledger.candidate_id, entry),
        gate=_gate(result, entry),
        asked=asked_segments(requirement),
        leaves=tuple(_leaf(leaf, labels, result.met_at) for leaf in entry.assessment.leaves),
        shown=tuple(shown),
        settle=listed(list(dict.fromkeys(map(settles, open_needs))), "and"),
    )


def _leaf(leaf: LeafAssessment, labels: dict[str, str], met_at: int) -> LeafLine:
    return LeafLine(
        leaf.leaf_id,
        labels[leaf.leaf_id],
        str(status_of(leaf.low, leaf.high, met_at)),
        credit_text(leaf.low),
        BASES[leaf.basis],
    )


def _gate(result: RankResult, entry: Entry) -> str:
    """The gate that holds for a requirement; empty where none does."""
    if result.plan is None:
        return ""
    key = entry.assessment.requirement_id
    gate = next(p.gate for p in result.plan.requirements if p.requirement.id == key)
    return "" if gate is Gate.OFF else str(gate)


def level_words(entry: ExplainedEntry) -> str:
    """The heading an entry stands under."""
    return LEVELS[entry.entry.level] if entry.entry.worth else "Worth nothing"


def status_words(entry: ExplainedEntry) -> str:
    """The entry's status as a reader's word."""
    return STATUSES[entry.entry.assessment.status]
