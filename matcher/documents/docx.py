"""DOCX to text with its structure: paragraphs, lists, tables, text boxes in their order."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matcher.documents.characters import readable
from matcher.documents.document import ALLOWED, MAX_TEXT, Extract, too_long
from matcher.documents.docx_archive import check_archive
from matcher.documents.docx_hidden import Invisible, is_on
from matcher.documents.docx_styles import ParagraphStyles, W
from matcher.documents.formats import ZIP_DAMAGE
from matcher.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

#: Deeper nesting of tables, text boxes and content controls is left out, and said so.
MAX_NESTING = 60
#: Longer cells hold the layout of a page rather than a table (characters).
_LONGEST_CELL = 160
#: Longer bold paragraphs are emphasis rather than headings (characters).
_LONGEST_BOLD = 80
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Deleted text, fields' instructions and properties are not what a reader sees.
_UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_NESTING_NOTE = f"parts nested deeper than {MAX_NESTING} levels were left out"
_DAMAGED = "is a damaged DOCX file"


def read_docx(raw: bytes, source: str, *, page_furniture: bool = False) -> Extract:
    """Text of a DOCX file: paragraphs, tables and text boxes in the order of the body.

    Parameters
    ----------
    raw : bytes
        Of the whole file.
    source : str
        For messages.
    page_furniture : bool
        Put the headers of pages before the text and the footers behind it, each once.

    Raises
    ------
    InputError
        If the archive is damaged, encrypted, holds macros, or unpacks beyond the limits.
    """
    check_archive(raw, source)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(raw))
        reader = _Reader(document, source)
        lines = list(reader.lines(page_furniture=page_furniture))
    except (
        *(*ZIP_DAMAGE, zlib.error, OpcError, LxmlError, RuntimeError),
        *(KeyError, AttributeError, TypeError, IndexError, AssertionError),
    ) as error:
        words = " ".join(str(error).split())[:120]
        found = f"{_DAMAGED}: {words}" if words else _DAMAGED
        raise InputError(source, found, allowed=ALLOWED) from error
    text = readable("\n".join(lines)).strip("\n")
    return Extract(text, tuple(sorted(reader.notes)), reader.hidden_words)


class _Reader:
    def __init__(self, document: DocxDocument, source: str) -> None:
        self._document = document
        self._source = source
        self._styles = ParagraphStyles(document.styles.element)
        self._length = 0
        self.notes: set[str] = set()
        self.hidden_words = 0
        self._invisible = Invisible(document.element, self._styles)

    def lines(self, *, page_furniture: bool) -> Iterator[str]:
        body = self._document.element.body
        if body is None:
            return
        if page_furniture:
            yield from self._furniture("header")
        yield from self._blocks(body, 0)
        if page_furniture:
            yield from self._furniture("footer")

    def _furniture(self, which: str) -> Iterator[str]:
        seen: set[str] = set()
        for section in self._document.sections:
            for prefix in ("first_page_", "", "even_page_"):
                part = getattr(section, f"{prefix}{which}")
                text = "" if part.is_linked_to_previous else self._text_of(part._element)
                if text and text not in seen:
                    seen.add(text)
                    yield from ("", text, "")

    def _text_of(self, element: Any) -> str:
        return "\n".join(line for line in self._blocks(element, 0) if line.strip())

    def _blocks(self, parent: Any, nesting: int) -> Iterator[str]:
        """Lines of paragraphs and tables below an element; content controls are looked into."""
        if nesting > MAX_NESTING:
            self.notes.add(_NESTING_NOTE)
            return
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, nesting)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, nesting)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child, nesting + 1)

    def _table(self, table: Any, nesting: int) -> Iterator[str]:
        for row in _inner(table, "tr", {"tbl"}):
            cells = []
            for cell in _inner(row, "tc", {"tr", "tbl"}):
                if not _continues(cell):
                    lines = [line for line in self._blocks(cell, nesting + 1) if line.strip()]
                    cells.append([line.strip("\n") for line in lines])
            filled = [cell for cell in cells if cell]
            if all(_is_short(cell) for cell in filled):
                yield " | ".join(cell[0].strip("*") for cell in filled)
            else:
                for cell in filled:
                    yield from (*cell, "")

    def _paragraph(self, paragraph: Any, nesting: int) -> Iterator[str]:
        seen = _Seen(paragraph, self._invisible)
        self.hidden_words += seen.hidden_words
        text = seen.text.strip()
        self._length += len(text) + 1
        if self._length > MAX_TEXT:
            raise too_long(self._source)
        style = self._styles.of(paragraph)
        if text and style.is_heading:
            yield f"\n## {' '.join(text.split())}"
        elif text and style.is_item and not text.startswith(("-", "•", "*")):
            yield f"{'  ' * style.list_level}- {text}"
        elif seen.all_bold and len(text) <= _LONGEST_BOLD and "\n" not in text:
            yield f"**{text}**"
        else:
            yield text
        for box in seen.boxes:
            yield from self._blocks(box, nesting + 1)


def _inner(parent: Any, name: str, borders: set[str]) -> Iterator[Any]:
    """Elements of a name below another, in order, not those of a table in between."""
    stops = {f"{W}{border}" for border in borders}
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag not in stops and element.tag != f"{W}tc":
            waiting.extend(reversed(element))


def _is_short(cell: list[str]) -> bool:
    return len(cell) == 1 and len(cell[0]) < _LONGEST_CELL and "\n" not in cell[0]


def _continues(cell: Any) -> bool:
    """Whether a cell only continues the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


class _Seen:
    """Text of a paragraph as a reader sees it, and the text boxes that hang on it."""

    def __init__(self, paragraph: Any, invisible: Invisible) -> None:
        words: list[str] = []
        self.boxes: list[Any] = []
        self.hidden_words = 0
        self.all_bold = True
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{W}r":
                if invisible.is_run(element, paragraph):
                    hidden = "".join(part.text or "" for part in element.iter(f"{W}t"))
                    self.hidden_words += max(1, len(hidden.split()))
                    continue
                self._weigh(element)
            if element.tag == f"{W}t":
                words.append(element.text or "")
            elif element.tag in _BREAKS:
                words.append(_BREAKS[element.tag])
            elif element.tag == f"{W}sym":
                words.append("• " if not words else " ")
            elif element.tag == f"{W}txbxContent":
                self.boxes.append(element)
            elif element.tag not in _UNSEEN and element.tag != _FALLBACK:
                waiting.extend(reversed(element))
        self.text = "".join(words)
        self.all_bold = self.all_bold and any(map(str.isalnum, self.text))

    def _weigh(self, run: Any) -> None:
        written = "".join(part.text or "" for part in run.findall(f"{W}t"))
        if any(map(str.isalnum, written)) and not is_on(run, "b"):
            self.all_bold = False
