"""HTML to text with its structure: which parts of a page are read, and which are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcher.documents.decode import known_charset
from matcher.documents.document import MAX_TEXT, Extract, too_long
from matcher.documents.html_cost import check_cost
from matcher.documents.html_writer import PageWriter
from matcher.errors import InputError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Pages with more elements and texts are refused.
MAX_NODES = 1_000_000
_NEVER_READ = frozenset(
    (
        *("head", "title", "script", "style", "noscript", "template", "svg", "math", "iframe"),
        *("object", "embed", "canvas", "audio", "video", "map", "dialog"),
        *("button", "select", "input", "textarea", "datalist", "option", "optgroup", "progress"),
    )
)
#: Parts that frame a page; ``header`` stays where it heads an article rather than the page.
_FRAME = frozenset(("nav", "header", "footer", "aside"))
_FRAME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_CONTENT = frozenset(("main", "article"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?:\.0+)?(?![\d.])"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1(?:\.0+)?(?=\s*(?:px|pt)))(?![\d.])|(?:text-indent|left"
    r"|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![\w-])(color|background(?:-color)?)\s*:\s*([^;]+)", re.IGNORECASE)
_SHEET = re.compile(r"<style|<link[^>]{0,300}stylesheet", re.IGNORECASE)
_GROUNDS = frozenset(("class", "id", "bgcolor", "background"))
_WHITES = frozenset(("white", "#ffffff", "#fff", "rgb(255,255,255)", "rgba(255,255,255,1)"))
_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_CHARSET_BYTES = 8 * 1024
_FRAME_NOTE = "the page stands in its frame alone (nav, header, footer, aside); that was read"


def decode_page(
    raw: bytes, text: str, encoding: str, notes: tuple[str, ...]
) -> tuple[str, str, tuple[str, ...]]:
    r"""Decode a page anew where it declares an encoding and what it has was a guess.

    Parameters
    ----------
    raw : bytes
        Of the page.
    text, encoding, notes
        As :func:`matcher.documents.decode.decode_text` gave them.

    Examples
    --------
    >>> page = b'<meta charset="windows-1251">\xcf\xf0'
    >>> decode_page(page, "", "cp1252", ("guessed",))[0][-2:]
    'Пр'
    """
    declared = _CHARSET.search(raw[:_CHARSET_BYTES])
    charset = known_charset(declared.group(1).decode("ascii", "replace")) if declared else None
    if not notes or charset is None:
        return text, encoding, notes
    try:
        return raw.decode(charset), charset, ()
    except UnicodeDecodeError:
        return text, encoding, notes


def read_html(html: str, source: str) -> Extract:
    """Text of a page; what is hidden, steers it or frames it is left out.

    Raises
    ------
    InputError
        If the page nests too deeply, or holds too many elements or too much text.

    Examples
    --------
    >>> print(read_html("<p>Skills</p><ul><li>Java<li>Go &amp; C</ul>", "x.html").text)
    Skills
    <BLANKLINE>
    - Java
    - Go & C
    """
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    check_cost(html, source)
    try:
        parser = LexborHTMLParser(html)
        root = parser.body or parser.root
    except (SelectolaxError, ValueError) as error:
        found = "is no HTML that can be read"
        raise InputError(source, found, allowed="HTML text") from error
    if root is None:
        return Extract("")
    unstyled = not _SHEET.search(html)
    text, hidden = _text_of(root, source, framed=False, unstyled=unstyled)
    if text.strip():
        return Extract(text, hidden_words=hidden)
    text, hidden = _text_of(root, source, framed=True, unstyled=unstyled)
    return Extract(text, (_FRAME_NOTE,) if text.strip() else (), hidden)


def _text_of(root: LexborNode, source: str, *, framed: bool, unstyled: bool) -> tuple[str, int]:
    """Text, and the number of words that nobody sees.

    Walk the tree with a stack of its own: a page may nest deeper than Python recurses.
    """
    writer = PageWriter()
    waiting: list[LexborNode | str] = [root]
    seen = content = hidden = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            writer.close(node)
            content -= node in _CONTENT
            continue
        seen += 1
        if seen > MAX_NODES:
            allowed = f"at most {MAX_NODES:,}"
            raise InputError(source, "holds too many elements", allowed=allowed)
        if node is not root and (following := node.next) is not None:
            waiting.append(following)
        tag = node.tag or ""
        if tag == "-text":
            writer.text(node.text_content or "")
            if writer.length > MAX_TEXT:
                raise too_long(source)
        elif tag not in _NEVER_READ and _is_unseen(node, unstyled=unstyled):
            hidden += len((node.text(deep=True, separator=" ") or "").split())
        elif _is_read(tag, node, in_content=content > 0, framed=framed):
            writer.open(tag)
            content += tag in _CONTENT
            waiting.append(tag)
            if (child := node.child) is not None:
                waiting.append(child)
    return writer.result(), hidden


def _is_read(tag: str, node: LexborNode, *, in_content: bool, framed: bool) -> bool:
    if tag in _NEVER_READ or tag.startswith(("-", "!", "?")):
        return False
    attributes = node.attributes
    if attributes and _is_hidden(attributes):
        return False
    if framed or (tag == "header" and in_content):
        return True
    role = (attributes.get("role") or "").strip().lower() if attributes else ""
    return tag not in _FRAME and role not in _FRAME_ROLES


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or (attributes.get("aria-hidden") or "").strip().lower() == "true"


def _is_unseen(node: LexborNode, *, unstyled: bool) -> bool:
    """Whether an element's own style keeps everybody from seeing it."""
    style = node.attributes.get("style") if node.attributes else None
    if not style:
        return False
    if _HIDDEN.search(style):
        return True
    colours = {name.lower(): _colour(value) for name, value in _COLOUR.findall(style)}
    behind = colours.get("background-color") or colours.get("background")
    if "color" not in colours or behind:
        return bool(behind) and colours.get("color") == behind
    return colours["color"] == "white" and unstyled and _on_white(node)


def _on_white(node: LexborNode) -> bool:
    """Whether nothing around an element may lie behind it in a colour of its own."""
    around = node.parent
    while around is not None:
        attributes = around.attributes or {}
        if _GROUNDS & attributes.keys() or "background" in (attributes.get("style") or "").lower():
            return False
        around = around.parent
    return True


def _colour(value: str) -> str:
    """One spelling for a colour's several; white for all of its own."""
    plain = re.sub(r"\s", "", value.lower()).removesuffix("!important")
    if len(plain) == 4 and plain.startswith("#"):
        plain = "#" + "".join(2 * digit for digit in plain[1:])
    return "white" if plain in _WHITES else plain
