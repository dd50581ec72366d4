"""The rows of one source in their order: which profile each has, or why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from matcher.batch.files import whole_file
from matcher.batch.store.manifest import SOURCES, SourceEntry, StoredFile, damaged
from matcher.batch.store.stored_arrays import check_content, stored_file
from matcher.model import SetAside

#: Bytes of a row's digest: the chance that two of ten million rows share one is 1 in 10**24.
DIGEST_BYTES = 16
#: In ``parts``: the row has no profile.
ASIDE = -1

_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("candidate_id", pa.string()),
        pa.field("digest", pa.binary(DIGEST_BYTES)),
        pa.field("part", pa.int32()),
        pa.field("place", pa.int32()),
        pa.field("field", pa.string()),
        pa.field("error", pa.string()),
    ]
)
_PREFIX = ".unfinished"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The rows of a source, in their order.

    Parameters
    ----------
    rows : array of int64
        Their numbers.
    ids : pyarrow array of str
        Candidate ids as in the source; None where a row set aside has none.
    digests : array of S16
        Of what stands in each row; empty for rows set aside.
    parts, places : arrays of int32
        Part and row of it that hold the profile; part -1 for rows set aside.
    asides : mapping of int to SetAside
        By position in the listing, what was set aside.
    """

    rows: np.ndarray[Any, np.dtype[np.int64]]
    ids: Any
    digests: np.ndarray[Any, np.dtype[np.void]]
    parts: np.ndarray[Any, np.dtype[np.int32]]
    places: np.ndarray[Any, np.dtype[np.int32]]
    asides: Mapping[int, SetAside] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def empty(cls) -> Listing:
        """No rows."""
        return cls(
            np.empty(0, np.int64),
            pa.array([], pa.string()),
            np.empty(0, f"V{DIGEST_BYTES}"),
            np.empty(0, np.int32),
            np.empty(0, np.int32),
        )

    def kept(self, keep: np.ndarray[Any, np.dtype[np.bool_]]) -> Listing:
        """The rows where ``keep`` is true."""
        position = np.cumsum(keep) - 1
        return Listing(
            self.rows[keep],
            self.ids.filter(pa.array(keep)),
            self.digests[keep],
            self.parts[keep],
            self.places[keep],
            {int(position[at]): aside for at, aside in self.asides.items() if keep[at]},
        )

    def row_digests(self) -> Any:
        """The digests of the rows with a profile, as an Arrow array."""
        digests = self.digests[self.parts != ASIDE]
        buffers = [None, pa.py_buffer(np.ascontiguousarray(digests).tobytes())]
        return pa.Array.from_buffers(pa.binary(DIGEST_BYTES), len(digests), buffers)

    def of_parts(self) -> Iterator[tuple[int, int, int]]:
        """Row number, part and place of every row with a profile."""
        for at in range(len(self)):
            if self.parts[at] != ASIDE:
                yield int(self.rows[at]), int(self.parts[at]), int(self.places[at])


def write_listing(store: Path, listing: Listing) -> tuple[str, StoredFile]:
    """Write a listing; the name and the state of its file.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    aside = listing.parts == ASIDE
    asides = listing.asides
    columns = [
        pa.array(listing.rows),
        listing.ids,
        pa.array(
            [None if gone else bytes(d) for gone, d in zip(aside, listing.digests, strict=True)],
            pa.binary(DIGEST_BYTES),
        ),
        pa.array(listing.parts, mask=aside),
        pa.array(listing.places, mask=aside),
        pa.array([asides[i].field if i in asides else None for i in range(len(listing))]),
        pa.array([asides[i].error if i in asides else None for i in range(len(listing))]),
    ]
    columns = [column.cast(field.type) for column, field in zip(columns, _SCHEMA, strict=True)]
    table = pa.Table.from_arrays(columns, schema=_SCHEMA)
    temporary = store / SOURCES / f"{_PREFIX}.parquet"
    with whole_file(temporary) as file:
        pq.write_table(table, file, compression="zstd")
    stored = stored_file(temporary)
    name = f"{stored.sha256[:16]}.parquet"
    temporary.replace(store / SOURCES / name)
    return name, stored


def read_listing(store: Path, entry: SourceEntry) -> Listing:
    """Read the listing of a source.

    Raises
    ------
    InputError
        If its file is not as it was written.
    """
    path = store / SOURCES / entry.listing
    check_content(path, entry.file)
    try:
        table = pq.read_table(path, schema=_SCHEMA)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(path, "is no listing") from error
    columns = {name: table.column(name).combine_chunks() for name in _SCHEMA.names}
    rows = columns["row"].to_numpy()
    parts = columns["part"].fill_null(ASIDE).to_numpy()
    places = columns["place"].fill_null(ASIDE).to_numpy()
    blank = bytes(DIGEST_BYTES)
    digests = np.frombuffer(
        b"".join(d or blank for d in columns["digest"].to_pylist()), dtype=f"V{DIGEST_BYTES}"
    )
    asides = {}
    for at in np.flatnonzero(parts == ASIDE).tolist():
        known, what, why = (columns[n][at].as_py() for n in ("candidate_id", "field", "error"))
        asides[at] = SetAside(int(rows[at]), known, what, why)
    return Listing(rows, columns["candidate_id"], digests, parts, places, asides)
