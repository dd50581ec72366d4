"""The kernel on more than one machine: Spark gives it rows and takes its outcomes.

Nothing is scored here.  :func:`score_dataframe` is for a Spark job of one's own, whose rows many
machines read; :func:`parts_by_spark` is the engine of ``matcher batch --engine spark``, whose rows
one machine reads and numbers.  Both are a ``mapInPandas`` around the one
:class:`matcher.batch.kernel.Kernel`.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher import __version__
from matcher.batch.frames import FrameLayout, outcomes_of
from matcher.batch.kernel import BatchJob, Chunk, Kernel, Order, StoredChunk
from matcher.batch.parts import part_of
from matcher.batch.schema import BEST, outcomes
from matcher.batch.shipping import Shipped, kernel_of
from matcher.errors import InputError, MatcherError
from matcher.model import Job
from matcher.scoring import Policy
from matcher.taxonomy.store import load_taxonomy
from matcher.taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    import pandas as pd
    from pyspark import Broadcast
    from pyspark.sql import Column, DataFrame, SparkSession

#: What Spark calls with the frames of one partition.
OverFrames = Callable[["Iterable[pd.DataFrame]"], "Iterator[pd.DataFrame]"]

_OPTION = "--engine spark"
_JAVA = "Java 17 or later, by JAVA_HOME or on the path"
_LIBRARIES = "pip install 'requirement-matcher[spark]'"
#: Waves of chunks under way: while one is finished, the cores that are free begin the next.
_WAVES = 2
_ROW = "row"


def score_dataframe(
    df: DataFrame,
    jobs: Mapping[str, Job],
    policy: Policy,
    as_of: date,
    *,
    columns: Mapping[str, str] | None = None,
    row: str | None = None,
    keep: Sequence[str] = (),
    top: int | None = None,
    taxonomy: Taxonomy | None = None,
    key: bytes | None = None,
    source: str = "DataFrame",
) -> DataFrame:
    """Score the candidates of a Spark DataFrame, a row each, for all jobs.

    Parameters
    ----------
    df : DataFrame
        With a column of ids, which are to be unique, and one of text at least.  Only the columns
        that are read or kept are taken from it, cast to text.
    jobs : mapping of str to Job
        By id.
    policy : Policy
        Every figure in force.
    as_of : date
        The day "to date" means.
    columns : mapping of str to str, optional
        Header by column, as ``{"resume": "Resume_str"}``, before those that are recognised by
        their names.  None is guessed by its content, as the first rows may be any.
    row : str, optional
        The column of whole numbers that becomes ``row`` of the outcomes; null without it.
    keep : sequence of str
        Columns that pass through, into ``kept``.
    top : int, optional
        Keep each job's best so many, with reasons and ``rank``; without it all pairs are kept.
    taxonomy : Taxonomy, optional
        Skills to look for; by default those shipped with the package on each machine.
    key : bytes, optional
        Makes ids pseudonyms, and everything else blind.
    source : str
        Name of the DataFrame in outcomes and messages.

    Returns
    -------
    DataFrame
        Not computed yet: a row for each pair kept (``outcome`` is ``best`` or ``pair``), and for
        each candidate that was set aside or is for a person to read, in the shape of
        :func:`matcher.batch.schema.outcomes`; with ``top`` a column ``rank`` behind it, as the
        ranking has it.  :func:`with_ranks` gives all pairs theirs.  The rows are those of
        ``matcher batch`` and depend neither on partitions nor on their order.

    Raises
    ------
    InputError
        If no column holds ids or text, one that is to be kept is not there, one holds neither
        text nor numbers nor dates, columns are kept although the outcomes are blind, or ``top``
        is not at least 1.
    NothingAskedError, ConfigError
        If a job cannot be scored by.

    Examples
    --------
    >>> def nightly(spark, applicants, jobs):  # doctest: +SKIP
    ...     scored = score_dataframe(
    ...         spark.read.parquet(applicants), jobs, Policy.default(), date(2026, 11, 1), top=100
    ...     )
    ...     scored.where("outcome = 'best'").write.parquet("best")
    """
    if top is not None and top < 1:
        raise InputError("top", f"is {top}", allowed="1 or more, or None for all pairs")
    if keep and key is not None:
        found = "cells that pass through may say who somebody is, and the outcomes are blind"
        raise InputError("keep", found, allowed="keep or key, not both")
    layout = FrameLayout.of(df.columns, source, columns, keep, blind=key is not None)
    known = taxonomy or load_taxonomy()
    order = Order(
        jobs=tuple(BatchJob(job_id, job, job_id) for job_id, job in jobs.items()),
        taxonomy=known,
        policy=policy,
        as_of=as_of,
        versions={"matcher": __version__, "taxonomy": known.digest, "policy": policy.digest},
        top=top or 0,
        everybody=top is None,
        key=key,
    )
    Kernel(order)  # A job that cannot be scored by is told here, not by a machine of the cluster.
    shared = df.sparkSession.sparkContext.broadcast(Shipped.of(order))
    scored = _cells(df, layout, row).mapInPandas(_over_rows(shared, layout), _spark_schema())
    return scored if top is None else _best_of(scored, top)


def with_ranks(scored: DataFrame) -> DataFrame:
    """All pairs with their ``rank``, null where nothing could be read.

    Parameters
    ----------
    scored : DataFrame
        Of :func:`score_dataframe` without ``top``.  It is computed twice, to count who stands
        where and to say so; so write it and read it again, or persist it, first.

    Returns
    -------
    DataFrame
        One more than those who stand better: counted by score, of which there are 20,002 at most
        for a job, so that no job's pairs have to be sorted in one place.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    place = ["job_id", "readable", "ranked_below", "score_hundredths"]
    before = (
        Window.partitionBy("job_id")
        .orderBy("ranked_below", f.col("score_hundredths").desc())
        .rowsBetween(Window.unboundedPreceding, -1)
    )
    counted = scored.where("readable").groupBy(*place).count()
    better = f.coalesce(f.sum("count").over(before), f.lit(0))
    ranks = counted.select(*place, (better + 1).alias("rank"))
    return scored.join(f.broadcast(ranks), place, "left").select(*scored.columns, "rank")


