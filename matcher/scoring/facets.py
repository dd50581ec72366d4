"""The ways in which words can show a skill, as small numbers.

A facet is the kind of the evidence, whether it only promises ("currently learning"), and the level
of a spoken language; what it earns depends on the policy and the leaf, so a table of all facets
turns any column of evidence into credits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from matcher.model import EvidenceKind, LanguageLevel
from matcher.scoring.view import PROVEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVIDENCE_KINDS = tuple(EvidenceKind)
#: Levels by number; 0 for none.
LANGUAGE_LEVELS: tuple[LanguageLevel | None, ...] = (None, *LanguageLevel)
#: What each part of a facet adds to its number.
BY_KIND = {kind: i * 2 * len(LANGUAGE_LEVELS) for i, kind in enumerate(EVIDENCE_KINDS)}
PROMISED = len(LANGUAGE_LEVELS)
BY_LEVEL = {level: i for i, level in enumerate(LANGUAGE_LEVELS)}
COUNT = len(EVIDENCE_KINDS) * 2 * len(LANGUAGE_LEVELS)

#: A facet's kind, whether it only promises, and its level.
Facet = tuple[EvidenceKind, bool, LanguageLevel | None]
#: Every facet by its number.
FACETS: tuple[Facet, ...] = tuple(
    (kind, promised, level)
    for kind in EVIDENCE_KINDS
    for promised in (False, True)
    for level in LANGUAGE_LEVELS
)


def is_held(facet: Facet) -> bool:
    """Whether the skill is there already, not only promised."""
    return not facet[1]


def is_study(facet: Facet) -> bool:
    """Whether it stands among studies."""
    return facet[0] is EvidenceKind.EDUCATION


def is_claim(facet: Facet) -> bool:
    """Whether it stands in a bare list."""
    return facet[0] is EvidenceKind.CLAIMED


def stands_denial(facet: Facet) -> bool:
    """Whether a denial elsewhere does not undo it: done in a job or project, or promised.

    Examples
    --------
    >>> sum(map(stands_denial, FACETS)), COUNT
    (72, 112)
    """
    return facet[1] or facet[0] in PROVEN


def table(value: Callable[[Facet], int]) -> NDArray[np.int32]:
    """A value for every facet, to be looked up by its number."""
    import numpy as np

    return np.fromiter(map(value, FACETS), np.int32, COUNT)


@cache
def where(holds: Callable[[Facet], bool]) -> NDArray[np.bool_]:
    """For every facet, whether something holds of it."""
    return table(holds).astype(bool)
