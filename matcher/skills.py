"""Skills of any texts as a stream: one line out for each line in, in their order."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from matcher.errors import InputError, Problem
from matcher.processes import in_order
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.skill import Skill
from matcher.taxonomy.taxonomy import Taxonomy

#: So many bytes of lines are worked on at once.
CHUNK_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"
_ALLOWED = 'lines of text, or {"id": …, "text": "…"} in each'


class _Found(msgspec.Struct, gc=False, omit_defaults=True):
    skill: str
    label: str
    start: int
    end: int
    method: str
    kind: str
    sources: dict[str, tuple[str, ...]] | None = None


class _Line(msgspec.Struct, omit_defaults=True):
    id: str | int | float | bool | msgspec.UnsetType | None
    skills: list[_Found]
    error: str | None = None


class _Record(msgspec.Struct):
    text: str
    id: str | int | float | bool | msgspec.UnsetType | None = msgspec.UNSET


@dataclass(slots=True)
class SkillStream:
    """The texts of a file and their skills.

    Iterating yields JSON lines.  A line that is no record keeps its place, as
    ``{"id": …, "skills": [], "error": …}``, and stands in ``set_aside`` afterwards.

    Parameters
    ----------
    source : str
        JSONL whose lines hold ``id`` and ``text``, or plain text, one text a line; ``-`` for
        standard input, ``….gz`` for either, compressed.  Where there is no id, the number of the
        line, from 1, stands for it.
    taxonomy : Taxonomy
        Skills to find.
    workers : int, optional
        Processes; all cores by default.  Their number changes no result.

    Raises
    ------
    InputError
        While iterating: if the file cannot be read, or none of its lines is a record.
    """

    source: str
    taxonomy: Taxonomy
    workers: int | None = None
    set_aside: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        self.set_aside.clear()
        held: list[bytes] = []
        any_read = False
        with _opened(self.source) as file:
            chunks = _chunks(file, self.source)
            for worked in in_order(work, self.taxonomy, chunks, self.workers):
                bad = [Problem(self.source, f"line {at}", found) for at, found in worked.bad]
                self.set_aside += bad
                held.append(worked.out)
                any_read = any_read or len(bad) < worked.lines
                if any_read:
                    yield b"".join(held).decode()
                    held.clear()
        if held:
            first = self.set_aside[0]
            raise InputError(self.source, first.found, first.place, _ALLOWED)


class _Chunk(msgspec.Struct):
    """Whole lines, the number of the first, and whether the file is JSONL."""

    lines: list[bytes]
    first: int
    is_json: bool


class _Worked(msgspec.Struct):
    """Output of a chunk, how many lines it had, and the number and mistake of bad ones."""

    out: bytes
    lines: int
    bad: list[tuple[int, str]]


def work(taxonomy: Taxonomy, chunk: _Chunk) -> _Worked:
    """One line out for each line of a chunk."""
    find, skills, sources = taxonomy.lexicon.find, taxonomy.skills, taxonomy.sources.get
    out: list[_Line] = []
    bad: list[tuple[int, str]] = []
    for number, raw in enumerate(chunk.lines, chunk.first):
        line = raw.rstrip(b"\r\n")
        try:
            record = _record(line, number) if chunk.is_json and line else _plain(line, number)
        except ValueError as error:
            bad.append((number, str(error)))
            out.append(_Line(number, [], str(error)))
            continue
        found = [_found(m, skills[m.skill], sources(m.skill)) for m in find(record.text)]
        out.append(_Line(record.id, found))
    return _Worked(msgspec.json.Encoder().encode_lines(out), len(out), bad)


def _found(mention: Mention, skill: Skill, sources: dict[str, tuple[str, ...]] | None) -> _Found:
    span, method = mention.span, mention.method.value
    return _Found(skill.id, skill.name, span.start, span.end, method, skill.kind.value, sources)


def _record(line: bytes, number: int) -> _Record:
    try:
        record = msgspec.json.decode(line, type=_Record)
    except msgspec.ValidationError as error:
        raise ValueError(f"no record: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"no JSON: {error}") from error
    if record.id is msgspec.UNSET:
        record.id = number
    return record


def _plain(line: bytes, number: int) -> _Record:
    try:
        return _Record(line.decode(), number)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} of the line is no UTF-8") from error


def _chunks(file: BinaryIO, source: str) -> Iterator[_Chunk]:
    is_json: bool | None = None
    first = 1
    try:
        while lines := file.readlines(CHUNK_BYTES):
            if first == 1:
                lines[0] = lines[0].removeprefix(_BOM)
            if is_json is None:
                opening = next((line.lstrip() for line in lines if line.strip()), None)
                is_json = None if opening is None else opening.startswith(b"{")
            yield _Chunk(lines, first, bool(is_json))
            first += len(lines)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(source, f"cannot be read on from line {first}: {error}") from error


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file: BinaryIO = stack.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise InputError(source, f"cannot be read: {error.strerror}") from error
        if source.endswith(".gz"):
            file = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=file)))
        yield file
