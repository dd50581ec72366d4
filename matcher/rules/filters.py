"""Read ``filters.yaml``: the columns of a list that filters go by."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import msgspec

from matcher.placed_yaml import parse_yaml

_DROPPED = re.compile(r"[\W_]+")


class FilterRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Headers by what they say, and the words of answers; the shape of ``filters.yaml``."""

    columns: dict[str, list[str]]
    affirmed: list[str]
    denied: list[str]
    now: list[str]
    permit: list[str]

    def says(self, header: str) -> str | None:
        """What a column of this name says; None where no filter goes by it.

        Examples
        --------
        >>> filter_rules().says("Expected_Salary"), filter_rules().says("Current salary")
        ('salary', None)
        """
        return _by_header().get(compared(header))


def compared(words: str) -> str:
    """Words without case, accents, spaces and signs.

    Examples
    --------
    >>> compared("São Paulo"), compared("right-to-work")
    ('saopaulo', 'righttowork')
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    return _DROPPED.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


@cache
def filter_rules() -> FilterRules:
    """The shipped rules for filters."""
    text = files("matcher.rules").joinpath("filters.yaml").read_text(encoding="utf-8")
    return msgspec.convert(parse_yaml(text, "rules/filters.yaml").data, FilterRules)


@cache
def _by_header() -> dict[str, str]:
    return {
        compared(name): says for says, names in filter_rules().columns.items() for name in names
    }
