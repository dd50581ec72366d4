"""Phrases outside the taxonomy found by the places of their stems, without any text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matcher.model import FULL_CREDIT
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.policy import Similar
from matcher.scoring.word_places import POSITION_BITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Room for the number of a stem within its phrase.
_STEM_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Stretches that share enough words with a phrase, sorted by their last word.

    Parameters
    ----------
    first, last : arrays of int64
        Places of the first and the last word they share.
    similarity : array of int32
        Weighted share of the phrase's words, threshold … 10,000.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    similarity: NDArray[np.int32]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The profile each stands in."""
        return _rows_of(self.last)

    def kept(self) -> Windows:
        """The best that do not overlap, chosen in the order of the text.

        They are those of :meth:`~matcher.scoring.similarity.PhraseIndex.find`: one that overlaps
        the best so far replaces it if it is better.
        """
        import numpy as np

        apart = np.ones(len(self.last), dtype=np.bool_)
        apart[1:] = self.first[1:] > self.last[:-1]
        if apart.all():
            return self
        first, last, similarity = (
            array.tolist() for array in (self.first, self.last, self.similarity)
        )
        keep = []
        best = 0
        for place in range(1, len(last)):
            if first[place] > last[best]:
                keep.append(best)
                best = place
            elif similarity[place] > similarity[best]:
                best = place
        keep.append(best)
        return Windows(self.first[keep], self.last[keep], self.similarity[keep])


def windows(columns: ProfileColumns, words: Mapping[str, int], settings: Similar) -> Windows:
    """Stretches of any profile that share enough words with one phrase.

    Parameters
    ----------
    columns : ProfileColumns
        The candidates; they must know their words.
    words : mapping of str to int
        Weight of each stem of the phrase.
    settings : Similar
        Threshold and window.
    """
    import numpy as np

    found = {stem: columns.places_of(stem) for stem in words}
    least = -(-settings.threshold * sum(words.values()) // FULL_CREDIT)
    if len(words) > 1:
        likely = _rows_with_enough(found, words, least, len(columns))
        found = {stem: places[likely[_rows_of(places)]] for stem, places in found.items()}
    keys = np.sort(
        np.concatenate(
            [
                (places.astype(np.uint64) << np.uint64(_STEM_BITS)) | np.uint64(number)
                for number, places in enumerate(found.values())
            ]
        )
    )
    last = (keys >> np.uint64(_STEM_BITS)).astype(np.int64)
    stems = (keys & np.uint64((1 << _STEM_BITS) - 1)).astype(np.uint16)
    weight = np.zeros(len(last), dtype=np.int64)
    first = last.copy()
    for number, stem in enumerate(found):
        latest = np.maximum.accumulate(last * (stems == number))
        inside = latest > last - settings.window
        weight += words[stem] * inside
        np.minimum(first, latest, out=first, where=inside)
    enough = weight >= least
    similarity = (weight * FULL_CREDIT // sum(words.values())).astype(np.int32)
    return Windows(first[enough], last[enough], similarity[enough])


def _rows_with_enough(
    found: Mapping[str, NDArray[Any]], words: Mapping[str, int], least: int, size: int
) -> NDArray[np.bool_]:
    """Where the stems that a profile holds anywhere weigh enough.

    The rarest stems come first: rows without any of those whose absence cannot be made up for are
    never looked at again.
    """
    import numpy as np

    weight = np.zeros(size, dtype=np.int64)
    left = sum(words.values())
    for stem in sorted(words, key=lambda word: (len(found[word]), word)):
        rows = _rows_of(found[stem])
        if left < least:
            rows = rows[weight[rows] > 0]
        here = rows[np.diff(rows, prepend=-1) > 0]
        weight[here] += words[stem]
        left -= words[stem]
    likely: NDArray[np.bool_] = weight >= least
    return likely


def _rows_of(places: NDArray[Any]) -> NDArray[np.int64]:
    import numpy as np

    rows: NDArray[np.int64] = (places >> POSITION_BITS).astype(np.int64)
    return rows


def masks_around(columns: ProfileColumns, found: Windows) -> NDArray[np.uint64]:
    """For each profile, the segments of the dated jobs that any of some stretches stands in."""
    import numpy as np

    rows = found.rows
    begins = columns.job_starts[rows].astype(np.int64)
    jobs = columns.job_starts[rows + 1] - begins
    window = np.repeat(np.arange(len(rows)), jobs)
    at = np.arange(len(window)) + np.repeat(begins - (np.cumsum(jobs) - jobs), jobs)
    around = columns.job_first[at] <= found.first[window]
    around &= columns.job_last[at] >= found.last[window]
    masks = np.zeros(len(columns), dtype=np.uint64)
    np.bitwise_or.at(masks, rows[window[around]], columns.job_masks[at[around]])
    return masks
