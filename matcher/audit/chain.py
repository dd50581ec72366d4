"""Lines of a record: each seals its content and the line before it.

The digest of a line is taken over its number, the digest before, its event and the digest of its
content; that one over the content with a random salt.  So the content of a line can be erased, and
nobody can find it again by trying; the chain still shows that nothing else was touched.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

#: The layout of lines and contents; the first line of a record names it.
FORMAT = 1
#: What the first line has before it.
NOTHING_BEFORE = "sha256:" + "0" * 64
SALT_BYTES = 16
SALT = "salt"

_DIGEST = rb"sha256:[0-9a-f]{64}"
_WRITTEN = re.compile(
    rb'\{"content":(?P<content>null|\{[ -~]*\}),"content_digest":"(?P<content_digest>%b)",'
    rb'"digest":"(?P<digest>%b)","event":"(?P<event>[a-z]+)","prev":"(?P<prev>%b)",'
    rb'"seq":(?P<seq>[1-9][0-9]{0,17})\}\n' % (_DIGEST, _DIGEST, _DIGEST)
)


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
    content : bytes or None
        What happened, with its salt, as canonical JSON; None once erased.
    digest : str
        What the next line holds on to.
    """

    seq: int
    prev: str
    event: Event
    content_digest: str
    content: bytes | None
    digest: str

    @property
    def told(self) -> dict[str, Any]:
        """The content without its salt; decoded anew each time, so that a long record takes room.

        Raises
        ------
        ValueError
            If it was erased.
        """
        if self.content is None:
            raise ValueError(f"line {self.seq} was erased")
        content: dict[str, Any] = json.loads(self.content)
        content.pop(SALT, None)
        return content

    def without_content(self) -> Line:
        """The same line erased; its digest stays."""
        return replace(self, content=None)

    def to_bytes(self) -> bytes:
        """The line as it stands in the file, with its line feed: JSON with sorted keys."""
        content = b"null" if self.content is None else self.content
        sealed = f'"content_digest":"{self.content_digest}","digest":"{self.digest}"'
        rest = f'"event":"{self.event}","prev":"{self.prev}","seq":{self.seq}'
        return b'{"content":%b,%b,%b}\n' % (content, sealed.encode(), rest.encode())


class LineError(ValueError):
    """A line that is none, or whose digests do not fit; the message says which."""


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
    content = canonical({**told, SALT: salt.hex()})
    content_digest = sha256(content)
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
    found = _WRITTEN.fullmatch(raw)
    if found is None or found["event"].decode() not in list(Event):
        raise LineError("is no line of a record")
    content_digest, digest, prev = (found[n].decode() for n in ("content_digest", "digest", "prev"))
    seq, event = int(found["seq"]), Event(found["event"].decode())
    content = None if found["content"] == b"null" else found["content"]
    if content is not None and sha256(content) != content_digest:
        raise LineError("was altered: its content has another digest")
    if _digest_of(seq, prev, event, content_digest) != digest:
        raise LineError("was altered: it has another digest")
    if content is not None and not _is_object(content):
        raise LineError("is no line of a record")
    return Line(seq, prev, event, content_digest, content, digest)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content, parse_constant=_no_number), dict)
    except (ValueError, RecursionError):
        return False


def _digest_of(seq: int, prev: str, event: Event, content_digest: str) -> str:
    """Digest over ``[seq,prev,event,content_digest]`` as canonical JSON."""
    return sha256(f'[{seq},"{prev}","{event}","{content_digest}"]'.encode())
