"""A ranking over the small taxonomy of the scoring tests, with its plan: for explanations."""

from __future__ import annotations

import dataclasses

from matcher.model import Candidate
from matcher.report import RankResult
from matcher.scoring import rank
from tests.scoring.builders import AS_OF, NEUTRAL, job, planned, profile

PEOPLE = {
    "anna-7": {
        "text": "Java and Docker since 2020. " + NEUTRAL,
        "shows": ["java work 2020-01..2023-12", "docker work 2020-01..2023-12", "english claimed"],
    },
    "boris-2": {
        "text": "Go, MySQL. " + NEUTRAL,
        "shows": ["go claimed", "mysql work 2019-01..", "java summary denied"],
    },
    "carla-9": {"text": "Docker. Cook.", "shows": ["docker claimed"]},
    "dov-4": {"texts": {}},
}


def ranking() -> RankResult:
    """Somebody with most, somebody with neighbours of it, a thin profile, an unreadable one."""
    asked = job(
        {"must": "java 5y"},
        {"must": {"any": ["java", "go", "python"]}, "gate": "rank_below"},
        {"must": {"degree": "bachelor", "fields": ["computer_science"]}},
        {"preferred": {"all": ["postgresql", "docker"]}},
        {"bonus": "english B2"},
        {"must": "communication"},
        {"must": {"other": "willingness to travel"}},
        {"context": "kafka"},
    )
    plan = planned(dataclasses.replace(asked, title="Archive Developer"))
    profiles = [profile(spec, key) for key, spec in PEOPLE.items()]
    candidates = {
        one.candidate_id: Candidate(one, row, {"name": f"{one.candidate_id.title()} Example"})
        for row, one in enumerate(profiles, start=1)
    }
    return RankResult(
        job=plan.job,
        policy=plan.policy.to_dict(),
        versions={"matcher": "0.1.0", "taxonomy": "sha256:test"},
        as_of=AS_OF,
        ranked=rank(plan, profiles),
        candidates=candidates,
        columns={"name": "name"},
        plan=plan,
    )
