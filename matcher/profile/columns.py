"""Recognise the columns of a candidate list: by mapping, by system, by name, and by content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from matcher.errors import InputError
from matcher.profile.guess import IsSkill, guess_columns
from matcher.profile.headers import (
    ID_COLUMN,
    YEARS_COLUMN,
    ColumnNames,
    System,
    column_names,
    fold_header,
    known_header,
    spelling,
    system_of,
)

__all__ = [
    "ID_COLUMN",
    "YEARS_COLUMN",
    "Columns",
    "column_names",
    "fold_header",
    "known_headers",
    "recognise",
]

#: In a mapping: leave the column out (``--map notes=-``).
LEAVE_OUT = "-"
#: The names of a header are short; a longer first line is a row.
_LONGEST_HEADER = 40
#: Of a list with more columns, so many are named in a message.
_MOST_SHOWN = 30
_NAMES = frozenset({"name", "first_name", "last_name"})


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
    unread : dict of str to str
        Which carried headers hold other people's words (``note``, ``vacancy``, …).
    guessed : frozenset of str
        Headers whose content decided what they are.
    left_out : frozenset of int
        Positions that are neither read nor carried.
    system : str
        The recruiting system whose export this is; empty if none was recognised.
    """

    header: tuple[str, ...]
    read: dict[str, int]
    identifying: dict[str, str]
    mapped: frozenset[str] = frozenset()
    unread: dict[str, str] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    left_out: frozenset[int] = frozenset()
    system: str = ""

    @property
    def carried(self) -> tuple[int, ...]:
        """Positions of the columns that are carried through unread."""
        taken = {*self.read.values(), *self.left_out}
        return tuple(i for i in range(len(self.header)) if i not in taken)

    @property
    def names(self) -> tuple[str, ...]:
        """Headers of carried columns that hold the candidate's name or a part of it."""
        return name_headers(self.identifying)

    def uses(self) -> dict[str, str]:
        """What each header that is not left out was recognised as, or "carried"."""
        read = {self.header[index]: name for name, index in self.read.items()}
        known = {**self.unread, **self.identifying, **read}
        kept = (h for i, h in enumerate(self.header) if i not in self.left_out)
        return {header: known.get(header, "carried") for header in kept}

    def describe(self) -> str:
        """One line for the log: what is read as what, what is carried, what is left out.

        Examples
        --------
        >>> for part in recognise(["ID", "CV", "E-Mail", "Stars"], "x").describe().split("; "):
        ...     print(part)
        read: candidate_id from "ID", resume_text from "CV"
        carried unread: "E-Mail", "Stars" (a rating)
        """
        guessed = {h: " (guessed)" if h in self.guessed else "" for h in self.header}
        words = column_names().words
        why = {h: f" ({words[use]})" for h, use in self.unread.items()}
        why |= {h: f" ({use}, guessed)" for h, use in self.identifying.items() if guessed[h]}
        names = [(name, self.header[index]) for name, index in self.read.items()]
        carried = [self.header[index] for index in self.carried]
        parts = [f"recognised as {_article(self.system)}: "] if self.system else []
        parts.append("read: " + ", ".join(f'{name} from "{h}"{guessed[h]}' for name, h in names))
        if carried:
            parts.append("; carried unread: " + _few(f'"{h}"{why.get(h, "")}' for h in carried))
        if self.left_out:
            out = (f'"{self.header[index]}"' for index in sorted(self.left_out))
            parts.append("; left out: " + _few(out))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Mapping:
    """An explicit mapping: positions by column, columns not to read, positions left out."""

    read: dict[str, int]
    unwanted: frozenset[str]
    left_out: frozenset[int]

    @property
    def taken(self) -> frozenset[int]:
        """Positions it settles."""
        return frozenset(self.read.values()) | self.left_out


def name_headers(uses: Mapping[str, str]) -> tuple[str, ...]:
    """Headers that hold a name or a part of it, of headers by what they identify."""
    return tuple(header for header, use in uses.items() if use in _NAMES)


