"""Fields of forms as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from matcher.web.errors import Refused

Fields = Mapping[str, str]
#: Of what was sent, as much as a message repeats.
_REPEATED = 40


def one_of(fields: Fields, name: str, allowed: Iterable[str], default: str = "") -> str:
    """A word of a closed list; the default for an empty field.

    Raises
    ------
    Refused
        If it is not in the list, or is empty and there is no default.
    """
    value = fields.get(name, "").strip() or default
    words = list(allowed)
    if value not in words:
        found = f"{value[:_REPEATED]!r} is none" if value else "is empty"
        raise Refused(name, found, allowed=", ".join(words))
    return value


def whole_of(fields: Fields, name: str, default: str = "") -> int:
    """A whole number from 1; the default for an empty field.

    Raises
    ------
    Refused
        If it is none.
    """
    value = fields.get(name, "").strip() or default
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and int(value) > 0):
        raise Refused(name, f"{value[:_REPEATED]!r} is none", allowed="a whole number from 1")
    return int(value)


def number_of(fields: Fields, name: str) -> float | None:
    """A number, or None for an empty field.

    Raises
    ------
    Refused
        If it is no number.

    Examples
    --------
    >>> number_of({"years": "2,5"}, "years"), number_of({"years": " "}, "years")
    (2.5, None)
    """
    value = fields.get(name, "").strip()
    if not value:
        return None
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise Refused(name, f"{value[:_REPEATED]!r} is no number", allowed="a number, as 2.5")
    return number


def needed(fields: Fields, name: str) -> str:
    """A field that must not be empty."""
    value = fields.get(name, "").strip()
    if not value:
        raise Refused(name, "is empty", allowed="a value")
    return value
