"""Text that nobody can see is left out and said so; designs with white on dark stay whole."""

from __future__ import annotations

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from fpdf import FPDF

from matcher.documents.read import read_bytes
from tests.documents.makers import docx_bytes, raw_pdf

HIDDEN_NOTE = "hidden text was left out"
SEEN = "Keeper of gates and boats"
UNSEEN = "Kubernetes Terraform Kafka Scala"


def run_of(change):
    def build(document):
        document.add_paragraph(SEEN)
        change(document.add_paragraph().add_run(UNSEEN))

    return docx_bytes(build)


def vanish(run):
    run.font.hidden = True


def white(run):
    run.font.color.rgb = RGBColor(255, 255, 255)


def nearly_white(run):
    run.font.color.rgb = RGBColor(0xFD, 0xFE, 0xFD)


def tiny(run):
    run.font.size = Pt(1)


def white_style(run):
    style = run.part.document.styles.add_style("Ghost", 1)
    style.font.color.rgb = RGBColor(255, 255, 255)
    run._r.getparent().style = style.style_id


def shaded(run):
    white(run)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "1F3864")
    run._r.get_or_add_rPr().append(shade)


def shaded_paragraph(run):
    white(run)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "000000")
    run._r.getparent().get_or_add_pPr().append(shade)


def small(run):
    run.font.size = Pt(6)


@pytest.mark.parametrize("change", [vanish, white, nearly_white, tiny, white_style])
def test_hidden_runs_of_a_docx(change):
    document = read_bytes(run_of(change), "cv.docx")
    assert SEEN in document.text
    assert "Kafka" not in document.text
    assert document.signs == ("hidden_text",)
    assert HIDDEN_NOTE in document.notes


@pytest.mark.parametrize("change", [shaded, shaded_paragraph, small])
def test_runs_of_a_docx_that_can_be_seen(change):
    document = read_bytes(run_of(change), "cv.docx")
    assert UNSEEN in document.text
    assert document.signs == ()


def pdf(*, colour=0, size=10.0, left=50.0, ground=None, mode="FILL"):
    page = FPDF(unit="pt", format="A4")
    page.add_page()
    page.set_font("Helvetica", size=10)
    page.text(50, 50, SEEN)
    if ground is not None:
        page.set_fill_color(*ground)
        page.rect(0, 80, 595, 60, style="F")
    page.set_text_color(colour)
    page.set_font("Helvetica", size=size)
    page.text_mode = mode
    page.text(left, 100, UNSEEN)
    return bytes(page.output())


@pytest.mark.parametrize(
    "options",
    [{"colour": 255}, {"size": 1}, {"left": 700}, {"colour": 252}, {"mode": "INVISIBLE"},
     {"colour": 255, "ground": (255, 255, 255)}],
)  # fmt: skip
def test_hidden_text_of_a_pdf(options):
    document = read_bytes(pdf(**options), "cv.pdf")
    assert document.text == SEEN
    assert document.signs == ("hidden_text",)
    assert HIDDEN_NOTE in document.notes


@pytest.mark.parametrize(
    "options", [{}, {"colour": 255, "ground": (20, 40, 80)}, {"colour": 160}, {"size": 5}]
)
def test_text_of_a_pdf_that_can_be_seen(options):
    document = read_bytes(pdf(**options), "cv.pdf")
    assert UNSEEN in document.text
    assert document.signs == ()


def test_a_scan_with_a_layer_of_text_is_read():
    layer = b"BT /F1 12 Tf 3 Tr 50 700 Td (Keeper of gates and boats) Tj ET"
    document = read_bytes(raw_pdf(layer), "scan.pdf")
    assert document.text == SEEN
    assert document.signs == ()


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility: hidden", "font-size:0", "font-size: 0px", "font-size:1px",
     "opacity:0", "color:#fff", "color: white", "color:#123456;background-color:#123456",
     "position:absolute;left:-9999px"],
)  # fmt: skip
def test_hidden_parts_of_a_page(style):
    page = f"<html><body><p>{SEEN}</p><p style='{style}'>{UNSEEN}</p></body></html>"
    document = read_bytes(page.encode(), "cv.html")
    assert document.text == SEEN
    assert document.signs == ("hidden_text",)
    assert HIDDEN_NOTE in document.notes


@pytest.mark.parametrize(
    "body",
    [f"<p style='font-size:10px'>{UNSEEN}</p>", f"<p style='opacity:0.8'>{UNSEEN}</p>",
     f"<div style='background:#003'><p style='color:#fff'>{UNSEEN}</p></div>",
     f"<div class=dark><p style='color:white'>{UNSEEN}</p></div>",
     f"<style>body{{background:#000}}</style><p style='color:white'>{UNSEEN}</p>",
     f"<p style='color:#fff;background-color:#003366'>{UNSEEN}</p>"],
)  # fmt: skip
def test_parts_of_a_page_that_can_be_seen(body):
    document = read_bytes(f"<html><body><p>{SEEN}</p>{body}</body></html>".encode(), "cv.html")
    assert UNSEEN in document.text
    assert document.signs == ()


def test_a_page_that_is_a_picture_is_said_so(tmp_path):
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("RGB", (40, 40), "red").save(picture)
    file = FPDF(unit="pt", format="A4")
    file.add_page()
    file.set_font("Helvetica", size=10)
    file.text(50, 50, SEEN)
    file.add_page()
    file.image(str(picture), 10, 10, 500)
    assert read_bytes(bytes(file.output()), "cv.pdf").signs == ("image_pages",)
    blank = FPDF(unit="pt", format="A4")
    blank.add_page()
    blank.set_font("Helvetica", size=10)
    blank.text(50, 50, SEEN)
    blank.add_page()
    assert read_bytes(bytes(blank.output()), "cv.pdf").signs == ()
