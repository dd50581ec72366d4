"""Credits of words outside the taxonomy, for many profiles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.model import FULL_CREDIT, Kind, Profile
from matcher.scoring.column_credit import years_curve
from matcher.scoring.column_formal import unknown_credits
from matcher.scoring.column_view import ColumnView
from matcher.scoring.formal import months_of_matches
from matcher.scoring.phrase_search import masks_around, windows
from matcher.scoring.planning import PlannedLeaf, ScoringPlan
from matcher.scoring.policy import Similar
from matcher.taxonomy.normal import fold_chars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matcher.scoring.column_view import Credits


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Rows with a stretch like a phrase.

    Parameters
    ----------
    rows : array of int64
        Each row once.
    similarity : array of int32
        Of the closest stretch, 1 … 10,000.
    months : array of int32
        Months of the dated jobs that such stretches stand in; 0 where no years are asked.
    """

    rows: NDArray[np.int64]
    similarity: NDArray[np.int32]
    months: NDArray[np.int32]

    @classmethod
    def of(cls, found: Sequence[tuple[int, int, int]]) -> Matches:
        """Of rows with their similarity and months."""
        import numpy as np

        rows, similarity, months = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return cls(rows, similarity.astype(np.int32), months.astype(np.int32))


def phrase_credits(leaf: PlannedLeaf, view: ColumnView, matches: Matches | None) -> Credits:
    """Credits of words outside the taxonomy, by the words a stretch of the profile shares.

    ``matches`` is None for a phrase without any word that says something.
    """
    import numpy as np

    policy = view.plan.policy
    if matches is None:
        return unknown_credits(view)
    kind = Kind.SKILL if leaf.need.kind is Kind.EXPERIENCE else leaf.need.kind
    low, high = np.zeros(view.size, dtype=np.int32), view.nothing_shown(leaf, kind).copy()
    rows = matches.rows
    shown = found = policy.similar.most * matches.similarity // FULL_CREDIT
    if leaf.months:
        curve = years_curve(view.plan, leaf.months)
        share = np.maximum(policy.years.uncounted, curve[np.minimum(matches.months, leaf.months)])
        found = shown * share // FULL_CREDIT
        shown = np.where(view.dated[rows], found, shown)
    low[rows], high[rows] = found, shown
    high[view.unreadable(kind)] = FULL_CREDIT
    return low, high


def matches_by_place(view: ColumnView, leaves: Mapping[str, PlannedLeaf]) -> dict[str, Matches]:
    """Matches of some leaves' phrases, found by the places of their words."""
    import numpy as np

    columns, settings = view.columns, view.plan.policy.similar
    matches = {}
    for key, words in view.plan.phrases.phrases.items():
        if key not in leaves or not words:
            continue
        found = windows(columns, words, settings)
        similarity = np.zeros(len(columns), dtype=np.int32)
        np.maximum.at(similarity, found.rows, found.similarity)
        rows = np.flatnonzero(similarity)
        months = np.zeros(len(rows), dtype=np.int32)
        if leaves[key].months:
            months = view.months(rows, masks_around(columns, found.kept())[rows])
        matches[key] = Matches(rows, similarity[rows], months)
    return matches


def matches_in_texts(
    plan: ScoringPlan, leaves: Mapping[str, PlannedLeaf], profiles: Sequence[Profile]
) -> dict[str, Matches]:
    """Matches of some leaves' phrases, found in the texts themselves."""
    sieve = PhraseSieve(plan, leaves)
    found: dict[str, list[tuple[int, int, int]]] = {key: [] for key in sieve.keys}
    for row, profile in enumerate(profiles) if sieve.keys else ():
        likely = sieve.likely(profile.texts.values())
        if not likely:
            continue
        for key, stretches in plan.phrases.find(profile.texts, likely).items():
            if stretches:
                asked = leaves[key].months
                months = months_of_matches(stretches, profile, plan.as_of) if asked else 0
                found[key].append((row, stretches[0].similarity, months))
    return {key: Matches.of(each) for key, each in found.items()}


class PhraseSieve:
    """Tells which phrases of a job a profile may hold, by their stems anywhere in its texts.

    Parameters
    ----------
    plan : ScoringPlan
        The job.
    leaves : collection of str
        Ids of the leaves that matter.
    """

    def __init__(self, plan: ScoringPlan, leaves: Container[str]) -> None:
        self._sieves = {
            key: _Sieve(words, plan.policy.similar)
            for key, words in plan.phrases.phrases.items()
            if key in leaves and words
        }

    @property
    def keys(self) -> tuple[str, ...]:
        """The leaves that ask for words."""
        return tuple(self._sieves)

    def likely(self, texts: Iterable[str]) -> list[str]:
        """Leaves whose words the texts may hold; the others they do not hold."""
        if not self._sieves:
            return []
        text = "\n".join(map(fold_chars, texts))
        return [key for key, each in self._sieves.items() if each.passes(text)]


class _Sieve:
    """Tells most texts that hold too few of a phrase's stems anywhere, looking for few of them.

    Parameters
    ----------
    words : mapping of str to int
        Weight of each stem.
    settings : Similar
        The threshold.
    """

    def __init__(self, words: Mapping[str, int], settings: Similar) -> None:
        self._words = words
        self._least = settings.threshold
        self._whole = sum(words.values())
        self._needed = tuple(self._indispensable())

    def _indispensable(self) -> Iterator[str]:
        """Stems one of which every match holds, as the rest alone is too little; the longest."""
        left = self._whole
        for stem in sorted(self._words, key=lambda word: (-len(word), word)):
            if not self._is_enough(left):
                return
            yield stem
            left -= self._words[stem]

    def _is_enough(self, weight: int) -> bool:
        return self._whole > 0 and weight * FULL_CREDIT // self._whole >= self._least

    def passes(self, text: str) -> bool:
        """Whether a folded text may hold a match."""
        return any(stem in text for stem in self._needed) and self._is_enough(
            sum(weight for stem, weight in self._words.items() if stem in text)
        )
