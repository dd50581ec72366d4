"""A study's grades held against the matcher and the baselines: means, differences, intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.scoring import Policy
from matcher.scoring.matrix import ScoreTable
from matcher.tuning.baselines import BASELINES, RANDOM, matcher_table
from matcher.tuning.calibration import Calibration, calibration
from matcher.tuning.grades import Decision, Grades
from matcher.tuning.intervals import MIN_JOBS, Estimate, over_jobs, percentiles, within_job
from matcher.tuning.metrics import ndcg, precision, rank_biased_overlap, recall, tau_b
from matcher.tuning.study import Study

if TYPE_CHECKING:
    from pandas import DataFrame

    from matcher.tuning.shown import EvaluationPlots

Floats = NDArray[np.float64]
#: What is measured, in the order of every array of measures.
MEASURES = ("ndcg", "precision", "recall", "tau_b")
#: Of grades 0 to 4, those from here on are good.
GOOD_GRADE = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What is measured.

    Parameters
    ----------
    k : int
        How many of the first count for NDCG and precision.
    good : int
        The lowest grade that is good enough, for precision.
    wanted : int
        The lowest grade of those to be found, for recall and calibration: hired, or ``good``.
    recall_k : int or None
        Among how many of the first they are to be found; as many as they are for None.
    """

    k: int
    good: int
    wanted: int
    recall_k: int | None = None

    @classmethod
    def of(
        cls, grades: Grades, *, k: int = 10, good: int | None = None, recall_k: int | None = None
    ) -> Settings:
        """Of decisions, interviewed is good and hired is wanted; of grades, 3 and more is both.

        Where no grade is so high, the highest is.

        Examples
        --------
        >>> Settings.of(Grades("g.csv", "", False, {"nurse": {"k1": 1, "k2": 0}}, {}))
        Settings(k=10, good=1, wanted=1, recall_k=None)
        """
        if grades.decisions:
            default, wanted = int(Decision.INTERVIEWED), int(Decision.HIRED)
            return cls(k, default if good is None else good, wanted, recall_k)
        highest = max(grade for graded in grades.by_job.values() for grade in graded.values())
        chosen = min(GOOD_GRADE, max(highest, 1)) if good is None else good
        return cls(k, chosen, chosen, recall_k)


