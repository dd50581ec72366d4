"""Runs of a DOCX file that nobody can see: marked as hidden, white on white, or a point high."""

from __future__ import annotations

from typing import Any

from matcher.documents.docx_styles import ParagraphStyles, W

#: Text no higher than this is for machines (half-points).
MAX_TINY = 4
#: Each of the three parts of a colour from which it counts as white (0…255).
WHITE_FROM = 0xF0

_SHADES = (f"{W}tcPr/{W}shd", f"{W}tblPr/{W}shd", f"{W}pPr/{W}shd")
_STYLED_TABLE = f"{W}tblPr/{W}tblStyle"
_BOX = f"{W}txbxContent"


class Invisible:
    """Tells runs that nobody sees.

    White text is hidden only where nothing darker can lie behind it: a shade, a table with a
    style, a text box or a coloured page.

    Parameters
    ----------
    document : lxml element
        The root of ``document.xml``.
    styles : ParagraphStyles
        The styles of the document.
    """

    def __init__(self, document: Any, styles: ParagraphStyles) -> None:
        self._coloured_page = document.find(f"{W}background") is not None
        self._styles = styles

    def is_run(self, run: Any, paragraph: Any) -> bool:
        """Whether a run of a paragraph is hidden."""
        own = run.find(f"{W}rPr")
        if own is None and not self._styles.hides(paragraph):
            return False
        if is_on(run, "vanish") or self._size(run, paragraph) <= MAX_TINY:
            return True
        return self._is_white(run, paragraph) and not self._is_backed(run)

    def _size(self, run: Any, paragraph: Any) -> int:
        size = _value(run.find(f"{W}rPr/{W}sz")) or self._styles.run_value(paragraph, "sz")
        return int(size) if size.isascii() and size.isdigit() and len(size) < 6 else MAX_TINY + 1

    def _is_white(self, run: Any, paragraph: Any) -> bool:
        colour = run.find(f"{W}rPr/{W}color")
        named = _value(colour) or self._styles.run_value(paragraph, "color")
        return is_white(named)

    def _is_backed(self, run: Any) -> bool:
        """Whether something other than the white page may lie behind a run."""
        if self._coloured_page or run.find(f"{W}rPr/{W}highlight") is not None:
            return True
        if _is_dark(run.find(f"{W}rPr/{W}shd")):
            return True
        for around in run.iterancestors():
            if around.tag == _BOX or around.find(_STYLED_TABLE) is not None:
                return True
            if any(_is_dark(around.find(shade)) for shade in _SHADES):
                return True
        return False


def is_on(run: Any, name: str) -> bool:
    """Whether a run carries a mark such as ``b`` or ``vanish``."""
    mark = run.find(f"{W}rPr/{W}{name}")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def is_white(colour: str) -> bool:
    """Whether ``RRGGBB`` is white or nearly so.

    Examples
    --------
    >>> is_white("FFFFFF"), is_white("FEFEFE"), is_white("auto"), is_white("C0C0C0")
    (True, True, False, False)
    """
    if len(colour) != 6:
        return False
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return False
    return min(parts) >= WHITE_FROM


def _is_dark(shade: Any) -> bool:
    if shade is None:
        return False
    fill = shade.get(f"{W}fill") or "auto"
    themed = shade.get(f"{W}themeFill") is not None
    return themed or (fill != "auto" and not is_white(fill))


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""
