"""Ledgers as Arrow columns, in the shape of :mod:`matcher.batch.schema`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa

from matcher.batch.schema import COVERAGE, ledger_entry, outcomes
from matcher.model import Entry, Ledger

_SURROGATE = re.compile("[\ud800-\udfff]")
#: Somebody without a ledger: outcome, row, id, field and error.
Other = tuple[str, int | None, str | None, str | None, str | None]


def pair_batch(
    outcome: str,
    job_id: str,
    source: str,
    shown_ids: Sequence[str],
    rows: Sequence[int | None],
    kept: Sequence[Sequence[str]],
    ledgers: Sequence[Ledger],
    reasons: Sequence[Sequence[str]] | None = None,
) -> pa.RecordBatch:
    """Pairs of one job and candidates of one source.

    Parameters
    ----------
    outcome : str
        ``best`` or ``pair``.
    job_id, source : str
        The job and the source.
    shown_ids, rows, kept, ledgers : sequences of one length
        Per candidate: the id or pseudonym, the row if it may be shown, the cells that pass
        through, and the ledger.
    reasons : sequence of sequence of str, optional
        A sentence per line of each ledger.
    """
    count = len(ledgers)
    met = [[count for pair in led.coverage().values() for count in pair] for led in ledgers]
    columns: dict[str, Any] = {
        "outcome": [outcome] * count,
        "job_id": [job_id] * count,
        "source": [source] * count,
        "row": rows,
        "candidate_id": [storable(each) for each in shown_ids],
        "score_hundredths": [ledger.score for ledger in ledgers],
        "score_high_hundredths": [ledger.score_high for ledger in ledgers],
        **{name: [counts[at] for counts in met] for at, name in enumerate(COVERAGE)},
        "eligible": [ledger.eligible for ledger in ledgers],
        "readable": [ledger.readable for ledger in ledgers],
        "ranked_below": [ledger.ranked_below for ledger in ledgers],
        "flags": [list(ledger.flags) for ledger in ledgers],
        "ledger": _ledgers(ledgers, reasons),
        "kept": [[storable(cell) for cell in cells] for cells in kept],
    }
    return _batch(columns, count)


def other_batch(source: str, others: Iterable[Other]) -> pa.RecordBatch:
    """Those of a source without a ledger: outcome, row, id, field and error of each."""
    found = list(others)
    columns: dict[str, Any] = {
        "outcome": [each[0] for each in found],
        "source": [source] * len(found),
        "row": [each[1] for each in found],
        "candidate_id": [None if each[2] is None else storable(each[2]) for each in found],
        "field": [each[3] for each in found],
        "error": [None if each[4] is None else storable(each[4]) for each in found],
    }
    return _batch(columns, len(found))


def joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Batches one behind the other; none at all is an empty one."""
    if not batches:
        return _batch({}, 0)
    return pa.concat_batches(batches)


def storable(text: str) -> str:
    r"""A text that is UTF-8: lone surrogates, which no file format holds, are replaced.

    Examples
    --------
    >>> storable("Ada"), storable("a\ud800b") == "a\ufffdb"
    ('Ada', True)
    """
    return _SURROGATE.sub("\ufffd", text)


def _batch(columns: dict[str, Any], count: int) -> pa.RecordBatch:
    schema = outcomes()
    arrays = [_array(columns.get(field.name), field.type, count) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: Any, kind: pa.DataType, count: int) -> pa.Array:
    if values is None:
        return pa.nulls(count, kind)
    return values if isinstance(values, pa.Array) else pa.array(values, kind)


def _ledgers(ledgers: Sequence[Ledger], reasons: Sequence[Sequence[str]] | None) -> pa.Array:
    """All entries one behind the other, and where each ledger begins: no object per entry."""
    entries = [entry for ledger in ledgers for entry in ledger.entries]
    sentences = None if reasons is None else [storable(why) for each in reasons for why in each]
    columns: dict[str, Any] = _entry_columns(entries)
    fields = list(ledger_entry())
    arrays = [
        _array(
            sentences if field.name == "reason" else columns[field.name], field.type, len(entries)
        )
        for field in fields
    ]
    begins = [0, *accumulate(len(ledger.entries) for ledger in ledgers)]
    return pa.ListArray.from_arrays(
        pa.array(begins, pa.int32()), pa.StructArray.from_arrays(arrays, fields=fields)
    )


def _entry_columns(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    assessed = [entry.assessment for entry in entries]
    return {
        "requirement_id": [each.requirement_id for each in assessed],
        "level": [str(entry.level) for entry in entries],
        "status": [str(each.status) for each in assessed],
        "basis": [str(each.basis) for each in assessed],
        "credit": [each.low for each in assessed],
        "credit_high": [each.high for each in assessed],
        "worth_hundredths": [entry.worth for entry in entries],
        "points_hundredths": [entry.points for entry in entries],
        "points_high_hundredths": [entry.points_high for entry in entries],
    }
