"""PDF pages laid out for tests: texts at places, running text, many empty pages."""

from __future__ import annotations

import io

from fpdf import FPDF

LOREM = [
    "we",
    "build",
    "software",
    "for",
    "hospitals",
    "and",
    "we",
    "care",
    "about",
    "people",
    "who",
    "will",
    "use",
    "it",
    "every",
    "day",
    "in",
    "wards",
    "and",
    "offices",
    "and",
    "at",
    "home",
    "and",
    "who",
    "depend",
    "on",
    "it",
    "when",
    "it",
    "matters",
    "most",
    "to",
    "them",
    "and",
    "to",
    "others",
]


def prose(lines: int, words: int = 6, start: int = 0) -> list[str]:
    """Lines of running text, each different."""
    return [
        " ".join(LOREM[(start + line * 5 + word) % len(LOREM)] for word in range(words))
        for line in range(lines)
    ]


def pdf(pages: list[list[tuple[float, float, str]]], size: int = 10, **options: str) -> bytes:
    """A PDF of texts at places: points from the left and from the top."""
    file = FPDF(unit="pt", format="A4")
    file.set_auto_page_break(auto=False)
    if options:
        file.set_encryption(**options)
    for texts in pages:
        file.add_page()
        file.set_font("Helvetica", size=size)
        for left, top, text in texts:
            file.text(left, top, text)
    return bytes(file.output())


def block(left: float, top: float, lines: list[str], pitch: float = 13) -> list:
    """Lines below each other, for :func:`pdf`."""
    return [(left, top + pitch * number, line) for number, line in enumerate(lines)]


def cheap_pdf(pages: int) -> bytes:
    """A PDF of many empty pages, written by hand."""
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * pages,
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj {body} endobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
