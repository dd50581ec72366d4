"""Learned figures for the terminal: what changed, how sure, what it gained, whom it moves."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from matcher.report.harmless import one_line
from matcher.tuning.evaluation_words import counted, figure_text
from matcher.tuning.figures_table import FiguresTable
from matcher.tuning.impact import SELECTED, Impact
from matcher.tuning.learned_words import (
    MEASURE_NAMES,
    caveats,
    gain_text,
    impact_words,
    ratio_text,
    rung_words,
    verdict,
)
from matcher.tuning.learning import Figure, Learned

#: Longer names of groups would leave no room for their figures.
_NAME = 34


class LearnedTable:
    """What was learned, as something rich can print.

    Parameters
    ----------
    learned : Learned
        What to show.
    """

    def __init__(self, learned: Learned) -> None:
        self.learned = learned

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        learned = self.learned
        blocks: list[RenderableType] = [self._title(), self._figures(), self._gains()]
        if learned.impact:
            blocks.append(self._impact())
        words = [*rung_words(learned), *verdict(learned.told), *impact_words(learned.impact)]
        for block in (*blocks, *map(Text, (*words, *caveats(learned)))):
            yield block
            yield ""

    def _title(self) -> Text:
        sample, grades = self.learned.sample, self.learned.study.grades
        text = Text(one_line(grades.source, 200), style="bold")
        line = (
            f"\n{counted(sample.candidates, 'candidate')} of {counted(sample.jobs, 'job')}, "
            f"{counted(sample.pairs, 'pair')} with different grades, as of "
            f"{self.learned.study.as_of.isoformat()}"
        )
        return text.append(line, style="not bold dim")

    def _figures(self) -> Table:
        table = FiguresTable("figure", ("before", "learned", "95 %", "seen in"))
        for each in self.learned.figures:
            table.add_row(each.name, *_cells(each), style="" if _moved(each) else "dim")
        return table

    def _gains(self) -> Table:
        table = FiguresTable("on jobs left out", ("before", "learned", "gain"))
        for key, each in self.learned.gains.items():
            before, after = figure_text(each.before.mean), figure_text(each.after.mean)
            table.add_row(MEASURE_NAMES[key], before, after, gain_text(each.told()))
        return table

    def _impact(self) -> Table:
        heads = ("of", "before", "learned", "impact ratio", "")
        table = FiguresTable(f"first {SELECTED} of each job", heads)
        attribute = ""
        for line in self.learned.impact:
            if line.attribute != attribute:
                attribute = line.attribute
                table.add_row(one_line(attribute, _NAME))
            name = Text(f"  {one_line(line.group, _NAME)}")
            table.add_row(name, *_impact_cells(line), style="dim" if line.small else "")
        return table


def _cells(figure: Figure) -> tuple[str, ...]:
    known = figure.low is not None and figure.high is not None
    interval = f"{figure.low:.2f} to {figure.high:.2f}" if known else ""
    return f"{figure.before:.2f}", f"{figure.after:.2f}", interval, f"{figure.seen:,}"


def _moved(figure: Figure) -> bool:
    return round(figure.before, 2) != round(figure.after, 2)


def _impact_cells(line: Impact) -> tuple[str, ...]:
    counts = (line.applied, line.selected_before, line.selected_after)
    ratios = f"{ratio_text(line.ratio_before)} → {ratio_text(line.ratio_after)}"
    return (*(f"{count:,}" for count in counts), ratios, "small" if line.small else "")
