"""Text of any encoding, what decides the format, limits, and notes."""

import io
import subprocess
import sys

import docx
import pytest

from matcher.documents import document as limits
from matcher.documents import read_bytes, read_document
from matcher.documents.docx import MAX_NESTING
from matcher.errors import InputError
from tests.documents.makers import changed_zip, docx_bytes

SAMPLES = {
    "cp1252": "Wir suchen für Köln – „Java“, 5 Jahre; résumé, façade, señor.",
    "cp1250": "Wymagania: doświadczenie, znajomość języka, współpraca, łączność, wyższe.",
    "cp1251": "Разработчик на Python, опыт от трёх лет. Требования: знание баз данных.",
    "koi8_r": "Разработчик на Python, опыт от трёх лет. Требования: знание баз данных.",
    "shift_jis": "求人情報：エンジニア。必須条件はPythonの経験三年以上です。",
    "euc_kr": "소프트웨어 엔지니어를 모집합니다. 파이썬 경력 3년 이상이 필요합니다.",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_older_encodings(encoding):
    text = SAMPLES[encoding]
    document = read_bytes(text.encode(encoding), "x.txt")
    assert (document.text, document.encoding) == (text, encoding)
    assert document.notes == (f"encoding guessed: {encoding}",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", SAMPLES.values())
def test_wide_encodings_without_a_mark(encoding, text):
    assert read_bytes(f"{text} ok ok".encode(encoding), "x.txt").text == f"{text} ok ok"


def test_line_ends_and_marks():
    assert read_bytes("\ufeffa\r\nb\rc\n".encode(), "x.md").text == "a\r\nb\rc\n"


def test_broken_utf8_stays_utf8():
    raw = ("Développeur à Genève, expérience exigée. " * 20).encode()
    document = read_bytes(raw[:90] + b"\xff" + raw[90:], "x.txt")
    assert document.encoding == "utf-8"
    assert document.text.count("\ufffd") == 1
    assert document.notes == ("some bytes are no UTF-8; they stand as U+FFFD",)


@pytest.mark.parametrize(
    ("raw", "name", "found"),
    [
        (b"", "x.txt", "is empty"),
        (b" \n\t\r\n", "x.txt", "is empty"),
        ("\ufeff \u200b".encode(), "x.txt", "is empty"),
        (b"<html><script>x</script>", "x.html", "is empty"),
        (b"Java\0Go and so on", "x.txt", "is binary"),
        (bytes(range(1, 32)) * 9, "x.txt", "is binary"),
        (b"\xff\xfeJ\0\0\xd8", "x.txt", "byte-order mark says UTF-16-LE"),
        (b"\x89PNG\r\n\x1a\n", "x.pdf", r"is an image \(PNG\)"),
        (b"{\\rtf1 Java}", "x.txt", "is an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "x", "old Word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "x.docx",
            "encrypted Office",
        ),
    ],
)
def test_refusals(raw, name, found):
    with pytest.raises(InputError, match=found):
        read_bytes(raw, name)


def test_limits(monkeypatch, tmp_path):
    with pytest.raises(InputError, match="2,000,000 characters"):
        read_bytes(b"a" * 2_000_001, "x.txt")
    monkeypatch.setattr("matcher.documents.read.MAX_BYTES", 1024 * 1024)
    file = tmp_path / "x.txt"
    file.write_bytes(b"a" * (1024 * 1024 + 1))
    with pytest.raises(InputError, match=r"is larger than 1 MB; allowed: at most 1 MB"):
        read_document(str(file))
    assert limits.MAX_BYTES == 20 * 1024 * 1024


@pytest.mark.parametrize("source", ["/no/such/file", "/", "a\0b"])
def test_unreadable_paths(source):
    with pytest.raises(InputError):
        read_document(source)


def test_standard_input(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO("Köln\r\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert read_document("-").text == "Köln\r\n"


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (b"Java", "x.pdf", "text"),
        (b"Java", "x.docx", "text"),
        (docx_bytes(lambda d: d.add_paragraph("Java")), "x.txt", "docx"),
        (b"From: us\nTo: you\nSubject: Java\n\nWe write %PDF-1.7 by hand", "x.txt", "text"),
        (b"From: a@b.c\nTo: d\nMessage-ID: <1>\n\nJava", "x", "email"),
        (b"Java <p> and Go", "x.HTM", "html"),
    ],
)
def test_content_decides_before_the_name(raw, name, kind):
    document = read_bytes(raw, name)
    assert document.format == kind
    assert "Java" in document.text or "We write" in document.text
    if name in ("x.pdf", "x.docx"):
        assert document.notes == (f"is named {name[1:]} but holds plain text",)


def _with_header(document: docx.document.Document) -> None:
    document.sections[0].header.paragraphs[0].text = "jane@example.org"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Java")


def test_headers_of_docx_pages_are_an_option():
    raw = docx_bytes(_with_header)
    assert read_bytes(raw, "x.docx").text == "Java"
    kept = read_bytes(raw, "x.docx", page_furniture=True).text
    assert kept.split() == ["jane@example.org", "Java", "Page", "1"]


def test_docx_styles_nested_lists_and_bold_headings():
    def build(document):
        style = document.styles.add_style("Kopf", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Skills", style="Kopf")
        document.add_paragraph("Java", style="List Bullet")
        nested = document.add_paragraph("Spring", style="List Bullet")
        number = nested._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = 1, 1
        document.add_paragraph().add_run("Nice to have").bold = True
        plain = document.add_paragraph("Go ")
        plain.add_run("now").bold = True

    text = read_bytes(docx_bytes(build), "x.docx").text
    assert [line for line in text.split("\n") if line] == [
        "## Skills", "- Java", "  - Spring", "**Nice to have**", "Go now",
    ]  # fmt: skip


def test_deeply_nested_tables():
    def build(document):
        cell = document.add_table(1, 1).cell(0, 0)
        for _ in range(30):
            cell = cell.add_table(1, 1).cell(0, 0)
        cell.text = "Java"

    assert read_bytes(docx_bytes(build), "x.docx").text.strip() == "Java"
    deep = b"<w:sdt><w:sdtContent>" * MAX_NESTING + b"<w:p/>"
    deep += b"</w:sdtContent></w:sdt>" * MAX_NESTING
    raw = docx_bytes(lambda document: document.add_paragraph("Java"))
    raw = changed_zip(
        raw, change=("word/document.xml", lambda x: x.replace(b"<w:body>", b"<w:body>" + deep))
    )
    assert "nested deeper" in read_bytes(raw, "x.docx").notes[0]


@pytest.mark.parametrize("start", ["xl/workbook.xml", "ppt/presentation.xml", "content.xml"])
def test_other_archives_are_named(start):
    raw = changed_zip(_only(start))
    with pytest.raises(InputError, match=r"Excel|PowerPoint|OpenDocument"):
        read_bytes(raw, "x.docx")


def test_macro_enabled_documents_are_refused_without_their_macros():
    raw = docx_bytes(lambda document: document.add_paragraph("Java"))
    old, new = b"document.main+xml", b"document.macroEnabled.main+xml"
    raw = changed_zip(raw, change=("[Content_Types].xml", lambda x: x.replace(old, new)))
    with pytest.raises(InputError, match="holds macros; allowed: a DOCX without macros"):
        read_bytes(raw, "x.docm")


def _only(name: str) -> bytes:
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


def test_readers_are_loaded_when_they_are_needed():
    code = (
        "import sys, matcher.documents as d; d.read_bytes(b'Java', 'x.txt');"
        "print([m for m in ('docx', 'lxml', 'pypdfium2', 'selectolax') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
