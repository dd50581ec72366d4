"""What a notebook shows of an evaluation or of what was learned: tables, figures, the words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from matcher import plots
from matcher.errors import InputError
from matcher.tuning.evaluation_words import grade_words, measure_names

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import ConsoleRenderable

    from matcher.tuning.evaluation import Evaluation, Figures
    from matcher.tuning.learning import Learned

#: Letters to a line of what the terminal shows.
_WIDTH = 110
#: Columns stand under each other whatever font a notebook gives to what is preformatted.
_LOOK = "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"
_PAGE = f'<pre style="{_LOOK};white-space:pre;overflow-x:auto;line-height:1.35">{{code}}</pre>'


def shown_html(shown: ConsoleRenderable) -> str:
    """What a command prints, as HTML of its own."""
    from rich.console import Console

    console = Console(
        record=True, file=io.StringIO(), width=_WIDTH, color_system=None, force_jupyter=False
    )
    console.print(shown)
    return console.export_html(inline_styles=True, code_format=_PAGE)


class EvaluationPlots:
    """Draws an evaluation; every method gives a matplotlib figure that a notebook shows.

    Where matplotlib is missing, every method raises an ``InputError`` that says what to install.

    Parameters
    ----------
    evaluation : Evaluation
        What to draw.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation

    def calibration(self, ranker: str | None = None) -> Figure:
        """Which share of the candidates in each band of the score was hired, or good enough.

        Parameters
        ----------
        ranker : str, optional
            One of the policies that were held against the grades; the first by default.

        Raises
        ------
        InputError
            If there is no such policy.
        """
        known = self._evaluation.calibrations
        name = next(iter(known)) if ranker is None else ranker
        if name not in known:
            raise InputError("evaluation", f"no policy {name!r}", "ranker", ", ".join(known))
        wanted = grade_words(self._evaluation, self._evaluation.settings.wanted)
        return plots.calibration(known[name].bands, wanted)


class LearnedPlots:
    """Draws what was learned; every method gives a matplotlib figure that a notebook shows.

    Where matplotlib is missing, every method raises an ``InputError`` that says what to install.

    Parameters
    ----------
    learned : Learned
        What to draw.
    """

    def __init__(self, learned: Learned) -> None:
        self._learned = learned

    def weights(self) -> Figure:
        """What was learned, with intervals, beside what was before; levels as shares of a must."""
        figures = [
            each
            for each in self._learned.figures
            if each.low is not None or each.after != each.before
        ]
        return plots.learned_weights(
            {each.name: each.before for each in figures},
            {each.name: (each.after, each.low, each.high) for each in figures},
        )


def evaluation_frame(evaluation: Evaluation, measure: str) -> DataFrame:
    """One measure by ranker; see :meth:`matcher.tuning.evaluation.Evaluation.to_frame`."""
    import pandas as pd

    rows = [
        {
            "ranker": each.ranker,
            **_ends(each.figures[measure]),
            **{f"behind_{key}": end for key, end in _ends(each.behind.get(measure)).items()},
        }
        for each in evaluation.results
    ]
    return pd.DataFrame(rows).set_index("ranker").rename(columns={"behind_mean": "behind"})


def by_job_frame(evaluation: Evaluation, measure: str) -> DataFrame:
    """One measure by job and ranker."""
    import pandas as pd

    jobs = pd.Index([job.name for job in evaluation.study.jobs], name="job")
    columns = {each.ranker: each.figures[measure].by_job for each in evaluation.results}
    return pd.DataFrame(columns, index=jobs)


def checked_measure(evaluation: Evaluation, measure: str) -> str:
    """A measure by its key (``ndcg``) or as tables call it (``NDCG@10``).

    Raises
    ------
    InputError
        If there is none.
    """
    names = measure_names(evaluation.settings)
    keys = {name: key for key, name in names.items()} | {key: key for key in names}
    if measure not in keys:
        raise InputError("evaluation", f"no measure {measure!r}", "measure", ", ".join(names))
    return keys[measure]


def _ends(figures: Figures | None) -> dict[str, Any]:
    if figures is None:
        return dict.fromkeys(("mean", "low", "high"), float("nan"))
    low, high = figures.estimate.interval or (float("nan"), float("nan"))
    return {"mean": figures.estimate.mean, "low": low, "high": high}
