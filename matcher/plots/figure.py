"""A matplotlib figure with words for those who cannot see it."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure


class Plot(Figure):
    """A matplotlib figure that shows itself in notebooks, and says what it shows.

    Parameters
    ----------
    heading : str
        What it shows, in a few words; the title of the SVG.
    description : str
        What there is to see, in a sentence or two, for screen readers.
    **settings : Any
        As for :class:`matplotlib.figure.Figure`.
    """

    def __init__(self, heading: str, description: str, **settings: Any) -> None:
        super().__init__(**settings)
        self.heading, self.description = heading, description

    def _repr_svg_(self) -> str:
        from matcher.plots.svg import figure_svg

        return figure_svg(self)
