"""Candidates as credits: those of the ledger, in pipelines, under scikit-learn's contract."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import (
    check_estimator_cloneable,
    check_estimator_repr,
    check_estimator_tags_renamed,
    check_get_params_invariance,
    check_no_attributes_set_in_init,
    check_set_params,
    parametrize_with_checks,
)

from matcher.errors import InputError, NothingAskedError
from matcher.scoring import Policy, score_candidate
from matcher.tuning.credits import RequirementCredits
from tests.tuning import invented

JOB = "Must have\n- Java\n- 3+ years of Python\n\nNice to have\n- Docker\n"
TEXTS = [
    "Experience\n\nDeveloper, Quillworks, 01/2020 - 12/2023\n- Wrote Java and Python.\n",
    "Skills: Java, Docker",
    "Kept the calendar.",
]
DAY = "2026-11-01"


# Of an estimator that takes texts, scikit-learn checks no more than that it can be cloned: what its
# other checks would pass in are arrays of numbers.
@parametrize_with_checks([RequirementCredits(JOB, as_of=DAY)])
def test_scikit_learn_contract(estimator, check):
    check(estimator)


@pytest.mark.parametrize(
    "check",
    [
        check_estimator_cloneable,
        check_estimator_repr,
        check_estimator_tags_renamed,
        check_get_params_invariance,
        check_no_attributes_set_in_init,
        check_set_params,
    ],
    ids=lambda check: check.__name__,
)
def test_checks_that_need_no_numbers(check):
    check("RequirementCredits", RequirementCredits(JOB, as_of=DAY))


def test_credits_are_those_of_the_ledger():
    study = invented.study(jobs=1, people=20)
    [each] = study.jobs
    found = RequirementCredits(each.job, as_of=invented.AS_OF).fit_transform(each.profiles)
    ledgers = [score_candidate(each.plan, profile) for profile in each.profiles]
    exact = [[entry.assessment.low / 10_000 for entry in ledger.entries] for ledger in ledgers]
    assert found.tolist() == exact


def test_texts_profiles_and_frames_say_the_same():
    transformer = RequirementCredits(JOB, as_of=DAY).fit([])
    by_text = transformer.transform(TEXTS)
    frame = pd.DataFrame({"CV": TEXTS, "Name": ["Ann", "Bo", "Cy"]}, index=[7, 7, 9])
    before = frame.copy()
    assert transformer.transform(frame).tolist() == by_text.tolist()
    pd.testing.assert_frame_equal(frame, before)
    assert by_text.shape == (3, 3)
    assert by_text[:, 0].tolist() == [1.0, 0.65, 0.0]


def test_rows_keep_their_places_when_one_cannot_be_read():
    frame = pd.DataFrame({"resume_text": [TEXTS[0], None, "x" * 3_000_000, TEXTS[1]]})
    found = RequirementCredits(JOB, as_of=DAY).fit_transform(frame)
    assert found[:, 0].tolist() == [1.0, 0.0, 0.0, 0.65]


def test_columns_can_be_named():
    frame = pd.DataFrame({"blob": TEXTS, "remarks": ["Docker"] * 3})
    transformer = RequirementCredits(JOB, as_of=DAY, columns={"resume": "blob"})
    assert transformer.fit_transform(frame)[:, 2].tolist() == [0.0, 0.65, 0.0]


def test_policy_and_day_decide_as_everywhere():
    strict = Policy.default().replaced(evidence={"claimed": 3000})
    assert RequirementCredits(JOB, policy=strict, as_of=DAY).fit_transform(TEXTS)[1, 0] == 0.3
    to_date = [TEXTS[0].replace("12/2023", "present")]
    early, late = (
        RequirementCredits(JOB, as_of=day).fit_transform(to_date)[0, 1]
        for day in (date(2020, 12, 1), date(2024, 1, 1))
    )
    assert early < late == 1.0


def test_it_is_a_step_of_a_pipeline():
    study = invented.study(jobs=1, people=60)
    [each] = study.jobs
    steps = make_pipeline(
        RequirementCredits(each.job, as_of=invented.AS_OF), LogisticRegression(max_iter=1000)
    )
    texts = [profile.texts["resume_text"] for profile in each.profiles]
    wanted = np.array(each.grades) >= 1
    assert cross_val_score(steps, texts, wanted, cv=3).mean() > 0.75


def test_names_and_copies():
    transformer = RequirementCredits(JOB, as_of=DAY).set_output(transform="pandas").fit([])
    shown = transformer.transform(TEXTS)
    assert list(shown.columns) == ["r1", "r2", "r3"]
    again = pickle.loads(pickle.dumps(transformer))
    pd.testing.assert_frame_equal(again.transform(TEXTS), shown)
    assert clone(transformer).get_params() == transformer.get_params()


@pytest.mark.parametrize(
    ("job", "candidates", "error", "words"),
    [
        ("Kind people.\nSunny rooms.\n", TEXTS, NothingAskedError, "nothing that can be scored"),
        ("no/such/file.txt", TEXTS, InputError, "no/such/file.txt"),
        (JOB, "Java", TypeError, "candidates are str; allowed: a DataFrame"),
        (JOB, [3], TypeError, "a candidate is int; allowed: a text"),
        (JOB, pd.DataFrame({"n": [1, 2]}), InputError, "no column"),
    ],
    ids=["nothing asked", "no file", "one text", "a number", "no text"],
)
def test_what_cannot_be_used(job, candidates, error, words):
    with pytest.raises(error, match=words):
        RequirementCredits(job, as_of=DAY).fit(candidates).transform(candidates)
