"""Evaluations: figures from the real rankers, their differences, and what is not known."""

from __future__ import annotations

import dataclasses
import math
import random

import numpy as np
import pytest

from matcher.matching import Matcher
from matcher.scoring import Policy, score_candidate
from matcher.tuning.baselines import (
    matcher_scores,
    matcher_table,
    overlap_scores,
    tfidf_scores,
)
from matcher.tuning.evaluation import MEASURES, Settings, evaluate
from matcher.tuning.evaluation_words import notes
from matcher.tuning.grades import Grades
from matcher.tuning.metrics import ndcg, precision, recall, tau_b
from tests.tuning.graded import STUDY, read, write_study


@pytest.fixture(scope="module")
def matcher():
    return Matcher()


@pytest.fixture(scope="module")
def study(matcher):
    return read(matcher=matcher)


@pytest.fixture(scope="module")
def settings(study):
    return Settings.of(study.grades, k=3)


@pytest.fixture(scope="module")
def found(study, settings):
    return evaluate(study, settings, others={})


def by_name(evaluation):
    return {result.ranker: result for result in evaluation.results}


def test_matcher_scores_are_those_of_the_reference(study):
    for job in study.jobs:
        expected = [score_candidate(job.plan, profile).score for profile in job.profiles]
        assert matcher_table(job).score.tolist() == expected
        assert matcher_scores(job).tolist() == expected


def test_unreadable_stand_behind_all(matcher, tmp_path):
    people = "candidate_id,resume_text,name\nk1,Gardener,A\nk2,,B\n"
    grades = "job,candidate_id,grade\ncook,k1,0\ncook,k2,1\n"
    jobs = {"cook.txt": "Requirements\n- SQL\n"}
    (job,) = read(write_study(tmp_path, grades, candidates=people, jobs=jobs), matcher=matcher).jobs
    assert matcher_scores(job)[0] > matcher_scores(job)[1]


def test_overlap_is_the_share_of_the_named_skills(study):
    backend = next(job for job in study.jobs if job.name == "backend")
    shares = dict(zip(backend.candidate_ids, overlap_scores(backend), strict=True))
    # Java, Kotlin, PostgreSQL, Docker, Kubernetes, Kafka, Terraform
    assert shares["b1"] == 1.0
    assert shares["b4"] == pytest.approx(6 / 7)
    assert shares["b6"] == pytest.approx(3 / 7)  # a denial names Kubernetes too
    assert shares["b7"] == 0.0


def test_tfidf_is_the_cosine_and_ties_equal_texts(study):
    backend = next(job for job in study.jobs if job.name == "backend")
    cosines = tfidf_scores(backend)
    assert ((cosines >= 0) & (cosines <= 1)).all()
    twice = dataclasses.replace(
        backend, profiles=(*backend.profiles, backend.profiles[0]), grades=(*backend.grades, 1)
    )
    assert tfidf_scores(twice)[0] == tfidf_scores(twice)[-1]
    same = dataclasses.replace(backend, text="\n".join(backend.profiles[0].texts.values()))
    assert tfidf_scores(same)[0] == pytest.approx(1)


def test_tfidf_without_any_word_ties_everybody(study):
    job = study.jobs[0]
    wordless = [dataclasses.replace(each, texts={"resume_text": "the a"}) for each in job.profiles]
    empty = dataclasses.replace(job, text="and of", profiles=tuple(wordless))
    assert tfidf_scores(empty).tolist() == [0.0] * len(job.profiles)


def test_figures_are_the_measures_of_the_scores(found, study):
    result = by_name(found)["matcher"]
    for at, job in enumerate(study.jobs):
        scores, grades = matcher_scores(job), job.grades
        expected = {
            "ndcg": ndcg(scores, grades, 3),
            "precision": precision(scores, grades, 3, 3),
            "recall": recall(scores, grades, 3),
            "tau_b": tau_b(scores, grades),
        }
        assert {name: result.figures[name].by_job[at] for name in MEASURES} == expected
    for name in MEASURES:
        figures = result.figures[name]
        assert figures.estimate.mean == pytest.approx(np.mean(figures.by_job))


def test_differences_are_paired_by_job(found):
    first, *others = found.results
    assert (first.behind, first.overlap) == ({}, None)
    for other in others:
        for name in MEASURES:
            expected = np.subtract(first.figures[name].by_job, other.figures[name].by_job)
            assert other.behind[name].by_job == pytest.approx(expected)
    assert all(0 < value < 1 for value in by_name(found)["TF-IDF"].overlap.by_job)


def test_random_is_the_mean_over_random_orders(found, study, settings):
    result = by_name(found)["random"]
    draw = random.Random(11)
    for at, job in enumerate(study.jobs[:2]):
        orders = [draw.sample(range(len(job.grades)), len(job.grades)) for _ in range(4000)]
        drawn = np.mean([ndcg(order, job.grades, settings.k) for order in orders])
        assert result.figures["ndcg"].by_job[at] == pytest.approx(drawn, abs=0.02)
        assert result.figures["tau_b"].by_job[at] == 0


def test_enough_jobs_have_intervals_over_jobs(found):
    for result in found.results:
        for figures in result.figures.values():
            low, high = figures.estimate.interval
            assert low <= figures.estimate.mean <= high
            assert figures.within == (None,) * 5
    assert any("drawing the 5 jobs" in line for line in notes(found))


