"""How well scores order graded candidates of one job; and how alike two orders are.

Two rules hold for all measures.  Candidates with equal scores stand in no order, so a measure is
its mean over all orders of them (McSherry and Najork 2008): it depends neither on the order of the
candidates nor on their ids.  And where a measure could have but one value, whatever the scores
(everybody graded alike, nobody or everybody good enough, a single candidate), it is NaN, never 0
or 1: such a job says nothing about a ranking.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.scoring.matrix import competition_ranks

Floats = NDArray[np.float64]
#: Persistence of rank-biased overlap: the first ten ranks have 86 % of the weight
#: (Webber, Moffat and Zobel 2010).
PERSISTENCE = 0.9


def ndcg(scores: ArrayLike, grades: ArrayLike, k: int | None = None) -> float:
    """Normalised discounted cumulative gain of the first k.

    The gain of a grade is 2^grade - 1, the discount of rank i is 1 / log2(i + 1); the sum is
    divided by that of the best order (Järvelin and Kekäläinen 2002; the gain as in Burges et al.
    2005).

    Parameters
    ----------
    scores : array of shape (candidates,)
        The higher the better; any scale.
    grades : array of shape (candidates,)
        Whole numbers from 0, the higher the better.
    k : int, optional
        How many of the first count, from 1; all by default.

    Returns
    -------
    float
        0 … 1; NaN where all grades are alike.

    Raises
    ------
    ValueError
        If the lengths differ, a score is no number, or k is less than 1.

    Examples
    --------
    >>> ndcg([90, 70, 20], [4, 1, 0]), round(ndcg([20, 70, 90], [4, 1, 0]), 4)
    (1.0, 0.5202)
    >>> ndcg([90, 70, 20], [2, 2, 2])
    nan
    """
    scored, graded = _checked(scores, grades, k)
    gains = np.exp2(graded) - 1.0
    if _constant(gains):
        return math.nan
    discounts = 1.0 / np.log2(np.arange(2, len(gains) + 2))
    if k is not None:
        discounts[k:] = 0.0
    best = float(np.sort(gains)[::-1] @ discounts)
    return min(_tie_averaged(scored, gains, discounts) / best, 1.0)


def precision(scores: ArrayLike, grades: ArrayLike, k: int, good: int) -> float:
    """Share of the first k whose grade is ``good`` or more.

    Parameters
    ----------
    scores, grades
        As for :func:`ndcg`.
    k : int
        How many of the first count, from 1.
    good : int
        The lowest grade that is good enough.

    Returns
    -------
    float
        0 … 1; NaN where nobody or everybody is good enough, or k candidates are all there are.

    Raises
    ------
    ValueError
        As for :func:`ndcg`.

    Examples
    --------
    >>> precision([90, 70, 20], [4, 1, 3], k=2, good=3), precision([1, 1, 1], [4, 0, 0], 1, 3)
    (0.5, 0.3333333333333333)
    """
    scored, graded = _checked(scores, grades, k)
    enough = (graded >= good).astype(np.float64)
    if _constant(enough) or k >= len(enough):
        return math.nan
    return _tie_averaged(scored, enough, _first(k, len(enough))) / k


def recall(scores: ArrayLike, grades: ArrayLike, good: int, k: int | None = None) -> float:
    """Share of those graded ``good`` or more that stand among the first k.

    Parameters
    ----------
    scores, grades
        As for :func:`ndcg`.
    good : int
        The lowest grade that counts; that of the hired, for the recall of hires.
    k : int, optional
        How many of the first count; as many as are graded so by default, where recall and
        precision are the same (R-precision).

    Returns
    -------
    float
        0 … 1; NaN where nobody or everybody counts, or k candidates are all there are.

    Raises
    ------
    ValueError
        As for :func:`ndcg`.

    Examples
    --------
    >>> recall([90, 70, 20], [3, 0, 3], good=3), recall([90, 70, 20], [0, 0, 3], good=3, k=2)
    (0.5, 0.0)
    """
    scored, graded = _checked(scores, grades, k)
    wanted = (graded >= good).astype(np.float64)
    count = int(wanted.sum())
    among = count if k is None else k
    if _constant(wanted) or among >= len(wanted):
        return math.nan
    return _tie_averaged(scored, wanted, _first(among, len(wanted))) / count


def tau_b(scores: ArrayLike, grades: ArrayLike) -> float:
    """Kendall's tau-b between scores and grades, by ``scipy.stats.kendalltau``.

    (Pairs in the same order - pairs in the opposite order) / the geometric mean of the pairs that
    differ in score and those that differ in grade (Kendall 1945).

    Parameters
    ----------
    scores, grades
        As for :func:`ndcg`.

    Returns
    -------
    float
        -1 … 1; NaN where all grades or all scores are alike.

    Raises
    ------
    ValueError
        As for :func:`ndcg`.

    Examples
    --------
    >>> round(tau_b([90, 70, 20], [4, 1, 0]), 6), tau_b([90, 70, 20], [1, 1, 1])
    (1.0, nan)
    """
    from scipy.stats import kendalltau

    scored, graded = _checked(scores, grades, None)
    if _constant(scored) or _constant(graded):
        return math.nan
    return float(kendalltau(scored, graded).statistic)


def rank_biased_overlap(one: ArrayLike, other: ArrayLike, p: float = PERSISTENCE) -> float:
    """How alike two rankings of the same candidates are, the first places most.

    The mean agreement over depths, depth d weighing (1 - p) p^(d-1), extrapolated beyond the last
    candidate (RBO_ext of Webber, Moffat and Zobel 2010, with their treatment of ties).  Candidates
    with equal scores all stand at the first of their ranks, and the agreement at a depth is
    2 × those in both / (those of one + those of the other) down to there.

    Parameters
    ----------
    one, other : array of shape (candidates,)
        Scores of the same candidates in the same order, the higher the better.
    p : float
        Between 0 and 1; the higher, the deeper one looks.

    Returns
    -------
    float
        0 … 1; 1 for equal rankings.  NaN where one of them ties everybody.

    Raises
    ------
    ValueError
        If the lengths differ, a score is no number, or p is not between 0 and 1.

    Examples
    --------
    >>> rank_biased_overlap([3, 2, 1], [30, 20, 10])
    1.0
    >>> round(rank_biased_overlap([3, 2, 1], [1, 2, 3]), 4)
    0.855
    """
    if not 0 < p < 1:
        raise ValueError(f"p is {p}, allowed: more than 0 and less than 1")
    first, second = _checked(one, other, None)
    if _constant(first) or _constant(second):
        return math.nan
    size = len(first)
    ranks = [competition_ranks(_dense(scores)) for scores in (first, second)]
    ones, others, both = (
        np.cumsum(np.bincount(at, minlength=size + 1)[1:]) for at in (*ranks, np.maximum(*ranks))
    )
    agreement = 2.0 * both / (ones + others)
    weights = (1 - p) * p ** np.arange(size)
    return float(agreement @ weights + agreement[-1] * p**size)


def _checked(scores: ArrayLike, grades: ArrayLike, k: int | None) -> tuple[Floats, Floats]:
    first, second = (np.asarray(each, dtype=np.float64) for each in (scores, grades))
    if first.ndim != 1 or first.shape != second.shape:
        raise ValueError(f"shapes are {first.shape} and {second.shape}, allowed: one length")
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("a score or grade is not finite")
    if k is not None and k < 1:
        raise ValueError(f"k is {k}, allowed: 1 or more")
    return first, second


def _constant(values: Floats) -> bool:
    return len(values) < 2 or bool((values == values[0]).all())


def _first(k: int, size: int) -> Floats:
    weights = np.zeros(size)
    weights[:k] = 1.0
    return weights


def _dense(scores: Floats) -> NDArray[np.int32]:
    """The same order in small whole numbers."""
    return np.unique(scores, return_inverse=True)[1].astype(np.int32)


def _tie_averaged(scores: Floats, values: Floats, weights: Floats) -> float:
    """Sum of each rank's weight × the value standing there, in the mean over orders of ties."""
    _, group, sizes = np.unique(-scores, return_inverse=True, return_counts=True)
    starts = np.cumsum(sizes) - sizes
    of_values = np.bincount(group, weights=values)
    of_weights = np.add.reduceat(weights, starts)
    return float((of_values * of_weights / sizes).sum())
