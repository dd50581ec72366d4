"""What notebooks show of evaluations and learned policies is what they hold."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

import matcher.tuning
from matcher.errors import InputError
from matcher.matching import Matcher
from matcher.scoring import Policy
from matcher.tuning import evaluate, learn, pair_features, pair_grades, read_study
from matcher.tuning.evaluation import Settings
from tests.tuning import invented
from tests.tuning.graded import STUDY, read


@pytest.fixture(scope="module")
def study():
    return read(matcher=Matcher())


@pytest.fixture(scope="module")
def evaluation(study):
    other = study.under(Policy.default().with_weights(must=12))
    return evaluate(study, others={"heavier": other})


@pytest.fixture(scope="module")
def learned():
    return learn(invented.study(), resamples=19)


def plain(shown) -> str:
    return unescape(re.sub(r"<[^>]+>", "", shown._repr_html_()))


def test_every_name_is_found_where_it_lives():
    assert set(matcher.tuning.__all__) <= set(dir(matcher.tuning))
    assert all(callable(getattr(matcher.tuning, name)) for name in matcher.tuning.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = matcher.tuning.nothing


def test_a_study_is_read_with_what_is_left_out(study):
    found = read_study(
        Matcher(),
        str(STUDY / "grades.csv"),
        [str(STUDY / "jobs")],
        [str(STUDY / "candidates.csv")],
        as_of="2026-11-01",
    )
    assert (found.policy, found.as_of) == (Policy.default(), date(2026, 11, 1))
    assert found.grades.by_job == study.grades.by_job
    with pytest.raises(InputError, match="as_of: 'tomorrow' is no date"):
        read_study(Matcher(), str(STUDY / "grades.csv"), [], [], as_of="tomorrow")


def test_an_evaluation_measures_what_suits_the_grades(study, evaluation):
    assert evaluation.settings == Settings.of(study.grades)


@pytest.mark.parametrize("measure", ["ndcg", "precision", "recall", "tau_b"])
def test_tables_hold_the_figures(evaluation, measure):
    table, by_job = evaluation.to_frame(measure), evaluation.by_job(measure)
    assert list(table.index) == list(by_job.columns) == [each.ranker for each in evaluation.results]
    for each in evaluation.results:
        figures = each.figures[measure]
        assert table.loc[each.ranker, "mean"] == pytest.approx(figures.estimate.mean, nan_ok=True)
        assert by_job[each.ranker].tolist() == pytest.approx(figures.by_job, nan_ok=True)
        if each.behind:
            behind = each.behind[measure].estimate.mean
            assert table.loc[each.ranker, "behind"] == pytest.approx(behind, nan_ok=True)
    assert table["behind"].isna().tolist()[0]


def test_a_measure_goes_by_either_name(evaluation):
    assert evaluation.to_frame("NDCG@10").equals(evaluation.to_frame("ndcg"))
    with pytest.raises(InputError, match="no measure 'accuracy'"):
        evaluation.by_job("accuracy")


def test_an_evaluation_shows_itself_as_the_command_prints_it(evaluation):
    assert repr(evaluation) == (
        "<Evaluation of matcher, heavier, TF-IDF, skill overlap, random on "
        f"{len(evaluation.study.jobs)} jobs>"
    )
    shown = plain(evaluation)
    assert all(each.ranker in shown for each in evaluation.results)
    assert f"{evaluation.results[0].figures['ndcg'].estimate.mean:.3f}" in shown


def test_calibration_is_drawn_of_any_policy(evaluation):
    first, second = evaluation.plot.calibration(), evaluation.plot.calibration("heavier")
    for name, drawn in {"matcher": first, "heavier": second}.items():
        for band in evaluation.calibrations[name].bands:
            if band.candidates:
                assert f"{band.low} to {band.high}: " in drawn.description
                assert f" of {band.candidates} " in drawn.description
    with pytest.raises(InputError, match="no policy 'TF-IDF'"):
        evaluation.plot.calibration("TF-IDF")


def test_what_was_learned_shows_itself(learned):
    assert repr(learned) == f"<Learned from {learned.sample.candidates} candidates of 12 jobs>"
    shown = plain(learned)
    assert all(each.name in shown for each in learned.figures)


def test_only_what_was_learned_is_drawn(learned):
    drawn = learned.plot.weights()
    told = set(re.findall(r"([\w.]+): [\d.e-]+ by default", drawn.description))
    moved = {e.name for e in learned.figures if e.low is not None or e.after != e.before}
    assert told == moved
    assert moved < {each.name for each in learned.figures}


def test_a_learned_policy_is_saved_as_a_draft(learned, tmp_path):
    path = tmp_path / "learned.yaml"
    learned.save(str(path), by="A. Analyst", on=date(2026, 11, 2))
    saved = Policy.load(path)
    assert (saved.status, saved.provenance.learned.by) == ("draft", "A. Analyst")
    assert saved.provenance.learned.day == date(2026, 11, 2)


def test_grades_stand_beside_their_pairs():
    of = invented.study(jobs=2, people=12)
    rows, grades = pair_features(of), pair_grades(of)
    assert rows.index.equals(grades.index)
    for each in of.jobs:
        assert grades.loc[each.name].to_dict() == dict(
            zip(each.candidate_ids, each.grades, strict=True)
        )
