"""Candidates in pieces that are scored at once: read from a list, or kept in a store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matcher.batch.store.part import Part
from matcher.batch.store.records import Profiles
from matcher.model import Candidate, Profile
from matcher.profile.several import named_candidate
from matcher.scoring.columns import READABLE, ProfileColumns

#: Gives a candidate, with the name of its source in its id.
Row = Callable[[], Candidate]


class Piece(ABC):
    """Candidates with their columns; ``profiles`` are theirs, row by row."""

    columns: ProfileColumns
    profiles: Sequence[Profile]

    def __len__(self) -> int:
        return len(self.profiles)

    def unreadable(self) -> Iterator[int]:
        """Rows of whom nothing could be read."""
        rows: list[int] = np.flatnonzero(~self.columns.marked(READABLE)).tolist()
        return iter(rows)

    @abstractmethod
    def id(self, row: int) -> str:
        """The candidate's id, with the name of its source."""

    @abstractmethod
    def number(self, row: int) -> int | None:
        """The candidate's row in its source."""

    @abstractmethod
    def row(self, row: int) -> Row:
        """The candidate, to be had when it is needed."""

    @abstractmethod
    def all_in_order(self, most: int) -> Iterator[list[Candidate]]:
        """All candidates in the order of their source, so many at a time."""


class ReadPiece(Piece):
    """Candidates that were read just now.

    Parameters
    ----------
    candidates : sequence of Candidate
        In their order.
    name : str
        Of their source, empty where there is only one.
    """

    def __init__(self, candidates: Sequence[Candidate], name: str) -> None:
        self._all = [named_candidate(each, name) if name else each for each in candidates]
        self.profiles = [each.profile for each in self._all]
        self.columns = ProfileColumns.of(self.profiles)

    def id(self, row: int) -> str:
        """The candidate's id, with the name of its source."""
        return self.profiles[row].candidate_id

    def number(self, row: int) -> int | None:
        """The candidate's row in its source."""
        return self._all[row].row

    def row(self, row: int) -> Row:
        """The candidate."""
        return partial(_same, self._all[row])

    def all_in_order(self, most: int) -> Iterator[list[Candidate]]:
        """All candidates in the order of their source, so many at a time."""
        for first in range(0, len(self._all), most):
            yield self._all[first : first + most]


class StoredPiece(Piece):
    """Candidates of one part of a store, which are decoded only when they are needed.

    Parameters
    ----------
    part : Part
        The part.
    numbers : array of int64
        Row of each profile in its source.
    name : str
        Of their source, empty where there is only one.
    words : bool
        Whether a job asks for words outside the taxonomy.
    """

    def __init__(self, part: Part, numbers: NDArray[np.int64], name: str, *, words: bool) -> None:
        self._records, self._numbers, self._name = part.records, numbers, name
        self.columns, self.profiles = part.columns(words=words), Profiles(part.records)

    def id(self, row: int) -> str:
        """The candidate's id, with the name of its source."""
        own = self.columns.candidate_ids[row]
        return f"{self._name}:{own}" if self._name else own

    def number(self, row: int) -> int | None:
        """The candidate's row in its source."""
        return int(self._numbers[row])

    def row(self, row: int) -> Row:
        """The candidate, decoded when it is called."""
        return partial(self._candidate, row)

    def all_in_order(self, most: int) -> Iterator[list[Candidate]]:
        """All candidates in the order of their source, so many at a time."""
        order = np.argsort(self._numbers, kind="stable")
        for first in range(0, len(order), most):
            yield [self._candidate(row) for row in order[first : first + most].tolist()]

    def _candidate(self, row: int) -> Candidate:
        record = self._records[row]
        candidate = Candidate(record.profile, int(self._numbers[row]), record.carried)
        return named_candidate(candidate, self._name) if self._name else candidate


def _same(candidate: Candidate) -> Candidate:
    return candidate