def test_few_jobs_have_intervals_within_jobs(study, settings):
    few = evaluate(study.of_jobs(["backend", "analyst"]), settings, others={})
    for result in few.results:
        for figures in [*result.figures.values(), *result.behind.values()]:
            assert figures.estimate.interval is None
    first, tfidf, *_ = few.results
    for figures in (first.figures["ndcg"], tfidf.behind["ndcg"]):
        for value, (low, high) in zip(figures.by_job, figures.within, strict=True):
            assert low <= high
            assert low - 0.2 <= value <= high + 0.2
    assert by_name(few)["random"].figures["ndcg"].within == (None, None)
    assert any(line.startswith("2 jobs with differing grades") for line in notes(few))


def test_same_policy_differs_by_nothing(study, settings):
    twin = evaluate(study, settings, name="one", others={"other": study})
    other = by_name(twin)["other"]
    assert other.overlap.by_job == (1.0,) * 5
    for name in MEASURES:
        assert set(other.behind[name].by_job) == {0.0}
        assert other.behind[name].estimate.interval == (0.0, 0.0)


def test_other_policy_is_scored_by_itself(study, settings):
    flat = Policy.from_dict({"levels": {"must": 4, "preferred": 3, "bonus": 2}})
    compared = evaluate(study, settings, others={"flat": study.under(flat)})
    own = evaluate(study.under(flat), settings, others={})
    assert by_name(compared)["flat"].figures == own.results[0].figures
    assert list(compared.policies.values()) == [Policy.default(), flat]
    assert compared.calibrations["flat"] == own.calibrations["matcher"]


def test_order_of_rows_changes_nothing(tmp_path, matcher, found):
    people, grades = (
        (STUDY / name).read_text(encoding="utf-8") for name in ("candidates.csv", "grades.csv")
    )
    jobs = {path.name: path.read_text(encoding="utf-8") for path in (STUDY / "jobs").iterdir()}
    head, *rows = grades.splitlines()
    random.Random(3).shuffle(rows)
    folder = write_study(tmp_path, "\n".join([head, *rows]), candidates=people, jobs=jobs)
    again = evaluate(read(folder, matcher=matcher), found.settings, others={})
    assert again.results == found.results
    assert again.calibrations == found.calibrations


def test_job_graded_all_alike_is_kept_and_named(study, settings):
    alike = dataclasses.replace(study.jobs[0], grades=(2,) * len(study.jobs[0].grades))
    half = dataclasses.replace(study, jobs=(alike, *study.jobs[1:]))
    result = evaluate(half, settings, others={})
    figures = result.results[0].figures["ndcg"]
    assert math.isnan(figures.by_job[0])
    assert (figures.estimate.jobs, figures.estimate.interval) == (4, None)
    assert any("alike, so nothing is said: accountant." in line for line in notes(result))


def test_undefined_measures_are_named(study):
    wide = evaluate(study, Settings.of(study.grades, k=8), others={})
    figures = wide.results[0].figures["precision"]
    assert [math.isnan(value) for value in figures.by_job] == [True, False, False, True, True]
    assert figures.estimate.jobs == 2
    assert any("P@8 says nothing for accountant, electrician, teacher" in s for s in notes(wide))


def test_ranker_that_ties_everybody_is_named(study, settings):
    teacher = study.of_jobs(["teacher"]).jobs[0]
    silent = [dataclasses.replace(each, evidence=()) for each in teacher.profiles]
    muted = dataclasses.replace(teacher, profiles=tuple(silent))
    result = evaluate(dataclasses.replace(study, jobs=(muted,)), settings, others={})
    assert any("tau-b of skill overlap has no value for teacher" in s for s in notes(result))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_jobs_of_one_candidate_say_nothing(tmp_path, matcher, count):
    jobs = {f"cook{at}.txt": "Requirements\n- SQL\n" for at in range(count)}
    grades = "job,candidate_id,grade\n" + "".join(f"cook{at},k{at},{at}\n" for at in range(count))
    people = "candidate_id,resume_text\n" + "".join(f"k{at},SQL\n" for at in range(count))
    folder = write_study(tmp_path, grades, candidates=people, jobs=jobs)
    result = evaluate(small := read(folder, matcher=matcher), Settings.of(small.grades), others={})
    for each in result.results:
        for figures in [*each.figures.values(), *each.behind.values()]:
            assert math.isnan(figures.estimate.mean)
            assert (figures.estimate.jobs, figures.estimate.interval) == (0, None)
            assert figures.within == (None,) * count


@pytest.mark.parametrize(
    ("decisions", "grades", "given", "expected"),
    [
        (True, {"a": 3, "b": 0}, {}, (2, 3)),
        (True, {"a": 3, "b": 0}, {"good": 1}, (1, 3)),
        (False, {"a": 4, "b": 0}, {}, (3, 3)),
        (False, {"a": 1, "b": 0}, {}, (1, 1)),
        (False, {"a": 0, "b": 0}, {}, (1, 1)),
        (False, {"a": 4, "b": 0}, {"good": 2}, (2, 2)),
    ],
)
def test_who_is_good_and_who_is_wanted(decisions, grades, given, expected):
    chosen = Settings.of(Grades("g", "", decisions, {"job": grades}, {}), **given)
    assert (chosen.good, chosen.wanted) == expected
