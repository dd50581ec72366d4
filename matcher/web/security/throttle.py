"""Guessing passwords gets slower with every failure."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

#: Failures that are forgiven: people mistype.
FREE_FAILURES = 5
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 900.0
_KEPT = 10_000


class Throttle:
    """Counts failures by key (an address, a name) and says how long the next try has to wait.

    The wait starts with the sixth failure in a row, doubles with each further one, up to a quarter
    of an hour, and is forgotten with a success.

    Parameters
    ----------
    clock : callable
        Seconds, from any moment on.

    Examples
    --------
    >>> throttle = Throttle(lambda: 0.0)
    >>> waits = []
    >>> for _ in range(8):
    ...     waits.append(throttle.wait("10.0.0.9"))
    ...     throttle.failed("10.0.0.9")
    >>> waits
    [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 4.0, 8.0]
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, *keys: str) -> float:
        """Seconds that a try has to wait, the longest of all its keys."""
        with self._lock:
            now = self._clock()
            return max(0.0, *(self._failures.get(key, (0, now))[1] - now for key in keys))

    def failed(self, *keys: str) -> None:
        """A try failed."""
        with self._lock:
            for key in keys:
                count = self._failures.pop(key, (0, 0.0))[0] + 1
                late = count - FREE_FAILURES
                wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(late, 32)) if late >= 0 else 0.0
                self._failures[key] = (count, self._clock() + wait)
            while len(self._failures) > _KEPT:
                self._failures.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        """A try succeeded."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)
