"""Tables of figures on a terminal: where there is little room heads and names give way."""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Iterable
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

#: Columns of a terminal on which any table has room.
_AMPLE = 1000


class FiguresTable(Table):
    """A table whose first column holds names, and the others figures.

    Where it is wider than the terminal, heads are broken between words, then names are; figures
    and words stay whole.

    Parameters
    ----------
    first_head : str
        Over the names.
    heads : iterable of str
        Over the figures.
    gap : int
        Blanks between two columns.

    Examples
    --------
    >>> table = FiguresTable("by job", ["matcher (shipped)", "tau-b"])
    >>> table.add_row("staff_nurse", "0.913", "0.62")
    >>> Console(width=30).print(table)  # doctest: +NORMALIZE_WHITESPACE
                   matcher
    by job       (shipped)  tau-b
    staff_nurse      0.913   0.62
    """

    def __init__(self, first_head: str, heads: Iterable[str], *, gap: int = 2) -> None:
        super().__init__(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
        self.add_column(Text(first_head), overflow="ellipsis")
        for head in heads:
            self.add_column(Text(head), justify="right", no_wrap=True)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        ample = options.update(width=_AMPLE)
        if Measurement.get(console, ample, self).maximum <= options.max_width:
            yield from super().__rich_console__(console, options)
            return
        narrow = copy.copy(self)
        narrow.columns = [self.columns[0], *map(_with_broken_head, self.columns[1:])]
        yield from super(FiguresTable, narrow).__rich_console__(console, options)


def _with_broken_head(column: Column) -> Column:
    """The column, its head no wider than its figures and the longest word of it."""
    head = str(column.header)
    lines = [line for cell in column.cells for line in str(cell).split("\n")]
    width = max(map(cell_len, ("-", *lines, *head.split())))
    broken = textwrap.wrap(head, width, break_long_words=False, break_on_hyphens=False)
    return replace(column, header=Text("\n".join(broken)))
