"""All evidence of many profiles end to end, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from matcher.model import EvidenceKind, Interval, Method, Polarity, Profile
from matcher.scoring import facets
from matcher.scoring.columns import NONE
from matcher.scoring.segments import OPEN
from matcher.scoring.view import PROVEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Most months stated of a skill that the columns have room for.
STATED_MOST = 2**15 - 1
_SKILL, _METHOD, _KIND, _POLARITY, _INTERVALS, _STATED, _LEVEL = map(
    attrgetter,
    ("skill", "method", "kind", "polarity", "intervals", "stated_years", "language_level"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Evidence in the same dated job stands together: its intervals, once for each such run.

    Parameters
    ----------
    of_evidence : array of int64
        The run of each evidence; 0 for what is not dated.
    rows, begun : arrays of int64, one for each run
        Profile, and earliest month.
    of_interval, first, last : arrays of int64, one for each interval
        Its run and its months.
    """

    of_evidence: NDArray[np.int64]
    rows: NDArray[np.int64]
    begun: NDArray[np.int64]
    of_interval: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, rows: NDArray[np.int64], intervals: Sequence[tuple[Interval, ...]]) -> Runs:
        """The runs of evidence in rows, by the identity of their intervals."""
        import numpy as np

        count = len(intervals)
        dated = np.flatnonzero(np.fromiter(map(len, intervals), np.int64, count))
        same = np.fromiter(map(id, intervals), np.int64, count)[dated]
        begins = np.diff(same, prepend=0) != 0
        begins |= np.diff(rows[dated], prepend=NONE) != 0
        of_evidence = np.zeros(count, dtype=np.int64)
        of_evidence[dated] = np.cumsum(begins) - 1
        runs = [intervals[i] for i in dated[begins].tolist()]
        first, last = ends(list(chain.from_iterable(runs)))
        of_interval = owners(runs)
        at = np.flatnonzero(np.diff(of_interval, prepend=NONE))
        begun = np.minimum.reduceat(first, at) if len(at) else first
        return cls(of_evidence, rows[dated[begins]], begun, of_interval, first, last)


@dataclass(frozen=True, slots=True, eq=False)
class FlatEvidence:
    """Evidence by evidence, in the order of the profiles.

    Parameters
    ----------
    size : int
        Number of profiles.
    names : tuple of str
        Skills that occur as evidence or as field of a degree, sorted.
    rows, skills, facets : arrays of int64
        Profile, index of the skill, and facet (:mod:`matcher.scoring.facets`).
    fuzzy, denies, proves, at_work, studied, levelled, dated : arrays of bool
        Repaired from a misspelling; a denial; experience that the candidate has; in a job; in
        studies; with the level of a language; with intervals.
    stated, stated_years : arrays of int64 and float64
        Months and years the words state; -1 and 0 where they state none.
    runs : Runs
        Its dates.
    """

    size: int
    names: tuple[str, ...]
    rows: NDArray[np.int64]
    skills: NDArray[np.int64]
    facets: NDArray[np.int64]
    fuzzy: NDArray[np.bool_]
    denies: NDArray[np.bool_]
    proves: NDArray[np.bool_]
    at_work: NDArray[np.bool_]
    studied: NDArray[np.bool_]
    levelled: NDArray[np.bool_]
    dated: NDArray[np.bool_]
    stated: NDArray[np.int64]
    stated_years: NDArray[np.float64]
    runs: Runs

    @property
    def columns(self) -> NDArray[np.int64]:
        """Column of each evidence among those of :class:`~.columns.ProfileColumns`."""
        return 2 * self.skills + self.fuzzy

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> FlatEvidence:
        """The evidence of some profiles."""
        import numpy as np

        evidence = [each for profile in profiles for each in profile.evidence]
        count = len(evidence)
        rows = owners(profile.evidence for profile in profiles)
        skills, kinds, polarities = (
            list(map(each, evidence)) for each in (_SKILL, _KIND, _POLARITY)
        )
        intervals, levels = list(map(_INTERVALS, evidence)), list(map(_LEVEL, evidence))

        def numbers(values: Iterable[object], known: dict[Any, int]) -> NDArray[np.int64]:
            return np.fromiter(map(known.__getitem__, values), np.int64, count)

        def among(values: Iterable[object], wanted: Iterable[object]) -> NDArray[np.bool_]:
            return np.fromiter(map(frozenset(wanted).__contains__, values), np.bool_, count)

        fields = (degree.fields for profile in profiles for degree in profile.degrees)
        names = tuple(sorted({*skills, *chain.from_iterable(fields)}))
        denies = among(polarities, (Polarity.DENIED,))
        promises = among(polarities, (Polarity.LEARNING,))
        years = np.fromiter((each or 0.0 for each in map(_STATED, evidence)), np.float64, count)
        months = np.maximum(np.rint(years * 12), 0)
        return cls(
            size=len(profiles),
            names=names,
            rows=rows,
            skills=numbers(skills, {name: i for i, name in enumerate(names)}),
            facets=numbers(kinds, facets.BY_KIND)
            + promises * facets.PROMISED
            + numbers(levels, facets.BY_LEVEL),
            fuzzy=among(map(_METHOD, evidence), (Method.FUZZY,)),
            denies=denies,
            proves=among(kinds, PROVEN) & ~denies & ~promises,
            at_work=among(kinds, (EvidenceKind.WORK,)),
            studied=among(kinds, (EvidenceKind.EDUCATION,)),
            levelled=np.fromiter(map(bool, levels), np.bool_, count),
            dated=np.fromiter(map(bool, intervals), np.bool_, count),
            stated=np.where(years != 0, months, NONE).astype(np.int64),
            stated_years=years,
            runs=Runs.of(rows, intervals),
        )


def owners(parts: Iterable[Sized]) -> NDArray[np.int64]:
    """For each item of each part, the number of the part.

    Examples
    --------
    >>> owners([(7, 8), (), (9,)]).tolist()
    [0, 0, 2]
    """
    import numpy as np

    counts = np.fromiter(map(len, parts), np.int64)
    return np.repeat(np.arange(len(counts)), counts)


def ends(intervals: Sequence[Interval]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last months; :data:`~matcher.scoring.segments.OPEN` for to date."""
    import numpy as np

    count = len(intervals)
    first = np.fromiter((each.start for each in intervals), np.int64, count)
    last = np.fromiter(
        (OPEN if each.end is None else each.end for each in intervals), np.int64, count
    )
    return first, last
