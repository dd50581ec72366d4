"""What a person sees on the terminal: notes, a counter, tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def note(line: str) -> None:
    """A line for the person at the terminal, beside the result."""
    sys.stderr.write(line + "\n")


@contextmanager
def progress() -> Iterator[Callable[[int], None] | None]:
    """A counter on a terminal's stderr, once the work has taken a second."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} candidates"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


def print_rich(renderable: object, output: str | None) -> None:
    """A table on the terminal, or without colours in a file."""
    from rich.console import Console

    from matcher.output import write_result

    if output is None or output == "-":
        Console(soft_wrap=False).print(renderable)
        return
    console = Console(width=120, no_color=True, force_terminal=False)
    with console.capture() as captured:
        console.print(renderable)
    write_result([captured.get()], output)
