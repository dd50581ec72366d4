"""From 0 to the score, requirement by requirement."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matcher.model import Job, Ledger, Level, Requirement
from matcher.plots.style import (
    FAINT,
    INK,
    LEVEL_COLOURS,
    OPEN_HATCH,
    PAPER,
    QUIET,
    finish,
    job_of,
    new_plot,
    only_bottom,
    plain,
    short_id,
    styled,
    wrapped,
)
from matcher.report.figures import points_text
from matcher.report.result import RankResult
from matcher.report.steps import Step, steps
from matcher.report.wording import LEVELS, SIGNS, short_label
from matcher.scoring.planning import ScoringPlan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABEL_WIDTH = 46
_ROW_INCHES = 0.3
_POINT = 100
_OPEN: dict[str, Any] = {"facecolor": PAPER, "edgecolor": QUIET, "hatch": OPEN_HATCH, "lw": 0.6}
_MISSED: dict[str, Any] = {"facecolor": PAPER, "edgecolor": FAINT, "lw": 0.8}


def ledger_waterfall(ledger: Ledger, asked: Job | ScoringPlan | RankResult) -> Figure:
    """Draw how a score adds up: each bar begins where the points before it end.

    Parameters
    ----------
    ledger : Ledger
        One candidate's, of the job; from a blind ranking it is drawn under its pseudonym.
    asked : Job, ScoringPlan or RankResult
        What names the requirements.

    Returns
    -------
    Figure
        Bars in points, 0 … 100: filled for what was earned, hatched for what an unknown could add,
        empty for what was missed.  The filled bars sum to the score exactly.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    KeyError
        If the ledger is of another job.

    Examples
    --------
    >>> from matcher.model import Assessment, Basis, Cue, Entry, Kind, Status
    >>> java = Requirement("r1", Level.MUST, Kind.SKILL, "Java", None, Cue("", None, ""), None)
    >>> claimed = Assessment("r1", Status.PARTIAL, Basis.CLAIMED, 6500, 6500)
    >>> ledger = Ledger("k1", (Entry(claimed, Level.MUST, 10_000, 6500, 6500),))
    >>> ledger_waterfall(ledger, Job("Developer", (java,))).heading
    'k1: 65.00 of 100.00 points'
    """
    job = job_of(asked)
    rows = list(steps(ledger))
    requirements = {requirement.id: requirement for requirement in job.requirements}
    labels = [_label(row, requirements) for row in rows]
    heading = f"{short_id(ledger.candidate_id, 60)}: {points_text(ledger.score)} of 100.00 points"
    told = "; ".join(
        f"{label} {_figures(row)}".replace("\n", " ")
        for label, row in zip(labels, rows, strict=True)
    )
    tall = sum(1.35 if "\n" in label else 1.0 for label in labels)
    with styled():
        plot = new_plot(heading, f"{told}.", 10, 1.7 + _ROW_INCHES * tall)
        axes = plot.subplots()
        axes.set_title(plain(job.title or "Untitled job", 70), color=QUIET, weight="normal")
        _draw(axes, rows, labels)
        finish(plot, _note(ledger))
    return plot


def _label(step: Step, requirements: dict[str, Requirement]) -> str:
    if step.level is None:
        return "Score"
    if step.entry is None:
        return LEVELS[step.level]
    assessment = step.entry.assessment
    words = wrapped(short_label(requirements[assessment.requirement_id], 120), _LABEL_WIDTH)
    return f"{words}  {SIGNS[assessment.status]}"


def _figures(step: Step) -> str:
    """Points earned, of how many, and how many it could still be."""
    more = f", up to {points_text(step.high)}" if step.high > step.points else ""
    return f"{points_text(step.points)} of {points_text(step.worth)}{more}"


def _note(ledger: Ledger) -> str:
    words = "✓ met   ◐ partly met   ✗ missing   ? unknown.  The filled bars sum to the score."
    idle = sum(entry.worth == 0 for entry in ledger.entries)
    if idle:
        words += f"  Worth nothing, so not drawn: {idle}."
    return words


def _draw(axes: Axes, rows: list[Step], labels: list[str]) -> None:
    _draw_bars(axes, [(place, row) for place, row in enumerate(rows) if not row.is_head])
    for place, row in enumerate(rows):
        weight = "bold" if row.entry is None else "normal"
        beside = axes.get_yaxis_transform()
        axes.text(1.01, place, _figures(row), transform=beside, va="center", weight=weight)
    axes.set_yticks(range(len(rows)), labels=labels)
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if row.entry is None else "normal")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.set_xlabel("Points, each requirement beginning where the one before it ended")
    axes.axvline(rows[-1].points / _POINT, color=QUIET, linewidth=0.6, linestyle=":", zorder=0.4)
    axes.grid(axis="x")
    only_bottom(axes)
    _legend(axes)


def _draw_bars(axes: Axes, drawn: list[tuple[int, Step]]) -> None:
    """What was earned, what an unknown could add and what was missed, one after the other."""
    places = [place for place, _ in drawn]
    bars = [row for _, row in drawn]

    def lay(label: str, begins: list[int], ends: list[int], **look: Any) -> None:
        left = [begin / _POINT for begin in begins]
        width = [(end - begin) / _POINT for begin, end in zip(begins, ends, strict=True)]
        axes.barh(places, width, left=left, height=0.66, label=label, **look)

    starts = [row.start for row in bars]
    earned = [row.start + row.points for row in bars]
    highs = [row.start + row.high for row in bars]
    colours = [LEVEL_COLOURS[row.level] if row.level else INK for row in bars]
    lay("not earned", highs, [row.start + row.worth for row in bars], **_MISSED)
    lay("unknown", earned, highs, **_OPEN)
    lay("earned", starts, earned, color=colours)
    for (place, row), (following, _) in pairwise(drawn):
        end = (row.start + row.points) / _POINT
        axes.plot([end, end], [place, following], color=QUIET, linewidth=0.6, zorder=0.5)


def _legend(axes: Axes) -> None:
    from matplotlib.patches import Patch
    from matplotlib.transforms import ScaledTranslation

    figure = axes.get_figure(root=True)
    assert figure is not None
    below = axes.transAxes + ScaledTranslation(0, -0.52, figure.dpi_scale_trans)
    axes.legend(
        handles=[
            Patch(facecolor=LEVEL_COLOURS[Level.MUST], label="earned"),
            Patch(label="unknown: could be earned", **_OPEN),
            Patch(label="not earned", **_MISSED),
        ],
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below,
        ncols=3,
        borderaxespad=0,
    )
