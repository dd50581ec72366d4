"""A candidate as bytes: the profile and the cells that travel beside it."""

from __future__ import annotations

import zlib

import msgspec

from matcher.batch.store.records import Record, encoded
from matcher.model import Candidate

_LEVEL = 1
_decoder = msgspec.msgpack.Decoder(Record)


def packed(candidate: Candidate) -> bytes:
    """A candidate's profile and carried cells."""
    return zlib.compress(encoded(Record(candidate.profile, candidate.carried)), _LEVEL)


def unpacked(record: bytes) -> Record:
    """Inverse of :func:`packed`.

    Examples
    --------
    >>> from matcher.model import Profile
    >>> candidate = Candidate(Profile("k1", {"skills": "Go"}), 1, {"name": "Ada"})
    >>> found = unpacked(packed(candidate))
    >>> found.profile == candidate.profile, found.carried
    (True, {'name': 'Ada'})
    """
    return _decoder.decode(zlib.decompress(record))
