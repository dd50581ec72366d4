"""Read who belongs to which group: a table that nothing that scores ever opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from matcher.errors import ConfigError, InputError, Problem
from matcher.profile.headers import fold_header
from matcher.profile.sources import BadRow, Row, Table, open_source
from matcher.rules.groups import group_rules

#: The column that says whose row it is.
CANDIDATE = "candidate_id"
_ALLOWED = f"a table with the columns {CANDIDATE} and one for each attribute"


@dataclass(frozen=True, slots=True)
class Groups:
    """Who belongs to which group, by attribute; nothing of it is ever scored.

    Parameters
    ----------
    source : str
        The file.
    by_attribute : mapping of str to mapping of str to str
        Per attribute, the group of each candidate; who left it blank or would not say is in none.
    places : mapping of str to str
        Where in the file each candidate stands first, for messages.
    """

    source: str
    by_attribute: Mapping[str, Mapping[str, str]]
    places: Mapping[str, str] = field(default_factory=dict)


def read_groups(source: str, *, any_categories: bool = True) -> Groups:
    r"""Read a table with ``candidate_id`` and one column for each attribute.

    Parameters
    ----------
    source : str
        The file: CSV, TSV, XLSX, Parquet or JSON lines.
    any_categories : bool
        Whether every text is a group of its own.  If not, a column that names sex, or race and
        ethnicity, takes that name, and its cells must spell known categories (``groups.yaml``).

    Raises
    ------
    InputError
        If it cannot be read, has no such columns, a row is damaged, or a candidate stands twice
        with different groups.
    ConfigError
        With every cell that spells no category, by line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "groups.csv")
    ...     _ = path.write_text("candidate_id,Gender\nk1,f\nk2,\nk3,prefer not to say\n")
    ...     groups = read_groups(str(path), any_categories=False)
    >>> groups.by_attribute, groups.places["k2"]
    ({'sex': {'k1': 'Female'}}, 'line 3')
    """
    with open_source(source) as table:
        if not isinstance(table, Table):
            raise InputError(source, "is no table", allowed=_ALLOWED)
        reading = _Reading(source, table.header, any_categories=any_categories)
        for row in table.rows():
            if isinstance(row, BadRow):
                raise InputError(source, row.error, row.place)
            reading.add(row)
    if reading.problems:
        raise ConfigError(reading.problems)
    return Groups(source, reading.found, reading.places)


class _Reading:
    """The groups read so far, and what is wrong with them."""

    def __init__(self, source: str, header: Sequence[str], *, any_categories: bool) -> None:
        self.source = source
        folded = [fold_header(name) for name in header]
        if fold_header(CANDIDATE) not in folded or len(folded) < 2:
            raise InputError(source, f"columns are {', '.join(header)}", "header", _ALLOWED)
        self._id = folded.index(fold_header(CANDIDATE))
        self._known = {} if any_categories else _known_columns(source, header)
        self._columns = {
            at: self._known.get(at, name) for at, name in enumerate(header) if at != self._id
        }
        self.found: dict[str, dict[str, str]] = {name: {} for name in self._columns.values()}
        self.places: dict[str, str] = {}
        self.problems: list[Problem] = []

    def add(self, row: Row) -> None:
        """One candidate's groups."""
        candidate_id = row.cells[self._id].strip()
        if not candidate_id:
            place = f"{row.place}, column {CANDIDATE}"
            raise InputError(self.source, "is empty", place, "the id of a candidate")
        self.places.setdefault(candidate_id, row.place)
        for at, attribute in self._columns.items():
            cell = row.cells[at].strip()
            if group_rules().is_unknown(cell):
                continue
            group = self._group(row, attribute, cell) if at in self._known else cell
            if group is None:
                continue
            known = self.found[attribute].setdefault(candidate_id, group)
            if known != group:
                words = f"{candidate_id!r} is {known!r} and {group!r}"
                place = f"{row.place}, column {attribute}"
                raise InputError(self.source, words, place, "one of them")

    def _group(self, row: Row, attribute: str, cell: str) -> str | None:
        group = group_rules().category(attribute, cell)
        if group is None:
            place = f"{row.place}, column {attribute}"
            words = f"{cell!r} is no category of {attribute}"
            self.problems.append(Problem(self.source, place, words, _meant(attribute, cell)))
        return group


def _known_columns(source: str, header: Sequence[str]) -> dict[int, str]:
    """Columns by place whose categories are known."""
    named = {at: group_rules().attribute(name) for at, name in enumerate(header)}
    known = {at: attribute for at, attribute in named.items() if attribute is not None}
    for attribute in set(known.values()):
        names = [header[at] for at, named_too in known.items() if named_too == attribute]
        if len(names) > 1:
            words = f"{' and '.join(names)} both name {attribute}"
            raise InputError(source, words, "header", "one column, or any categories")
    return known


def _meant(attribute: str, cell: str) -> str:
    """The category that was meant, or all there are."""
    categories = group_rules().categories[attribute]
    spelled = {name.casefold(): category for category in categories for name in
               (category, *categories[category])}  # fmt: skip
    close = get_close_matches(cell.casefold(), list(spelled), n=1, cutoff=0.7)
    return f"did you mean {spelled[close[0]]!r}?" if close else ", ".join(categories)
