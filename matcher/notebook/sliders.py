"""Sliders for weights, credits and gates over a live ranking, in JupyterLab and VS Code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets

from matcher.errors import InputError
from matcher.notebook.board import CONTROLS, GATE, GATES, PARTIAL_PASSES, Board, Control
from matcher.scoring import Policy

if TYPE_CHECKING:
    from matcher.notebook.results import Results

_WIDE = ipywidgets.Layout(width="25rem")
_SCROLLING = ipywidgets.Layout(width="100%", overflow="auto")
_LABEL = {"description_width": "11rem"}
_FILE = "policy.yaml"


class Sliders:
    """Sliders over a live ranking; a cell that ends in it shows them.

    Parameters
    ----------
    results : Results
        Where they begin, and what ranks are compared with.
    top : int
        How many candidates are shown.

    Attributes
    ----------
    board : Board
        What the sliders move.
    inputs : dict of str to widget
        By dotted key of the policy's figure.
    widget : ipywidgets.VBox
        All of it.
    """

    def __init__(self, results: Results, top: int) -> None:
        self.board = Board(results, top)
        self._following = False
        self._units = {each.key: each.unit for group in CONTROLS.values() for each in group}
        self.inputs: dict[str, Any] = {
            each.key: _slider(each, self.board.values[each.key])
            for group in CONTROLS.values()
            for each in group
        }
        self.inputs[GATE] = _choice("a must-have missing", GATES, self.board.values[GATE])
        self.inputs[PARTIAL_PASSES] = _tick(
            "a partly met one passes", self.board.values[PARTIAL_PASSES]
        )
        for key, shown in self.inputs.items():
            shown.observe(partial(self._moved, key), names="value")
        self.moves, self.message, self.saved = (ipywidgets.HTML() for _ in range(3))
        self.table = ipywidgets.HTML(layout=_SCROLLING)
        self.file = ipywidgets.Text(_FILE, description="file", layout=_WIDE, style=_LABEL)
        self.reset_button = _button("Reset", self._reset)
        self.save_button = _button("Save policy", self._save)
        self.widget = ipywidgets.VBox([self._controls(), self.message, self.moves, self.table])
        self._show()

    @property
    def results(self) -> Results:
        """The ranking that is shown."""
        return self.board.results

    @property
    def policy(self) -> Policy:
        """The policy that it is under."""
        return self.results.policy

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def _controls(self) -> ipywidgets.Widget:
        """The sliders under their headings; the weights are open."""
        boxes = [
            ipywidgets.VBox([self.inputs[each.key] for each in group])
            for group in CONTROLS.values()
        ]
        boxes.append(ipywidgets.VBox([self.inputs[GATE], self.inputs[PARTIAL_PASSES]]))
        folds = ipywidgets.Accordion(boxes, titles=(*CONTROLS, "Knock-outs"), selected_index=0)
        buttons = ipywidgets.HBox([self.reset_button, self.save_button, self.file])
        return ipywidgets.VBox([folds, buttons, self.saved])

    def _moved(self, key: str, change: Any) -> None:
        """A slider was moved, by a person or in following another."""
        if not self._following:
            self.board.move(key, self._figure(key, change["new"]))
            self._show()

    def _figure(self, key: str, shown: Any) -> Any:
        """What a policy file has for what a slider shows."""
        return round(shown * self._units[key]) if key in self._units else shown

    def _reset(self) -> None:
        self.board.reset()
        self.saved.value = ""
        self._show()

    def _save(self) -> None:
        try:
            self.saved.value = escape(f"Saved {self.board.save(self.file.value)}")
        except InputError as error:
            self.saved.value = escape(str(error))

    def _show(self) -> None:
        """Bring sliders, message and table to where the board is."""
        self._following = True
        try:
            for key, shown in self.inputs.items():
                value = self.board.values[key]
                shown.value = value / self._units[key] if key in self._units else value
        finally:
            self._following = False
        self.message.value = _warning(self.board.message)
        self.moves.value = escape(self.board.moves())
        self.table.value = self.board.table()


def _slider(control: Control, value: int) -> ipywidgets.Widget:
    """A slider; those of credits wait until they are let go, as all are then assessed anew."""
    unit = control.unit
    return ipywidgets.FloatSlider(
        value=value / unit,
        min=control.low / unit,
        max=max(control.high, value) / unit,
        step=1,
        description=control.label,
        readout_format=".0f",
        continuous_update=unit == 1,
        layout=_WIDE,
        style=_LABEL,
    )


def _choice(label: str, options: tuple[str, ...], value: str) -> ipywidgets.Widget:
    return ipywidgets.Dropdown(
        options=options, value=value, description=label, layout=_WIDE, style=_LABEL
    )


def _tick(label: str, value: bool) -> ipywidgets.Widget:
    return ipywidgets.Checkbox(value=value, description=label, layout=_WIDE, style=_LABEL)


def _button(label: str, pressed: Callable[[], None]) -> ipywidgets.Widget:
    button = ipywidgets.Button(description=label)
    button.on_click(lambda _: pressed())
    return button


def _warning(message: str) -> str:
    return f'<p role="alert"><b>Not possible:</b> {escape(message)}</p>' if message else ""
