"""Scores taken apart: the sum of the columns is the score, under this policy and under others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import Job, Need, Node, Profile
from matcher.scoring import Policy, score_candidate
from matcher.tuning.grades import Grades
from matcher.tuning.layout import Layout
from matcher.tuning.pairs import pair_features
from matcher.tuning.parameters import finer, parameters, with_values
from matcher.tuning.study import Study, StudyJob
from tests.scoring.builders import AS_OF, TAXONOMY, job, planned, profile
from tests.scoring.strategies import jobs, profiles

#: Other figures than the shipped, and everything that multiplies or fades.
OVERLAYS = (
    {},
    {"claims_can_meet": True, "soft_worth": 50, "recency": {"weight": 60}},
    {
        "levels": {"must": 9, "preferred": 6, "bonus": 0},
        "evidence": {"claimed": 3000, "project": 8000, "course": 0},
        "relations": {"same": 9000, "narrower": 8000, "broader": 0, "related": 7000},
        "years": {"curve": [[0, 1000], [30, 2500], [100, 10000]], "uncounted": 0},
        "fuzzy_most": 6000,
    },
)


def study_of(a_job: Job, people: list[Profile], policy: dict | None = None) -> Study:
    plan = planned(a_job, policy)
    ranked = tuple(people)
    each = StudyJob("one", "one.txt", "", a_job, plan, ranked, tuple(range(len(ranked))))
    grades = Grades("", "", False, {}, {})
    return Study(grades, (each,), (), TAXONOMY, plan.policy, AS_OF)


def linear_scores(study: Study) -> np.ndarray:
    features = pair_features(study)
    layout = Layout.of(features.columns, parameters(study.policy))
    return layout.scores(features.to_numpy(), layout.start())


def points_of_rounding(study: Study) -> float:
    """Half a hundredth a requirement, one in sharing out, and the floors of leaves and means."""
    [each] = study.jobs
    means = max(map(depth, (r.needs for r in each.job.requirements if r.needs)), default=0)
    return 0.015 * len(each.job.requirements) + 0.01 * means + 1e-6


def depth(node: Node) -> int:
    return 0 if isinstance(node, Need) else 1 + max(map(depth, node.children))


@settings(max_examples=150, deadline=None)
@given(jobs(), st.lists(profiles(), min_size=1, max_size=4), st.sampled_from(OVERLAYS))
def test_columns_sum_to_the_score(a_job, people, policy):
    study = study_of(a_job, people, policy)
    exact = [score_candidate(study.jobs[0].plan, each).score / 100 for each in people]
    assert linear_scores(study) == pytest.approx(exact, abs=points_of_rounding(study))


CASES = [
    # what is asked, what is shown, the columns of what is shown with their numbers
    ("java", ["java work"], {"same × evidence.work": 1.0}),
    ("java", ["java claimed", "java project"], {"same × evidence.project": 1.0}),
    ("postgresql", ["mysql claimed"], {"related × evidence.claimed": 0.6}),
    ("postgresql", ["databases work"], {"broader × evidence.work": 0.5}),
    ("relational_databases", ["mysql work"], {"narrower × evidence.work": 1.0}),
    ("python", ["django work", "python work"], {"same × evidence.work": 1.0}),
    ("java", ["java learning"], {"same": 0.1}),
    ("java", ["java work fuzzy"], {"": 0.9}),
    ("java", ["java claimed fuzzy"], {"same × evidence.claimed": 1.0}),
    (
        "java 4y",
        ["java work 2023-02..2026-01"],
        {"same × years.50": 1 / 6, "same × years.80": 5 / 6},
    ),
    ("java 4y", ["java work 2020-01..2026-01"], {"same": 1.0}),
    ("java 4y", ["java summary"], {"same × evidence.summary × years.uncounted": 1.0}),
    ("java 4y", ["java claimed 5y"], {"": 0.9499}),
    ("aws_developer", ["aws_developer claimed"], {"same": 1.0}),
    ("cloud_certificate", ["aws_developer claimed"], {"narrower": 1.0}),
    ("english B2", ["english claimed B1"], {"": 0.6}),
    ({"any": ["java", "go"]}, ["java claimed", "go project"], {"same × evidence.project": 1.0}),
    (
        {"all": ["java", "go"]},
        ["java claimed", "go project"],
        {"same × evidence.project": 0.5, "same × evidence.claimed": 0.5},
    ),
    ({"degree": "master"}, [], {}),
]


@pytest.mark.parametrize(("asked", "shown", "columns"), CASES, ids=str)
def test_what_decides_a_credit(asked, shown, columns):
    study = study_of(job({"must": asked}), [profile({"shows": shown})])
    [row] = pair_features(study).to_dict("records")
    assert row.pop("levels.must × asked") == pytest.approx(1.0)
    named = {
        " × ".join(filter(None, ("levels.must", _named(name)))): number
        for name, number in columns.items()
    }
    assert row == pytest.approx(named, abs=1e-3)


def _named(columns: str) -> str:
    return columns if columns.startswith("relations") or not columns else f"relations.{columns}"


def test_weights_of_persons_and_of_importance_are_in_the_numbers():
    asked = job(
        {"must": "java"}, {"must": "go"}, {"must": "docker"}, {"bonus": "kafka", "weight": 3},
        {"preferred": "communication"}, title="Java",
    )  # fmt: skip
    study = study_of(asked, [profile({"shows": ["java work", "kafka work"]})], {"soft_worth": 50})
    [row] = pair_features(study).to_dict("records")
    assert row == pytest.approx(
        {
            "levels.must × relations.same × evidence.work": 1.3,
            "levels.must × asked": 3.3,
            "levels.preferred × asked": 0.5,
            "given × relations.same × evidence.work": 3.0,
            "given × asked": 3.0,
        }
    )


@pytest.mark.parametrize(
    "values",
    [
        {"levels.preferred": 40.0, "levels.bonus": 12.0},
        {"evidence.claimed": 0.3, "evidence.project": 0.9},
        {"relations.broader": 0.1, "relations.related": 0.5},
        {"years.50": 0.2, "years.80": 0.6, "years.uncounted": 0.1},
    ],
    ids=lambda values: next(iter(values)).split(".")[0],
)
def test_another_policy_needs_no_new_columns_while_the_same_evidence_decides(values):
    asked = job(
        {"must": "java 4y"}, {"must": "postgresql"}, {"preferred": "docker"}, {"bonus": "kafka"}
    )
    people = [
        profile({"shows": ["java work 2023-01..2024-12", "mysql work", "docker claimed"]}, "a"),
        profile({"shows": ["java claimed", "databases work", "kafka project"]}, "b"),
        profile({"shows": ["java work 2023-01..2025-06", "docker project", "rabbitmq work"]}, "c"),
    ]
    base = finer(Policy.default())
    study = study_of(asked, people, base.to_dict())
    features = pair_features(study)
    layout = Layout.of(features.columns, parameters(base))
    other = with_values(base, values)
    moved = layout.values_at(layout.start()) | values
    exact = [score_candidate(study.under(other).jobs[0].plan, each).score / 100 for each in people]
    found = layout.scores_of(features.to_numpy(), moved)
    assert found == pytest.approx(exact, abs=points_of_rounding(study))
    assert found != pytest.approx(linear_scores(study), abs=0.5)


def test_every_graded_pair_is_a_row():
    study = study_of(job({"must": "java"}), [profile({"shows": []}, "a"), profile({}, "b")])
    features = pair_features(study)
    assert list(features.index) == [("one", "a"), ("one", "b")]
    assert features.index.names == ["job", "candidate_id"]
    assert list(features.columns) == ["levels.must × asked"]
