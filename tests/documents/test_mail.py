from email.message import EmailMessage

import pytest

from matcher.documents import read_bytes
from matcher.errors import InputError


def mail(**parts) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.c", "d@e.f", "A job"
    message["Message-ID"] = "<1@b.c>"
    if "text" in parts:
        message.set_content(parts["text"], cte=parts.get("cte", "quoted-printable"))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    if "file" in parts:
        message.add_attachment(
            parts["file"], maintype="application", subtype="pdf", filename="j.pdf"
        )
    return message.as_bytes()


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_plain_text_in_every_transfer_encoding(cte):
    document = read_bytes(mail(text="- Java café\n- Go\n", cte=cte), "job.eml")
    assert document.format == "email"
    assert "- Java café\n- Go" in document.text


def test_plain_part_before_html_part():
    text = read_bytes(mail(text="plain Java\n", html="<p>html Go"), "job.eml").text
    assert "plain Java" in text
    assert "html" not in text


def test_html_alone_is_read_as_a_page():
    assert "- Java" in read_bytes(mail(html="<ul><li>Java</ul>"), "job.eml").text


def test_only_an_attachment_is_refused():
    with pytest.raises(InputError, match=r"job\.eml.*without text.*allowed:"):
        read_bytes(mail(file=b"%PDF-1.4"), "job.eml")
