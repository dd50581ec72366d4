"""Up to 65,536 profiles in a folder that never changes once it has its name."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from matcher.batch.files import UNFINISHED, cannot_write, sync_folder
from matcher.batch.store.manifest import PARTS, PartEntry, StoredArray, StoredFile
from matcher.batch.store.marks import MARK_ARRAYS, joined_marks, mark_arrays
from matcher.batch.store.records import RECORD_ARRAYS, Record, Records, RecordWriter
from matcher.batch.store.stored_arrays import (
    Array,
    check_content,
    check_length,
    check_sum,
    open_arrays,
    stored_file,
    write_arrays,
)
from matcher.model import Candidate
from matcher.processes import in_order
from matcher.scoring.columns import ProfileColumns
from matcher.scoring.joined_columns import joined
from matcher.scoring.word_places import no_places

#: Profiles of a part: enough to be scored all at once, few enough to be written anew.
PART_PROFILES = 65_536
#: Profiles whose columns are made at once, to be joined: bounds memory.
PIECE_PROFILES = 4_096
RECORDS = "profiles.bin"


class _Draft(msgspec.Struct):
    """A part whose profiles are written and whose columns are not."""

    folder: str
    records: StoredFile
    arrays: dict[str, StoredArray]
    profiles: int


@dataclass(slots=True)
class _Open:
    folder: Path
    file: BinaryIO
    writer: RecordWriter


class PartWriter:
    """Packs encoded records into parts, in the order in which they come.

    Parameters
    ----------
    store : Path
        Folder of the store.
    uses : dict of str to str
        What each carried header holds.
    """

    def __init__(self, store: Path, uses: dict[str, str]) -> None:
        self._store, self._uses = store, uses
        self._open: _Open | None = None
        self._drafts: list[_Draft] = []

    def append(self, record: bytes) -> tuple[int, int]:
        """Add a record; the number of its part among those written, and its place there.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        try:
            if self._open is None:
                self._open = self._opened()
            writer = self._open.writer
            writer.append(record)
            where = len(self._drafts), len(writer) - 1
            if len(writer) == PART_PROFILES:
                self._close()
        except OSError as error:
            raise cannot_write(self._store / PARTS, error) from error
        return where

    def finish(self, workers: int | None = None) -> list[PartEntry]:
        """Add the columns and give every part its name.

        Raises
        ------
        InputError
            If something cannot be written.
        """
        try:
            if self._open is not None:
                self._close()
            made = in_order(_columns_of, self._uses, _pieces(self._drafts), workers)
            entries = []
            for draft in self._drafts:
                pieces = list(islice(made, -(-draft.profiles // PIECE_PROFILES)))
                entries.append(_named(self._store, _finished(draft, pieces)))
            sync_folder(self._store / PARTS)
        except OSError as error:
            raise cannot_write(self._store / PARTS, error) from error
        return entries

    def abandon(self) -> None:
        """Close what is open; the store's next writer sweeps it away."""
        if self._open is not None:
            with suppress(OSError):
                self._open.file.close()
            self._open = None

    def _opened(self) -> _Open:
        folder = Path(tempfile.mkdtemp(dir=self._store / PARTS, prefix=UNFINISHED))
        folder.chmod(0o755)
        file = (folder / RECORDS).open("wb")
        return _Open(folder, file, RecordWriter(file))

    def _close(self) -> None:
        assert self._open is not None
        folder, writer = self._open.folder, self._open.writer
        with closing(self._open.file):
            arrays = writer.finish()
        self._open = None
        stored = write_arrays(folder, arrays)
        records = stored_file(folder / RECORDS)
        self._drafts.append(_Draft(str(folder), records, stored, len(writer)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some profiles of a draft, whose columns are made at once."""

    draft: _Draft
    first: int


def _pieces(drafts: Sequence[_Draft]) -> Iterator[_Piece]:
    for draft in drafts:
        for first in range(0, draft.profiles, PIECE_PROFILES):
            yield _Piece(draft, first)


def _columns_of(uses: dict[str, str], piece: _Piece) -> tuple[dict[str, Array], dict[str, Array]]:
    """Columns and marks of some profiles."""
    folder, first = Path(piece.draft.folder), piece.first
    arrays = {name: piece.draft.arrays[name] for name in RECORD_ARRAYS}
    stored = Records(folder / RECORDS, open_arrays(folder, arrays))
    records: list[Record] = stored[first : first + PIECE_PROFILES]
    candidates = (Candidate(record.profile, None, record.carried) for record in records)
    columns = ProfileColumns.of([record.profile for record in records], words=True)
    return columns.arrays(), mark_arrays(candidates, uses)


def _finished(draft: _Draft, pieces: Sequence[tuple[dict[str, Array], dict[str, Array]]]) -> _Draft:
    """The draft with columns and marks of its profiles, all brought to the disk."""
    folder = Path(draft.folder)
    columns = joined([ProfileColumns.from_arrays(own) for own, _ in pieces])
    arrays = columns.arrays() | joined_marks([own for _, own in pieces])
    draft.arrays |= write_arrays(folder, arrays)
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
    return draft


def _named(store: Path, draft: _Draft) -> PartEntry:
    """The part under a name that its content gives."""
    digest = hashlib.sha256(msgspec.json.encode([draft.records, draft.arrays])).hexdigest()
    entry = PartEntry(digest[:16], draft.profiles, draft.records, draft.arrays)
    folder, final = Path(draft.folder), store / PARTS / entry.name
    if final.exists():
        shutil.rmtree(folder)
    else:
        folder.rename(final)
    return entry


class Part:
    """A part of a store, opened: files are mapped into memory, not read.

    Parameters
    ----------
    store : Path
        Folder of the store.
    entry : PartEntry
        What the manifest says of the part.

    Raises
    ------
    InputError
        If one of its files is not there or has another length, or those by which profiles are found
        are not as they were written.
    """

    def __init__(self, store: Path, entry: PartEntry) -> None:
        self.folder, self.entry = store / PARTS / entry.name, entry
        check_length(self.folder / RECORDS, entry.records)
        self._arrays = open_arrays(self.folder, entry.arrays)
        self.records = Records(self.folder / RECORDS, self._checked(RECORD_ARRAYS))

    def __len__(self) -> int:
        return self.entry.profiles

    def columns(self, *, words: bool) -> ProfileColumns:
        """The part's profiles as scoring by columns takes them.

        Parameters
        ----------
        words : bool
            Whether to know where every word stands, which is most of the bytes.

        Raises
        ------
        InputError
            If one of their files is not as it was written.
        """
        return self._columns_with_words if words else self._columns

    @cached_property
    def _columns(self) -> ProfileColumns:
        nowhere = no_places()
        others = {*RECORD_ARRAYS, *MARK_ARRAYS, *nowhere}
        return ProfileColumns.from_arrays(self._checked(self._arrays.keys() - others) | nowhere)

    @cached_property
    def _columns_with_words(self) -> ProfileColumns:
        return ProfileColumns.from_arrays(self._columns.arrays() | self._checked(no_places()))

    @cached_property
    def marks(self) -> Mapping[str, Array]:
        """What tells the part's people from others (:mod:`matcher.batch.store.marks`).

        Raises
        ------
        InputError
            If one of their files is not as it was written.
        """
        return self._checked(MARK_ARRAYS)

    def _checked(self, names: Iterable[str]) -> dict[str, Array]:
        """Some of the arrays, after a quick look at every byte."""
        for name in sorted(names):
            check_sum(self.folder / f"{name}.npy", self.entry.arrays[name].file)
        return {name: self._arrays[name] for name in names}

    def check(self) -> None:
        """See that every file is as it was written, to the last byte.

        Raises
        ------
        InputError
            Naming the first that is not.
        """
        for path, stored in self.files():
            check_content(path, stored)

    def files(self) -> Iterator[tuple[Path, StoredFile]]:
        """Every file, and what it was written as."""
        yield self.folder / RECORDS, self.entry.records
        for name, array in self.entry.arrays.items():
            yield self.folder / f"{name}.npy", array.file
