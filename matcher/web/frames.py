"""What a reader is asked and what it answers, and how these travel through a pipe."""

from __future__ import annotations

from typing import IO, Any

import msgspec

_LENGTH_BYTES = 4


class Request(msgspec.Struct, frozen=True):
    """What a reader is to do.

    Parameters
    ----------
    what : str
        ``job`` for a description, ``candidates`` for a file of applicants.
    seconds : float
        Time for each answer.
    name : str
        File name, for messages and for telling a format.
    text, content, is_file : str, bytes, bool
        The description: what was pasted, or the bytes of a document.
    path, mapping, skip : str, dict, int
        The file of applicants, its columns (header by column), and how many outcomes of it are
        known already.
    """

    what: str
    seconds: float
    name: str = ""
    text: str = ""
    content: bytes = b""
    is_file: bool = False
    path: str = ""
    mapping: dict[str, str] = {}
    skip: int = 0


class Problem(msgspec.Struct, frozen=True, tag=True):
    """Why the whole of what was asked cannot be done; the parts of an error."""

    found: str
    place: str
    allowed: str


class JobRead(msgspec.Struct, frozen=True, tag=True):
    """A job as plain data, and the text to which its offsets refer."""

    job: dict[str, Any]
    text: str


class Opened(msgspec.Struct, frozen=True, tag=True):
    """A file of applicants: whether it is a table, and what each header is read as."""

    is_table: bool
    uses: list[tuple[str, str]]


class Closed(msgspec.Struct, frozen=True, tag=True):
    """The end of a file of applicants, and what a person should know of its reading."""

    notes: list[str]


class Member(msgspec.Struct, frozen=True, tag=True):
    """A file of an archive, to be read by itself; ``problem`` is why it cannot be."""

    name: str
    content: bytes
    problem: str = ""


class Found(msgspec.Struct, frozen=True, tag=True):
    """An applicant: place in the file, id as given, name, packed record, digests of addresses."""

    row: int
    candidate_id: str
    name: str
    record: bytes
    contacts: list[str]


class Aside(msgspec.Struct, frozen=True, tag=True):
    """A row or file that could not be read, and why."""

    row: int | None
    candidate_id: str | None
    field: str
    error: str


Answer = Problem | JobRead | Opened | Closed | Member | Found | Aside


def write_frame(to: IO[bytes], content: bytes) -> None:
    r"""Write a value behind its length.

    Examples
    --------
    >>> import io
    >>> pipe = io.BytesIO()
    >>> write_frame(pipe, b"abc")
    >>> pipe.getvalue()
    b'\x00\x00\x00\x03abc'
    """
    to.write(len(content).to_bytes(_LENGTH_BYTES, "big"))
    to.write(content)
    to.flush()


def read_frame(of: IO[bytes]) -> bytes | None:
    r"""The next value; None at the end.

    Examples
    --------
    >>> import io
    >>> read_frame(io.BytesIO(b"\x00\x00\x00\x03abc")), read_frame(io.BytesIO())
    (b'abc', None)
    """
    head = of.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    content = of.read(length)
    return content if len(content) == length else None
