"""Where each word stem stands in many profiles, so that phrases are found without their texts.

A place is a row and a position in one number, ``row << 16 | position``.  Positions count the words
of a profile's texts one after the other, with gaps that no window reaches across.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcher.model import Profile, Span
from matcher.scoring.similarity import WORD, stem
from matcher.scoring.string_table import StringTable
from matcher.taxonomy.normal import fold_chars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

POSITION_BITS = 16
#: Positions left free before each text; no window of a policy is wider.
GAP = 200
_MOST_POSITIONS = 1 << POSITION_BITS
#: Up to so many rows a place needs half the bytes.
_MOST_ROWS = 1 << POSITION_BITS
#: Profiles sorted at a time.
_AT_ONCE = 2048
#: Of a job that no word lies in.
_NOWHERE = (1, 0)


def no_places() -> Arrays:
    """The arrays of columns that know no words."""
    import numpy as np

    nothing = StringTable.of(())
    return {
        "stem_data": nothing.data,
        "stem_starts": nothing.starts,
        "place_starts": np.zeros(0, dtype=np.int64),
        "places": np.zeros(0, dtype=np.uint32),
        "job_starts": np.zeros(0, dtype=np.int32),
        "job_first": np.zeros(0, dtype=np.uint32),
        "job_last": np.zeros(0, dtype=np.uint32),
        "job_masks": np.zeros(0, dtype=np.uint64),
    }


def place_kind(rows: int) -> np.dtype[Any]:
    """The type that holds the places of so many rows."""
    import numpy as np

    return np.dtype(np.uint32 if rows <= _MOST_ROWS else np.uint64)


def word_places(
    profiles: Sequence[Profile], job_masks: NDArray[np.uint64]
) -> tuple[Arrays, list[int]]:
    """The arrays of all words, and rows with more words than a place can tell.

    Parameters
    ----------
    profiles : sequence of Profile
        The candidates.
    job_masks : array of uint64
        The segments of each dated job, in the order of profiles and jobs.
    """
    import numpy as np

    kind = place_kind(len(profiles))
    reader = _Reader()
    runs = []
    for first in range(0, len(profiles), _AT_ONCE):
        for row, profile in enumerate(profiles[first : first + _AT_ONCE], first):
            reader.read(row, profile)
        runs.append(reader.run(kind))
    jobs = np.array(reader.jobs, dtype=kind).reshape(-1, 2)
    arrays: Arrays = {
        **_by_stem(reader.stems, runs, kind),
        "job_starts": np.cumsum([0, *(len(p.tenures) for p in profiles)]).astype(np.int32),
        "job_first": jobs[:, 0].copy(),
        "job_last": jobs[:, 1].copy(),
        "job_masks": job_masks,
    }
    return arrays, reader.beyond


class _Stems(dict[str, int]):
    """The number of each word's stem, given out as words come; figures share one."""

    def __init__(self) -> None:
        self.numbers = {"": 0}

    def __missing__(self, word: str) -> int:
        stemmed = "" if word.isdigit() else stem(word)
        self[word] = number = self.numbers.setdefault(stemmed, len(self.numbers))
        return number


class _Reader:
    """Reads texts into words; those of some profiles at a time are then taken as a run."""

    def __init__(self) -> None:
        self.stems = _Stems()
        self.jobs: list[tuple[int, int]] = []
        self.beyond: list[int] = []
        self._numbers: list[int] = []
        self._begins: list[int] = []
        self._counts: list[int] = []

    def read(self, row: int, profile: Profile) -> None:
        """Note the words of a profile, and those that lie in its dated jobs."""
        base, begin = row << POSITION_BITS, GAP
        words: dict[str, tuple[int, list[tuple[int, int]]]] = {}
        texts = []
        dated = {tenure.field for tenure in profile.tenures}
        for field, text in profile.texts.items():
            folded = fold_chars(text)
            if field in dated:
                words[field] = base + begin, [match.span() for match in WORD.finditer(folded)]
            texts.append((base + begin, WORD.findall(folded)))
            begin += len(texts[-1][1]) + GAP
        if begin > _MOST_POSITIONS:
            self.beyond.append(row)
            texts, words = [], {}
        for place, found in texts:
            self._numbers += map(self.stems.__getitem__, found)
            self._begins.append(place)
            self._counts.append(len(found))
        for tenure in profile.tenures:
            inside = words.get(tenure.field)
            self.jobs.append(_words_inside(tenure.span, *inside) if inside else _NOWHERE)

    def run(self, kind: np.dtype[Any]) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Stems and places of all words since the last run, by stem and place."""
        import numpy as np

        numbers = np.array(self._numbers, dtype=np.int32)
        counts = np.array(self._counts, dtype=np.int64)
        offsets = np.array(self._begins, dtype=np.int64) - (np.cumsum(counts) - counts)
        places = np.arange(len(numbers)) + np.repeat(offsets, counts)
        order = np.argsort(numbers, kind="stable")
        order = order[np.searchsorted(numbers[order], 1) :]
        self._numbers, self._begins, self._counts = [], [], []
        return numbers[order], places[order].astype(kind)


def _words_inside(span: Span, begin: int, words: list[tuple[int, int]]) -> tuple[int, int]:
    """Places of the first and the last word that lie wholly in a stretch of a text."""
    first = bisect_left(words, span.start, key=lambda word: word[0])
    last = bisect_right(words, span.end, key=lambda word: word[1]) - 1
    return (begin + first, begin + last) if first <= last else _NOWHERE


def _by_stem(
    stems: _Stems, runs: Sequence[tuple[NDArray[np.int32], NDArray[Any]]], kind: np.dtype[Any]
) -> Arrays:
    """Runs merged into one list of places for each stem, the stems in alphabetical order."""
    import numpy as np

    names = list(stems.numbers)
    order = sorted(range(1, len(names)), key=names.__getitem__)
    rank = np.zeros(len(names), dtype=np.int64)
    rank[order] = np.arange(len(order))
    counts = np.zeros(len(order), dtype=np.int64)
    for numbers, _ in runs:
        counts += np.bincount(rank[numbers], minlength=len(order))
    starts = np.zeros(len(order) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    places = np.empty(int(starts[-1]), dtype=kind)
    free = starts[:-1].copy()
    for numbers, found in runs:
        ranks = rank[numbers]
        begins = np.flatnonzero(np.diff(ranks, prepend=-1))
        lengths = np.diff(begins, append=len(ranks))
        within = np.arange(len(ranks)) - np.repeat(begins, lengths)
        places[free[ranks] + within] = found
        free[ranks[begins]] += lengths
    table = StringTable.of(names[number] for number in order)
    return {
        "stem_data": table.data,
        "stem_starts": table.starts,
        "place_starts": starts,
        "places": places,
    }
