"""Parquet tables, one row group after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.errors import InputError
from matcher.profile.sources.rows import MAX_COLUMNS, BadRow, Row, wrong_cells
from matcher.profile.sources.unpacked import Unpacked
from matcher.profile.sources.values import MAX_DEPTH, TooDeepError, flattened, opens_columns

if TYPE_CHECKING:
    from pyarrow import Field
    from pyarrow.parquet import ParquetFile

#: A column of one row group may unpack to so much (bytes): it is decoded page by page, but
#: a page may be all of it.
MAX_CHUNK = 2 * 1024**3
_AT_ONCE = 100
_ALLOWED = "a Parquet file with columns of text"
_INDEX = re.compile(r"__index_level_\d+__")


@dataclass(slots=True)
class ParquetTable:
    """A Parquet file whose columns are known."""

    file: ParquetFile
    header: tuple[str, ...]
    columns: tuple[str, ...]
    empty_rows: int = 0
    notes: tuple[str, ...] = ()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def rows(self) -> Iterator[Row | BadRow]:
        """All rows, good and bad, in their order; of a damaged row group, its lost rows as one."""
        self.empty_rows = number = 0
        done = 0
        for group in range(self.file.num_row_groups):
            size = self.file.metadata.row_group(group).num_rows
            lost = ""
            read = 0
            for record in self._records(group):
                if isinstance(record, str):
                    lost = record
                    break
                read += 1
                row = self._row(number + 1, done + read, record)
                if row is None:
                    self.empty_rows += 1
                    continue
                number += 1
                yield row
            if lost:
                number += 1
                place = f"rows {done + read + 1:,} to {done + size:,}"
                yield BadRow(number, place, f"row group {group + 1} is damaged: {lost}")
            done += size

    def _records(self, group: int) -> Iterator[dict[str, Any] | str]:
        from pyarrow import ArrowException

        try:
            batches = self.file.iter_batches(
                _AT_ONCE, row_groups=[group], columns=list(self.columns), use_threads=False
            )
            for batch in batches:
                for index in range(batch.num_rows):
                    yield {
                        name: batch.column(place)[index].as_py()
                        for place, name in enumerate(batch.schema.names)
                    }
        except (ArrowException, OSError, ValueError, OverflowError) as error:
            yield _words(error)

    def _row(self, number: int, place: int, record: dict[str, Any]) -> Row | BadRow | None:
        where = f"row {place:,} of the file"
        try:
            found = flattened(record)
        except TooDeepError as error:
            return BadRow(number, where, str(error))
        cells = tuple(found.get(name, "") for name in self.header)
        if not any(cell.strip() for cell in cells):
            return None
        error_there = wrong_cells(cells)
        if error_there:
            return BadRow(number, where, error_there, cells)
        return Row(number, where, cells)


def open_parquet(found: Unpacked) -> ParquetTable:
    """Open a Parquet file.

    Raises
    ------
    InputError
        If it is damaged, encrypted, or beyond the limits.
    """
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(found.path)
        fields = [field for field in file.schema_arrow if not _INDEX.fullmatch(field.name)]
        chunks = [
            file.metadata.row_group(group).column(column).total_uncompressed_size
            for group in range(file.num_row_groups)
            for column in range(file.metadata.num_columns)
        ]
    except (ArrowException, OSError, ValueError) as error:
        what = "is an encrypted Parquet file" if "encrypt" in str(error).lower() else ""
        words = what or f"is a damaged Parquet file: {_words(error)}"
        raise InputError(found.source, words, allowed=_ALLOWED) from error
    if max(chunks, default=0) > MAX_CHUNK:
        words = f"one column of a row group unpacks to over {MAX_CHUNK // 1024**3} GB"
        raise InputError(found.source, words, allowed="smaller row groups")
    header = tuple(dict.fromkeys(name for field in fields for name in _names(field, "", 0)))
    if not header:
        raise InputError(found.source, "has no columns", allowed=_ALLOWED)
    if len(header) > MAX_COLUMNS:
        words = f"has {len(header):,} columns"
        raise InputError(found.source, words, allowed=f"at most {MAX_COLUMNS:,}")
    return ParquetTable(file, header, tuple(field.name for field in fields))


def _names(field: Field[Any], prefix: str, depth: int) -> Iterator[str]:
    """Headers of a column; of a structure without a known name, those of its parts."""
    from pyarrow.types import is_struct

    name = prefix + field.name
    if is_struct(field.type) and depth < MAX_DEPTH and opens_columns(name):
        for part in field.type:
            yield from _names(part, name + ".", depth + 1)
    else:
        yield name


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
