"""Weights learned from past decisions, with what is known of how good they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.scoring import Policy
from matcher.scoring.provenance import Gain, Gains
from matcher.tuning.baselines import matcher_scores
from matcher.tuning.impact import Impact, impact
from matcher.tuning.intervals import SEED, Estimate, draws, expanded, over_jobs
from matcher.tuning.metrics import ndcg, tau_b
from matcher.tuning.pairs import pair_features
from matcher.tuning.parameters import Rung, parameters
from matcher.tuning.sample import Sample, is_seen
from matcher.tuning.training import Trained, base_of, fold_numbers, train, usable

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame

    from matcher.groups.table import Groups
    from matcher.tuning.shown import LearnedPlots
    from matcher.tuning.study import Study

    Array = NDArray[np.float64]

#: Parts that jobs are dealt into to see what learning gains; fewer jobs are left out one by one.
FOLDS = 10
#: Draws over jobs for the intervals of figures.
RESAMPLES = 999
#: How many of the first count for NDCG.
TOP = 10
#: What is measured on jobs left out.
MEASURES: Mapping[str, Callable[[Array, tuple[int, ...]], float]] = {
    "ndcg_at_10": lambda scores, grades: ndcg(scores, grades, TOP),
    "tau_b": tau_b,
}
#: What a difference of measures may be where nothing is known of it.
_ANYTHING = (-2.0, 2.0)
#: A draw's fit need not be finer than its chance.
_TOLERANCE = 1e-5

#: Told what is being done.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the policy, before and after.

    Parameters
    ----------
    name : str
        Its key in the policy.
    before, after : float
        Its value: of a level the weight as a share of a must's, of a credit the share of a
        requirement; ``after`` as it is rounded in the policy.
    low, high : float or None
        The 95 % interval over jobs; None where it was not learned, or too few candidates show it.
    seen : int
        How many candidates' scores hang on it.
    """

    name: str
    before: float
    after: float
    low: float | None
    high: float | None
    seen: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """A measure on jobs that were left out, means over jobs.

    Parameters
    ----------
    before, after : Estimate
        Under the base, and under what the other jobs taught.
    gain : Estimate
        Of their differences, job by job.
    """

    before: Estimate
    after: Estimate
    gain: Estimate

    def told(self) -> Gain:
        """The gain as a policy's provenance tells it."""
        low, high = self.gain.interval or _ANYTHING
        mean = self.gain.mean if self.gain.jobs else 0.0
        return Gain(round(mean, 4), round(low, 4), round(high, 4))


