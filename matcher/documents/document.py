"""What reading a file gives, and the limits every reader keeps."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.errors import InputError

#: Larger files are refused (bytes).
MAX_BYTES = 20 * 1024 * 1024
#: Longer texts are refused (code points).
MAX_TEXT = 2_000_000
#: Fewer words nobody can see are leftovers of editing (words).
HIDDEN_WORDS = 3
_HIDDEN_NOTE = "hidden text was left out"
#: What a document may be, for messages.
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
    notes : tuple of str
        What a person should know about the reading: a guessed encoding, pages without text,
        columns, what was left out.  Empty where nothing was out of the ordinary.
    signs : tuple of str
        What a profile read from it must be flagged with: ``hidden_text``, ``image_pages``.

    Examples
    --------
    >>> Document("Java", "text", "utf-8").notes
    ()
    """

    text: str
    format: str
    encoding: str | None = None
    pages: int | None = None
    notes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader took out of a file.

    Parameters
    ----------
    text : str
        What a person sees on the page; text that nobody can see is left out.
    notes : tuple of str
        About the reading.
    hidden_words : int
        Words that were left out because nobody can see them.
    image_pages : bool
        Whether some pages have no text, others do.
    """

    text: str
    notes: tuple[str, ...] = ()
    hidden_words: int = 0
    image_pages: bool = False

    @property
    def signs(self) -> tuple[str, ...]:
        """The flags of ``Document.signs``."""
        hidden = ("hidden_text",) if self.hidden_words >= HIDDEN_WORDS else ()
        return (*hidden, "image_pages") if self.image_pages else hidden

    @property
    def all_notes(self) -> tuple[str, ...]:
        """Its notes, and that hidden text was left out where that is a sign."""
        return (*self.notes, _HIDDEN_NOTE) if "hidden_text" in self.signs else self.notes


def checked_text(text: str, source: str) -> str:
    """The text, if it is neither empty nor too long.

    Raises
    ------
    InputError
        If it is.

    Examples
    --------
    >>> checked_text("  ", "job.txt")
    Traceback (most recent call last):
    matcher.errors.InputError: job.txt: is empty, no text in it; allowed: text, Markdown, HTML, \
DOCX, PDF or e-mail
    """
    if len(text) > MAX_TEXT:
        raise too_long(source)
    if not any(not char.isspace() and char not in "\ufeff\u200b\u200c\u200d" for char in text):
        raise InputError(source, "is empty, no text in it", allowed=ALLOWED)
    return text


def too_long(source: str) -> InputError:
    """The error for a text of more than :data:`MAX_TEXT` code points."""
    found = f"holds more than {MAX_TEXT:,} characters of text"
    return InputError(source, found, allowed=f"at most {MAX_TEXT:,}")
