import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from matcher.documents import read_bytes
from matcher.errors import InputError
from tests.documents.makers import changed_zip, docx_bytes


def lines_of(build) -> list[str]:
    return [x for x in read_bytes(docx_bytes(build), "job.docx").text.split("\n") if x.strip()]


def table(document, rows):
    grid = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return grid


def test_headings_lists_and_tables_in_order():
    def build(document):
        document.add_heading("Must", 1)
        document.add_paragraph("Java", style="List Bullet")
        document.add_paragraph("Go", style="List Number")
        table(document, [["Skill", "Years"], ["SQL", "3"]])
        document.add_paragraph("After", style="List Paragraph")

    assert lines_of(build) == ["## Must", "- Java", "- Go", "Skill | Years", "SQL | 3", "After"]


def test_merged_cells_stand_once():
    def build(document):
        grid = table(document, [["", "b"], ["", "d"], ["e", "f"]])
        grid.cell(0, 0).merge(grid.cell(1, 0)).text = "tall"
        grid.cell(2, 0).merge(grid.cell(2, 1)).text = "wide"

    assert lines_of(build) == ["tall | b", "d", "wide"]


def test_nested_tables_and_layout_tables():
    def build(document):
        grid = table(document, [["left", ""]])
        right = grid.cell(0, 1)
        right.text = "right"
        right.add_table(1, 2).cell(0, 0).text = "inner"

    assert lines_of(build) == ["left", "right", "inner"]


@pytest.mark.parametrize(
    ("xml", "seen"),
    [
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", ["a", "b"]),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins>", ["new"]),
        ("<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>x</w:t></w:r>", ["x"]),
        ("<w:smartTag><w:r><w:t>tagged</w:t></w:r></w:smartTag>", ["tagged"]),
        ("<w:sdt><w:sdtContent><w:r><w:t>field</w:t></w:r></w:sdtContent></w:sdt>", ["field"]),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>y</w:t></w:r>", ["y"]),
        (
            "<w:r><w:t>by</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r>",
            ["by", "box"],
        ),
        ("<w:r><w:t>\uf0b7 Java</w:t></w:r>", ["• Java"]),
    ],
    ids=["break", "inserted", "deleted", "tag", "control", "hidden", "box", "symbol"],
)
def test_what_a_reader_sees(xml, seen):
    def build(document):
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))

    assert lines_of(build) == seen


def test_content_controls_around_paragraphs():
    def build(document):
        inner = "<w:sdtContent><w:p><w:r><w:t>Java</w:t></w:r></w:p></w:sdtContent>"
        document.element.body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}>{inner}</w:sdt>"))

    assert lines_of(build) == ["Java"]


PLAIN = docx_bytes(lambda document: document.add_paragraph("Java"))


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    return file.getvalue()


def encrypted_flag(raw: bytes) -> bytes:
    broken = bytearray(raw)
    at = broken.find(b"PK\x01\x02")
    while at >= 0:
        broken[at + 8] |= 1
        at = broken.find(b"PK\x01\x02", at + 4)
    return bytes(broken)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (changed_zip(PLAIN, add=[("word/vbaProject.bin", b"x")]), "macros"),
        (changed_zip(PLAIN, add=[("word/media/a.bin", b"\0" * 9_000_000)]), "unpacks to"),
        (changed_zip(PLAIN, add=[(f"a{i}", b"") for i in range(2100)]), "2,117 entries"),
        (PLAIN[: len(PLAIN) // 2], "damaged DOCX"),
        (other_zip(), "no DOCX"),
        (encrypted_flag(PLAIN), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
        (changed_zip(PLAIN, change=("word/document.xml", lambda x: x[:-30])), "damaged DOCX"),
        (changed_zip(PLAIN, change=("[Content_Types].xml", lambda _: b"<x/>")), "damaged DOCX"),
    ],
    ids=["macros", "bomb", "entries", "cut", "zip", "encrypted", "doc", "xml", "types"],
)
def test_refusals_name_the_file_and_what_is_allowed(raw, found):
    with pytest.raises(InputError) as caught:
        read_bytes(raw, "job.docx")
    message = str(caught.value)
    assert message.startswith("job.docx")
    assert found in message
    assert "allowed:" in message
    assert "\n" not in message
