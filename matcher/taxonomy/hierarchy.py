"""Which entries are broader than which, while a hierarchy is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Entry = TypeVar("Entry", int, str)


def reaches(parents: Callable[[Entry], Iterable[Entry]], start: Entry, goal: Entry) -> bool:
    """Whether ``goal`` is ``start`` or broader than it, by any number of steps.

    Parameters
    ----------
    parents : callable
        The entries one step broader than an entry; cycles among them do no harm.
    start, goal : int or str
        Entries by place or id.

    Examples
    --------
    >>> broader = {"django": ["web"], "web": ["software"], "software": []}
    >>> reaches(broader.__getitem__, "django", "software")
    True
    >>> reaches(broader.__getitem__, "software", "django")
    False
    """
    seen, queue = {start}, [start]
    while queue:
        current = queue.pop()
        if current == goal:
            return True
        further = [entry for entry in parents(current) if entry not in seen]
        seen.update(further)
        queue += further
    return False
