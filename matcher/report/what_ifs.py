"""What-ifs in words: each goal, and the smallest sets of changes that reach it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matcher.model import EvidenceKind, Ledger
from matcher.report.figures import duration_text, points_number, points_text, signed_points
from matcher.report.result import RankResult
from matcher.report.wording import asked_words, level_phrase, listed, quoted, short_label
from matcher.scoring.changes import Change, ChangeKind
from matcher.scoring.what_if import MOST_TOGETHER, Goal, GoalKind, WhatIf

OUT_OF_REACH = f"No {MOST_TOGETHER} changes or fewer do it."


@dataclass(frozen=True, slots=True)
class SetView:
    """One set of changes in words, and the score with them made."""

    what_if: WhatIf
    changes: tuple[str, ...]
    gain: int

    @property
    def line(self) -> str:
        """The changes and what they lead to, as one sentence."""
        changes = listed(self.changes, "and")
        score = points_text(self.what_if.score)
        return f"{changes[:1].upper()}{changes[1:]}: {score} points ({signed_points(self.gain)})."


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal in words and the sets that reach it; none where nothing within the bounds does."""

    goal: Goal
    heading: str
    sets: tuple[SetView, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with the sentences."""
        goal = self.goal
        aims = {
            "requirement_id": goal.requirement_id,
            "rank": goal.rank,
            "score_hundredths": goal.score,
        }
        return {
            "goal": str(goal.kind),
            **{key: aim for key, aim in aims.items() if aim is not None},
            "heading": self.heading,
            "sets": [
                {
                    "changes": [
                        _change_dict(change, words)
                        for change, words in zip(each.what_if.changes, each.changes, strict=True)
                    ],
                    "score": points_number(each.what_if.score),
                    "score_hundredths": each.what_if.score,
                    "gain_hundredths": each.gain,
                    "eligible": each.what_if.eligible,
                }
                for each in self.sets
            ],
        }


def goal_views(
    result: RankResult, ledger: Ledger, what_ifs: Sequence[WhatIf], *, for_candidate: bool = False
) -> tuple[GoalView, ...]:
    """What-ifs by goal, in their order; for candidates without ranks, which tell of others."""
    by_goal: dict[Goal, list[WhatIf]] = {}
    for what_if in what_ifs:
        if not (for_candidate and what_if.goal.kind is GoalKind.RANK):
            by_goal.setdefault(what_if.goal, []).append(what_if)
    return tuple(
        GoalView(goal, _heading(result, goal), _sets(result, ledger, found))
        for goal, found in by_goal.items()
    )


def _heading(result: RankResult, goal: Goal) -> str:
    if goal.kind is GoalKind.GATE and goal.requirement_id is not None:
        label = short_label(result.requirements[goal.requirement_id], 80)
        return f"To pass the check on {quoted(label, 80)} ({goal.requirement_id})"
    if goal.kind is GoalKind.RANK:
        return f"To reach rank {goal.rank} ({points_text(goal.score or 0)} points)"
    if goal.kind is GoalKind.SCORE:
        return f"To reach {points_text(goal.score or 0)} points"
    return "What would add most by itself"


def _sets(result: RankResult, ledger: Ledger, found: Sequence[WhatIf]) -> tuple[SetView, ...]:
    return tuple(
        SetView(
            what_if,
            tuple(_change(result, ledger, change) for change in what_if.changes),
            what_if.score - ledger.score,
        )
        for what_if in found
        if what_if.changes
    )


def _change(result: RankResult, ledger: Ledger, change: Change) -> str:
    """One change as a noun phrase."""
    requirement = result.requirements[change.requirement_id]
    needs = {need.id: need for need in requirement.leaves()}
    need = needs[change.leaf_id]
    names = listed([quoted(asked_words(requirement, needs[key]), 60)
                    for key in (change.leaf_id, *change.instead)], "or")  # fmt: skip
    if change.kind is ChangeKind.MONTHS:
        words = _months(ledger, change, names)
    elif change.kind is ChangeKind.LANGUAGE:
        level = level_phrase(need.language_level) if need.language_level else "listed as a language"
        words = f"{names} {level}"
    elif change.kind is ChangeKind.DEGREE:
        words = f"{names}, stated with its field"
    elif change.kind is ChangeKind.CERTIFICATE:
        words = f"the certificate {names}"
    else:
        where = "a job" if change.by is EvidenceKind.WORK else "a project or a job"
        words = f"{names} shown in {where}"
    return f"{words} (open today)" if change.settles else words


def _months(ledger: Ledger, change: Change, names: str) -> str:
    leaves = (leaf for entry in ledger.entries for leaf in entry.assessment.leaves)
    counted = next(leaf.months_shown for leaf in leaves if leaf.leaf_id == change.leaf_id)
    more = " more" if counted else ""
    return f"{duration_text(change.months)}{more} of dated work with {names}"


def _change_dict(change: Change, words: str) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "requirement_id": change.requirement_id,
        "leaf_id": change.leaf_id,
        "instead": list(change.instead),
        "months": change.months or None,
        "open_today": change.settles,
        "words": words,
    }
