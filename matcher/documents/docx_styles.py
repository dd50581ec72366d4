"""What a paragraph of a DOCX file is, by its own properties and those of its style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Namespace of WordprocessingML, as ElementTree writes it.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Styles inherit from each other at most so far.
_MAX_ANCESTORS = 12
_MAX_LEVEL = 8


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """Whether a paragraph is a heading or a list item, and how deep its list nests (0 to 8)."""

    is_heading: bool = False
    is_item: bool = False
    list_level: int = 0


class ParagraphStyles:
    """The paragraph styles of a document.

    Parameters
    ----------
    styles : lxml element
        The root of ``styles.xml``.
    """

    def __init__(self, styles: Any) -> None:
        self._by_id = {
            style.get(f"{W}styleId") or "": style for style in styles.findall(f"{W}style")
        }
        self._known: dict[str, ParagraphStyle] = {}

    def of(self, paragraph: Any) -> ParagraphStyle:
        """What a paragraph is; its own properties outweigh those of its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ParagraphStyle()
        named = properties.find(f"{W}pStyle")
        style = self._style("" if named is None else named.get(f"{W}val") or "")
        numbered, level = _numbering(properties)
        is_item = style.is_item if numbered is None else numbered
        is_heading = style.is_heading or _is_outlined(properties)
        return ParagraphStyle(is_heading, is_item and not is_heading, level or style.list_level)

    def run_value(self, paragraph: Any, name: str) -> str:
        """What a paragraph's style says of its runs: ``sz``, ``color``; "" where it is silent."""
        style_id = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        for _ in range(_MAX_ANCESTORS):
            style = self._by_id.get(style_id)
            if style is None:
                break
            if found := _value(style.find(f"{W}rPr/{W}{name}")):
                return found
            style_id = _value(style.find(f"{W}basedOn"))
        return ""

    def hides(self, paragraph: Any) -> bool:
        """Whether a paragraph's style says anything of colour or size."""
        return bool(self.run_value(paragraph, "color") or self.run_value(paragraph, "sz"))

    def _style(self, style_id: str) -> ParagraphStyle:
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _resolved(self, style_id: str) -> ParagraphStyle:
        is_heading, is_item, level = False, None, 0
        for _ in range(_MAX_ANCESTORS):
            style = self._by_id.get(style_id)
            if style is None:
                break
            name = _value(style.find(f"{W}name")).lower()
            is_heading = is_heading or name.startswith("heading") or name == "title"
            numbered = None
            if (properties := style.find(f"{W}pPr")) is not None:
                is_heading = is_heading or _is_outlined(properties)
                numbered, level_here = _numbering(properties)
                level = level or level_here
            if is_item is None:
                is_list = name.startswith(("list bullet", "list number"))
                is_item = True if is_list else numbered
            style_id = _value(style.find(f"{W}basedOn"))
        return ParagraphStyle(is_heading, bool(is_item), level)


def _numbering(properties: Any) -> tuple[bool | None, int]:
    number = properties.find(f"{W}numPr/{W}numId")
    if number is None:
        return None, 0
    level = _value(properties.find(f"{W}numPr/{W}ilvl"))
    depth = int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0
    return _value(number) != "0", min(_MAX_LEVEL, depth)


def _is_outlined(properties: Any) -> bool:
    """Whether a paragraph stands in the document's outline: levels 0 to 8; 9 is body text."""
    return _value(properties.find(f"{W}outlineLvl")) in set("012345678")


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""
