"""How scores are spread over candidates, and which level they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.errors import InputError
from matcher.model import ASKED_LEVELS, Level
from matcher.plots.style import (
    INK,
    LEVEL_COLOURS,
    OPEN_HATCH,
    PAPER,
    QUIET,
    finish,
    new_plot,
    plain,
    styled,
    whole_numbers,
)
from matcher.report.result import RankResult
from matcher.report.wording import LEVELS
from matcher.scoring.matrix import CreditMatrix, weighted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

#: From so many candidates on, a bar stands for several, of neighbouring ranks.
_MOST_BARS = 120
_GROUPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Points of the ranked, best first, in hundredths.

    ``by_level`` has a row for each of ``levels``; ``unranked`` counts those without a rank.
    """

    title: str
    levels: tuple[Level, ...]
    worths: tuple[int, ...]
    by_level: NDArray[np.int64]
    score_high: NDArray[np.int64]
    unranked: int

    @property
    def score(self) -> NDArray[np.int64]:
        total: NDArray[np.int64] = self.by_level.sum(axis=0)
        return total


def score_distribution(scored: RankResult | CreditMatrix) -> Figure:
    """Draw how scores are spread, and how much of each comes from which level.

    Parameters
    ----------
    scored : RankResult or CreditMatrix
        A ranking, or the credits of any number of candidates under their plan's weights.

    Returns
    -------
    Figure
        Above, how many candidates scored how much, with the median.  Below, everybody from the
        best to the last: points by level stacked to the score, hatched what unknowns could add;
        beyond 120 candidates each bar is the mean of about a hundredth of them.

    Raises
    ------
    InputError
        If nobody has a rank, or matplotlib is not installed.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Assessment, Basis, Entry, Job, Ledger, Ranked, Status
    >>> claimed = Assessment("r1", Status.PARTIAL, Basis.CLAIMED, 6500, 6500)
    >>> ledger = Ledger("k1", (Entry(claimed, Level.MUST, 10_000, 6500, 6500),))
    >>> result = RankResult(Job("Developer", ()), {}, {}, date(2026, 11, 1), (Ranked(1, ledger),))
    >>> score_distribution(result).description
    'Half of 1 candidate scored 65.00 or more; the best 65.00, the last 65.00.'
    """
    spread = _of_ranking(scored) if isinstance(scored, RankResult) else _of_matrix(scored)
    count = spread.score.size
    if not count:
        raise InputError("score distribution", "no candidate has a rank")
    people = f"{count:,} candidate{'' if count == 1 else 's'}"
    score = spread.score / 100
    median = float(np.median(score))
    told = (
        f"Half of {people} scored {median:.2f} or more; the best {score.max():.2f}, "
        f"the last {score.min():.2f}."
    )
    heading = f"{plain(spread.title, 60)}: scores of {people}"
    with styled():
        plot = new_plot(heading, told, 9.5, 6.4)
        upper, lower = plot.subplots(2, 1, height_ratios=(1, 1.35))
        _draw_histogram(upper, score, median)
        grouped = _draw_levels(lower, spread)
        words = "Hatched: what unknowns could still add."
        if grouped:
            words += f"  Each bar is the mean of about {count / _GROUPS:,.0f} neighbouring ranks."
        if spread.unranked:
            words += f"  Without an honest rank, so not drawn: {spread.unranked:,}."
        finish(plot, words)
    return plot


def _of_ranking(result: RankResult) -> _Spread:
    ledgers = [ranked.ledger for ranked in result.placed]
    entries = ledgers[0].entries if ledgers else ()
    worths = {x: sum(e.worth for e in entries if e.level is x) for x in ASKED_LEVELS}
    levels = tuple(level for level in ASKED_LEVELS if worths[level])
    points = [
        [sum(e.points for e in led.entries if e.level is level) for led in ledgers]
        for level in levels
    ]
    return _sorted(
        result.job.title or "Untitled job",
        levels,
        tuple(worths[level] for level in levels),
        np.array(points, dtype=np.int64).reshape(len(levels), len(ledgers)),
        np.array([led.score_high for led in ledgers], dtype=np.int64),
        len(result.to_read),
    )


