"""Which glyphs of a PDF page nobody can see: without ink, white on white, tiny, or off the page."""

from __future__ import annotations

import ctypes
from itertools import islice
from typing import Any

#: Glyphs no higher than this are for machines (points).
MAX_TINY = 1.5
#: Each of the three parts of a colour from which it counts as white (0…255).
WHITE_FROM = 0xF0
#: So many shapes of a page are looked at for a ground behind white text.
_MAX_SHAPES = 2000
_NO_INK = 3
_FILLED = 0


class Ink:
    """Tells the glyphs of one page that nobody sees.

    Scanned pages carry a layer of text without ink over the picture: where no glyph has any, or
    most have none and a picture fills the page, that layer is the page's text and is read.
    White text counts as hidden only where no shape and no picture lies behind it.

    Parameters
    ----------
    page, textpage : pypdfium2 objects
        The page and its text.
    """

    def __init__(self, page: Any, textpage: Any) -> None:
        self._page, self._textpage = page, textpage
        self._box = page.get_bbox()
        self._known: dict[int, tuple[bool, bool]] = {}
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._grounds: list[tuple[float, float, float, float]] | None = None
        self._scanned = self._is_scanned()

    def is_hidden(self, index: int, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether the glyph with this number and box is hidden."""
        low_left, low_bottom, up_right, up_top = self._box
        if right < low_left or left > up_right or top < low_bottom or bottom > up_top:
            return True
        without_ink, white = self._of(index)
        if without_ink:
            return not self._scanned
        if 0 < top - bottom <= MAX_TINY:
            return True
        return white and not self._has_ground((left + right) / 2, (bottom + top) / 2)

    def _of(self, index: int) -> tuple[bool, bool]:
        """Whether a glyph has no ink, and whether its ink is white; one text object is alike."""
        import pypdfium2.raw as pdfium

        shown = pdfium.FPDFText_GetTextObject(self._textpage, index)
        address = ctypes.cast(shown, ctypes.c_void_p).value or 0
        if not address:
            return False, False
        if address not in self._known:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(shown)
            white = mode == _FILLED and self._is_white(shown)
            self._known[address] = (mode == _NO_INK, white)
        return self._known[address]

    def _is_white(self, shown: Any) -> bool:
        import pypdfium2.raw as pdfium

        red, green, blue, alpha = self._parts
        if not pdfium.FPDFPageObj_GetFillColor(shown, red, green, blue, alpha):
            return False
        return alpha.value == 0 or min(red.value, green.value, blue.value) >= WHITE_FROM

    def _is_scanned(self) -> bool:
        """Whether the glyphs are the text of a picture."""
        count = self._textpage.count_chars()
        step = max(1, count // 50)
        sampled = [self._of(index)[0] for index in range(0, count, step)]
        without_ink = sum(sampled)
        if without_ink * 2 <= len(sampled):
            return False
        return without_ink == len(sampled) or self._is_picture()

    def _is_picture(self) -> bool:
        """Whether one picture covers half of the page or more."""
        import pypdfium2.raw as pdfium

        left, bottom, right, top = self._box
        pictures = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        boxes = [picture.get_bounds() for picture in islice(pictures, _MAX_SHAPES)]
        size = (right - left) * (top - bottom)
        return any((box[2] - box[0]) * (box[3] - box[1]) * 2 >= size for box in boxes)

    def _has_ground(self, x: float, y: float) -> bool:
        if self._grounds is None:
            self._grounds = self._coloured_shapes()
        return any(
            left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._grounds
        )

    def _coloured_shapes(self) -> list[tuple[float, float, float, float]]:
        """Boxes of pictures, shadings and of shapes that are not white."""
        import pypdfium2.raw as pdfium

        kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING]
        shapes = self._page.get_objects(filter=kinds, max_depth=4)
        return [
            shape.get_bounds()
            for shape in islice(shapes, _MAX_SHAPES)
            if shape.type != pdfium.FPDF_PAGEOBJ_PATH or not self._is_white(shape.raw)
        ]
