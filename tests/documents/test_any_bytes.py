"""Whatever the bytes: a document, or one line that says what is wrong."""

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.documents import Document, read_bytes
from matcher.errors import MatcherError
from tests.documents.makers import changed_zip, docx_bytes, pdf_bytes

NAMES = st.sampled_from(["x", "x.txt", "x.pdf", "x.docx", "x.html", "x.eml", "x.doc"])
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reads_or_refuses(raw: bytes, name: str) -> None:
    refusal = None
    try:
        document = read_bytes(raw, name)
    except MatcherError as error:
        refusal = str(error)
    if refusal is None:
        assert isinstance(document, Document)
        document.text.encode("utf-8")
    else:
        assert refusal.startswith(name)
        assert "\n" not in refusal


@FEW
@given(st.binary(max_size=600), NAMES)
def test_any_bytes(raw, name):
    reads_or_refuses(raw, name)


MAGIC = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html>",
    b"<!doctype html><table>",
    b"From: a\nMessage-ID: b\nSubject: c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"From: a\nMIME-Version: 1.0\nSubject: c\nContent-Type: text/plain; charset=",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
]


@FEW
@given(st.sampled_from(MAGIC), st.binary(max_size=600), NAMES)
def test_any_bytes_behind_a_known_start(magic, rest, name):
    reads_or_refuses(magic + rest, name)


def _build(document):
    document.add_heading("Must", 1)
    document.add_paragraph("Java", style="List Bullet")
    document.add_table(2, 2).cell(0, 0).text = "Go"


DOCX = docx_bytes(_build)
STORED = changed_zip(DOCX, method=zipfile.ZIP_STORED)
PDF = pdf_bytes([(40, 60 + 14 * i, "Java and Go for teams") for i in range(10)])
FLIPS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


@pytest.mark.parametrize("raw", [DOCX, STORED, PDF], ids=["docx", "docx-stored", "pdf"])
def test_flipped_and_cut_files(raw):
    @FEW
    @given(FLIPS, st.one_of(st.just(1.0), st.floats(0.02, 1)))
    def check(flips, length):
        broken = bytearray(raw)
        for place, value in flips:
            broken[int(place * len(broken))] = value
        reads_or_refuses(bytes(broken[: int(len(broken) * length)]), "x")

    check()


@settings(FEW, max_examples=200)
@given(FLIPS)
def test_flipped_parts_in_a_sound_archive(flips):
    def flip(content: bytes) -> bytes:
        broken = bytearray(content)
        for place, value in flips:
            broken[int(place * len(broken))] = value
        return bytes(broken)

    for part in ("word/document.xml", "word/styles.xml", "_rels/.rels", "[Content_Types].xml"):
        reads_or_refuses(changed_zip(DOCX, change=(part, flip)), "x.docx")
