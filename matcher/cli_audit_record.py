"""``matcher audit verify`` and ``erase``: what they ask for and what they say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Exit

from matcher.cli_options import DONE, SET_ASIDE
from matcher.errors import InputError
from matcher.terminal import note

if TYPE_CHECKING:
    from matcher.audit.record_reader import Record, RecordedRun

_LONGEST_WORDS = 200

RecordArgument = Annotated[Path, typer.Argument(metavar="RECORD", help="A record of runs.")]


def add_record_commands(audit_app: typer.Typer) -> None:
    """Put the commands about records under ``matcher audit``."""
    audit_app.command(epilog="Example: matcher audit verify nightly/record.jsonl")(verify)
    audit_app.command(
        epilog="Example: matcher audit erase record.jsonl --candidate c031 "
        "--why 'asked for by the candidate' --by 'A. Officer'",
    )(erase)


def verify(
    record: RecordArgument,
    expect: Annotated[
        list[str] | None,
        typer.Option("--expect", metavar="DIGEST", help="A line's digest that was noted earlier."),
    ] = None,
) -> None:
    """Check the chain of a record: what was altered, removed, moved, cut off or erased."""
    from matcher.audit.record_reader import read_record
    from matcher.output import write_result

    found = read_record(record)
    gone = [digest for digest in expect or () if not found.holds(digest)]
    write_result([f"{line}\n" for line in _lines(found, gone)], None)
    whole = found.verdict.sound and found.verdict.has_head and not gone
    raise Exit(DONE if whole else SET_ASIDE)


def erase(
    record: RecordArgument,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="Why; stands in the record for good.")
    ],
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who erases; stands in the record for good.")
    ],
    candidate: Annotated[
        str | None,
        typer.Option("--candidate", metavar="ID", help="Everything about this candidate."),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="AGE", help="Runs and decisions of that age: 365d."),
    ] = None,
) -> None:
    """Erase what a record tells of a candidate, or of long ago; its chain stays whole."""
    from matcher.audit.erasing import age_of
    from matcher.audit.erasing import erase as erased
    from matcher.audit.recorder import utc_now

    if (candidate is None) == (older_than is None):
        found = "erases nothing by itself" if candidate is None else "is given with --older-than"
        raise InputError("--candidate", found, allowed="--candidate ID or --older-than AGE")
    lines = erased(
        record,
        why=_words("--why", why),
        by=_words("--by", by),
        now=utc_now(),
        randomness=os.urandom,
        candidate=candidate,
        older_than=None if older_than is None else age_of(older_than),
    )
    note(f"{record}: {lines:,} line{'' if lines == 1 else 's'} erased; the chain is whole")
    raise Exit(DONE)


def _words(option: str, given: str) -> str:
    words = given.strip()
    if not 1 <= len(words) <= _LONGEST_WORDS or not words.isprintable():
        allowed = f"1 to {_LONGEST_WORDS} printable characters"
        raise InputError(option, f"{given!r} cannot stand in a record", allowed=allowed)
    return words


def _lines(record: Record, gone: list[str]) -> Iterator[str]:
    verdict = record.verdict
    for finding in verdict.breaks:
        yield f"broken: {finding}"
    for digest in gone:
        yield f"broken: no line has the digest {digest}"
    for finding in verdict.notes:
        yield f"note: {finding}"
    if verdict.sound:
        for finding in record.gaps():
            yield f"note: {finding}"
        yield from map(_run_line, record.runs)
    said = "sound" if verdict.sound and not gone else "broken"
    last = f", the last with digest {verdict.last.digest}" if verdict.last else ""
    yield f"{record.path}: {said}: {len(record.lines):,} lines, {verdict.erased:,} erased{last}"


def _run_line(run: RecordedRun) -> str:
    told = run.told
    jobs = ", ".join(job.job for job in run.jobs[:3]) + (", …" if len(run.jobs) > 3 else "")
    read = told.counts["read"]
    return f"run {told.run}: {told.command} of {told.when}: {read:,} candidates for {jobs}"
