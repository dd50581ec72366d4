"""The shapes of what goes into the kernel, what comes out of it, and what is written at the end.

Here and nowhere else: every engine that runs the kernel, and every reader of its parts, goes by
these Arrow schemas.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pyarrow as pa

from matcher.model import ASKED_LEVELS

#: What a row of the kernel's output is: one of a job's best with its reasons, a pair of candidate
#: and job without them, somebody set aside, or somebody of whom nothing could be read.
BEST, PAIR, SET_ASIDE, TO_READ = "best", "pair", "set_aside", "to_read"

#: Columns of coverage: ``must_met``, ``must_asked``, ``preferred_met``, …
COVERAGE = tuple(f"{level}_{what}" for level in ASKED_LEVELS for what in ("met", "asked"))


@cache
def raw_rows() -> pa.Schema:
    """Rows of a table as they come: the kernel's input.

    ``row`` is the number of the data row, from 1; ``place`` where it stands in the file, for
    messages; ``cells`` are as many as the table's header has names; ``error`` is null, or says
    why the row cannot be used.
    """
    return pa.schema(
        [
            pa.field("row", pa.int64(), nullable=False),
            pa.field("place", pa.string(), nullable=False),
            pa.field("cells", pa.list_(pa.string()), nullable=False),
            pa.field("error", pa.string()),
        ]
    )


@cache
def ledger_entry() -> pa.StructType:
    """One line of a ledger: credits in ten-thousandths, points in hundredths."""
    return pa.struct(
        [
            pa.field("requirement_id", pa.string()),
            pa.field("level", pa.string()),
            pa.field("status", pa.string()),
            pa.field("basis", pa.string()),
            pa.field("credit", pa.int32()),
            pa.field("credit_high", pa.int32()),
            pa.field("worth_hundredths", pa.int32()),
            pa.field("points_hundredths", pa.int32()),
            pa.field("points_high_hundredths", pa.int32()),
            pa.field("reason", pa.string()),
        ]
    )


@cache
def outcomes() -> pa.Schema:
    """The kernel's output.

    ``outcome`` is :data:`BEST`, :data:`PAIR`, :data:`SET_ASIDE` or :data:`TO_READ`; the columns
    of the ledger are null for the last two, which belong to no job, and ``field`` and ``error``
    are null for all but :data:`SET_ASIDE`.  ``kept`` are the cells that pass through.
    """
    return pa.schema(
        [
            pa.field("outcome", pa.string(), nullable=False),
            pa.field("job_id", pa.string()),
            pa.field("source", pa.string(), nullable=False),
            pa.field("row", pa.int64()),
            pa.field("candidate_id", pa.string()),
            pa.field("score_hundredths", pa.int32()),
            pa.field("score_high_hundredths", pa.int32()),
            *(pa.field(name, pa.int32()) for name in COVERAGE),
            pa.field("eligible", pa.bool_()),
            pa.field("readable", pa.bool_()),
            pa.field("ranked_below", pa.bool_()),
            pa.field("flags", pa.list_(pa.string())),
            pa.field("ledger", pa.list_(ledger_entry())),
            pa.field("kept", pa.list_(pa.string())),
            pa.field("field", pa.string()),
            pa.field("error", pa.string()),
        ]
    )


#: Columns of a result that stand before the kept ones, in their order.
RESULT_COLUMNS = (
    *("job_id", "candidate_id", "rank", "score", "score_high"),
    *("score_hundredths", "score_high_hundredths"),
    *COVERAGE,
    *("eligible", "ranked_below", "flags", "source", "row", "ledger"),
)


def results(kept: Sequence[str]) -> pa.Schema:
    """The written result: one row a pair of job and candidate, kept columns last.

    ``rank`` is null where nothing of the candidate could be read.  ``score`` and ``score_high``
    are points, the hundredths beside them exact.

    Examples
    --------
    >>> results(["flags", "email"]).names[-3:]
    ['ledger', 'carried: flags', 'email']
    """
    kinds = {"rank": pa.int64(), "score": pa.float64(), "score_high": pa.float64()}
    fields = [
        pa.field(name, kinds[name]) if name in kinds else outcomes().field(name)
        for name in RESULT_COLUMNS
    ]
    return pa.schema([*fields, *(pa.field(name, pa.string()) for name in kept_names(kept))])


def kept_names(kept: Sequence[str]) -> list[str]:
    """Names of kept columns in the results: as asked for, unless the results have one such."""
    taken = {name.casefold() for name in RESULT_COLUMNS}
    return [f"carried: {name}" if name.casefold() in taken else name for name in kept]
