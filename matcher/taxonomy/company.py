"""Whether a name that is also an ordinary word names the skill here.

"Go" between Java and Rust does; "go-to-market" and "R&D" do not.  A guarded name counts when its
capitals, its neighbours or the phrase around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matcher.taxonomy.normal import BREAK, Folded, fold_name, without_joints
from matcher.taxonomy.skill import Guard

#: Words of ``near`` make a name count within so many folded characters.
NEAR_REACH = 80

_ASKING = (
    r"experienced?|proficien\w+|expert(?:ise|s)?|knowledge|fluen\w+|familiar(?:ity)?"
    r"|skilled|skills?"
    r"|background|understanding|competen\w+|certified|trained|coding|code|programming"
    r"|develop(?:ing|ed|er|ment)|writ(?:e|ing|ten)|using|languages?|like|including|e\.g\.|such as"
    r"|years|degrees?|bachelor'?s?|master'?s?|ph\.? ?d\.?|b\.?s\.?c?|m\.?s\.?c?|major|diploma"
    r"|command|level|comfortable|hands on|exposure|master(?:y|ing)|work(?:ed|ing)? (?:in|with)"
    r"|builds?|built|stack|know(?:s|ing)?|speak(?:s|ing)?"
)
_GLUE = (
    r"strong|solid|good|deep|working|hands on|proven|advanced|basic|prior|some|of|in|with|on|to|and"
    r"|or|the|a|an|for|using|as|well|plus|either|both|modern|professional|commercial|practical"
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_ASKING})(?:[ :,(]+(?:{_GLUE})(?!\w))*[ :,(]*$")
#: What the last word before must look like for ``_BEFORE`` to be worth its time.
_LAST = re.compile(rf"(?<!\w)(?:{_ASKING}|{_GLUE}|d\.?)$")
#: Words of ``_GLUE`` that end no wording of ``_ASKING``.
_PLAIN_GLUE = frozenset(_GLUE.split("|")) - {"on", "in", "with", "as", "using"}
_AFTER = re.compile(
    r"[ ,)]*(?:experience|skills?|developers?|development|programm\w+|knowledge|engineers?"
    r"|expertise|proficiency|language|framework|certifi\w+|background|script\w*|code(?:base)?"
    r"|coding|methodolog\w+"
    r"|principles|techniques|tools?|software|industry|sector|administrat\w+|specialist|expert"
    r"|\d+\.\d+"
    r"|(?:is |are |would be )?(?:an? )?(?:plus|bonus|must|advantage|asset|required"
    r"|preferred|desirable|desired|essential)"
    r"|applications?|services?|micro ?services?|stack|packages?|ecosystem|databases?)(?!\w)"
)
_BETWEEN = re.compile(
    r" ?(?:(?:,|/|;|\||•|·|\+|&|:|\(|\)|\.(?= ))+ ?|(?:and/or|and|or|with|plus) )+"
)
_JOINTS = frozenset({", ", ",", " and ", " or ", "/", " / ", " | ", "; ", " & ", ", and ", ", or "})
_AND_OR = re.compile(r" (?:and|or|with|plus) ")
LINE_SIGNS = " \t\r•·*-–—+>◦▪●○‣0123456789.)(|:;,"
_CLOSING = " \t\r\n.,;:)]|/"


@dataclass(frozen=True, slots=True)
class CompiledGuard:
    """A guard with its words and phrases folded, and the spelling of its name."""

    spelling: str
    case: bool
    company: bool
    near: tuple[str, ...]
    excluded: tuple[str, ...]
    reach: int


@dataclass(slots=True)
class Scene:
    """A text and what is known of it: the original for capitals, the folded for words."""

    text: str
    folded: Folded
    listed: bool = False
    ranges: Sequence[tuple[int, int]] = ()
    chars: str = field(init=False)

    def __post_init__(self) -> None:
        self.chars = self.folded.text.replace(BREAK, " ")

    def is_listed(self, first: int) -> bool:
        """Whether an original offset lies in a list of skills."""
        return self.listed or any(low <= first < high for low, high in self.ranges)


def compile_guard(name: str, guard: Guard) -> CompiledGuard:
    """Prepare a guard for one of its names."""
    return CompiledGuard(
        spelling=name,
        case=guard.case,
        company=guard.company or bool(guard.near),
        near=tuple(map(fold_name, guard.near)),
        excluded=tuple(map(fold_name, guard.excluded)),
        reach=max(map(len, guard.excluded), default=0),
    )


def in_company(
    scene: Scene,
    found: list[tuple[int, int, int]],
    guards: Sequence[CompiledGuard | None],
    skills: Sequence[int],
) -> list[tuple[int, int, int]]:
    """The names that count: all unguarded ones, and guarded ones whose guard agrees.

    Names joined by commas, slashes, "and", "or" form one list; it is surely one of skills when
    one member needs no guard, and likely one when two skills stand together.

    Parameters
    ----------
    scene : Scene
        The text.
    found : list of (int, int, int)
        Start and end of each name in folded offsets, and its place.
    guards : sequence of CompiledGuard or None
        The guard of each.
    skills : sequence of int
        The skill of each.
    """
    kept = []
    chars = scene.chars
    high = 0
    sure = likely = False
    for index, name in enumerate(found):
        guard = guards[index]
        if guard is not None:
            if index >= high:
                low, high = _list_around(chars, found, index)
                members = guards[low:high]
                sure = high - low > 1 and any(g is None or not g.company for g in members)
                likely = sure or len(set(skills[low:high])) > 1
            if not _agrees(scene, name[0], name[1], guard, sure=sure, likely=likely):
                continue
        kept.append(name)
    return kept


def _list_around(chars: str, found: list[tuple[int, int, int]], index: int) -> tuple[int, int]:
    """First and last-but-one position of the list of names that a name stands in."""
    low, high = index, index + 1
    while low and _joined(chars[found[low - 1][1] : found[low][0]]):
        low -= 1
    while high < len(found) and _joined(chars[found[high - 1][1] : found[high][0]]):
        high += 1
    return low, high


def _joined(gap: str) -> bool:
    return gap in _JOINTS or (len(gap) < 12 and _BETWEEN.fullmatch(gap) is not None)


def _agrees(
    scene: Scene, start: int, end: int, guard: CompiledGuard, *, sure: bool, likely: bool
) -> bool:
    chars, text, folded = scene.chars, scene.text, scene.folded
    if guard.excluded and _excluded(chars, start, end, guard):
        return False
    first, last = folded.original(start), folded.original_end(end)
    if _in_compound(text, first, last):
        return False
    if guard.case or (guard.company and not likely):
        listed = scene.is_listed(first)
        alone = listed or _alone_on_line(text, first, last)
        if guard.case and not _is_spelt(text[first:last], guard.spelling):
            closed = last >= len(text) or text[last] in _CLOSING or bool(_AND_OR.match(chars, end))
            if not (listed or (sure and closed) or (alone and text[first:last].isupper())):
                return False
        if not alone and guard.company and not likely:
            return is_named(chars, start, end, guard.near)
    return True


def _is_spelt(surface: str, spelling: str) -> bool:
    if surface in (spelling, spelling + "s"):
        return True
    return " " in surface and without_joints(surface) in (spelling, spelling + "s")


def is_named(chars: str, start: int, end: int, near: tuple[str, ...]) -> bool:
    """Whether the words around say that a skill is meant."""
    if near:
        around = chars[max(0, start - NEAR_REACH) : start] + "|" + chars[end : end + NEAR_REACH]
        for word in near:
            if word in around and any(True for _ in _places(word, around, 0, len(around))):
                return True
    return _AFTER.match(chars, end) is not None or _is_asked(chars, start)


def _is_asked(chars: str, start: int) -> bool:
    """Whether ``_BEFORE`` ends here; it is slow, so what cannot end it is sent away first."""
    low = max(0, start - 70)
    before = chars[low:start].rstrip(" :,(")
    while before:
        last = before[before.rfind(" ") + 1 :]
        if last not in _PLAIN_GLUE:
            return _LAST.search(last) is not None and bool(_BEFORE.search(chars, low, start))
        before = before[: -len(last)].rstrip(" :,(")
    return False


def _places(phrase: str, text: str, low: int, high: int) -> Iterator[int]:
    """Where a phrase stands as whole words."""
    at = text.find(phrase, low, high)
    while at >= 0:
        end = at + len(phrase)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield at
        at = text.find(phrase, at + 1, high)


def _excluded(chars: str, start: int, end: int, guard: CompiledGuard) -> bool:
    """Whether the name stands inside a phrase that does not name the skill."""
    window = chars[max(0, start - guard.reach) : end + guard.reach]
    for phrase in guard.excluded:
        if phrase in window:
            low, high = max(0, start - len(phrase)), end + len(phrase)
            places = _places(phrase, chars, low, high)
            if any(at <= start and at + len(phrase) >= end for at in places):
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
    return line.strip(LINE_SIGNS) == text[first:last].strip(LINE_SIGNS)