def parts_by_spark(
    kernel: Kernel, chunks: Iterable[Chunk | StoredChunk], workers: int | None
) -> Iterator[bytes]:
    """Parts made by the machines of a Spark cluster, or by the cores of this one.

    Chunks travel in waves, one for each core, and what is known of the best so far with them.

    Parameters
    ----------
    kernel : Kernel
        What to do.
    chunks : iterable of Chunk or StoredChunk
        Taken as needed; the stores of stored ones have to be within reach of all machines.
    workers : int, optional
        Cores of this machine; by default Spark's own configuration decides.

    Raises
    ------
    InputError
        If Spark or Java is missing, or a machine cannot do its part.
    """
    with _session(workers) as spark:
        wave = spark.sparkContext.defaultParallelism
        shared = spark.sparkContext.broadcast(Shipped.of(kernel.order))
        rest = enumerate(chunks)
        waiting: deque[Future[list[bytes]]] = deque()
        with ThreadPoolExecutor(_WAVES) as pool:
            try:
                while some := list(islice(rest, wave)):
                    waiting.append(pool.submit(_wave, spark, shared, some))
                    if len(waiting) == _WAVES:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                for each in waiting:
                    each.cancel()
        shared.destroy()


def _wave(
    spark: SparkSession,
    shared: Broadcast[Shipped],
    some: Sequence[tuple[int, Chunk | StoredChunk]],
) -> list[bytes]:
    """Parts of some chunks, in their order."""
    rows = [(number, pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL)) for number, chunk in some]
    with _told():
        given = spark.createDataFrame(rows, "number long, chunk binary")
        done = given.mapInPandas(_over_chunks(shared), "number long, part binary").collect()
    return [bytes(part) for _, part in sorted(map(tuple, done))]


