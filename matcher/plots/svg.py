"""A figure as SVG that can stand inside any page: alone, harmless, the same bytes each time."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from matcher.plots.style import styled
from matcher.report.harmless import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_LOCAL = re.compile(r"url\(#([^)]+)\)")
#: What matplotlib says in a style sheet, which would hold for the whole page around.
_ALL = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def figure_svg(figure: Figure, *, prefix: str | None = None) -> str:
    """A figure as an ``svg`` element to stand in an HTML page or notebook.

    Letters are drawn as shapes, so it looks the same without any font.  It refers to nothing
    outside itself, holds no style sheet, no ``style`` attribute and no script, and so is drawn
    under the strictest content policy; a heading and a description tell screen readers what it
    shows.

    Parameters
    ----------
    figure : Figure
        One of this room, or any other of matplotlib.
    prefix : str, optional
        Of all ids inside, so that those of several figures on one page differ; letters, digits and
        hyphens.  By default a digest of what is drawn.

    Raises
    ------
    ValueError
        If the prefix holds another sign.

    Examples
    --------
    >>> from matcher.plots import learned_weights
    >>> text = figure_svg(learned_weights({"levels.bonus": 1}, {"levels.bonus": (0.4, 0.1, 0.9)}))
    >>> text.startswith("<svg "), 'role="img"' in text, "http://www.w3.org/1999/xlink" in text
    (True, True, False)
    """
    if prefix is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", prefix):
        raise ValueError(f"prefix {prefix!r} is not made of letters, digits and hyphens")
    drawn = BytesIO()
    with styled():
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    root = etree.fromstring(drawn.getvalue(), etree.XMLParser(resolve_entities=False))
    _strip(root)
    own = prefix or f"f{hashlib.sha256(etree.tostring(root)).hexdigest()[:10]}"
    _prefix_ids(root, own)
    _say(root, own, getattr(figure, "heading", "Figure"), getattr(figure, "description", ""))
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _strip(root: etree._Element) -> None:
    """Leave shapes alone: no comments, data about data, style sheets or style attributes."""
    etree.strip_elements(root, f"{_SVG}metadata", f"{_SVG}style", etree.Comment, with_tail=False)
    for element in root.iter():
        for name, value in _declarations(element.attrib.pop("style", "")):
            element.set(name, value)
        target = element.attrib.pop(_LINK, None)
        if target is not None:
            element.set("href", target)
    for name, value in _ALL.items():
        root.set(name, value)


def _declarations(style: str) -> list[tuple[str, str]]:
    parts = (part.partition(":") for part in style.split(";"))
    return [(name.strip(), value.strip()) for name, colon, value in parts if colon]


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{prefix}-{value}")
            elif name == "href" and str(value).startswith("#"):
                element.set(name, f"#{prefix}-{value[1:]}")
            elif "url(#" in value:
                element.set(name, _LOCAL.sub(rf"url(#{prefix}-\1)", str(value)))


def _say(root: etree._Element, prefix: str, heading: str, description: str) -> None:
    """The title and description that a screen reader reads instead."""
    said = {"title": one_line(heading, 300), "desc": one_line(description, 1000)}
    elements = []
    for name, words in said.items():
        element = etree.Element(f"{_SVG}{name}")
        element.set("id", f"{prefix}-{name}")
        element.text = words
        elements.append(element)
    for element in reversed(elements):
        root.insert(0, element)
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(str(element.get("id")) for element in elements))