@dataclass(frozen=True, slots=True)
class Figures:
    """One number per job, its mean, and its interval within each job where jobs are few.

    Parameters
    ----------
    by_job : tuple of float
        In the order of the study's jobs; NaN where undefined.
    estimate : Estimate
        Their mean.
    within : tuple of (float, float) or None
        Per job, the interval over its candidates; all None where there are jobs enough.
    """

    by_job: tuple[float, ...]
    estimate: Estimate
    within: tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How one ranker did.

    Parameters
    ----------
    ranker : str
        Its name.
    figures : mapping of str to Figures
        By measure.
    behind : mapping of str to Figures
        By measure, the first ranker's figure minus this one's, job by job; empty for the first.
    overlap : Figures or None
        Rank-biased overlap with the first ranker; None for itself and for a random order.
    """

    ranker: str
    figures: Mapping[str, Figures]
    behind: Mapping[str, Figures]
    overlap: Figures | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """Rankers held against the grades of a study; the first of them is the matcher.

    Parameters
    ----------
    study : Study
        Jobs, candidates, grades.
    settings : Settings
        What was measured.
    results : tuple of Result
        One for each ranker.
    policies : mapping of str to Policy
        Those of the matcher's rankers, the study's first.
    calibrations : mapping of str to Calibration
        What scores have meant, for the matcher under each policy.
    """

    study: Study
    settings: Settings
    results: tuple[Result, ...]
    policies: Mapping[str, Policy]
    calibrations: Mapping[str, Calibration]

    def to_frame(self, measure: str = "ndcg") -> DataFrame:
        """One measure, a row for each ranker, the first above.

        Parameters
        ----------
        measure : str
            ``ndcg``, ``precision``, ``recall`` or ``tau_b``.

        Returns
        -------
        DataFrame
            ``mean`` over jobs with the ends of its interval, ``low`` and ``high``; ``behind``, by
            how much the ranker is behind the first, with ``behind_low`` and ``behind_high``.  NaN
            where there is none.

        Raises
        ------
        InputError
            If there is no such measure.
        """
        from matcher.tuning.shown import checked_measure, evaluation_frame

        return evaluation_frame(self, checked_measure(self, measure))

    def by_job(self, measure: str = "ndcg") -> DataFrame:
        """One measure, a row for each job and a column for each ranker; see :meth:`to_frame`."""
        from matcher.tuning.shown import by_job_frame, checked_measure

        return by_job_frame(self, checked_measure(self, measure))

    @property
    def plot(self) -> EvaluationPlots:
        """Figures: what scores have meant."""
        from matcher.tuning.shown import EvaluationPlots

        return EvaluationPlots(self)

    def __repr__(self) -> str:
        rankers = ", ".join(each.ranker for each in self.results)
        return f"<Evaluation of {rankers} on {len(self.study.jobs)} jobs>"

    def _repr_html_(self) -> str:
        from matcher.tuning.evaluation_table import EvaluationTable
        from matcher.tuning.shown import shown_html

        return shown_html(EvaluationTable(self))


def evaluate(
    study: Study,
    settings: Settings | None = None,
    *,
    name: str = "matcher",
    others: Mapping[str, Study] | None = None,
) -> Evaluation:
    """Hold the matcher, other policies and the baselines against a study's grades.

    Parameters
    ----------
    study : Study
        From :func:`matcher.tuning.study.read_study`.
    settings : Settings, optional
        What to measure; by default what suits the grades (:meth:`Settings.of`).
    name : str
        The matcher's, under the study's policy.
    others : mapping of str to Study, optional
        The same study under other policies (:meth:`~matcher.tuning.study.Study.under`), by names.
    """
    settings = settings or Settings.of(study.grades)
    studies = {name: study, **(others or {})}
    tables = {each: [matcher_table(job) for job in of.jobs] for each, of in studies.items()}
    scores = {each: [table.standing().astype(float) for table in of] for each, of in tables.items()}
    scores |= {each: [rank(job) for job in study.jobs] for each, rank in BASELINES.items()}
    held = _Held(name, scores, [np.array(job.grades, dtype=float) for job in study.jobs], settings)
    if few_jobs(study):
        held.draw()
    return Evaluation(
        study,
        settings,
        tuple(held.result(each) for each in held.by_job),
        {each: of.policy for each, of in studies.items()},
        {each: _calibrated(study, of, settings) for each, of in tables.items()},
    )


def few_jobs(study: Study) -> bool:
    """Whether too few jobs tell anything for an interval over jobs."""
    return sum(not job.alike for job in study.jobs) < MIN_JOBS


class _Held:
    """Rankers' scores held against grades: measures by job and, if drawn, under draws within jobs.

    ``by_job`` has arrays of shape (jobs, measures), ``drawn`` per job one of (draws, measures).
    """

    def __init__(
        self,
        first: str,
        scores: Mapping[str, Sequence[Floats]],
        grades: Sequence[Floats],
        settings: Settings,
    ) -> None:
        self.first, self.scores, self.grades, self.settings = first, scores, grades, settings
        self.by_job = {
            each: np.array([_measured(*pair, settings) for pair in zip(of, grades, strict=True)])
            for each, of in scores.items()
        }
        self.by_job[RANDOM] = np.array([_at_random(each, settings) for each in grades])
        self.drawn: dict[str, list[Floats]] = {}

    def draw(self) -> None:
        """Measure draws of each job's candidates; the same draws for every ranker."""
        self.drawn = {
            each: [
                within_job(partial(_redrawn, *pair, self.settings), len(pair[1]))
                for pair in zip(of, self.grades, strict=True)
            ]
            for each, of in self.scores.items()
        }

    def result(self, ranker: str) -> Result:
        """One ranker's figures, beside the first's."""
        found, drawn = self.by_job[ranker], self.drawn.get(ranker)
        if ranker == self.first:
            return Result(ranker, _by_measure(found, drawn), {})
        ahead = drawn and [
            one - other for one, other in zip(self.drawn[self.first], drawn, strict=True)
        ]
        return Result(
            ranker,
            _by_measure(found, drawn),
            _by_measure(self.by_job[self.first] - found, ahead),
            None if ranker == RANDOM else self._overlap(ranker),
        )

    def _overlap(self, ranker: str) -> Figures:
        pairs = zip(self.scores[self.first], self.scores[ranker], strict=True)
        return _figures(np.array([rank_biased_overlap(*pair) for pair in pairs]), None)


def _measured(scores: Floats, grades: Floats, settings: Settings) -> Floats:
    """All measures of one job, in the order of :data:`MEASURES`."""
    return np.array(
        [
            ndcg(scores, grades, settings.k),
            precision(scores, grades, settings.k, settings.good),
            recall(scores, grades, settings.wanted, settings.recall_k),
            tau_b(scores, grades),
        ]
    )


def _at_random(grades: Floats, settings: Settings) -> Floats:
    """Their means over all orders, exactly: those of a tie of all; tau-b is 0 by symmetry."""
    found = _measured(np.zeros(len(grades)), grades, settings)
    found[MEASURES.index("tau_b")] = math.nan if len(set(grades.tolist())) < 2 else 0.0
    return found


def _redrawn(scores: Floats, grades: Floats, settings: Settings, drawn: NDArray[np.intp]) -> Floats:
    return _measured(scores[drawn], grades[drawn], settings)


def _by_measure(by_job: Floats, drawn: Sequence[Floats] | None) -> dict[str, Figures]:
    return {
        measure: _figures(by_job[:, at], None if drawn is None else [of[:, at] for of in drawn])
        for at, measure in enumerate(MEASURES)
    }


def _figures(by_job: Floats, drawn: Sequence[Floats] | None) -> Figures:
    within = [None] * len(by_job) if drawn is None else [percentiles(each) for each in drawn]
    return Figures(tuple(by_job.tolist()), over_jobs(by_job), tuple(within))


def _calibrated(study: Study, tables: Sequence[ScoreTable], settings: Settings) -> Calibration:
    """Scores of all who could be read, against who was wanted."""
    return calibration(
        [
            (
                (table.score[table.readable] / 100).tolist(),
                (np.array(job.grades)[table.readable] >= settings.wanted).tolist(),
            )
            for job, table in zip(study.jobs, tables, strict=True)
        ]
    )
