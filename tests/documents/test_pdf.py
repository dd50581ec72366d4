import pytest

from matcher.documents import read_bytes
from matcher.errors import InputError
from tests.conftest import SHARED
from tests.documents.makers import pdf_bytes, raw_pdf


def lines_of(raw: bytes) -> list[str]:
    return [line for line in read_bytes(raw, "cv.pdf").text.split("\n") if line.strip()]


COUNT = ("one", "two", "three", "four", "five", "six", "seven")
LEFT = [f"Left line {word} of running text" for word in COUNT]
RIGHT = [f"Right line {word} of running text" for word in COUNT]


def columns(left: list[str], right: list[str], top: float = 120):
    page = []
    for index, (a, b) in enumerate(zip(left, right, strict=True)):
        page += [(40, top + 14 * index, a), (320, top + 14 * index, b)]
    return page


def test_one_column():
    assert lines_of(pdf_bytes([(40, 60 + 14 * i, x) for i, x in enumerate(LEFT)])) == LEFT


def test_two_columns_stay_apart():
    assert lines_of(pdf_bytes(columns(LEFT, RIGHT))) == [*LEFT, *RIGHT]


def test_full_width_heading_above_columns():
    heading = "A heading that reaches over the whole width of the page and over both of its columns"
    assert lines_of(pdf_bytes([(40, 60, heading), *columns(LEFT, RIGHT)]))[0] == heading


def test_letterspaced_text_keeps_its_words():
    raw = pdf_bytes([(40, 60, "SENIOR ENGINEER for Java and PostgreSQL 2015")], spacing=1.2)
    assert lines_of(raw) == ["SENIOR ENGINEER for Java and PostgreSQL 2015"]


def test_words_set_apart_without_a_space_character():
    content = b"BT /F1 10 Tf 40 700 Td [(staff) -280 (of) -280 (Java) -280 (11)] TJ ET"
    assert lines_of(raw_pdf(content)) == ["staff of Java 11"]


def test_drawn_bullets_and_lists_beside_each_other():
    page = [(34, 60, "Highlights")]
    for i, (a, b) in enumerate([("Java", "Go"), ("SQL", "Rust"), ("Perl", "C++")]):
        top = 80 + 14 * i
        page += [(48, top - 5, "BULLET"), (59, top, a), (205, top - 5, "BULLET"), (216, top, b)]
    assert lines_of(pdf_bytes(page)) == [
        "Highlights", "• Java", "• SQL", "• Perl", "• Go", "• Rust", "• C++",
    ]  # fmt: skip


NAMES = ["", "Java", "Kotlin", "Scala", "Groovy"]


def test_headers_footers_and_page_numbers_are_left_out():
    def page(n):
        body = [(40, 200 + 14 * i, f"Body {w} of {NAMES[n]}") for i, w in enumerate(LEFT)]
        return [(40, 30, "ACME careers"), *body, (40, 800, f"Page {n} of 4")]

    text = read_bytes(pdf_bytes(*(page(n) for n in range(1, 5))), "cv.pdf").text
    assert "ACME" not in text
    assert "Page" not in text
    assert text.count("Body") == 28


def test_a_number_inside_a_page_is_no_page_number():
    body = [(40, 100 + 14 * i, w) for i, w in enumerate([*LEFT[:4], "2019", *LEFT[4:]])]
    assert "2019" in lines_of(pdf_bytes(body))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (pdf_bytes([(40, 60, "x")], encrypt="secret"), "encrypted"),
        (b"%PDF-1.7\nnothing", "damaged PDF"),
        (pdf_bytes([(40, 60, "x")])[:200], "damaged PDF"),
        (raw_pdf(b"0 0 100 100 re f"), "images and no text"),
        (raw_pdf(b"BT /F1 10 Tf 40 700 Td (x) Tj ET", 5_000), "5,000 pages"),
    ],
    ids=["encrypted", "nothing", "cut", "images", "pages"],
)
def test_refusals_name_the_file_and_what_is_allowed(raw, found):
    with pytest.raises(InputError) as caught:
        read_bytes(raw, "cv.pdf")
    message = str(caught.value)
    assert message.startswith("cv.pdf")
    assert found in message
    assert "allowed:" in message
    assert "\n" not in message


@pytest.mark.parametrize("path", sorted(SHARED.glob("samples/pdf/*.pdf")), ids=lambda p: p.stem)
def test_samples_have_no_letters_apart(path):
    words = read_bytes(path.read_bytes(), path.name).text.split()
    assert (
        sum(len(word) == 1 and word.isalpha() and word not in "aAI" for word in words)
        < len(words) * 0.03
    )
