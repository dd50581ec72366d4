"""Who may write a store, and what is left of earlier writers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.batch.files import cannot_write, make_folder, one_writer, sweep
from matcher.batch.store.manifest import (
    LOCK,
    MANIFEST,
    PARTS,
    SOURCES,
    Manifest,
    is_store,
    read_manifest,
    write_manifest,
)
from matcher.errors import InputError


@contextmanager
def writing(store: Path, *, new: bool) -> Iterator[Manifest | None]:
    """Hold a store for writing; gives its manifest, None where it has none yet.

    Parameters
    ----------
    store : Path
        Its folder.
    new : bool
        Whether it is made if it is not there.

    Raises
    ------
    InputError
        If another process writes it, it is damaged, or the folder holds other things.
    """
    if not is_store(store):
        if not new:
            read_manifest(store)
        _begin(store)
    with one_writer(store):
        manifest = read_manifest(store) if (store / MANIFEST).exists() else None
        clean(store, manifest)
        yield manifest


def replace_manifest(store: Path, manifest: Manifest) -> None:
    """Put a manifest in place, and remove what it no longer names.

    Raises
    ------
    InputError
        If something cannot be written or removed.
    """
    write_manifest(store, manifest)
    clean(store, manifest)


def clean(store: Path, manifest: Manifest | None) -> None:
    """Remove every file of the store that the manifest does not name.

    Raises
    ------
    InputError
        If one cannot be removed.
    """
    sources = manifest.sources if manifest else ()
    named = {
        PARTS: {part.name for entry in sources for part in entry.parts},
        SOURCES: {entry.listing for entry in sources},
    }
    sweep(store)
    try:
        for folder, names in named.items():
            for path in (store / folder).iterdir():
                if path.name not in names:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        raise cannot_write(store, error) from error


def _begin(store: Path) -> None:
    """Make the folder of a new store."""
    ours = {LOCK, PARTS, SOURCES}
    try:
        others = store.is_dir() and any(path.name not in ours for path in store.iterdir())
    except OSError as error:
        raise cannot_write(store, error) from error
    if others:
        found = "is a folder with other things in it, and no profile store"
        raise InputError(str(store), found, allowed="a store, an empty folder, or a new name")
    for folder in (store, store / PARTS, store / SOURCES):
        make_folder(folder)
