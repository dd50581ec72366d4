"""Who shows what: candidates by requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.model import FULL_CREDIT, Entry, Ranked, Status
from matcher.plots.cells import draw_cells, draw_key
from matcher.plots.style import (
    LEVEL_COLOURS,
    OPEN_HATCH,
    PAPER,
    QUIET,
    by_worth,
    finish,
    ink_on,
    new_plot,
    plain,
    short_id,
    styled,
    wrapped,
)
from matcher.report.figures import points_text
from matcher.report.result import RankResult
from matcher.report.wording import LEVELS, SIGNS, STATUSES, short_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

_CELL_INCHES = 0.29
_LABEL_WIDTH = 34


def requirement_heatmap(result: RankResult, top: int = 30) -> Figure:
    """Draw the credit of the best candidates in every requirement that is worth something.

    Parameters
    ----------
    result : RankResult
        A ranking; a blind one (``result.blinded()``) is drawn under pseudonyms.
    top : int
        How many candidates from the top, at least 1.

    Returns
    -------
    Figure
        A row for each candidate in the order of the ranking; a column for each requirement, by
        level and worth.  A cell has the sign of its status, and the darker it is the more credit
        was earned, 0 … 100 %.  The bars above are worths in points.

    Raises
    ------
    InputError
        If nobody has a rank, ``top`` is not at least 1, or matplotlib is not installed.

    Examples
    --------
    >>> from datetime import date
    >>> from matcher.model import Assessment, Basis, Cue, Job, Kind, Ledger, Level
    >>> from matcher.model import Requirement
    >>> java = Requirement("r1", Level.MUST, Kind.SKILL, "Java", None, Cue("", None, ""), None)
    >>> claimed = Assessment("r1", Status.PARTIAL, Basis.CLAIMED, 6500, 6500)
    >>> ledger = Ledger("k1", (Entry(claimed, Level.MUST, 10_000, 6500, 6500),))
    >>> job, met_at = Job("Developer", (java,)), {"met_at": 9500}
    >>> result = RankResult(job, met_at, {}, date(2026, 11, 1), (Ranked(1, ledger),))
    >>> requirement_heatmap(result).heading
    'Developer: requirements of the only candidate'
    """
    if top < 1:
        raise InputError("heat map", f"top is {top}", "top", "1 or more")
    shown = result.placed[:top]
    if not shown:
        raise InputError("heat map", "no candidate has a rank")
    everybody = len(result.placed) + result.not_shown
    heading = _heading(result, len(shown), everybody)
    first = shown[0].ledger.entries
    keys = by_worth([(e.assessment.requirement_id, e.level, e.worth) for e in first])
    by_id = [{e.assessment.requirement_id: e for e in r.ledger.entries} for r in shown]
    cells = [[entries[key] for key in keys] for entries in by_id]
    width = 3.4 + max(5.0, _CELL_INCHES * len(keys) + 1.0)
    with styled():
        plot = new_plot(heading, _told(shown, cells), width, 4.2 + _CELL_INCHES * len(shown))
        worths, axes = plot.subplots(2, 1, sharex=True, height_ratios=(1, 0.42 * len(shown) + 0.6))
        _draw_worths(worths, cells[0])
        mesh = _draw_statuses(axes, cells)
        draw_key(plot, axes, mesh, "Credit, % of a requirement", len(shown))
        axes.set_yticks(range(len(shown)), labels=list(map(_row_label, shown)))
        requirements = result.requirements
        axes.set_xticks(
            range(len(keys)),
            labels=[wrapped(short_label(requirements[k], 90), _LABEL_WIDTH) for k in keys],
            rotation=90,
            fontsize=8,
        )
        finish(plot, f"{_SIGNS}.  Columns by level and worth.")
    return plot


_SIGNS = "   ".join(f"{SIGNS[status]} {STATUSES[status]}" for status in Status)


def _heading(result: RankResult, shown: int, everybody: int) -> str:
    whom = f"the {shown} candidates" if shown > 1 else "the only candidate"
    if shown < everybody:
        whom = f"the first {shown} of {everybody} candidates"
    return f"{plain(result.job.title or 'Untitled job', 60)}: requirements of {whom}"


def _told(shown: tuple[Ranked, ...], cells: list[list[Entry]]) -> str:
    told = []
    for ranked, entries in zip(shown, cells, strict=True):
        statuses = [entry.assessment.status for entry in entries]
        counts = ", ".join(
            f"{statuses.count(status)} {STATUSES[status]}"
            for status in Status
            if status in statuses
        )
        told.append(f"{short_id(ranked.ledger.candidate_id)}: {counts}")
    return "; ".join(told) + "."


def _row_label(ranked: Ranked) -> str:
    ledger = ranked.ledger
    return f"{ranked.rank}.  {short_id(ledger.candidate_id, 32)}  {points_text(ledger.score)}"


def _draw_worths(axes: Axes, entries: list[Entry]) -> None:
    """Bars of worth above the columns, with the levels over them."""
    levels = [entry.level for entry in entries]
    worths = [entry.worth / 100 for entry in entries]
    axes.bar(range(len(entries)), worths, width=0.86, color=[LEVEL_COLOURS[x] for x in levels])
    axes.set_ylabel("Worth,\npoints", rotation=0, ha="right", va="center")
    axes.tick_params(axis="x", bottom=False, labelbottom=False)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.set_ylim(0, max(worths) * 1.05)
    axes.margins(x=0)
    for level in dict.fromkeys(levels):
        first, count = levels.index(level), levels.count(level)
        if first:
            axes.axvline(first - 0.5, color=QUIET, linewidth=0.8)
        axes.annotate(
            wrapped(LEVELS[level], max(count * 3, 5)),
            (first - 0.43, 1),
            (0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            weight="bold",
            fontsize=8.5,
        )


def _draw_statuses(axes: Axes, cells: list[list[Entry]]) -> QuadMesh:
    shares = [[entry.assessment.low / FULL_CREDIT for entry in row] for row in cells]
    mesh = draw_cells(axes, shares)
    for y, row in enumerate(cells):
        for x, entry in enumerate(row):
            status = entry.assessment.status
            if status is Status.UNKNOWN:
                _draw_open(axes, x, y)
            axes.text(
                x,
                y,
                SIGNS[status],
                ha="center",
                va="center",
                color=ink_on(shares[y][x]),
                weight="bold",
                bbox=_backed(status),
                in_layout=False,
            )
    levels = [entry.level for entry in cells[0]]
    for level in list(dict.fromkeys(levels))[1:]:
        axes.axvline(levels.index(level) - 0.5, color=QUIET, linewidth=0.8)
    return mesh


def _draw_open(axes: Axes, x: int, y: int) -> None:
    """Strokes over a cell in which nothing is known."""
    from matplotlib.patches import Rectangle

    look: dict[str, Any] = {
        "facecolor": PAPER,
        "edgecolor": QUIET,
        "hatch": OPEN_HATCH,
        "linewidth": 0.5,
    }
    axes.add_patch(Rectangle((x - 0.44, y - 0.42), 0.88, 0.84, **look))


def _backed(status: Status) -> dict[str, object] | None:
    """Paper behind a question mark, so that the strokes of its cell do not cross it."""
    if status is not Status.UNKNOWN:
        return None
    return {"facecolor": PAPER, "edgecolor": "none", "boxstyle": "circle,pad=0.1"}