def recognise(
    header: Sequence[str],
    source: str,
    mapping: Mapping[str, str] | None = None,
    *,
    rows: Sequence[Sequence[str]] = (),
    is_skill: IsSkill | None = None,
) -> Columns:
    """Recognise columns: an explicit mapping first, then a system's export, names, content.

    Parameters
    ----------
    header : sequence of str
        The first row of a list.
    source : str
        File, for errors.
    mapping : mapping of str to str, optional
        Header by column, as in ``{"resume": "Resume_str"}``; columns by their names or short
        names.  ``{"notes": "-"}`` leaves a header, or what is recognised as a column, out.
    rows : sequence of sequence of str
        The first rows of the list; without any, nothing is guessed.
    is_skill : callable, optional
        Whether words name a skill, for guessing.

    Raises
    ------
    InputError
        If nothing is recognised (the list has no header), no column holds text, or the mapping
        names an unknown column or header.
    """
    names = column_names()
    unique = _unique(header)
    mapped = _mapped(unique, source, mapping or {}, names)
    system = system_of(header)
    columns = _by_name(unique, header, system, mapped, names)
    nothing = not (columns.read or columns.identifying)
    if rows and (not nothing or _is_header(header)):
        columns = _with_guesses(columns, rows, is_skill or frozenset().__contains__, mapped, names)
        nothing = nothing and not columns.read
    if nothing:
        raise InputError(source, *_no_header(header, names))
    if not any(column in columns.read for column in names.text_columns()):
        raise _no_text(columns, source, names)
    return columns


def known_headers(header: Sequence[str]) -> int:
    """How many headers are known; for telling delimiters apart."""
    return sum(known_header(name) is not None for name in header)


def _by_name(
    unique: tuple[str, ...],
    header: Sequence[str],
    system: System | None,
    mapped: _Mapping,
    names: ColumnNames,
) -> Columns:
    """What the names of the headers say, a recognised system's before all others."""
    own = {spelling(h): column for h, column in system.columns.items()} if system else {}
    staff = {spelling(h) for h in system.left_out} if system else set()
    found: dict[str, tuple[int, int]] = {}
    identifying: dict[str, str] = {}
    unread: dict[str, str] = {}
    left_out = set(mapped.left_out)
    for index, name in enumerate(header):
        known = known_header(name)
        rank = known.rank if known else 0
        column = known.column if known else ""
        if spelling(name) in own:
            column, rank = own[spelling(name)], -1
        if index in mapped.taken:
            continue
        if spelling(name) in staff or column in mapped.unwanted:
            left_out.add(index)
        elif column in names.carried:
            identifying[unique[index]] = column
        elif column in names.unread:
            unread[unique[index]] = column
        elif column and column not in mapped.read and not (system and _is_vague(name, own, column)):
            found[column] = min(found.get(column, (rank, index)), (rank, index))
    positions = {**{column: index for column, (_, index) in found.items()}, **mapped.read}
    return Columns(
        unique,
        {column: positions[column] for column in names.read if column in positions},
        identifying,
        frozenset(mapped.read),
        unread,
        left_out=frozenset(left_out),
        system=system.system if system else "",
    )


def _is_vague(name: str, own: Mapping[str, str], column: str) -> bool:
    """Whether a system has a column of its own for what another header's name says."""
    return spelling(name) not in own and column in own.values()


def _with_guesses(
    columns: Columns,
    rows: Sequence[Sequence[str]],
    is_skill: IsSkill,
    mapped: _Mapping,
    names: ColumnNames,
) -> Columns:
    """The columns with what their content says where names say nothing, or something untrue."""
    header = columns.header
    settled = {*columns.read.values(), *columns.left_out, *mapped.taken}
    tags = {name for name, use in columns.unread.items() if use == "tag"}
    unknown = [
        index
        for index, name in enumerate(header)
        if index not in settled and (name in tags or known_header(name) is None)
    ]
    guess = guess_columns(header, rows, unknown, columns.read, is_skill)
    named = set(columns.identifying.values()) & _NAMES
    identifying = {
        index: what
        for index, what in guess.identifying.items()
        if index not in mapped.taken and not (named and what in _NAMES)
    }
    added = {
        column: index
        for column, index in guess.read.items()
        if column not in mapped.unwanted and index not in mapped.taken
    }
    moved = {*identifying, *added.values()}
    kept = {column: index for column, index in columns.read.items() if index not in moved}
    positions = {**kept, **added}
    return replace(
        columns,
        read={column: positions[column] for column in names.read if column in positions},
        identifying={
            **columns.identifying,
            **{header[index]: what for index, what in identifying.items()},
        },
        unread={h: use for h, use in columns.unread.items() if header.index(h) not in moved},
        guessed=frozenset(header[index] for index in moved),
    )


