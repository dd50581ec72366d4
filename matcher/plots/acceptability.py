"""How sure ranks are: shares of the weightings by rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.plots.cells import draw_cells, draw_key
from matcher.plots.style import (
    finish,
    ink_on,
    new_plot,
    short_id,
    styled,
)
from matcher.report.figures import share_text
from matcher.scoring.robustness import RankAcceptability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def rank_acceptability(
    acceptability: RankAcceptability, ids: Sequence[str], ranks: int = 10
) -> Figure:
    """Draw under what share of the weightings each candidate takes each rank.

    Parameters
    ----------
    acceptability : RankAcceptability
        Ranks under sampled weights (:func:`matcher.scoring.robustness.rank_acceptability`).
    ids : sequence of str
        Whom to draw, from above; usually the first of the ranking.
    ranks : int
        How many ranks have a column of their own, at least 1; the last column holds all below.

    Returns
    -------
    Figure
        A cell is the share of weightings in percent, the darker the larger; a row sums to 100 %.

    Raises
    ------
    InputError
        If nobody is to be drawn, somebody has no rank, ``ranks`` is not at least 1, or matplotlib
        is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from matcher.scoring.robustness import RankAcceptability
    >>> found = RankAcceptability({"k1": 0, "k2": 1}, np.array([[1, 2], [2, 1], [1, 2]]))
    >>> rank_acceptability(found, ["k1", "k2"]).description
    'k1: rank 1 under 67 %, rank 2 under 33 %; k2: rank 1 under 33 %, rank 2 under 67 %.'
    """
    if ranks < 1:
        raise InputError("acceptability", f"ranks is {ranks}", "ranks", "1 or more")
    unknown = [key for key in ids if key not in acceptability.columns]
    if unknown or not ids:
        found = f"candidate {unknown[0]!r} has no rank" if unknown else "no candidate is named"
        raise InputError("acceptability", found, "ids", "candidates with a rank")
    shares = [acceptability.acceptability(key) for key in ids]
    last = min(ranks, max(max(share) for share in shares))
    below = any(rank > last for share in shares for rank in share)
    table = [
        [share.get(rank, 0.0) for rank in range(1, last + 1)]
        + ([sum(part for rank, part in share.items() if rank > last)] if below else [])
        for share in shares
    ]
    heads = [str(rank) for rank in range(1, last + 1)] + ([f"below {last}"] if below else [])
    weightings = len(acceptability.ranks)
    heading = f"Ranks under {weightings:,} weightings"
    with styled():
        width = 3.6 + 0.62 * len(heads)
        plot = new_plot(heading, _told(ids, table, heads), width, 2.3 + 0.3 * len(ids))
        axes = plot.subplots()
        _draw(plot, axes, ids, table, heads)
        finish(
            plot,
            "Share of the weightings in percent; a row sums to 100.  Every weighting "
            "keeps the order of the levels.",
        )
    return plot


def _told(ids: Sequence[str], table: list[list[float]], heads: list[str]) -> str:
    rows = []
    for key, row in zip(ids, table, strict=True):
        parts = [
            f"{'rank ' if head.isdigit() else ''}{head} under {share_text(share)}"
            for head, share in zip(heads, row, strict=True)
            if share
        ]
        rows.append(f"{short_id(key)}: {', '.join(parts)}")
    return "; ".join(rows) + "."


def _percent(share: float) -> str:
    """A share in a cell: empty for none, and no 0 or 100 that is not one."""
    if share in (0.0, 1.0):
        return "100" if share else ""
    percent = round(share * 100)
    return "<1" if percent == 0 else ">99" if percent == 100 else str(percent)


def _draw(
    plot: Figure, axes: Axes, ids: Sequence[str], table: list[list[float]], heads: list[str]
) -> None:
    mesh = draw_cells(axes, table)
    for y, row in enumerate(table):
        for x, share in enumerate(row):
            look: dict[str, Any] = {"color": ink_on(share), "fontsize": 8.5, "in_layout": False}
            axes.text(x, y, _percent(share), ha="center", va="center", **look)
    axes.set_xticks(range(len(heads)), labels=heads)
    axes.xaxis.set_ticks_position("top")
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("Rank")
    axes.set_yticks(range(len(ids)), labels=[short_id(key, 32) for key in ids])
    axes.tick_params(length=0)
    draw_key(plot, axes, mesh, "Weightings, %", len(ids))