@dataclass(frozen=True, slots=True, repr=False)
class Learned:
    """A learned policy and how far it can be trusted.

    Parameters
    ----------
    study : Study
        What it was learned from: jobs with at least two different grades, planned with the base.
    base, policy : Policy
        Before and after, level weights in one unit.
    figures : tuple of Figure
        All that may be learned, changed or not.
    sample : Sample
        How much there was to learn from.
    rung : Rung
        How much was learned.
    alpha : float
        How strongly figures were held to the base.
    rounds : int
        How often candidates were assessed.
    settled : bool
        Whether the last assessment moved no figure by more than a step of its rounding.
    gains : mapping of str to Improvement
        By measure (``ndcg_at_10``, ``tau_b``).
    needs : mapping of Rung to int
        How many events each rung takes.
    impact : tuple of Impact
        By group, where groups were given.
    """

    study: Study
    base: Policy
    policy: Policy
    figures: tuple[Figure, ...]
    sample: Sample
    rung: Rung
    alpha: float
    rounds: int
    settled: bool
    gains: Mapping[str, Improvement]
    needs: Mapping[Rung, int]
    impact: tuple[Impact, ...] = ()

    @property
    def told(self) -> Gains:
        """The gains as a policy's provenance tells them."""
        return Gains(**{name: each.told() for name, each in self.gains.items()})

    def to_frame(self) -> DataFrame:
        """The figures as a table, one row each, by name."""
        import pandas as pd

        columns = ("name", "before", "after", "low", "high", "seen")
        rows = [[getattr(each, column) for column in columns] for each in self.figures]
        return pd.DataFrame(rows, columns=list(columns)).set_index("name")

    def save(self, path: str, *, by: str, on: date | None = None) -> None:
        """Write the learned policy as a draft, with its evidence.

        Parameters
        ----------
        path : str
            The file.
        by : str
            Who learned it.
        on : date, optional
            When; today by default.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from matcher.output import write_result
        from matcher.tuning.draft import draft_text

        write_result([draft_text(self, by, on or date.today())], path)

    @property
    def plot(self) -> LearnedPlots:
        """Figures: what was learned beside what was before."""
        from matcher.tuning.shown import LearnedPlots

        return LearnedPlots(self)

    def __repr__(self) -> str:
        sample = self.sample
        return f"<Learned from {sample.candidates} candidates of {sample.jobs} jobs>"

    def _repr_html_(self) -> str:
        from matcher.tuning.learned_table import LearnedTable
        from matcher.tuning.shown import shown_html

        return shown_html(LearnedTable(self))


def learn(
    study: Study,
    *,
    groups: Groups | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Learned:
    """Learn a policy from grades, over the policy the study was planned with.

    Level weights are learned from 5 jobs, 100 pairs and 20 events on; credits of evidence, of
    relations and of years, in this order, as soon as there are ten events for each figure
    (:mod:`matcher.tuning.sample`).  The gain is that of the real scorer on jobs left out: dealt
    into ten parts, each scored under what the others taught.  Intervals of figures draw jobs with
    replacement, with the evidence that decided under the learned policy.

    Parameters
    ----------
    study : Study
        From :func:`matcher.tuning.study.read_study`.
    groups : Groups, optional
        Whose impact ratios to compare; nothing is learned from them.
    resamples, seed : int
        Draws, and their seed.
    progress : callable, optional
        Told what is being done.

    Raises
    ------
    InputError
        If there is too little to learn from.
    """
    from threadpoolctl import threadpool_limits

    tell = progress or (lambda _: None)
    Sample.of(study).check(study.grades.source)
    known = usable(study)
    known = known.under(base_of(known))
    # Sums over several threads round otherwise than over one.
    with threadpool_limits(1):
        tell(f"taking {Sample.of(known).candidates:,} scores apart")
        features = pair_features(known)
        trained = train(known, features)
        tell("measuring the gain on jobs left out")
        gains = _gains(known, features, tell)
        tell(f"drawing jobs {resamples:,} times")
        figures = _figures(trained, _drawn(trained, resamples, seed))
    compared = impact(known, known.policy, trained.policy, groups) if groups else ()
    return Learned(
        known, known.policy, trained.policy, figures, Sample.of(known), trained.rung,
        trained.alpha, trained.rounds, trained.settled, gains, trained.needs, compared,
    )  # fmt: skip


def _gains(study: Study, features: DataFrame, tell: Progress) -> dict[str, Improvement]:
    part = fold_numbers(len(study.jobs), FOLDS)
    names = np.array([each.name for each in study.jobs])
    before, after = (np.full((len(names), len(MEASURES)), np.nan) for _ in range(2))
    for number in range(part.max() + 1):
        out = part == number
        taught = study.of_jobs(names[~out].tolist())
        rows = features.loc[[each.name for each in taught.jobs]]
        policy = train(taught, rows).policy
        held = study.of_jobs(names[out].tolist())
        before[out], after[out] = measured(held), measured(held.under(policy))
        tell(f"jobs left out: part {number + 1} of {part.max() + 1}")
    return {
        measure: Improvement(
            over_jobs(before[:, at]),
            over_jobs(after[:, at]),
            over_jobs(after[:, at] - before[:, at]),
        )
        for at, measure in enumerate(MEASURES)
    }


def measured(study: Study) -> Array:
    """Every measure of every job, by the real scorer; shape (jobs, measures)."""
    return np.array(
        [
            [measure(scores, each.grades) for measure in MEASURES.values()]
            for each in study.jobs
            for scores in [matcher_scores(each)]
        ]
    )


def _drawn(trained: Trained, resamples: int, seed: int) -> Array:
    """The free figures under draws of the jobs; shape (resamples, free figures)."""
    goal, layout = trained.objective, trained.objective.layout
    jobs = goal.pairs.jobs
    found = np.empty((resamples, len(layout.free)))
    for row, drawn in enumerate(draws(jobs, resamples, seed)):
        times = np.bincount(drawn, minlength=jobs).astype(np.float64)
        fit = goal.least(times, trained.fit, tol=_TOLERANCE)
        found[row] = np.exp(layout.logs(fit.steps))[layout.free]
    return found


def _figures(trained: Trained, drawn: Array) -> tuple[Figure, ...]:
    layout, jobs = trained.objective.layout, trained.objective.pairs.jobs
    places = {name: at for at, name in enumerate(layout.names)}
    after = {each.name: each.value for each in parameters(trained.policy)}
    found = []
    for each in parameters(trained.base):
        if each.rung is None:
            continue
        unit = trained.base.levels.must if each.rung is Rung.LEVELS else 1.0
        at = places.get(each.name)
        known = at is not None and is_seen(each.name, trained.seen)
        low, high = expanded(drawn[:, at] / unit, jobs) if known else (None, None)
        count = trained.seen.get(each.name, 0)
        value = after.get(each.name, 0.0)
        found.append(Figure(each.name, each.value / unit, value / unit, low, high, count))
    return tuple(found)