def _is_header(header: Sequence[str]) -> bool:
    """Whether a first row that names nothing known can be a header at all."""
    return all(len(name) <= _LONGEST_HEADER and name.count(" ") < 4 for name in header)


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    """Headers with blanks named by their place and repeats numbered."""
    unique: dict[str, None] = {}
    counts: dict[str, int] = {}
    for index, name in enumerate(header):
        base = name.strip() or f"column {index + 1}"
        candidate, count = base, counts.get(base, 1)
        while candidate in unique:
            count += 1
            candidate = f"{base} ({count})"
        counts[base] = count
        unique[candidate] = None
    return tuple(unique)


def _few(names: Iterable[str]) -> str:
    """The first names of a list, and how many more there are."""
    shown = list(names)
    more = f" and {len(shown) - _MOST_SHOWN:,} more" if len(shown) > _MOST_SHOWN else ""
    return ", ".join(shown[:_MOST_SHOWN]) + more


def _mapped(
    header: tuple[str, ...], source: str, mapping: Mapping[str, str], names: ColumnNames
) -> _Mapping:
    """What an explicit mapping settles."""
    positions: dict[str, int] = {}
    unwanted: set[str] = set()
    left_out: set[int] = set()
    for given, wanted in mapping.items():
        key = given.strip().lower().replace(" ", "_").replace("-", "_")
        column = names.short.get(key, key)
        if wanted == LEAVE_OUT:
            at = _position(header, given)
            if at is not None:
                left_out.add(at)
            elif column in names.read or column in names.carried or column in names.unread:
                unwanted.add(column)
            else:
                raise _no_such_header(header, source, given, wanted, given)
            continue
        if column not in names.read:
            allowed = ", ".join((*names.read, *names.short))
            raise InputError(source, f"mapping names the unknown column {given!r}", "", allowed)
        at = _position(header, wanted)
        if at is None:
            raise _no_such_header(header, source, given, wanted, wanted)
        positions[column] = at
    return _Mapping(positions, frozenset(unwanted), frozenset(left_out))


def _position(header: tuple[str, ...], name: str) -> int | None:
    """Where a header stands, as written or as folded."""
    if name in header:
        return header.index(name)
    folded = [fold_header(each) for each in header]
    return folded.index(fold_header(name)) if fold_header(name) in folded else None


def _no_such_header(
    header: tuple[str, ...], source: str, given: str, wanted: str, missing: str
) -> InputError:
    near = get_close_matches(missing, header, n=1)
    hint = f" (perhaps {near[0]!r})" if near else ""
    found = f"mapping {given}={wanted}: no such header{hint}"
    return InputError(source, found, "header", _few(header))


def _no_text(columns: Columns, source: str, names: ColumnNames) -> InputError:
    what = f"{_article(columns.system)} as it stands holds no text of the candidates"
    found = what if columns.system else "no column holds text"
    allowed = ", ".join(names.text_columns()) + ", or --map resume=HEADER"
    tags = [header for header, use in columns.unread.items() if use == "tag"]
    if tags:
        allowed += f", or --map skills={tags[0]} to take tags for skills"
    shown = _few(repr(name) for name in columns.header)
    return InputError(source, f"{found}; found: {shown}", "header", allowed)


def _article(system: str) -> str:
    """A system's name with its article: an OpenCATS export, a Lever import."""
    vowel = system[:1] in "AEIOU" or system.startswith("HR ")
    return f"{'an' if vowel else 'a'} {system}"


def _no_header(header: Sequence[str], names: ColumnNames) -> tuple[str, str, str]:
    """Error for a list whose first line is no header."""
    first = ",".join(header)
    shown = first if len(first) <= 80 else first[:77] + "..."
    found = f"the first line names no known column: {shown!r}"
    return found, "line 1", "a header with " + ", ".join(names.read)
