"""Careers cut into stretches, so that months covered are sums over bits.

Every end of an interval cuts a profile's timeline; what is left between two cuts is a segment that
any interval covers wholly or not at all.  A set of intervals is then a mask of segments, a union is
an ``or``, and months covered are the lengths of the segments in the mask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Segments that a mask has room for.
MOST_SEGMENTS = 64
#: Last month of an interval that lasts to date, before the as-of month is known.
OPEN = 2**31 - 2
_MONTH_BITS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Timelines:
    """The segments of many profiles, and each interval as a mask of them.

    Parameters
    ----------
    starts : array of int32, one longer than the profiles
        Where each profile's segments begin in ``first`` and ``last``.
    first, last : array of int32
        Months, both included; ``last`` is :data:`OPEN` for what lasts to date.
    masks : array of uint64
        One for each interval: the segments of its profile that it covers.
    overfull : array of bool, one for each profile
        Where there are more segments than a mask has room for; masks mean nothing there.
    """

    starts: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    masks: NDArray[np.uint64]
    overfull: NDArray[np.bool_]


def cut(
    size: int, rows: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> Timelines:
    """Cut the timelines of ``size`` profiles at the ends of their intervals.

    Parameters
    ----------
    size : int
        Number of profiles.
    rows, first, last : arrays of int64, one entry for each interval
        Profile, first and last month (not negative; :data:`OPEN` for to date); an interval that
        ends before it begins covers nothing.

    Examples
    --------
    >>> import numpy as np
    >>> months = cut(1, np.zeros(2, int), np.array([10, 15]), np.array([19, 30]))
    >>> months.first.tolist(), months.last.tolist(), months.masks.tolist()
    ([10, 15, 20], [14, 19, 30], [3, 6])
    """
    import numpy as np

    places = np.stack([first, np.maximum(last, first - 1) + 1]) | (rows << _MONTH_BITS)
    cuts, at = np.unique(places, return_inverse=True)
    begins, ends = at.reshape(places.shape)
    depth = np.cumsum(
        np.bincount(begins, minlength=len(cuts)) - np.bincount(ends, minlength=len(cuts))
    )
    covered = depth > 0
    before: NDArray[np.int64] = np.cumsum(covered) - covered
    segments = np.flatnonzero(covered)
    months = cuts & ((1 << _MONTH_BITS) - 1)
    starts = np.searchsorted(cuts[segments] >> _MONTH_BITS, np.arange(size + 1))
    below = np.array([(1 << bits) - 1 for bits in range(MOST_SEGMENTS + 1)], dtype=np.uint64)
    low = np.clip(before[begins] - starts[rows], 0, MOST_SEGMENTS)
    high = np.clip(before[ends] - starts[rows], 0, MOST_SEGMENTS)
    return Timelines(
        starts=starts.astype(np.int32),
        first=months[segments].astype(np.int32),
        last=(months[segments + 1] - 1).astype(np.int32),
        masks=below[high] & ~below[low],
        overfull=np.diff(starts) > MOST_SEGMENTS,
    )


def months_in(
    masks: NDArray[np.uint64],
    starts: NDArray[np.int32],
    lengths: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Months that masks cover.

    Parameters
    ----------
    masks : array of uint64
        Segments, the lowest bit for a profile's first.
    starts : array of int32, as long as ``masks``
        Where in ``lengths`` that profile's segments begin.
    lengths : array of int32
        Months of each segment up to the as-of month (:func:`lengths_until`).

    Examples
    --------
    >>> import numpy as np
    >>> months_in(np.array([5, 0], np.uint64), np.zeros(2, np.int32), np.array([9, 1, 2])).tolist()
    [11, 0]
    """
    import numpy as np

    total = np.zeros(len(masks), dtype=np.int32)
    left = np.flatnonzero(masks)
    bits, place = masks[left], starts[left].astype(np.int64)
    while len(left):
        total[left] += np.where(bits & np.uint64(1), lengths[place], 0)
        bits = bits >> np.uint64(1)
        more = bits != 0
        left, bits, place = left[more], bits[more], place[more] + 1
    return total


def lengths_until(
    as_of: int, first: NDArray[np.int32], last: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Months of each segment that are not after ``as_of``.

    Examples
    --------
    >>> import numpy as np
    >>> lengths_until(15, np.array([10, 15, 20]), np.array([14, OPEN, 30])).tolist()
    [5, 1, 0]
    """
    import numpy as np

    ended = np.minimum(last, as_of)
    return np.maximum(ended - first + 1, 0).astype(np.int32)