def _of_matrix(matrix: CreditMatrix) -> _Spread:
    shares = [
        (planned.requirement.level, planned.share.worth) for planned in matrix.plan.requirements
    ]
    worths = {x: sum(worth for level, worth in shares if level is x) for x in ASKED_LEVELS}
    levels = tuple(level for level in ASKED_LEVELS if worths[level])
    low, high = matrix.low[:, matrix.readable], matrix.high[:, matrix.readable]
    rows = [weighted(low, [w if x is level else 0 for x, w in shares]) for level in levels]
    return _sorted(
        matrix.plan.job.title or "Untitled job",
        levels,
        tuple(worths[level] for level in levels),
        np.array(rows, dtype=np.int64),
        weighted(high, [worth for _, worth in shares]).astype(np.int64),
        int((~matrix.readable).sum()),
    )


def _sorted(
    title: str,
    levels: tuple[Level, ...],
    worths: tuple[int, ...],
    by_level: NDArray[np.int64],
    score_high: NDArray[np.int64],
    unranked: int,
) -> _Spread:
    """Best first; among equals who earned more from the higher level."""
    order = np.lexsort([*reversed(-by_level), -by_level.sum(axis=0)])
    return _Spread(title, levels, worths, by_level[:, order], score_high[order], unranked)


def _draw_histogram(axes: Axes, score: NDArray[np.float64], median: float) -> None:
    width = 5 if score.size < 200 else 2 if score.size < 5000 else 1
    axes.hist(
        score,
        bins=list(range(0, 100 + width, width)),
        color=LEVEL_COLOURS[Level.PREFERRED],
        edgecolor=PAPER,
        linewidth=0.6,
    )
    axes.axvline(median, color=INK, linewidth=1.2, linestyle="--")
    near_end = median > 75
    axes.annotate(
        f"median {median:.2f}",
        (median, 1),
        (-5 if near_end else 5, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        va="top",
        ha="right" if near_end else "left",
        weight="bold",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
    )
    axes.set_xlim(0, 100)
    axes.set_xlabel(f"Score in points (bars {width} wide)")
    axes.set_ylabel("Candidates")
    whole_numbers(axes.yaxis)
    axes.grid(axis="y")


def _draw_levels(axes: Axes, spread: _Spread) -> bool:
    """Stacked bars from the best to the last; whether a bar stands for several candidates."""
    count = spread.score.size
    grouped = count > _MOST_BARS
    edges = np.linspace(0, count, _GROUPS + 1).astype(np.int64) if grouped else np.arange(count + 1)
    sizes = np.diff(edges)
    width = sizes * (1.0 if grouped else 0.86)
    left = edges[:-1] + 0.5 + (sizes - width) / 2
    base = np.zeros(sizes.size)
    for level, worth, points in zip(spread.levels, spread.worths, spread.by_level, strict=True):
        mean = np.add.reduceat(points, edges[:-1]) / sizes / 100
        axes.bar(
            left,
            mean,
            width,
            bottom=base,
            align="edge",
            color=LEVEL_COLOURS[level],
            label=f"{LEVELS[level]} (of {worth / 100:.2f})",
        )
        base = base + mean
    high = np.add.reduceat(spread.score_high, edges[:-1]) / sizes / 100
    axes.bar(
        left,
        high - base,
        width,
        bottom=base,
        align="edge",
        color=PAPER,
        edgecolor=QUIET,
        linewidth=[0.4 if more and not grouped else 0.0 for more in high > base],
        hatch=OPEN_HATCH,
        label="unknown",
    )
    axes.set_xlim(0.5, count + 0.5)
    axes.set_ylim(0, 100)
    axes.set_xlabel("Candidates from the best to the last")
    axes.set_ylabel("Points, by level")
    whole_numbers(axes.xaxis)
    axes.grid(axis="y")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4)
    return grouped
