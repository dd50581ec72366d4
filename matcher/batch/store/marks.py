"""What tells people apart, by column, so that the same person is found among stored candidates.

A mark is a hash of an address, of the end of a number, of a text, or of a run of its words
(:mod:`matcher.profile.duplicates`); who shares one is then compared in full.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from matcher.batch.store.stored_arrays import Array
from matcher.model import Candidate
from matcher.profile.duplicates import GROUPS, Marks, Sign, marks_of

#: Marks sorted, the row of each, and per row the mark of its text, or 0, and its runs by group.
MARK_ARRAYS = ("marks.keys", "marks.rows", "marks.text", "marks.groups")
_CONTACTS = (Sign.EMAIL, Sign.PHONE)


def mark_arrays(candidates: Iterable[Candidate], uses: Mapping[str, str]) -> dict[str, Array]:
    """The marks of some candidates, a row each.

    Parameters
    ----------
    candidates : iterable of Candidate
        In their order.
    uses : mapping of str to str
        What each carried header holds: ``email``, ``phone``, …
    """
    keys: list[int] = []
    rows: list[int] = []
    texts: list[int] = []
    groups: list[bytes] = []
    for row, candidate in enumerate(candidates):
        marks = marks_of(candidate, uses)
        own = list(keys_of(marks))
        keys += own
        rows += [row] * len(own)
        texts.append(text_key(marks))
        groups.append(marks.groups)
    unsorted = np.array(keys, dtype="<u8")
    order = np.argsort(unsorted, kind="stable")
    return {
        "marks.keys": unsorted[order],
        "marks.rows": np.array(rows, dtype="<u4")[order],
        "marks.text": np.array(texts, dtype="<u8"),
        "marks.groups": np.frombuffer(b"".join(groups), np.uint8).reshape(-1, GROUPS),
    }


def joined_marks(pieces: list[dict[str, Array]]) -> dict[str, Array]:
    """The marks of all candidates of several pieces, in their order."""
    first, rows = 0, []
    for piece in pieces:
        rows.append(piece["marks.rows"] + np.uint32(first))
        first += len(piece["marks.text"])
    keys = np.concatenate([piece["marks.keys"] for piece in pieces])
    order = np.argsort(keys, kind="stable")
    return {
        "marks.keys": keys[order],
        "marks.rows": np.concatenate(rows)[order],
        **{
            name: np.concatenate([piece[name] for piece in pieces])
            for name in ("marks.text", "marks.groups")
        },
    }


def keys_of(marks: Marks) -> Iterator[int]:
    """All marks of one candidate, each once."""
    for sign in _CONTACTS:
        for contact in sorted(marks.shared_by(sign)):
            yield contact_key(sign, contact)
    if marks.digest:
        yield text_key(marks)
    for low in sorted(set(marks.sketch)):
        yield run_key(low)


def contact_key(sign: Sign, contact: str) -> int:
    """The mark of an address or the end of a number."""
    return _key(sign.name, contact.encode("utf-8", "surrogatepass"))


def text_key(marks: Marks) -> int:
    """The mark of a text; 0 for one too short to tell."""
    return _key("TEXT", marks.digest) if marks.digest else 0


def run_key(low: int) -> int:
    """The mark of a run of words."""
    return _key("RUN", low.to_bytes(8, "little"))


def _key(kind: str, value: bytes) -> int:
    digest = hashlib.blake2b(value, digest_size=8, person=kind.encode())
    return int.from_bytes(digest.digest(), "little") or 1
