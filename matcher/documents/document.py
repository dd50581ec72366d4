"""What reading a file gives, and the limits every reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.errors import InputError

#: Larger files are refused (bytes).
MAX_BYTES = 20 * 1024 * 1024
#: Longer texts are refused (code points).
MAX_TEXT = 2_000_000
#: What a description may be, for messages.
ALLOWED = "text, Markdown, HTML, DOCX, PDF or e-mail"


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file.

    Parameters
    ----------
    text : str
        Decoded text with its line ends untouched; for HTML, DOCX, PDF and e-mail what was
        extracted, with headings as ``## ``, list items as ``- `` and table cells apart by `` | ``.
    format : str
        ``text``, ``html``, ``docx``, ``pdf`` or ``email``.
    encoding : str or None
        How text was decoded; None where a format says so itself.
    pages : int or None
        Pages of a PDF.
    """

    text: str
    format: str
    encoding: str | None = None
    pages: int | None = None


def checked_text(text: str, source: str) -> str:
    """The text, if it is neither empty nor too long.

    Raises
    ------
    InputError
        If it is.
    """
    if not text.strip():
        raise InputError(source, "is empty: no text in it", allowed=ALLOWED)
    if len(text) > MAX_TEXT:
        found = f"holds {len(text):,} characters of text"
        raise InputError(source, found, allowed=f"{MAX_TEXT:,} at most")
    return text
