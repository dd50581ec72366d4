"""What scores came to: the share of those hired in bands of the score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from matcher.errors import InputError
from matcher.plots.style import HUES, INK, QUIET, new_plot, note_below, styled, whole_numbers
from matcher.report.figures import share_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def calibration(
    edges: Sequence[float],
    shares: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
    counts: Sequence[int],
    outcome: str = "hired",
) -> Figure:
    """Draw which share of the candidates in each band of the score was hired.

    A score is points of a job shown, not a probability, so there is no diagonal to lie on: what is
    to be seen is whether higher bands were hired more often.

    Parameters
    ----------
    edges : sequence of float
        Of the bands, in points, rising; one more than there are bands.
    shares, lows, highs : sequence of float
        By band the share with the outcome, 0 … 1, and the ends of its interval.
    counts : sequence of int
        By band, how many candidates; where there are none, share and interval are not read.
    outcome : str
        What happened to them, as one word.

    Raises
    ------
    InputError
        If the lengths do not fit, edges do not rise, or an interval does not hold
        ``0 <= low <= share <= high <= 1``; or if matplotlib is not installed.

    Examples
    --------
    >>> calibration([0, 50, 100], [0.1, 0.4], [0.0, 0.2], [0.2, 0.6], [30, 20]).description
    'Score 0 to 50: 10 % of 30 hired; 50 to 100: 40 % of 20 hired.'
    """
    _check(edges, shares, lows, highs, counts)
    bands = [
        (left, right, share, low, high, count)
        for left, right, share, low, high, count in zip(
            edges, edges[1:], shares, lows, highs, counts, strict=False
        )
    ]
    told = "; ".join(
        f"{left:g} to {right:g}: "
        + (f"{share_text(share)} of {count:,} {outcome}" if count else "nobody")
        for left, right, share, _, _, count in bands
    )
    everybody = sum(counts)
    heading = f"Share {outcome} by score, {everybody:,} candidates"
    with styled():
        plot = new_plot(heading, f"Score {told}.", 8.5, 5.2)
        upper, lower = plot.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
        _draw_shares(upper, [band[:5] for band in bands if band[5]], outcome)
        _draw_overall(upper, shares, counts)
        _draw_counts(lower, edges, counts)
        note_below(
            plot,
            "Bars are intervals.  A score is no probability: there is no line to lie "
            "on; look whether higher bands stand higher.",
        )
    return plot


def _check(
    edges: Sequence[float],
    shares: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
    counts: Sequence[int],
) -> None:
    bands = len(edges) - 1
    lengths = {len(values) for values in (shares, lows, highs, counts)}
    if bands < 1 or lengths != {bands}:
        found = f"{len(edges)} edges with {sorted(lengths)} values"
        raise InputError("calibration", found, allowed="one edge more than bands, 1 or more")
    if any(right <= left for left, right in pairwise(edges)):
        raise InputError("calibration", "edges do not rise", "edges")
    for band, (low, share, high, count) in enumerate(zip(lows, shares, highs, counts, strict=True)):
        if count and not 0 <= low <= share <= high <= 1:
            found = f"band {band + 1} has share {share:g} in {low:g} to {high:g}"
            raise InputError("calibration", found, allowed="0 <= low <= share <= high <= 1")


def _draw_shares(
    axes: Axes, bands: Sequence[tuple[float, float, float, float, float]], outcome: str
) -> None:
    places = [(left + right) / 2 for left, right, *_ in bands]
    shares = [share * 100 for _, _, share, _, _ in bands]
    below = [(share - low) * 100 for _, _, share, low, _ in bands]
    above = [(high - share) * 100 for _, _, share, _, high in bands]
    axes.errorbar(
        places,
        shares,
        yerr=[below, above],
        marker="o",
        markersize=6.5,
        capsize=4,
        color=HUES[0],
        linewidth=1.2,
        elinewidth=1.6,
        clip_on=False,
        zorder=3,
    )
    axes.set_ylabel(f"Share {outcome}, %")
    tallest = max((share + more for share, more in zip(shares, above, strict=True)), default=100)
    axes.set_ylim(0, min(105, max(10, tallest * 1.12)))
    axes.grid(axis="y")


def _draw_overall(axes: Axes, shares: Sequence[float], counts: Sequence[int]) -> None:
    """The share of all, as a line across."""
    if not sum(counts):
        return
    with_it = sum(share * count for share, count in zip(shares, counts, strict=True) if count)
    overall = with_it / sum(counts)
    axes.axhline(overall * 100, color=QUIET, linestyle="--", linewidth=1, zorder=0.5)
    axes.annotate(
        f"all {share_text(overall)}",
        (1, overall * 100),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        color=QUIET,
    )


def _draw_counts(axes: Axes, edges: Sequence[float], counts: Sequence[int]) -> None:
    widths = [right - left for left, right in pairwise(edges)]
    bars = axes.bar(edges[:-1], counts, widths, align="edge", color="#c3c9d1", edgecolor="white")
    axes.bar_label(
        bars, labels=[f"{count:,}" for count in counts], padding=2, color=INK, fontsize=8
    )
    axes.margins(y=0.35)
    axes.set_xlim(edges[0], edges[-1])
    axes.set_xticks(edges)
    axes.set_xlabel("Score in points")
    axes.set_ylabel("Candidates")
    whole_numbers(axes.yaxis, 3)
