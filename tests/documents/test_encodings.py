import codecs
import io

import pytest

from matcher.documents import decode, read_bytes
from matcher.errors import InputError

TEXT = "Requirements\r\n- Java café\n- “Go” – naïve\r"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("cp1252"), TEXT),
    ],
    ids=["utf8", "utf8-mark", "le-mark", "be-mark", "le", "be", "cp1252"],
)
def test_text_is_decoded_and_line_ends_stay(raw, text):
    document = read_bytes(raw, "job.txt")
    assert document.text == text
    assert document.text.index("Java") == 16


def test_cyrillic_of_old_windows():
    text = "Требования: опыт разработки на Java и знание баз данных, английский язык. " * 3
    assert read_bytes(text.encode("cp1251"), "job.txt").text == text


@pytest.mark.parametrize(
    "raw",
    [b"", b" \n\t ", codecs.BOM_UTF8, b"\xff\xfe\x00", bytes(range(256)) * 4, b"\x00" * 100],
    ids=["empty", "blank", "mark", "broken-utf16", "binary", "zeros"],
)
def test_what_is_no_text_is_refused_in_one_line(raw):
    with pytest.raises(InputError) as caught:
        read_bytes(raw, "job.txt")
    message = str(caught.value)
    assert message.startswith("job.txt")
    assert "allowed:" in message
    assert "\n" not in message


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize(
    "raw",
    [
        (TEXT * 3).encode(),
        (TEXT * 3).encode("utf-16-le"),
        (TEXT * 3).encode("utf-16"),
        (TEXT * 3).encode("cp1252"),
        ("Müller, Zoë, Jiří; " * 9).encode() + b"\xff" + "ß".encode() * 20,
        ("経験三年以上。" * 9).encode("shift_jis"),
    ],
    ids=["utf8", "utf16", "utf16-mark", "cp1252", "broken-utf8", "shift-jis"],
)
def test_an_encoding_is_told_alike_in_pieces_of_any_size(raw, size, monkeypatch):
    whole = decode.tell_encoding(io.BytesIO(raw), "x")
    monkeypatch.setattr(decode, "_CHUNK", size)
    assert decode.tell_encoding(io.BytesIO(raw), "x") == whole
