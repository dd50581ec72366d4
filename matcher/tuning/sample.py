"""What there is to learn from, and how much of a policy that is enough for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.errors import InputError
from matcher.tuning.intervals import MIN_JOBS
from matcher.tuning.parameters import Rung

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.tuning.layout import Layout
    from matcher.tuning.study import Study

#: A share of so many pairs that are ranked as graded is known to five percentage points, one
#: standard error: sqrt(0.25 / 100).
MIN_PAIRS = 100
#: Below ten events for each figure, what logistic regressions find is biased and their intervals
#: are too narrow (Peduzzi et al., J. Clin. Epidemiol. 49, 1996).
EVENTS_PER_FIGURE = 10
#: A figure that fewer candidates' scores hang on is not learned, whatever the others say.
LEAST_SEEN = 10
#: There are always two figures to learn: preferred and bonus against must.
_FEWEST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """Counts of a study.

    Parameters
    ----------
    jobs : int
        Jobs whose candidates have at least two different grades: others compare nobody.
    candidates : int
        Graded candidates of these jobs.
    pairs : int
        Pairs of candidates of one job with different grades.
    events : int
        Candidates whose grade is not the most frequent one of their job.  Pairs are not
        independent: of a hundred applicants and one hire there are 99, and one thing to learn from.
    """

    jobs: int
    candidates: int
    pairs: int
    events: int

    @classmethod
    def of(cls, study: Study) -> Sample:
        """The counts of a study."""
        counts = [Counter(each.grades) for each in study.jobs if not each.alike]
        sizes = [sum(each.values()) for each in counts]
        alike = [sum(n * n for n in each.values()) for each in counts]
        return cls(
            jobs=len(counts),
            candidates=sum(sizes),
            pairs=sum((n * n - same) // 2 for n, same in zip(sizes, alike, strict=True)),
            events=sum(n - max(each.values()) for n, each in zip(sizes, counts, strict=True)),
        )

    def check(self, source: str) -> None:
        """Refuse to learn from too little.

        Raises
        ------
        InputError
            If there are fewer than 5 jobs, 100 pairs or 20 events.

        Examples
        --------
        >>> Sample(jobs=12, candidates=800, pairs=11_000, events=200).check("outcomes.csv")
        """
        events = EVENTS_PER_FIGURE * _FEWEST_FIGURES
        needed = ((self.jobs, MIN_JOBS), (self.pairs, MIN_PAIRS), (self.events, events))
        if any(there < need for there, need in needed):
            found = (
                f"too little to learn from: {self.jobs} jobs with different grades, {self.pairs} "
                f"pairs of candidates with different grades, {self.events} candidates graded "
                "otherwise than most of their job"
            )
            raise InputError(source, found, allowed=f"{MIN_JOBS}, {MIN_PAIRS} and {events} or more")


def rung_for(events: int, needs: Mapping[Rung, int]) -> Rung:
    """The highest rung up to which there are events enough; the lowest in any case.

    Parameters
    ----------
    events : int
        See :class:`Sample`.
    needs : mapping of Rung to int
        How many each rung takes (:func:`events_needed`).

    Examples
    --------
    >>> str(rung_for(100, {Rung.LEVELS: 20, Rung.EVIDENCE: 80, Rung.RELATIONS: 120}))
    'evidence'
    """
    enough = [rung for rung, need in needs.items() if need <= events]
    return max(enough, default=Rung.LEVELS)


def events_needed(layout: Layout, seen: Mapping[str, int]) -> int:
    """Events that it takes to learn everything that a layout frees and enough candidates show."""
    learned = [name for name in layout.names if is_seen(name, seen)]
    return EVENTS_PER_FIGURE * max(len(learned), _FEWEST_FIGURES)


def is_seen(name: str, seen: Mapping[str, int]) -> bool:
    """Whether enough candidates' scores hang on a figure."""
    return seen.get(name, 0) >= LEAST_SEEN
