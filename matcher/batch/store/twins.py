"""Who of a few stored candidates may be the same person as anybody else in the lists.

Finds the pairs that :func:`matcher.profile.duplicates.find_pairs` finds among all candidates, as
far as one of the few is in them, and reads nobody else but those that share a mark with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Protocol

import numpy as np

from matcher.batch.store.marks import contact_key, keys_of, run_key, text_key
from matcher.batch.store.stored_arrays import Array
from matcher.model import Candidate, SetAside, Twin
from matcher.profile.duplicates import (
    MAX_COMPARED,
    MAX_SHARED,
    Marks,
    Sign,
    is_similar,
    marks_of,
    may_be_similar,
    share,
)
from matcher.profile.several import named

#: Candidates whose marks are kept; holders of a mark looked at at once.
_KEPT, _AT_ONCE = 2_000, 64
Pairs = Mapping[tuple[int, int], Sequence[Sign]]


class Marked(Protocol):
    """Profiles with their marks by column."""

    @property
    def marks(self) -> Mapping[str, Array]:
        """As :func:`matcher.batch.store.marks.mark_arrays` gives them."""
        ...


class Rows(Protocol):
    """The rows of a source: of each, which part holds its profile, and where in it."""

    @property
    def parts(self) -> Array:
        """Numbers of parts."""
        ...

    @property
    def places(self) -> Array:
        """Rows of the parts."""
        ...

    def __len__(self) -> int: ...


class MarkedSource(Protocol):
    """A source whose candidates are found by their marks: a stored one, or one in memory."""

    @property
    def listing(self) -> Rows:
        """Its rows."""
        ...

    @property
    def parts(self) -> Sequence[Marked]:
        """Its profiles."""
        ...

    def positions(self, part: int) -> Array:
        """Where in the listing each profile of a part stands."""
        ...

    def candidate(self, at: int) -> Candidate | SetAside:
        """The candidate at a position of the listing."""
        ...


class TwinFinder:
    """Finds who may be one person in the sources of stores.

    Parameters
    ----------
    opened : sequence of (str, MarkedSource)
        Each source with its name, in the order of the list that they make together.
    uses : mapping of str to str
        What each carried header holds.
    """

    def __init__(self, opened: Sequence[tuple[str, MarkedSource]], uses: Mapping[str, str]) -> None:
        self._opened, self._uses = opened, uses
        lengths = [len(source.listing) for _, source in opened]
        self._first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self._positions = [
            [source.positions(part) + first for part in range(len(source.parts))]
            for (_, source), first in zip(opened, self._first.tolist(), strict=False)
        ]
        self._holders: dict[int, Array] = {}
        self.marks = lru_cache(_KEPT)(self._marks)

    def candidate(self, at: int) -> Candidate:
        """The candidate at a place of the whole list, under the id of the list."""
        source = int(np.searchsorted(self._first, at, side="right")) - 1
        name, stored = self._opened[source]
        found = named(stored.candidate(at - int(self._first[source])), name)
        assert isinstance(found, Candidate)
        return found

    def place(self, source: int, position: int) -> int:
        """The place in the whole list of a position in the listing of a source."""
        return int(self._first[source]) + position

    def twins(self, places: Sequence[int]) -> dict[str, tuple[Twin, ...]]:
        """For the candidates at some places, by id, who may be the same person."""
        pairs = self.pairs(places)
        ids = {at: self.candidate(at).profile.candidate_id for pair in pairs for at in pair}
        wanted = set(places)
        twins: dict[str, list[Twin]] = defaultdict(list)
        for pair, signs in pairs.items():
            for one, other in (pair, pair[::-1]):
                if one in wanted:
                    twins[ids[one]].append(Twin(ids[other], tuple(map(str, signs))))
        return {key: tuple(sorted(found)) for key, found in twins.items()}

    def pairs(self, places: Iterable[int]) -> Pairs:
        """Pairs with one of the places in them, and why they may be one person."""
        wanted = sorted(set(places))
        self._look_up(key for at in wanted for key in keys_of(self.marks(at)))
        found: dict[tuple[int, int], dict[Sign, None]] = defaultdict(dict)
        for sign in (Sign.EMAIL, Sign.PHONE):
            for at in wanted:
                for other in self._sharing(at, sign):
                    found[min(at, other), max(at, other)][sign] = None
        for at in wanted:
            for other, sign in self._alike(at):
                found[min(at, other), max(at, other)][sign] = None
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    def _sharing(self, at: int, sign: Sign) -> Iterator[int]:
        """Who shares an address or a number that is not everybody's."""
        own = self.marks(at)
        for contact in sorted(own.shared_by(sign)):
            group = [
                other
                for other in self._having(contact_key(sign, contact)).tolist()
                if contact in self.marks(other).shared_by(sign)
            ]
            if len(group) <= MAX_SHARED:
                yield from (o for o in group if o != at and share(sign, own, self.marks(o)))

    def _alike(self, at: int) -> Iterator[tuple[int, Sign]]:
        """Who has the same text, or almost the same."""
        own = self.marks(at)
        if own.digest:
            having = self._having(text_key(own)).tolist()
            same = [other for other in having if self.marks(other).digest == own.digest]
            if same[0] != at:
                yield same[0], Sign.SAME_TEXT
                return
            yield from ((other, Sign.SAME_TEXT) for other in same[1:])
        near: set[int] = set()
        for low in set(own.sketch):
            holders = self._first_with_their_text(run_key(low))
            compared = list(islice(holders, MAX_COMPARED))
            near |= {other for other in compared if other < at}
            if at in compared:
                near |= {other for other in (*compared, *holders) if other > at}
        possible = (other for other in near if may_be_similar(own.groups, self._groups(other)))
        runs = own.runs()
        for other in sorted(possible):
            marks = self.marks(other)
            if set(own.sketch) & set(marks.sketch) and is_similar(runs, marks.runs()):
                yield other, Sign.SIMILAR_TEXT

    def _first_with_their_text(self, key: int) -> Iterator[int]:
        """Who has a mark and is the first in the list with the text, in the order of the list."""
        holders = self._having(key)
        for first in range(0, len(holders), _AT_ONCE):
            some = holders[first : first + _AT_ONCE].tolist()
            texts = [self._text(at) for at in some]
            self._look_up(texts)
            yield from (at for at, t in zip(some, texts, strict=True) if self._having(t)[0] == at)

    def _row(self, at: int) -> tuple[Marked, int]:
        """The part that holds the profile at a place, and its row there."""
        source = int(np.searchsorted(self._first, at, side="right")) - 1
        stored, position = self._opened[source][1], at - int(self._first[source])
        listing = stored.listing
        return stored.parts[int(listing.parts[position])], int(listing.places[position])

    def _text(self, at: int) -> int:
        """The mark of the text at a place."""
        part, row = self._row(at)
        return int(part.marks["marks.text"][row])

    def _groups(self, at: int) -> bytes:
        """How many runs of the text at a place fall in each group."""
        part, row = self._row(at)
        return bytes(part.marks["marks.groups"][row])

    def _having(self, key: int) -> Array:
        """Everybody's place who has a mark that was looked up."""
        return self._holders[key]

    def _look_up(self, keys: Iterable[int]) -> None:
        """Find who has some marks, all at once."""
        wanted = np.array(sorted(set(keys) - self._holders.keys()), dtype="<u8")
        if not len(wanted):
            return
        found: dict[int, list[Array]] = {int(key): [] for key in wanted}
        for (_, stored), positions in zip(self._opened, self._positions, strict=True):
            for part, places in zip(stored.parts, positions, strict=True):
                for key, rows in _holding(part.marks, wanted):
                    found[key].append(places[rows])
        nobody = np.empty(0, np.int64)
        self._holders |= {
            key: np.sort(np.concatenate(places)) if places else nobody
            for key, places in found.items()
        }

    def _marks(self, at: int) -> Marks:
        return marks_of(self.candidate(at), self._uses)


def _holding(marks: Mapping[str, Array], wanted: Array) -> Iterator[tuple[int, Array]]:
    """The rows of a part that have each of the marks."""
    keys = marks["marks.keys"]
    first, last = (np.searchsorted(keys, wanted, side=side) for side in ("left", "right"))
    for at in np.flatnonzero(last > first).tolist():
        yield int(wanted[at]), marks["marks.rows"][int(first[at]) : int(last[at])]
