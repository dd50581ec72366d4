"""Uploaded files on the disk, each in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from matcher.batch.files import make_folder, sync_folder, write_whole
from matcher.report.harmless import one_line

UPLOADS = "uploads"
_LONGEST_NAME, _LONGEST_BYTES, _LONGEST_ENDING = 300, 120, 16
_ODD = frozenset('/:*?"<>|')


def keep_file(folder: Path, name: str, content: bytes) -> None:
    """Keep a file in a folder of its own, on the disk before this returns.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    make_folder(folder)
    write_whole(folder / file_name(name), content)
    sync_folder(folder.parent)


def kept_file(folder: Path) -> Path | None:
    """The file of a folder, if it is there."""
    return next((path for path in sorted(folder.glob("*")) if path.is_file()), None)


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders, those that are there."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def file_name(name: str) -> str:
    r"""A name under which a file can be kept, whatever was sent as one; its ending stays.

    Examples
    --------
    >>> file_name("C:\\jobs\\Anne Byrne.pdf"), file_name("../../etc/passwd"), file_name("..")
    ('Anne Byrne.pdf', 'passwd', 'file')
    """
    last = PurePosixPath(one_line(name.replace("\\", "/"), _LONGEST_NAME)).name
    plain = "".join(char if char.isprintable() and char not in _ODD else "_" for char in last)
    stem, dot, ending = (plain.strip(". ") or "file").rpartition(".")
    ending = dot + ending[:_LONGEST_ENDING] if stem else ending
    stem = stem or ending
    ending = ending if stem != ending else ""
    while len((stem + ending).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return stem + ending
