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
#: Phrases of ``not`` that do not hold the name keep it from counting within so many.
AGAINST_REACH = 40
#: So many different skills in a row make a list of skills, whatever their guards and capitals.
LISTED_FROM = 3
#: A line followed by one of more characters is a heading, unless it has a bullet.
PROSE_LINE = 60

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
ROLES = re.compile(r" (?:developer|engineer|programmer)s?(?!\w)| programming(?!\w)")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9x]+)*")
OPENING = ",;|/•·:([&+\"'“‘"
ENDING = ",;|/•·:.()[]&+-–—\"'”’\r\n"
BULLETS = "•·*-–—+>◦▪●○‣"
LINE_SIGNS = " \t\r•·*-–—+>◦▪●○‣0123456789.)(|:;,"
_CLOSING = " \t\r\n.,;:)]|/"


@dataclass(frozen=True, slots=True)
class CompiledGuard:
    """A guard with its words and phrases folded, and the spelling of its name.

    ``excluded`` phrases hold the name, ``against`` are the other phrases of ``not``.
    """

    spelling: str
    case: bool
    company: bool
    near: tuple[str, ...]
    excluded: tuple[str, ...]
    reach: int
    against: tuple[str, ...] = ()


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
    phrases = [fold_name(phrase) for phrase in guard.excluded]
    folded = fold_name(name)
    holding = tuple(phrase for phrase in phrases if _holds(phrase, folded))
    return CompiledGuard(
        spelling=name,
        case=guard.case,
        company=guard.company or bool(guard.near),
        near=tuple(map(fold_name, guard.near)),
        excluded=holding,
        reach=max(map(len, holding), default=0),
        against=tuple(phrase for phrase in phrases if phrase not in holding),
    )


def _holds(phrase: str, name: str) -> bool:
    """Whether a phrase has the name, or a form of it, in it: "play groups" for "plays"."""
    stem = name[:-1] if len(name) > 3 and name.endswith(("s", "y")) else name
    return stem in phrase


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
    standing = _Standing(sure=False, likely=False, many=False)
    for index, name in enumerate(found):
        guard = guards[index]
        if guard is not None:
            if index >= high:
                low, high = _list_around(chars, found, index)
                members = guards[low:high]
                different = len(set(skills[low:high]))
                sure = high - low > 1 and any(g is None or not g.company for g in members)
                standing = _Standing(sure, sure or different > 1, different >= LISTED_FROM)
            if not _agrees(scene, name[0], name[1], guard, standing):
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
    """Whether names on both sides of a gap form a list; a version belongs to the first."""
    if gap in _JOINTS:
        return True
    version = _VERSION.match(gap)
    start = version.end() if version else 0
    return len(gap) - start < 12 and _BETWEEN.fullmatch(gap, start) is not None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the list around a name makes of it.

    It is surely one of skills where a member needs no guard, likely one where two skills stand
    together, and even lower case counts where there are many.
    """

    sure: bool
    likely: bool
    many: bool


def _agrees(scene: Scene, start: int, end: int, guard: CompiledGuard, standing: _Standing) -> bool:
    chars, text, folded = scene.chars, scene.text, scene.folded
    if guard.excluded and _excluded(chars, start, end, guard):
        return False
    if not (guard.case or guard.company or guard.against):
        return True
    first, last = folded.original(start), folded.original_end(end)
    if (guard.case or guard.company) and _in_compound(text, first, last):
        return False
    if not guard.against and not guard.case and standing.likely:
        return True
    item = scene.is_listed(first) and is_item(text, first, last)
    if guard.against and not (standing.sure or item) and is_near(chars, start, end, guard.against):
        return False
    if not guard.case and (standing.likely or not guard.company):
        return True
    alone = item or _alone_on_line(text, first, last)
    surface = text[first:last]
    if guard.case and not _is_spelt(surface, guard.spelling):
        if ROLES.match(chars, end):
            return True
        closed = last >= len(text) or text[last] in _CLOSING or bool(_AND_OR.match(chars, end))
        listed = standing.sure or (standing.many and surface.islower())
        if not (item or (listed and closed) or (alone and surface.isupper())):
            return False
    if not alone and guard.company and not standing.likely and not scene.is_listed(first):
        return is_named(chars, start, end, guard.near)
    return True


def is_item(text: str, first: int, last: int) -> bool:
    """Whether a name is an item of a list by itself, up to a version or a bracket."""
    before = text[max(0, first - 8) : first]
    opening = before.rstrip(" \t\xa0")
    if first > len(before) or opening:
        signs = opening[-1:] and (opening[-1] in OPENING or opening[-1] in "\r\n")
        wide = "\t" in before[len(opening) :] or len(before) - len(opening) > 1
        word = opening.rpartition(" ")[2].lower()
        bullet = opening[-1:] and opening[-1] in BULLETS and before != opening
        if not (signs or wide or bullet or word in ("and", "or")):
            return False
    after = text[last : last + 8]
    closing = after.lstrip(" \t\xa0")
    if not closing:
        return True
    wide = "\t" in after[: len(after) - len(closing)] or len(after) - len(closing) > 1
    return (
        wide
        or closing[0] in ENDING
        or closing[0].isdigit()
        or closing.lower().startswith(("and ", "or "))
    )


def is_near(chars: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether one of some phrases stands close by, as whole words."""
    low = max(0, start - AGAINST_REACH)
    around = chars[low:start] + "|" + chars[end : end + AGAINST_REACH]
    return any(
        word in around and any(True for _ in _places(word, around, 0, len(around)))
        for word in words
    )


def _is_spelt(surface: str, spelling: str) -> bool:
    if surface in (spelling, spelling + "s"):
        return True
    return " " in surface and without_joints(surface) in (spelling, spelling + "s")


def is_named(chars: str, start: int, end: int, near: tuple[str, ...]) -> bool:
    """Whether the words around say that a skill is meant."""
    if _AFTER.match(chars, end) is not None:
        return True
    if near:
        around = chars[max(0, start - NEAR_REACH) : start] + "|" + chars[end : end + NEAR_REACH]
        for word in near:
            if word in around and any(True for _ in _places(word, around, 0, len(around))):
                return True
    return _is_asked(chars, start)


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
    """Whether a line holds only this name, and is no heading above prose."""
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    line = text[start : end if end >= 0 else len(text)]
    if line.strip(LINE_SIGNS) != text[first:last].strip(LINE_SIGNS):
        return False
    if end < 0 or line.strip()[:1] in BULLETS:
        return True
    after = text.find("\n", end + 1)
    return (after if after >= 0 else len(text)) - end <= PROSE_LINE
