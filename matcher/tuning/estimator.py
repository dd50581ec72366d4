"""A scikit-learn estimator of a policy's figures from grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from matcher.scoring import Policy
from matcher.tuning.layout import Layout
from matcher.tuning.metrics import tau_b
from matcher.tuning.objective import Objective, Pairs
from matcher.tuning.pairs import ASKED, factors
from matcher.tuning.parameters import Rung, parameters, with_values

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class PolicyEstimator(BaseEstimator):  # type: ignore[misc]
    """Learns the figures of a policy from grades; a score is the ledger's, 0 … 100.

    Rows are pairs of a job and a candidate (:func:`~matcher.tuning.pairs.pair_features`), and the
    names of the columns say which figures each is multiplied by.  Columns without such names are
    multiplied by one figure each, 0 … 1, and divided by their sum.  Grades are compared within a
    job: the level ``job`` of the index, if there is one; else all rows are of one job.

    Credits stay between 0 and 1 and in their order (what was done in a job is worth no less than a
    project, a headline no less than a bare list, …), a must weighs at least any preferred, a
    preferred at least any bonus: :mod:`matcher.tuning.parameters`.

    Parameters
    ----------
    alpha : float
        How strongly figures are held to those of ``base``, more than 0
        (:class:`~matcher.tuning.objective.Objective`).
    base : Policy, optional
        The policy to start from, and the one the rows were made under; the shipped one by default.
    learn : str
        How much is learned: ``levels``, ``evidence``, ``relations`` or ``years``; each with those
        before it.
    max_iter : int
        Most iterations of the solver.
    tol : float
        Relative change of the loss at which it stops.

    Attributes
    ----------
    values_ : dict of str to float
        Every figure by name: weights of levels, credits as shares.
    free_ : tuple of str
        Names of those that were learned.
    slope_ : float
        Logits of being graded better that a point of difference is worth.
    loss_ : float
        The loss that was reached, penalty included.
    n_iter_ : int
        Iterations of the solver.
    n_features_in_, feature_names_in_
        As everywhere in scikit-learn.

    Examples
    --------
    >>> import numpy as np
    >>> shown = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])
    >>> learned = PolicyEstimator(alpha=0.01).fit(shown, [2, 3, 1, 0])
    >>> bool(learned.values_["column 0"] > learned.values_["column 1"])
    True
    >>> learned.predict(shown).round().tolist()[1], learned.score(shown, [2, 3, 1, 0])
    (100.0, 1.0)
    """

    def __init__(
        self,
        *,
        alpha: float = 0.1,
        base: Policy | None = None,
        learn: str = "years",
        max_iter: int = 500,
        tol: float = 1e-9,
    ) -> None:
        self.alpha = alpha
        self.base = base
        self.learn = learn
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: Any, y: Any) -> Self:
        """Learn from grades.

        Parameters
        ----------
        X : DataFrame or array, shape (pairs, columns)
            What each pair shows.
        y : array, shape (pairs,)
            Grades, the higher the better.

        Raises
        ------
        ValueError
            If the data or a parameter cannot be used, or no job has two different grades.
        """
        groups = groups_of(X)
        features, grades = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        if not self.alpha > 0:
            raise ValueError(f"alpha is {self.alpha}; allowed: more than 0")
        pairs = Pairs.of(grades, groups)
        if not len(pairs):
            raise ValueError(
                f"no job has two different grades: there is 1 class in n_samples={len(grades)}"
            )
        self._layout = self._layout_of(features.shape[1])
        goal = Objective(self._layout, features, pairs, self.alpha)
        # Sums over several threads round otherwise than over one.
        with threadpool_limits(1):
            fit = goal.least(max_iter=self.max_iter, tol=self.tol)
        self.values_ = self._layout.values_at(fit.steps)
        self.free_ = self._layout.names
        self.slope_, self.loss_, self.n_iter_ = fit.slope, fit.loss, max(fit.rounds, 1)
        return self

    def predict(self, X: Any) -> Array:
        """Scores of pairs, 0 … 100, as a ledger would have them but for rounding."""
        check_is_fitted(self)
        features = validate_data(self, X, dtype=np.float64, reset=False)
        return self._layout.scores_of(features, self.values_)

    def score(self, X: Any, y: Any) -> float:
        """Mean over jobs of Kendall's tau-b between scores and grades, -1 … 1.

        NaN where no job has two different grades.
        """
        scores, grades = self.predict(X), np.asarray(y)
        groups = np.array([str(name) for name in groups_of(X)])
        found = [
            tau_b(scores[groups == job], grades[groups == job])
            for job in dict.fromkeys(groups.tolist())
        ]
        known = [value for value in found if not np.isnan(value)]
        return float(np.mean(known)) if known else float("nan")

    def to_policy(self) -> Policy:
        """The base policy with what was learned, rounded to its integers.

        Raises
        ------
        ValueError
            If the columns named no figures of a policy.
        """
        check_is_fitted(self)
        if not len(self._layout.asked):
            raise ValueError("the columns name no figures of a policy")
        return with_values(self._base(), {name: self.values_[name] for name in self.free_})

    def _base(self) -> Policy:
        return Policy.default() if self.base is None else self.base

    def _layout_of(self, size: int) -> Layout:
        names = getattr(self, "feature_names_in_", None)
        if names is None or not any(ASKED in factors(str(name)) for name in names):
            return Layout.plain(size)
        rungs = {str(rung): rung for rung in Rung}
        if self.learn not in rungs:
            raise ValueError(f"learn is {self.learn!r}; allowed: {', '.join(rungs)}")
        return Layout.of(names, parameters(self._base()), rungs[self.learn])


def groups_of(rows: Any) -> Sequence[Hashable]:
    """The job of each row: the level ``job`` of its index, or one for all."""
    names = getattr(getattr(rows, "index", None), "names", ())
    if "job" in names:
        found: list[Hashable] = rows.index.get_level_values("job").tolist()
        return found
    return ["all"] * (rows.shape[0] if hasattr(rows, "shape") else len(rows))
