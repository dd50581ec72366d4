"""A store in place of the lists it was made from."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matcher.batch.store.listing import Listing, read_listing
from matcher.batch.store.manifest import (
    Manifest,
    SourceEntry,
    Versions,
    is_store,
    read_manifest,
    versions_of,
)
from matcher.batch.store.part import Part
from matcher.batch.store.stored_arrays import Array
from matcher.errors import InputError
from matcher.model import Candidate, SetAside
from matcher.profile.several import CandidateSources, open_sources
from matcher.taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, eq=False)
class StoredCandidates:
    """The candidates of one source of a store, in the order of its rows.

    Parameters
    ----------
    entry : SourceEntry
        What the manifest says of the source.
    listing : Listing
        Its rows.
    parts : tuple of Part
        Its profiles.
    """

    entry: SourceEntry
    listing: Listing
    parts: tuple[Part, ...]

    @property
    def source(self) -> str:
        """As the user named it when the store was made."""
        return self.entry.source

    @property
    def uses(self) -> dict[str, str]:
        """What each header was recognised as."""
        return dict(self.entry.uses)

    @property
    def notes(self) -> tuple[str, ...]:
        """None: they were said when the source was read."""
        return ()

    @property
    def empty_rows(self) -> int:
        """Rows without any text."""
        return self.entry.empty_rows

    def describe(self) -> str:
        """One line for the log."""
        count = self.entry.candidates
        return f"{count:,} stored profile{'' if count == 1 else 's'}"

    def __iter__(self) -> Iterator[Candidate | SetAside]:
        for at in range(len(self.listing)):
            aside = self.listing.asides.get(at)
            yield self.candidate(at) if aside is None else aside

    def candidate(self, at: int) -> Candidate:
        """The candidate at a position of the listing.

        Raises
        ------
        InputError
            If the store is damaged there.
        """
        part, place = int(self.listing.parts[at]), int(self.listing.places[at])
        record = self.parts[part].records[place]
        return Candidate(record.profile, int(self.listing.rows[at]), record.carried)

    def positions(self, part: int) -> Array:
        """Where in the listing each profile of a part stands."""
        rows = np.flatnonzero(self.listing.parts == part)
        positions = np.empty(len(self.parts[part]), np.int64)
        positions[self.listing.places[rows]] = rows
        return positions

    def check(self) -> None:
        """See that every file is as it was written and every row finds its profile.

        Raises
        ------
        InputError
            If not.
        """
        for part in self.parts:
            part.check()


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """A store, opened for reading: files are mapped, not read.

    Parameters
    ----------
    path : Path
        Its folder.
    manifest : Manifest
        What it holds.
    sources : tuple of StoredCandidates
        In the order in which they were first given.
    """

    path: Path
    manifest: Manifest
    sources: tuple[StoredCandidates, ...]


def open_store(path: Path) -> Store:
    """Open a store, whatever it was written with.

    Raises
    ------
    InputError
        If the folder is no store, or it is damaged.
    """
    manifest = read_manifest(path)
    while True:
        try:
            return Store(path, manifest, tuple(_source(path, e) for e in manifest.sources))
        except InputError:
            again = read_manifest(path)
            if again == manifest:
                raise
            manifest = again


def open_current(path: Path, taxonomy: Taxonomy) -> Store:
    """Open a store to rank from: it must be read as this matcher reads with this taxonomy.

    Raises
    ------
    InputError
        If not, with the command that brings it up to date; or as :func:`open_store`.
    """
    found = open_store(path)
    differing = found.manifest.versions.differing(versions_of(taxonomy.digest))
    if differing:
        names = " ".join(shlex.quote(e.source) for e in found.manifest.sources)
        said = f"was read with {_others(differing, found.manifest.versions)}"
        command = f"`matcher profiles {names} --out {shlex.quote(str(path))}`"
        options = " with the options of this command" if "taxonomy" in differing else ""
        raise InputError(str(path), said, allowed=f"a store brought up to date: {command}{options}")
    return found


@contextmanager
def open_lists(
    sources: Sequence[str], taxonomy: Taxonomy, *, mapping: Mapping[str, str] | None = None
) -> Iterator[CandidateSources]:
    """Open lists and stores as one stream; a store counts as the sources it was made from.

    Parameters
    ----------
    sources : sequence of str
        At least one.
    taxonomy : Taxonomy
        Skills to look for; a store must have been read with it.
    mapping : mapping of str to str, optional
        Header by column, for the lists.

    Raises
    ------
    InputError
        If one of them cannot be used as a whole, or is given twice.
    """
    if mapping and all(map(is_store, sources)):
        words = "--map names columns of a list, and a store was read already"
        raise InputError(sources[0], words, allowed="--map where the store is made")

    def stored(source: str) -> Sequence[StoredCandidates] | None:
        return open_current(Path(source), taxonomy).sources if is_store(source) else None

    with open_sources(sources, taxonomy, mapping=mapping, stored=stored) as opened:
        yield opened


def _source(path: Path, entry: SourceEntry) -> StoredCandidates:
    listing = read_listing(path, entry)
    parts = tuple(Part(path, part) for part in entry.parts)
    return StoredCandidates(entry, listing, parts)


def _others(differing: Sequence[str], versions: Versions) -> str:
    """What else a store was read with, in words."""
    words = {
        "matcher": f"matcher {versions.matcher}",
        "taxonomy": "another taxonomy",
        "rules": "other rules",
    }
    return " and ".join(words[name] for name in differing)
