"""Tell what an input is, and open it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from matcher.documents import MAX_BYTES
from matcher.documents.document import ALLOWED as DOCUMENTS
from matcher.errors import InputError
from matcher.profile.sources.archive import Archive
from matcher.profile.sources.delimited import read_table
from matcher.profile.sources.folder import Folder
from matcher.profile.sources.json_records import json_records
from matcher.profile.sources.json_source import open_json
from matcher.profile.sources.kinds import Kind, kind_of
from matcher.profile.sources.members import Member
from matcher.profile.sources.parquet import open_parquet
from matcher.profile.sources.resume_files import ResumeFiles, open_document
from matcher.profile.sources.rows import ALLOWED, Resumes, Table
from matcher.profile.sources.text_file import text_file
from matcher.profile.sources.unpacked import Unpacked, copy, unpacked
from matcher.profile.sources.workbook import open_workbook


@contextmanager
def open_source(source: str, mapping: Mapping[str, str] | None = None) -> Iterator[Table | Resumes]:
    """Open candidates of any kind.

    Parameters
    ----------
    source : str
        A file, a folder, or ``-`` for standard input.
    mapping : mapping of str to str, optional
        Header by column; what it names counts as a header, and a text is then a table.

    Raises
    ------
    InputError
        If the whole of it cannot be used.
    """
    if source != "-" and _is_folder(source):
        with _members(Folder(source), mapping) as opened:
            yield opened
        return
    with unpacked(source) as found, _opened(found, mapping) as opened:
        yield opened


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except ValueError:
        return False


@contextmanager
def _opened(found: Unpacked, mapping: Mapping[str, str] | None) -> Iterator[Table | Resumes]:
    kind = kind_of(found.path, found.name, mapped=bool(mapping))
    if found.break_off and kind not in (Kind.DELIMITED, Kind.JSON):
        raise InputError(found.source, found.break_off, allowed="a whole file")
    if kind is Kind.ARCHIVE:
        with (
            closing(Archive(found.source, found.path)) as archive,
            _members(archive, mapping) as opened,
        ):
            yield opened
    elif kind is Kind.WORKBOOK:
        with closing(open_workbook(found, frozenset((mapping or {}).values()))) as workbook:
            yield workbook
    elif kind is Kind.PARQUET:
        with closing(open_parquet(found)) as parquet:
            yield parquet
    elif kind is Kind.JSON:
        yield open_json(json_records(text_file(found, ALLOWED), found.name), found.name)
    elif kind is Kind.DELIMITED:
        yield read_table(text_file(found, ALLOWED))
    else:
        yield _document(found)


def _document(found: Unpacked) -> Resumes:
    try:
        return open_document(found)
    except InputError as error:
        problem = error.problem
        allowed = ALLOWED if problem.allowed == DOCUMENTS else problem.allowed
        raise InputError(found.source, problem.found, problem.place, allowed) from error


@contextmanager
def _members(
    members: Folder | Archive, mapping: Mapping[str, str] | None
) -> Iterator[Table | Resumes]:
    """Files as résumés; a single file that is a table, as that table."""
    if not len(members):
        raise InputError(members.source, "holds no files", allowed=ALLOWED)
    only = next(iter(members))
    if len(members) > 1 or not _is_table(only):
        yield ResumeFiles(members)
        return
    with tempfile.NamedTemporaryFile(prefix="matcher-") as spool:
        copy(only.pieces(), spool, members.source)
        inside = Unpacked(f"{members.source}/{only.name}", only.name, Path(spool.name))
        with _opened(inside, mapping) as opened:
            yield opened


def _is_table(only: Member) -> bool:
    if only.problem:
        return False
    try:
        raw = only.read(MAX_BYTES)
    except InputError:
        return False
    kind = kind_of(io.BytesIO(raw), only.name)
    return kind.is_table or kind is Kind.JSON
