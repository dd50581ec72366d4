"""Errors that name what is wrong, where it stands and what would be right.

Every error a user can cause derives from :class:`MatcherError`; the command line turns it into one
line on stderr and exit status 2.  Anything else that escapes is a defect.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: its place, what was found there and what is allowed.

    Examples
    --------
    >>> str(Problem("skills.yaml", "line 12", "parent 'databses' is unknown", "an id of the file"))
    "skills.yaml, line 12: parent 'databses' is unknown; allowed: an id of the file"
    """

    source: str
    place: str
    found: str
    allowed: str = ""

    def __str__(self) -> str:
        where = f"{self.source}, {self.place}" if self.place else self.source
        return f"{where}: {self.found}" + (f"; allowed: {self.allowed}" if self.allowed else "")


class MatcherError(Exception):
    """Base of all errors that input can cause.

    Parameters
    ----------
    source : str
        File (or ``-``), as the user named it.
    found : str
        What is wrong there.
    place : str
        Row, line, field or page; empty where the whole file is meant.
    allowed : str
        What would be right; empty where ``found`` says it.

    Examples
    --------
    >>> str(InputError("list.csv", "no column holds text", "header", "resume_text"))
    'list.csv, header: no column holds text; allowed: resume_text'
    """

    def __init__(self, source: str, found: str, place: str = "", allowed: str = "") -> None:
        self.problem = Problem(source, place, found, allowed)
        super().__init__(str(self.problem))

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a notebook: the message, as on the command line."""
        return [f"{type(self).__name__}: {self}"]


class InputError(MatcherError):
    """A job description, candidate list or document that cannot be used."""


class NothingAskedError(InputError):
    """A job description in which no requirement with a worth was found: nothing to rank by."""


class ConfigError(MatcherError):
    """Mistakes in a taxonomy, rules, policy or job-card file: all of them, raised once."""

    def __init__(self, problems: list[Problem]) -> None:
        first, *rest = problems
        super().__init__(first.source, first.found, first.place, first.allowed)
        self.problems = tuple(problems)
        if rest:
            self.args = ("\n".join(map(str, problems)),)
