"""Ids that stand for candidates in blind outputs: keyed, or numbered where there is no key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from matcher.errors import InputError

#: The environment variable that may hold the key.
KEY_VARIABLE = "MATCHER_BLIND_KEY"
#: A shorter key could be guessed (bytes).
MIN_KEY_BYTES = 16

_ALLOWED = f"a text or binary file of at least {MIN_KEY_BYTES} bytes"
_PURPOSE = b"matcher candidate id\0"
_LETTERS = 16


class Pseudonyms:
    """Stand-ins for candidate ids: one id and key give one pseudonym, in every list and run.

    Parameters
    ----------
    key : bytes
        Secret; who has it and a list of ids can tell who is who.

    Examples
    --------
    >>> Pseudonyms(b"sixteen bytes ok").of("k012")
    'p-i7wxbopo3gb2yzmm'
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, candidate_id: str) -> str:
        """The pseudonym of an id: the first 80 bits of its HMAC-SHA256, as letters and digits."""
        message = _PURPOSE + candidate_id.encode("utf-8", "surrogatepass")
        digest = hmac.new(self._key, message, hashlib.sha256).digest()
        return "p-" + base64.b32encode(digest).decode()[:_LETTERS].lower()


def read_key(path: Path | None) -> tuple[bytes | None, bool]:
    """The key from a file, or from the environment; the file is made where there is none.

    Parameters
    ----------
    path : Path, optional
        The key's file.  Without one, ``MATCHER_BLIND_KEY`` is looked at.

    Returns
    -------
    tuple of bytes or None, bool
        The key, None where neither names one; and whether the file was made now.

    Raises
    ------
    InputError
        If the file cannot be read or written, or the key is too short.
    """
    if path is None:
        given = os.environ.get(KEY_VARIABLE, "").encode("utf-8", "surrogateescape")
        return (_checked(given, KEY_VARIABLE) if given else None), False
    try:
        made = _made(path)
        return _checked(path.read_bytes(), str(path)), made
    except OSError as error:
        found = f"cannot be used as a key: {error.strerror or type(error).__name__}"
        raise InputError(str(path), found, allowed=_ALLOWED) from error


def _made(path: Path) -> bool:
    """Make a key file that only its owner may read, unless there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    return True


def _checked(key: bytes, source: str) -> bytes:
    key = key.strip()
    if len(key) < MIN_KEY_BYTES:
        found = f"holds a key of {len(key)} bytes"
        raise InputError(source, found, allowed=f"at least {MIN_KEY_BYTES} bytes")
    return key
