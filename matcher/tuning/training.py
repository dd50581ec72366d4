"""From graded jobs to a policy: how much is learned, how strongly held back, until it settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.model import FULL_CREDIT
from matcher.scoring import Policy
from matcher.tuning.estimator import groups_of
from matcher.tuning.layout import Layout
from matcher.tuning.objective import Fit, Objective, Pairs, mean_loss
from matcher.tuning.pairs import pair_features
from matcher.tuning.parameters import CREDIT_STEP, Rung, finer, parameters, with_values
from matcher.tuning.sample import Sample, events_needed, rung_for

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from matcher.tuning.study import Study

    Array = NDArray[np.float64]

#: Strengths of the pull towards the policy that are tried, the strongest first.
ALPHAS = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01)
#: Parts that jobs are dealt into to choose among them.
FOLDS = 5
#: Times that candidates are assessed anew with what was learned; most studies settle in three.
MOST_ROUNDS = 6
#: Relative change of the loss at which a fit is good enough: far below a step of the figures.
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What a study teaches.

    Parameters
    ----------
    policy : Policy
        The base with learned figures, rounded.
    base : Policy
        What it was learned over, in the same unit of level weights.
    rung : Rung
        How much was learned.
    alpha : float
        How strongly figures were held to the base.
    fit : Fit
        Where the last fit came to rest.
    objective : Objective
        Of the last fit, to fit again with other weights of jobs.
    seen : mapping of str to int
        By figure that may be learned, how many candidates' scores hang on it.
    needs : mapping of Rung to int
        How many events each rung would have taken.
    rounds : int
        How often candidates were assessed.
    settled : bool
        Whether the last assessment moved no figure by more than a step of its rounding.
    """

    policy: Policy
    base: Policy
    rung: Rung
    alpha: float
    fit: Fit
    objective: Objective
    seen: Mapping[str, int]
    needs: Mapping[Rung, int]
    rounds: int
    settled: bool


def base_of(study: Study) -> Policy:
    """The study's policy, its level weights in a finer unit.

    Where a job card of the study sets weights of its own these are in the unit that stands, so it
    stays.
    """
    given = any(r.weight is not None for each in study.jobs for r in each.job.requirements)
    return study.policy if given else finer(study.policy)


def usable(study: Study) -> Study:
    """The jobs of a study whose candidates have at least two different grades."""
    return replace(study, jobs=tuple(each for each in study.jobs if not each.alike))


def train(study: Study, features: DataFrame | None = None) -> Trained:
    """Learn a policy: fit, assess everybody under what was learned, fit again, until it settles.

    What decides a credit (which evidence, which alternative) depends on the figures a little, and
    a fit takes it as given; so candidates are assessed anew under the learned policy until no
    figure moves by more than one step of its rounding, at most six times.

    Parameters
    ----------
    study : Study
        Jobs with at least two different grades each (:func:`usable`), planned with
        :func:`base_of`.
    features : DataFrame, optional
        :func:`~matcher.tuning.pairs.pair_features` of the study, if they are known.
    """
    rows = pair_features(study) if features is None else features
    pairs = Pairs.of(_grades(study), groups_of(rows))
    layouts = {rung: Layout.of(rows.columns, parameters(study.policy), rung) for rung in Rung}
    counts = _seen(layouts[Rung.YEARS], rows)
    needs = {rung: events_needed(layout, counts) for rung, layout in layouts.items()}
    rung = rung_for(Sample.of(study).events, needs)
    alpha = choose_alpha(layouts[rung], rows.to_numpy(), pairs)
    chosen = _Chosen(study.policy, pairs, rung, alpha, needs)
    now = chosen.fitted(rows)
    while not now.settled and now.rounds < MOST_ROUNDS:
        now = chosen.fitted(pair_features(study.under(now.policy)), now)
    return now


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What stays the same from one assessment to the next."""

    base: Policy
    pairs: Pairs
    rung: Rung
    alpha: float
    needs: Mapping[Rung, int]

    def fitted(self, rows: DataFrame, before: Trained | None = None) -> Trained:
        """What the rows teach; ``before`` is what the last assessment taught."""
        layout = Layout.of(rows.columns, parameters(self.base), self.rung)
        goal = Objective(layout, rows.to_numpy(), self.pairs, self.alpha)
        fit = goal.least(start=None if before is None else before.fit, tol=_TOLERANCE)
        values = layout.values_at(fit.steps)
        return Trained(
            policy=with_values(self.base, {name: values[name] for name in layout.names}),
            base=self.base,
            rung=self.rung,
            alpha=self.alpha,
            fit=fit,
            objective=goal,
            seen=_seen(Layout.of(rows.columns, parameters(self.base)), rows),
            needs=self.needs,
            rounds=1 if before is None else before.rounds + 1,
            settled=before is not None and _stands(before, values),
        )


def _stands(before: Trained, values: Mapping[str, float]) -> bool:
    """Whether no figure has moved by more than a step of its rounding."""
    steps = {Rung.LEVELS: 1.0}
    return all(
        abs(values[each.name] - each.value) <= steps.get(each.rung, CREDIT_STEP / FULL_CREDIT)
        for each in parameters(before.policy)
        if each.rung is not None and each.rung <= before.rung
    )


def choose_alpha(layout: Layout, features: Array, pairs: Pairs) -> float:
    """The strength of the pull under which jobs left out are ranked best.

    Jobs are dealt into five parts; each part's mean loss is taken under what the others teach.  Of
    equals the strongest pull is chosen.
    """
    part = fold_numbers(pairs.jobs, FOLDS)
    losses = dict.fromkeys(ALPHAS, 0.0)
    for number in range(part.max() + 1):
        inside, outside = (part != number).astype(np.float64), part == number
        held = outside[pairs.job]
        left_out = Pairs(pairs.better[held], pairs.worse[held], pairs.job[held], pairs.jobs)
        fit = None
        for alpha in ALPHAS:
            goal = Objective(layout, features, pairs, alpha)
            fit = goal.least(inside, fit, tol=_TOLERANCE)
            scores = layout.scores(features, fit.steps)
            losses[alpha] += float(mean_loss(scores, fit.slope, left_out).sum())
    return min(ALPHAS, key=lambda alpha: losses[alpha])


def fold_numbers(jobs: int, folds: int) -> NDArray[np.intp]:
    """The part that each job is dealt to, in turn.

    Examples
    --------
    >>> fold_numbers(7, 5).tolist()
    [0, 1, 2, 3, 4, 0, 1]
    """
    return np.arange(jobs, dtype=np.intp) % min(folds, jobs)


def _grades(study: Study) -> Array:
    grades: Sequence[int] = [grade for each in study.jobs for grade in each.grades]
    return np.array(grades, dtype=np.float64)


def _seen(layout: Layout, rows: DataFrame) -> dict[str, int]:
    counts = layout.seen(rows.to_numpy())
    return dict(zip(layout.names, counts.tolist(), strict=True))
