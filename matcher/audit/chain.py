"""Lines of a record: each seals its content and the line before it.

The digest of a line is taken over its number, the digest before, its event and the digest of its
content; that one over the content with a random salt.  So the content of a line can be erased, and
nobody can find it again by trying; the chain still shows that nothing else was touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Meta

#: The layout of lines and contents; the first line of a record names it.
FORMAT = 1
#: What the first line has before it.
NOTHING_BEFORE = "sha256:" + "0" * 64
SALT_BYTES = 16
SALT = "salt"

_Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]


class Event(StrEnum):
    """What a line tells of."""

    BEGUN = "begun"
    RUN = "run"
    JOB = "job"
    CANDIDATE = "candidate"
    UNREAD = "unread"
    DECISION = "decision"
    TUNED = "tuned"
    SIGNED = "signed"
    ERASED = "erased"
    TORN = "torn"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record.

    Parameters
    ----------
    seq : int
        Its number, from 1.
    prev : str
        Digest of the line before; zeros for the first.
    event : Event
        What it tells of.
    content_digest : str
        Digest of the salted content.
    content : mapping of str to Any or None
        What happened, with its salt; None once erased.
    digest : str
        What the next line holds on to.
    """

    seq: int
    prev: str
    event: Event
    content_digest: str
    content: Mapping[str, Any] | None
    digest: str

    @property
    def told(self) -> dict[str, Any]:
        """The content without its salt.

        Raises
        ------
        ValueError
            If it was erased.
        """
        if self.content is None:
            raise ValueError(f"line {self.seq} was erased")
        return {key: value for key, value in self.content.items() if key != SALT}

    def without_content(self) -> Line:
        """The same line erased; its digest stays."""
        return replace(self, content=None)

    def to_bytes(self) -> bytes:
        """The line as it stands in the file, with its line feed."""
        raw = {
            "seq": self.seq,
            "prev": self.prev,
            "event": self.event,
            "content_digest": self.content_digest,
            "content": self.content,
            "digest": self.digest,
        }
        return canonical(raw) + b"\n"


class LineError(ValueError):
    """A line that is none, or whose digests do not fit; the message says which."""


class _RawLine(msgspec.Struct, forbid_unknown_fields=True):
    seq: Annotated[int, Meta(ge=1)]
    prev: _Digest
    event: Event
    content_digest: _Digest
    content: dict[str, Any] | None
    digest: _Digest


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def canonical(value: Any) -> bytes:
    r"""JSON in the one form that digests are taken of: sorted keys, no spaces, ASCII.

    Examples
    --------
    >>> canonical({"b": [1, None], "a": "Žofia"})
    b'{"a":"\\u017dofia","b":[1,null]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def sha256(content: bytes) -> str:
    """Digest of some bytes, as ``sha256:…``."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def sealed(seq: int, prev: str, event: Event, told: Mapping[str, Any], salt: bytes) -> Line:
    """A new line behind another.

    Parameters
    ----------
    seq : int
        Its number, from 1.
    prev : str
        Digest of the line before.
    event : Event
        What it tells of.
    told : mapping of str to Any
        What happened: texts, whole numbers, truth values, lists and mappings of them.
    salt : bytes
        Random, of ``SALT_BYTES``.

    Examples
    --------
    >>> first = sealed(1, NOTHING_BEFORE, Event.BEGUN, {"format": 1}, bytes(16))
    >>> read_line(first.to_bytes()) == first
    True
    >>> read_line(first.without_content().to_bytes()).digest == first.digest
    True
    """
    content = {**told, SALT: salt.hex()}
    content_digest = sha256(canonical(content))
    digest = _digest_of(seq, prev, event, content_digest)
    return Line(seq, prev, event, content_digest, content, digest)


def read_line(raw: bytes) -> Line:
    """A line from its bytes, if they are just what was written.

    Raises
    ------
    LineError
        If it is no line of a record, or was altered.
    """
    if not raw.endswith(b"\n"):
        raise LineError("is torn: it has no end")
    try:
        plain = json.loads(raw, parse_constant=_no_number)
        found = msgspec.convert(plain, _RawLine)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise LineError("is no line of a record") from error
    if found.content is not None and sha256(canonical(found.content)) != found.content_digest:
        raise LineError("was altered: its content has another digest")
    if _digest_of(found.seq, found.prev, found.event, found.content_digest) != found.digest:
        raise LineError("was altered: it has another digest")
    line = Line(**msgspec.structs.asdict(found))
    if line.to_bytes() != raw:
        raise LineError("was altered: it is not written as a record writes")
    return line


def _digest_of(seq: int, prev: str, event: Event, content_digest: str) -> str:
    return sha256(canonical([seq, prev, event, content_digest]))
