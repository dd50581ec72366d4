"""An evaluation for the terminal: means, differences, jobs, bands of scores, what is not known."""

from __future__ import annotations

import math

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from matcher.report.harmless import one_line
from matcher.tuning.calibration import Calibration
from matcher.tuning.evaluation import MEASURES, Evaluation, Figures
from matcher.tuning.evaluation_words import (
    counted,
    figure_text,
    grade_words,
    interval_text,
    measure_meanings,
    measure_names,
    notes,
)
from matcher.tuning.figures_table import FiguresTable

_NAME = 32
#: Of a word over a column of figures.
_HEAD_WORD = 15
#: What jobs are shown by; the others stand in CSV and JSON.
_BY_JOB = ("ndcg", "tau_b")


class EvaluationTable:
    """An evaluation as something rich can print.

    Parameters
    ----------
    evaluation : Evaluation
        What to show.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.names = measure_names(evaluation.settings)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        blocks = [
            self._title(),
            Group(self._means(), self._meanings()),
            self._differences(),
            *map(self._jobs, _BY_JOB),
            *(self._bands(*each) for each in self.evaluation.calibrations.items()),
            *map(Text, notes(self.evaluation)),
        ]
        for at, block in enumerate(blocks):
            if at:
                yield ""
            yield block

    def _title(self) -> Text:
        study = self.evaluation.study
        text = Text(one_line(study.grades.source, 200), style="bold")
        count = len({each for job in study.jobs for each in job.candidate_ids})
        pairs = sum(len(job.grades) for job in study.jobs)
        line = (
            f"\n{counted(pairs, 'decision' if study.grades.decisions else 'grade')} of "
            f"{counted(count, 'candidate')} for {counted(len(study.jobs), 'job')}"
        )
        return text.append(f"{line}, as of {study.as_of.isoformat()}", style="not bold dim")

    def _means(self) -> Table:
        table = FiguresTable("mean over jobs", self.names.values())
        for result in self.evaluation.results:
            cells = [_cell(result.figures[measure]) for measure in MEASURES]
            table.add_row(one_line(result.ranker, _NAME), *cells)
        return table

    def _meanings(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        for measure, meaning in measure_meanings(self.evaluation).items():
            table.add_row(Text(self.names[measure], style="dim"), Text(meaning, style="dim"))
        return table

    def _differences(self) -> Group:
        first, *others = self.evaluation.results
        table = FiguresTable("than", [*self.names.values(), "overlap"])
        for result in others:
            cells = [_cell(result.behind[measure], signed=True) for measure in MEASURES]
            overlap = "" if result.overlap is None else figure_text(result.overlap.estimate.mean)
            table.add_row(one_line(result.ranker, _NAME), *cells, overlap)
        title = f"How much better {one_line(first.ranker, _NAME)} is, in the mean over jobs"
        return Group(Text(title, style="bold"), table)

    def _jobs(self, measure: str) -> Table:
        results = self.evaluation.results
        heads = ["graded", *(_head(result.ranker) for result in results)]
        table = FiguresTable(f"{self.names[measure]} by job", heads, gap=1)
        for at, job in enumerate(self.evaluation.study.jobs):
            cells = []
            for result in results:
                figures = result.figures[measure]
                cells.append(_with_interval(figures.by_job[at], figures.within[at]))
            table.add_row(one_line(job.name, _NAME), str(len(job.grades)), *cells)
        return table

    def _bands(self, ranker: str, found: Calibration) -> RenderableType:
        wanted = grade_words(self.evaluation, self.evaluation.settings.wanted)
        title = f"scores of {one_line(ranker, _NAME)}"
        table = FiguresTable(title, ("candidates", wanted, "share", "95 %"))
        for band in found.bands:
            table.add_row(
                f"{band.low} to {band.high}",
                str(band.candidates),
                str(band.hired),
                figure_text(band.share),
                interval_text(band.interval),
            )
        return table if math.isnan(found.skill) else Group(table, Text(_skill(found), style="dim"))


def _skill(found: Calibration) -> str:
    percent = round(abs(found.skill) * 100)
    better = f"{percent} % {'better' if found.skill >= 0 else 'worse'} than"
    figures = f"Brier score {figure_text(found.brier)} against {figure_text(found.brier_base)}"
    return (
        f"From its score, by the rising curve of the other jobs, each outcome is foretold {better} "
        f"from their share alone ({figures})."
    )


def _head(ranker: str) -> str:
    return " ".join(one_line(word, _HEAD_WORD) for word in ranker.split())


def _cell(figures: Figures, *, signed: bool = False) -> Text:
    return _with_interval(figures.estimate.mean, figures.estimate.interval, signed=signed)


def _with_interval(
    value: float, interval: tuple[float, float] | None, *, signed: bool = False
) -> Text:
    text = Text(figure_text(value, signed=signed))
    if interval is not None:
        text.append(f"\n{interval_text(interval, signed=signed)}", style="dim")
    return text
