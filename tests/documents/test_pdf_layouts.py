from __future__ import annotations

import io
import zlib

import pypdfium2
import pytest
from fpdf import FPDF

from matcher.documents import Document, read_bytes
from matcher.documents.pdf_hyphens import rejoin_hyphens
from matcher.errors import InputError
from tests.documents.layouts import block, cheap_pdf, pdf, prose
from tests.documents.makers import raw_pdf

MAIN = prose(20, 8)
SKILLS = ["SKILLS", "Java", "Go", "Rust", "SQL", "Kafka", "Docker", "HTML"]


def read(*pages: list, **options: bool) -> Document:
    return read_bytes(pdf(list(pages)), "x.pdf", **options)


def order(document: Document, *lines: str) -> list[int]:
    found = document.text.split("\n")
    return [found.index(line) for line in lines]


def in_sequence(document: Document, lines: list[str]) -> bool:
    return "\n".join(lines) in "\n".join(line for line in document.text.split("\n") if line)


@pytest.mark.parametrize("pitch", [13, 15])
@pytest.mark.parametrize("sidebar_left", [True, False])
def test_sidebar_and_text_are_read_one_after_the_other(pitch, sidebar_left):
    side, main = (40, 160) if sidebar_left else (420, 40)
    document = read(
        [
            (200, 40, "Jane Doe, engineer of distributed systems in Lisbon, Portugal"),
            *block(side, 80, SKILLS, pitch),
            *block(main, 80, MAIN),
        ]
    )
    assert in_sequence(document, SKILLS)
    assert in_sequence(document, MAIN)
    assert document.notes == ("columns on page 1, read one after the other",)


def test_two_columns_of_text_between_full_width_blocks():
    left, right = prose(9, 7), prose(9, 7, 3)
    document = read(
        [
            (
                40,
                50,
                "A headline that runs across the whole width of this page and crosses the gutter",
            ),
            *block(40, 80, left),
            *block(320, 80, right),
            (40, 230, "A second line that runs across the whole width of this page, as the first"),
            *block(40, 260, [f"{line} below" for line in left]),
            *block(320, 260, [f"{line} below" for line in right]),
        ]
    )
    assert in_sequence(document, [*left, *right])
    assert in_sequence(document, [f"{line} below" for line in [*left, *right]])
    assert document.text.index("A second") > document.text.index(right[-1])


def test_three_columns():
    parts = [prose(8, 5, start) for start in (0, 7, 13)]
    document = read(
        [line for x, p in zip((40, 220, 400), parts, strict=True) for line in block(x, 60, p)]
    )
    assert in_sequence(document, [line for part in parts for line in part])


def test_dates_beside_jobs_stay_with_them():
    jobs = [line for n in range(5) for line in block(150, 60 + 60 * n, prose(3, 7, n))]
    dates = [(40, 60 + 60 * n, f"201{n} - 201{n + 1}") for n in range(5)]
    document = read(jobs + dates)
    for n in range(5):
        assert f"201{n} - 201{n + 1}  {prose(1, 7, n)[0]}" in document.text


def test_dates_at_the_right_edge_stay_with_their_jobs():
    titles = [f"Engineer at company {n}" for n in "ABCDEF"]
    document = read(
        block(40, 60, titles, 20) + [(450, 60 + 20 * n, f"Jan 201{n} - Present") for n in range(6)]
    )
    assert "Engineer at company B  Jan 2011 - Present" in document.text


def test_a_table_of_labels_and_values_is_read_by_row():
    labels = ["Location", "Salary", "Start", "Team", "Contract"]
    values = ["Berlin", "60,000", "soon", "eight people", "permanent"]
    document = read(block(40, 60, labels, 18) + block(200, 60, values, 18))
    assert "Team  eight people" in document.text


