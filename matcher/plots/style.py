"""How all figures look: colours that the colour-blind can tell apart, type, and letters.

A figure is made and drawn inside :func:`styled`, which begins from matplotlib's own defaults,
whatever is set outside, and leaves that as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.model import Job, Level
from matcher.report.harmless import one_line
from matcher.report.result import RankResult
from matcher.scoring.planning import ScoringPlan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.colors import Colormap

    from matcher.plots.figure import Plot

INK, QUIET, FAINT, LINE, PAPER = "#1b1f24", "#59636e", "#a9b2bc", "#d5dae0", "#ffffff"
#: One hue from dark to light: the same order in grey and for every kind of colour blindness.
LEVEL_COLOURS = {Level.MUST: "#08447f", Level.PREFERRED: "#4292c6", Level.BONUS: "#a6cee9"}
#: What could still be earned: paper with strokes, so that it differs from any colour.
OPEN_HATCH = "////"
#: From nothing to all.
_RAMP = ("#f4f7fa", "#9cc5e3", "#2f7ab8", "#08306b")
#: Okabe and Ito's colours for the colour-blind (2008), without yellow, which is faint on paper.
#: Lines of one colour differ by mark and stroke.
HUES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9")
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">", "h")
STROKES = ("-", "--", "-.", ":")
_FONT = "DejaVu Sans"
_MISSING_LETTER = "\ufffd"
_STYLE = {
    "font.family": [_FONT],
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.6,
    "hatch.color": QUIET,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.titlesize": 12,
    "figure.titleweight": "bold",
    "figure.facecolor": PAPER,
    "figure.dpi": 100,
    "savefig.dpi": 100,
    "svg.fonttype": "path",
    "svg.hashsalt": "requirement-matcher",
}
#: Letters to an inch of a heading and of the note below a figure.
_HEADING_LETTERS, _NOTE_LETTERS = 8.5, 15.5
_EXTRA = "pip install 'requirement-matcher[notebook]'"


@contextmanager
def styled() -> Iterator[None]:
    """Inside, matplotlib has the style of this project, whatever it has outside.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    try:
        import matplotlib.style
    except ImportError as error:
        found = f"needs {error.name}, which is not installed"
        raise InputError("matcher.plots", found, allowed=_EXTRA) from error
    with matplotlib.style.context(["default", _STYLE]):
        yield


def new_plot(heading: str, description: str, width: float, height: float) -> Plot:
    """A figure with its heading, in inches; only inside :func:`styled`."""
    from matcher.plots.figure import Plot

    plot = Plot(heading, description, figsize=(width, height), layout="constrained")
    plot.suptitle("\n".join(wrap(heading, int(width * _HEADING_LETTERS))), x=0.01, ha="left")
    return plot


def plain(text: str, limit: int = 80) -> str:
    r"""Words from outside on one line, with a sign for what the font has no letter for.

    Examples
    --------
    >>> plain("Ada\n  \u202eLovelace") == "Ada \ufffdLovelace", plain("李 Ada")
    (True, '\ufffd Ada')
    """
    letters = _letters()
    line = one_line(text, limit)
    return "".join(c if ord(c) in letters else _MISSING_LETTER for c in line)


def short_id(candidate_id: str, limit: int = 80) -> str:
    """A candidate's id, a long one cut in its middle: ids of a list tend to begin alike.

    Examples
    --------
    >>> short_id("export-2025-applicant-0042", 16)
    'export-2…nt-0042'
    """
    whole = plain(candidate_id, 1000)
    if len(whole) <= limit:
        return whole
    tail = (limit - 1) // 2
    return f"{whole[: limit - 1 - tail]}…{whole[len(whole) - tail :]}"


def wrapped(text: str, width: int, lines: int = 2) -> str:
    r"""Words from outside on a few lines of ``width`` characters, what is too long cut.

    Examples
    --------
    >>> wrapped("one or more of Java, Kotlin and Go", 16)
    'one or more of\nJava, Kotlin an…'
    """
    found = wrap(plain(text, width * lines * 2), width)
    if len(found) > lines:
        cut = found[lines - 1]
        if len(cut) >= width:
            cut = cut[: width - 1]
        found = [*found[: lines - 1], cut.rstrip(" ,/+") + "…"]
    return "\n".join(found)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Code points that the font of all figures has letters for."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont(_FONT)).get_charmap())


def ramp() -> Colormap:
    """Forty colours from nothing to all, each darker than the one before.

    Of more than fifty matplotlib makes a picture, whose bytes depend on the machine.
    """
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("matcher", _RAMP, N=40)


def ink_on(share: float) -> str:
    """The colour of letters on the ramp's colour at a share, 0 … 1."""
    return PAPER if share > 0.52 else INK


def line_style(number: int) -> dict[str, Any]:
    """Colour, mark and stroke of one line of many; no two of the first 77 are alike."""
    return {
        "color": HUES[number % len(HUES)],
        "marker": MARKS[number % len(MARKS)],
        "linestyle": STROKES[number // len(HUES) % len(STROKES)],
    }


def finish(plot: Plot, words: str) -> None:
    """A quiet line under a figure; then its layout is worked out, once for however it is shown."""
    lines = wrap(words, int(plot.get_figwidth() * _NOTE_LETTERS))
    plot.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=8, color=QUIET)
    plot.draw_without_rendering()
    plot.set_layout_engine("none")


def only_bottom(axes: Axes) -> None:
    """Take away the frame but for the axis below."""
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.tick_params(axis="y", length=0)


def whole_numbers(axis: Axis, most: int = 9) -> None:
    """Ticks of an axis that counts: whole numbers, at most so many steps."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def job_of(asked: Job | ScoringPlan | RankResult) -> Job:
    """The job of a plan or ranking, or the job itself."""
    return asked if isinstance(asked, Job) else asked.job


def by_worth(keys: Sequence[tuple[str, Level, int]]) -> list[str]:
    """Ids of what is worth something: by level, the most worth first, then as in the job."""
    order = list(Level)
    worthy = [key for key in keys if key[2] > 0]
    return [key for key, _, _ in sorted(worthy, key=lambda k: (order.index(k[1]), -k[2]))]
