"""A set of profiles as plain arrays: all that scoring needs, and nothing of any job.

No figure of a policy and no as-of month stands in them, so one set answers every job.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from matcher.scoring.string_table import StringTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.model import Profile

#: ``marks`` of a profile: it has free text, anything readable, dated work, studies not finished;
#: it cannot be held in columns, and is scored by the reference.
FREE_TEXT, READABLE, DATED, UNFINISHED, IRREGULAR = (1 << bit for bit in range(5))

#: Beside a month or a number of months: there is none.
NONE: Final = -1


@dataclass(frozen=True, eq=False)
class ProfileColumns:
    """Profiles by column, to be scored all at once (:mod:`matcher.scoring.vectorised`).

    Evidence stands by skill: of skill ``s``, what was read exactly in column ``2 * s``, what was
    repaired from a misspelling in column ``2 * s + 1``; entries ``start[c]`` to ``start[c + 1]`` of
    a column are sorted by row.  Months are year × 12 + month − 1.

    Parameters
    ----------
    id_data, id_starts : arrays of uint8 and int64
        Candidate ids (:class:`~matcher.scoring.string_table.StringTable`).
    skill_data, skill_starts : arrays of uint8 and int64
        Skill ids that occur, sorted.
    flag_data, flag_starts : arrays of uint8 and int64
        Lists of profile flags that occur, each joined by line feeds.
    flags : array of int32
        Which of those lists each profile has.
    words : array of int32
        Words of all texts.
    marks, complete, unreadable : arrays of uint8
        Bits: marks (``FREE_TEXT``, …); kinds whose own carrier was read; kinds of which a possible
        carrier could not be read (bit ``i`` for the i-th :class:`~matcher.model.Kind`).
    stated, stated_years : arrays of int32 and float64
        Total experience stated, in months and in years; -1 where none is.
    segment_starts, segment_first, segment_last : arrays of int32
        Careers cut into segments (:mod:`matcher.scoring.segments`).
    tenure_masks, latest_start : arrays of uint64 and int32
        Segments of dated jobs, and the first month of the latest of them.
    degree_rows, degree_studies : arrays of int32
        Degrees, sorted by row, each one of the distinct studies.
    study_ranks, study_starts, study_fields : arrays of uint8, int32 and int32
        Rank of each distinct degree, and its fields as indices of skills.
    claim_rows, claim_years, claim_first : arrays of int32, float64 and int32
        Years stated of a skill with dated work, and the first month of that work.
    shown_starts, shown_rows, shown_facets, shown_stated : arrays of int64, int32, uint8 and int16
        What shows or promises a skill, each facet once (:mod:`matcher.scoring.facets`), with the
        months its words state, or -1.
    dated_starts, dated_rows, dated_masks : arrays of int64, int32 and uint64
        Segments of work with a skill, each row once in a column.
    denied_starts, denied_rows : arrays of int64 and int32
        Rows that deny a skill no job or project disproves; one column for each skill.
    stem_data, stem_starts : arrays of uint8 and int64
        Stems of the words in the texts, sorted; without ``words`` these and the following are
        empty.
    place_starts, places : arrays of int64, and of uint32 or uint64
        Where each stem stands (:mod:`matcher.scoring.word_places`).
    job_starts, job_first, job_last, job_masks : arrays of int32, twice as ``places``, uint64
        Dated jobs of each row: the places of the first and last word inside, and the segments.
    """

    id_data: NDArray[np.uint8]
    id_starts: NDArray[np.int64]
    skill_data: NDArray[np.uint8]
    skill_starts: NDArray[np.int64]
    flag_data: NDArray[np.uint8]
    flag_starts: NDArray[np.int64]
    flags: NDArray[np.int32]
    words: NDArray[np.int32]
    marks: NDArray[np.uint8]
    complete: NDArray[np.uint8]
    unreadable: NDArray[np.uint8]
    stated: NDArray[np.int32]
    stated_years: NDArray[np.float64]
    segment_starts: NDArray[np.int32]
    segment_first: NDArray[np.int32]
    segment_last: NDArray[np.int32]
    tenure_masks: NDArray[np.uint64]
    latest_start: NDArray[np.int32]
    degree_rows: NDArray[np.int32]
    degree_studies: NDArray[np.int32]
    study_ranks: NDArray[np.uint8]
    study_starts: NDArray[np.int32]
    study_fields: NDArray[np.int32]
    claim_rows: NDArray[np.int32]
    claim_years: NDArray[np.float64]
    claim_first: NDArray[np.int32]
    shown_starts: NDArray[np.int64]
    shown_rows: NDArray[np.int32]
    shown_facets: NDArray[np.uint8]
    shown_stated: NDArray[np.int16]
    dated_starts: NDArray[np.int64]
    dated_rows: NDArray[np.int32]
    dated_masks: NDArray[np.uint64]
    denied_starts: NDArray[np.int64]
    denied_rows: NDArray[np.int32]
    stem_data: NDArray[np.uint8]
    stem_starts: NDArray[np.int64]
    place_starts: NDArray[np.int64]
    places: NDArray[Any]
    job_starts: NDArray[np.int32]
    job_first: NDArray[Any]
    job_last: NDArray[Any]
    job_masks: NDArray[np.uint64]

    @classmethod
    def of(cls, profiles: Sequence[Profile], *, words: bool = False) -> ProfileColumns:
        """The columns of some profiles, one row each, in their order.

        Parameters
        ----------
        profiles : sequence of Profile
            The candidates; with ``words`` best at most 65,536, as places then take half the bytes.
        words : bool
            Whether to note where every word stands, so that phrases outside the taxonomy are found
            without the texts: worth it for what is kept.

        Examples
        --------
        >>> from matcher.model import Profile
        >>> columns = ProfileColumns.of([Profile("a", {"skills": "Go, Rust"}), Profile("b", {})])
        >>> list(columns.candidate_ids), columns.words.tolist()
        (['a', 'b'], [2, 0])
        """
        from matcher.scoring.gathering import gathered

        return cls(**gathered(profiles, words=words))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> ProfileColumns:
        """Inverse of :meth:`arrays`; nothing is copied, so mapped files stay on the disk.

        Raises
        ------
        KeyError
            If an array is missing.
        """
        import numpy as np

        return cls(**{field.name: np.asarray(arrays[field.name]) for field in fields(cls)})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by its name, each of one dimension."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def candidate_ids(self) -> StringTable:
        """Ids in the order of the rows, decoded when asked for."""
        return StringTable(self.id_data, self.id_starts)

    @property
    def knows_words(self) -> bool:
        """Whether it is noted where every word stands."""
        return len(self.place_starts) > 0

    @cached_property
    def stems(self) -> StringTable:
        """Stems of the words in the texts, sorted."""
        return StringTable(self.stem_data, self.stem_starts)

    def places_of(self, stem: str) -> NDArray[Any]:
        """Sorted places of a stem."""
        index = bisect_left(self.stems, stem)
        if index == len(self.stems) or self.stems[index] != stem:
            return self.places[:0]
        return self.places[int(self.place_starts[index]) : int(self.place_starts[index + 1])]

    @cached_property
    def skills(self) -> dict[str, int]:
        """Index of each skill that occurs."""
        return {skill: i for i, skill in enumerate(StringTable(self.skill_data, self.skill_starts))}

    @cached_property
    def flag_lists(self) -> tuple[tuple[str, ...], ...]:
        """The lists of flags that occur."""
        return tuple(
            tuple(joined.split("\n")) if joined else ()
            for joined in StringTable(self.flag_data, self.flag_starts)
        )

    @cached_property
    def denied(self) -> dict[int, NDArray[np.int32]]:
        """Rows that deny a skill, by its index; only those that anybody denies."""
        import numpy as np

        starts = self.denied_starts
        return {
            skill: self.denied_rows[starts[skill] : starts[skill + 1]]
            for skill in np.flatnonzero(np.diff(starts)).tolist()
        }

    def denied_rows_of(self, skill: str | None) -> NDArray[np.int32]:
        """Rows that deny a skill; none for no skill."""
        return self.denied.get(self.skills.get(skill or "", NONE), self.denied_rows[:0])

    def marked(self, mark: int) -> NDArray[np.bool_]:
        """Where a mark is set."""
        found: NDArray[np.bool_] = (self.marks & mark) != 0
        return found
