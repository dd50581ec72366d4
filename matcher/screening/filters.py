"""What a user wrote behind ``--filter``, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matcher.errors import ConfigError, Problem
from matcher.screening.cells import Amount, read_amount
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.skill import SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

_FORMS = {
    "location": ("=", "PLACE"),
    "work_permit": ("", ""),
    "available": ("<=", "YYYY-MM-DD"),
    "salary": ("<=", "AMOUNT"),
    "years": (">=", "NUMBER"),
    "skill": ("=", "NAME"),
    "must": ("", ""),
}
#: Every filter there is, as a user writes it.
ALLOWED = tuple(field + sign + value for field, (sign, value) in _FORMS.items())
_WRITTEN = re.compile(r"\s*(?P<field>[\w -]*?)\s*(?:(?P<sign><=|>=|=|<|>)\s*(?P<value>.*?)\s*)?")
#: Fields that a list's own columns answer, with what they say of the person.
OF_PERSON = frozenset(("location", "work_permit", "available", "salary"))
_MOST_YEARS = 60
_SOURCE = "--filter"
_GATED = frozenset(("degree", "education", "qualification"))


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on what a list or a profile says.

    Parameters
    ----------
    text : str
        As it was written.
    field : str
        One of the fields of :data:`ALLOWED`.
    names : tuple of str
        Places as they were written, or ids of skills: one is enough.
    day : date or None
        Last day of a start.
    amount : Amount or None
        Most that may be expected, in a year.
    years : float or None
        Fewest years of experience.
    """

    text: str
    field: str
    names: tuple[str, ...] = ()
    day: date | None = None
    amount: Amount | None = None
    years: float | None = None


def parse_filters(written: Iterable[str], taxonomy: Taxonomy) -> tuple[Filter, ...]:
    """All filters of one run, in their order.

    Raises
    ------
    ConfigError
        With every one that is no filter, and what is allowed in its place.
    """
    filters: list[Filter] = []
    problems: list[Problem] = []
    for text in written:
        try:
            filters.append(parse_filter(text, taxonomy))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return tuple(filters)


def parse_filter(text: str, taxonomy: Taxonomy) -> Filter:
    """One filter, as ``location=Ghent`` or ``salary<=70000``.

    Raises
    ------
    ConfigError
        If it is none.

    Examples
    --------
    >>> from matcher.taxonomy.taxonomy import Taxonomy
    >>> parse_filter("location = Ghent | Bruges", Taxonomy([], "")).names
    ('Ghent', 'Bruges')
    >>> parse_filter("shoe_size=44", Taxonomy([], ""))
    Traceback (most recent call last):
    ...
    matcher.errors.ConfigError: --filter: 'shoe_size=44' is no filter; allowed: location=PLACE, \
work_permit, available<=YYYY-MM-DD, salary<=AMOUNT, years>=NUMBER, skill=NAME, must
    """
    match = _WRITTEN.fullmatch(text)
    field = match["field"].strip().replace("-", "_").replace(" ", "_").casefold() if match else ""
    if field in _GATED:
        allowed = "a gate with its gate_reason, in a job card"
        raise _wrong(f"{text!r}: a degree is no filter", allowed)
    if match is None or field not in _FORMS:
        raise _wrong(f"{text!r} is no filter", ", ".join(ALLOWED))
    sign, value = _FORMS[field]
    form = field + sign + value
    if (match["sign"] or "") != sign or bool(match["value"]) != bool(value):
        raise _wrong(f"{text!r} is no filter", form)
    return (
        _valued(Filter(text, field), match["value"], form, taxonomy)
        if value
        else Filter(text, field)
    )


def _valued(bare: Filter, value: str, form: str, taxonomy: Taxonomy) -> Filter:
    text, field = bare.text, bare.field
    if field == "location":
        return Filter(text, field, names=_alternatives(value))
    if field == "skill":
        ids = tuple(_skill(text, name, taxonomy) for name in _alternatives(value))
        return Filter(text, field, names=ids)
    if field == "available":
        try:
            return Filter(text, field, day=date.fromisoformat(value))
        except ValueError:
            raise _wrong(f"{text!r}: {value!r} is no date", form) from None
    if field == "salary":
        amount = read_amount(value)
        if amount is None:
            raise _wrong(f"{text!r}: {value!r} is no amount in a year", "salary<=70000 or 70k EUR")
        return Filter(text, field, amount=amount)
    years = re.fullmatch(r"(\d{1,2}(?:\.\d+)?)(?: ?years?)?", value)
    if years is None or not 0 < float(years[1]) <= _MOST_YEARS:
        raise _wrong(f"{text!r}: {value!r} is no number of years", form)
    return Filter(text, field, years=float(years[1]))


def _alternatives(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _skill(text: str, name: str, taxonomy: Taxonomy) -> str:
    known = name if name in taxonomy else taxonomy.ids_by_name.get(fold_name(name))
    if known is None:
        raise _wrong(f"{text!r}: skill {name!r} is unknown", "a name or id of the taxonomy")
    skill = taxonomy[known]
    if skill.kind is SkillKind.SOFT or skill.category == "conditions":
        found = f"{text!r}: no profile shows {skill.name!r}"
        raise _wrong(found, "a skill, certificate or language")
    return known


def _wrong(found: str, allowed: str) -> ConfigError:
    return ConfigError([Problem(_SOURCE, "", found, allowed)])
