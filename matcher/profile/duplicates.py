"""Notice the same person twice: by e-mail address, by telephone number, by the same text.

What is noticed is a flag beside the score and never part of it.  Every comparison is exact and
deterministic; the time grows with the number of candidates, not with its square.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

from matcher.identity import shipped_finder
from matcher.model import Candidate, SetAside, Twin

#: A text of fewer words may be the same by chance.
MIN_SAME_WORDS = 25
#: A text of fewer words is not looked at for similarity.
MIN_SIMILAR_WORDS = 40
#: Runs of so many words are compared.
SHINGLE_WORDS = 3
#: Shared runs of two texts over all their runs, from which they count as similar (Jaccard, 0…1).
SIMILAR = 0.8
#: Texts are compared that share one of so many lowest run hashes; two as similar as
#: :data:`SIMILAR` share none in 0.2 ** 6 = 0.006 % of cases.
SKETCH = 6
#: An address or number of more candidates is shared, as an agency's is, and says nothing.
MAX_SHARED = 10
#: Texts with one lowest hash that are compared with each other.
MAX_COMPARED = 50
#: Runs are counted in so many groups, to tell texts that cannot be similar without comparing them.
GROUPS = 64
_MOST_COUNTED = 255
#: Contact data is looked for in so many first characters of a text.
TOP_CHARACTERS = 600

_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NUMBERS = re.compile(r"[;,|\n]| or | / ")
_MIN_DIGITS, _END_DIGITS = 7, 7
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")


class Sign(StrEnum):
    """Why two candidates may be one person."""

    EMAIL = "same e-mail address"
    PHONE = "same telephone number"
    SAME_TEXT = "same text"
    SIMILAR_TEXT = "almost the same text"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two candidates that may be one person, by their places in the list.

    ``sure`` is False where something speaks against it: other names, or other contact data beside
    the same text.
    """

    first: int
    second: int
    signs: tuple[Sign, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells one person from another.

    Parameters
    ----------
    contacts : mapping of Sign to frozenset of str
        E-mail addresses, and telephone numbers as digits.
    names : frozenset of str
        Words of the name, where the list has it.
    text : str
        The longest text.
    digest : bytes
        Of its words; empty where there are too few.
    sketch : tuple of int
        Its lowest run hashes; empty where there are too few words.
    groups : bytes
        How many of its runs fall in each group; 255 for more.
    """

    contacts: dict[Sign, frozenset[str]]
    names: frozenset[str]
    text: str
    digest: bytes
    sketch: tuple[int, ...]
    groups: bytes

    def shared_by(self, sign: Sign) -> frozenset[str]:
        """What another candidate must have too: addresses, or ends of numbers."""
        if sign is Sign.EMAIL:
            return self.contacts[sign]
        return frozenset(number[-_END_DIGITS:] for number in self.contacts[sign])

    def runs(self) -> frozenset[int]:
        """Hashes of all runs of words of the text."""
        return _shingles(_WORD.findall(self.text.lower()))


def find_pairs(candidates: Sequence[Candidate], columns: Mapping[str, str]) -> list[Pair]:
    """Pairs of candidates that may be one person, in the order of the list.

    Parameters
    ----------
    candidates : sequence of Candidate
        All of them.
    columns : mapping of str to str
        What each carried header holds: ``email``, ``phone``, ``name``, …

    Examples
    --------
    >>> from matcher.model import Profile
    >>> two = [Candidate(Profile(i, {}), 1, {"mail": m}) for i, m in ("aA", "ba")]
    >>> two = [Candidate(c.profile, 1, {"mail": c.carried["mail"] + "@x.org"}) for c in two]
    >>> [pair.signs for pair in find_pairs(two, {"mail": "email"})]
    [(<Sign.EMAIL: 'same e-mail address'>,)]
    """
    marks = [marks_of(candidate, columns) for candidate in candidates]
    found: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for sign in (Sign.EMAIL, Sign.PHONE):
        owners: dict[str, list[int]] = defaultdict(list)
        for index, each in enumerate(marks):
            for contact in sorted(each.shared_by(sign)):
                owners[contact].append(index)
        for group in owners.values():
            pairs = combinations(group, 2) if len(group) <= MAX_SHARED else ()
            for one, other in pairs:
                if sign not in found[one, other] and share(sign, marks[one], marks[other]):
                    found[one, other].append(sign)
    for pair, sign in _by_text(marks):
        found[pair].append(sign)
    return [
        Pair(*pair, tuple(signs), _is_sure(marks[pair[0]], marks[pair[1]], signs))
        for pair, signs in sorted(found.items())
        if signs
    ]


def twins_by_id(ids: Sequence[str], pairs: Iterable[Pair]) -> dict[str, tuple[Twin, ...]]:
    """Of everybody in a pair, by id, who may be the same person; ``ids`` are those of the list."""
    twins: dict[str, list[Twin]] = defaultdict(list)
    for pair in pairs:
        one, other, signs = ids[pair.first], ids[pair.second], tuple(map(str, pair.signs))
        twins[one].append(Twin(other, signs))
        twins[other].append(Twin(one, signs))
    return {key: tuple(sorted(found)) for key, found in twins.items()}


def superseded(
    candidates: Sequence[Candidate], pairs: Iterable[Pair], columns: Mapping[str, str]
) -> dict[int, SetAside]:
    """Whom ``--duplicates latest`` sets aside, by place in the list, and why.

    Of candidates that are surely one person the newest stays: by the date a column gives (last
    change, else application) where all of them have one, else the one that stands last.  One that
    can be read goes before one that cannot.
    """
    groups, signs = _groups(len(candidates), [pair for pair in pairs if pair.sure])
    dropped: dict[int, SetAside] = {}
    for group in groups:
        by, dates = _dates([candidates[i] for i in group], columns)
        order = {i: (candidates[i].profile.readable, dates[n], i) for n, i in enumerate(group)}
        kept = max(group, key=lambda i: order[i])
        newest = candidates[kept].profile.candidate_id
        why = f"newer by {by}" if by else "later in the list"
        for index in group:
            if index != kept:
                one = candidates[index]
                reason = f"{', '.join(signs[index])} as {newest!r}, which is {why}"
                dropped[index] = SetAside(
                    one.row, one.profile.candidate_id, "duplicate", reason, one.source
                )
    return dropped


def marks_of(candidate: Candidate, columns: Mapping[str, str]) -> Marks:
    """What tells a candidate from others; ``columns`` as in :func:`find_pairs`."""
    cells: dict[str, list[str]] = defaultdict(list)
    for header, cell in candidate.carried.items():
        if cell.strip():
            cells[columns.get(header, header)].append(cell)
    text = max(candidate.profile.texts.values(), key=len, default="")
    emails = {mail.lower() for cell in cells["email"] for mail in _EMAIL.findall(cell)}
    phones = {number for cell in cells["phone"] for number in _numbers(cell)}
    if not emails and not phones:
        top = text[:TOP_CHARACTERS]
        hidden = [(h.kind, h.span.of(top)) for h in shipped_finder().from_reading(top)]
        emails = {mail.lower() for _, words in hidden for mail in _EMAIL.findall(words)}
        phones = {n for kind, words in hidden if kind == "phone" for n in _numbers(words)}
    names = (cell for use in ("name", "first_name", "last_name") for cell in cells[use])
    words = _WORD.findall(text.lower())
    runs = _shingles(words) if len(words) >= MIN_SIMILAR_WORDS else frozenset()
    return Marks(
        {Sign.EMAIL: frozenset(emails), Sign.PHONE: frozenset(phones)},
        frozenset(word.casefold() for name in names for word in _WORD.findall(name)),
        text,
        hashlib.blake2b(" ".join(words).encode(), digest_size=16).digest()
        if len(words) >= MIN_SAME_WORDS
        else b"",
        tuple(nsmallest(SKETCH, runs)),
        _grouped(runs),
    )


def _numbers(cell: str) -> Iterator[str]:
    """The digits of telephone numbers, without the zeros that stand for a country or a town."""
    for part in _NUMBERS.split(cell):
        digits = "".join(char for char in part.replace("(0)", "") if char.isdecimal())
        if len(digits) >= _MIN_DIGITS and len(set(digits)) > 2:
            yield digits.lstrip("0")


def share(sign: Sign, one: Marks, other: Marks) -> bool:
    """Whether two share an address, or a number with and without its country's code."""
    mine, theirs = one.contacts[sign], other.contacts[sign]
    if sign is Sign.EMAIL:
        return not mine.isdisjoint(theirs)
    return any(a.endswith(b) or b.endswith(a) for a in mine for b in theirs)


def _shingles(words: Sequence[str]) -> frozenset[int]:
    runs = zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)
    return frozenset(zlib.crc32(" ".join(run).encode()) for run in runs)


