"""The text of an e-mail: its plain part, or its HTML part as text."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message

from matcher.documents.decode import decode_text, known_charset
from matcher.documents.document import Extract, checked_text
from matcher.errors import InputError

#: Parts nested deeper, or more of them, are not looked at.
_MAX_DEPTH = 20
_MAX_PARTS = 500
_ALLOWED = "an e-mail with its text in it, or the attached file itself"


def read_mail(raw: bytes, source: str) -> Extract:
    r"""Body of an e-mail; its header fields and attachments are left out.

    Raises
    ------
    InputError
        If it is damaged or its body holds no text.

    Examples
    --------
    >>> read_mail(b"From: a@b.c\n\n- Java\n", "x.eml").text
    '- Java\n'
    """
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = list(_parts(message))
    except (RecursionError, MessageError, ValueError) as error:
        found = "is a damaged e-mail, or nests too deeply"
        raise InputError(source, found, allowed=_ALLOWED) from error
    for wanted in ("text/plain", "text/html"):
        bodies = [p for p in parts if p.get_content_type() == wanted and not _attachment(p)]
        texts = [text for part in bodies if (text := _content(part, source)) is not None]
        if any(text.strip() for text in texts):
            return Extract("\n\n".join(texts), _attachment_notes(parts))
    names = ", ".join(_names(parts))
    found = "is an e-mail without text in it" + (f", only attached files: {names}" if names else "")
    raise InputError(source, found, allowed=_ALLOWED)


def _parts(message: Message) -> Iterator[Message]:
    """Leaves of the tree of parts, in order; nested messages included."""
    waiting = [(message, 0)]
    seen = 0
    while waiting and seen < _MAX_PARTS:
        part, depth = waiting.pop()
        seen += 1
        children = part.get_payload() if part.is_multipart() else None
        if not isinstance(children, list):
            yield part
        elif depth < _MAX_DEPTH:
            inner = [child for child in children if isinstance(child, Message)]
            waiting += [(child, depth + 1) for child in reversed(inner)]


def _content(part: Message, source: str) -> str | None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return None
    charset = known_charset(part.get_content_charset() or "utf-8")
    try:
        text = payload.decode(charset or "utf-8")
    except UnicodeDecodeError:
        text = decode_text(payload, source)[0]
    checked_text(text + ".", source)
    if part.get_content_type() == "text/html":
        from matcher.documents.html import read_html

        return read_html(text, source).text
    return text


def _attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _names(parts: list[Message]) -> list[str]:
    return [
        " ".join(str(part.get_filename()).split())[:80]
        for part in parts
        if _attachment(part) or part.get_filename()
    ][:5]


def _attachment_notes(parts: list[Message]) -> tuple[str, ...]:
    names = _names(parts)
    return (f"attached files were not read: {', '.join(names)}",) if names else ()
