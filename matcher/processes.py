"""Work spread over processes, with results in the order of what went in."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, TypeVar

from matcher.errors import InputError

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Done = TypeVar("Done")

#: Items that wait for each process; bounds memory.
AHEAD = 2
_SECONDS_BETWEEN_LOOKS = 1.0


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Shared, Item], Done],
    shared: Shared,
    items: Iterable[Item],
    workers: int | None = None,
) -> Iterator[Done]:
    """Work on items in several processes; results come in the order of the items.

    At most ``workers × AHEAD`` items are under way, so memory does not grow with their number.  A
    single item is not worth a process.  Workers end with the process that started them, however
    that ends.

    Parameters
    ----------
    work : callable
        A function of a module, called with ``shared`` and an item.
    shared : object
        What every process keeps for all its items; sent once.
    items : iterable
        Taken as needed.
    workers : int, optional
        Processes; all usable cores by default.  Their number changes no result.

    Raises
    ------
    InputError
        While iterating: if a process was ended from outside, as happens when memory is short.

    Examples
    --------
    >>> list(in_order(pow, 2, [1, 5, 3], workers=1))
    [2, 32, 8]
    """
    rest = iter(items)
    early = list(islice(rest, 2))
    workers = workers or usable_cores()
    if len(early) < 2 or workers < 2:
        yield from (work(shared, item) for item in chain(early, rest))
        return
    pool = ProcessPoolExecutor(workers, initializer=_start, initargs=(shared, os.getpid()))
    waiting: deque[Future[Done]] = deque()
    try:
        for item in chain(early, rest):
            waiting.append(pool.submit(_in_process, work, item))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        found = "a working process was ended from outside, perhaps for want of memory"
        raise InputError("--workers", found, allowed=f"fewer than {workers}") from error
    finally:
        # Not to wait would race with the interpreter's own end over the pool's pipe.
        pool.shutdown(cancel_futures=True)


_shared_here: list[Any] = []


def _start(shared: object, parent: int) -> None:
    """What a process keeps; it leaves interrupts to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared_here[:] = [shared]
    # What is shared lives as long as the process: the collector need not go over it again.
    gc.freeze()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _in_process(work: Callable[[Any, Item], Done], item: Item) -> Done:
    return work(_shared_here[0], item)
