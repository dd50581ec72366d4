"""Many strings as two arrays, so that they can be kept in files and mapped into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Strings decoded at a time while all are gone through.
_AT_ONCE = 4096


class StringTable(Sequence[str]):
    """Strings end to end as UTF-8, and where each begins.

    Parameters
    ----------
    data : array of uint8
        All strings end to end; lone surrogates are kept.
    starts : array of int64, one longer than the table
        Where each string begins, and where the last ends.

    Examples
    --------
    >>> table = StringTable.of(["go", "", "rust"])
    >>> list(table), table[2], len(table), table.starts.tolist()
    (['go', '', 'rust'], 'rust', 3, [0, 2, 2, 6])
    """

    def __init__(self, data: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self.data, self.starts = data, starts

    @classmethod
    def of(cls, strings: Iterable[str]) -> StringTable:
        """The table of some strings, in their order."""
        import numpy as np

        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        place = range(len(self))[index]
        raw = self.data[int(self.starts[place]) : int(self.starts[place + 1])].tobytes()
        return raw.decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _AT_ONCE):
            ends = self.starts[first : first + _AT_ONCE + 1].tolist()
            raw = self.data[ends[0] : ends[-1]].tobytes()
            for start, end in pairwise(ends):
                yield raw[start - ends[0] : end - ends[0]].decode("utf-8", "surrogatepass")
