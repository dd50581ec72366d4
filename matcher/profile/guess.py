"""Guess what a column holds by its cells, where its header says nothing.

A guess is about a list and is always said; ``--map`` settles it.  It rests on the first
:data:`SAMPLE_ROWS` rows and nothing else, so the same list gives the same guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from matcher.identity import is_name
from matcher.profile.headers import ID_COLUMN, YEARS_COLUMN, column_names, header_words
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.taxonomy import Taxonomy

#: Rows looked at.
SAMPLE_ROWS = 200
#: Share of the filled cells that must look alike (0…1).
ALIKE = 0.8
#: A column of texts has so many words in the middle one of its cells.
TEXT_WORDS = 40
#: Share of the items of a list that must name skills (0…1).
SKILL_SHARE = 0.6
#: Ids are guessed from at least so many rows.
ID_ROWS = 3
#: More years than this are no experience.
MAX_YEARS = 50

_EMAIL = re.compile(r"\s*[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\s*(?:[;,]|\Z)")
_LINK = re.compile(
    r"\s*(?:https?://|www\.|(?:[\w-]+\.)*(?:linkedin|github|xing)\.com/)\S+", re.IGNORECASE
)
_PHONE = re.compile(r"\s*\+?[(\d][\d ()/.-]{5,22}\d\s*(?:[;,]|\Z)")
_PHONE_SIGN = re.compile(r"[ ()/-]+")
_DATE = re.compile(
    r"\s*(?:(?P<first>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?P<last>\d{4}))"
    r"(?:[T ].*)?\s*"
)
_NUMBER = re.compile(r"\s*(\d{1,3})(?:[.,]\d{1,2})?\s*\+?\s*(?:years?|yrs?|y)?\s*", re.IGNORECASE)
_ID = re.compile(r"(?=\D*\d)[\w#/-]{1,24}")
_ITEMS = re.compile(r"[,;|•·/\n]+")
_GENDERS = frozenset(
    (
        *("male", "female", "m", "f", "w", "d", "x", "man", "woman", "men", "women", "diverse"),
        *("non-binary", "nonbinary", "divers", "männlich", "weiblich", "homme", "femme", "hombre"),
        *("mujer", "maschio", "femmina", "mężczyzna", "kobieta", "masculin", "féminin"),
        *("masculino", "femenino", "masculine", "feminine", "other"),
    )
)
_BIRTH_YEARS = range(1930, 2010)
_NO_EXPERIENCE = re.compile(r"\b(?:notice|age|salary|graduat\w*|birth)\b", re.IGNORECASE)

#: Whether words name a skill.
IsSkill = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Guess:
    """Columns guessed from their cells: texts by column, and what identifies whom, by position."""

    read: dict[str, int]
    identifying: dict[int, str]


def guess_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    unknown: Sequence[int],
    read: Mapping[str, int],
    is_skill: IsSkill,
) -> Guess:
    """Guess what columns hold.

    Parameters
    ----------
    header : sequence of str
        Names of all columns.
    rows : sequence of sequence of str
        The first rows.
    unknown : sequence of int
        Positions of columns whose names say nothing.
    read : mapping of str to int
        What names have settled; its positions are only looked at for content that cannot be
        what the name says: contact data, or numbers as experience.
    is_skill : callable
        Whether words name a skill.

    Examples
    --------
    >>> rows = [["Java; Go", "a@b.org"], ["SQL, Go", "c@d.org"]]
    >>> guess_columns(["stack", "x"], rows, [0, 1], {}, {"Java", "Go", "SQL"}.__contains__)
    Guess(read={'skills': 0}, identifying={1: 'email'})
    """
    cells = {i: _filled(rows, i) for i in (*unknown, *read.values())}
    identifying = {
        i: what for i in cells if i != read.get(ID_COLUMN) and (what := _contact(cells[i]))
    }
    lists = {i for i in unknown if i not in identifying and _are_skills(cells[i], is_skill)}
    identifying |= {
        i: what
        for i in unknown
        if i not in identifying and i not in lists and (what := _person(cells[i], is_skill))
    }
    names = column_names()
    open_columns = [
        i
        for i in unknown
        if i not in identifying and not header_words(header[i]) & names.never_guessed
    ]
    found: dict[str, int] = {}
    tests: dict[str, Callable[[int], bool]] = {
        YEARS_COLUMN: lambda i: _are_years(header[i], cells[i]),
        "skills": lists.__contains__,
        ID_COLUMN: lambda i: _are_ids(i, header[i], cells[i], len(rows)),
    }
    for column, fits in tests.items():
        fitting = [i for i in open_columns if column not in read and fits(i)]
        if fitting:
            found[column] = fitting[0]
            open_columns.remove(fitting[0])
    experience = read.get("experience")
    if experience is not None and not {*read, *found} & {YEARS_COLUMN}:
        numbers = _share(cells[experience], _is_years) >= ALIKE
        found |= {YEARS_COLUMN: experience} if numbers else {}
    if "resume_text" not in read:
        longest = max(open_columns, key=lambda i: _length(cells[i]), default=None)
        if longest is not None and _are_texts(cells[longest]):
            found["resume_text"] = longest
    return Guess(found, identifying)


def skill_names(taxonomy: Taxonomy) -> IsSkill:
    """Whether words name a skill of a taxonomy, as a whole."""
    return lambda words: fold_name(words) in taxonomy.ids_by_name


def _filled(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row) and row[index].strip()]


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _contact(cells: Sequence[str]) -> str:
    if _share(cells, lambda cell: bool(_EMAIL.match(cell))) >= ALIKE:
        return "email"
    return "link" if _share(cells, lambda cell: bool(_LINK.match(cell))) >= ALIKE else ""


def _person(cells: Sequence[str], is_skill: IsSkill) -> str:
    if _share(cells, _is_phone) >= ALIKE:
        return "phone"
    if _share(cells, lambda cell: cell.strip().casefold() in _GENDERS) >= ALIKE:
        return "gender"
    if _share(cells, _is_birth_date) >= ALIKE:
        return "birth_date"
    unlike = len(set(cells)) >= ALIKE * len(cells)
    if unlike and _share(cells, lambda cell: is_name(cell) and not is_skill(cell)) >= ALIKE:
        return "name"
    return ""


def _is_phone(cell: str) -> bool:
    digits = sum(char.isdigit() for char in cell)
    if digits < 7 or not _PHONE.match(cell) or _DATE.match(cell):
        return False
    return cell.strip()[0] in "+(0" or len(_PHONE_SIGN.findall(cell.strip())) > 1


def _is_birth_date(cell: str) -> bool:
    match = _DATE.fullmatch(cell)
    return match is not None and int(match["first"] or match["last"]) in _BIRTH_YEARS


def _is_years(cell: str) -> bool:
    match = _NUMBER.fullmatch(cell)
    return match is not None and int(match[1]) <= MAX_YEARS


def _are_years(header: str, cells: Sequence[str]) -> bool:
    named = header_words(header) & column_names().years_words
    if not named or _NO_EXPERIENCE.search(header):
        return False
    return _share(cells, _is_years) >= ALIKE


def _are_skills(cells: Sequence[str], is_skill: IsSkill) -> bool:
    lists = [[item.strip() for item in _ITEMS.split(cell) if item.strip()] for cell in cells]
    items = [item for each in lists for item in each]
    if not lists or median(map(len, lists)) < 2:
        return False
    return sum(map(is_skill, items)) >= SKILL_SHARE * len(items)


def _are_ids(index: int, header: str, cells: Sequence[str], rows: int) -> bool:
    if index and not header_words(header) & column_names().id_words:
        return False
    whole = len(cells) == rows >= ID_ROWS and len(set(cells)) == rows
    return whole and all(_ID.fullmatch(cell.strip()) for cell in cells)


def _length(cells: Sequence[str]) -> float:
    return median(len(cell.split()) for cell in cells) if cells else 0.0


def _are_texts(cells: Sequence[str]) -> bool:
    """Long, and not one text for all: that would be the vacancy's."""
    unlike = len(set(cells)) >= ALIKE * len(cells)
    return unlike and _length(cells) >= TEXT_WORDS
