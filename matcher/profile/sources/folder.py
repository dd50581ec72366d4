"""The files of a folder and of the folders in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from matcher.errors import InputError
from matcher.profile.sources.members import Member, is_junk, plain_name
from matcher.profile.sources.rows import ALLOWED
from matcher.profile.sources.unpacked import chunks_of


class Folder:
    """Regular files below a folder, in the order of their names; hidden ones are skipped.

    Parameters
    ----------
    source : str
        The folder.

    Raises
    ------
    InputError
        If the folder itself cannot be listed.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.skipped = 0
        self._links: list[str] = []
        self._members: list[Member] = []
        self._root = Path(source)
        try:
            os.scandir(self._root).close()
        except OSError as error:
            found = f"cannot be listed: {error.strerror}"
            raise InputError(source, found, allowed=ALLOWED) from error
        self._walk()
        self._members.sort(key=lambda member: member.name)

    @property
    def notes(self) -> tuple[str, ...]:
        """Links to folders, which are not followed."""
        if not self._links:
            return ()
        shown = ", ".join(sorted(self._links)[:5])
        return (f"links to folders were not followed: {shown}",)

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def _name(self, path: str | Path) -> str:
        return plain_name(Path(path).relative_to(self._root).as_posix())

    def _walk(self) -> None:
        def unlisted(error: OSError) -> None:
            reason = f"cannot be listed: {error.strerror}"
            self._members.append(Member(self._name(error.filename), problem=reason))

        for place, folders, files in os.walk(self._root, onerror=unlisted):
            for name in list(folders):
                path = Path(place, name)
                if is_junk(name):
                    folders.remove(name)
                    self.skipped += 1
                elif path.is_symlink():
                    self._links.append(self._name(path))
            for name in files:
                if is_junk(name):
                    self.skipped += 1
                else:
                    self._members.append(_member(Path(place, name), self._name(Path(place, name))))


def _member(path: Path, name: str) -> Member:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return Member(name, problem=f"cannot be read: {error.strerror}")
    if not regular:
        return Member(name, problem="is no file (a pipe, socket or device)")
    return Member(name, partial(_pieces, path, name))


def _pieces(path: Path, name: str) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from chunks_of(file)
    except OSError as error:
        raise InputError(name, f"cannot be read: {error.strerror}") from error
