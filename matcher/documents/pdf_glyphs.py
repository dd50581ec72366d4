"""The glyphs of a PDF page as runs of text with their boxes, words parted by what is seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from statistics import median
from typing import Any

from matcher.documents.characters import readable
from matcher.documents.pdf_ink import Ink

#: Glyphs further apart on a line belong to different runs (points).
_WIDE_GAP = 11.0
#: A gap this much wider than the line's usual one parts two words (share of the line's height).
_WORD_GAP = 0.12
#: Letter-spacing is at most so wide (share of the line's height).
_MAX_SPACING = 0.35
#: Drawn bullets: edge in points, and how far to the left of their line they stand.
_BULLET_SIZE = (1.2, 8.0)
_BULLET_REACH = 26.0
#: Drawn shapes looked at on a page.
_MAX_SHAPES = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line and its box, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        """Height of the run's middle."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """Height of the run."""
        return max(self.top - self.bottom, 1.0)

    @property
    def has_bullet(self) -> bool:
        """Whether a bullet opens the run."""
        return self.text.startswith("• ")


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    left: float
    bottom: float
    right: float
    top: float
    spaced: bool

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def pieces_of(page: Any, textpage: Any) -> tuple[list[Piece], int]:
    """Runs of a page, and how many words of it nobody sees.

    Text that stands askew comes after the upright one.
    """
    turn = page.get_rotation()
    bullets = _Bullets(page)
    hidden = _Hidden(Ink(page, textpage))
    upright: list[Piece] = []
    run: list[_Glyph] = []
    shown = _glyphs(textpage, hidden, upright=not turn)
    glyphs = _turned(shown, page) if turn else shown
    for glyph in glyphs:
        if run and (glyph is None or _ends_run(run[-1], glyph, bullets)):
            upright += _piece(run, bullets)
            run = []
        if glyph is not None:
            run.append(glyph)
    return upright + _piece(run, bullets), hidden.words


class _Hidden:
    """Counts the words that nobody sees; the first glyph of each decides."""

    def __init__(self, ink: Ink) -> None:
        self._ink = ink
        self._last = -2
        self._hidden = False
        self.words = 0

    def takes(self, index: int, box: Any) -> bool:
        """Whether the glyph is hidden."""
        if index != self._last + 1:
            self._hidden = self._ink.is_hidden(index, box.left, box.bottom, box.right, box.top)
            self.words += self._hidden
        self._last = index
        return self._hidden


def _glyphs(textpage: Any, hidden: _Hidden, *, upright: bool) -> Iterator[_Glyph | None]:
    """Every glyph that shows, and None where PDFium ends a line."""
    import pypdfium2.raw as pdfium

    loose = pdfium.FS_RECTF()
    sides = [ctypes.c_double() for _ in range(4)]
    origin = [ctypes.c_double() for _ in range(2)]
    spaced = False
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code in (0x0A, 0x0D):
            yield None
            continue
        char = chr(code) if 0 < code < 0x110000 else " "
        if char.isspace():
            spaced = spaced or pdfium.FPDFText_IsGenerated(textpage, index) != 1
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, loose):
            continue
        if hidden.takes(index, loose):
            continue
        left, right = loose.left, loose.right
        if upright and pdfium.FPDFText_GetCharOrigin(textpage, index, *origin):
            left = max(left, min(right, origin[0].value))
        hangs = upright and pdfium.FPDFText_GetCharBox(textpage, index, *sides)
        if hangs and sides[1].value >= right - 0.01:
            right = left + _advance(textpage, index, code, right - left)
        char = "-" if code in (2, 0xFFFE) else char
        yield _Glyph(char, left, loose.bottom, right, loose.top, spaced)
        spaced = False


