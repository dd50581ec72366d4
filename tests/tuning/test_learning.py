"""What learning finds, gains, refuses and says."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from matcher.errors import InputError
from matcher.groups.table import Groups, read_groups
from matcher.scoring import Policy
from matcher.tuning.baselines import matcher_scores
from matcher.tuning.impact import Impact, impact
from matcher.tuning.layout import Layout
from matcher.tuning.learned_data import learned_dict
from matcher.tuning.learned_words import caveats, impact_words, rung_words, verdict
from matcher.tuning.learning import learn
from matcher.tuning.pairs import pair_features
from matcher.tuning.parameters import Rung, finer, parameters
from matcher.tuning.sample import Sample, rung_for
from matcher.tuning.training import MOST_ROUNDS, base_of, train, usable
from tests.tuning import invented

RULE = (
    ("levels", "preferred", 4),
    ("evidence", "claimed", 3000),
    ("evidence", "project", 8000),
)


@pytest.fixture(scope="module")
def taught():
    return learn(invented.study(RULE, jobs=8), resamples=60)


@pytest.fixture(scope="module")
def little():
    """What fewer people teach, in a fraction of the time."""
    return learn(invented.study(RULE, jobs=6, people=12), resamples=20)


def by_name(learned):
    return {figure.name: figure for figure in learned.figures}


def test_the_known_rule_lies_in_the_intervals(taught):
    found = by_name(taught)
    assert found["levels.preferred"].low < 4 / 6 < found["levels.preferred"].high
    assert found["levels.bonus"].low < 1 / 6 < found["levels.bonus"].high
    assert found["evidence.claimed"].after == pytest.approx(0.3, abs=0.06)
    assert found["evidence.project"].after == pytest.approx(0.8, abs=0.06)
    assert taught.policy.levels.must == 60


def test_the_gain_is_that_of_jobs_left_out(taught):
    for gain in taught.gains.values():
        assert gain.gain.jobs == 8
        assert gain.gain.interval[0] > 0
    assert taught.told.proven
    assert next(verdict(taught.told)).startswith("Gain on jobs left out: NDCG@10 +")


def test_what_few_candidates_show_has_no_interval(taught):
    course = by_name(taught)["evidence.course"]
    assert (course.seen, course.low, course.high) == (0, None, None)
    assert course.after == pytest.approx(course.before)


def test_learning_twice_is_the_same(taught):
    again = learn(invented.study(RULE, jobs=8), resamples=60)
    assert learned_dict(again, {}) == learned_dict(taught, {})


def test_order_of_candidates_changes_nothing(taught):
    study = invented.study(RULE, jobs=8)
    turned = tuple(
        dataclasses.replace(each, profiles=each.profiles[::-1], grades=each.grades[::-1])
        for each in study.jobs
    )
    known = usable(dataclasses.replace(study, jobs=turned))
    assert train(known.under(base_of(known))).policy == taught.policy


def test_where_the_policy_decided_no_gain_is_proven_and_nothing_much_moves():
    learned = learn(invented.study(jobs=8, wrong=3.0), resamples=5)
    assert not learned.told.proven
    assert next(verdict(learned.told)).startswith("NO PROVEN GAIN")
    for figure in learned.figures:
        assert figure.after == pytest.approx(figure.before, abs=0.15)


def test_candidates_are_assessed_anew_until_nothing_changes():
    study = usable(invented.study(RULE, jobs=8))
    trained = train(study.under(base_of(study)))
    assert trained.settled
    assert 2 <= trained.rounds <= MOST_ROUNDS
    layout = trained.objective.layout
    again = pair_features(study.under(trained.policy))
    exact = [score for each in study.under(trained.policy).jobs for score in matcher_scores(each)]
    values = {each.name: each.value for each in parameters(trained.policy)}
    found = Layout.of(again.columns, layout.parameters).scores_of(again.to_numpy(), values)
    assert found == pytest.approx(np.array(exact) / 100, abs=0.2)


@pytest.mark.parametrize(
    ("jobs", "people"), [(3, 30), (5, 4)], ids=["few jobs", "few pairs and events"]
)
def test_too_little_is_refused_with_what_there_is_and_what_is_needed(jobs, people):
    study = invented.study(RULE, jobs=jobs, people=people)
    sample = Sample.of(study)
    with pytest.raises(InputError) as raised:
        learn(study)
    problem = raised.value.problem
    assert problem.source == "grades.csv"
    assert f"{sample.jobs} jobs with different grades, {sample.pairs} pairs" in problem.found
    assert problem.allowed == "5, 100 and 20 or more"


def test_little_teaches_the_levels_alone(little):
    assert little.sample.events == 36
    assert little.rung is Rung.LEVELS
    assert little.policy.evidence == little.base.evidence
    assert little.policy.levels.preferred > 20
    said = " ".join(rung_words(little))
    assert "Learned: weights of levels. 36 candidates" in said
    assert f"for credits of evidence {little.needs[Rung.EVIDENCE]} are needed" in said


def test_counts_by_hand():
    study = invented.study(jobs=3, people=10)
    # One 3, two 2, two 1, five 0 a job.
    assert [sorted(each.grades) for each in study.jobs] == [[0, 0, 0, 0, 0, 1, 1, 2, 2, 3]] * 3
    assert Sample.of(study) == Sample(jobs=3, candidates=30, pairs=3 * (45 - 10 - 1 - 1), events=15)


@pytest.mark.parametrize(
    ("events", "rung"),
    [(0, Rung.LEVELS), (79, Rung.LEVELS), (80, Rung.EVIDENCE), (999, Rung.YEARS)],
)
def test_each_rung_needs_its_number(events, rung):
    needs = {Rung.LEVELS: 20, Rung.EVIDENCE: 80, Rung.RELATIONS: 120, Rung.YEARS: 150}
    assert rung_for(events, needs) is rung


def test_jobs_graded_alike_teach_nothing():
    study = invented.study(RULE, jobs=8)
    dull = dataclasses.replace(study.jobs[0], grades=(1,) * len(study.jobs[0].grades))
    mixed = dataclasses.replace(study, jobs=(dull, *study.jobs[1:]))
    assert Sample.of(mixed).jobs == 7
    assert [each.name for each in usable(mixed).jobs] == [each.name for each in study.jobs[1:]]


def test_weights_of_job_cards_keep_the_unit():
    study = invented.study(jobs=3, people=10)
    first = study.jobs[0]
    asked = first.job.requirements
    weighed = dataclasses.replace(
        first.job, requirements=(dataclasses.replace(asked[0], weight=3.0), *asked[1:])
    )
    carded = dataclasses.replace(
        study, jobs=(dataclasses.replace(first, job=weighed), *study.jobs[1:])
    )
    assert base_of(study) == finer(Policy.default())
    assert base_of(carded) == Policy.default()


def test_groups_are_compared_and_teach_nothing(little):
    study = invented.study(RULE, jobs=6, people=12)
    ids = [profile.candidate_id for each in study.jobs for profile in each.profiles]
    groups = Groups("groups.csv", {"sex": {each: "fm"[at % 2] for at, each in enumerate(ids)}})
    learned = learn(study, groups=groups, resamples=5)
    assert learned.policy == little.policy
    assert {line.group: line.applied for line in learned.impact} == {"f": 36, "m": 36}
    assert sum(line.selected_after for line in learned.impact) == 60
    assert max(line.ratio_after for line in learned.impact) == 1.0


def test_impact_ratios_by_hand():
    study = invented.study(jobs=2, people=12)
    names = {
        profile.candidate_id: "few" if at == 0 else "b" if at % 3 else "a"
        for each in study.jobs
        for at, profile in enumerate(each.profiles)
    }
    lines = {line.group: line for line in impact(study, study.policy, study.policy,
                                                 Groups("", {"of": names}))}  # fmt: skip
    assert {group: line.applied for group, line in lines.items()} == {"a": 6, "b": 16, "few": 2}
    assert [line.small for line in lines.values()] == [False, False, True]
    rates = {group: line.selected_before / line.applied for group, line in lines.items()}
    highest = max(rates["a"], rates["b"])
    for group, line in lines.items():
        assert line.ratio_before == line.ratio_after == rates[group] / highest


def test_a_ratio_that_falls_under_four_fifths_is_said():
    falls = Impact("sex", "f", 100, 20, 15, 0.85, 0.7, small=False)
    low_before = Impact("sex", "x", 100, 15, 16, 0.7, 0.75, small=False)
    few = Impact("sex", "y", 3, 1, 0, 1.0, 0.0, small=True)
    assert list(impact_words([falls, low_before, few])) == [
        "LESS EVEN: of sex f, the impact ratio among the first 10 of each job falls from 0.85 to "
        "0.70, under four fifths; 20 and 15 of 100 selected."
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,sex\nk1,f\n", "columns are id, sex"),
        ("candidate_id\nk1\n", "columns are candidate_id"),
        ("candidate_id,sex\nk1,f\nk1,m\n", "line 3, column sex: 'k1' is 'f' and 'm'"),
    ],
    ids=["no id", "no attribute", "two groups"],
)
def test_groups_that_cannot_be_read(tmp_path, text, words):
    path = tmp_path / "groups.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_groups(str(path))


def test_doubts_are_said(taught):
    said = " ".join(caveats(taught))
    assert "from drawing the 8 jobs" in said
    assert "A must weighs 60" in said


def test_figures_are_a_table(taught):
    table = taught.to_frame()
    assert table.loc["levels.preferred", "before"] == pytest.approx(1 / 3)
    assert math.isnan(table.loc["evidence.course", "low"])
