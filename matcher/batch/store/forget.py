"""Remove people from a store, with every trace of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import numpy as np
from msgspec import structs

from matcher.batch.store.listing import ASIDE, Listing, read_listing, write_listing
from matcher.batch.store.manifest import Forgotten, Manifest, SourceEntry
from matcher.batch.store.packing import packed
from matcher.batch.store.part import PartWriter
from matcher.batch.store.writing import replace_manifest, writing
from matcher.errors import InputError
from matcher.profile.several import source_names

_NEAR_IDS = 4


def forget(store: Path, candidate_ids: Sequence[str], today: date) -> int:
    """Remove people: profiles, texts, carried cells, digests of rows, rows set aside.

    The files that held them are written anew without them and removed; all or nobody is removed.

    Parameters
    ----------
    store : Path
        Folder of the store.
    candidate_ids : sequence of str
        As a ranking shows them; an id without its list's name will do where one list has it.
    today : date
        What the manifest says of when.

    Returns
    -------
    int
        How many people.

    Raises
    ------
    InputError
        If an id is not in the store or in several of its lists, the store is damaged, or it cannot
        be written.
    """
    with writing(store, new=False) as manifest:
        assert manifest is not None
        listings = [read_listing(store, entry) for entry in manifest.sources]
        leaving = _leaving(store, manifest, listings, candidate_ids)
        sources = [
            _without(store, entry, listing, leaving[at]) if leaving[at] else entry
            for at, (entry, listing) in enumerate(zip(manifest.sources, listings, strict=True))
        ]
        count = sum(map(len, leaving))
        said = Forgotten(today.isoformat(), count)
        left = tuple(entry for entry in sources if entry.candidates or entry.set_aside)
        changed = structs.replace(manifest, sources=left, forgotten=(*manifest.forgotten, said))
        replace_manifest(store, changed)
    return count


def _leaving(
    store: Path, manifest: Manifest, listings: Sequence[Listing], given: Sequence[str]
) -> list[set[str]]:
    """Own ids of those who leave, per source."""
    names = source_names([entry.source for entry in manifest.sources])
    known = [set(filter(None, listing.ids.to_pylist())) for listing in listings]
    leaving: list[set[str]] = [set() for _ in known]
    for wanted in given:
        found = [
            (at, own)
            for at, name in enumerate(names)
            for own in {wanted, wanted.removeprefix(f"{name}:")}
            if own in known[at] and (own == wanted or (name and wanted.startswith(f"{name}:")))
        ]
        if len(found) != 1:
            shown = [
                f"{name}:{own}" if name else own
                for name, ids in zip(names, known, strict=True)
                for own in ids
            ]
            raise _unclear(store, wanted, [f"{names[at]}:{own}" for at, own in found], shown)
        at, own = found[0]
        leaving[at].add(own)
    return leaving


def _unclear(store: Path, wanted: str, found: Sequence[str], shown: Sequence[str]) -> InputError:
    if found:
        said = f"{wanted!r} stands in several lists"
        return InputError(str(store), said, "--forget", ", ".join(sorted(found)))
    near = get_close_matches(wanted, sorted(shown), _NEAR_IDS, 0.5)
    allowed = f"an id of the store, such as {', '.join(near)}" if near else "an id of the store"
    return InputError(str(store), f"holds no candidate {wanted!r}", "--forget", allowed)


def _without(store: Path, entry: SourceEntry, listing: Listing, leaving: set[str]) -> SourceEntry:
    """A source without some of its rows, in new files."""
    keep = np.array([own not in leaving for own in listing.ids.to_pylist()], dtype=bool)
    writer = PartWriter(store, entry.uses)
    try:
        kept, parts = packed(store, listing.kept(keep), entry.parts, writer)
    finally:
        writer.abandon()
    name, file = write_listing(store, kept)
    aside = int((kept.parts == ASIDE).sum())
    counts = {"candidates": len(kept) - aside, "set_aside": aside}
    return structs.replace(entry, listing=name, file=file, parts=parts, **counts)
