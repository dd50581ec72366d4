"""Erase what a record tells of one person, or of what is older than it may be kept.

The content of a line goes, its place in the chain stays, and a new line tells when, why and by
whom; never of whom.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from matcher.audit.chain import SALT_BYTES, Event, Line, sealed
from matcher.audit.pseudonyms import Pseudonyms
from matcher.audit.record_events import Erased, plain
from matcher.audit.record_file import Randomness, append, read_tail, write_head
from matcher.audit.record_lock import MODE, beside, locked
from matcher.audit.record_reader import Record, read_locked
from matcher.audit.recorder import time_text
from matcher.audit.verifying import spans
from matcher.batch.files import cannot_write, whole_file
from matcher.errors import InputError

#: What is about candidates or those who decided on them; the rest is about policies and the record.
_OF_ONE_PERSON = (Event.CANDIDATE, Event.UNREAD, Event.DECISION)
_ABOUT_PEOPLE = (Event.RUN, Event.JOB, *_OF_ONE_PERSON)
_AGE = re.compile(r"([1-9][0-9]{0,4})d")


def age_of(given: str) -> timedelta:
    """The age that a text such as ``365d`` means.

    Raises
    ------
    InputError
        If it means none.

    Examples
    --------
    >>> age_of("365d").days
    365
    """
    found = _AGE.fullmatch(given.strip())
    if found is None:
        raise InputError("--older-than", f"{given!r} is no age", allowed="days, such as 365d")
    return timedelta(days=int(found[1]))


def erase(
    path: Path,
    *,
    why: str,
    by: str,
    now: datetime,
    randomness: Randomness,
    candidate: str | None = None,
    older_than: timedelta | None = None,
    people: Collection[tuple[str, str]] | None = None,
) -> int:
    """Erase lines of a record.

    Parameters
    ----------
    path : Path
        The record.
    why, by : str
        Stand in the record for good, so neither may say whom it is about.
    now : datetime
        The time.
    randomness : callable
        Gives random bytes for salts.
    candidate : str, optional
        Id of whom everything is erased.
    older_than : timedelta, optional
        Runs and decisions of that age are erased with all their candidates.
    people : collection of (str, str), optional
        Jobs and ids of candidates: everything about each for that job is erased.

    Returns
    -------
    int
        How many lines were erased; none where everything that old is gone already, or nothing is
        about those people.

    Raises
    ------
    ValueError
        If not just one of ``candidate``, ``older_than`` and ``people`` is given.
    InputError
        If the chain is broken, the key is missing or another, or no line is about the candidate.
    """
    if sum(each is not None for each in (candidate, older_than, people)) != 1:
        raise ValueError("give one of candidate, older_than and people")
    if not path.is_file():
        raise InputError(str(path), "is no file", allowed="a record of matcher")
    with locked(path):
        _mend(path, now, randomness)
        record = read_locked(path)
        record.require_sound()
        if candidate is not None:
            numbers = set(_of_candidate(record, candidate))
        elif older_than is not None:
            numbers = set(_before(record, time_text(now - older_than)))
        else:
            numbers = set(_of_people(record, people or ()))
        if numbers:
            told = Erased(time_text(now), why, by, tuple(spans(numbers)))
            _rewrite(record, numbers, told, randomness)
        return len(numbers)


def _mend(path: Path, now: datetime, randomness: Randomness) -> None:
    """Move aside what a crash left at the end, as the next append would."""
    tail = read_tail(path)
    if tail is not None and tail.last is not None and not tail.is_whole:
        append(path, tail, dict, (), randomness, time_text(now))


def _of_candidate(record: Record, candidate: str) -> Iterator[int]:
    name = Pseudonyms.read(record.path).of(candidate)
    found = [
        line.seq for line in _there(record, _OF_ONE_PERSON) if line.told.get("candidate") == name
    ]
    if not found:
        words = f"no line is about {candidate!r}"
        allowed = "an id as the ranking shows it, whose lines were not erased yet"
        raise InputError(str(record.path), words, "--candidate", allowed)
    yield from found


def _of_people(record: Record, people: Collection[tuple[str, str]]) -> Iterator[int]:
    names = Pseudonyms.read(record.path)
    wanted = {(job, names.of(candidate)) for job, candidate in people}
    for line in _there(record, _OF_ONE_PERSON):
        if (line.told.get("job"), line.told.get("candidate")) in wanted:
            yield line.seq


def _before(record: Record, when: str) -> Iterator[int]:
    """Lines of runs and decisions from before a time; those of a run have its time."""
    of_run = ""
    for line in record.lines:
        if line.event is Event.RUN:
            of_run = line.told.get("when", "") if line.content is not None else ""
        if line.content is None or line.event not in _ABOUT_PEOPLE:
            continue
        if line.told.get("when", of_run) < when:
            yield line.seq


def _there(record: Record, events: Iterable[Event]) -> Iterator[Line]:
    wanted = frozenset(events)
    return (line for line in record.lines if line.event in wanted and line.content is not None)


def _rewrite(record: Record, numbers: set[int], told: Erased, randomness: Randomness) -> None:
    """Write the record anew without those contents; it takes its name when it is whole."""
    last = record.lines[-1]
    new = sealed(last.seq + 1, last.digest, Event.ERASED, plain(told), randomness(SALT_BYTES))
    with whole_file(record.path, MODE) as file:
        for line in record.lines:
            kept = line.without_content() if line.seq in numbers else line
            file.write(kept.to_bytes())
        file.write(new.to_bytes())
    write_head(record.path, new)
    try:
        # Pieces of lines that crashes tore may be about anybody.
        beside(record.path, "torn").unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(beside(record.path, "torn"), error) from error
