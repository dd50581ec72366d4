"""Recognise the columns of a candidate list by their headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import msgspec

from matcher.errors import ConfigError, InputError, Problem
from matcher.placed_yaml import parse_yaml

ID_COLUMN = "candidate_id"
YEARS_COLUMN = "years_experience"

_DROPPED = re.compile(r"[\W_]+")


class ColumnNames(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Headers by the column they name; the shape of ``rules/columns.yaml``.

    ``read`` columns make the profile, ``carried`` ones identify a person and are never read,
    ``short`` are names a person may give in a mapping.
    """

    read: dict[str, list[str]]
    carried: dict[str, list[str]]
    short: dict[str, str]

    def text_columns(self) -> tuple[str, ...]:
        """Columns that hold text."""
        return tuple(c for c in self.read if c not in (ID_COLUMN, YEARS_COLUMN))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one list were recognised as.

    Parameters
    ----------
    header : tuple of str
        Headers as written, made unique: the second "Note" is "Note (2)".
    read : dict of str to int
        Position of each column that is read, in the order in which texts are kept.
    identifying : dict of str to str
        Which carried headers are known to identify a person, and as what.
    mapped : frozenset of str
        Columns that an explicit mapping named.
    """

    header: tuple[str, ...]
    read: dict[str, int]
    identifying: dict[str, str]
    mapped: frozenset[str] = frozenset()

    @property
    def carried(self) -> tuple[int, ...]:
        """Positions of the columns that are carried through unread."""
        taken = set(self.read.values())
        return tuple(i for i in range(len(self.header)) if i not in taken)

    def describe(self) -> str:
        """One line for the log: what is read as what, and what is carried.

        Examples
        --------
        >>> recognise(["ID", "CV", "E-Mail", "Shoe size"], "list.csv").describe()
        'read: candidate_id from "ID", resume_text from "CV"; carried unread: "E-Mail", "Shoe size"'
        """
        parts = [f'{name} from "{self.header[index]}"' for name, index in self.read.items()]
        carried = [f'"{self.header[index]}"' for index in self.carried]
        text = "read: " + ", ".join(parts)
        return text + ("; carried unread: " + ", ".join(carried) if carried else "")


@cache
def column_names() -> ColumnNames:
    """The shipped headers; read at first use.

    Raises
    ------
    ConfigError
        If the shipped file is damaged.
    """
    source = "rules/columns.yaml"
    text = files("matcher.rules").joinpath("columns.yaml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(parse_yaml(text, source).data, ColumnNames)
    except msgspec.ValidationError as error:
        raise ConfigError([Problem(source, "", str(error))]) from error


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


def recognise(
    header: Sequence[str], source: str, mapping: Mapping[str, str] | None = None
) -> Columns:
    """Recognise columns by their headers; an explicit mapping goes before all names.

    Parameters
    ----------
    header : sequence of str
        The first row of a list.
    source : str
        File, for errors.
    mapping : mapping of str to str, optional
        Header by column, as in ``{"resume": "Resume_str"}``; columns by their names or short names.

    Raises
    ------
    InputError
        If nothing is recognised (the list has no header), no column holds text, or the mapping
        names an unknown column or header.
    """
    names = column_names()
    unique = _unique(header)
    mapped = _mapped(unique, source, mapping or {}, names)
    known = _known()
    found: dict[str, tuple[int, int]] = {}
    identifying: dict[str, str] = {}
    for index, name in enumerate(header):
        column, rank = known.get(fold_header(name), ("", 0))
        if column in names.carried and index not in mapped.values():
            identifying[unique[index]] = column
        elif column and column not in mapped and index not in mapped.values():
            found[column] = min(found.get(column, (rank, index)), (rank, index))
    read = {
        column: mapped[column] if column in mapped else found[column][1]
        for column in names.read
        if column in mapped or column in found
    }
    columns = Columns(unique, read, identifying, frozenset(mapped))
    if not read and not identifying:
        raise InputError(source, *_no_header(header, names))
    if not any(column in read for column in names.text_columns()):
        raise InputError(
            source,
            "no column holds text; found: " + ", ".join(repr(name) for name in unique),
            "header",
            ", ".join(names.text_columns()) + ", or --map resume=HEADER",
        )
    return columns


def known_headers(header: Sequence[str]) -> int:
    """How many headers are known; for telling delimiters apart."""
    known = _known()
    return sum(fold_header(name) in known for name in header)


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Column and rank among its names by folded header."""
    names = column_names()
    known: dict[str, tuple[str, int]] = {}
    for group in (names.read, names.carried):
        for column, headers in group.items():
            for rank, header in enumerate(headers):
                known.setdefault(fold_header(header), (column, rank))
    return known


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    """Headers with blanks named by their place and repeats numbered."""
    unique: list[str] = []
    for index, name in enumerate(header):
        base = name.strip() or f"column {index + 1}"
        candidate, count = base, 1
        while candidate in unique:
            count += 1
            candidate = f"{base} ({count})"
        unique.append(candidate)
    return tuple(unique)


def _mapped(
    header: tuple[str, ...], source: str, mapping: Mapping[str, str], names: ColumnNames
) -> dict[str, int]:
    """Position by column of an explicit mapping."""
    positions: dict[str, int] = {}
    folded = [fold_header(name) for name in header]
    for given, wanted in mapping.items():
        key = given.strip().lower().replace(" ", "_").replace("-", "_")
        column = names.short.get(key, key)
        if column not in names.read:
            allowed = ", ".join((*names.read, *names.short))
            raise InputError(source, f"mapping names the unknown column {given!r}", "", allowed)
        if wanted in header:
            positions[column] = header.index(wanted)
        elif fold_header(wanted) in folded:
            positions[column] = folded.index(fold_header(wanted))
        else:
            near = get_close_matches(wanted, header, n=1)
            hint = f" (perhaps {near[0]!r})" if near else ""
            found = f"mapping {given}={wanted}: no such header{hint}"
            raise InputError(source, found, "header", ", ".join(header))
    return positions


def _no_header(header: Sequence[str], names: ColumnNames) -> tuple[str, str, str]:
    """Error for a list whose first line is no header."""
    first = ",".join(header)
    shown = first if len(first) <= 80 else first[:77] + "..."
    found = f"the first line names no known column: {shown!r}"
    return found, "line 1", "a header with " + ", ".join(names.read)
