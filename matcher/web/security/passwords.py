"""Passwords: what may be one, and Argon2id hashes of them."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matcher.errors import InputError

#: The least for a password that stands alone (NIST SP 800-63B-4, 3.1.1.2).
MIN_CHARACTERS = 15
MAX_CHARACTERS = 256
#: Fewer different characters than that are a pattern, not a password.
_MIN_DIFFERENT = 5
#: A hash takes 64 MiB; so many at once are what signing in may take of a machine.
_AT_ONCE = 2


class Passwords:
    """Makes and checks hashes with the library's parameters (RFC 9106, low memory).

    Examples
    --------
    >>> passwords = Passwords()
    >>> kept = passwords.hash("a bridge over nine rivers")
    >>> passwords.fits(kept, "a bridge over nine rivers"), passwords.fits(kept, "guess")
    (True, False)
    >>> passwords.fits(None, "of a user there is not"), passwords.is_outdated(kept)
    (False, False)
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody's password")
        self._places = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._places:
            return self._hasher.hash(_normal(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of a hash; it takes as long where there is no user."""
        with self._places:
            try:
                fits = self._hasher.verify(kept or self._nobody, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return fits and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_password(password: str, user_name: str) -> None:
    """Refuse a password that is easily guessed.

    Length is what counts (NIST SP 800-63B-4); no rule asks for kinds of characters.

    Raises
    ------
    InputError
        If it is too short, too long, a pattern, or holds the user's name.

    Examples
    --------
    >>> check_password("a bridge over nine rivers", "ann")
    >>> check_password("secret", "ann")
    Traceback (most recent call last):
        ...
    matcher.errors.InputError: password: has 6 characters; allowed: 15 to 256, as four words have
    """
    normal = _normal(password)
    if not MIN_CHARACTERS <= len(normal) <= MAX_CHARACTERS:
        allowed = f"{MIN_CHARACTERS} to {MAX_CHARACTERS}, as four words have"
        raise InputError("password", f"has {len(normal)} characters", allowed=allowed)
    left = normal.casefold().replace(user_name.casefold(), "")
    if len(set(left)) < _MIN_DIFFERENT:
        allowed = f"{_MIN_DIFFERENT} different characters beside the user's name"
        raise InputError("password", "is a pattern that is soon guessed", allowed=allowed)


def _normal(password: str) -> str:
    """The same password typed on another system is the same characters (SP 800-63B-4)."""
    return unicodedata.normalize("NFKC", password)