def test_running_headers_footers_and_page_numbers_go():
    pages = [
        [
            (40, 30, "ACME Ltd. - confidential"),
            *block(40, 120, prose(6, 9, n)),
            (40, 800, f"Page {n + 1} of 4"),
            (300, 815, str(n + 1)),
        ]
        for n in range(4)
    ]
    document = read(*pages)
    assert "ACME" not in document.text
    assert "Page" not in document.text
    assert not any(line.strip().isdigit() for line in document.text.split("\n"))
    assert document.text.count("\n\n") >= 3
    assert "headers, footers or page numbers were left out" in document.notes
    kept = read(*pages, page_furniture=True).text
    assert kept.count("ACME") == 4


def test_a_repeated_address_stays_once():
    pages = [
        [(40, 30, "Jane Doe, jane@example.org"), *block(40, 120, prose(6, 9, n))] for n in range(3)
    ]
    assert read(*pages).text.count("jane@example.org") == 1


def test_years_and_repeated_lines_inside_pages_stay():
    pages = [[*block(40, 100, [*prose(30, 9), "Delivered in time"]), (40, 800, "1998")]] * 3
    document = read(*pages)
    assert document.text.count("Delivered in time") == 3
    assert document.text.count("1998") == 3 or "1998" not in document.text
    assert "1998" in read([*block(40, 100, prose(9)), (40, 800, "1998")]).text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the develop-", "ment of"], ["the development", "of"]),
        (["cloud-", "native, and cloud-native"], ["cloud-native,", "and cloud-native"]),
        (["a data-", "base of the database"], ["a database", "of the database"]),
        (["a full-", "stack team"], ["a full-", "stack team"]),
        (["2019-", "2021 at"], ["2019-", "2021 at"]),
        (["Hewlett-", "Packard"], ["Hewlett-", "Packard"]),
        (["soft-", "ware."], ["soft-", "ware."]),
        (["program-", "ming"], ["program-", "ming"]),
    ],
)
def test_hyphens(lines, expected):
    assert rejoin_hyphens(lines) == expected


def test_pages_without_text():
    assert read([(40, 40, "Java")], []).notes == ("no text on page 2: images or empty",)
    with pytest.raises(InputError, match="holds images and no text"):
        read([], [])


def test_encrypted():
    raw = pdf([[(40, 40, "Java")]], owner_password="owner", user_password="secret")
    with pytest.raises(InputError, match=r"is encrypted; allowed: a PDF without a password"):
        read_bytes(raw, "x.pdf")


def test_too_many_pages():
    with pytest.raises(InputError, match=r"has 5,000 pages; allowed: at most 200"):
        read_bytes(cheap_pdf(5_000), "x.pdf")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(turn):
    lines = prose(5)
    file = FPDF(unit="pt", format="A4")
    file.add_page()
    file.set_font("Helvetica", size=10)
    with file.rotation(turn, 297, 420):
        for left, top, text in block(200, 400, lines):
            file.text(left, top, text)
    page = pypdfium2.PdfDocument(bytes(file.output()))
    page[0].set_rotation(turn)
    out = io.BytesIO()
    page.save(out)
    page.close()
    text = read_bytes(out.getvalue(), "x.pdf").text
    assert [line for line in text.split("\n") if line] == lines


def test_damaged():
    raw = pdf([[(40, 40, "Java")]])
    with pytest.raises(InputError, match="is a damaged PDF"):
        read_bytes(b"%PDF-1.7\n" + raw[200:300], "x.pdf")


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_streams_that_unpack_to_too_much(layers):
    content = b"BT /F1 10 Tf 40 700 Td " + b"(abcdefgh) Tj " * 1_500_000 + b"ET"
    for _ in range(layers - 1):
        content = zlib.compress(content)
    with pytest.raises(InputError, match="its pages unpack to more than 16 MB"):
        read_bytes(raw_pdf(content), "x.pdf")
    with pytest.raises(InputError, match="one of its parts unpacks to more than 64 MB"):
        read_bytes(raw_pdf(b"\xff" * 70_000_000), "x.pdf")
