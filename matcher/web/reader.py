"""The process that reads what people upload: descriptions, documents, tables.

:mod:`matcher.web.limits` starts it without secrets in its environment and ends it when it takes too
long.  Requests come on standard input, answers go to standard output (:mod:`matcher.web.frames`).
"""

from __future__ import annotations

import hashlib
import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import msgspec

from matcher.documents import read_bytes
from matcher.errors import ConfigError, MatcherError
from matcher.job.card import is_card
from matcher.job.card_reader import read_card
from matcher.job.parser import JobParser
from matcher.model import Candidate, SetAside
from matcher.profile.duplicates import Sign, marks_of
from matcher.profile.read import CandidateSource, TableCandidates, Unread, open_candidates
from matcher.profile.reader import ProfileReader, reader_for
from matcher.profile.sources.archive import Archive
from matcher.profile.sources.kinds import Kind, kind_of
from matcher.profile.sources.open import open_source
from matcher.profile.sources.rows import Table
from matcher.rules import load_rules
from matcher.taxonomy.taxonomy import Taxonomy
from matcher.web.data.packed import packed
from matcher.web.frames import (
    Answer,
    Aside,
    Closed,
    Found,
    JobRead,
    Member,
    Opened,
    Problem,
    Request,
    read_frame,
    write_frame,
)

_SECONDS_BETWEEN_LOOKS = 1.0
#: A reader may write so much to temporary files (bytes), and open so many.
_FILE_BYTES, _OPEN_FILES = 2 * 1024**3, 128
#: Time on the processor is counted in whole seconds, and waiting costs none: a second limit for
#: when nobody is left to watch the clock.
_SPARE = 2
_TOO_MUCH = "needs more memory than a reader may have"
_TOO_DEEP = "is nested too deeply to be read"


def main() -> None:
    """Answer requests until there are no more; the limit of memory is the first argument."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # It ends with who started it, not with what is sent to all: a row would be blamed for that.
    for sent_to_all in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent_to_all, signal.SIG_IGN)
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    shipped = read_frame(requests)
    if shipped is None:
        return
    worker = Worker(pickle.loads(shipped), answers)
    _limit(int(sys.argv[1]))
    worker.say(None)
    while (raw := read_frame(requests)) is not None:
        worker.answer(msgspec.msgpack.decode(raw, type=Request))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGKILL)


def _limit(memory_bytes: int) -> None:
    limits = (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        resource.setrlimit(what, (most, most))


def _allow(seconds: float) -> None:
    """So much more time on the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime + seconds) + _SPARE
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


class Worker:
    """Answers requests, one after the other.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to look for.
    answers : binary file
        Where answers go; each request ends with None.
    """

    def __init__(self, taxonomy: Taxonomy, answers: BinaryIO) -> None:
        self._taxonomy, self._answers = taxonomy, answers
        self._parser = JobParser(taxonomy, load_rules())
        self._reader = reader_for(taxonomy)

    def say(self, answer: Answer | None) -> None:
        """Give one answer."""
        write_frame(self._answers, msgspec.msgpack.encode(answer))

    def answer(self, request: Request) -> None:
        """Do what is asked, and say what came of it."""
        _allow(request.seconds)
        try:
            answers = self._job(request) if request.what == "job" else self._candidates(request)
            for answer in answers:
                self.say(answer)
                _allow(request.seconds)
        except MemoryError:
            self.say(Problem(_TOO_MUCH, "", "less at once"))
        except RecursionError:
            self.say(Problem(_TOO_DEEP, "", "a plain document"))
        except ConfigError as error:
            self.say(Problem(str(error), "", ""))
        except MatcherError as error:
            found = error.problem
            self.say(Problem(found.found, found.place, found.allowed))
        self.say(None)

    def _job(self, request: Request) -> Iterator[Answer]:
        text = read_bytes(request.content, request.name).text if request.is_file else request.text
        if is_card(text):
            job = read_card(text, request.name, self._taxonomy)
        else:
            job = self._parser.parse(text)
        yield JobRead(job.to_dict(), text)

    def _candidates(self, request: Request) -> Iterator[Answer]:
        path = Path(request.path)
        if kind_of(path, path.name, mapped=bool(request.mapping)) is Kind.ARCHIVE:
            with closing(Archive(request.name, path)) as archive:
                if len(archive):
                    yield from _members(archive)
                    return
        mapping, opened = request.mapping or None, False
        try:
            with open_candidates(request.path, self._taxonomy, mapping=mapping) as source:
                opened = True
                yield Opened(isinstance(source, TableCandidates), list(source.uses.items()))
                for number, outcome in enumerate(source.unread()):
                    if number >= request.skip:
                        yield _outcome(outcome, source, self._reader)
                yield Closed(list(source.notes))
        except MatcherError:
            if not opened:
                yield from _headers(request.path)
            raise


def _headers(path: str) -> Iterator[Answer]:
    """The headers of a table whose columns were not recognised, so that they can be named."""
    try:
        with open_source(path) as found:
            if isinstance(found, Table):
                yield Opened(is_table=True, uses=[(header, "carried") for header in found.header])
    except MatcherError:
        # It is no table either; the error that is raised anew says why.
        return


def _members(archive: Archive) -> Iterator[Answer]:
    from matcher.documents import MAX_BYTES

    for member in archive:
        if member.problem:
            yield Member(member.name, b"", member.problem)
            continue
        try:
            yield Member(member.name, member.read(MAX_BYTES + 1))
        except MatcherError as error:
            yield Member(member.name, b"", error.problem.found)


def _outcome(
    outcome: Unread | SetAside, source: CandidateSource, reader: ProfileReader
) -> Found | Aside:
    """An applicant read, or why not; one that is too much for the reader does not end the rest."""
    if isinstance(outcome, SetAside):
        return Aside(outcome.row, outcome.candidate_id, outcome.field, outcome.error)
    try:
        return _found(outcome.read(reader), source)
    except (MemoryError, RecursionError) as error:
        words = _TOO_MUCH if isinstance(error, MemoryError) else _TOO_DEEP
        return Aside(outcome.row, outcome.candidate_id, "row", words)


def _found(candidate: Candidate, source: CandidateSource) -> Found:
    uses = source.uses
    emails = marks_of(candidate, uses).contacts[Sign.EMAIL]
    return Found(
        candidate.row or 0,
        candidate.profile.candidate_id,
        _name(candidate, uses),
        packed(candidate),
        sorted(hashlib.blake2b(mail.encode(), digest_size=16).hexdigest() for mail in emails),
    )


def _name(candidate: Candidate, uses: dict[str, str]) -> str:
    by_use: dict[str, str] = {}
    for header, cell in candidate.carried.items():
        if cell.strip():
            by_use.setdefault(uses.get(header, header), " ".join(cell.split()))
    parts = (by_use.get(use, "") for use in ("first_name", "last_name"))
    return by_use.get("name") or " ".join(filter(None, parts))


if __name__ == "__main__":
    main()
