"""What results, evaluations and learned policies draw is what they hold."""

from __future__ import annotations

import re
import sys

import pytest

from matcher.errors import InputError
from matcher.report.figures import points_text
from tests.notebook.conftest import DAY, JOB

DRAWN = {
    "waterfall": lambda plot: plot.waterfall("c029"),
    "heatmap": lambda plot: plot.heatmap(top=4),
    "weight_sensitivity": lambda plot: plot.weight_sensitivity(top=3),
    "weight_swings": lambda plot: plot.weight_swings(top=3),
    "rank_acceptability": lambda plot: plot.rank_acceptability(top=4),
    "score_distribution": lambda plot: plot.score_distribution(),
}


@pytest.fixture(scope="module")
def blind(matcher, people):
    return matcher.rank_frame(JOB, people, as_of=DAY, blind=True)


@pytest.fixture(scope="module")
def filtered(matcher, people):
    return matcher.rank_frame(JOB, people, as_of=DAY, filters=["years>=5"])


def test_every_plot_is_tried(results):
    assert DRAWN.keys() == {name for name in dir(results.plot) if not name.startswith("_")}


@pytest.mark.parametrize("name", DRAWN)
def test_plots_show_themselves_in_a_notebook(results, name):
    assert DRAWN[name](results.plot)._repr_svg_().startswith("<svg ")


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "waterfall"])
def test_blind_results_draw_pseudonyms(results, blind, name):
    seeing, hidden = DRAWN[name](results.plot), DRAWN[name](blind.plot)
    assert not re.search(r"\bc0\d\d\b", hidden.heading + hidden.description)
    numbered = {key: f"candidate-{n:02d}" for n, key in enumerate(results.to_frame().index, 1)}
    renamed = re.sub(r"\bc0\d\d\b", lambda m: numbered[m[0]], seeing.description)
    assert renamed == hidden.description


def test_a_waterfall_is_the_ledger(results, blind):
    [score] = results.to_frame().loc[["c029"], "score"]
    drawn = results.plot.waterfall("c029")
    assert drawn.heading == f"c029: {score:.2f} of 100.00 points"
    for row in results.ledgers("c029").itertuples():
        if row.worth:
            assert f"{row.points:.2f} of {points_text(round(row.worth * 100))}" in drawn.description
    [place] = [n for n, key in enumerate(results.to_frame().index, 1) if key == "c029"]
    hidden = blind.plot.waterfall(f"candidate-{place:02d}")
    assert hidden.heading == drawn.heading.replace("c029", f"candidate-{place:02d}")


def test_whom_a_filter_took_out_is_in_no_figure(filtered):
    frame = filtered.to_frame()
    out = set(frame.index[frame["rank"].isna()])
    assert len(out) >= 5
    for name in DRAWN.keys() - {"waterfall"}:
        drawn = DRAWN[name](filtered.plot)
        assert not out & set(re.findall(r"c0\d\d", drawn.description))
    ranked = int(frame["rank"].notna().sum())
    assert f"scores of {ranked} candidates" in filtered.plot.score_distribution().heading


def test_acceptability_is_what_certainty_says(results):
    table = results.certainty()
    shares = {key: results.acceptability.acceptability(key) for key in table.index}
    assert all(
        shares[row.Index].get(1, 0.0) == pytest.approx(row.first_share, abs=1e-4)
        for row in table.itertuples()
    )
    drawn = results.plot.rank_acceptability("c029", "c034")
    assert re.findall(r"c0\d\d", drawn.description) == ["c029", "c034"]


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda plot: plot.waterfall("c29"), "no candidate 'c29'"),
        (lambda plot: plot.heatmap(top=0), "top is 0"),
        (lambda plot: plot.weight_sensitivity("levels.most"), "'levels.most' is no weight"),
        (lambda plot: plot.weight_swings(top=0), "top"),
        (lambda plot: plot.rank_acceptability("c015"), "'c015' has no rank"),
        (lambda plot: plot.rank_acceptability(top=0), "ranks is 0"),
    ],
)
def test_what_cannot_be_drawn_is_said(results, draw, words):
    with pytest.raises(InputError, match=re.escape(words)):
        draw(results.plot)


def test_without_matplotlib_one_line_says_what_to_install(results, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "matplotlib.figure", raising=False)
    monkeypatch.delitem(sys.modules, "matcher.plots.figure", raising=False)
    with pytest.raises(InputError, match=r"requirement-matcher\[notebook\]"):
        results.plot.heatmap()
