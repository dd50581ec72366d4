"""What a store holds and what a run changed, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.batch.store.manifest import MANIFEST, SourceEntry, StoredFile
from matcher.batch.store.reading import Store
from matcher.batch.store.update import Change, Update

_UNITS = ("bytes", "KB", "MB", "GB", "TB")


def change_line(change: Change) -> str:
    """What became of one source.

    Examples
    --------
    >>> change_line(Change("march.csv", 12, 3, 985, 4, 0, (), ()))
    'march.csv: new 12, changed 3, unchanged 985, gone 4'
    """
    line = f"{change.source}: new {change.new:,}, changed {change.changed:,}, "
    line += f"unchanged {change.unchanged:,}, gone {change.gone:,}"
    if change.set_aside:
        line += f", set aside {len(change.set_aside):,}"
    return line + (f", empty {change.empty_rows:,}" if change.empty_rows else "")


def outdated_line(update: Update, store: Path) -> str:
    """That everything was read again, and why; empty if it was not."""
    if not update.outdated:
        return ""
    return f"{store}: written with another {' and '.join(update.outdated)}; every row is read again"


def describe(store: Store) -> Iterator[str]:
    """What a store holds, a line each."""
    manifest = store.manifest
    size = sum(each.bytes for entry in manifest.sources for each in _files(entry))
    size += (store.path / MANIFEST).stat().st_size
    yield f"profiles    {manifest.candidates:,}"
    yield f"set aside   {manifest.set_aside:,}"
    forgotten = ", ".join(f"{each.candidates:,} on {each.on}" for each in manifest.forgotten)
    if forgotten:
        yield f"forgotten   {forgotten}"
    each = f", {size // manifest.candidates:,} bytes a profile" if manifest.candidates else ""
    yield f"size        {readable(size)}{each}"
    yield f"parts       {sum(len(entry.parts) for entry in manifest.sources):,}"
    yield f"format      {manifest.format}"
    yield f"matcher     {manifest.versions.matcher}"
    yield f"taxonomy    {manifest.versions.taxonomy}"
    yield f"rules       {manifest.versions.rules}"
    yield f"manifest    {manifest.digest}"
    for entry in manifest.sources:
        empty = f", {entry.empty_rows:,} empty" if entry.empty_rows else ""
        yield (
            f"source      {entry.source}: {entry.candidates:,} profiles, "
            f"{entry.set_aside:,} set aside{empty}, sha256:{entry.file.sha256}"
        )


def readable(size: int) -> str:
    """A number of bytes for a person.

    Examples
    --------
    >>> readable(999), readable(1_500_000)
    ('999 bytes', '1.5 MB')
    """
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {_UNITS[unit]}" if unit else f"{size} bytes"


def _files(entry: SourceEntry) -> Iterator[StoredFile]:
    yield entry.file
    for part in entry.parts:
        yield part.records
        for array in part.arrays.values():
            yield array.file
