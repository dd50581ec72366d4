"""Sliders: what they do without a front end, and that the widgets do it."""

from __future__ import annotations

import builtins
import re
import sys

import ipywidgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import Policy
from matcher.errors import ConfigError, InputError
from matcher.notebook.board import CONTROLS, GATE, PARTIAL_PASSES, Board, in_order, values_of
from matcher.notebook.sliders import Sliders

LEVELS = ("levels.must", "levels.preferred", "levels.bonus")


@pytest.fixture
def board(results):
    return Board(results, 5)


@pytest.fixture
def sliders(results):
    return results.sliders(5)


def levels(values):
    return tuple(values[key] for key in LEVELS)


@pytest.mark.parametrize(
    ("key", "value", "after"),
    [
        ("levels.must", 9, (9, 2, 1)),
        ("levels.must", 2, (2, 1, 0)),
        ("levels.preferred", 9, (12, 9, 1)),
        ("levels.preferred", 1, (6, 1, 0)),
        ("levels.bonus", 5, (10, 7, 5)),
        ("importance.most", 200, (6, 2, 1)),
        ("evidence.claimed", 0, (6, 2, 1)),
    ],
)
def test_levels_follow(board, key, value, after):
    board.move(key, value)
    assert levels(board.values) == after
    assert board.values[key] == value
    assert board.message == ""
    assert values_of(board.results.policy) == board.values


moves = st.tuples(st.sampled_from(LEVELS), st.integers(0, 20)) | st.tuples(
    st.just("importance.most"), st.integers(100, 200)
)


@given(moves=st.lists(moves, max_size=6))
def test_levels_stay_in_order_as_far_as_they_can_move(moves):
    values = values_of(Policy.default())
    for key, value in moves:
        value = max(value, 1) if key == "levels.must" else value
        values = in_order({**values, key: value}, key)
        assert values[key] == value
        most, (must, preferred, bonus) = values["importance.most"], levels(values)
        assert 1 <= must <= 20
        figures = {"levels": dict(zip(("must", "preferred", "bonus"), levels(values), strict=True))}
        figures["importance"] = {"most": most}
        if must * 100 >= preferred * most and preferred * 100 >= bonus * most:
            Policy.default().replaced(**figures)
        else:
            assert 20 in (must, preferred)
            with pytest.raises(ConfigError):
                Policy.default().replaced(**figures)


def test_a_wrong_combination_is_told_in_the_policys_words_and_changes_nothing(board):
    board.move("levels.must", 12)
    before = board.results
    board.move("levels.preferred", 20)
    assert board.results is before
    assert "preferred 20 times importance.most 130 % exceeds must 20" in board.message
    board.move("levels.preferred", 10)
    assert board.message == ""
    assert levels(board.values) == (20, 10, 1)


def test_moves_are_told_with_what_moved_them(board, results):
    assert board.moves() == "Nobody in the top 5 changed rank."
    board.move("levels.must", 12)
    said = board.moves()
    moved = board.results.moved(results)
    shown = moved[(moved["rank_after"] <= 5) | (moved["rank_before"] <= 5)]
    named = dict(re.findall(r"(c\d+) ([▲▼] \d+)", said))
    assert named == {
        key: f"▲ {n}" if n > 0 else f"▼ {-n}" for key, n in shown["change"].items() if n
    }
    assert said.index("Rose:") < said.index("Fell:")
    assert all(label in said for label in shown[shown["change"] != 0]["label"].str[:60])


def test_knock_outs_are_told_without_points(board):
    board.move("gates.must", "rank_below")
    assert re.search(r"Rose: c\d+ ▲ \d+, \d+ → \d+ \(knock-outs\)", board.moves())


def test_many_movers_are_counted(results):
    board = Board(results, 63)
    board.move("levels.must", 20)
    assert re.search(r"and \d+ more\.", board.moves())


def test_back_to_the_beginning(board, results):
    board.move("levels.must", 12)
    board.move(GATE, "rank_below")
    board.reset()
    assert board.results is results
    assert board.values == values_of(results.policy)


