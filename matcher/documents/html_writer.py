"""Elements and texts of a page, one after the other, to lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPHS = frozenset(
    (
        *("p", "ul", "ol", "dl", "menu", "table", "pre", "blockquote", "section", "article"),
        *("main", "hr", "figure", "fieldset", "details"),
    )
)
_LINES = frozenset(
    (
        *("div", "li", "dt", "dd", "tr", "caption", "thead", "tbody", "tfoot", "form", "address"),
        *("header", "footer", "nav", "aside", "figcaption", "summary", "legend", "center", "body"),
        *("hgroup", "dir", "title"),
    )
)
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_CELLS = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong"))
#: Deeper lists are not indented further; longer cells get a line of their own (characters);
#: longer bold lines are emphasis rather than headings (characters).
_MAX_INDENT = 8
_LONG_CELL = 200
_LONG_BOLD = 100
_LINE, _PARAGRAPH = 1, 2


@dataclass(slots=True)
class _Row:
    """A table row: how many lines there were when it began."""

    lines: int


class PageWriter:
    """Builds lines; ends of lines wait until there is text behind them.

    Attributes
    ----------
    length : int
        Characters written so far.

    Examples
    --------
    >>> writer = PageWriter()
    >>> writer.open("li")
    >>> writer.text("Java")
    >>> writer.result()
    '- Java'
    """

    def __init__(self) -> None:
        self.length = 0
        self._lines: list[str] = []
        self._line: list[str] = []
        self._break = 0
        self._space = False
        self._marker = ""
        self._lists = 0
        self._verbatim = 0
        self._bold = 0
        self._all_bold = True
        self._rows: list[_Row] = []
        self._next_cell = False

    def open(self, tag: str) -> None:
        """Begin an element."""
        if tag in _CELLS:
            self._open_cell()
        elif tag == "br":
            self._request(_PARAGRAPH if self._break else _LINE)
        elif tag in _HEADINGS:
            self._mark("## ", _PARAGRAPH)
        elif tag == "li":
            self._mark("  " * min(_MAX_INDENT, max(0, self._lists - 1)) + "- ", _LINE)
        else:
            self._request(self._weight(tag))
        if tag == "tr":
            self._end()
            self._rows.append(_Row(len(self._lines)))
        self._lists += tag in _LISTS
        self._verbatim += tag == "pre"
        self._bold += tag in _BOLD

    def close(self, tag: str) -> None:
        """End an element."""
        self._lists -= tag in _LISTS
        self._verbatim -= tag == "pre"
        self._bold -= tag in _BOLD
        if tag == "tr" and self._rows:
            self._rows.pop()
            self._next_cell = False
        if tag == "li":
            self._marker = ""
        self._request(_LINE if tag in _HEADINGS else self._weight(tag))

    def text(self, words: str) -> None:
        """Add text: white space is folded, except in ``pre``."""
        if self._verbatim:
            first, *rest = words.replace("\r\n", "\n").split("\n")
            self._write(first, verbatim=True)
            for line in rest:
                self._break = max(self._break, _LINE)
                self._write(line, verbatim=True)
            return
        folded = _SPACES.sub(" ", words)
        if folded in ("", " "):
            self._space = self._space or bool(folded)
            return
        self._space = self._space or folded[0] == " "
        self._write(folded.strip(" "), verbatim=False)
        self._space = folded[-1] == " "

    def result(self) -> str:
        """All lines, joined."""
        self._end()
        return "\n".join(self._lines).strip("\n")

    def _weight(self, tag: str) -> int:
        if tag in _LISTS and self._lists:
            return _LINE
        if tag == "p" and (self._lists or self._rows):
            return _LINE
        return _PARAGRAPH if tag in _PARAGRAPHS else _LINE if tag in _LINES else 0

    def _request(self, weight: int) -> None:
        if weight and not self._next_cell:
            self._break = max(self._break, weight)

    def _mark(self, marker: str, weight: int) -> None:
        self._next_cell = False
        self._request(weight)
        self._marker = marker

    def _open_cell(self) -> None:
        row = self._rows[-1] if self._rows else None
        same_line = row is not None and bool(self._line) and len(self._lines) == row.lines
        if same_line and sum(map(len, self._line)) <= _LONG_CELL:
            self._next_cell = True
            self._break = 0
        else:
            self._request(_LINE)

    def _write(self, words: str, *, verbatim: bool) -> None:
        if not words:
            return
        if self._next_cell:
            self._line.append(" | ")
        elif self._break:
            self._end()
        elif self._space and self._line:
            self._line.append(" ")
        self._next_cell = False
        if not self._line:
            self._start_line(verbatim=verbatim)
        if not self._bold and any(map(str.isalnum, words)):
            self._all_bold = False
        self._line.append(words)
        self._space = False
        self.length += len(words) + 3

    def _start_line(self, *, verbatim: bool) -> None:
        inside = "  " * min(_MAX_INDENT, self._lists) if not verbatim else ""
        self._line.append(self._marker or inside)
        self._all_bold = not self._marker and not inside
        self._marker = ""

    def _end(self) -> None:
        line = "".join(self._line).rstrip()
        self._line.clear()
        if line.strip():
            heading = self._all_bold and len(line) <= _LONG_BOLD and " | " not in line
            self._lines.append(f"**{line}**" if heading else line)
        if self._break == _PARAGRAPH and self._lines and self._lines[-1]:
            self._lines.append("")
        self._break = 0
