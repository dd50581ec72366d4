"""Parts: the outcomes of one chunk each, kept on disk until the run is done.

A part is an Arrow file with a batch per job, as the kernel gives them, so that merging reads what
belongs to one job and nothing else.  Parts are written in the order of the chunks, each whole or
not at all: those that are there tell where a run that was killed goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from matcher.batch.files import write_whole
from matcher.batch.kernel import Chunk, ChunkOutcomes, Kernel, StoredChunk
from matcher.batch.schema import outcomes
from matcher.errors import InputError

_SCORED, _ASIDE = b"scored", b"set_aside"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many candidates were scored and how many set aside."""

    scored: int = 0
    set_aside: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.scored + other.scored, self.set_aside + other.set_aside)

    @property
    def rows(self) -> int:
        """All of them."""
        return self.scored + self.set_aside


def encoded(found: ChunkOutcomes) -> bytes:
    """A part's bytes."""
    counts = {_SCORED: b"%d" % found.scored, _ASIDE: b"%d" % found.set_aside}
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, outcomes().with_metadata(counts), options=options) as writer:
        for batch in found.batches:
            writer.write_batch(batch)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def part_of(kernel: Kernel, chunk: Chunk | StoredChunk) -> bytes:
    """The bytes of the part that a chunk becomes."""
    return encoded(kernel.score(chunk))


class Parts:
    """The parts of a run.

    Parameters
    ----------
    folder : Path
        Where they are.
    batches : int
        Batches in each.
    """

    def __init__(self, folder: Path, batches: int) -> None:
        self._folder = folder
        self._batches = batches
        self.counts: list[Counts] = []
        while (found := self._read_counts(len(self.counts))) is not None:
            self.counts.append(found)

    def __len__(self) -> int:
        return len(self.counts)

    def add(self, content: bytes) -> Counts:
        """Write the next part.

        Raises
        ------
        InputError
            If there is no room for it.
        """
        write_whole(self._path(len(self)), content)
        found = self._read_counts(len(self))
        if found is None:
            raise InputError(str(self._path(len(self))), "was damaged while it was written")
        self.counts.append(found)
        return found

    def of_part(self, number: int) -> Iterator[pa.RecordBatch]:
        """The batches of one part in their order."""
        with pa.memory_map(str(self._path(number))) as file:
            reader = pa.ipc.open_file(file)
            for batch in range(reader.num_record_batches):
                yield reader.get_batch(batch)

    def at(self, place: int) -> Iterator[pa.RecordBatch]:
        """The batches that stand at one place in every part: those of one job."""
        for number in range(len(self)):
            with pa.memory_map(str(self._path(number))) as file:
                yield pa.ipc.open_file(file).get_batch(place)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:07d}.arrow"

    def _read_counts(self, number: int) -> Counts | None:
        """What a part counts; None where there is none, or none that can be read."""
        path = self._path(number)
        if not path.is_file():
            return None
        try:
            with pa.memory_map(str(path)) as file:
                reader = pa.ipc.open_file(file)
                whole = reader.num_record_batches == self._batches
                counts = reader.schema.metadata
                return Counts(int(counts[_SCORED]), int(counts[_ASIDE])) if whole else None
        except (pa.ArrowInvalid, OSError):
            return None
