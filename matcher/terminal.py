"""What a person sees on the terminal: notes, a counter, tables."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds between two lines of progress in a log.
LOG_SECONDS = 10.0
#: Rates are those of so many seconds.
_WINDOW_SECONDS = 30.0


def note(line: str) -> None:
    """A line for the person at the terminal, beside the result."""
    sys.stderr.write(line + "\n")


def _can_redraw() -> bool:
    """Whether a line on stderr can be written over: on a terminal, but not a notebook's.

    ``!matcher …`` runs under a terminal that keeps all that was ever drawn; Jupyter marks what it
    starts by this variable.
    """
    return sys.stderr.isatty() and "JPY_PARENT_PID" not in os.environ


@contextmanager
def progress() -> Iterator[Callable[[int], None] | None]:
    """A counter on a terminal's stderr, once the work has taken a second."""
    if not _can_redraw():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} candidates"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)


class Pace:
    """How quickly work is done, and when it will be, from what was done of late.

    Parameters
    ----------
    clock : callable
        Seconds, from any moment on.

    Examples
    --------
    >>> clock = iter([0.0, 10.0]).__next__
    >>> pace = Pace(clock)
    >>> pace.line(0, 0.0), pace.line(5000, 0.25)
    ('0 candidates', '5,000 candidates, 500/s, about 30 s left')
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int, float | None]] = deque()

    def line(self, done: int, share: float | None) -> str:
        """What to say when so many are done, about this share of all of them."""
        now = self._clock()
        self._seen.append((now, done, share))
        while self._seen[0][0] < now - _WINDOW_SECONDS and len(self._seen) > 2:
            self._seen.popleft()
        then, done_then, share_then = self._seen[0]
        words = f"{done:,} candidates"
        if now <= then or done == done_then:
            return words
        words += f", {(done - done_then) / (now - then):,.0f}/s"
        if share is None or share_then is None or share <= share_then:
            return words
        return f"{words}, about {_span((1 - share) * (now - then) / (share - share_then))} left"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


@contextmanager
def long_progress() -> Iterator[Callable[[int, float | None], None]]:
    """Rate and time left of long work: a line that changes on a terminal, lines in a log."""
    pace = Pace()
    if not _can_redraw():
        said = time.monotonic()

        def say(done: int, share: float | None) -> None:
            nonlocal said
            line = pace.line(done, share)
            if time.monotonic() - said >= LOG_SECONDS:
                said = time.monotonic()
                note(line)

        yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, share: float | None) -> None:
            line = pace.line(done, share)
            bar.update(task, description=line, completed=share or 0, total=1 if share else None)

        yield show


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
