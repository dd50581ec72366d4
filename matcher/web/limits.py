"""Uploads are read in a process of their own, with limits of time and memory and no secrets.

What goes wrong there is an error that names the file; the reader is started anew and the rest goes
on.  Nothing that it answers is trusted to be code: only plain data comes back.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from matcher.errors import InputError
from matcher.model import Job
from matcher.taxonomy.taxonomy import Taxonomy
from matcher.web.errors import TooLarge
from matcher.web.frames import Answer, JobRead, Problem, Request, write_frame
from matcher.web.settings import MEGABYTE, Limits

#: What a reader may know of its surroundings; all else could be a secret.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "SYSTEMROOT")
#: A larger answer is none of ours (bytes).
_LONGEST_ANSWER = 256 * MEGABYTE
_LENGTH_BYTES = 4
_SECONDS_TO_START = 120.0
_PIECE = 1024 * 1024
_decoder = msgspec.msgpack.Decoder(Answer | None)


class ReaderEndedError(Exception):
    """A reader was ended, or ended itself, before it had answered; why is the message."""


class ReaderProcess:
    """One reader, started when it is first asked and again after it ended.

    Parameters
    ----------
    taxonomy : bytes
        The taxonomy, pickled.
    limits : Limits
        Time and memory.
    """

    def __init__(self, taxonomy: bytes, limits: Limits) -> None:
        self._taxonomy, self._limits = taxonomy, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._read = bytearray()
        self._turn = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Start it, so that the first request does not wait."""
        with self._turn:
            if not self._closed:
                self._running()

    def ask(self, request: Request) -> Iterator[Answer]:
        """All answers to a request, one after the other.

        Raises
        ------
        ReaderEndedError
            If it takes too long for one of them, or ends.
        """
        with self._turn:
            if self._closed:
                raise ReaderEndedError("reading was stopped")
            process = self._running()
            answered = False
            try:
                self._send(process, msgspec.msgpack.encode(request))
                while (answer := self._next(process, self._limits.seconds)) is not None:
                    yield answer
                answered = True
            finally:
                if not answered:
                    self._end(process)

    def close(self) -> None:
        """End it for good, whatever it does."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            if self._process is not None:
                self._end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "matcher.web.reader", str(self._limits.memory_bytes)]
            self._read.clear()
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What a library says there could quote a résumé.
                stderr=subprocess.DEVNULL,
                env=_surroundings(),
            )
            self._send(self._process, self._taxonomy)
            self._next(self._process, _SECONDS_TO_START)
        return self._process

    def _send(self, process: subprocess.Popen[bytes], content: bytes) -> None:
        assert process.stdin is not None
        try:
            write_frame(process.stdin, content)  # type: ignore[arg-type]
        except OSError as error:
            raise ReaderEndedError(_how_ended(process)) from error

    def _next(self, process: subprocess.Popen[bytes], seconds: float) -> Answer | None:
        deadline = time.monotonic() + seconds
        length = int.from_bytes(self._take(process, _LENGTH_BYTES, deadline), "big")
        if length > _LONGEST_ANSWER:
            raise ReaderEndedError("its reader gave no answer that can be used")
        try:
            answer: Answer | None = _decoder.decode(self._take(process, length, deadline))
        except msgspec.MsgspecError as error:
            raise ReaderEndedError("its reader gave no answer that can be used") from error
        return answer

    def _take(self, process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        """So many bytes of what it answers."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while len(self._read) < size:
                if not ready.select(max(0.0, deadline - time.monotonic())):
                    raise ReaderEndedError(f"took longer than {self._limits.seconds:g} seconds")
                piece = os.read(process.stdout.fileno(), _PIECE)
                if not piece:
                    raise ReaderEndedError(_how_ended(process))
                self._read += piece
        taken = bytes(self._read[:size])
        del self._read[:size]
        return taken

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        self._process = None


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except OSError:
        # What could not be sent any more was for a process that is gone.
        return


def _surroundings() -> dict[str, str]:
    """The environment of a reader."""
    kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    # It finds the same package, however this process found it.
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _how_ended(process: subprocess.Popen[bytes]) -> str:
    try:
        status = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "its reader does not answer"
    if status == -signal.SIGXCPU:
        return "took too long on the processor"
    if status == -signal.SIGKILL:
        return "its reader was ended from outside, perhaps for want of memory"
    named = signal.Signals(-status).name if status < 0 else f"status {status}"
    return f"its reader broke down ({named})"


class LimitedReader:
    """Reads uploads within limits: one reader for descriptions, one for applicants.

    Parameters
    ----------
    taxonomy : Taxonomy
        Skills to look for.
    limits : Limits
        How much is taken.
    """

    def __init__(self, taxonomy: Taxonomy, limits: Limits) -> None:
        shipped = pickle.dumps(taxonomy)
        self._limits = limits
        self._jobs, self._applicants = (ReaderProcess(shipped, limits) for _ in range(2))

    def start(self) -> None:
        """Start both readers."""
        for reader in (self._jobs, self._applicants):
            try:
                reader.start()
            except ReaderEndedError:
                # The first request says so, to somebody who can do something.
                continue

    def job(self, text: str | bytes, name: str) -> tuple[Job, str]:
        """Read a description, card or document.

        Returns
        -------
        Job, str
            What it asks for, and the text to which offsets refer.

        Raises
        ------
        InputError
            If it cannot be read, or not within the limits.
        TooLarge
            If it is too large to try.
        """
        limits = self._limits
        if isinstance(text, bytes) and len(text) > limits.file_bytes:
            raise TooLarge(name, "is too large", allowed=f"{limits.file_bytes // MEGABYTE} MB")
        if isinstance(text, str) and len(text) > limits.text_characters:
            found = f"has {len(text):,} characters"
            raise TooLarge(name, found, allowed=f"at most {limits.text_characters:,}")
        if isinstance(text, bytes):
            request = Request("job", limits.seconds, name, content=text, is_file=True)
        else:
            request = Request("job", limits.seconds, name, text=text)
        try:
            answers = list(self._jobs.ask(request))
        except ReaderEndedError as error:
            raise InputError(name, str(error), allowed="a smaller or plainer document") from error
        for answer in answers:
            if isinstance(answer, Problem):
                raise InputError(name, answer.found, answer.place, answer.allowed)
            if isinstance(answer, JobRead):
                if len(answer.text) > limits.text_characters:
                    found = f"holds {len(answer.text):,} characters of text"
                    raise TooLarge(name, found, allowed=f"at most {limits.text_characters:,}")
                return Job.from_dict(answer.job), answer.text
        raise InputError(name, "its reader gave no answer", allowed="a plain document")

    def candidates(
        self, path: Path, name: str, mapping: Mapping[str, str], skip: int
    ) -> Iterator[Answer]:
        """What a file of applicants holds, behind so many outcomes that are known already.

        Raises
        ------
        ReaderEndedError
            While iterating: at what ends the reader.
        """
        request = Request(
            "candidates",
            self._limits.seconds,
            name,
            path=str(path),
            mapping=dict(mapping),
            skip=skip,
        )
        return self._applicants.ask(request)

    def close(self) -> None:
        """End both readers."""
        for reader in (self._jobs, self._applicants):
            reader.close()
