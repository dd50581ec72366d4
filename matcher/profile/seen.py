"""Which ids stood in a list already, in few bytes an id however long the list is."""

from __future__ import annotations

from array import array
from hashlib import blake2b

_SEGMENTS = 1 << 12
_FIRST_SLOTS = 4
_DIGEST_BYTES = 10


class SeenIds:
    """The ids of a list with the row each stood in first.

    Twelve to twenty bytes an id: a 76-bit digest stands for it.  That two of ten million
    different ids share theirs, and the second is taken for the first, happens in fewer than one
    of a thousand million lists.

    Examples
    --------
    >>> seen = SeenIds()
    >>> seen.first_row("k1", 1), seen.first_row("k2", 2), seen.first_row("k1", 3)
    (0, 0, 1)
    """

    def __init__(self) -> None:
        self._keys = [array("Q", bytes(8 * _FIRST_SLOTS)) for _ in range(_SEGMENTS)]
        self._rows = [array("I", bytes(4 * _FIRST_SLOTS)) for _ in range(_SEGMENTS)]
        self._used = array("I", bytes(4 * _SEGMENTS))

    def first_row(self, candidate_id: str, row: int) -> int:
        """The row in which the id stood before; 0 if in none, and then it stands in ``row``."""
        encoded = candidate_id.encode("utf-8", "surrogatepass")
        digest = int.from_bytes(blake2b(encoded, digest_size=_DIGEST_BYTES).digest(), "big")
        segment, key = digest % _SEGMENTS, (digest >> 16) or 1
        keys = self._keys[segment]
        slot = _slot(keys, key)
        if keys[slot]:
            return self._rows[segment][slot]
        if 5 * (self._used[segment] + 1) > 4 * len(keys):
            self._grow(segment)
            keys = self._keys[segment]
            slot = _slot(keys, key)
        keys[slot], self._rows[segment][slot] = key, row
        self._used[segment] += 1
        return 0

    def _grow(self, segment: int) -> None:
        """Make one segment a quarter larger; they are many, so there is never much to move."""
        old_keys, old_rows = self._keys[segment], self._rows[segment]
        slots = len(old_keys) * 5 // 4 + 1
        keys, rows = array("Q", bytes(8 * slots)), array("I", bytes(4 * slots))
        for key, row in zip(old_keys, old_rows, strict=True):
            if key:
                slot = _slot(keys, key)
                keys[slot], rows[slot] = key, row
        self._keys[segment], self._rows[segment] = keys, rows


def _slot(keys: array[int], key: int) -> int:
    """Where the key is, or the free slot it belongs in."""
    slot = key % len(keys)
    while keys[slot] and keys[slot] != key:
        slot = slot + 1 if slot + 1 < len(keys) else 0
    return slot
