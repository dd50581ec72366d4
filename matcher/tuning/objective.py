"""What learning makes small: pairs ranked against their grades, and moves from the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.tuning.layout import Layout, Parts

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Least and most slope of the logistic, in logits a point: 1,000 and a third of a point turn one
#: logit.  Without a bound, grades that are ranked without a mistake would make it infinite.
SLOPES = (0.001, 3.0)
_FIRST_SLOPE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All pairs of rows of one job of which one has the better grade.

    Parameters
    ----------
    better, worse : array of intp
        Rows.
    job : array of intp
        Number of the job, 0 … ``jobs - 1``, of each pair; jobs without pairs have none.
    jobs : int
        How many jobs there are.
    """

    better: NDArray[np.intp]
    worse: NDArray[np.intp]
    job: NDArray[np.intp]
    jobs: int

    def __len__(self) -> int:
        return len(self.better)

    @classmethod
    def of(cls, grades: Array, groups: Sequence[Hashable]) -> Pairs:
        """The pairs of rows with these grades and jobs.

        Examples
        --------
        >>> pairs = Pairs.of(np.array([0, 2, 1, 5]), ["a", "a", "a", "b"])
        >>> list(zip(pairs.better.tolist(), pairs.worse.tolist())), pairs.jobs
        ([(2, 0), (1, 0), (1, 2)], 2)
        """
        numbers = {name: at for at, name in enumerate(dict.fromkeys(groups))}
        job = np.array([numbers[name] for name in groups], dtype=np.intp)
        better, worse = [], []
        for number in range(len(numbers)):
            rows = np.flatnonzero(job == number)
            for grade in np.unique(grades[rows])[1:].tolist():
                high, low = rows[grades[rows] == grade], rows[grades[rows] < grade]
                better.append(np.repeat(high, len(low)))
                worse.append(np.tile(low, len(high)))
        ups = np.concatenate(better) if better else np.empty(0, np.intp)
        downs = np.concatenate(worse) if worse else np.empty(0, np.intp)
        return cls(ups, downs, job[ups], len(numbers))

    def weights(self, by_job: Array | None = None) -> Array:
        """Weight of each pair: the pairs of a job weigh 1 together, or what is given."""
        counts = np.bincount(self.job, minlength=self.jobs)
        each = np.ones(self.jobs) if by_job is None else by_job
        found: Array = each[self.job] / counts[self.job]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Where the loss is least.

    Parameters
    ----------
    steps : array
        Of the layout's free figures.
    slope : float
        Logits that a point of difference is worth.
    loss : float
        The loss there, penalty included.
    rounds : int
        Iterations of the solver.
    converged : bool
        Whether it came to rest before its limits.
    """

    steps: Array
    slope: float
    loss: float
    rounds: int
    converged: bool


class Objective:
    """Pairwise logistic loss (Burges et al., ICML 2005) with a pull towards the policy.

    The loss of a job is the mean, over its pairs with different grades, of ``log(1 + exp(-slope ×
    difference of scores))``, so that jobs weigh alike however many candidates they have.  To the
    sum over jobs comes ``alpha`` times the sum of squares of the logarithms of how far each figure
    stands from the policy's: with little data, or none about a figure, the policy stays.

    Parameters
    ----------
    layout : Layout
        What columns are multiplied by.
    features : array, shape (rows, columns)
        The rows.
    pairs : Pairs
        Which rows are better than which.
    alpha : float
        Strength of the pull, more than 0.
    """

    def __init__(self, layout: Layout, features: Array, pairs: Pairs, alpha: float) -> None:
        self.layout, self.pairs, self.alpha = layout, pairs, alpha
        self._parts = Parts(layout, features)
        self._rows = len(features)
        self._weigh(None)

    def loss_and_slopes(self, point: Array) -> tuple[float, Array]:
        """Loss, and its derivatives by each step and by the logarithm of the slope.

        Parameters
        ----------
        point : array, shape (free figures + 1,)
            Steps, then the logarithm of the slope.
        """
        steps, slope = point[:-1], float(np.exp(point[-1]))
        scores, backwards = self._parts.scores_and_slopes(self.layout.logs(steps))
        apart = scores[self._better] - scores[self._worse]
        losses, chances = _logistic(slope * apart)
        loss = float(self._weights @ losses)
        by_logit = -self._weights * chances
        by_score = np.bincount(self._better, slope * by_logit, self._rows)
        by_score -= np.bincount(self._worse, slope * by_logit, self._rows)
        by_log = backwards(by_score)
        moved = self.layout.moved(steps)
        by_log[self.layout.free] += 2 * self.alpha * moved
        slopes = np.append(-self.layout.paths.T @ by_log, slope * float(by_logit @ apart))
        return loss + self.alpha * float(moved @ moved), slopes

    def _weigh(self, by_job: Array | None) -> None:
        """Weigh the pairs; those of jobs without weight are left out."""
        weights = self.pairs.weights(by_job)
        kept = np.flatnonzero(weights)
        self._weights = weights[kept]
        self._better, self._worse = self.pairs.better[kept], self.pairs.worse[kept]

    def least(
        self,
        by_job: Array | None = None,
        start: Fit | None = None,
        *,
        max_iter: int = 500,
        tol: float = 1e-9,
    ) -> Fit:
        """Minimise the loss (L-BFGS-B: Byrd et al., SIAM J. Sci. Comput. 16, 1995).

        Parameters
        ----------
        by_job : array, optional
            Weight of each job, 1 by default: how often a resample drew it.
        start : Fit, optional
            Where to begin; the policy by default.
        """
        from scipy.optimize import minimize

        self._weigh(by_job)
        steps = self.layout.start() if start is None else start.steps
        slope = _FIRST_SLOPE if start is None else start.slope
        low, high = np.log(SLOPES)
        found = minimize(
            self.loss_and_slopes,
            np.append(steps, np.log(slope)),
            jac=True,
            method="L-BFGS-B",
            bounds=[*self.layout.bounds(), (float(low), float(high))],
            options={"maxiter": max_iter, "ftol": tol, "gtol": 1e-7},
        )
        slope = float(np.exp(found.x[-1]))
        return Fit(found.x[:-1], slope, float(found.fun), int(found.nit), bool(found.success))


def mean_loss(scores: Array, slope: float, pairs: Pairs) -> Array:
    """Mean loss of the pairs of each job that has any."""
    apart = scores[pairs.better] - scores[pairs.worse]
    weighted = pairs.weights() * np.logaddexp(0.0, -slope * apart)
    losses = np.bincount(pairs.job, weighted, pairs.jobs).astype(np.float64)
    return losses[np.unique(pairs.job)]


def _logistic(logits: Array) -> tuple[Array, Array]:
    """Loss of pairs that are so far apart, and the chance of the wrong order.

    Both from one exponential of a number that is never positive, so that none overflows.
    """
    small = np.exp(-np.abs(logits))
    losses = np.log1p(small) + np.maximum(-logits, 0.0)
    return losses, np.where(logits < 0, 1.0, small) / (1.0 + small)
