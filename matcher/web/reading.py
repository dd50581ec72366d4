"""One file of applicants read to its end, whatever becomes of its reader on the way."""

from __future__ import annotations

import time
from collections.abc import Callable

from matcher.errors import MatcherError
from matcher.web.arrivals import Arrivals
from matcher.web.frames import Aside, Closed, Found, Member, Opened, Problem
from matcher.web.limits import LimitedReader, ReaderEndedError
from matcher.web.settings import MEGABYTE, Settings

#: Outcomes are kept when there are so many, or after so many seconds.
_AT_ONCE, _SECONDS = 100, 0.5
#: A file whose reader breaks down so often is not read further.
_MOST_BREAKDOWNS = 10


class FileReading:
    """The reading of one file.

    Parameters
    ----------
    arrivals : Arrivals
        What is kept of it.
    reader : LimitedReader
        Reads it.
    settings : Settings
        Limits.
    """

    def __init__(self, arrivals: Arrivals, reader: LimitedReader, settings: Settings) -> None:
        self._arrivals, self._reader, self._limits = arrivals, reader, settings.limits
        self._opened = False
        self._members_bytes = 0

    def run(self, closing: Callable[[], bool]) -> None:
        """Read to the end, or until the workspace closes."""
        for _ in range(_MOST_BREAKDOWNS):
            try:
                self._read()
            except ReaderEndedError as error:
                self._arrivals.keep()
                if closing():
                    return
                if not self._opened:
                    self._arrivals.refuse(str(error))
                    return
                # It ended at the next one: that is set aside, and the rest is read.
                self._arrivals.add(Aside(None, None, "row", str(error)))
                self._arrivals.keep()
            except MatcherError as error:
                self._arrivals.refuse(error.problem.found)
                return
            else:
                return
        self._arrivals.refuse(f"its reader broke down {_MOST_BREAKDOWNS} times; the rest is unread")

    def _read(self) -> None:
        arrivals = self._arrivals
        file = arrivals.file()
        if file is None:
            arrivals.refuse("is not kept any more")
            return
        latest, ended = time.monotonic(), False
        # All answers are taken, to the last: a reader that is left in the middle has to start anew.
        for answer in self._reader.candidates(
            file, arrivals.name, arrivals.mapping, arrivals.outcomes
        ):
            if isinstance(answer, Found | Aside):
                if not arrivals.add(answer):
                    arrivals.refuse(f"the job has {self._limits.applicants:,} applicants already")
                    return
                if arrivals.pending >= _AT_ONCE or time.monotonic() > latest + _SECONDS:
                    arrivals.keep()
                    latest = time.monotonic()
            elif isinstance(answer, Opened):
                self._opened = True
                arrivals.open(answer)
            elif isinstance(answer, Member):
                if not self._member(answer):
                    return
            elif isinstance(answer, Closed):
                arrivals.finish(answer.notes)
                ended = True
            elif isinstance(answer, Problem):
                place = f"{answer.place}: " if answer.place else ""
                allowed = f"; allowed: {answer.allowed}" if answer.allowed else ""
                arrivals.refuse(f"{place}{answer.found}{allowed}")
                ended = True
        if not ended:
            arrivals.unpacked()

    def _member(self, member: Member) -> bool:
        """Take a file of an archive in; False if it is too much."""
        limits = self._limits
        self._members_bytes += len(member.content)
        if self._members_bytes > limits.intake_bytes:
            self._arrivals.refuse(f"unpacks to more than {limits.intake_bytes // MEGABYTE} MB")
            return False
        if self._arrivals.members >= limits.intake_files:
            self._arrivals.refuse(f"holds more than {limits.intake_files:,} files")
            return False
        too_large = len(member.content) > limits.file_bytes
        problem = member.problem
        if too_large:
            problem = f"is larger than {limits.file_bytes // MEGABYTE} MB"
        self._arrivals.add_member(member.name, member.content, problem)
        return True
