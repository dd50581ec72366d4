"""What an evaluation says in words: names of measures, what they mean, what is not known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from matcher.report.harmless import one_line
from matcher.tuning.evaluation import Evaluation, Settings, few_jobs
from matcher.tuning.grades import Decision
from matcher.tuning.intervals import MIN_JOBS

_MOST_NAMED = 5


def measure_names(settings: Settings) -> dict[str, str]:
    """Short names of the measures, for heads of columns.

    Examples
    --------
    >>> measure_names(Settings(k=10, good=2, wanted=3))["precision"]
    'P@10'
    """
    among = "" if settings.recall_k is None else f"@{settings.recall_k}"
    return {
        "ndcg": f"NDCG@{settings.k}",
        "precision": f"P@{settings.k}",
        "recall": f"recall{among}",
        "tau_b": "tau-b",
    }


def measure_meanings(evaluation: Evaluation) -> dict[str, str]:
    """One line on each measure."""
    settings = evaluation.settings
    good, wanted = (grade_words(evaluation, at) for at in (settings.good, settings.wanted))
    among = "as many places as they are" if settings.recall_k is None else settings.recall_k
    return {
        "ndcg": f"the first {settings.k} against the best order, the first places most; 1 is best",
        "precision": f"share of the first {settings.k} who were {good}",
        "recall": f"share of those {wanted} who are among the first {among}",
        "tau_b": "pairs in the order of their grades less pairs against it; 1 is best, 0 chance",
    }


def grade_words(evaluation: Evaluation, grade: int) -> str:
    """A lowest grade and those above it, as a participle."""
    if not evaluation.study.grades.decisions:
        return f"graded {grade} or more"
    *lower, highest = (each.name.lower() for each in Decision if each >= grade)
    return f"{', '.join(lower)} or {highest}" if lower else highest


def figure_text(value: float, *, signed: bool = False) -> str:
    """A measure with three decimals; a dash where it is undefined.

    Examples
    --------
    >>> figure_text(0.8376), figure_text(-0.02, signed=True), figure_text(float("nan"))
    ('0.838', '−0.020', '–')
    """
    if math.isnan(value):
        return "–"
    text = f"{value:{'+' if signed else ''}.3f}"
    return text.replace("-", "−")


def interval_text(interval: tuple[float, float] | None, *, signed: bool = False) -> str:
    """An interval in two decimals, or nothing.

    Examples
    --------
    >>> interval_text((0.712, 0.9)), interval_text(None)
    ('0.71…0.90', '')
    """
    if interval is None:
        return ""
    low, high = (f"{end:{'+' if signed else ''}.2f}".replace("-", "−") for end in interval)
    return f"{low}…{high}"


def notes(evaluation: Evaluation) -> Iterator[str]:
    """What the figures do not tell, a sentence each."""
    jobs = evaluation.study.jobs
    told = [job for job in jobs if not job.alike]
    if few_jobs(evaluation.study):
        yield (
            f"{counted(len(told), 'job')} with differing grades, fewer than {MIN_JOBS}: nothing "
            "honest can be said about other jobs, so means and differences have no interval. The "
            "intervals of each job draw its candidates, as if others like them had applied."
        )
    else:
        yield (
            f"Intervals are at 95 %, from drawing the {len(jobs):,} jobs with replacement. A "
            "difference whose interval holds 0 may be chance."
        )
    alike = [job.name for job in jobs if job.alike]
    if alike:
        yield f"Graded all alike, so nothing is said: {_named(alike)}."
    names = measure_names(evaluation.settings)
    for measure, name in names.items():
        yield from _undefined(evaluation, measure, name)


def _undefined(evaluation: Evaluation, measure: str, name: str) -> Iterator[str]:
    """Jobs with differing grades in which a measure says nothing, for all or for one ranker."""
    jobs = evaluation.study.jobs
    missing = {
        result.ranker: [
            job.name
            for job, value in zip(jobs, result.figures[measure].by_job, strict=True)
            if math.isnan(value) and not job.alike
        ]
        for result in evaluation.results
    }
    by_all = [job.name for job in jobs if all(job.name in each for each in missing.values())]
    if by_all:
        why = {
            "precision": "nobody or everybody is good enough, or the first are all there are",
            "recall": "nobody or everybody is to be found, or the first are all there are",
        }.get(measure, "it has no value")
        yield f"{name} says nothing for {_named(by_all)}: {why}."
    for ranker, undefined in missing.items():
        own = [each for each in undefined if each not in by_all]
        if own:
            yield (
                f"{name} of {ranker} has no value for {_named(own)}, where it ties everybody; "
                "its mean is over the others."
            )


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(one_line(name, 60) for name in names[:_MOST_NAMED])
    rest = len(names) - _MOST_NAMED
    return f"{shown} and {counted(rest, 'other')}" if rest > 0 else shown


def counted(number: int, noun: str) -> str:
    """A number and what it counts.

    Examples
    --------
    >>> counted(1, "job"), counted(1200, "job")
    ('1 job', '1,200 jobs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
