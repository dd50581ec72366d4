"""Learned figures of a policy against those of the default, with how sure they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.plots.style import (
    HUES,
    INK,
    LINE,
    QUIET,
    new_plot,
    note_below,
    only_bottom,
    plain,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A learned figure with the ends of its interval.
Interval = tuple[float, float, float]
_CURVE = ".curve."
_DEFAULT: dict[str, Any] = {"color": QUIET, "marker": "|", "markersize": 13, "markeredgewidth": 2.2}
_LEARNED: dict[str, Any] = {"color": HUES[0], "marker": "o", "markersize": 6.5}


@dataclass(frozen=True, slots=True)
class _Group:
    """How figures whose names begin alike are drawn: what of them is shown, and in which unit."""

    title: str
    unit: str
    scale: float = 1.0


_CREDIT = "credit, % of a requirement"
_GROUPS = {
    "levels": _Group("Weight of a level", "weight"),
    "relations": _Group("Credit by relation to what is asked", _CREDIT, 100),
    "evidence": _Group("Credit by where it is shown", _CREDIT, 100),
    "years": _Group("Credit by share of the years asked", _CREDIT, 100),
    "education": _Group("Credit of degrees", _CREDIT, 100),
    "languages": _Group("Credit of spoken languages", _CREDIT, 100),
    "importance": _Group("Importance", "%"),
}


def learned_weights(default: Mapping[str, float], learned: Mapping[str, Interval]) -> Figure:
    """Draw each learned figure with its interval beside the default one.

    Parameters
    ----------
    default : mapping of str to float
        Figures by their dotted names in the policy, as ``levels.must`` (a weight) or
        ``evidence.claimed`` (a credit in ten-thousandths).  Points of a curve are named by their
        percent, as ``years.curve.50``.
    learned : mapping of str to (float, float, float)
        Those that were learned: value, and low and high end of the interval.

    Returns
    -------
    Figure
        A panel for each group of names: a stroke for the default, a dot with a bar for the learned
        figure and its interval, and a line between them; curves as lines with a band.

    Raises
    ------
    InputError
        If nothing was learned, a learned figure has no default, or its interval does not hold
        ``low <= value <= high``.

    Examples
    --------
    >>> learned_weights({"levels.must": 6}, {"levels.must": (7.5, 5.5, 9.1)}).description
    'levels.must: 6 by default, 7.5 learned (5.5 to 9.1).'
    """
    _check(default, learned)
    heading = "Learned figures against the default"
    told = "; ".join(
        f"{plain(name)}: {default[name]:g} by default, {value:g} learned ({low:g} to {high:g})"
        for name, (value, low, high) in learned.items()
    )
    groups: dict[str, list[str]] = {}
    for name in learned:
        group = name.partition(".")[0]
        groups.setdefault(group + _CURVE if _CURVE in name else group, []).append(name)
    heights = [2.6 if key.endswith(_CURVE) else 0.7 + 0.3 * len(x) for key, x in groups.items()]
    with styled():
        plot = new_plot(heading, f"{told}.", 8.5, 1.4 + 0.35 * len(groups) + sum(heights))
        panels = plot.subplots(len(groups), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, (key, names) in zip(panels, groups.items(), strict=True):
            draw = _draw_curve if key.endswith(_CURVE) else _draw_dumbbells
            draw(axes, key.partition(".")[0], names, default, learned)
        _legend(plot)
        note_below(
            plot, "An interval that holds the default says that the data do not tell the two apart."
        )
    return plot


def _check(default: Mapping[str, float], learned: Mapping[str, Interval]) -> None:
    if not learned:
        raise InputError("learned weights", "nothing was learned")
    for name, (value, low, high) in learned.items():
        if name not in default:
            raise InputError("learned weights", f"{name!r} has no default figure", "default")
        if not low <= value <= high:
            found = f"{name} {value:g} is outside its interval {low:g} to {high:g}"
            raise InputError("learned weights", found, "learned", "low <= value <= high")


def _group(name: str) -> _Group:
    return _GROUPS.get(name, _Group(plain(name, 40), "value"))


def _draw_dumbbells(
    axes: Axes,
    key: str,
    names: list[str],
    default: Mapping[str, float],
    learned: Mapping[str, Interval],
) -> None:
    group = _group(key)
    places = list(range(len(names)))
    before = [default[name] / group.scale for name in names]
    value, low, high = ([learned[name][i] / group.scale for name in names] for i in range(3))
    axes.hlines(places, before, value, color=LINE, linewidth=3.5, zorder=1)
    reach = [
        [v - x for v, x in zip(value, low, strict=True)],
        [x - v for v, x in zip(value, high, strict=True)],
    ]
    axes.errorbar(
        value,
        places,
        xerr=reach,
        linestyle="",
        color=HUES[0],
        elinewidth=1.6,
        capsize=3.5,
        zorder=2,
    )
    axes.plot(before, places, linestyle="", zorder=3, label="default", **_DEFAULT)
    axes.plot(value, places, linestyle="", zorder=4, label="learned", **_LEARNED)
    axes.set_yticks(places, labels=[plain(n.partition(".")[2] or n, 40) for n in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.margins(x=0.06)
    axes.set_title(group.title)
    axes.set_xlabel(group.unit)
    axes.grid(axis="x")
    only_bottom(axes)


def _draw_curve(
    axes: Axes,
    key: str,
    names: list[str],
    default: Mapping[str, float],
    learned: Mapping[str, Interval],
) -> None:
    group = _group(key)
    at = {name: float(name.rpartition(".")[2]) for name in names}
    known = {n: float(n.rpartition(".")[2]) for n in default if n.startswith(f"{key}{_CURVE}")}
    rising, before = sorted(names, key=at.__getitem__), sorted(known, key=known.__getitem__)
    value, low, high = ([learned[name][i] / group.scale for name in rising] for i in range(3))
    places = [at[name] for name in rising]
    axes.fill_between(places, low, high, color=HUES[0], alpha=0.18, linewidth=0, label="interval")
    axes.plot(
        [known[n] for n in before],
        [default[n] / group.scale for n in before],
        linestyle="--",
        linewidth=1.4,
        label="default",
        color=QUIET,
        marker="|",
        markersize=9,
    )
    axes.plot(places, value, linewidth=1.6, label="learned", **_LEARNED)
    axes.set_title(group.title)
    axes.set_xlabel("% of the months asked" if key == "years" else "%")
    axes.set_ylabel(group.unit.replace(", ", ",\n"))
    axes.grid()
    axes.spines[["left", "bottom"]].set_color(INK)


def _legend(plot: Figure) -> None:
    from matplotlib.lines import Line2D

    plot.legend(
        handles=[
            Line2D([], [], linestyle="", label="default", **_DEFAULT),
            Line2D([], [], linewidth=1.6, label="learned, with its interval", **_LEARNED),
        ],
        loc="outside upper right",
        ncols=2,
    )
