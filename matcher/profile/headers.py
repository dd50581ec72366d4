"""What is known of the headers of candidate lists: names of columns, and exports of systems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from matcher.errors import ConfigError, Problem
from matcher.placed_yaml import parse_yaml

ID_COLUMN = "candidate_id"
YEARS_COLUMN = "years_experience"

_DROPPED = re.compile(r"[\W_]+")


class ColumnNames(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Headers by the column they name; the shape of ``rules/columns.yaml``.

    ``read`` columns make the profile, ``carried`` ones identify a person and ``unread`` ones are
    other people's words: neither is ever read.  ``short`` are names a person may give in a
    mapping, ``words`` say what is unread; the rest is what guessing by content goes by.
    """

    read: dict[str, list[str]]
    carried: dict[str, list[str]]
    unread: dict[str, list[str]]
    short: dict[str, str]
    words: dict[str, str]
    never_guessed: frozenset[str]
    years_words: frozenset[str]
    id_words: frozenset[str]

    def text_columns(self) -> tuple[str, ...]:
        """Columns that hold text."""
        return tuple(c for c in self.read if c not in (ID_COLUMN, YEARS_COLUMN))


class System(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One recruiting system's export or import template; an entry of ``rules/ats.yaml``."""

    system: str
    signature: list[str]
    columns: dict[str, str]
    left_out: list[str] = []


@dataclass(frozen=True, slots=True)
class Known:
    """What a header's name says: the column, and its rank among that column's names."""

    column: str
    rank: int


@cache
def column_names() -> ColumnNames:
    """The shipped headers; read at first use.

    Raises
    ------
    ConfigError
        If the shipped file is damaged.
    """
    names: ColumnNames = _shipped("columns.yaml", ColumnNames)
    return names


@cache
def systems() -> tuple[System, ...]:
    """The systems whose headers are documented; read at first use.

    Raises
    ------
    ConfigError
        If the shipped file is damaged, or names a column that does not exist.
    """
    found: list[System] = _shipped("ats.yaml", list[System])
    names = column_names()
    allowed = names.read.keys() | names.carried.keys() | names.unread.keys()
    problems = [
        Problem("rules/ats.yaml", each.system, f"{header!r} holds the unknown column {column!r}")
        for each in found
        for header, column in each.columns.items()
        if column not in allowed
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(found)


def _shipped(name: str, shape: Any) -> Any:
    source = f"rules/{name}"
    text = files("matcher.rules").joinpath(name).read_text(encoding="utf-8")
    try:
        return msgspec.convert(parse_yaml(text, source).data, shape)
    except msgspec.ValidationError as error:
        raise ConfigError([Problem(source, "", str(error))]) from error


def system_of(header: Sequence[str]) -> System | None:
    """The system whose export a header is, by the spelling of its headers; None if of none.

    Examples
    --------
    >>> found = system_of(["candidateID", "lastName", "firstName", "email1", "keySkills"])
    >>> found.system if found else None
    'OpenCATS export'
    >>> system_of(["id", "name", "cv"]) is None
    True
    """
    written = {spelling(name) for name in header}
    fitting = [s for s in systems() if written.issuperset(map(spelling, s.signature))]
    return max(fitting, key=lambda s: len(s.signature), default=None)


def spelling(header: str) -> str:
    """A header as systems write it: without outer spaces and the sign of a mandatory field."""
    return header.strip().removesuffix("*").rstrip()


def fold_header(header: str) -> str:
    """A header without case, accents, spaces and signs.

    Examples
    --------
    >>> fold_header(" Résumé_Str "), fold_header("#")
    ('resumestr', '#')
    """
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", header) if not unicodedata.combining(char)
    )
    return _DROPPED.sub("", plain.lower().replace("&", "and")) or plain.strip()


def header_words(header: str) -> frozenset[str]:
    """The words of a header in lower case; capitals inside one begin another.

    Examples
    --------
    >>> sorted(header_words("yearsOf_Experience"))
    ['experience', 'of', 'years']
    """
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", header)
    return frozenset(word for word in _DROPPED.split(spaced.lower()) if word)


def known_header(header: str) -> Known | None:
    """What the name of a header says, whatever its list; None where nothing is known."""
    return _known().get(fold_header(header))


@cache
def _known() -> dict[str, Known]:
    names = column_names()
    known: dict[str, Known] = {}
    for group in (names.read, names.carried, names.unread):
        for column, headers in group.items():
            for rank, header in enumerate(headers):
                known.setdefault(fold_header(header), Known(column, rank))
    return known
