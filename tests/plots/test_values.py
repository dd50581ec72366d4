"""What a figure draws is what the scoring room says: values read back from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import QuadMesh

import matcher.plots as plots
from matcher.errors import InputError
from matcher.model import Status
from matcher.report.wording import SIGNS
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.robustness import rank_acceptability
from matcher.scoring.sensitivity import weight_sweep, weight_swings
from tests.plots.piles import Band, bars, drawn, matrix, ranking, silent, words_of
from tests.report.explained import ranking as seeing
from tests.report.results import result as full


def hundredths(values) -> list[int]:
    found = [round(value * 100) for value in values]
    assert np.allclose([value * 100 for value in values], found, atol=1e-6)
    return found


LEDGERS = {
    "all kinds": (full(), 0),
    "nothing shown": (full(), 1),
    "nothing readable": (full(), 2),
    "planned": (seeing(), 1),
    "many": (ranking(3, 60), 0),
    "no points": (silent(), 0),
}


@pytest.mark.parametrize("name", LEDGERS)
def test_the_waterfall_adds_up_to_the_score(name):
    result, number = LEDGERS[name]
    ledger = result.ranked[number].ledger
    figure = plots.ledger_waterfall(ledger, result)
    *parts, total = hundredths(bars(figure, "earned"))
    assert sum(parts) == total == ledger.score
    worthy = [entry for entry in ledger.entries if entry.worth]
    assert sorted(parts) == sorted(entry.points for entry in worthy)
    *could, more = hundredths(bars(figure, "unknown"))
    assert sum(could) == more == ledger.score_high - ledger.score
    *missed, _ = hundredths(bars(figure, "not earned"))
    assert sum(parts) + sum(could) + sum(missed) == 10_000
    shown = [text for text in words_of(figure) if text.startswith(f"{ledger.score // 100}.")]
    assert any(f"{ledger.score / 100:.2f} of 100.00" in text for text in shown)


def test_each_bar_begins_where_the_one_before_it_ended():
    result = ranking(1, 12)
    figure = plots.ledger_waterfall(result.ranked[0].ledger, result)
    [earned] = [c for c in figure.axes[0].containers if c.get_label() == "earned"]
    at = 0.0
    for patch in earned.patches[:-1]:
        assert patch.get_x() == pytest.approx(at)
        at += patch.get_width()
    assert earned.patches[-1].get_x() == 0


def test_a_plan_or_the_job_itself_will_do():
    result = seeing()
    ledger = result.ranked[0].ledger
    told = {
        plots.ledger_waterfall(ledger, asked).description
        for asked in (result, result.plan, result.job)
    }
    assert len(told) == 1


def test_the_heat_map_holds_every_credit_by_level_and_worth():
    result = ranking(9, 12)
    figure = plots.requirement_heatmap(result, top=5)
    axes = figure.axes[1]
    [mesh] = axes.findobj(QuadMesh)
    credits_drawn = np.round(np.asarray(mesh.get_array()) * 10_000).astype(int)
    entries = [
        sorted((e for e in r.ledger.entries if e.worth),
               key=lambda e: (["must", "preferred", "bonus"].index(e.level), -e.worth))
        for r in result.placed[:5]
    ]  # fmt: skip
    assert credits_drawn.tolist() == [[e.assessment.low for e in row] for row in entries]
    signs = [text.get_text() for text in axes.texts]
    assert signs == [SIGNS[e.assessment.status] for row in entries for e in row]
    unknown = sum(e.assessment.status is Status.UNKNOWN for row in entries for e in row)
    assert sum(patch.get_hatch() is not None for patch in axes.patches) == unknown > 0
    assert axes.get_yticklabels()[0].get_text().split()[1] == (result.placed[0].ledger.candidate_id)
    heights = [patch.get_height() for patch in figure.axes[0].patches]
    assert hundredths(heights) == [e.worth for e in entries[0]]


def test_a_blind_heat_map_shows_pseudonyms():
    result = seeing()
    words = " ".join(words_of(plots.requirement_heatmap(result.blinded())))
    assert "candidate-1" in words
    assert not [key for key in result.candidates if key in words]


@pytest.mark.parametrize("parameter", ["levels.preferred", "r3"])
def test_lines_are_the_ranks_of_the_sweep(parameter):
    known = matrix(40)
    swept = weight_sweep(known, parameter)
    figure = plots.weight_sensitivity(known, parameter, top=5)
    lines = {line.get_label(): line for line in figure.axes[0].lines}
    in_top = {
        key for key, ranks in zip(swept.candidate_ids, swept.ranks.T, strict=True)
        if (ranks <= 5).any()
    }  # fmt: skip
    assert in_top <= set(lines)
    assert len(lines) == len(in_top) + 1
    for key in in_top:
        assert lines[key].get_xdata() == pytest.approx(swept.values)
        column = swept.candidate_ids.index(key)
        assert list(lines[key].get_ydata()) == swept.ranks[:, column].tolist()
    bottom, top = figure.axes[0].get_ylim()
    assert bottom > top
    assert any(text == f"now {swept.present:g}" for text in words_of(figure))


def test_equals_beyond_measure_are_counted_not_drawn():
    known = matrix(500)
    known.low[:] = 5000
    figure = plots.weight_sensitivity(known, top=4)
    assert len(figure.axes[0].lines) == 12 + 1
    assert any("but for 487 more" in text for text in words_of(figure))


def test_bars_are_the_swings():
    known = matrix(30)
    swings = weight_swings(known, 5)
    figure = plots.weight_swings(known, 5)
    assert bars(figure, "doubled") == [s.shift_high for s in swings]
    assert bars(figure, "halved") == [-s.shift_low for s in swings]
    assert max(s.shift_high for s in swings) > 0


@pytest.mark.parametrize("ranks", [1, 4, 100])
def test_cells_are_the_shares_of_the_weightings(ranks):
    known = matrix(12)
    found = rank_acceptability(known, 300)
    ids = list(found.columns)[:6]
    figure = plots.rank_acceptability(found, ids, ranks)
    [mesh] = figure.axes[0].findobj(QuadMesh)
    table = np.asarray(mesh.get_array())
    assert table.sum(axis=1) == pytest.approx(1)
    for key, row in zip(ids, table, strict=True):
        shares = found.acceptability(key)
        own = min(ranks, table.shape[1])
        for rank in range(1, own + 1):
            if rank - 1 < table.shape[1] - (table.shape[1] > ranks):
                assert row[rank - 1] == pytest.approx(shares.get(rank, 0.0))


@pytest.mark.parametrize("size", [1, 2, 30])
def test_stacked_bars_are_the_scores(size):
    known = matrix(size)
    table = known.scores()
    scores = sorted(table.score[known.readable].tolist(), reverse=True)
    figure = plots.score_distribution(known)
    labels = [c.get_label() for c in figure.axes[1].containers]
    by_level = [bars(figure, label, 1) for label in labels if label != "unknown"]
    assert hundredths(np.sum(by_level, axis=0)) == scores
    counted = [patch.get_height() for patch in figure.axes[0].patches]
    assert sum(counted) == len(scores)
    more = table.score_high[known.readable].sum() - sum(scores)
    assert sum(hundredths(bars(figure, "unknown", 1))) == more


def test_a_ranking_and_its_credits_are_drawn_alike():
    result = seeing()
    credits_of = CreditMatrix.from_ledgers(result.plan, [r.ledger for r in result.ranked])
    one, other = plots.score_distribution(result), plots.score_distribution(credits_of)
    assert plots.figure_svg(one) == plots.figure_svg(other)


def test_many_are_drawn_as_means_of_neighbours():
    figure = plots.score_distribution(matrix(100_000))
    labels = [c.get_label() for c in figure.axes[1].containers if c.get_label() != "unknown"]
    means = np.sum([bars(figure, label, 1) for label in labels], axis=0)
    assert len(means) == 100
    assert (np.diff(means) < 0).all()
    scores = matrix(100_000).scores().score[matrix(100_000).readable]
    assert means.mean() * 100 == pytest.approx(scores.mean(), rel=1e-3)
    assert sum(patch.get_height() for patch in figure.axes[0].patches) == 99_999
    assert any("Without an honest rank, so not drawn: 1." in text for text in words_of(figure))


DEFAULT = {"levels.must": 6, "levels.bonus": 1, "evidence.claimed": 0.65, "years.stated": 0.8,
           "years.50": 0.5, "years.80": 0.85}  # fmt: skip
LEARNED = {"levels.must": (7.4, 6.2, 9.0), "levels.bonus": (0.3, None, None),
           "evidence.claimed": (0.42, 0.31, 0.56), "years.stated": (0.7, None, None),
           "years.80": (0.7, None, None), "years.50": (0.35, 0.25, 0.47)}  # fmt: skip


def lines_of(axes, label: str):
    return next(line for line in axes.lines if line.get_label() == label)


def test_learned_figures_and_defaults_stand_where_they_are():
    figure = plots.learned_weights(DEFAULT, LEARNED)
    levels, evidence, years, curve = figure.axes
    assert list(lines_of(levels, "learned").get_xdata()) == [7.4, 0.3]
    assert list(lines_of(levels, "default").get_xdata()) == [6, 1]
    assert list(lines_of(evidence, "learned").get_xdata()) == [42]
    assert list(lines_of(years, "default").get_xdata()) == [80]
    assert list(lines_of(curve, "learned").get_ydata()) == [35, 70]
    assert list(lines_of(curve, "default").get_xdata()) == [50, 80]
    intervals = [list(x.get_xdata()) for x in levels.lines if x.get_label() == "interval"]
    assert intervals == [[6.2, 9.0]]
    [interval] = [c for c in curve.collections if c.get_label() == "interval"]
    assert [s.tolist() for s in interval.get_segments()] == [[[50, 25], [50, 47]]]
    assert "years.80: 0.85 by default, 0.7 learned; " in figure.description


def test_shares_by_band_and_counts_stand_where_they_are():
    bands = [Band(0, 25, 10, 0.0, (0.0, 0.1)), Band(25, 50, 0, float("nan"), None),
             Band(50, 100, 30, 0.5, (0.3, 0.7))]  # fmt: skip
    figure = plots.calibration(bands)
    [shares] = figure.axes[0].containers
    assert list(shares.lines[0].get_xdata()) == [12.5, 75]
    assert list(shares.lines[0].get_ydata()) == [0, 50]
    ends = [segment[:, 1].tolist() for segment in shares.lines[2][0].get_segments()]
    assert ends == [pytest.approx([0, 10]), pytest.approx([30, 70])]
    assert [patch.get_height() for patch in figure.axes[1].patches] == [10, 0, 30]
    assert "all 38 %" in words_of(figure)
    assert figure.description.endswith("25 to 50: nobody; 50 to 100: 50 % of 30 hired.")


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: plots.requirement_heatmap(ranking(), 0), "top is 0; allowed: 1 or more"),
        (lambda: plots.requirement_heatmap(replace(ranking(), ranked=())), "no candidate has a"),
        (lambda: plots.score_distribution(replace(ranking(), ranked=())), "no candidate has a"),
        (lambda: plots.weight_sensitivity(matrix(), "levels.soft"), "'levels.soft' is no weight"),
        (lambda: plots.weight_sensitivity(matrix(), top=0), "top is 0; allowed: 1 or more"),
        (lambda: plots.rank_acceptability(rank_acceptability(matrix(), 5), ["x"]), "'x' has no r"),
        (lambda: plots.rank_acceptability(rank_acceptability(matrix(), 5), []), "no candidate is"),
        (lambda: plots.rank_acceptability(rank_acceptability(matrix(), 5), ["x"], 0), "ranks is 0"),
        (lambda: plots.learned_weights({}, {}), "nothing was learned"),
        (lambda: plots.learned_weights({}, LEARNED), "'levels.must' has no default figure"),
        (lambda: plots.learned_weights(DEFAULT, {"levels.must": (1, 3, 2)}), "interval 3 to 2"),
        (lambda: plots.learned_weights(DEFAULT, {"levels.must": (1, 3, None)}), "3 to None"),
        (lambda: plots.calibration([]), "there is no band"),
        (lambda: plots.calibration([Band(5, 5, 1, 0, None)]), "bands do not rise"),
        (lambda: plots.calibration([Band(0, 5, 1, 0, None)] * 2), "bands do not rise"),
        (lambda: plots.calibration([Band(0, 5, 1, 0.5, (0.6, 1))]), "band 1: the share 0.5 has"),
        (lambda: plots.calibration([Band(0, 5, 1, float("nan"), None)]), "the share nan has"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_cannot_be_drawn_is_said(draw, said):
    with pytest.raises(InputError, match=said):
        draw()


def test_drawing_changes_no_value():
    known = matrix(30)
    figure = drawn(plots.weight_sensitivity(known))
    assert figure.axes[0].get_ylim()[1] == 0.4