def test_a_saved_policy_is_the_one_shown(board, tmp_path):
    board.move("levels.must", 12)
    board.move("evidence.claimed", 5000)
    path = tmp_path / "own.yaml"
    said = board.save(str(path))
    assert Policy.load(path) == board.results.policy
    assert said == f"{path}: levels.must 6 → 12, evidence.claimed 6500 → 5000"
    board.reset()
    assert board.save(str(path)).endswith("the default policy")


def test_every_control_is_a_figure_of_the_policy_within_its_range(results):
    default = values_of(results.policy)
    for group in CONTROLS.values():
        for control in group:
            assert control.low <= default[control.key] <= control.high
            assert default[control.key] % control.unit == 0


def test_a_slider_moves_the_ranking(sliders, results):
    sliders.inputs["levels.must"].value = 12
    assert sliders.policy.levels.must == 12
    assert re.findall(r"[▲▼] \d+", sliders.table.value)
    assert sliders.table.value == sliders.results.to_html(5, results)
    gained = sliders.results.moved(results).loc["c038", "points_gained"]
    said = f"Rose: c038 ▲ 5, 8 → 3 (Automated testing + CI/CD +{gained:.2f})"
    assert said in sliders.moves.value
    assert sliders.message.value == ""


def test_sliders_follow_each_other_and_the_board_is_moved_once(sliders, monkeypatch):
    calls = []
    move = Board.move
    monkeypatch.setattr(Board, "move", lambda *given: (calls.append(given[1:]), move(*given)))
    sliders.inputs["levels.preferred"].value = 9
    assert sliders.inputs["levels.must"].value == 12
    assert calls == [("levels.preferred", 9)]


def test_credits_are_shown_as_percents(sliders):
    slider = sliders.inputs["evidence.claimed"]
    assert (slider.value, slider.max, slider.continuous_update) == (65, 100, False)
    slider.value = 40
    assert sliders.policy.evidence.claimed == 4000


def test_gates_are_chosen(sliders):
    sliders.inputs[GATE].value = "rank_below"
    sliders.inputs[PARTIAL_PASSES].value = False
    gates = sliders.policy.gates
    assert (str(gates.must), gates.partial_passes) == ("rank_below", False)


def test_a_wrong_combination_is_shown(sliders):
    sliders.inputs["levels.preferred"].value = 20
    assert "Not possible:" in sliders.message.value
    assert "exceeds must 20" in sliders.message.value
    sliders.inputs["levels.preferred"].value = 4
    assert sliders.message.value == ""


def test_reset_brings_the_sliders_back(sliders, results):
    sliders.inputs["levels.must"].value = 12
    sliders.reset_button.click()
    assert sliders.inputs["levels.must"].value == 6
    assert sliders.results is results


def test_save_writes_the_file_or_says_why_not(sliders, tmp_path):
    sliders.inputs["levels.must"].value = 12
    sliders.file.value = str(tmp_path / "own.yaml")
    sliders.save_button.click()
    assert Policy.load(tmp_path / "own.yaml") == sliders.policy
    assert "levels.must 6 → 12" in sliders.saved.value
    sliders.file.value = str(tmp_path / "nowhere" / "<b>.yaml")
    sliders.save_button.click()
    assert "cannot be written" in sliders.saved.value
    assert "<b>" not in sliders.saved.value


def test_a_policy_beyond_a_slider_widens_it(results):
    sliders = Sliders(results.with_policy(Policy.default().with_weights(must=60)), 5)
    assert (sliders.inputs["levels.must"].value, sliders.inputs["levels.must"].max) == (60, 60)


def test_a_cell_shows_the_widget(sliders):
    shown = sliders._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert isinstance(sliders.widget, ipywidgets.VBox)


def test_without_ipywidgets_one_line_says_what_to_install(results, monkeypatch):
    monkeypatch.delitem(sys.modules, "matcher.notebook.sliders")
    monkeypatch.delitem(sys.modules, "ipywidgets")
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "ipywidgets":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"allowed: pip install 'requirement-matcher\[notebook\]'"):
        results.sliders()