def _over_chunks(shared: Broadcast[Shipped]) -> OverFrames:
    """What a machine does with chunks that were cut elsewhere."""

    def score(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        kernel = kernel_of(shared.value)
        for frame in frames:
            parts = [part_of(kernel, pickle.loads(chunk)) for chunk in frame["chunk"]]
            yield frame[["number"]].assign(part=parts)

    return score


def _over_rows(shared: Broadcast[Shipped], layout: FrameLayout) -> OverFrames:
    """What a machine does with rows."""

    def score(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        chunks = (layout.chunk(list(_rows(frame))) for frame in frames)
        for found in outcomes_of(kernel_of(shared.value), chunks):
            yield found.to_pandas(integer_object_nulls=True)

    return score


def _rows(frame: pd.DataFrame) -> Iterator[tuple[int | None, Sequence[str]]]:
    """Number and cells of each row; numbers come as text, which holds all of them exactly."""
    numbers, *cells = (frame[name].tolist() for name in frame.columns)
    known = (int(number) if number else None for number in numbers)
    return zip(known, zip(*cells, strict=True), strict=True)


def _cells(df: DataFrame, layout: FrameLayout, row: str | None) -> DataFrame:
    """The row's number, then the cells that travel, all as text."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import AtomicType, BinaryType

    # By position, as headers may hold dots, or stand twice.
    plain = df.toDF(*(f"c{at}" for at in range(len(df.columns))))
    for at in layout.used:
        kind = df.schema.fields[at].dataType
        if not isinstance(kind, AtomicType) or isinstance(kind, BinaryType):
            found = f"column {df.columns[at]!r} holds {kind.simpleString()}"
            raise InputError(layout.source, found, "header", "text, numbers or dates")
    if row is not None and row not in df.columns:
        raise InputError(layout.source, f"has no column {row!r}", _ROW, ", ".join(df.columns))
    number = f.lit(None) if row is None else f.col(f"c{df.columns.index(row)}").cast("long")

    def text(cell: Column, name: str) -> Column:
        return f.coalesce(cell.cast("string"), f.lit("")).alias(name)

    cells = (text(f.col(f"c{at}"), f"c{at}") for at in layout.used)
    return plain.select(text(number, _ROW), *cells)


def _best_of(scored: DataFrame, top: int) -> DataFrame:
    """Of each partition's best the best of all, in the order of the ranking, with their ranks."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    is_best = f.col("outcome") == BEST
    # Those without a job are no job's to sort, so they are spread.
    spread = f.when(~is_best, f.hash("candidate_id", "row"))
    of_job = Window.partitionBy("job_id", spread)
    points = f.col("score_hundredths").desc()
    standing = of_job.orderBy("ranked_below", points)
    placed = of_job.orderBy("ranked_below", points, "candidate_id")
    ranked = scored.withColumn("rank", f.when(is_best, f.rank().over(standing)).cast("long"))
    ranked = ranked.withColumn("place", f.row_number().over(placed))
    return ranked.where(~is_best | (f.col("place") <= top)).drop("place")


def _spark_schema() -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(outcomes())


@contextmanager
def _session(workers: int | None) -> Iterator[SparkSession]:
    """The session that is running, or one that is ended behind the block."""
    try:
        import_module("pandas")
        from pyspark.sql import SparkSession
    except ImportError as error:
        found = f"needs {error.name}, which is not installed"
        raise InputError(_OPTION, found, allowed=_LIBRARIES) from error
    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    if not _has_java():
        raise InputError(_OPTION, "finds no Java", allowed=_JAVA)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("matcher").config("spark.ui.showConsoleProgress", False)
    if workers is not None:
        builder = builder.master(f"local[{workers}]")
    with _told():
        spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return Path(home, "bin", "java").exists() if home else shutil.which("java") is not None


@contextmanager
def _told() -> Iterator[None]:
    """Errors of Spark as one line: what a machine said last."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise InputError(_OPTION, _words(str(error))) from error


def _words(message: str) -> str:
    r"""Of a trace from another machine what its program said; else the first line.

    Examples
    --------
    >>> _words("Traceback:\n  File x\nmatcher.errors.InputError: store: is damaged\n\nat java")
    'store: is damaged'
    >>> _words("[CANNOT] connect\n\tat org.apache")
    'cannot go on: [CANNOT] connect'
    """
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    for name in (f"{each.__module__}.{each.__name__}: " for each in _own_errors()):
        for line in lines:
            if line.startswith(name):
                return line.removeprefix(name)
    return f"cannot go on: {lines[0] if lines else 'Spark ended'}"


def _own_errors() -> list[type[MatcherError]]:
    return [MatcherError, *MatcherError.__subclasses__(), *InputError.__subclasses__()]
