"""Rows of anybody's DataFrame as chunks of candidates: which columns are read, and as what.

A DataFrame has no order, so nothing here may depend on one: no column is guessed by the content of
first rows, and no id stands twice because of a row before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from matcher.batch.best import Best
from matcher.batch.inputs import kept_places
from matcher.batch.kernel import Chunk, Kernel
from matcher.batch.results import best_rows, places_of
from matcher.errors import InputError
from matcher.model import SetAside
from matcher.profile.columns import ID_COLUMN, Columns, recognise
from matcher.profile.read import Unread
from matcher.profile.sources.rows import wrong_cells

#: Of many headers, so many are named in a message.
_MOST_NAMED = 30
_NO_ID = "has no candidate id"


@dataclass(frozen=True, slots=True)
class FrameLayout:
    """What the columns of a DataFrame are, and which of them travel to the kernel.

    Parameters
    ----------
    source : str
        Name of the DataFrame in outcomes and messages.
    columns : Columns
        What they were recognised as.
    keep : tuple of str
        Per kept column, where its cell is.
    used : tuple of int
        Positions that travel, in the order in which cells come.
    """

    source: str
    columns: Columns
    keep: tuple[str, ...]
    used: tuple[int, ...]

    @classmethod
    def of(
        cls,
        header: Sequence[str],
        source: str,
        mapping: Mapping[str, str] | None,
        keep: Sequence[str],
        *,
        blind: bool,
    ) -> FrameLayout:
        """The layout of a DataFrame with these headers.

        Parameters
        ----------
        header : sequence of str
            Names of its columns.
        source : str
            Its name.
        mapping : mapping of str to str, optional
            Header by column, before what is recognised by name.
        keep : sequence of str
            Columns that pass through.
        blind : bool
            Whether columns that say who somebody is have to travel, to be masked in texts.

        Raises
        ------
        InputError
            If no column holds text or ids, or one that is to be kept is not there.

        Examples
        --------
        >>> layout = FrameLayout.of(["ID", "CV", "Phone"], "people", None, ["phone"], blind=False)
        >>> layout.used, layout.keep
        ((0, 1, 2), ('Phone',))
        """
        columns = recognise(header, source, mapping)
        if ID_COLUMN not in columns.read:
            seen = ", ".join(repr(name) for name in header[:_MOST_NAMED])
            found = f"no column holds ids of candidates; found: {seen}"
            allowed = f"columns={{{ID_COLUMN!r}: …}}, as the rows of a DataFrame have no numbers"
            raise InputError(source, found, "header", allowed)
        places = kept_places(columns.uses(), keep)
        for wanted, place in zip(keep, places, strict=True):
            if not place:
                found = f"has no column {wanted!r}"
                raise InputError(source, found, "keep", ", ".join(header[:_MOST_NAMED]))
        identifying = columns.identifying if blind else columns.names
        carried = {*places, *identifying}
        used = [i for i in columns.carried if columns.header[i] in carried]
        return cls(source, columns, places, (*sorted({*columns.read.values(), *used}),))

    def chunk(self, rows: Sequence[tuple[int | None, Sequence[str]]]) -> Chunk:
        """Rows as a chunk: of each its number, where it has one, and the cells that travel."""
        items = tuple(self._item(number, cells) for number, cells in rows)
        return Chunk(self.source, "", self.columns.uses(), self.keep, items)

    def _item(self, number: int | None, cells: Sequence[str]) -> Unread | SetAside:
        found = dict(zip(self.used, cells, strict=True))
        read, header = self.columns.read, self.columns.header
        given = found[read[ID_COLUMN]].strip()
        candidate_id = given or (f"row-{number}" if number is not None else "")
        wrong = wrong_cells([found.get(i, "") for i in range(len(header))])
        if wrong:
            return SetAside(number, given or None, "row", wrong)
        if not candidate_id:
            return SetAside(number, None, ID_COLUMN, _NO_ID)
        texts = {column: found[i] for column, i in read.items() if column != ID_COLUMN}
        carried = {header[i]: found[i] for i in self.columns.carried if i in found}
        names = tuple(carried[name] for name in self.columns.names)
        return Unread(candidate_id, number, texts, names, carried)


def outcomes_of(kernel: Kernel, chunks: Iterator[Chunk]) -> Iterator[pa.RecordBatch | pa.Table]:
    """Outcomes of some of many chunks: all pairs, or the best of these chunks and no more.

    The best are kept until the last chunk, so that what is left to be merged does not grow with
    the rows; who was set aside or is to be read comes as it is found.
    """
    top, jobs = kernel.order.top, len(kernel.plans)
    best = [Best[None](top) for _ in range(jobs)]
    kept: list[list[pa.RecordBatch]] = [[] for _ in range(jobs)]
    for chunk in chunks:
        floors = tuple(each.floor for each in best)
        found = kernel.score(replace(chunk, floors=floors))
        for of_job, batches, batch in zip(best, kept, found.batches, strict=False):
            if batch.num_rows:
                batches.append(batch)
                for place in places_of(batch):
                    of_job.offer(place, None)
        yield from (batch for batch in found.batches[jobs:] if batch.num_rows)
    yield from (best_rows(batches, top) for batches in kept if batches)
