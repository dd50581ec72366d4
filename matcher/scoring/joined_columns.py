"""Columns of some profiles and of others as the columns of all of them.

So columns of any number of profiles are made in the memory that a few thousand take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from matcher.scoring.columns import ProfileColumns
from matcher.scoring.string_table import StringTable
from matcher.scoring.word_places import POSITION_BITS, no_places, place_kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: One value a row, or a segment, that means the same wherever the row stands.
_PLAIN = (
    *("words", "marks", "complete", "unreadable", "stated", "stated_years"),
    *("segment_first", "segment_last", "tenure_masks", "latest_start"),
    *("claim_years", "claim_first"),
)
#: Rows by column: the arrays beside the rows, and how many columns a skill has.
_BY_SKILL = {
    "shown": (("shown_facets", "shown_stated"), 2),
    "dated": (("dated_masks",), 2),
    "denied": ((), 1),
}


def joined(pieces: Sequence[ProfileColumns]) -> ProfileColumns:
    """The columns of all profiles of several columns, in their order.

    Equal in every array to :meth:`ProfileColumns.of` all those profiles.

    Parameters
    ----------
    pieces : sequence of ProfileColumns
        At least one.

    Examples
    --------
    >>> from matcher.model import Profile
    >>> one, other = ([Profile(key, {"skills": "Go"})] for key in "ab")
    >>> both = joined([ProfileColumns.of(one), ProfileColumns.of(other)])
    >>> list(both.candidate_ids), both.words.tolist()
    (['a', 'b'], [1, 1])
    """
    import numpy as np

    first_rows = list(accumulate(map(len, pieces), initial=0))
    skills = sorted(set().union(*(piece.skills for piece in pieces)))
    places = {skill: at for at, skill in enumerate(skills)}
    renamed = [np.fromiter((places[skill] for skill in piece.skills), np.int64) for piece in pieces]
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in _PLAIN
    }
    arrays |= _strings("skill", skills)
    arrays |= _strings("id", (key for piece in pieces for key in piece.candidate_ids))
    arrays |= _flags(pieces)
    arrays |= {
        "segment_starts": _starts(pieces, "segment_starts"),
        "claim_rows": _rows(pieces, "claim_rows", first_rows),
    }
    arrays |= _studies(pieces, renamed, first_rows)
    for name, (beside, width) in _BY_SKILL.items():
        size = width * len(skills)
        arrays |= _by_skill(pieces, renamed, first_rows, name, beside, width, size)
    return ProfileColumns.from_arrays(arrays | _words(pieces, first_rows))


def _strings(name: str, strings: Iterable[str]) -> dict[str, NDArray[Any]]:
    table = StringTable.of(strings)
    return {f"{name}_data": table.data, f"{name}_starts": table.starts}


def _flags(pieces: Sequence[ProfileColumns]) -> dict[str, NDArray[Any]]:
    """Lists of flags in the order in which they first occur."""
    import numpy as np

    lists: dict[tuple[str, ...], int] = {}
    flags = []
    for piece in pieces:
        own = [lists.setdefault(each, len(lists)) for each in piece.flag_lists]
        flags.append(np.array(own, dtype=np.int32)[piece.flags])
    return {"flags": np.concatenate(flags)} | _strings("flag", map("\n".join, lists))


def _starts(pieces: Sequence[ProfileColumns], name: str) -> NDArray[Any]:
    """Starts of runs that stand one piece behind the other."""
    import numpy as np

    lengths = [np.diff(getattr(piece, name)) for piece in pieces]
    first = getattr(pieces[0], name)
    return np.cumsum(np.concatenate([first[:1], *lengths])).astype(first.dtype)


def _rows(
    pieces: Sequence[ProfileColumns], name: str, first_rows: Sequence[int]
) -> NDArray[np.int32]:
    import numpy as np

    moved = [getattr(piece, name) + at for piece, at in zip(pieces, first_rows, strict=False)]
    return np.concatenate(moved).astype(np.int32)


def _studies(
    pieces: Sequence[ProfileColumns],
    renamed: Sequence[NDArray[np.int64]],
    first_rows: Sequence[int],
) -> dict[str, NDArray[Any]]:
    """Degrees, and the distinct ones in the order in which they first occur."""
    import numpy as np

    studies: dict[tuple[int, tuple[int, ...]], int] = {}
    degrees = []
    for piece, places in zip(pieces, renamed, strict=True):
        fields = places[piece.study_fields].tolist()
        ends = piece.study_starts.tolist()
        each = (tuple(fields[a:b]) for a, b in pairwise(ends))
        kinds = zip(piece.study_ranks.tolist(), each, strict=True)
        own = [studies.setdefault(kind, len(studies)) for kind in kinds]
        degrees.append(np.array(own, dtype=np.int32)[piece.degree_studies])
    lengths = (len(fields) for _, fields in studies)
    return {
        "degree_rows": _rows(pieces, "degree_rows", first_rows),
        "degree_studies": np.concatenate(degrees),
        "study_ranks": np.array([rank for rank, _ in studies], dtype=np.uint8),
        "study_starts": np.array(list(accumulate(lengths, initial=0)), dtype=np.int32),
        "study_fields": np.array([f for _, own in studies for f in own], dtype=np.int32),
    }


def _by_skill(
    pieces: Sequence[ProfileColumns],
    renamed: Sequence[NDArray[np.int64]],
    first_rows: Sequence[int],
    name: str,
    beside: Sequence[str],
    width: int,
    size: int,
) -> Mapping[str, NDArray[Any]]:
    """Rows by column, with what stands beside them, under the columns of all skills."""
    import numpy as np

    columns = []
    for piece, places in zip(pieces, renamed, strict=True):
        own = (places[:, None] * width + np.arange(width)).ravel()
        columns.append(np.repeat(own, np.diff(getattr(piece, f"{name}_starts"))))
    column = np.concatenate(columns)
    order = np.argsort(column, kind="stable")
    counts = np.bincount(column, minlength=size)
    arrays: dict[str, NDArray[Any]] = {
        f"{name}_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        f"{name}_rows": _rows(pieces, f"{name}_rows", first_rows)[order],
    }
    for each in beside:
        arrays[each] = np.concatenate([getattr(piece, each) for piece in pieces])[order]
    return arrays


def _words(pieces: Sequence[ProfileColumns], first_rows: Sequence[int]) -> dict[str, NDArray[Any]]:
    """Where words stand, if all pieces know it: filled in stem by stem, without sorting anew."""
    import numpy as np

    if not all(piece.knows_words for piece in pieces):
        return no_places()
    stems = sorted(set().union(*(piece.stems for piece in pieces)))
    rank = {stem: at for at, stem in enumerate(stems)}
    ranks = [np.fromiter(map(rank.__getitem__, piece.stems), np.int64) for piece in pieces]
    counts = np.zeros(len(stems), dtype=np.int64)
    for piece, own in zip(pieces, ranks, strict=True):
        counts[own] += np.diff(piece.place_starts)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    kind = place_kind(first_rows[-1])
    places = np.empty(int(starts[-1]), dtype=kind)
    free = starts[:-1].copy()
    jobs: dict[str, list[NDArray[Any]]] = {"job_first": [], "job_last": []}
    for piece, own, row in zip(pieces, ranks, first_rows, strict=False):
        lengths, base = np.diff(piece.place_starts), kind.type(row << POSITION_BITS)
        within = np.arange(len(piece.places)) - np.repeat(piece.place_starts[:-1], lengths)
        places[np.repeat(free[own], lengths) + within] = piece.places.astype(kind) + base
        free[own] += lengths
        somewhere = piece.job_first <= piece.job_last
        for name, moved in jobs.items():
            moved.append(getattr(piece, name).astype(kind) + base * somewhere)
    return {
        **_strings("stem", stems),
        "place_starts": starts,
        "places": places,
        "job_starts": _starts(pieces, "job_starts"),
        "job_masks": np.concatenate([piece.job_masks for piece in pieces]),
        **{name: np.concatenate(moved).astype(kind) for name, moved in jobs.items()},
    }
