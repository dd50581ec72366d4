"""Figures of rankings, weights and outcomes, for notebooks and reports of one's own.

Every function returns a matplotlib figure and draws only what the scoring room says.  They need
matplotlib (``pip install 'requirement-matcher[notebook]'``); importing this room loads it not.
"""

from matcher.plots.acceptability import rank_acceptability
from matcher.plots.calibration import calibration
from matcher.plots.distribution import score_distribution
from matcher.plots.heatmap import requirement_heatmap
from matcher.plots.learned import learned_weights
from matcher.plots.sensitivity import weight_sensitivity, weight_swings
from matcher.plots.svg import figure_svg
from matcher.plots.waterfall import ledger_waterfall

__all__ = [
    "calibration",
    "figure_svg",
    "learned_weights",
    "ledger_waterfall",
    "rank_acceptability",
    "requirement_heatmap",
    "score_distribution",
    "weight_sensitivity",
    "weight_swings",
]
