"""Cells of a list that a filter compares: amounts, days and answers."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_THOUSANDS = re.compile(r"(?<=\d)[.,' \u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?P<digits>\d+(?:[.,]\d{1,2})?)(?P<thousand> ?k\b)?", re.IGNORECASE)
_PER_MONTH = re.compile(r"\bmonth|\bmonat|\bmois\b|\bmes\b|/ ?m\b|\bp\.? ?m\b", re.IGNORECASE)
_NOT_PER_YEAR = re.compile(
    r"\b(?:hour|hr|day|week|stunde|tag|heure|jour|lakhs?|lpa|lacs?|crores?|millions?|mio)",
    re.IGNORECASE,
)
_CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD", "₹": "INR", "zł": "PLN"}
_CODE = re.compile(
    r"\b(?:EUR|GBP|USD|CHF|PLN|INR|SEK|NOK|DKK|CZK|CAD|AUD|HUF|RON)\b", re.IGNORECASE
)
#: Below this an amount for a year is missing its thousands, or is none.
_LEAST = 1000
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for name in [names]
}
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2})(?!\d))?")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? )?(?:of )?(?P<month>[a-z]{3})[a-z]*\.?,? ?"
    r"(?:(?P<behind>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>\d{4})",
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?P<number>\d{1,3}|an?|one|two|three|four|six)[ -]?(?P<unit>day|week|month|wk|mth)s?\b"
    r"(?: notice(?: period)?)?",
    re.IGNORECASE,
)
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


@dataclass(frozen=True, slots=True)
class Amount:
    """Money for a year of work; ``currency`` is a code, or None where none is named."""

    units: float
    currency: str | None = None


def read_amount(cell: str) -> Amount | None:
    """The amount for a year that a cell names, of a range the lower end; None where unsure.

    Examples
    --------
    >>> read_amount("€55,000 - 60,000"), read_amount("60-70k CHF").units
    (Amount(units=55000.0, currency='EUR'), 60000.0)
    >>> read_amount("4.500 EUR per month").units, read_amount("by agreement"), read_amount("65")
    (54000.0, None, None)
    """
    plain = _THOUSANDS.sub("", cell)
    numbers = list(_NUMBER.finditer(plain))
    if not numbers or _NOT_PER_YEAR.search(plain):
        return None
    thousand = any(number["thousand"] for number in numbers)
    units = float(numbers[0]["digits"].replace(",", "."))
    if thousand and units < _LEAST:
        units *= 1000
    if units < _LEAST:
        return None
    if _PER_MONTH.search(plain):
        units *= 12
    return Amount(units, read_currency(cell))


def read_currency(cell: str) -> str | None:
    """The code of the currency that a cell names.

    Examples
    --------
    >>> read_currency("55k £"), read_currency("eur"), read_currency("55000")
    ('GBP', 'EUR', None)
    """
    code = _CODE.search(cell)
    if code:
        return code[0].upper()
    return next((code for sign, code in _CURRENCIES.items() if sign in cell), None)


def read_day(cell: str, as_of: date) -> date | None:
    """The first day that a cell names, or that a notice given on ``as_of`` leads to.

    Dates with slashes are left to a person: "3/4/2027" is two days.

    Examples
    --------
    >>> read_day("from 1 March 2027", date(2026, 11, 1)), read_day("3 months", date(2026, 11, 30))
    (datetime.date(2027, 3, 1), datetime.date(2027, 2, 28))
    >>> read_day("3/4/2027", date(2026, 11, 1))
    """
    for pattern in (_ISO, _DOTTED, _NAMED):
        match = pattern.search(cell)
        if match:
            return _day(match.groupdict())
    ahead = _IN.search(cell)
    return _later(as_of, ahead) if ahead else None


def _day(parts: dict[str, str | None]) -> date | None:
    month = parts["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold())
    first = parts.get("day") or parts.get("behind") or "1"
    try:
        return date(int(parts["year"] or 0), number or 0, int(first))
    except ValueError:
        return None


def _later(as_of: date, ahead: re.Match[str]) -> date:
    word = ahead["number"].casefold()
    number = int(word) if word.isdigit() else _WORDS[word]
    unit = ahead["unit"].casefold()
    if unit in ("day", "week", "wk"):
        return as_of + timedelta(days=number * (1 if unit == "day" else 7))
    months = as_of.year * 12 + as_of.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))
