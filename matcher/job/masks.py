"""Blank out markup without moving a character.

Descriptions arrive as text with left-over HTML, Markdown, links and e-mail quoting.  Every mark is
replaced by as many spaces (or a line end and a bullet sign), so all offsets stay those of the file.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<!--.*?-->|</?([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}>", re.DOTALL)
_BREAKING = frozenset(
    [
        "p",
        "div",
        "br",
        "ul",
        "ol",
        "tr",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dl",
        "dt",
        "dd",
        "td",
        "th",
        "hr",
        "blockquote",
        "aside",
        "main",
        "nav",
        "form",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BOLD = frozenset(("b", "strong"))
_ENTITIES = {
    "&amp;": "&",
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&rsquo;": "'",
    "&lsquo;": "'",
    "&ndash;": "-",
    "&mdash;": "-",
    "&bull;": "•",
    "&middot;": "·",
    "&laquo;": '"',
    "&raquo;": '"',
}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)) + r"|&#\d{2,5};|&#x[0-9a-fA-F]{2,4};")
_LINK = re.compile(r"(!?\[)([^\[\]\n]{0,200})(\]\([^()\s]{0,500}\))")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]>\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=[^\s*_])|(?<=[^\s*_])[*_](?![\w*])")
_FRONT_MATTER = re.compile(r"\A---\n.{0,2000}?\n---\n", re.DOTALL)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u00ad"), " ")


def mask_markup(text: str) -> str:
    r"""Text of the same length in which only words, signs and line ends are left.

    Headings in HTML become lines of their own that end in a colon where there is room for one;
    list items become bullets.

    Examples
    --------
    >>> masked = mask_markup("<ul><li>Java &amp; Go</li></ul>")
    >>> masked.split(), len(masked)
    (['•', 'Java', '&', 'Go'], 31)
    """
    masked = text.translate(_INVISIBLE)
    masked = _FRONT_MATTER.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), masked)
    if "<" in masked:
        masked = _TAG.sub(_mask_tag, masked)
    if "&" in masked:
        masked = _ENTITY.sub(_mask_entity, masked)
    if "](" in masked:
        masked = _LINK.sub(_mask_link, masked)
    masked = _EMPHASIS.sub(" ", masked)
    masked = _ADDRESS.sub(lambda m: " " * len(m.group()), masked)
    return masked.replace("\r\n", " \n").replace("\r", "\n").replace("\xa0", " ")


def _mask_tag(match: re.Match[str]) -> str:
    name, length = (match.group(1) or "").lower(), len(match.group())
    closing = match.group().startswith("</")
    blank = "".join("\n" if c == "\n" else " " for c in match.group())
    if name == "li" and not closing:
        return "\n•" + blank[2:]
    if name in _BOLD:
        return " " * (length - 2) + "**" if not closing else "**" + " " * (length - 2)
    if name in _HEADINGS:
        return "\n\n##" + " " * (length - 4) if not closing else "\n" + blank[1:]
    if name in _BREAKING or name == "li":
        return "\n" + blank[1:]
    return blank


def _mask_entity(match: re.Match[str]) -> str:
    entity = match.group()
    sign = _ENTITIES.get(entity)
    if sign is None:
        code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        sign = chr(code) if 32 <= code < 0xD800 else " "
        sign = {"’": "'", "–": "-", "—": "-", "\xa0": " "}.get(sign, sign)
    return sign + " " * (len(entity) - 1)


def _mask_link(match: re.Match[str]) -> str:
    opening, label, target = match.groups()
    return " " * len(opening) + label + " " * len(target)
