"""Tables of shares as fields, the darker the more, with a key beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcher.plots.style import PAPER, ramp

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure


def draw_cells(axes: Axes, shares: Sequence[Sequence[float]]) -> QuadMesh:
    """Fields of shares, 0 … 1: the first row on top, centres on whole numbers, no frame."""
    rows, columns = len(shares), len(shares[0])
    mesh = axes.pcolormesh(
        [column - 0.5 for column in range(columns + 1)],
        [row - 0.5 for row in range(rows + 1)],
        shares,
        cmap=ramp(),
        vmin=0,
        vmax=1,
        edgecolors=PAPER,
        linewidth=1.2,
    )
    axes.set_ylim(rows - 0.5, -0.5)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return mesh


def draw_key(plot: Figure, axes: Axes, mesh: QuadMesh, label: str, rows: int) -> None:
    """What the colours mean, in percent, no taller than a few rows."""
    key = plot.colorbar(
        mesh,
        ax=axes,
        label=label,
        fraction=0.035,
        pad=0.015,
        aspect=26,
        shrink=min(1.0, 10 / rows),
        anchor=(0, 1),
        ticks=[0, 0.25, 0.5, 0.75, 1],
        format=lambda share, _: f"{share * 100:.0f}",
    )
    key.outline.set_linewidth(0.5)
    if key.solids is not None:
        key.solids.set_edgecolor("face")
