"""Skills of any texts as a stream: one line out for each line in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from matcher.errors import InputError
from matcher.taxonomy.lexicon import Mention
from matcher.taxonomy.taxonomy import Taxonomy


def skill_lines(source: str, taxonomy: Taxonomy) -> Iterator[str]:
    """JSON lines with the skills of each text of a file.

    Parameters
    ----------
    source : str
        JSONL whose lines hold ``id`` and ``text``, or plain text, one text a line; ``-`` for
        standard input.  Lines of plain text get their number, from 1, as id.
    taxonomy : Taxonomy
        Skills to find.

    Raises
    ------
    InputError
        If the file cannot be read, or a line of JSONL lacks its text.
    """
    if source == "-":
        yield from _lines(sys.stdin, source, taxonomy)
        return
    try:
        with Path(source).open(encoding="utf-8-sig", newline="\n") as file:
            yield from _lines(file, source, taxonomy)
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(source, f"byte {error.start} is no UTF-8", allowed="UTF-8") from error


def _lines(file: Iterable[str], source: str, taxonomy: Taxonomy) -> Iterator[str]:
    as_json: bool | None = None
    for number, raw in enumerate(file, 1):
        line = raw.rstrip("\r\n")
        if as_json is None and line:
            as_json = line.lstrip().startswith("{")
        identity, text = _record(line, number, source) if as_json and line else (number, line)
        found = [_mention_dict(mention, taxonomy) for mention in taxonomy.lexicon.find(text)]
        yield json.dumps({"id": identity, "skills": found}, ensure_ascii=False) + "\n"


def _mention_dict(mention: Mention, taxonomy: Taxonomy) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "skill": mention.skill,
        "label": taxonomy[mention.skill].name,
        "start": mention.span.start,
        "end": mention.span.end,
        "method": str(mention.method),
    }
    sources = taxonomy[mention.skill].sources
    return raw | {"sources": sources} if sources else raw


def _record(line: str, number: int, source: str) -> tuple[Any, str]:
    place = f"line {number}"
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(source, f"no JSON: {error}", place) from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(source, "no text", place, '{"id": …, "text": "…"}')
    return record.get("id", number), record["text"]
