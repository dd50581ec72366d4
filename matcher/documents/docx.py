"""DOCX to text with its structure, after the archive's own figures were checked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcher.documents.document import ALLOWED
from matcher.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

#: Limits of the archive: entries, bytes unpacked, and how often an entry may be larger than packed.
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
_MAX_NESTING = 10
#: Longer cells hold the layout of a page rather than a table (characters).
_LONGEST_CELL = 160


def docx_text(raw: bytes, source: str) -> str:
    """Text of a DOCX file: paragraphs and tables in the order of the body.

    Raises
    ------
    InputError
        If the archive is damaged, encrypted, holds macros, or unpacks beyond the limits.
    """
    _check_archive(raw, source)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(raw))
        return "\n".join(_lines(document))
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        words = " ".join(str(error).split())[:120]
        raise InputError(source, f"is a damaged DOCX file: {words}", allowed=ALLOWED) from error


def _check_archive(raw: bytes, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InputError(source, "is a damaged DOCX file", allowed=ALLOWED) from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise InputError(source, "is a ZIP file, no DOCX", allowed=ALLOWED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise InputError(source, "holds macros", allowed="DOCX without macros")
    unpacked = sum(entry.file_size for entry in entries)
    bomb = any(
        entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or bomb:
        found = f"unpacks to {unpacked:,} bytes in {len(entries):,} entries"
        raise InputError(source, found, allowed=f"{MAX_UNPACKED:,} bytes, {MAX_ENTRIES:,} entries")


def _lines(document: DocxDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        yield from _block(block, 0)


def _block(block: Paragraph | Table, nesting: int) -> Iterator[str]:
    from docx.table import Table as TableType

    if not isinstance(block, TableType):
        yield _paragraph(block)
        return
    if nesting > _MAX_NESTING:
        return
    for row in block.rows:
        seen: set[int] = set()
        cells = []
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                parts = [
                    line
                    for inner in cell.iter_inner_content()
                    for line in _block(inner, nesting + 1)
                ]
                cells.append([part for part in parts if part.strip()])
        if all(len(cell) <= 1 and sum(map(len, cell)) < _LONGEST_CELL for cell in cells):
            yield " | ".join(cell[0] for cell in cells if cell)
        else:
            for cell in cells:
                yield from (*cell, "")


def _paragraph(paragraph: Paragraph) -> str:
    text = paragraph.text.strip()
    if not text:
        return ""
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    properties = paragraph._p.pPr
    if style.startswith(("heading", "title")):
        return f"\n## {text}"
    numbered = properties is not None and properties.numPr is not None
    if (numbered or "list" in style) and not text.startswith(("-", "•", "*")):
        return f"- {text}"
    return text
