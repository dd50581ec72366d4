"""The best of stored candidates for a job, scored by columns; only they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.batch.store.reading import StoredCandidates
from matcher.batch.store.records import Profiles
from matcher.batch.store.stored_arrays import Array
from matcher.batch.store.twins import TwinFinder
from matcher.model import Candidate, SetAside, Twin
from matcher.profile.several import CandidateSources, named
from matcher.scoring.matrix import BELOW
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.vectorised import credit_matrix


@dataclass(frozen=True, slots=True)
class Best:
    """The best candidates and what a ranking says beside them.

    Parameters
    ----------
    candidates : tuple of Candidate
        The best, one more for what decided against the next, and all that have no rank; in the
        order of the lists.
    placed : int
        How many have a rank, in all.
    set_aside : tuple of SetAside
        Rows that could not be read.
    twins : mapping of str to tuple of Twin
        By id, who may be the same person.
    """

    candidates: tuple[Candidate, ...]
    placed: int
    set_aside: tuple[SetAside, ...]
    twins: Mapping[str, tuple[Twin, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """Candidates with a rank that may be among the best: place in the list, and standing."""

    places: Array
    points: Array
    ids: list[str]


def stored_sources(opened: CandidateSources) -> list[tuple[str, StoredCandidates]] | None:
    """The sources with their names, if all are stored and agree on what each header holds."""
    stored = [(n, source) for n, source in opened.opened if isinstance(source, StoredCandidates)]
    uses = opened.uses
    agreed = all(uses[header] == use for _, s in stored for header, use in s.uses.items())
    return stored if len(stored) == len(opened.opened) and agreed else None


def best(
    plan: ScoringPlan,
    sources: Sequence[tuple[str, StoredCandidates]],
    uses: Mapping[str, str],
    count: int,
) -> Best:
    """The best of stored candidates, as a ranking of all of them has them.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    sources : sequence of (str, StoredCandidates)
        Each with its name, as :func:`stored_sources` gives them.
    uses : mapping of str to str
        What each carried header holds.
    count : int
        How many.

    Raises
    ------
    InputError
        If a store is damaged where it is read.
    """
    finder = TwinFinder(sources, uses)
    found: list[_Standing] = []
    unreadable: list[int] = []
    placed = 0
    for number, (name, source) in enumerate(sources):
        for part in range(len(source.parts)):
            standing, blank, ranked = _of_part(plan, source, part, name, count + 1)
            first = finder.place(number, 0)
            found.append(_Standing(standing.places + first, standing.points, standing.ids))
            unreadable += (blank + first).tolist()
            placed += ranked
    rows = [
        (-int(points), own, int(place))
        for each in found
        for points, own, place in zip(each.points, each.ids, each.places, strict=True)
    ]
    chosen = [place for *_, place in sorted(rows)[: count + 1]]
    shown = sorted([*chosen, *unreadable])
    return Best(
        candidates=tuple(map(finder.candidate, shown)),
        placed=placed,
        set_aside=tuple(_set_aside(sources)),
        twins=finder.twins(shown),
    )


def _of_part(
    plan: ScoringPlan, source: StoredCandidates, number: int, name: str, count: int
) -> tuple[_Standing, Array, int]:
    """The best of a part, who has no rank, and how many have one."""
    part = source.parts[number]
    positions = source.positions(number)
    table = credit_matrix(plan, part.columns, Profiles(part.records)).scores()
    points = table.score.astype(np.int64) - BELOW * table.ranked_below
    rows = np.flatnonzero(table.readable)
    ranked = len(rows)
    if ranked > count:
        least = np.partition(points[rows], -count)[-count]
        rows = rows[points[rows] >= least]
    prefix = f"{name}:" if name else ""
    ids = [prefix + table.candidate_ids[row] for row in rows.tolist()]
    standing = _Standing(positions[rows], points[rows], ids)
    return standing, positions[~table.readable], ranked


def _set_aside(sources: Sequence[tuple[str, StoredCandidates]]) -> Iterator[SetAside]:
    for name, source in sources:
        for at in sorted(source.listing.asides):
            aside = named(source.listing.asides[at], name)
            assert isinstance(aside, SetAside)
            yield aside
