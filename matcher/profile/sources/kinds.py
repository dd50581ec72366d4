"""Which kind of input a file is: its content decides, then its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from matcher.documents.decode import SAMPLE_BYTES, tell_encoding
from matcher.documents.formats import ZIP_DAMAGE, binary_format, ending_of, is_html, refused_kind
from matcher.errors import InputError
from matcher.profile.sources.delimited import looks_like_table

#: Bytes from the beginning that tell a kind.
HEAD_BYTES = SAMPLE_BYTES
#: Endings of delimited tables, and of texts that are no table whatever their first line.
TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".psv")
_PROSE_ENDINGS = (".md", ".markdown", ".eml", ".htm", ".html", ".xhtml", ".pdf", ".docx", ".doc")
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
_JSON = re.compile(r"\s*(?:\[\s*)?\{\s*[\"}]")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")
_DOCUMENT_ENDINGS = (".docx", ".docm", ".dotx", ".odt", ".ods", ".pages", ".pptx")


class Kind(StrEnum):
    """What reads an input."""

    DELIMITED = "a CSV or TSV table"
    JSON = "JSON"
    WORKBOOK = "an XLSX workbook"
    PARQUET = "a Parquet table"
    ARCHIVE = "a ZIP archive"
    DOCUMENT = "a document"

    @property
    def is_table(self) -> bool:
        """Whether it holds rows and nothing else."""
        return self in (Kind.DELIMITED, Kind.WORKBOOK, Kind.PARQUET)


_OFFICE = (("xl/", Kind.WORKBOOK), ("word/", Kind.DOCUMENT), ("ppt/", Kind.DOCUMENT))


def kind_of(path: Path | io.BytesIO, name: str, *, mapped: bool = False) -> Kind:
    """The kind of a file.

    Parameters
    ----------
    path : Path or BytesIO
        The file, or all its bytes.
    name : str
        Its ending decides between a table and a résumé where the text does not; a text without a
        name (standard input) is a table.
    mapped : bool
        Whether the user named columns, so that a text can only be a table.

    Examples
    --------
    >>> kind_of(io.BytesIO(b"Jane Doe, nurse"), "cv.txt"), kind_of(io.BytesIO(b"a,b"), "a.csv")
    (<Kind.DOCUMENT: 'a document'>, <Kind.DELIMITED: 'a CSV or TSV table'>)
    """
    head = _head(path)
    if head.startswith(_ZIP):
        return _kind_of_zip(path, ending_of(name))
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if refused_kind(head) or binary_format(head, name):
        return Kind.DOCUMENT
    ending = ending_of(name)
    if ending in _JSON_ENDINGS:
        return Kind.JSON
    text = _text(head, name)
    if ending in TABLE_ENDINGS:
        return Kind.DELIMITED
    if _JSON.match(text) and ending not in _PROSE_ENDINGS:
        return Kind.JSON
    if is_html(text, name) or ending in _PROSE_ENDINGS:
        return Kind.DOCUMENT
    return Kind.DELIMITED if not name or mapped or looks_like_table(text) else Kind.DOCUMENT


def _head(path: Path | io.BytesIO) -> bytes:
    if isinstance(path, io.BytesIO):
        return path.getvalue()[:HEAD_BYTES]
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _text(head: bytes, name: str) -> str:
    """The beginning as text, or nothing where it is none."""
    whole = head if len(head) < HEAD_BYTES else head[: HEAD_BYTES - HEAD_BYTES % 4]
    try:
        found = tell_encoding(io.BytesIO(whole), name, rows=True)
    except InputError:
        return ""
    return whole[found.mark :].decode(found.codec, "replace")


def _kind_of_zip(path: Path | io.BytesIO, ending: str) -> Kind:
    """Office files are archives too: what lies in them tells, or the name of a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except ZIP_DAMAGE:
        names = []
    if "[content_types].xml" in names:
        for start, kind in _OFFICE:
            if any(name.startswith(start) for name in names):
                return kind
    if ending in _WORKBOOK_ENDINGS:
        return Kind.WORKBOOK
    is_document = ending in _DOCUMENT_ENDINGS or names[:1] == ["mimetype"]
    return Kind.DOCUMENT if is_document else Kind.ARCHIVE
