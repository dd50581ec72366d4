"""What scores came to: the share of those hired in bands of the score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from matcher.errors import InputError
from matcher.plots.style import FAINT, HUES, INK, QUIET, finish, new_plot, styled, whole_numbers
from matcher.report.figures import share_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class ScoreBand(Protocol):
    """The candidates whose scores lie between two figures: a record of whatever kind."""

    @property
    def low(self) -> float:
        """Points from which on a score is of the band."""

    @property
    def high(self) -> float:
        """Points at which it ends."""

    @property
    def candidates(self) -> int:
        """How many have such a score."""

    @property
    def share(self) -> float:
        """The part of them with the outcome, 0 … 1; not read where there are none."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends of the share's interval; None for no interval."""


def calibration(bands: Sequence[ScoreBand], outcome: str = "hired") -> Figure:
    """Draw which share of the candidates in each band of the score was hired.

    A score is points of a job shown, not a probability, so there is no diagonal to lie on: what is
    to be seen is whether higher bands were hired more often.

    Parameters
    ----------
    bands : sequence of ScoreBand
        Rising, none within another: those of an evaluation, or rows of a table of one's own
        (``list(frame.itertuples())``).
    outcome : str
        What happened to them, as one word.

    Returns
    -------
    Figure
        Above, the share of each band that has anybody, with its interval; below, how many.

    Raises
    ------
    InputError
        If there is no band, bands do not rise, or one does not hold
        ``0 <= low <= share <= high <= 1``; or if matplotlib is not installed.

    Examples
    --------
    >>> from collections import namedtuple
    >>> Band = namedtuple("Band", "low high candidates share interval")
    >>> bands = [Band(0, 50, 30, 0.1, (0.03, 0.26)), Band(50, 100, 20, 0.4, (0.22, 0.61))]
    >>> calibration(bands).description
    'Score 0 to 50: 10 % of 30 hired; 50 to 100: 40 % of 20 hired.'
    """
    _check(bands)
    told = "; ".join(
        f"{band.low:g} to {band.high:g}: "
        + (
            f"{share_text(band.share)} of {band.candidates:,} {outcome}"
            if band.candidates
            else "nobody"
        )
        for band in bands
    )
    everybody = sum(band.candidates for band in bands)
    heading = f"Share {outcome} by score, {everybody:,} candidates"
    with styled():
        plot = new_plot(heading, f"Score {told}.", 8.5, 5.2)
        upper, lower = plot.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
        _draw_shares(upper, [band for band in bands if band.candidates], outcome)
        _draw_counts(lower, bands)
        words = "A score is no probability: there is no line to lie on; look whether higher bands "
        finish(plot, f"{words}stand higher.  Strokes are intervals.")
    return plot


def _told(band: ScoreBand, outcome: str) -> str:
    if not band.candidates:
        return "nobody"
    return f"{share_text(band.share)} of {band.candidates:,} {outcome}"


def _check(bands: Sequence[ScoreBand]) -> None:
    if not bands:
        raise InputError("calibration", "there is no band of scores")
    falls = any(after.low < before.high for before, after in pairwise(bands))
    if falls or any(band.high <= band.low for band in bands):
        raise InputError("calibration", "bands do not rise", allowed="each above the one before")
    for number, band in enumerate(bands, 1):
        low, high = band.interval or (band.share, band.share)
        if band.candidates and not 0 <= low <= band.share <= high <= 1:
            found = f"the share {band.share:g} has the interval {low:g} to {high:g}"
            allowed = "0 <= low <= share <= high <= 1"
            raise InputError("calibration", found, f"band {number}", allowed)


def _draw_shares(axes: Axes, bands: Sequence[ScoreBand], outcome: str) -> None:
    places = [(band.low + band.high) / 2 for band in bands]
    intervals = [band.interval or (band.share, band.share) for band in bands]
    below = [(band.share - low) * 100 for band, (low, _) in zip(bands, intervals, strict=True)]
    above = [(high - band.share) * 100 for band, (_, high) in zip(bands, intervals, strict=True)]
    shares = [band.share * 100 for band in bands]
    look: dict[str, Any] = {"color": HUES[0], "marker": "o", "markersize": 6.5, "linewidth": 1.2}
    axes.errorbar(
        places, shares, yerr=[below, above], capsize=4, elinewidth=1.6, clip_on=False, **look
    )
    axes.set_ylabel(f"Share {outcome}, %")
    tallest = max((high * 100 for _, high in intervals), default=100)
    axes.set_ylim(0, min(105, max(10, tallest * 1.12)))
    axes.grid(axis="y")
    if bands:
        _draw_overall(axes, bands)


def _draw_overall(axes: Axes, bands: Sequence[ScoreBand]) -> None:
    """The share of all, as a line across."""
    everybody = sum(band.candidates for band in bands)
    overall = sum(band.share * band.candidates for band in bands) / everybody
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


def _draw_counts(axes: Axes, bands: Sequence[ScoreBand]) -> None:
    left, counts = [band.low for band in bands], [band.candidates for band in bands]
    widths = [band.high - band.low for band in bands]
    bars = axes.bar(left, counts, widths, align="edge", color=FAINT, edgecolor="white")
    labels = [f"{count:,}" for count in counts]
    axes.bar_label(bars, labels=labels, padding=2, color=INK, fontsize=8)
    axes.margins(y=0.35)
    axes.set_xlim(bands[0].low, bands[-1].high)
    axes.set_xticks(sorted({*left, *(band.high for band in bands)}))
    axes.set_xlabel("Score in points")
    axes.set_ylabel("Candidates")
    whole_numbers(axes.yaxis, 3)
