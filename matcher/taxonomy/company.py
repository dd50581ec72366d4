"""Whether a name that is also an ordinary word names the skill here.

"Go" between Java and Rust does; "go-to-market" and "R&D" do not.  A guarded name counts when its
capitals, its neighbours or the phrase around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.model import Method
from matcher.taxonomy.normal import Folded, fold_name
from matcher.taxonomy.skill import Guard

#: Words of ``near`` make a name count within so many folded characters.
NEAR_REACH = 80

_ASKING = (
    r"experienced?|proficien\w+|expert(?:ise|s)?|knowledge|fluen\w+|familiar(?:ity)?"
    r"|skilled|skills?"
    r"|background|understanding|competen\w+|certified|trained|coding|code|programming"
    r"|develop(?:ing|ed|er|ment)|writ(?:e|ing|ten)|using|languages?|like|including|e\.g\.|such as|years"
    r"|degrees?|bachelor'?s?|master'?s?|ph\.? ?d\.?|b\.?s\.?c?|m\.?s\.?c?|major|diploma"
    r"|command|level|comfortable|hands on|exposure|master(?:y|ing)|work(?:ed|ing)? (?:in|with)|builds?|built|stack"
)
_GLUE = (
    r"strong|solid|good|deep|working|hands on|proven|advanced|basic|prior|some|of|in|with|on|to|and"
    r"|or|the|a|an|for|using|as|well|plus|either|both|modern|professional|commercial|practical"
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_ASKING})(?:[ :,(]+(?:{_GLUE})(?!\w))*[ :,(]*$")
_AFTER = re.compile(
    r"[ ,)]*(?:experience|skills?|developers?|development|programm\w+|knowledge|engineers?|expertise"
    r"|proficiency|language|framework|certifi\w+|background|script\w*|code(?:base)?"
    r"|coding|methodolog\w+"
    r"|principles|techniques|tools?|software|industry|sector|administrat\w+|specialist|expert|\d+\.\d+"
    r"|(?:is |are |would be )?(?:an? )?(?:plus|bonus|must|advantage|asset|required|preferred|desirable|desired|essential)"
    r"|applications?|services?|micro ?services?|stack|packages?|ecosystem|databases?)(?!\w)"
)
_BETWEEN = re.compile(
    r" ?(?:(?:,|/|;|\||•|·|\+|&|:|\(|\)|\.(?= ))+ ?|(?:and/or|and|or|with|plus) )+"
)
_AND_OR = re.compile(r" (?:and|or|with|plus) ")
_LINE_SIGNS = " \t\r•·*-–—+>◦▪●○‣0123456789.)(|:;,"
_CLOSING = " \t\r\n.,;:)]|/"


@dataclass(frozen=True, slots=True)
class CompiledGuard:
    """A guard with its phrases folded and its spelling at hand."""

    spelling: str
    case: bool
    company: bool
    near: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match at word boundaries, in folded offsets, before its guard is asked."""

    start: int
    end: int
    skill: str
    method: Method
    guard: CompiledGuard | None


def compile_guard(name: str, guard: Guard) -> CompiledGuard:
    """Prepare a guard for one of its names."""
    return CompiledGuard(
        spelling=name,
        case=guard.case,
        company=guard.company or bool(guard.near),
        near=guard.near,
        excluded=guard.excluded,
    )


def in_company(
    text: str, folded: Folded, found: list[Candidate], *, listed: bool
) -> list[Candidate]:
    """The candidates that count: all unguarded ones, and guarded ones whose guard agrees."""
    groups = _list_groups(folded.text, found)
    kept = []
    for index, candidate in enumerate(found):
        guard = candidate.guard
        if guard is None or _agrees(text, folded, candidate, guard, groups[index], listed=listed):
            kept.append(candidate)
    return kept


def _list_groups(folded: str, found: list[Candidate]) -> list[tuple[bool, bool]]:
    """For each candidate: is it in a list of names, and is the list surely one of skills.

    Names joined by commas, slashes, "and", "or" form one list; it is surely one of skills when
    one member needs no guard, and likely one when three guarded names stand together.
    """
    groups: list[tuple[bool, bool]] = []
    start = 0
    for index in range(1, len(found) + 1):
        if index < len(found):
            gap = folded[found[index - 1].end : found[index].start]
            if len(gap) < 12 and _BETWEEN.fullmatch(gap):
                continue
        members = found[start:index]
        sure = len(members) > 1 and any(m.guard is None or not m.guard.company for m in members)
        groups += [(sure, sure or len({m.skill for m in members}) > 1)] * len(members)
        start = index
    return groups


def _agrees(
    text: str,
    folded: Folded,
    candidate: Candidate,
    guard: CompiledGuard,
    group: tuple[bool, bool],
    *,
    listed: bool,
) -> bool:
    start, end, chars = candidate.start, candidate.end, folded.text
    if _excluded(chars, start, end, guard.excluded):
        return False
    first, last = folded.original(start), folded.original_end(end)
    if _in_compound(text, first, last):
        return False
    alone = listed or _alone_on_line(text, first, last)
    sure, likely = group
    surface = text[first:last]
    if guard.case and not (surface == guard.spelling or surface == guard.spelling + "s"):
        closed = last >= len(text) or text[last] in _CLOSING or bool(_AND_OR.match(chars, end))
        if not (listed or (sure and closed) or (alone and surface.isupper())):
            return False
    if not guard.company or alone or likely:
        return True
    around = chars[max(0, start - NEAR_REACH) : start] + "|" + chars[end : end + NEAR_REACH]
    if any(_stands_in(fold_name(word), around) for word in guard.near):
        return True
    return bool(_BEFORE.search(chars, max(0, start - 70), start) or _AFTER.match(chars, end))


def _stands_in(word: str, text: str) -> bool:
    return any(True for _ in _places(word, text, 0, len(text)))


def _places(phrase: str, text: str, low: int, high: int) -> Iterator[int]:
    """Where a phrase stands as whole words."""
    at = text.find(phrase, low, high)
    while at >= 0:
        end = at + len(phrase)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield at
        at = text.find(phrase, at + 1, high)


def _excluded(chars: str, start: int, end: int, phrases: tuple[str, ...]) -> bool:
    for phrase in map(fold_name, phrases):
        low, high = max(0, start - len(phrase)), end + len(phrase)
        if any(at <= start and at + len(phrase) >= end for at in _places(phrase, chars, low, high)):
            return True
    return False


def _in_compound(text: str, first: int, last: int) -> bool:
    """Whether a hyphen, "&" or apostrophe ties the name to another word: "R&D", "go-getter"."""
    before, after = text[first - 1 : first], text[last : last + 2]
    if before and before in "-‐‑&'’" and first > 1 and text[first - 2].isalnum():
        return True
    if len(after) < 2 or after[0] not in "-‐‑&'’" or not after[1].isalnum():
        return last - first == 1 and after[:1] == "." and after[1:].isalnum()
    return not text.startswith(("based", "like", "lang"), last + 1) and after[1:] != "s"


def _alone_on_line(text: str, first: int, last: int) -> bool:
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    line = text[start : end if end >= 0 else len(text)]
    return line.strip(_LINE_SIGNS) == text[first:last].strip(_LINE_SIGNS)
