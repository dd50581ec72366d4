"""Figures of a ranking, under the names an analyst looks for: ``results.plot``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcher import plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from matcher.notebook.results import Results


class ResultPlots:
    """Draws a ranking; every method gives a matplotlib figure that a notebook shows.

    Of a blind ranking pseudonyms are drawn.  Whoever a filter took out is in no figure.  Where
    matplotlib is missing, every method raises an ``InputError`` that says what to install.

    Parameters
    ----------
    results : Results
        What to draw.
    """

    def __init__(self, results: Results) -> None:
        self._results = results

    def waterfall(self, candidate_id: str) -> Figure:
        """How one candidate's score adds up, requirement by requirement.

        Parameters
        ----------
        candidate_id : str
            Whose, as the tables show it.

        Raises
        ------
        InputError
            If there is no such candidate.
        """
        ranking = self._results.ranking_of(candidate_id)
        return plots.ledger_waterfall(ranking.ranked[0].ledger, ranking)

    def heatmap(self, top: int = 30) -> Figure:
        """What the best candidates show of each requirement.

        Parameters
        ----------
        top : int
            How many candidates, at least 1.

        Raises
        ------
        InputError
            If nobody has a rank, or ``top`` is less than 1.
        """
        return plots.requirement_heatmap(self._results.ranking(max(top, 0)), top)

    def weight_sensitivity(
        self,
        parameter: str = "levels.preferred",
        values: Sequence[float] | None = None,
        top: int = 10,
    ) -> Figure:
        """Ranks against one weight, while all others stay.

        Parameters
        ----------
        parameter : str
            ``levels.must``, ``levels.preferred``, ``levels.bonus``, or the id of a requirement.
        values : sequence of float, optional
            Of the weight; by default all that the policy's rules admit.
        top : int
            Whoever is among the first so many under any of the values has a line; at least 1.

        Raises
        ------
        InputError
            If the weight or a value is not allowed, or ``top`` is less than 1.
        """
        return plots.weight_sensitivity(self._results.weighable, parameter, values, top)

    def weight_swings(self, top: int = 10) -> Figure:
        """Which weight moves the first of the ranking most: each halved and doubled by itself.

        Parameters
        ----------
        top : int
            Whose places count, at least 1.

        Raises
        ------
        InputError
            If ``top`` is less than 1.
        """
        return plots.weight_swings(self._results.weighable, top)

    def rank_acceptability(self, *ids: str, top: int = 10) -> Figure:
        """Under which share of 2,401 weightings a candidate takes each rank.

        Parameters
        ----------
        *ids : str
            Whom to draw, from above; the first of the ranking where none is given.
        top : int
            How many of the first to draw, and how many ranks have a column of their own.

        Raises
        ------
        InputError
            If somebody has no rank, or ``top`` is less than 1.
        """
        drawn = ids or tuple(self._results.certainty().index[:top])
        return plots.rank_acceptability(self._results.acceptability, drawn, top)

    def score_distribution(self) -> Figure:
        """How scores are spread, and which level they come from.

        Raises
        ------
        InputError
            If nobody has a rank.
        """
        return plots.score_distribution(self._results.weighable)
