"""An evaluation as JSON and as CSV: everything the table shows, and what it leaves out."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from matcher.report.harmless import safe_cell
from matcher.tuning.calibration import Calibration
from matcher.tuning.evaluation import MEASURES, Evaluation, Figures, Result
from matcher.tuning.evaluation_words import notes
from matcher.tuning.intervals import LEVEL, MIN_JOBS, RESAMPLES, SEED, WITHIN_RESAMPLES
from matcher.tuning.metrics import PERSISTENCE

COLUMNS = ("ranker", "minus", "job", "measure", "value", "low", "high", "interval_over", "jobs")


def evaluation_dict(evaluation: Evaluation, versions: Mapping[str, str]) -> dict[str, Any]:
    """Everything, as plain data; an undefined figure is None.

    Parameters
    ----------
    evaluation : Evaluation
        What to show.
    versions : mapping of str to str
        The program's, and digests (``Matcher.versions``).
    """
    study, settings = evaluation.study, evaluation.settings
    return {
        "grades": {
            "source": study.grades.source,
            "digest": study.grades.digest,
            "decisions": study.grades.decisions,
        },
        "settings": {
            "k": settings.k,
            "good": settings.good,
            "wanted": settings.wanted,
            "recall_k": settings.recall_k,
            "overlap_p": PERSISTENCE,
            "level": LEVEL,
            "min_jobs": MIN_JOBS,
            "resamples": RESAMPLES,
            "within_resamples": WITHIN_RESAMPLES,
            "seed": SEED,
        },
        "as_of": study.as_of.isoformat(),
        "policies": {
            ranker: {"digest": policy.digest, "values": policy.to_dict()}
            for ranker, policy in evaluation.policies.items()
        },
        "versions": dict(versions),
        "jobs": [
            {
                "job": job.name,
                "source": job.source,
                "candidates": len(job.grades),
                "by_grade": {str(grade): n for grade, n in sorted(Counter(job.grades).items())},
                "alike": job.alike,
            }
            for job in study.jobs
        ],
        "rankers": [_result_dict(evaluation, result) for result in evaluation.results],
        "calibration": {
            ranker: _calibration_dict(found) for ranker, found in evaluation.calibrations.items()
        },
        "notes": list(notes(evaluation)),
        "set_aside": [aside.to_dict() for aside in study.set_aside],
    }


def _result_dict(evaluation: Evaluation, result: Result) -> dict[str, Any]:
    def by_measure(figures: Mapping[str, Figures]) -> dict[str, Any]:
        return {name: _figures_dict(evaluation, each) for name, each in figures.items()}

    overlap = result.overlap
    return {
        "ranker": result.ranker,
        "measures": by_measure(result.figures),
        "first_minus_this": by_measure(result.behind),
        "overlap_with_first": None if overlap is None else _figures_dict(evaluation, overlap),
    }


def _figures_dict(evaluation: Evaluation, figures: Figures) -> dict[str, Any]:
    estimate = figures.estimate
    by_job = zip(evaluation.study.jobs, figures.by_job, figures.within, strict=True)
    return {
        "mean": _number(estimate.mean),
        "jobs": estimate.jobs,
        "interval": estimate.interval and list(estimate.interval),
        "by_job": {
            job.name: {"value": _number(value), "interval_within": within and list(within)}
            for job, value, within in by_job
        },
    }


def _calibration_dict(found: Calibration) -> dict[str, Any]:
    return {
        "bands": [
            {
                "low": band.low,
                "high": band.high,
                "candidates": band.candidates,
                "wanted": band.hired,
                "share": _number(band.share),
                "interval": band.interval and list(band.interval),
            }
            for band in found.bands
        ],
        "brier": _number(found.brier),
        "brier_base": _number(found.brier_base),
        "skill": _number(found.skill),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def stream_csv(evaluation: Evaluation) -> Iterator[str]:
    r"""One figure a row: means first (no job), then each job's; the header before all.

    ``minus`` names the ranker that was taken away from the first one, where it is a difference;
    ``interval_over`` says whether jobs or a job's candidates were drawn.  Line ends are ``\n``; no
    cell begins like a formula.
    """
    yield _line(COLUMNS)
    first = evaluation.results[0].ranker
    for result in evaluation.results:
        for measure in MEASURES:
            yield from _rows(evaluation, result.ranker, "", measure, result.figures[measure])
            if result.behind:
                yield from _rows(evaluation, first, result.ranker, measure, result.behind[measure])
        if result.overlap is not None:
            yield from _rows(evaluation, result.ranker, "", "overlap", result.overlap)


def _rows(
    evaluation: Evaluation, ranker: str, minus: str, measure: str, figures: Figures
) -> Iterator[str]:
    estimate = figures.estimate
    mean = (_text(estimate.mean), *_ends(estimate.interval, "jobs"), str(estimate.jobs))
    yield _line((ranker, minus, "", measure, *mean))
    for job, value, within in zip(
        evaluation.study.jobs, figures.by_job, figures.within, strict=True
    ):
        yield _line(
            (ranker, minus, job.name, measure, _text(value), *_ends(within, "candidates"), "")
        )


def _ends(interval: tuple[float, float] | None, over: str) -> tuple[str, str, str]:
    return ("", "", "") if interval is None else (_text(interval[0]), _text(interval[1]), over)


def _text(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6f}"


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
