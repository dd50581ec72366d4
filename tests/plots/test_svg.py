"""Figures as SVG: the same bytes each time, harmless in any page, alone in it."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

import matplotlib as mpl
import pytest
from lxml import etree, html
from matplotlib.figure import Figure
from matplotlib.text import Text

import matcher.plots as plots
from matcher.errors import InputError
from tests.conftest import ROOT
from tests.plots.piles import BANDS, HOSTILE, hostile, matrix, ranking
from tests.plots.test_looks import FIGURES, figure_of

_NAMES = ["waterfall, hostile", "heat map, hostile", "sensitivity", "learned", "calibration"]


def parsed(text: str):
    return etree.fromstring(text)


@pytest.mark.parametrize("name", _NAMES)
def test_the_same_bytes_twice_whatever_is_set_outside(name):
    first = plots.figure_svg(FIGURES[name]())
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.grid": True,
                         "text.parse_math": True, "font.family": "monospace"}):  # fmt: skip
        before = dict(mpl.rcParams)
        assert plots.figure_svg(FIGURES[name]()) == first
        assert dict(mpl.rcParams) == before


def test_the_same_bytes_in_another_process_with_another_hash_seed():
    code = (
        "import matcher.plots as p; from tests.plots.piles import matrix;"
        "import sys; sys.stdout.write(p.figure_svg(p.weight_sensitivity(matrix(20))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdout == plots.figure_svg(plots.weight_sensitivity(matrix(20)))


@pytest.mark.parametrize("name", FIGURES)
def test_an_svg_refers_to_nothing_and_runs_nothing(name):
    text = plots.figure_svg(FIGURES[name]())
    root = parsed(text)
    tags = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert tags <= {"svg", "title", "desc", "defs", "g", "path", "use", "clipPath", "rect",
                    "pattern"}  # fmt: skip
    ids = [element.get("id") for element in root.iter(etree.Element) if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert key != "style"
            assert "xlink" not in key
            if key == "href":
                assert value[0] == "#"
                assert value[1:] in ids
            if "url(" in value:
                assert value[5:-1] in ids
    assert list(root.iter(etree.Comment)) == []
    assert "<!DOCTYPE" not in text
    assert "\n<?xml" not in text


def test_a_screen_reader_is_told():
    result = hostile()
    figure = plots.ledger_waterfall(result.ranked[0].ledger, result)
    root = parsed(plots.figure_svg(figure, prefix="mine"))
    assert root.get("role") == "img"
    said = {e.get("id"): e.text for e in root if e.get("id") in ("mine-title", "mine-desc")}
    assert root.get("aria-labelledby").split() == list(said)
    assert said["mine-title"].startswith("<script>alert(1)</script>: ")
    assert said["mine-desc"].endswith(" of 100.00" + said["mine-desc"].rpartition(" of 100.00")[2])


def test_hostile_words_are_words_in_a_page():
    result = hostile()
    svg = plots.figure_svg(plots.requirement_heatmap(result))
    page = html.fromstring(f"<!doctype html><html><body>{svg}<p id=after>x</p></body></html>")
    assert page.xpath("//script | //b") == []
    assert [p.get("id") for p in page.xpath("//p")] == ["after"]
    assert page.xpath("//svg")[0].getnext().get("id") == "after"


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_is_read_as_a_formula(name):
    figure = figure_of(name)
    assert not [t.get_text() for t in figure.findobj(Text) if t.get_text() and t.get_parse_math()]


def test_hostile_ids_stand_as_they_are_but_for_what_hides():
    labels = [t.get_text() for t in figure_of("heat map, hostile").axes[1].get_yticklabels()]
    shown = dict(zip(HOSTILE, HOSTILE, strict=True)) | {
        "a\u202eb\x00\ud800": "a\ufffdb\ufffd\ufffd", "李明": "\ufffd\ufffd"
    }  # fmt: skip
    assert len(labels) == len(shown)
    for words in shown.values():
        assert any(f".  {words}  " in label for label in labels), words


def test_ids_of_figures_on_one_page_differ():
    result = ranking(3, 4)
    texts = [plots.figure_svg(plots.ledger_waterfall(r.ledger, result)) for r in result.ranked]
    ids = [{e.get("id") for e in parsed(t).iter(etree.Element)} - {None} for t in texts]
    assert all(not one & other for one, other in combinations(ids, 2))
    again = plots.figure_svg(plots.ledger_waterfall(result.ranked[0].ledger, result), prefix="x")
    assert all(
        e.get("id").startswith("x-") for e in parsed(again).iter(etree.Element) if e.get("id")
    )


@pytest.mark.parametrize("prefix", ["", "1a", 'a" onload="x', "a b"])
def test_a_prefix_that_is_no_name_is_refused(prefix):
    with pytest.raises(ValueError, match="letters, digits and hyphens"):
        plots.figure_svg(Figure(), prefix=prefix)


def test_a_figure_shows_itself_in_a_notebook():
    figure = plots.calibration(BANDS)
    assert figure._repr_svg_() == plots.figure_svg(figure)


def test_importing_the_room_loads_no_matplotlib():
    code = "import matcher.plots, sys; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.style", None)
    with pytest.raises(InputError, match=r"pip install 'requirement-matcher\[notebook\]'"):
        plots.calibration(BANDS)