def _by_text(marks: Sequence[Marks]) -> Iterator[tuple[tuple[int, int], Sign]]:
    """Pairs with the same text, and of different texts those that are almost the same."""

    @lru_cache(maxsize=1000)
    def shingles(index: int) -> frozenset[int]:
        return marks[index].runs()

    first_with: dict[bytes, int] = {}
    sharing: dict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(marks):
        if each.digest and each.digest in first_with:
            yield (first_with[each.digest], index), Sign.SAME_TEXT
            continue
        if each.digest:
            first_with[each.digest] = index
        others = {other for low in each.sketch for other in sharing[low][:MAX_COMPARED]}
        for other in sorted(others):
            if may_be_similar(each.groups, marks[other].groups) and is_similar(
                shingles(index), shingles(other)
            ):
                yield (other, index), Sign.SIMILAR_TEXT
        for low in each.sketch:
            sharing[low].append(index)


def _grouped(runs: Iterable[int]) -> bytes:
    """How many runs fall in each group."""
    counts = [0] * GROUPS
    for run in runs:
        counts[run % GROUPS] += 1
    return bytes(min(count, _MOST_COUNTED) for count in counts)


def may_be_similar(one: bytes, other: bytes) -> bool:
    """Whether texts with so many runs in each group can be almost the same.

    Of each group they share no more than the fewer; so where this is False, :func:`is_similar` is.

    Examples
    --------
    >>> may_be_similar(bytes([9, 9]), bytes([9, 8])), may_be_similar(bytes([9, 0]), bytes([0, 9]))
    (True, False)
    """
    most = sum(map(min, one, other))
    if _MOST_COUNTED in one or _MOST_COUNTED in other:
        return True
    return most >= SIMILAR * (sum(one) + sum(other) - most)