def _turned(glyphs: Iterator[_Glyph | None], page: Any) -> Iterator[_Glyph | None]:
    """Glyphs where they are shown on a page that is turned clockwise by 90, 180 or 270 degrees."""
    turn, wide, high = page.get_rotation(), page.get_width(), page.get_height()
    for glyph in glyphs:
        if glyph is None:
            yield None
            continue
        left, bottom, right, top = glyph.left, glyph.bottom, glyph.right, glyph.top
        if turn == 90:
            left, bottom, right, top = bottom, high - right, top, high - left
        elif turn == 180:
            left, bottom, right, top = wide - right, high - top, wide - left, high - bottom
        else:
            left, bottom, right, top = wide - top, left, wide - bottom, right
        yield _Glyph(glyph.char, left, bottom, right, top, glyph.spaced)


def _advance(textpage: Any, index: int, code: int, drawn: float) -> float:
    """How far a glyph moves the pen, where its ink hangs over into the next word."""
    import pypdfium2.raw as pdfium

    shown = pdfium.FPDFText_GetTextObject(textpage, index)
    matrix = pdfium.FS_MATRIX()
    if not shown or not pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        return drawn
    width = ctypes.c_float()
    size = ctypes.c_float(pdfium.FPDFText_GetFontSize(textpage, index))
    font = pdfium.FPDFTextObj_GetFont(shown)
    if not font or not pdfium.FPDFFont_GetGlyphWidth(font, code, size, width):
        return drawn
    advance = float(width.value * matrix.a)
    return advance if drawn * 0.5 < advance < drawn else drawn


def _ends_run(last: _Glyph, glyph: _Glyph, bullets: _Bullets) -> bool:
    height = glyph.height
    apart = glyph.left - last.right
    if abs(glyph.bottom - last.bottom) > height * 0.8 or apart < -height * 4:
        return True
    if apart > max(_WIDE_GAP, height):
        return True
    return apart > 2 and bullets.between(last.right, glyph)


def _piece(run: list[_Glyph], bullets: _Bullets) -> list[Piece]:
    if not run:
        return []
    gaps = [b.left - a.right for a, b in pairwise(run) if not b.spaced]
    height = run[0].height
    usual = median(gaps) if len(gaps) > 3 else 0.0
    limit = max(-height, min(usual, _MAX_SPACING * height)) + _WORD_GAP * height
    words = [run[0].char]
    for before, glyph in pairwise(run):
        parted = glyph.spaced or glyph.left - before.right > limit
        words.append(f" {glyph.char}" if parted else glyph.char)
    text = " ".join(readable("".join(words)).split())
    if not text:
        return []
    left = run[0].left
    if bullets.before(run[0]) and not text.startswith("•"):
        text = f"• {text}"
    return [Piece(left, run[0].bottom, run[-1].right, run[0].top, text)]


class _Bullets:
    """Small shapes as high as wide: bullets that are drawn, not written."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._rows: dict[int, list[tuple[float, float, float]]] = {}
        smallest, largest = _BULLET_SIZE
        shapes = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
        for shape in islice(shapes, _MAX_SHAPES):
            left, bottom, right, top = shape.get_bounds()
            wide, high = right - left, top - bottom
            if smallest < wide < largest and abs(wide - high) < wide * 0.15:
                middle = (bottom + top) / 2
                self._rows.setdefault(int(middle // 8), []).append((left, right, middle))

    def _near(self, glyph: _Glyph) -> Iterator[tuple[float, float]]:
        low, high = int(glyph.bottom // 8), int(glyph.top // 8)
        if high - low > 50:
            return
        for row in range(low, high + 1):
            for left, right, middle in self._rows.get(row, ()):
                if glyph.bottom < middle < glyph.top and right - left < glyph.height * 0.7:
                    yield left, right

    def before(self, glyph: _Glyph) -> bool:
        """Whether a bullet stands a little to the left of this glyph."""
        return any(
            right <= glyph.left + 0.5 and glyph.left - right < min(_BULLET_REACH, glyph.height * 2)
            for _, right in self._near(glyph)
        )

    def between(self, left: float, glyph: _Glyph) -> bool:
        """Whether a bullet stands between a place on the line and this glyph."""
        return any(
            left <= start + 0.5 and end <= glyph.left + 0.5 for start, end in self._near(glyph)
        )
