"""HTML to text with its structure: headings, lists, tables, paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcher.errors import InputError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Pages nested deeper, or with more elements, are refused.
MAX_DEPTH = 2_000
MAX_NODES = 400_000
_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form"),
        *("svg", "iframe", "button", "select", "input", "textarea", "head", "object", "canvas"),
    )
)
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "blockquote"),
        *("pre", "table", "tr", "figure", "figcaption", "address", "details", "summary", "body"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def html_text(html: str, source: str) -> str:
    """Text of a page; what is hidden or belongs to its frame is left out.

    Raises
    ------
    InputError
        If the page nests too deeply or holds too many elements.

    Examples
    --------
    >>> print(html_text("<h2>Skills</h2><ul><li>Java<li>Go &amp; C</ul>", "x.html"))
    ## Skills
    - Java
    - Go & C
    """
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(html)
    root = parser.body or parser.root
    if root is None:
        return ""
    writer = _Writer()
    node: LexborNode | None = root
    depth = count = 0
    while node is not None:
        count += 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise InputError(source, "nests too deeply or holds too many elements")
        tag = node.tag
        if tag == "-text":
            writer.text(node.text_content or "")
            child = None
        elif tag in _SKIPPED or tag is None or tag.startswith(("-", "!")) or _is_hidden(node):
            child = None
        else:
            writer.open(tag)
            child = node.child
            if child is None:
                writer.close(tag)
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node.next is None:
            node, depth = node.parent, depth - 1
            if node is None or node == root:
                return writer.result()
            writer.close(node.tag or "")
        node = node.next
    return writer.result()


def _is_hidden(node: object) -> bool:
    attributes = getattr(node, "attributes", None) or {}
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(attributes.get("style") or ""))


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.lists = 0
        self.verbatim = 0

    def text(self, words: str) -> None:
        if self.verbatim:
            first, *rest = words.split("\n")
            self.line += first
            for line in rest:
                self._end()
                self.line = line
            return
        flat = re.sub(r"\s+", " ", words)
        if not self.line or self.line.endswith(" "):
            flat = flat.lstrip() if not self.line.strip("-# ") else flat.lstrip(" ")
        self.line += flat

    def open(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._end(gap=True)
            self.line = "## "
        elif tag == "li":
            self._end()
            self.line = "  " * max(0, self.lists - 1) + "- "
        elif tag in _CELLS:
            self.line += " | " if self.line.strip() else ""
        elif tag == "br" or (tag in _BLOCKS and self.line.strip("-# ")):
            self._end()
        if tag in ("ul", "ol"):
            self.lists += 1
        if tag == "pre":
            self.verbatim += 1

    def close(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists -= 1
        if tag == "pre":
            self.verbatim -= 1
        if tag in _HEADINGS or tag in ("p", "ul", "ol", "table", "section", "article"):
            self._end(gap=tag != "li" and tag not in _HEADINGS)
        elif tag in _BLOCKS or tag == "li":
            self._end()

    def _end(self, *, gap: bool = False) -> None:
        line = self.line.rstrip()
        self.line = ""
        if line.strip("-# "):
            self.lines.append(line)
        if gap and self.lines and self.lines[-1]:
            self.lines.append("")

    def result(self) -> str:
        self._end()
        return "\n".join(self.lines).strip("\n")
