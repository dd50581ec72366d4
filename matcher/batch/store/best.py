"""The best of stored candidates for a job, scored by columns; only they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.batch.store.reading import StoredCandidates
from matcher.batch.store.records import Profiles
from matcher.batch.store.twins import TwinFinder
from matcher.model import Candidate, SetAside, Twin
from matcher.profile.several import CandidateSources, named
from matcher.scoring.best import best as best_of
from matcher.scoring.columns import READABLE
from matcher.scoring.planning import ScoringPlan
from matcher.scoring.vectorised import ColumnScorer


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
    finder, scorer = TwinFinder(sources, uses), ColumnScorer(plan)
    words = any(plan.phrases.phrases.values())
    standings: list[tuple[int, str, int]] = []
    unreadable: list[int] = []
    placed = 0
    for number, (name, source) in enumerate(sources):
        first = finder.place(number, 0)
        parts = [(part.columns(words=words), Profiles(part.records)) for part in source.parts]
        positions = [source.positions(part) + first for part in range(len(parts))]
        for each in best_of(scorer, parts, count + 1):
            place = int(positions[each.part][each.row])
            standings.append((each.below_best, f"{name}:{each.candidate_id}", place))
        for (columns, _), places in zip(parts, positions, strict=True):
            blank = places[~columns.marked(READABLE)]
            unreadable += blank.tolist()
            placed += len(places) - len(blank)
    first_ones = [place for *_, place in sorted(standings)[: count + 1]]
    shown = sorted({*first_ones, *unreadable})
    return Best(
        candidates=tuple(map(finder.candidate, shown)),
        placed=placed,
        set_aside=tuple(_set_aside(sources)),
        twins=finder.twins(shown),
    )


def _set_aside(sources: Sequence[tuple[str, StoredCandidates]]) -> Iterator[SetAside]:
    for name, source in sources:
        for at in sorted(source.listing.asides):
            aside = named(source.listing.asides[at], name)
            assert isinstance(aside, SetAside)
            yield aside
