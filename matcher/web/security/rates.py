"""How often somebody may ask: token buckets, one for each user, token or address."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

#: Who asked longest ago is forgotten where there are more than so many.
_KEPT = 10_000


class Buckets:
    """A bucket for each who asks: it holds ``burst`` requests and refills at ``per_second``.

    Parameters
    ----------
    per_second : float
        Requests that come back each second.
    burst : int
        Requests that are allowed at once.
    clock : callable
        Seconds, from any moment on.

    Examples
    --------
    >>> clock = iter([0.0, 0.0, 0.0, 0.5]).__next__
    >>> buckets = Buckets(2, 2, clock)
    >>> [buckets.wait("ann") for _ in range(4)]
    [0.0, 0.0, 0.5, 0.0]
    """

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, who: str) -> float:
        """Take one request; 0 where there was one, else the seconds until there is."""
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(who, (float(self._burst), now))
            left = min(self._burst, left + (now - then) * self._per_second)
            allowed = left >= 1
            self._left[who] = (left - allowed, now)
            while len(self._left) > _KEPT:
                self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_second


def retry_after(seconds: float) -> dict[str, str]:
    """The header that says when to come back.

    Examples
    --------
    >>> retry_after(0.2)
    {'Retry-After': '1'}
    """
    return {"Retry-After": str(math.ceil(seconds))}