def is_similar(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts, given as their runs, are almost the same."""
    both = len(one & other)
    return both >= SIMILAR * (len(one) + len(other) - both)


def _is_sure(one: Marks, other: Marks, signs: Sequence[Sign]) -> bool:
    if one.names and other.names and not one.names & other.names:
        return False
    if Sign.EMAIL in signs or Sign.PHONE in signs:
        return True
    return not any(
        one.contacts[sign] and other.contacts[sign] and not share(sign, one, other)
        for sign in (Sign.EMAIL, Sign.PHONE)
    )


def _groups(size: int, pairs: Sequence[Pair]) -> tuple[list[list[int]], dict[int, list[str]]]:
    """Candidates joined by pairs, and the signs of each."""
    root = list(range(size))

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    signs: dict[int, list[str]] = defaultdict(list)
    for pair in pairs:
        root[find(pair.second)] = find(pair.first)
        for index in (pair.first, pair.second):
            signs[index] += [str(sign) for sign in pair.signs if str(sign) not in signs[index]]
    groups: dict[int, list[int]] = defaultdict(list)
    for index in signs:
        groups[find(index)].append(index)
    return [sorted(group) for group in groups.values()], signs


def _dates(
    group: Sequence[Candidate], columns: Mapping[str, str]
) -> tuple[str, list[datetime | None]]:
    """What the dates of a group are, and the dates; empty and None where not all have one."""
    for use, words in (("modified_at", "its last change"), ("applied_at", "its application")):
        dates = [_date_of(candidate, columns, use) for candidate in group]
        if all(dates):
            return words, dates
    return "", [None] * len(group)


def _date_of(candidate: Candidate, columns: Mapping[str, str], use: str) -> datetime | None:
    cells = (cell for header, cell in candidate.carried.items() if columns.get(header) == use)
    return max((date for cell in cells if (date := read_date(cell))), default=None)


def read_date(cell: str) -> datetime | None:
    """The moment a cell gives: ISO 8601, day.month.year, or seconds or milliseconds since 1970.

    Of 3/4/2026 nobody knows whether it is in March or in April: None.

    Examples
    --------
    >>> [str(read_date(cell)) for cell in ("2026-03-01", "31/12/2025", "1767225600000", "3/4/2026")]
    ['2026-03-01 00:00:00+00:00', '2025-12-31 00:00:00+00:00', '2026-01-01 00:00:00+00:00', 'None']
    """
    cell = cell.strip()
    try:
        if _EPOCH.fullmatch(cell):
            return datetime.fromtimestamp(int(cell[:10]), UTC)
        day_first = _DAY_FIRST.match(cell)
        if day_first:
            first, sign, second, year = day_first.groups()
            day, month = int(first), int(second)
            if sign == "/" and day != month and max(day, month) <= 12:
                return None
            if sign == "/" and month > 12:
                day, month = month, day
            return datetime(int(year), month, day, tzinfo=UTC)
        moment = datetime.fromisoformat(cell)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
