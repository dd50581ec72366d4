"""The estimator keeps scikit-learn's contract, the policy's order and signs, and finds a rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks

from matcher.scoring import Policy
from matcher.tuning.estimator import PolicyEstimator
from matcher.tuning.layout import Layout
from matcher.tuning.objective import Objective, Pairs, mean_loss
from matcher.tuning.pairs import pair_features
from matcher.tuning.parameters import Parameter, Rung, finer, parameters, with_values
from tests.tuning import invented

RULE = (
    ("levels", "preferred", 4),
    ("evidence", "claimed", 3000),
    ("evidence", "project", 8000),
)


@parametrize_with_checks([PolicyEstimator()])
def test_scikit_learn_contract(estimator, check):
    if check.func.__name__ == "check_array_api_input":
        assert not get_tags(estimator).array_api_support
    else:
        check(estimator)


def rows_of(overlay=(), **options) -> tuple[pd.DataFrame, np.ndarray, Policy]:
    study = invented.study(overlay, **options)
    base = finer(study.policy)
    grades = np.concatenate([each.grades for each in study.jobs])
    return pair_features(study.under(base)), grades, base


def test_it_finds_the_rule_that_decided():
    features, grades, base = rows_of(RULE)
    learned = PolicyEstimator(alpha=0.03, base=base).fit(features, grades)
    assert learned.values_["levels.preferred"] == pytest.approx(40, rel=0.1)
    assert learned.values_["evidence.claimed"] == pytest.approx(0.3, rel=0.1)
    assert learned.values_["evidence.project"] == pytest.approx(0.8, rel=0.05)
    assert learned.values_["levels.bonus"] == pytest.approx(10, rel=0.1)
    policy = learned.to_policy()
    assert policy.evidence.claimed in range(2700, 3301, 100)
    assert policy.evidence.course == base.evidence.course


def test_it_leaves_the_policy_where_the_policy_decided():
    features, grades, base = rows_of()
    learned = PolicyEstimator(alpha=0.1, base=base).fit(features, grades)
    start = {each.name: each.value for each in parameters(base)}
    assert learned.values_ == pytest.approx(start, rel=0.04)


def test_it_finds_the_rule_through_other_peoples_doubts():
    features, grades, base = rows_of(RULE, wrong=5.0)
    learned = PolicyEstimator(alpha=0.1, base=base, learn="evidence").fit(features, grades)
    assert learned.values_["levels.preferred"] == pytest.approx(40, rel=0.2)
    assert learned.values_["evidence.claimed"] == pytest.approx(0.3, rel=0.25)
    assert learned.values_["relations.related"] == 1.0
    assert learned.values_["years.50"] == pytest.approx(0.5)


def test_a_strong_pull_leaves_everything():
    features, grades, base = rows_of(RULE)
    learned = PolicyEstimator(alpha=1e6, base=base).fit(features, grades)
    start = {each.name: each.value for each in parameters(base)}
    assert learned.values_ == pytest.approx(start, rel=1e-4)


def test_order_of_rows_and_jobs_changes_nothing():
    features, grades, base = rows_of(RULE, wrong=5.0)
    mixed = np.random.default_rng(8).permutation(len(grades))
    one = PolicyEstimator(base=base, tol=1e-13).fit(features, grades).values_
    other = PolicyEstimator(base=base, tol=1e-13).fit(features.iloc[mixed], grades[mixed]).values_
    assert other == pytest.approx(one, rel=1e-3)


def test_grades_are_compared_within_a_job():
    features, grades, base = rows_of(RULE)
    jobs = features.index.get_level_values("job")
    shifted = grades + 10 * pd.factorize(jobs)[0]
    one, other = (PolicyEstimator(base=base).fit(features, y).values_ for y in (grades, shifted))
    assert one == other


def test_jobs_weigh_alike_however_many_candidates_they_have():
    pairs = Pairs.of(np.array([0, 1, 0, 1, 2, 1, 0]), ["a", "a", *"bbbbb"])
    assert np.bincount(pairs.job, pairs.weights()).tolist() == pytest.approx([1, 1])
    twice = pairs.weights(np.array([2.0, 0.0]))
    assert np.bincount(pairs.job, twice).tolist() == [2, 0]


def test_loss_of_a_pair_by_hand():
    pairs = Pairs.of(np.array([1, 0, 5]), ["a", "a", "b"])
    assert mean_loss(np.array([70.0, 60.0, 0.0]), 0.1, pairs).tolist() == [np.log1p(np.exp(-1))]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.001, 0.1, 10.0]))
def test_slopes_are_those_of_the_loss(seed, alpha):
    features, grades, base = rows_of(RULE, jobs=3, people=12)
    layout = Layout.of(features.columns, parameters(base))
    pairs = Pairs.of(grades, features.index.get_level_values("job").tolist())
    goal = Objective(layout, features.to_numpy(), pairs, alpha)
    draw = np.random.default_rng(seed)
    point = np.append(layout.start() + draw.uniform(0, 1, len(layout.free)), draw.uniform(-4, 0))
    wrong = check_grad(
        lambda at: goal.loss_and_slopes(at)[0], lambda at: goal.loss_and_slopes(at)[1], point
    )
    assert wrong < 1e-4 * max(1.0, float(np.linalg.norm(goal.loss_and_slopes(point)[1])))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_whatever_the_grades_signs_and_order_hold(seed):
    features, _, base = rows_of(RULE, jobs=3, people=12)
    grades = np.random.default_rng(seed).integers(0, 4, len(features))
    learned = PolicyEstimator(alpha=1e-4, base=base).fit(features, grades)
    values, by_name = learned.values_, {each.name: each for each in parameters(base)}
    for name in learned.free_:
        each = by_name[name]
        most = each.most * (values[each.above] if each.above else 1.0)
        assert 0 < values[name] <= most * (1 + 1e-9)
    policy = learned.to_policy()
    assert policy.levels.must * 100 >= policy.levels.preferred * policy.importance.most
    assert policy.evidence.claimed < policy.met_at
    scores = learned.predict(features)
    assert ((scores >= 0) & (scores <= 100 + 1e-9)).all()


def test_an_order_that_the_policy_itself_breaks_stays_possible():
    base = Policy.from_dict({"evidence": {"claimed": 8500}})
    layout = Layout.of(["levels.must × asked", "levels.must"], parameters(base))
    assert layout.values_at(layout.start())["evidence.claimed"] == pytest.approx(0.85)
    at = layout.names.index("evidence.claimed")
    assert layout.bounds()[at][0] == layout.start()[at]
    assert layout.start()[at] < 0


def test_what_is_switched_off_stays_off():
    base = Policy.from_dict({"levels": {"bonus": 0}, "evidence": {"course": 0}})
    names = {each.name for each in parameters(base)}
    assert "levels.bonus" not in names
    assert "evidence.course" not in names
    assert with_values(base, {"levels.preferred": 3.0}).levels.bonus == 0


def test_rungs_free_what_stands_below_them():
    columns = ["levels.must × relations.same × evidence.claimed", "levels.must × asked"]
    sizes = [len(Layout.of(columns, parameters(Policy.default()), rung).names) for rung in Rung]
    assert sizes == [2, 8, 12, 15]


def test_an_unknown_figure_in_the_name_of_a_column_is_refused():
    features = pd.DataFrame([[1, 1], [0, 1]], columns=["levels.must × luck", "levels.must × asked"])
    with pytest.raises(ValueError, match="'luck' is no figure of a policy"):
        PolicyEstimator().fit(features, [1, 0])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"alpha": 0}, "alpha is 0; allowed: more than 0"),
        ({"learn": "all"}, "learn is 'all'; allowed: levels, evidence, relations, years"),
    ],
    ids=["alpha", "learn"],
)
def test_parameters_that_cannot_be_used(options, words):
    features, grades, _ = rows_of(jobs=3, people=12)
    with pytest.raises(ValueError, match=words):
        PolicyEstimator(**options).fit(features, grades)


def test_grades_that_are_all_alike_teach_nothing():
    with pytest.raises(ValueError, match="no job has two different grades"):
        PolicyEstimator().fit(np.eye(3), [1, 1, 1])


def test_plain_columns_make_no_policy():
    with pytest.raises(ValueError, match="name no figures"):
        PolicyEstimator().fit(np.eye(3), [1, 2, 3]).to_policy()


def test_it_works_in_pipelines_and_searches_with_jobs_as_groups():
    features, grades, base = rows_of(RULE, wrong=5.0, jobs=6, people=20)
    jobs = features.index.get_level_values("job")
    pipeline = Pipeline([("as is", FunctionTransformer()), ("policy", PolicyEstimator(base=base))])
    found = cross_val_score(pipeline, features, grades, groups=jobs, cv=GroupKFold(3))
    assert found.shape == (3,)
    assert (found > 0.5).all()
    search = GridSearchCV(pipeline, {"policy__alpha": [0.01, 0.1, 1e6]}, cv=GroupKFold(3))
    search.fit(features, grades, groups=jobs)
    assert search.best_params_["policy__alpha"] < 1e6
    least, _, most = search.cv_results_["mean_test_score"]
    assert least > most


def test_figures_keep_their_order_when_rounded():
    base = finer(Policy.default())
    most = with_values(base, {"levels.preferred": 59.6, "levels.bonus": 59.6})
    assert (most.levels.preferred, most.levels.bonus) == (46, 35)
    assert with_values(base, {"evidence.claimed": 0.9499}).evidence.claimed == 9400
    assert with_values(base, {"evidence.course": 0.0001}).evidence.course == 100


def test_a_unit_too_coarse_is_left_where_there_is_no_room():
    base = Policy.from_dict({"levels": {"must": 300, "preferred": 100, "bonus": 50}})
    assert finer(base) == base


def test_paths_lead_to_the_figure_that_all_are_measured_by():
    chain = [
        Parameter("a", 8.0, None),
        Parameter("b", 2.0, Rung.LEVELS, "a", 0.5),
        Parameter("c", 1.0, Rung.LEVELS, "b", 1.0),
    ]
    layout = Layout.of(["a × asked", "a"], chain)
    assert layout.values_at(np.zeros(2)) == pytest.approx({"a": 8.0, "b": 4.0, "c": 4.0})
    assert layout.values_at(np.log([2.0, 2.0])) == pytest.approx({"a": 8.0, "b": 2.0, "c": 1.0})
