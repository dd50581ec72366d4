"""The reference score: credit × worth, rounded once per requirement, and summed.

Slow and obvious on purpose; every faster path must equal it to the hundredth.
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.model import (
    FULL_CREDIT,
    Assessment,
    Entry,
    Gate,
    Ledger,
    Profile,
    Status,
)
from matcher.scoring.assess import assess
from matcher.scoring.integrity import integrity_flags
from matcher.scoring.planning import PlannedRequirement, ScoringPlan
from matcher.scoring.words import count_words


def score_candidate(plan: ScoringPlan, profile: Profile) -> Ledger:
    """Ledger of one candidate for one job.

    Depends on this profile and the plan alone: no other candidate, no clock.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Cue, Job, Kind, Level, Method, Need, Requirement
    >>> from matcher.scoring import Policy, plan
    >>> from matcher.taxonomy.taxonomy import Taxonomy
    >>> from matcher.taxonomy.skill import Skill, SkillKind
    >>> go = Skill("go", "Go", SkillKind.TOOL, "languages")
    >>> need = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> asked = Requirement("r1", Level.MUST, Kind.SKILL, "Go", None, Cue("", None, "person"), need)
    >>> go_job = plan(Job(None, (asked,)), Taxonomy([go], ""), Policy.default(), date(2026, 1, 1))
    >>> score_candidate(go_job, Profile("a", {"skills": "Rust"})).score
    0
    """
    assessments = assess(plan, profile)
    entries = tuple(
        entry(planned, assessment)
        for planned, assessment in zip(plan.requirements, assessments, strict=True)
    )
    failed, unsure = _gates(plan, assessments)
    return Ledger(
        candidate_id=profile.candidate_id,
        entries=entries,
        eligible=False if failed else None if unsure else True,
        ranked_below=any(planned.gate is Gate.RANK_BELOW for planned in failed),
        readable=profile.readable,
        flags=tuple(dict.fromkeys(_flags(plan, profile, failed, unsure))),
    )


def points(worth: int, credit: int) -> int:
    """Hundredths of a point that ``credit`` ten-thousandths of ``worth`` earn, halves upwards.

    Examples
    --------
    >>> points(1250, 10_000), points(1251, 5000)
    (1250, 626)
    """
    return (worth * credit + FULL_CREDIT // 2) // FULL_CREDIT


def entry(planned: PlannedRequirement, assessment: Assessment) -> Entry:
    """One line of the ledger."""
    worth = planned.share.worth
    return Entry(
        assessment=assessment,
        level=planned.requirement.level,
        worth=worth,
        points=points(worth, assessment.low),
        points_high=points(worth, assessment.high),
    )


def _gates(
    plan: ScoringPlan, assessments: tuple[Assessment, ...]
) -> tuple[list[PlannedRequirement], list[PlannedRequirement]]:
    """Requirements whose gate is failed, and those only an unknown decides."""
    fails = {Status.MISSING}
    if not plan.policy.gates.partial_passes:
        fails.add(Status.PARTIAL)
    failed, unsure = [], []
    for planned, assessment in zip(plan.requirements, assessments, strict=True):
        if planned.gate is Gate.OFF:
            continue
        if assessment.status in fails:
            failed.append(planned)
        elif assessment.status is Status.UNKNOWN:
            unsure.append(planned)
    return failed, unsure


def _flags(
    plan: ScoringPlan,
    profile: Profile,
    failed: list[PlannedRequirement],
    unsure: list[PlannedRequirement],
) -> Iterator[str]:
    yield from profile.flags
    yield from integrity_flags(profile, plan.pieces, plan.as_of)
    if not profile.readable:
        yield "unreadable"
    elif sum(map(count_words, profile.texts.values())) < plan.policy.thin_words:
        yield "thin_profile"
    for outcome, requirements in (("failed", failed), ("unknown", unsure)):
        for planned in requirements:
            by = "gate" if planned.gate_by_person else "must_have"
            yield f"{by}_{outcome}"
