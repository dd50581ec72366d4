"""Which parts of a source stay as they are, and whose profiles are packed anew.

What no row of the listing names is in no part: a profile that is gone is gone from the disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from matcher.batch.store.listing import ASIDE, Listing
from matcher.batch.store.manifest import PartEntry
from matcher.batch.store.part import PART_PROFILES, Part, PartWriter

#: Part of a row whose profile is with the writer already, at the row's place.
WRITTEN = -2

Numbers = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]


def packed(
    store: Path,
    listing: Listing,
    old: Sequence[PartEntry],
    writer: PartWriter,
    written: Sequence[tuple[int, int]] = (),
    workers: int | None = None,
) -> tuple[Listing, tuple[PartEntry, ...]]:
    """Bring all profiles of a listing into parts.

    Parts that are at least half full and lose nobody stay untouched; the profiles of all others
    go behind those that the writer has already.

    Parameters
    ----------
    store : Path
        Folder of the store.
    listing : Listing
        Its ``parts`` count in ``old``, or are :data:`WRITTEN` with the place in ``written``.
    old : sequence of PartEntry
        The parts so far.
    writer : PartWriter
        Takes profiles that move.
    written : sequence of (int, int)
        Part and place of what the writer has already, among its own.
    workers : int, optional
        Processes.

    Returns
    -------
    Listing, tuple of PartEntry
        Counting in the parts returned.
    """
    kept = _kept(listing, old, anything_written=bool(written))
    parts, places = listing.parts.copy(), listing.places.copy()
    number = {part: new for new, part in enumerate(kept)}
    for at in np.flatnonzero(listing.parts == WRITTEN).tolist():
        parts[at], places[at] = written[listing.places[at]]
        parts[at] += len(kept)
    for part in range(len(old)):
        rows = np.flatnonzero(listing.parts == part)
        if part in number:
            parts[rows] = number[part]
        elif len(rows):
            _move(Part(store, old[part]), rows, listing.places, (parts, places), writer, len(kept))
    entries = (*(old[part] for part in kept), *writer.finish(workers))
    return replace(listing, parts=parts, places=places), entries


def _kept(listing: Listing, old: Sequence[PartEntry], *, anything_written: bool) -> list[int]:
    """The parts that stay as they are."""
    used = np.bincount(listing.parts[listing.parts > ASIDE], minlength=len(old))
    whole = [i for i, entry in enumerate(old) if used[i] == entry.profiles]
    moving = anything_written or any(0 < used[i] < e.profiles for i, e in enumerate(old))
    small = [i for i in whole if old[i].profiles < PART_PROFILES // 2]
    if moving or len(small) > 1:
        return [i for i in whole if i not in small]
    return whole


def _move(
    part: Part,
    rows: Numbers,
    places: Numbers,
    moved: tuple[Numbers, Numbers],
    writer: PartWriter,
    first: int,
) -> None:
    """Hand what stays of a part to the writer, in the part's own order."""
    for at in rows[np.argsort(places[rows])].tolist():
        number, place = writer.append(part.records.encoded(int(places[at])))
        moved[0][at], moved[1][at] = first + number, place
