"""Values of JSON and Parquet as the texts of cells, the way a person would write them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from matcher.profile.columns import column_names, fold_header

#: Values may be nested so deep; deeper ones are set aside.
MAX_DEPTH = 30
#: Items up to this length stand beside each other in one line (characters).
_SHORT = 60
#: What identifies a person stays out of the texts that nested values become.
_PRIVATE = ("email", "phone", "address", "link", "photo", "birth_date", "nationality", "gender")
_START = frozenset(("start", "from", "startdate", "datefrom", "since", "begin", "begindate"))
_END = frozenset(("end", "to", "enddate", "dateto", "until", "till"))


class TooDeepError(ValueError):
    """Values nested deeper than :data:`MAX_DEPTH`."""

    def __init__(self) -> None:
        super().__init__(f"nests deeper than {MAX_DEPTH} levels")


def flattened(record: Mapping[str, object]) -> dict[str, str]:
    """Cells of a record by header; what is nested under an unknown name gets a dotted one.

    Raises
    ------
    TooDeepError
        If values are nested too deeply.

    Examples
    --------
    >>> flattened({"id": 7.0, "person": {"skills": ["Java", "Go"], "age": None}})
    {'id': '7', 'person.skills': 'Java, Go', 'person.age': ''}
    """
    cells: dict[str, str] = {}
    for name, value in _leaves(record, "", 0):
        cells[name] = cell_text(value)
    return cells


def opens_columns(name: str) -> bool:
    """Whether what is nested under a name becomes columns of its own: it names no text itself.

    Examples
    --------
    >>> opens_columns("candidate"), opens_columns("Work Experience")
    (True, False)
    """
    return fold_header(name) not in _text_headers()


@cache
def _text_headers() -> frozenset[str]:
    names = column_names()
    return frozenset(fold_header(h) for c in names.text_columns() for h in names.read[c])


def _leaves(record: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    if depth > MAX_DEPTH:
        raise TooDeepError
    for key, value in record.items():
        name = prefix + str(key)
        if isinstance(value, Mapping) and value and opens_columns(name):
            yield from _leaves(value, name + ".", depth + 1)
        else:
            yield name, value


def cell_text(value: object, depth: int = 0) -> str:
    r"""A value as text: numbers as people see them, dates as ISO, short lists in one line.

    Raises
    ------
    TooDeepError
        If it is nested too deeply.

    Examples
    --------
    >>> cell_text(5.0), cell_text(datetime.datetime(2024, 5, 1)), cell_text(["SQL", "Go"])
    ('5', '2024-05-01', 'SQL, Go')
    >>> print(cell_text([{"title": "Nurse", "start": "2019-01", "end": None, "tasks": ["wards"]}]))
    2019-01 – present
    Nurse
    wards
    """
    if depth > MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(_entry(value, depth))
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return _list_text(value, depth)
    return scalar_text(value)


def scalar_text(value: object) -> str:
    """A number, date, truth value or bytes as text; nothing for None.

    Examples
    --------
    >>> scalar_text(None), scalar_text(0.1 + 0.2), scalar_text(True)
    ('', '0.3', 'TRUE')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        text = value.decode("utf-8", "replace")
        return text if text.count("\ufffd") * 10 <= len(text) else ""
    return "" if value is None else str(value)


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        return ""
    whole = int(value)
    if value == whole and abs(whole) < 10**15:
        return str(whole)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _list_text(values: Sequence[object], depth: int) -> str:
    texts = [text for value in values if (text := cell_text(value, depth + 1).strip())]
    if any(isinstance(value, Mapping) for value in values):
        return "\n\n".join(texts)
    short = all(len(text) <= _SHORT and "\n" not in text for text in texts)
    return (", " if short else "\n").join(texts)


def _entry(entry: Mapping[str, object], depth: int) -> Iterator[str]:
    """Lines of one object: its dates, its short words in one line, then what is longer."""
    dates = date_range(*(_first(entry, names) for names in (_START, _END)))
    if dates:
        yield dates
    hidden = _hidden_keys()
    texts = [
        (isinstance(value, Mapping | Sequence) and not isinstance(value, str), text)
        for key, value in entry.items()
        if fold_header(str(key)) not in hidden and (text := cell_text(value, depth + 1).strip())
    ]
    short = [text for nested, text in texts if not nested and len(text) <= _SHORT]
    if short:
        yield ", ".join(short)
    yield from (text for nested, text in texts if nested or len(text) > _SHORT)


@cache
def _hidden_keys() -> frozenset[str]:
    private = (name for column in _PRIVATE for name in column_names().carried.get(column, ()))
    return _START | _END | frozenset(map(fold_header, private))


def _first(entry: Mapping[str, object], names: frozenset[str]) -> str | None:
    """The date under one of some names; None where none of them stands."""
    for key, value in entry.items():
        if fold_header(str(key)) in names:
            return scalar_text(value) if not isinstance(value, Mapping | list) else ""
    return None


def date_range(start: str | None, end: str | None) -> str:
    """The words for two dates, in the exactness they have; an end that is missing is now.

    Examples
    --------
    >>> date_range("2019-03-01", None), date_range("2018", "2019-06"), date_range("", "2019")
    ('2019-03 – present', '2018 – 2019-06', '')
    """
    since, to = (" ".join((day or "").split())[:40] for day in (start, end))
    if not any(map(str.isdigit, since)):
        return ""
    return f"{_month(since)} – {_month(to) if any(map(str.isalnum, to)) else 'present'}"


def _month(day: str) -> str:
    """A date without its day and time: only months count."""
    iso = len(day) >= 10 and day[4] == day[7] == "-" and (day[:4] + day[5:7] + day[8:10]).isdigit()
    return day[:7] if iso else day
