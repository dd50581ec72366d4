"""What runs the kernel: the processes of this machine, or Spark.

An engine makes parts of chunks, in the order of the chunks.  It changes no outcome, so a run that
one engine began may be gone on with by another.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from matcher.batch.kernel import Chunk, Kernel, StoredChunk

#: Makes the parts of chunks with so many workers; None leaves their number to the engine.
Engine: TypeAlias = "Callable[[Kernel, Iterable[Chunk | StoredChunk], int | None], Iterator[bytes]]"


class EngineName(StrEnum):
    """Engines by name."""

    LOCAL = "local"
    SPARK = "spark"


def engine_of(name: EngineName) -> Engine:
    """The engine with a name; Spark's library is imported when it begins.

    Examples
    --------
    >>> engine_of(EngineName.LOCAL) is parts_by_processes
    True
    """
    if name is EngineName.LOCAL:
        return parts_by_processes
    from matcher.batch.spark import parts_by_spark

    return parts_by_spark


def parts_by_processes(
    kernel: Kernel, chunks: Iterable[Chunk | StoredChunk], workers: int | None
) -> Iterator[bytes]:
    """Parts made by processes of this machine.

    Raises
    ------
    InputError
        While iterating: if a process was ended from outside.
    """
    from matcher.batch.parts import part_of
    from matcher.processes import in_order

    return in_order(part_of, kernel, chunks, workers)
