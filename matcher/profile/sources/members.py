"""The files of a folder or an archive: their names, and which of them are no résumés at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

#: Files that systems and programs leave beside others.
_SYSTEM = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"))


@dataclass(frozen=True, slots=True)
class Member:
    """One file.

    Parameters
    ----------
    name : str
        Path within the folder or archive, parts apart by ``/``; the candidate's id.
    pieces : Callable
        Gives its bytes piece by piece; raises InputError where they cannot be read.
    problem : str
        Why it is not even opened; empty where it is.
    """

    name: str
    pieces: Callable[[], Iterator[bytes]] = lambda: iter(())
    problem: str = ""

    def read(self, size: int) -> bytes:
        """The first bytes.

        Raises
        ------
        InputError
            If they cannot be read.
        """
        read = bytearray()
        for piece in self.pieces():
            read += piece
            if len(read) >= size:
                break
        return bytes(read[:size])


class Members(Protocol):
    """Files in the order of their names, whatever the order of the file system."""

    @property
    def source(self) -> str:
        """As the user named it."""
        ...

    @property
    def skipped(self) -> int:
        """Hidden and system files left out."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the listing."""
        ...

    def __iter__(self) -> Iterator[Member]:
        """All files but the skipped."""
        ...

    def __len__(self) -> int:
        """How many files there are."""
        ...


def is_junk(path: str) -> bool:
    """Whether a path is hidden, or what systems leave behind.

    Examples
    --------
    >>> is_junk("__MACOSX/a/._cv.pdf"), is_junk("a/~$cv.docx"), is_junk("a/cv.pdf")
    (True, True, False)
    """
    parts = (part for part in PurePosixPath(path).parts if part != "..")
    return any(part.startswith((".", "~$")) or part.lower() in _SYSTEM for part in parts)


def plain_name(raw: str) -> str:
    r"""A path as an id: composed letters, signs that cannot be shown as escapes.

    Examples
    --------
    >>> plain_name("a/Zoe\u0308.pdf"), plain_name("a\nb")
    ('a/Zoë.pdf', 'a\\nb')
    """
    whole = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    composed = unicodedata.normalize("NFC", whole)
    if composed.isprintable():
        return composed
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in composed
    )
