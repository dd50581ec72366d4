"""Objects of JSON files: one a line, an array of them, or one alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import msgspec

from matcher.documents.formats import ending_of
from matcher.errors import InputError
from matcher.profile.columns import known_headers
from matcher.profile.sources.text_file import MAX_LINE, TextFile

#: Larger JSON documents are refused (bytes); JSON lines may have any size.
MAX_DOCUMENT = 200 * 1024**2
ALLOWED = "JSON lines, an array of objects, or a JSON Resume"
_FIRST_LINES = 5
_LINE_ENDINGS = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Record:
    """One object, or why it is none.

    Parameters
    ----------
    number : int
        From 1.
    place : str
        ``line 7``, ``item 7``; empty for a file that is one object.
    value : mapping
        Its keys and values; empty where it is none.
    error : str
        Empty where it is one.
    """

    number: int
    place: str
    value: Mapping[str, object]
    error: str = ""


@dataclass(slots=True)
class JsonRecords:
    """The objects of a file; lines are read anew by each iteration, a document is kept."""

    file: TextFile
    as_lines: bool
    _kept: Mapping[str, object] | list[object] | None = None

    @property
    def is_single(self) -> bool:
        """Whether the file is one object rather than a list of them."""
        return not self.as_lines and isinstance(self._document(), Mapping)

    def __iter__(self) -> Iterator[Record]:
        if self.as_lines:
            yield from self._of_lines()
            return
        document = self._document()
        if isinstance(document, Mapping):
            yield _record(1, "", document)
            return
        for number, item in enumerate(document, 1):
            yield _record(number, f"item {number}", item)

    def _of_lines(self) -> Iterator[Record]:
        number = last = 0
        for line in self.file.lines():
            last += 1
            if not line.strip():
                continue
            number += 1
            if len(line) > MAX_LINE:
                reason = f"has over {MAX_LINE // 1024**2} MB"
                yield Record(number, f"line {last}", {}, reason)
            else:
                yield _record(number, f"line {last}", line)
        if self.file.break_off:
            yield Record(number + 1, f"line {last + 1}", {}, self.file.break_off)

    def _document(self) -> Mapping[str, object] | list[object]:
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def _read(self) -> Mapping[str, object] | list[object]:
        source = self.file.source
        if self.file.break_off:
            raise InputError(source, self.file.break_off, allowed="whole JSON, or JSON lines")
        if self.file.path.stat().st_size > MAX_DOCUMENT:
            found = f"is larger than {MAX_DOCUMENT // 1024**2} MB"
            raise InputError(source, found, allowed="JSON lines, one object a line")
        try:
            document = _whole(self.file.text())
        except ValueError as error:
            raise InputError(source, f"is no JSON: {error}", allowed=ALLOWED) from None
        if not isinstance(document, Mapping | list):
            raise InputError(source, "is no JSON object", allowed=ALLOWED)
        return _unwrapped(document)


def json_records(file: TextFile, name: str) -> JsonRecords:
    """The objects of a JSON file; its ending or its first lines tell lines from a document."""
    first = list(islice((line for line in file.lines() if line.strip()), _FIRST_LINES))
    if first and first[0].lstrip().startswith("["):
        return JsonRecords(file, as_lines=False)
    several = len(first) > 1 and any(map(_is_object, first))
    return JsonRecords(file, several or ending_of(name) in _LINE_ENDINGS)


def parsed(text: str) -> object:
    """JSON, also with the NaN and the halves of characters that other programs write.

    Raises
    ------
    ValueError
        If it is none, or nests too deeply.

    Examples
    --------
    >>> parsed('{"years": NaN, "cv": "Java"}')
    {'years': None, 'cv': 'Java'}
    """
    try:
        return msgspec.json.decode(text)
    except RecursionError:
        raise ValueError("nests too deeply") from None
    except msgspec.DecodeError as error:
        try:
            lenient = json.loads(text, parse_constant=_nothing, strict=False)
            again = json.dumps(lenient, ensure_ascii=False).encode("utf-8", "replace")
            return json.loads(again, parse_constant=_nothing)
        except (ValueError, RecursionError):
            raise ValueError(str(error)) from None


def _whole(text: str) -> object:
    """A document; the items of a list stay text until they are asked for."""
    if not text.lstrip().startswith("["):
        return parsed(text)
    try:
        return list(msgspec.json.decode(text, type=list[msgspec.Raw]))
    except (msgspec.DecodeError, RecursionError):
        return parsed(text)


def _nothing(_: str) -> None:
    return None


def _is_object(line: str) -> bool:
    try:
        return isinstance(parsed(line), Mapping)
    except ValueError:
        return False


def _record(number: int, place: str, item: object) -> Record:
    """A record of a parsed object, or of one that is still text."""
    if isinstance(item, msgspec.Raw):
        item = bytes(item).decode("utf-8")
    if isinstance(item, str):
        try:
            item = parsed(item)
        except ValueError as error:
            return Record(number, place, {}, f"is no JSON: {error}")
    if not isinstance(item, Mapping):
        return Record(number, place, {}, "is no JSON object")
    return Record(number, place, item)


def _unwrapped(
    document: Mapping[str, object] | list[object],
) -> Mapping[str, object] | list[object]:
    """The list in an object that is a wrapper: ``{"candidates": [{…}, …], "total": 2}``."""
    if isinstance(document, list) or any(known_headers([key]) for key in document):
        return document
    lists = [v for v in document.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    return lists[0] if len(lists) == 1 else document
