"""A pandas DataFrame as a table of candidates, read like a Parquet file; it is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from matcher.errors import InputError
from matcher.profile.headers import ID_COLUMN
from matcher.profile.read import TableCandidates, table_candidates
from matcher.profile.sources.rows import MAX_COLUMNS, BadRow, Row, wrong_cells
from matcher.profile.sources.values import MAX_DEPTH, TooDeepError, flattened, opens_columns
from matcher.taxonomy.taxonomy import Taxonomy

#: What the DataFrame is called in messages.
SOURCE = "DataFrame"
#: Header under which an index stands that is no column.
_INDEX_HEADER = "index of the DataFrame"
_AT_ONCE = 1_000
_SURROGATE = re.compile("[\ud800-\udfff]")


class FrameTable:
    """The rows of a DataFrame as cells of text (:class:`matcher.profile.sources.rows.Table`).

    Numbers, dates and lists become the text that a person would write, missing values empty cells;
    dictionaries become columns of their own, unless their column is known to hold text.  Levels
    of the index that have a name are columns, too, before the others.

    Parameters
    ----------
    frame : pandas.DataFrame
        The candidates, one a row.
    with_index : bool
        Whether the index as a whole is another column, for ids of candidates.

    Examples
    --------
    >>> table = FrameTable(pd.DataFrame({"ID": [7.0, None], "skills": [["SQL", "Go"], None]}))
    >>> table.header, [row.cells for row in table.rows()], table.empty_rows
    (('ID', 'skills'), [('7', 'SQL, Go')], 1)
    """

    def __init__(self, frame: pd.DataFrame, *, with_index: bool = False) -> None:
        self.frame, self._with_index = frame, with_index
        self.empty_rows = 0
        self.notes: tuple[str, ...] = ()

    @cached_property
    def header(self) -> tuple[str, ...]:
        """Names of the columns; of dictionaries, those of what they hold."""
        names = [name for own in self._names for name in own]
        return (*names, self.index_header(names)) if self._with_index else tuple(names)

    @staticmethod
    def index_header(names: Sequence[str]) -> str:
        """The header that the index has, which no column has."""
        header = _INDEX_HEADER
        while header in names:
            header += "'"
        return header

    @property
    def _labels(self) -> list[str]:
        """Names of the index's levels and the columns, as text."""
        levels = [_label(name) for name in self.frame.index.names if name is not None]
        return [*levels, *map(_label, self.frame.columns)]

    @cached_property
    def _names(self) -> list[tuple[str, ...]]:
        """Per level and column, the headers it becomes."""
        if len(self.frame.columns) > MAX_COLUMNS:
            words = f"has {len(self.frame.columns):,} columns"
            raise InputError(SOURCE, words, allowed=f"at most {MAX_COLUMNS:,}")
        return [
            _headers(label, values)
            for label, values in zip(self._labels, self._columns(self.frame), strict=True)
        ]

    def _columns(self, frame: pd.DataFrame) -> Iterator[Sequence[Any]]:
        """Values of the named levels and the columns, by place: names may stand twice."""
        for level, name in enumerate(frame.index.names):
            if name is not None:
                yield frame.index.get_level_values(level).tolist()
        for place in range(frame.shape[1]):
            yield frame.iloc[:, place].tolist()

    def rows(self) -> Iterator[Row | BadRow]:
        """All rows, good and bad, in their order; those without any text are counted."""
        self.empty_rows = number = 0
        for first in range(0, len(self.frame), _AT_ONCE):
            some = self.frame.iloc[first : first + _AT_ONCE]
            index = some.index.tolist()
            for label, values in zip(index, zip(*self._columns(some), strict=True), strict=True):
                row = self._row(number + 1, label, values)
                if row is None:
                    self.empty_rows += 1
                    continue
                number += 1
                yield row

    def _row(self, number: int, label: Any, values: Sequence[Any]) -> Row | BadRow | None:
        where = f"index {label!r}"
        cells: list[str] = []
        try:
            for name, own, value in zip(self._labels, self._names, values, strict=True):
                found = flattened({name: plain(value)})
                cells += [_encodable(found.get(header, "")) for header in own]
        except TooDeepError as error:
            return BadRow(number, where, str(error))
        if not any(cell.strip() for cell in cells):
            return None
        if self._with_index:
            cells.append(_encodable(_label(label)))
        error_there = wrong_cells(cells)
        if error_there:
            return BadRow(number, where, error_there, tuple(cells))
        return Row(number, where, tuple(cells))


def frame_candidates(
    frame: pd.DataFrame, taxonomy: Taxonomy, columns: Mapping[str, str] | None = None
) -> TableCandidates:
    """The candidates of a DataFrame; their ids are its index where no column holds any.

    Parameters
    ----------
    frame : pandas.DataFrame
        One candidate a row, under any headers.
    taxonomy : Taxonomy
        Skills to look for.
    columns : mapping of str to str, optional
        Header by column, ``{"resume": "Resume_str"}``, before what is recognised.

    Raises
    ------
    InputError
        If it is no DataFrame, or no column holds text.
    """
    if not isinstance(frame, pd.DataFrame):
        words = f"is a {type(frame).__name__}"
        raise InputError(SOURCE, words, allowed="a pandas DataFrame, one candidate a row")
    found = table_candidates(FrameTable(frame), SOURCE, taxonomy, columns)
    if ID_COLUMN in found.columns.read:
        return found
    table = FrameTable(frame, with_index=True)
    mapping = {**(columns or {}), ID_COLUMN: table.header[-1]}
    found = table_candidates(table, SOURCE, taxonomy, mapping)
    table.notes = ("no column holds ids of candidates: the index is taken for them",)
    return found


def plain(value: Any, depth: int = 0) -> Any:
    """A cell without what pandas and numpy add to Python's own types.

    Raises
    ------
    TooDeepError
        If it is nested too deeply.

    Examples
    --------
    >>> plain(np.int64(7)), plain(pd.NaT), plain(np.array(["SQL", None])), plain({"b", "a"})
    (7, None, ['SQL', None], ['a', 'b'])
    """
    if isinstance(value, str):
        return value
    if depth > MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, Mapping):
        return {key: plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, np.ndarray | pd.Series | pd.Index):
        value = value.tolist()
    if isinstance(value, Set):
        value = sorted(value, key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(inner, depth + 1) for inner in value]
    if value is pd.NA or value is pd.NaT:
        return None
    return value.item() if isinstance(value, np.generic) else value


def _headers(label: str, values: Sequence[Any]) -> tuple[str, ...]:
    """The headers that a column becomes: its own, unless dictionaries in it have others."""
    if not opens_columns(label) or not any(isinstance(value, Mapping) for value in values):
        return (label,)
    names: dict[str, None] = {}
    for value in values:
        try:
            found = flattened({label: plain(value)})
        except TooDeepError:
            continue
        names |= dict.fromkeys(name for name, cell in found.items() if cell or name != label)
    return tuple(names) or (label,)


def _label(name: Any) -> str:
    """The label of a column or row as text; parts of one that has several with ``:`` between."""
    return ":".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _encodable(text: str) -> str:
    """A text that can be kept as UTF-8: lone surrogates are replaced."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
