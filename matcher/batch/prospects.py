"""Who of those not read yet may be among the best, so that only they are read in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.model import Candidate
from matcher.profile.items import repairable_terms
from matcher.profile.read import Unread
from matcher.profile.reader import ProfileLookedAt, ProfileReader
from matcher.scoring.outlook import Named, Outlook
from matcher.scoring.planning import ScoringPlan
from matcher.taxonomy.lexicon import Lexicon

#: Beyond any score: of them nothing is known before they are read.
_ANYTHING = 1_000_000


class Prospects:
    """Looks at candidates before they are read.

    Parameters
    ----------
    plans : sequence of ScoringPlan
        The jobs.
    reader : ProfileReader
        Reads them.
    """

    def __init__(self, plans: Sequence[ScoringPlan], reader: ProfileReader) -> None:
        self._reader = reader
        self._outlooks = tuple(map(Outlook, plans))
        #: Skills that count for any job.
        self.counting = frozenset(skill for each in self._outlooks for skill in each.skills)
        known = [reader.taxonomy[skill] for skill in sorted(self.counting)]
        self._lexicon = Lexicon(known)
        self._repairer = reader.repairer.narrowed(self.counting)
        self._asks_degree = any(each.asks_degree for each in self._outlooks)
        raw = reader.rules.raw
        # Managing people shows them, in whatever words.
        self._unnamed = frozenset((raw.title_shows, raw.managing_shows))

    def read(
        self, candidates: Sequence[Unread], least: Callable[[], Sequence[int]], at_once: int
    ) -> Iterator[list[Candidate]]:
        """Those who may be among the best, and those of whom nothing can be read.

        Parameters
        ----------
        candidates : sequence of Unread
            The latter come first, in this order; the others as they promise most.
        least : callable
            Gives for each job the lowest standing that may be among its best; asked again when
            those given before have been looked at.
        at_once : int
            How many are read at a time.
        """
        begun = [each.look(self._reader) for each in candidates]
        most = self._most(begun)
        order = np.argsort(-most.max(axis=0), kind="stable")
        while len(order):
            order = order[_reach(most[:, order], least())]
            yield [candidates[row].read_on(self._reader, begun[row]) for row in order[:at_once]]
            order = order[at_once:]

    def promised(self, candidates: Iterable[Unread]) -> Iterator[tuple[ProfileLookedAt, list[int]]]:
        """Each candidate looked at, and the most that could be scored for each job."""
        for each in candidates:
            begun = each.look(self._reader)
            yield begun, self._most([begun])[:, 0].tolist()

    def _most(self, begun: Sequence[ProfileLookedAt]) -> NDArray[np.int32]:
        """By job and candidate, hundredths of a point that no score exceeds."""
        named = [
            Named(self.skills(each), each.texts.values(), self._asks_degree and self._degree(each))
            for each in begun
        ]
        most = np.stack([outlook.most(named) for outlook in self._outlooks])
        most[:, [not each.readable for each in begun]] = _ANYTHING
        return most

    def _degree(self, begun: ProfileLookedAt) -> bool:
        """Whether a degree may be named."""
        find = self._reader.rules.degree_cues.find
        return any(find(each.text, each.lower).by_kind for each in begun.looked.values())

    def skills(self, begun: ProfileLookedAt) -> set[str]:
        """Every skill that counts and that reading on may show; perhaps more."""
        found = set(self._unnamed)
        for looked in begun.looked.values():
            found |= self._lexicon.named(looked.text)
            for term in repairable_terms(looked):
                repaired = self._repairer.repair(term)
                if repaired:
                    found.add(repaired[0])
        return found


def _reach(most: NDArray[np.int32], least: Sequence[int]) -> NDArray[np.bool_]:
    """Who may reach the lowest standing that counts, for any job."""
    found: NDArray[np.bool_] = np.any(most >= np.array(least, dtype=np.int32)[:, None], axis=0)
    return found
