"""How columns and a policy's figures make scores, and how far each figure may move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.model import FULL_SCORE
from matcher.tuning.pairs import ASKED, GIVEN, factors
from matcher.tuning.parameters import Parameter, Rung

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FULL_POINTS = FULL_SCORE / 100
#: A figure may shrink to a four-hundredth of its start, e to the minus 6; then it says nothing.
_SMALLEST = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What each column is multiplied by, on the scale of logarithms, where products are sums.

    A free figure is the one above it, times the most it may have of it, times e to the minus its
    *step*.  Steps of at least 0 keep every order and sign by construction, so that a solver needs
    nothing but bounds.

    Parameters
    ----------
    parameters : sequence of Parameter
        The figures, each behind the one above it.
    free : array of intp
        Places of those that are learned.
    shown, asked : array of intp
        Columns that a score is the sum of, and those that it is divided by; without any of the
        latter, the sum of the figures themselves.
    powers : array, shape (columns, parameters)
        How often each figure is a factor of each column.
    fixed, paths : arrays, shapes (parameters,) and (parameters, free)
        Logarithms of the figures are ``fixed - paths @ steps``.
    """

    parameters: tuple[Parameter, ...]
    free: NDArray[np.intp]
    shown: NDArray[np.intp]
    asked: NDArray[np.intp]
    powers: Array
    fixed: Array
    paths: Array

    @classmethod
    def of(
        cls, columns: Iterable[object], parameters: Sequence[Parameter], most: Rung = Rung.YEARS
    ) -> Layout:
        """The layout of named columns (:func:`matcher.tuning.pairs.pair_features`).

        Parameters
        ----------
        columns : iterable of str
            Their names.
        parameters : sequence of Parameter
            The figures that names may be made of.
        most : Rung
            Figures of higher rungs stay as they are.

        Raises
        ------
        ValueError
            If a name has another factor.
        """
        named = [factors(str(column)) for column in columns]
        places = dict(zip((each.name for each in parameters), count()))
        powers = np.zeros((len(named), len(parameters)))
        for row, names in enumerate(named):
            for name in names:
                if name in places:
                    powers[row, places[name]] += 1
                elif name not in (ASKED, GIVEN):
                    raise ValueError(f"column {row}: {name!r} is no figure of a policy")
        divides = np.array([ASKED in names for names in named], dtype=np.bool_)
        free = [at for at, each in enumerate(parameters) if each.rung and each.rung <= most]
        fixed, paths = _paths(parameters, free, places)
        return cls(
            tuple(parameters),
            np.array(free, dtype=np.intp),
            np.flatnonzero(~divides),
            np.flatnonzero(divides),
            powers,
            fixed,
            paths,
        )

    @classmethod
    def plain(cls, size: int) -> Layout:
        """A layout of columns that are each multiplied by a figure of their own, 0 … 1."""
        own = [Parameter(f"column {at}", 1.0, Rung.LEVELS) for at in range(size)]
        every = np.arange(size, dtype=np.intp)
        fixed, paths = _paths(own, list(range(size)), {})
        return cls(tuple(own), every, every, every[:0], np.eye(size), fixed, paths)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the free figures."""
        return tuple(self.parameters[at].name for at in self.free)

    def start(self) -> Array:
        """Steps at which every figure has the value it has in the policy."""
        steps, *_ = np.linalg.lstsq(self.paths, self.fixed - self._log_values(), rcond=None)
        return np.asarray(steps, dtype=np.float64)

    def bounds(self) -> list[tuple[float, float]]:
        """Least and most of each step; an order that the policy itself breaks is not enforced."""
        return [(min(0.0, step), max(0.0, step) + _SMALLEST) for step in self.start().tolist()]

    def seen(self, features: Array) -> NDArray[np.intp]:
        """For each free figure, in how many rows it is a factor of anything shown."""
        shown = features[:, self.shown] > 0
        uses = self.powers[np.ix_(self.shown, self.free)] > 0
        return np.asarray((shown @ uses).sum(axis=0), dtype=np.intp)

    def logs(self, steps: Array) -> Array:
        """Logarithms of all figures at some steps."""
        found: Array = self.fixed - self.paths @ steps
        return found

    def values_at(self, steps: Array) -> dict[str, float]:
        """All figures by name at some steps."""
        found = np.exp(self.logs(steps)).tolist()
        return {each.name: value for each, value in zip(self.parameters, found, strict=True)}

    def moved(self, steps: Array) -> Array:
        """How far the free figures are from the policy's, as logarithms of their ratios."""
        found: Array = (self.logs(steps) - self._log_values())[self.free]
        return found

    def scores(self, features: Array, steps: Array) -> Array:
        """Scores of rows, 0 … 100, at some steps."""
        return Parts(self, features).scores(self.logs(steps))

    def scores_of(self, features: Array, values: Mapping[str, float]) -> Array:
        """Scores of rows under figures by name; those left out are the policy's."""
        logs = [np.log(values.get(each.name, each.value)) for each in self.parameters]
        return Parts(self, features).scores(np.array(logs))

    def _log_values(self) -> Array:
        return np.log(np.array([each.value for each in self.parameters], dtype=np.float64))


class Parts:
    """Rows split into what is shown and what is asked, and how scores depend on the figures."""

    def __init__(self, layout: Layout, features: Array) -> None:
        self.shown = features[:, layout.shown]
        self.shown_powers = layout.powers[layout.shown]
        if len(layout.asked):
            self.asked, self.asked_powers = features[:, layout.asked], layout.powers[layout.asked]
        else:
            self.asked, self.asked_powers = np.ones_like(self.shown), self.shown_powers

    def scores(self, logs: Array) -> Array:
        """Scores of the rows where figures have these logarithms."""
        return self.scores_and_slopes(logs)[0]

    def scores_and_slopes(self, logs: Array) -> tuple[Array, Any]:
        """Scores, and a function from slopes by score to slopes by logarithm of each figure."""
        by_shown = np.exp(self.shown_powers @ logs)
        by_asked = np.exp(self.asked_powers @ logs)
        whole = self.asked @ by_asked
        scores = FULL_POINTS * (self.shown @ by_shown) / whole

        def backwards(by_score: Array) -> Array:
            earned = by_shown * (self.shown.T @ (FULL_POINTS * by_score / whole))
            divided = by_asked * (self.asked.T @ (scores * by_score / whole))
            slopes: Array = self.shown_powers.T @ earned - self.asked_powers.T @ divided
            return slopes

        return scores, backwards


def _paths(
    parameters: Sequence[Parameter], free: Sequence[int], places: Mapping[str, int]
) -> tuple[Array, Array]:
    """Where figures stand without any step, and whose steps each is below."""
    fixed = np.array([np.log(each.value) for each in parameters], dtype=np.float64)
    paths = np.zeros((len(parameters), len(free)))
    for at, place in enumerate(free):
        above = places.get(parameters[place].above or "")
        fixed[place] = np.log(parameters[place].most)
        if above is not None:
            fixed[place] += fixed[above]
            paths[place] = paths[above]
        paths[place, at] = 1
    return fixed, paths
