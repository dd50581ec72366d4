"""Small files of each format, made here: tests carry no samples of other people."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from fpdf import FPDF


def docx_bytes(build) -> bytes:
    """A DOCX whose content ``build(document)`` writes."""
    document = docx.Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed_zip(raw: bytes, *, add=(), change=None, method=zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with entries added, or ``change = (name, function)`` applied to one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", method) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if change and entry.filename == change[0]:
                content = change[1](content)
            new.writestr(entry.filename, content)
        for name, content in add:
            new.writestr(name, content)
    return file.getvalue()


def pdf_bytes(*pages, spacing: float = 0, encrypt: str = "") -> bytes:
    """A PDF; a page is (left, top, text) triples in points, from the upper left corner."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    for page in pages:
        pdf.add_page()
        pdf.set_font("Helvetica", size=10)
        pdf.set_char_spacing(spacing)
        for left, top, text in page:
            if text == "BULLET":
                pdf.ellipse(left, top, 3.5, 3.5, style="F")
            else:
                pdf.text(left, top, text)
    if encrypt:
        pdf.set_encryption(owner_password="owner", user_password=encrypt)
    return bytes(pdf.output())


def raw_pdf(content: bytes, pages: int = 1) -> bytes:
    """A PDF written by hand, without a table of its objects: readers rebuild it."""
    kids = b" ".join(b"4 0 R" for _ in range(pages))
    stream = zlib.compress(content)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n"
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 3 0 R>>>>>>endobj\n"
        b"5 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (pages, kids, len(stream), stream)
    )
