"""What a weight decides: ranks against its value, and which weight moves the top most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from matcher.errors import InputError
from matcher.model import ASKED_LEVELS, Job
from matcher.plots.style import (
    HUES,
    INK,
    LINE,
    QUIET,
    finish,
    line_style,
    new_plot,
    only_bottom,
    plain,
    short_id,
    styled,
)
from matcher.report.wording import LEVELS, short_label
from matcher.scoring.matrix import CreditMatrix
from matcher.scoring.sensitivity import WeightSweep, WeightSwing, weight_sweep
from matcher.scoring.sensitivity import weight_swings as swings_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Bars of a figure of swings: weights below the twentieth move nothing worth seeing.
_MOST_BARS = 20
#: Lines of a figure of ranks, in tops: more are not told apart.
_MOST_LINES = 3
#: Equals named beside one end of their lines.
_NAMED = 2


def weight_sensitivity(
    matrix: CreditMatrix,
    parameter: str = "levels.preferred",
    values: Sequence[float] | None = None,
    top: int = 10,
) -> Figure:
    r"""Draw ranks against one weight: who rises and who falls while it is turned.

    Parameters
    ----------
    matrix : CreditMatrix
        What the candidates showed; they are weighted anew, not assessed anew.
    parameter : str
        ``levels.must``, ``levels.preferred``, ``levels.bonus``, or the id of a requirement.
    values : sequence of float, optional
        Of the weight, in units of a level; by default all that the policy's rules admit
        (:func:`matcher.scoring.sensitivity.weight_sweep`).
    top : int
        Whoever is among the first so many under any of the values has a line.

    Returns
    -------
    Figure
        Rank 1 on top; the present weight marked.  Lines end where they leave three times the top.

    Raises
    ------
    InputError
        If the weight or a value is not allowed, ``top`` is not at least 1, or matplotlib is
        not installed.

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from matcher.job.parser import JobParser
    >>> from matcher.rules import load_rules
    >>> from matcher.scoring import Policy, plan
    >>> from matcher.taxonomy.store import load_taxonomy
    >>> skills = load_taxonomy()
    >>> job = JobParser(skills, load_rules()).parse("Required\n- Java\nPreferred\n- SQL\n- Kafka")
    >>> asked = plan(job, skills, Policy.default(), date(2026, 1, 1))
    >>> shown = np.array([[10_000, 0], [0, 10_000], [0, 10_000]], dtype=np.int32)
    >>> matrix = CreditMatrix(asked, ["a", "b"], shown, shown, np.array([True, True]))
    >>> weight_sensitivity(matrix, "levels.preferred", [4]).description
    'a is ranked 1 now, 1 at 2, 2 at 4; b is ranked 2 now, 2 at 2, 1 at 4.'
    """
    if top < 1:
        raise InputError("weights", f"top is {top}", "top", "1 or more")
    swept = weight_sweep(matrix, parameter, values)
    ranks = np.asarray(swept.ranks)
    in_top = np.flatnonzero((ranks <= top).any(axis=0))
    now = swept.values.index(swept.present)
    everybody = sorted(in_top.tolist(), key=lambda i: (ranks[now, i], swept.candidate_ids[i]))
    order = everybody[: _MOST_LINES * top]
    name = _name(matrix.plan.job, parameter)
    heading = f"{_title(matrix)}: ranks against the weight of {name}"
    deepest = int(min(ranks[:, order].max(initial=1), 3 * top))
    with styled():
        plot = new_plot(heading, _told(swept, order, now), 9.5, 2.2 + 0.26 * deepest)
        axes = plot.subplots()
        _draw_lines(axes, swept, order, deepest)
        _name_lines(axes, swept, order, deepest)
        axes.axvline(swept.present, color=INK, linewidth=1, linestyle="--", zorder=0.5)
        axes.annotate(
            f"now {swept.present:g}",
            (swept.present, 1),
            (0, 3),
            ha="center",
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
        )
        axes.set_xlabel(f"Weight of {name}; by level: {_by_level(matrix)}")
        axes.set_ylabel("Rank")
        finish(plot, _note(top, len(swept.values), len(everybody) - len(order)))
    return plot


def _note(top: int, values: int, left_out: int) -> str:
    words = f"Whoever is in the first {top} under any of {values} values has a line"
    if left_out:
        words += f", but for {left_out:,} more"
    return f"{words}; all other weights stay."


def _title(matrix: CreditMatrix) -> str:
    return plain(matrix.plan.job.title or "Untitled job", 50)


def _by_level(matrix: CreditMatrix) -> str:
    """The weights of all levels now."""
    policy = matrix.plan.policy
    return ", ".join(f"{LEVELS[x].lower()} {policy.weight(x)}" for x in ASKED_LEVELS)


def _name(job: Job, parameter: str) -> str:
    by_level = {f"levels.{level}": f"“{LEVELS[level]}”" for level in ASKED_LEVELS}
    if parameter in by_level:
        return by_level[parameter]
    asked = next(r for r in job.requirements if r.id == parameter)
    return f"{plain(parameter)} “{plain(short_label(asked), 36)}”"


def _told(swept: WeightSweep, order: list[int], now: int) -> str:
    parts = [
        f"{short_id(swept.candidate_ids[i])} is ranked {swept.ranks[now, i]} now, "
        f"{swept.ranks[0, i]} at {swept.values[0]:g}, {swept.ranks[-1, i]} at {swept.values[-1]:g}"
        for i in order
    ]
    return "; ".join(parts) + "."


def _draw_lines(axes: Axes, swept: WeightSweep, order: list[int], deepest: int) -> None:
    every = max(1, len(swept.values) // 8)
    for number, index in enumerate(order):
        axes.plot(
            swept.values,
            swept.ranks[:, index],
            markevery=(number % every, every),
            markersize=5,
            linewidth=1.4,
            label=short_id(swept.candidate_ids[index]),
            **line_style(number),
        )
    axes.set_ylim(deepest + 0.6, 0.4)
    low, high = swept.values[0], swept.values[-1]
    axes.set_xlim(low, high if high > low else low + 1)
    axes.set_yticks([1, *range(5, deepest + 1, 5)] if deepest > 12 else range(1, deepest + 1))
    axes.grid(axis="y")
    axes.spines[["left", "bottom"]].set_color(LINE)


def _name_lines(axes: Axes, swept: WeightSweep, order: list[int], deepest: int) -> None:
    """Ids at the right end of their lines; equals share a label."""
    by_rank: dict[int, list[str]] = {}
    for index in order:
        key = short_id(swept.candidate_ids[index], 24)
        by_rank.setdefault(int(swept.ranks[-1, index]), []).append(key)
    for rank, ids in by_rank.items():
        if rank <= deepest:
            more = f" +{len(ids) - _NAMED}" if len(ids) > _NAMED else ""
            beside = axes.get_yaxis_transform()
            axes.text(1.012, rank, ", ".join(ids[:_NAMED]) + more, va="center", transform=beside)


def weight_swings(matrix: CreditMatrix, top: int = 10) -> Figure:
    r"""Draw which weight moves the top most: each one halved and doubled by itself.

    Parameters
    ----------
    matrix : CreditMatrix
        What the candidates showed.
    top : int
        Whose places count: the first so many now.

    Returns
    -------
    Figure
        A tornado: by how many places the top moves on average, to the left where the weight is
        halved, to the right where it is doubled; the weight that moves most on top.

    Raises
    ------
    InputError
        If ``top`` is not at least 1, or matplotlib is not installed.

    Examples
    --------
    >>> from datetime import date
    >>> import numpy as np
    >>> from matcher.job.parser import JobParser
    >>> from matcher.rules import load_rules
    >>> from matcher.scoring import Policy, plan
    >>> from matcher.taxonomy.store import load_taxonomy
    >>> skills = load_taxonomy()
    >>> job = JobParser(skills, load_rules()).parse("Required\n- Java\nPreferred\n- SQL\n- Kafka")
    >>> asked = plan(job, skills, Policy.default(), date(2026, 1, 1))
    >>> shown = np.array([[10_000, 0], [0, 10_000], [0, 10_000]], dtype=np.int32)
    >>> matrix = CreditMatrix(asked, ["a", "b"], shown, shown, np.array([True, True]))
    >>> weight_swings(matrix, top=1).description.partition(";")[0]
    '“Must have” halved 1.0, doubled 0.0'
    """
    swings = swings_of(matrix, top)[:_MOST_BARS]
    job = matrix.plan.job
    heading = f"{_title(matrix)}: which weight moves the first {top} most"
    told = "; ".join(
        f"{_name(job, s.parameter)} halved {s.shift_low:.1f}, doubled {s.shift_high:.1f}"
        for s in swings
    )
    with styled():
        plot = new_plot(heading, f"{told}.", 10, 1.8 + 0.36 * len(swings))
        axes = plot.subplots()
        _draw_swings(axes, swings, job)
        finish(
            plot,
            f"Each weight is turned by itself; a level's no further than the order of "
            f"the levels admits. “n out”: how many leave the first {top}.",
        )
    return plot


def _draw_swings(axes: Axes, swings: Sequence[WeightSwing], job: Job) -> None:
    places = range(len(swings))
    halved, doubled = [-s.shift_low for s in swings], [s.shift_high for s in swings]
    strokes: dict[str, Any] = {"hatch": "\\\\\\", "edgecolor": "white"}
    axes.barh(places, halved, height=0.62, color=HUES[1], label="halved", **strokes)
    axes.barh(places, doubled, height=0.62, color=HUES[0], label="doubled")
    for place, swing in enumerate(swings):
        _say_swing(axes, place, -swing.shift_low, swing.out_low, "right")
        _say_swing(axes, place, swing.shift_high, swing.out_high, "left")
    labels = [
        f"{_name(job, s.parameter)}\n{s.low:.3g} … {s.present:.3g} … {s.high:.3g}" for s in swings
    ]
    axes.set_yticks(places, labels=labels, fontsize=8)
    axes.set_ylim(len(swings) - 0.4, -0.6)
    reach = max((max(s.shift_low, s.shift_high) for s in swings), default=0.0) * 1.3 or 1.0
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.axvline(0, color=QUIET, linewidth=0.8)
    axes.set_xlabel("Places moved by those at the top, on average")
    axes.grid(axis="x")
    only_bottom(axes)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)


def _say_swing(
    axes: Axes, place: int, shift: float, out: int, side: Literal["left", "right"]
) -> None:
    words = f"{abs(shift):.1f}" + (f", {out} out" if out else "")
    away = (4 if side == "left" else -4, 0)
    axes.annotate(
        words, (shift, place), away, textcoords="offset points", va="center", ha=side, fontsize=8
    )
