"""From the parts to the results: each job's best, and if asked for all pairs, as Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pyarrow as pa

from matcher.batch.best import Place, ranks
from matcher.batch.files import whole_file
from matcher.batch.schema import kept_names, outcomes, results
from matcher.model import FULL_SCORE

#: Rows of a row group, so that a reader of one column need not hold a job's all.
GROUP_ROWS = 16_384
_COMPRESSION = "zstd"


def places_of(batch: pa.RecordBatch | pa.Table) -> list[Place]:
    """Where each row stands in its job's order."""
    columns = ("ranked_below", "score_hundredths", "candidate_id")
    below, scores, ids = (batch.column(name).to_pylist() for name in columns)
    return [Place(b, -score, i) for b, score, i in zip(below, scores, ids, strict=True)]


def best_table(batches: Iterable[pa.RecordBatch], most: int, keep: Sequence[str]) -> pa.Table:
    """A job's best of all parts, best first, with their ranks.

    Parameters
    ----------
    batches : iterable of RecordBatch
        Its best of each part.
    most : int
        How many there may be.
    keep : sequence of str
        Names of the kept columns.
    """
    found = best_rows(batches, most)
    return _shaped(found, ranks(places_of(found)), keep)


def best_rows(batches: Iterable[pa.RecordBatch], most: int) -> pa.Table:
    """The best of a job's rows, best first, as the kernel gave them; which depends on no order."""
    found = pa.Table.from_batches(batches, outcomes()).combine_chunks()
    places = places_of(found)
    order = sorted(range(len(places)), key=places.__getitem__)[:most]
    return found.take(pa.array(order, pa.int64()))


class Standings:
    """How many candidates stand where for one job, so that each rank is known without a sort.

    Examples
    --------
    >>> standings = Standings()
    >>> for below, score in [(False, 9000), (False, 9000), (False, 10), (True, 9500)]:
    ...     standings.add(below, score)
    >>> standings.ranks([(False, 10), (True, 9500), (False, 9000)])
    [3, 4, 1]
    """

    def __init__(self) -> None:
        self._counts = [0] * (2 * (FULL_SCORE + 1))
        self._better: list[int] | None = None

    def add(self, ranked_below: bool, score: int) -> None:
        """Count somebody who can be ranked."""
        self._better = None
        self._counts[_bin(ranked_below, score)] += 1

    def ranks(self, standings: Iterable[tuple[bool, int]]) -> list[int]:
        """Ranks of some of those counted: one more than those who stand better."""
        if self._better is None:
            self._better = [0, *accumulate(self._counts)]
        better = self._better
        return [1 + better[_bin(below, score)] for below, score in standings]


def _bin(ranked_below: bool, score: int) -> int:
    return ranked_below * (FULL_SCORE + 1) + FULL_SCORE - score


def write_best(path: Path, table: pa.Table) -> None:
    """Write a job's best.

    Raises
    ------
    InputError
        If there is no room.
    """
    _write(path, [table], table.schema)


def write_everybody(
    path: Path, pairs: Callable[[], Iterable[pa.RecordBatch]], keep: Sequence[str]
) -> int:
    """Write all pairs of a job in the order of the candidates; how many they are.

    Parameters
    ----------
    path : Path
        The file.
    pairs : callable
        Gives the pairs of all parts; called twice, for their ranks and for themselves.
    keep : sequence of str
        Names of the kept columns.

    Raises
    ------
    InputError
        If there is no room.
    """
    standings = Standings()
    for batch in pairs():
        for readable, below, score in _standings_of(batch):
            if readable:
                standings.add(below, score)
    return _write(path, _ranked(pairs(), standings, keep), results(keep))


def _ranked(
    batches: Iterable[pa.RecordBatch], standings: Standings, keep: Sequence[str]
) -> Iterator[pa.Table]:
    for batch in batches:
        found = list(_standings_of(batch))
        placed = iter(standings.ranks((below, score) for ok, below, score in found if ok))
        ranked = [next(placed) if readable else None for readable, _, _ in found]
        yield _shaped(pa.Table.from_batches([batch]), ranked, keep)


def _standings_of(batch: pa.RecordBatch) -> Iterator[tuple[bool, bool, int]]:
    columns = ("readable", "ranked_below", "score_hundredths")
    return zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _write(path: Path, tables: Iterable[pa.Table], schema: pa.Schema) -> int:
    """Write tables as one file; its row groups do not depend on where one table ends."""
    import pyarrow.parquet as pq

    waiting, rows, written = [schema.empty_table()], 0, 0
    with (
        whole_file(path) as file,
        pq.ParquetWriter(file, schema, compression=_COMPRESSION) as writer,
    ):
        for table in tables:
            waiting.append(table)
            rows += len(table)
            written += len(table)
            while rows >= GROUP_ROWS:
                together = pa.concat_tables(waiting)
                writer.write_table(together.slice(0, GROUP_ROWS).combine_chunks())
                waiting, rows = [together.slice(GROUP_ROWS)], rows - GROUP_ROWS
        if rows or not written:
            writer.write_table(pa.concat_tables(waiting).combine_chunks())
    return written


def _shaped(found: pa.Table, placed: Sequence[int | None], keep: Sequence[str]) -> pa.Table:
    """Rows of the kernel in the shape of the results."""
    schema = results(keep)
    points = {
        name: [hundredths / 100 for hundredths in found.column(f"{name}_hundredths").to_pylist()]
        for name in ("score", "score_high")
    }
    kept = found.column("kept").to_pylist()
    own: dict[str, object] = {"rank": placed, **points}
    own |= {name: [cells[at] for cells in kept] for at, name in enumerate(kept_names(keep))}
    columns = [
        pa.array(own[field.name], field.type) if field.name in own else found.column(field.name)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
