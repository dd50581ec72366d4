"""What can be wrong with a request, each kind with the HTTP status it becomes."""

from __future__ import annotations

from typing import ClassVar

from matcher.errors import MatcherError
from matcher.web.shown import HistoryLine


class WebError(MatcherError):
    """A request that cannot be done.

    ``status`` is the HTTP status of the answer.  Every other :class:`~matcher.errors.MatcherError`
    is about what was sent, and becomes 422.
    """

    status: ClassVar[int] = 422


class NotFound(WebError):  # noqa: N818
    """What an id names is not there, or no longer."""

    status: ClassVar[int] = 404


class Refused(WebError):  # noqa: N818
    """What was asked for makes no sense here: an unknown skill, a gate on a degree without reason.

    Examples
    --------
    >>> str(Refused("decision", "an override needs a reason", allowed="a reason"))
    'decision: an override needs a reason; allowed: a reason'
    """


class TooLarge(WebError):  # noqa: N818
    """More was sent than the limits allow."""

    status: ClassVar[int] = 413


class Conflict(WebError):  # noqa: N818
    """Somebody changed the job in between.

    Parameters
    ----------
    source : str
        What was changed.
    version : int
        The version that is in force now.
    changes : tuple of HistoryLine
        What happened since the version the request was made for, oldest first.
    """

    status: ClassVar[int] = 409

    def __init__(self, source: str, version: int, changes: tuple[HistoryLine, ...]) -> None:
        said = "; ".join(f"{line.by}: {line.words}" for line in changes)
        found = f"was changed in between ({said})" if said else f"is at version {version}"
        super().__init__(source, found, allowed=f"version {version}")
        self.version, self.changes = version, changes
