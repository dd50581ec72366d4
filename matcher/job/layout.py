"""Physical lines to logical lines: what was wrapped is joined, what was run together is cut.

A logical line is one heading, one list item or one paragraph, as a range of characters of the
masked text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from matcher.rules import Rules

_MARKER = re.compile(
    r"(?P<heading>#{1,6}(?!#)\s*)"
    r"|(?P<bullet>(?:\.{3}|…|[-*+•◦▪●○‣·–—>✓✔➢➤■□♦*\u2023\u25aa\uf0b7]+|o)(?:\s+|(?=[A-Z•])))"
    r"|(?P<number>\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]\s+)"
)
_STOPS = (".", ";", "!", "?")
_INLINE_BULLET = re.compile(
    r"(?<=\s)[•●▪◦·■➢✓✔](?=\s*\w)|(?<=[\s:.;])[*+–—-](?= [A-Z\d])|[•●▪](?=\w)"
)
_INLINE_NUMBER = re.compile(r"(?:(?<=^)|(?<=[\s:;.]))\(?(\d{1,2})[.)](?= ?[A-Z])")
_GLUE = re.compile(
    r"(?<=[a-zà-ÿ\d)\].!?:%])"
    r"(?=[A-Z][a-zA-Z'’]+(?:[ ,]|\s*\Z)|[A-Z][a-z]+[-/]|\d\+? ?[-–]? ?\d* years?)"
)
_CLOSING_HASHES = re.compile(r"\s+#+$")
_END = re.compile(r"[.!?:;][\"')\]]*$")
#: Lines of at least this share of the widest count as full when looking for a hard wrap.
_FULL_LINE = 0.8


class Mark(StrEnum):
    """What stands before a line."""

    NONE = ""
    BULLET = "bullet"
    NUMBER = "number"
    HEADING = "heading"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line, ``text[start:end]`` without its marker.

    ``depth`` is the number of "#" of a Markdown heading, else the indentation in columns.
    ``gap`` tells whether an empty line stands before it, ``cut`` whether it was cut out of a
    paragraph that had run together.
    """

    start: int
    end: int
    mark: Mark
    depth: int
    gap: bool = False
    cut: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it is a list item."""
        return self.mark in (Mark.BULLET, Mark.NUMBER)


def logical_lines(text: str, rules: Rules, names: list[tuple[int, int]]) -> list[Line]:
    """Logical lines of a masked text, in order.

    Parameters
    ----------
    text : str
        Masked text (:func:`matcher.job.masks.mask_markup`).
    rules : Rules
        Headings and item starters, for paragraphs that ran together.
    names : list of (int, int)
        Ranges of skill names, inside which nothing is cut, in order.
    """
    physical = list(_physical_lines(text))
    joined = _join_wrapped(text, physical, rules)
    glued = _glue_points(text, names)
    lines: list[Line] = []
    for line in joined:
        lines += _cut(text, line, rules, names, glued)
    return lines


def _physical_lines(text: str) -> list[Line]:
    lines, at, gap = [], 0, True
    for raw in text.split("\n"):
        body = raw.strip()
        if not body or not any(c.isalnum() for c in body):
            gap = True
            at += len(raw) + 1
            continue
        start = at + len(raw) - len(raw.lstrip())
        lines.append(_marked(text, start, at + len(raw.rstrip()), start - at, gap=gap))
        at += len(raw) + 1
        gap = False
    return lines


def _marked(text: str, start: int, end: int, indent: int, *, gap: bool, cut: bool = False) -> Line:
    mark, depth = Mark.NONE, indent
    body = text[start:end]
    if body.startswith("**") or (body.startswith("__") and body.endswith("__")):
        closing = body.find("**", 2)
        if closing > 0 and not any(c.isalnum() for c in body[closing + 2 :]):
            mark = Mark.BOLD
            end = start + closing
        start += 2
    else:
        match = _MARKER.match(body)
        if match and match.lastgroup and match.end() < len(body):
            mark = Mark(match.lastgroup)
            depth = body.count("#", 0, match.end()) if mark is Mark.HEADING else indent
            start += match.end()
            if text.startswith("**", start) and text.find("**", start + 2, end) >= end - 4:
                start += 2
    while start < end and not (text[start].isalnum() or text[start] in "(.\"'“‘£$€+<"):
        start += 1
    while end > start and text[end - 1] in " \t*_|":
        end -= 1
    hashes = _CLOSING_HASHES.search(text, start, end)
    end = hashes.start() if hashes else end
    return Line(start, end, mark, depth, gap, cut)


def _wrap_width(text: str, lines: list[Line]) -> int:
    """Column at which a hard-wrapped text breaks its lines; 0 where it does not."""
    widths = sorted(line.end - text.rfind("\n", 0, line.start) - 1 for line in lines)
    if len(widths) < 6:
        return 0
    widest = widths[int(len(widths) * 0.97) - 1]
    full = sum(width >= widest * _FULL_LINE for width in widths)
    return widest if 40 <= widest <= 130 and full >= len(widths) * 0.3 else 0


def _join_wrapped(text: str, lines: list[Line], rules: Rules) -> list[Line]:
    width = _wrap_width(text, lines)
    joined: list[Line] = []
    for line in lines:
        if joined and _continues(text, joined[-1], line, width, rules):
            joined[-1] = replace(joined[-1], end=line.end)
        else:
            joined.append(line)
    return joined


def _continues(text: str, before: Line, line: Line, width: int, rules: Rules) -> bool:
    if line.gap or line.mark is not Mark.NONE or before.mark in (Mark.HEADING, Mark.BOLD):
        return False
    last_break = text.rfind("\n", 0, before.end)
    used = before.end - last_break - 1
    body, above = text[line.start : line.end], text[before.start : before.end]
    first_word = body.split(None, 1)[0]
    did_not_fit = bool(width) and used + 1 + len(first_word) > width - 1
    ended = not did_not_fit or bool(_END.search(above) and line.end - line.start < width * 0.6)
    if body[0].isupper() and ended and rules.heading(body):
        return False
    if body[0].islower() or body[0] in "(,;&":
        return not _END.search(above) or did_not_fit
    if above.rstrip().endswith(
        (",", " and", " or", " of", " the", "-", " with", " in", " to", "&")
    ):
        return True
    if before.is_item and width and line.depth > before.depth:
        return True
    return did_not_fit and not (_END.search(above) and before.is_item) and used > width * 0.6


def _glue_points(text: str, names: list[tuple[int, int]]) -> list[int]:
    """Where a lost line end glued two items: "experienceStrong"; empty where that is rare."""
    points = [
        m.start()
        for m in _GLUE.finditer(text)
        if not _inside(names, m.start()) and not _is_compound(text, m.start())
    ]
    return points if len(points) >= 4 else []


def _is_compound(text: str, at: int) -> bool:
    """Whether the joined word is a name: it stands more than once, or is cased like one."""
    start = at
    while start and (text[start - 1].isalnum() or text[start - 1] in "-'"):
        start -= 1
    end = at
    while end < len(text) and text[end].isalnum():
        end += 1
    word = text[start:end]
    return start == at or (word[0].isupper() and at - start < 9 and text.count(word) > 1)


def _inside(names: list[tuple[int, int]], at: int) -> bool:
    index = bisect_left(names, (at, -1)) - 1
    return index >= 0 and names[index][0] < at < names[index][1]


def _cut(
    text: str, line: Line, rules: Rules, names: list[tuple[int, int]], glued: list[int]
) -> list[Line]:
    """Cut a paragraph at inline bullets and numbers, inline headings and lost line ends."""
    body = text[line.start : line.end]
    cuts = set()
    if glued:
        first = bisect_left(glued, line.start + 1)
        cuts |= set(glued[first : bisect_left(glued, line.end)])
    cuts |= _inline_list(body, line.start)
    long_run = len(body) > 180
    for start, end in rules.inline_headings(body):
        apart = long_run or cuts or body[start - 2 : start - 1] in _STOPS
        if apart and not _inside(names, line.start + start):
            cuts |= {line.start + start, line.start + end}
    if long_run:
        cuts |= {
            line.start + at for at in rules.item_starts(body) if not _inside(names, line.start + at)
        }
    if not cuts:
        return [line]
    bounds = sorted({line.start, *cuts, line.end})
    pieces = []
    for index, (start, end) in enumerate(pairwise(bounds)):
        if not any(c.isalnum() for c in text[start:end]):
            continue
        while start < end and text[start] == " ":
            start += 1
        piece = _marked(text, start, end, line.depth, gap=False, cut=True)
        if not index:
            piece = replace(piece, mark=line.mark, gap=line.gap)
        pieces.append(piece)
    return pieces


def _inline_list(body: str, offset: int) -> set[int]:
    """Starts of inline items: bullets that occur twice, numbers that count up from one."""
    cuts = set()
    bullets = [m.start() for m in _INLINE_BULLET.finditer(body)]
    if len(bullets) >= 2:
        cuts |= {offset + at for at in bullets}
    expected, numbers = 1, []
    for match in _INLINE_NUMBER.finditer(body):
        if int(match.group(1)) == expected:
            numbers.append(offset + match.start())
            expected += 1
    return cuts | set(numbers) if len(numbers) >= 2 else cuts
