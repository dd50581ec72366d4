"""What a score has meant: how many of those who had it were hired."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.tuning.intervals import LEVEL

#: Ends of the bands of scores, in points; a band holds its lower end, the last one both.
BAND_ENDS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Band:
    """The candidates whose scores lie between two figures.

    Parameters
    ----------
    low, high : int
        Points.
    candidates, hired : int
        How many have such a score, and how many of them were hired, or were good enough.
    share : float
        ``hired / candidates``; NaN for an empty band.
    interval : (float, float) or None
        The Wilson (1927) interval of the share at 95 %: of candidates as such, whatever their jobs,
        so it is too narrow where jobs differ.  None for an empty band.
    """

    low: int
    high: int
    candidates: int
    hired: int
    share: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores against outcomes, over all jobs.

    A score is no probability.  Whether it can be turned into one is asked of jobs that took no
    part in turning it: the rising curve of all other jobs (isotonic regression) gives the
    probability for each job's candidates.  No calibration error is given: it depends on the
    choice of bands and is too large in samples of this size (Roelofs et al. 2022).

    Parameters
    ----------
    bands : tuple of Band
        From the lowest to the highest.
    brier : float
        Mean squared distance of those probabilities from what happened, 0 … 1, the less the
        better; NaN with fewer than two jobs.
    brier_base : float
        The same, were everybody's probability the share in all other jobs.
    """

    bands: tuple[Band, ...]
    brier: float
    brier_base: float

    @property
    def skill(self) -> float:
        """Brier skill score: the part of ``brier_base`` that scores take away; 0 for none."""
        return 1 - self.brier / self.brier_base if self.brier_base else math.nan


def calibration(jobs: Sequence[tuple[Sequence[float], Sequence[bool]]]) -> Calibration:
    """Hold scores against outcomes.

    Parameters
    ----------
    jobs : sequence of (scores, hired)
        Per job the points of its candidates, 0 … 100, and whether each was hired.

    Examples
    --------
    >>> found = calibration([([95, 85, 30], [True, False, False]), ([80, 20], [True, False])])
    >>> [(band.low, band.hired, band.candidates) for band in found.bands]
    [(0, 0, 0), (20, 0, 2), (40, 0, 0), (60, 0, 0), (80, 2, 3)]
    >>> round(found.brier, 2), round(found.brier_base, 2)
    (0.41, 0.26)
    """
    scores = np.array([score for of_job, _ in jobs for score in of_job], dtype=np.float64)
    hired = np.array([each for _, of_job in jobs for each in of_job], dtype=np.float64)
    whose = np.repeat(np.arange(len(jobs)), [len(of_job) for of_job, _ in jobs])
    bands = tuple(_band(scores, hired, low, high) for low, high in pairwise(BAND_ENDS))
    return Calibration(bands, *_held_out(scores, hired, whose))


def _band(scores: NDArray[np.float64], hired: NDArray[np.float64], low: int, high: int) -> Band:
    inside = (scores >= low) & ((scores < high) | (high == BAND_ENDS[-1]))
    count, good = int(inside.sum()), int(hired[inside].sum())
    if not count:
        return Band(low, high, 0, 0, math.nan, None)
    from scipy.stats import binomtest

    found = binomtest(good, count).proportion_ci(LEVEL, method="wilson")
    return Band(low, high, count, good, good / count, (float(found.low), float(found.high)))


def _held_out(
    scores: NDArray[np.float64], hired: NDArray[np.float64], whose: NDArray[np.intp]
) -> tuple[float, float]:
    """Brier score of the other jobs' isotonic curve, and of the other jobs' share."""
    from sklearn.isotonic import IsotonicRegression

    held = np.unique(whose)
    if len(held) < 2:
        return math.nan, math.nan
    errors, base_errors = np.empty_like(scores), np.empty_like(scores)
    for job in held:
        own = whose == job
        curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
        curve.fit(scores[~own], hired[~own])
        errors[own] = (curve.predict(scores[own]) - hired[own]) ** 2
        base_errors[own] = (hired[~own].mean() - hired[own]) ** 2
    return float(errors.mean()), float(base_errors.mean())
