"""Learned figures of a policy against those of the default, with how sure they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.plots.style import (
    HUES,
    LINE,
    QUIET,
    finish,
    new_plot,
    only_bottom,
    plain,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A learned figure with the ends of its interval, None where it has none.
Interval = tuple[float, float | None, float | None]
_CURVE = " curve"
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
    "years": _Group("Credit of years", _CREDIT, 100),
    "years curve": _Group("Credit by share of the years asked", _CREDIT, 100),
    "education": _Group("Credit of degrees", _CREDIT, 100),
    "languages": _Group("Credit of spoken languages", _CREDIT, 100),
}


def learned_weights(default: Mapping[str, float], learned: Mapping[str, Interval]) -> Figure:
    """Draw each learned figure with its interval beside the default one.

    Parameters
    ----------
    default : mapping of str to float
        Figures by their dotted names in the policy, as ``levels.must`` (a weight, in any unit) or
        ``evidence.claimed`` (a credit, 0 … 1).  Points of a curve end in their percent, as
        ``years.50``.
    learned : mapping of str to (float, float or None, float or None)
        Those that were learned: value, and low and high end of the interval, if it has one.

    Returns
    -------
    Figure
        A panel for each group of names: a stroke for the default, a dot with a bar for the learned
        figure and its interval, and a line between them; curves as lines with a band.

    Raises
    ------
    InputError
        If nothing was learned, a learned figure has no default, or an interval has one end or
        ends before it begins; or if matplotlib is not installed.

    Examples
    --------
    >>> learned_weights({"levels.must": 6}, {"levels.must": (7.5, 5.5, 9.1)}).description
    'levels.must: 6 by default, 7.5 learned (5.5 to 9.1).'
    """
    _check(default, learned)
    heading = "Learned figures against the default"
    told = "; ".join(_told(name, default[name], *figure) for name, figure in learned.items())
    groups: dict[str, list[str]] = {}
    for name in learned:
        groups.setdefault(_group_of(name), []).append(name)
    heights = [2.6 if key.endswith(_CURVE) else 0.7 + 0.3 * len(x) for key, x in groups.items()]
    with styled():
        plot = new_plot(heading, f"{told}.", 8.5, 1.4 + 0.35 * len(groups) + sum(heights))
        panels = plot.subplots(len(groups), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, (key, names) in zip(panels, groups.items(), strict=True):
            draw = _draw_curve if key.endswith(_CURVE) else _draw_dumbbells
            draw(axes, key, names, default, learned)
        _legend(plot)
        finish(
            plot, "An interval that holds the default says that the data do not tell the two apart."
        )
    return plot


def _check(default: Mapping[str, float], learned: Mapping[str, Interval]) -> None:
    if not learned:
        raise InputError("learned weights", "nothing was learned")
    for name, (_, low, high) in learned.items():
        if name not in default:
            raise InputError("learned weights", f"{name!r} has no default figure", "default")
        none = low is None and high is None
        if not none and (low is None or high is None or not low <= high):
            found = f"{name} has the interval {low} to {high}"
            raise InputError("learned weights", found, "learned", "low <= high, or None and None")


def _told(name: str, before: float, value: float, low: float | None, high: float | None) -> str:
    interval = "" if low is None else f" ({low:g} to {high:g})"
    return f"{plain(name)}: {before:g} by default, {value:g} learned{interval}"


def _group_of(name: str) -> str:
    """What a name begins with; points of a curve, which end in a percent, are a group of theirs."""
    first, _, last = name.partition(".")
    return first + _CURVE if last.isdecimal() else first


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
    before = [default[name] * group.scale for name in names]
    after = [learned[name][0] * group.scale for name in names]
    axes.hlines(places, before, after, color=LINE, linewidth=3.5, zorder=1)
    for place, name in enumerate(names):
        _, low, high = learned[name]
        if low is not None and high is not None:
            ends = [low * group.scale, high * group.scale]
            look: dict[str, Any] = {
                "color": HUES[0],
                "linewidth": 1.6,
                "marker": "|",
                "markersize": 7,
            }
            axes.plot(ends, [place, place], label="interval", zorder=2, **look)
    axes.plot(before, places, linestyle="", zorder=3, label="default", **_DEFAULT)
    axes.plot(after, places, linestyle="", zorder=4, label="learned", **_LEARNED)
    axes.set_yticks(places, labels=[plain(n.partition(".")[2] or n, 40) for n in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.margins(x=0.06)
    axes.set_xlim(0, 103 if group.scale > 1 else None)
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
    before = sorted((_percent(n), x) for n, x in default.items() if _group_of(n) == key)
    after = sorted((_percent(name), learned[name]) for name in names)
    known = [(at, low, high) for at, (_, low, high) in after if low is not None]
    axes.vlines(
        [at for at, _, _ in known],
        [(low or 0.0) * group.scale for _, low, _ in known],
        [(high or 0.0) * group.scale for _, _, high in known],
        color=HUES[0],
        linewidth=1.6,
        label="interval",
    )
    places, credits_before = [at for at, _ in before], [x * group.scale for _, x in before]
    axes.plot(places, credits_before, linestyle="--", label="default", **_DEFAULT | {"marker": "_"})
    credits_after = [value * group.scale for _, (value, _, _) in after]
    axes.plot([at for at, _ in after], credits_after, linewidth=1.6, label="learned", **_LEARNED)
    axes.set_xlim(0, 103)
    axes.set_ylim(0, 103)
    axes.set_title(group.title)
    axes.set_xlabel("% of the months asked" if key.startswith("years") else "%")
    axes.set_ylabel(group.unit.replace(", ", ",\n"))
    axes.grid()


def _percent(name: str) -> int:
    return int(name.partition(".")[2])


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
