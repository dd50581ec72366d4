"""The text of an e-mail: its plain part, or its HTML part as text."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from matcher.documents.document import ALLOWED
from matcher.documents.html import html_text
from matcher.errors import InputError


def mail_text(raw: bytes, source: str) -> str:
    """Subject and body of an e-mail.

    Raises
    ------
    InputError
        If it holds no text.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise InputError(source, "is an e-mail without text", allowed=ALLOWED)
    try:
        body = str(part.get_content())
    except (LookupError, ValueError) as error:
        raise InputError(source, f"is a damaged e-mail: {error}", allowed=ALLOWED) from error
    if part.get_content_subtype() == "html":
        body = html_text(body, source)
    subject = " ".join(str(message["subject"] or "").split())
    return f"{subject}\n\n{body}" if subject else body
