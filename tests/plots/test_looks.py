"""Every figure can be read: nothing overlaps, whatever the size."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

import matcher.plots as plots
from matcher.scoring.robustness import rank_acceptability
from tests.plots.piles import BANDS, LONG, drawn, hostile, matrix, ranking, silent
from tests.plots.test_values import DEFAULT, LEARNED

BIG = ranking(40, 60, words=LONG, ids="candidate-with-a-rather-long-id-{:03d}")
SMALL = ranking(1, 1)
NAMES = [f"candidate-with-a-rather-long-id-{number:03d}" for number in range(60)]
_MANY = rank_acceptability(matrix(60, NAMES), 400)
FIGURES = {
    "waterfall of sixty": lambda: plots.ledger_waterfall(BIG.ranked[3].ledger, BIG),
    "waterfall of one": lambda: plots.ledger_waterfall(SMALL.ranked[0].ledger, SMALL),
    "waterfall of nothing": lambda: plots.ledger_waterfall(silent().ranked[0].ledger, silent()),
    "waterfall, hostile": lambda: plots.ledger_waterfall(hostile().ranked[0].ledger, hostile()),
    "heat map of sixty": lambda: plots.requirement_heatmap(BIG, 40),
    "heat map of one": lambda: plots.requirement_heatmap(SMALL),
    "heat map, hostile": lambda: plots.requirement_heatmap(hostile()),
    "sensitivity": lambda: plots.weight_sensitivity(matrix(60, NAMES)),
    "sensitivity of one": lambda: plots.weight_sensitivity(matrix(1)),
    "swings": lambda: plots.weight_swings(matrix(60, NAMES)),
    "acceptability": lambda: plots.rank_acceptability(_MANY, list(_MANY.columns)[:30], 15),
    "distribution": lambda: plots.score_distribution(BIG),
    "distribution of one": lambda: plots.score_distribution(SMALL),
    "learned": lambda: plots.learned_weights(DEFAULT, LEARNED),
    "calibration": lambda: plots.calibration(BANDS),
}


@cache
def figure_of(name: str):
    return drawn(FIGURES[name]())


def ticks_of(axis) -> list:
    """Labels of the ticks that are in view."""
    low, high = sorted(axis.get_view_interval())
    shown = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [label for tick in shown for label in (tick.label1, tick.label2)]


def boxes(figure):
    """Where each label stands, by axis: ticks, and what is written beside the axes."""
    renderer = figure.canvas.get_renderer()
    for number, axes in enumerate(figure.axes):
        kinds = {
            "x": ticks_of(axes.xaxis),
            "y": ticks_of(axes.yaxis),
            "beside": [t for t in axes.texts if t.get_transform() != axes.transData],
        }
        for kind, labels in kinds.items():
            written = [label for label in labels if label.get_visible() and label.get_text()]
            yield (
                f"{number} {kind}",
                [(t.get_text(), t.get_window_extent(renderer)) for t in written],
            )


@pytest.mark.parametrize("name", FIGURES)
def test_labels_do_not_overlap(name):
    figure = figure_of(name)
    for where, found in boxes(figure):
        for (one, box), (other, against) in combinations(found, 2):
            apart = not box.shrunk(0.98, 0.98).overlaps(against.shrunk(0.98, 0.98))
            assert apart, (where, one, other)


@pytest.mark.parametrize("name", FIGURES)
def test_all_that_is_written_stands_inside_the_figure(name):
    figure = figure_of(name)
    frame = figure.bbox
    written = [t for _, found in boxes(figure) for t in found]
    written.append(("heading", figure._suptitle.get_window_extent()))
    for text, box in written:
        assert box.x0 >= frame.x0 - 1, text
        assert box.x1 <= frame.x1 + 1, text
        assert box.y0 >= frame.y0 - 1, text
        assert box.y1 <= frame.y1 + 1, text


@pytest.mark.parametrize("name", FIGURES)
def test_the_legend_hides_no_title(name):
    figure = figure_of(name)
    renderer = figure.canvas.get_renderer()
    for axes in figure.axes:
        legend = axes.get_legend()
        if legend is not None:
            box = legend.get_window_extent(renderer)
            titles = [axes._left_title, axes.xaxis.label]
            for title in titles:
                assert not (title.get_text() and box.overlaps(title.get_window_extent(renderer)))


def test_a_hundred_thousand_are_drawn():
    known = matrix(100_000)
    assert drawn(plots.score_distribution(known)).axes
    assert drawn(plots.weight_sensitivity(known, values=[1.5, 2, 3])).axes
