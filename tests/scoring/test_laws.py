"""The laws of docs/scoring.md, on random jobs and profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.model import (
    ASKED_LEVELS,
    FULL_CREDIT,
    FULL_SCORE,
    AtLeast,
    DegreeShown,
    Evidence,
    EvidenceKind,
    Job,
    Level,
    Method,
    Need,
    Polarity,
    Profile,
    Ranked,
    Span,
    Status,
    Tenure,
)
from matcher.scoring import Policy, rank, score_candidate, worths
from matcher.scoring.ledger import points
from matcher.scoring.worth import share_out
from tests.scoring import strategies as any_
from tests.scoring.builders import TAXONOMY, leaf, planned

FAST = settings(deadline=None, max_examples=150)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_shares_sum_to_the_whole_and_follow_the_weights(weights: list[int]) -> None:
    shares = share_out(weights)
    assert sum(shares) == FULL_SCORE
    assert all(share >= 0 for share in shares)
    assert all(
        shares[i] >= shares[j]
        for i, a in enumerate(weights)
        for j, b in enumerate(weights)
        if a > b
    )
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


@FAST
@given(any_.jobs())
def test_worths_sum_to_ten_thousand(job: Job) -> None:
    assert sum(share.worth for share in worths(job, TAXONOMY, Policy.default())) == FULL_SCORE


GENERIC = {"generic": 1, "generic_skills": ["java", "docker", "kafka", "english", "mysql"]}


@FAST
@given(
    any_.jobs(by_person=False),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "Java developer", "Head of Kafka and Docker"]),
)
def test_every_must_is_worth_any_preferred_and_every_preferred_any_bonus(
    job: Job, weight: int, equal: bool, generic: bool, title: str | None
) -> None:
    levels = {"must": weight, "preferred": weight, "bonus": weight}
    overlay: dict[str, Any] = {"levels": levels, "importance": {"most": 100}} if equal else {}
    overlay["importance"] = overlay.get("importance", {}) | (GENERIC if generic else {})
    job = replace(job, title=title)
    shares = worths(job, TAXONOMY, Policy.from_dict(overlay))
    by_level = {
        level: [
            share.worth
            for share, requirement in zip(shares, job.requirements, strict=True)
            if requirement.level is level and share.weight > 0
        ]
        for level in ASKED_LEVELS
    }
    for above, below in ((Level.MUST, Level.PREFERRED), (Level.PREFERRED, Level.BONUS)):
        if by_level[above] and by_level[below]:
            assert min(by_level[above]) >= max(by_level[below])


@FAST
@given(any_.jobs())
def test_no_single_leaf_is_paid_twice_at_one_level(job: Job) -> None:
    seen: set[tuple[str, Level]] = set()
    for share, requirement in zip(
        worths(job, TAXONOMY, Policy.default()), job.requirements, strict=True
    ):
        alone = [share.counted] if isinstance(share.counted, Need) else []
        for need in alone:
            if need.skill is not None:
                assert (need.skill, requirement.level) not in seen
                seen.add((need.skill, requirement.level))


@FAST
@given(any_.jobs(), any_.profiles())
def test_the_score_is_the_sum_of_its_entries(job: Job, profile: Profile) -> None:
    plan = planned(job)
    ledger = score_candidate(plan, profile)
    assert ledger.score == sum(entry.points for entry in ledger.entries)
    assert sum(entry.worth for entry in ledger.entries) == FULL_SCORE
    assert 0 <= ledger.score <= ledger.score_high <= FULL_SCORE
    for entry in ledger.entries:
        found = entry.assessment
        assert 0 <= found.low <= found.high <= FULL_CREDIT
        assert entry.points == points(entry.worth, found.low)
        assert (found.status is Status.MISSING) == (found.high == 0)
        assert {e.leaf_id for e in found.evidence} <= {one.leaf_id for one in found.leaves}


@FAST
@given(any_.jobs(), any_.profiles(), any_.evidences(Polarity.HAS))
def test_more_positive_evidence_never_lowers_a_score(
    job: Job, profile: Profile, more: Evidence
) -> None:
    plan = planned(job)
    richer = replace(profile, evidence=(*profile.evidence, more))
    assert score_candidate(plan, richer).score >= score_candidate(plan, profile).score


@FAST
@given(any_.jobs(), any_.profiles(), any_.evidences(Polarity.HAS))
def test_nor_does_it_where_recency_counts(job: Job, profile: Profile, more: Evidence) -> None:
    plan = planned(job, {"recency": {"weight": 80}})
    richer = replace(profile, evidence=(*profile.evidence, more))
    assert score_candidate(plan, richer).score >= score_candidate(plan, profile).score


@FAST
@given(any_.jobs(), any_.profiles(), any_.tenures, any_.degrees)
def test_nor_do_another_job_or_degree(
    job: Job, profile: Profile, tenure: Tenure, degree: DegreeShown
) -> None:
    plan = planned(job)
    score = score_candidate(plan, profile).score
    worked = replace(profile, tenures=(*profile.tenures, tenure))
    studied = replace(profile, degrees=(*profile.degrees, degree))
    assert score_candidate(plan, worked).score >= score
    assert score_candidate(plan, studied).score >= score


@FAST
@given(any_.jobs(), any_.profiles(), st.data())
def test_adding_a_met_alternative_never_lowers_a_score(
    job: Job, profile: Profile, data: st.DataObject
) -> None:
    """The alternative is one the job does not ask for elsewhere: that would be asked twice."""
    index = data.draw(st.integers(0, len(job.requirements) - 1))
    chosen = job.requirements[index]
    assume(chosen.needs is not None and chosen.needs.leaves())
    asked = {n.skill for r in job.requirements for n in r.leaves()}
    assume("docker" not in asked and chosen.needs is not None)
    assert chosen.needs is not None
    docker = leaf("docker", "extra")
    tree = chosen.needs
    widened = (
        AtLeast(tree.count, (*tree.children, docker))
        if isinstance(tree, AtLeast)
        else AtLeast(1, (tree, docker))
    )
    worth = planned(job).requirements[index].share.worth
    assume(worth > 0)
    wider = replace(chosen, needs=widened)
    other = tuple(wider if r is chosen else r for r in job.requirements)
    before, after = planned(job), planned(replace(job, requirements=other))
    shares = [[p.share.worth for p in plan.requirements] for plan in (before, after)]
    assume(shares[0] == shares[1])
    shown = Evidence("docker", "resume_text", Span(0, 1), "D", Method.EXACT, EvidenceKind.WORK)
    has = replace(profile, evidence=(*profile.evidence, shown))
    assume(has.readable)
    assert score_candidate(after, has).score >= score_candidate(before, has).score


@FAST
@given(any_.jobs(by_person=False), any_.profiles())
def test_trading_a_met_must_for_a_met_bonus_never_raises(job: Job, profile: Profile) -> None:
    """Docker is asked as a must, Kubernetes as a bonus; the candidate has one or the other."""
    used = {"docker", "kubernetes"}
    kept = [r for r in job.requirements if not used & {n.skill for n in r.leaves()}]
    must = any_.requirement(Level.MUST, leaf("docker", ""), 90)
    bonus = any_.requirement(Level.BONUS, leaf("kubernetes", ""), 91)
    plan = planned(replace(job, requirements=(*kept, bonus, must)))
    rest = tuple(e for e in profile.evidence if e.skill not in used)

    def having(skill: str) -> int:
        shown = Evidence(skill, "resume_text", Span(0, 1), "x", Method.EXACT, EvidenceKind.WORK)
        return score_candidate(plan, replace(profile, evidence=(*rest, shown))).score

    assert having("docker") >= having("kubernetes")


@FAST
@given(any_.jobs(), st.lists(any_.profiles(), max_size=6, unique_by=lambda p: p.candidate_id))
def test_others_and_their_order_change_nobodys_ledger(job: Job, pile: list[Profile]) -> None:
    plan = planned(job)
    together = rank(plan, pile)
    assert together == rank(plan, reversed(pile))
    alone = {p.candidate_id: score_candidate(plan, p) for p in pile}
    assert all(ranked.ledger == alone[ranked.ledger.candidate_id] for ranked in together)


@FAST
@given(any_.jobs(), st.lists(any_.profiles(), max_size=8, unique_by=lambda p: p.candidate_id))
def test_ranks_are_competition_ranks(job: Job, pile: list[Profile]) -> None:
    def better(one: Ranked, other: Ranked) -> bool:
        a, b = one.ledger, other.ledger
        return (a.ranked_below, -a.score) < (b.ranked_below, -b.score)

    ranked = rank(planned(job), pile)
    placed = [r for r in ranked if r.rank is not None]
    assert ranked[: len(placed)] == tuple(placed)
    assert all(not r.ledger.readable for r in ranked[len(placed) :])
    for one in placed:
        assert one.rank == 1 + sum(better(other, one) for other in placed)


@FAST
@given(any_.jobs())
def test_a_job_survives_its_dictionary(job: Job) -> None:
    assert Job.from_dict(job.to_dict()).requirements == job.requirements


@FAST
@given(any_.profiles())
def test_a_profile_survives_its_dictionary(profile: Profile) -> None:
    assert Profile.from_dict(profile.to_dict()) == profile


@FAST
@given(any_.jobs(), any_.profiles())
def test_scoring_a_stored_profile_gives_the_same_ledger(job: Job, profile: Profile) -> None:
    plan = planned(job)
    stored = Profile.from_dict(profile.to_dict())
    assert score_candidate(plan, stored) == score_candidate(plan, profile)
