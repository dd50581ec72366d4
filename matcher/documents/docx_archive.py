"""What the directory of a DOCX archive says, checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from matcher.documents.document import ALLOWED
from matcher.documents.formats import ZIP_DAMAGE
from matcher.errors import InputError

#: Limits of the archive: entries, bytes unpacked, and how often an entry may be larger than packed.
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
#: Limit of the XML of one part (bytes); a long résumé has under a megabyte.
MAX_XML = 30 * 1024 * 1024
#: Entries up to this size may be packed however well (bytes).
_SMALL = 1_000_000
_TYPES = "[Content_Types].xml"
_MAX_TYPES = 1_000_000
_OTHERS = (
    ("xl/", "is an Excel workbook"),
    ("ppt/", "is a PowerPoint presentation"),
    ("content.xml", "is an OpenDocument file"),
    ("index/document.iwa", "is a Pages document"),
)
_MACROS = "holds macros"


def check_archive(raw: bytes, source: str) -> None:
    """Refuse an archive that is no DOCX, or dangerous to unpack.

    Parameters
    ----------
    raw : bytes
        Of the whole archive.
    source : str
        For the message.

    Raises
    ------
    InputError
        If it is damaged, another kind of file, encrypted, holds macros, or is beyond the limits.

    Examples
    --------
    >>> check_archive(b"PK", "job.docx")
    Traceback (most recent call last):
    matcher.errors.InputError: job.docx: is a damaged DOCX file; allowed: text, Markdown, HTML, \
DOCX, PDF or e-mail
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _check_size(entries, source)
            _check_kind(archive, entries, source)
    except ZIP_DAMAGE as error:
        raise InputError(source, "is a damaged DOCX file", allowed=ALLOWED) from error


def _check_size(entries: list[zipfile.ZipInfo], source: str) -> None:
    if len(entries) > MAX_ENTRIES:
        found = f"holds {len(entries):,} entries"
        raise InputError(source, found, allowed=f"at most {MAX_ENTRIES:,}")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        found = f"unpacks to {unpacked:,} bytes"
        raise InputError(source, found, allowed=f"at most {MAX_UNPACKED:,}")
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            found = f"one entry unpacks to {entry.file_size:,} from {entry.compress_size:,} bytes"
            raise InputError(source, found, allowed=f"at most {MAX_RATIO} times")
        if entry.file_size > MAX_XML and entry.filename.lower().endswith((".xml", ".rels")):
            found = f"one part has {entry.file_size:,} bytes of XML"
            raise InputError(source, found, allowed=f"at most {MAX_XML:,}")


def _check_kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], source: str) -> None:
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(source, "is encrypted", allowed="a DOCX without a password")
    if not any(name.startswith("word/") for name in names):
        kinds = (what for start, what in _OTHERS if any(n.startswith(start) for n in names))
        raise InputError(source, next(kinds, "is a ZIP archive, no DOCX"), allowed=ALLOWED)
    types = next((entry for entry in entries if entry.filename == _TYPES), None)
    if types is None or types.file_size > _MAX_TYPES:
        raise InputError(source, "is a damaged DOCX file", allowed=ALLOWED)
    macros = any(name.endswith("vbaproject.bin") for name in names)
    if macros or b"macroenabled" in _unpacked(archive, types, source).lower():
        raise InputError(source, _MACROS, allowed="a DOCX without macros")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str) -> bytes:
    import zlib

    try:
        return archive.read(entry)
    except (zlib.error, RuntimeError) as error:
        raise InputError(source, "is a damaged DOCX file", allowed=ALLOWED) from error
