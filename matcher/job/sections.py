"""Logical lines to units: what each stands under, and whether it can ask for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.job.layout import Line, Mark
from matcher.model import Cue, Level, Span
from matcher.rules import HeadingRule, Rules, Section
from matcher.taxonomy.normal import fold_name

_LABEL = re.compile(r"(?P<label>[A-Z][^:.!?\n]{1,48}?) ?(?::| – | - )\s*(?=\S)")
_ASKED = {Section.MUST: Level.MUST, Section.PREFERRED: Level.PREFERRED, Section.BONUS: Level.BONUS}
_SOFTENED = (Section.PREFERRED, Section.BONUS)
#: A paragraph of so many words after a list no longer belongs to the list's heading.
_LONG_PARAGRAPH = 12
_MAX_LEAD_IN_WORDS = 45
#: Lines that point at the ones below them, and how long an item without a bullet may be.
_POINTS_DOWN = re.compile(r":\s*$|\b(?:the|as) (?:below|following)\b[^.]*$", re.IGNORECASE)
_SHORT_ITEM = 90
_SOME_OF = re.compile(
    r"\b(?:some|any|one|one or more|at least one|either|a few) of the (?:below|following)\b",
    re.IGNORECASE,
)

_RANK_BOLD, _RANK_PLAIN, _RANK_NUMBER, _RANK_LEAD_IN = 7, 8, 9, 10


@dataclass(frozen=True, slots=True)
class Heading:
    """An open heading: its section, its words, and how deep it stands."""

    section: Section
    cue: Cue
    rank: int
    depth: int = -1
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A list item or paragraph under a heading.

    ``level`` is what its heading says, None where nothing is asked unless its own words do;
    ``choice`` whether its heading asks for some of what stands below it.
    """

    start: int
    end: int
    section: Section
    level: Level | None
    cue: Cue
    is_item: bool
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Sections:
    """Units in the order of the text, and the asking headings with nothing under them."""

    units: tuple[Unit, ...]
    empty: tuple[Cue, ...]
    title: tuple[int, int] | None


_NO_HEADING = Cue("", None, "default.no_heading")


class _Reader:
    def __init__(self, text: str, lines: list[Line], rules: Rules) -> None:
        self.text, self.lines, self.rules = text, lines, rules
        self.stack: list[Heading] = []
        self.units: list[Unit] = []
        self.asking: dict[Cue, bool] = {}
        self.groups: dict[Cue, Cue] = {}
        self.bare: Heading | None = None
        self.items_seen = False
        self.left_list = False
        self.loose = False

    def body(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def read(self) -> None:
        for index, line in enumerate(self.lines):
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            if not self._open_heading(line, following):
                self._add_unit(line, following)

    def _open_heading(self, line: Line, following: Line | None) -> bool:
        body = self.body(line)
        words = body.count(" ") + 1
        colon = body.rstrip().endswith(":")
        if ":" in body[:-2].rstrip(" :") and colon:
            return False
        sure = line.mark in (Mark.HEADING, Mark.BOLD)
        if sure and words <= 14:
            rank = line.depth if line.mark is Mark.HEADING else _RANK_BOLD
            return self._push(line, self.rules.heading_by_word(body), rank)
        if line.is_item and words <= 5 and following and following.is_item and not colon:
            nested = following.depth > line.depth and self.rules.heading(body)
            if nested:
                asked = bool(self.stack) and self.stack[-1].section in _ASKED
                group = asked and nested.section is Section.CONTEXT
                return self._push(line, None if group else nested, _RANK_NUMBER)
        if line.mark is Mark.NUMBER and colon and words <= 8:
            return self._push(line, self.rules.heading_by_word(body), _RANK_NUMBER)
        dots = body.rstrip().endswith(("...", "…"))
        if line.is_item or words > 14 or (body.rstrip()[-1:] in ".;," and not dots):
            return False
        rule = self.rules.heading(body)
        labelled = not colon and _LABEL.match(body) is not None
        if rule is None and not labelled and (colon or self._looks_like_heading(line, following)):
            rule = self.rules.heading_by_word(body)
        worded = rule is not None and rule.section in _SOFTENED and not self.rules.says_more(body)
        statement = not colon and words > 3 and not worded and self.rules.item_start(body)
        if rule is not None and rule.section in _ASKED and not colon:
            statement = statement or self.rules.says_more(body)
        if rule is not None and not statement and not self._is_listed(line, rule, colon=colon):
            return self._push(line, rule, _RANK_PLAIN)
        if colon and words <= 8:
            return self._push(line, None, _RANK_NUMBER)
        if following is None or not body.isupper() or not 1 < words <= 6:
            return False
        if self.body(following).isupper() and self.rules.heading(body) is None:
            return False
        if not self.rules.says_more(body):
            return self._push(line, self.rules.heading_by_word(body), _RANK_PLAIN)
        return False

    def _looks_like_heading(self, line: Line, following: Line | None) -> bool:
        body = self.body(line)
        if line.cut or len(body) > 80 or not (body[0].isupper() or body[0].isdigit()):
            return False
        if " " in body and self.rules.item_start(body):
            return False
        return (line.gap or (following is not None and following.is_item)) and following is not None

    def _is_listed(self, line: Line, rule: HeadingRule, *, colon: bool) -> bool:
        """Whether a topic word is rather an item of a list without bullets."""
        if colon or line.gap or line.cut or rule.section is not Section.TOPIC:
            return False
        current = self.stack[-1].section if self.stack else None
        return current in _ASKED or current is Section.CONTEXT

    def _push(self, line: Line, rule: HeadingRule | None, rank: int) -> bool:
        body = self.body(line).rstrip(" :*")
        last = self.stack[-1] if self.stack else None
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        span = Span(line.start, line.start + len(body))
        if rule is None:
            section = self._unknown_section(parent, last, line)
            name = parent.cue.rule if parent and section is parent.section else "heading.unknown"
            if section in _ASKED and name == "heading.unknown":
                name = f"heading.{section}"
        elif rule.section is Section.TOPIC:
            section = parent.section if parent else Section.MUST
            if section not in _ASKED and section not in (Section.OFF, Section.CONTEXT):
                section = Section.MUST
            name = rule.id
        else:
            section, name = rule.section, rule.id
        cue = Cue(body, span, name)
        self._open(Heading(section, cue, rank))
        return True

    def _open(self, heading: Heading) -> None:
        """Put a heading on the stack; what stands right above it may be the head of a group."""
        self.stack.append(heading)
        above, self.bare = self.bare, heading
        if heading.section in _ASKED:
            self.asking.setdefault(heading.cue, False)
            if above and (above.section is heading.section or above.rank < heading.rank):
                self.groups.setdefault(heading.cue, above.cue)
        self.items_seen = self.left_list = False

    def empty(self) -> Iterator[Cue]:
        """Asking headings with nothing under them, nor under the headings they are made of."""
        filled = {cue for cue, used in self.asking.items() if used}
        for cue in tuple(filled):
            outer = self.groups.get(cue)
            while outer is not None:
                filled.add(outer)
                outer = self.groups.get(outer)
        return (cue for cue in self.asking if cue not in filled)

    def _unknown_section(self, parent: Heading | None, last: Heading | None, line: Line) -> Section:
        if parent is not None:
            return parent.section
        if last is not None and last.section in _ASKED and self.body(line).endswith(":"):
            return last.section
        return Section.ROLE

    def _add_unit(self, line: Line, following: Line | None) -> None:
        heading = self.stack[-1] if self.stack else None
        section = heading.section if heading else Section.ROLE
        cue = heading.cue if heading else _NO_HEADING
        start, body = line.start, self.body(line)
        words = body.count(" ") + 1
        if heading and heading.rank == _RANK_LEAD_IN and self._ends_lead_in(heading, line):
            self.stack.pop()
            return self._add_unit(line, following)
        label = None if body.rstrip().endswith(":") else _LABEL.match(body)
        rule = self.rules.heading(label.group("label")) if label else None
        if (label and rule and section is not Section.OFF) or (rule and rule.section in _ASKED):
            assert label is not None
            span = Span(start, start + label.end("label"))
            section, cue, start = self._labelled(line, label, rule, section, span)
        if section in _ASKED and heading:
            if line.is_item:
                self.items_seen, self.left_list = True, False
            elif self.items_seen and line.gap and words > _LONG_PARAGRAPH:
                self.left_list = True
            if self.left_list or self._announces_nothing(line, following):
                section = Section.ROLE
        choice = heading is not None and heading.choice
        self.units.append(
            Unit(start, line.end, section, _ASKED.get(section), cue, line.is_item, choice)
        )
        for asking in (cue, heading.cue if heading else cue):
            if section in _ASKED and asking in self.asking:
                self.asking[asking] = True
        self.bare = None
        self._lead_in(line, following)
        return None

    def _announces_nothing(self, line: Line, following: Line | None) -> bool:
        """Whether a line ends in a colon and no list follows: an empty template's sentence."""
        announces = self.body(line).rstrip().endswith(":")
        return announces and not line.is_item and not (following and following.is_item)

    def _ends_lead_in(self, heading: Heading, line: Line) -> bool:
        """Whether a line is no longer one of those that a lead-in announced."""
        if line.is_item:
            return line.depth <= heading.depth
        return not self.loose

    def _labelled(
        self,
        line: Line,
        label: re.Match[str],
        rule: HeadingRule | None,
        section: Section,
        span: Span,
    ) -> tuple[Section, Cue, int]:
        assert rule is not None
        start = line.start + label.end()
        wanted = rule.section
        cue = Cue(label.group("label"), span, rule.id)
        if wanted is Section.TOPIC:
            heading = self.stack[-1] if self.stack else None
            keep = section in _ASKED or section is Section.CONTEXT
            return (
                (section if keep else Section.MUST),
                (heading.cue if heading and keep else cue),
                start,
            )
        if not line.is_item and not (wanted is Section.OFF and rule.id == "heading.facts"):
            while self.stack and self.stack[-1].rank >= _RANK_PLAIN:
                self.stack.pop()
            self._open(Heading(wanted, cue, _RANK_PLAIN))
            if wanted in _ASKED:
                self.asking[cue] = True
        return wanted, cue, start

    def _lead_in(self, line: Line, following: Line | None) -> None:
        """Open a heading for the items that a sentence ending in a colon introduces."""
        body = self.body(line)
        if following is None or not _POINTS_DOWN.search(body):
            return
        if line.is_item and (not following.is_item or following.depth <= line.depth):
            return
        if not following.is_item and following.end - following.start > _SHORT_ITEM:
            return
        last = re.split(r"(?<=[.!?]) ", body)[-1]
        if last.count(" ") > _MAX_LEAD_IN_WORDS:
            return
        section, rule_id = self._lead_in_section(last)
        if section is not None:
            while self.stack and self.stack[-1].rank >= _RANK_LEAD_IN:
                self.stack.pop()
            end = line.start + len(body.rstrip(" :"))
            cue = Cue(
                self.text[end - len(last.rstrip(" :")) : end],
                Span(end - len(last.rstrip(" :")), end),
                rule_id,
            )
            depth = line.depth if line.is_item else -1
            choice = _SOME_OF.search(last) is not None
            self.stack.append(Heading(section, cue, _RANK_LEAD_IN, depth, choice))
            self.loose = not following.is_item

    def _lead_in_section(self, sentence: str) -> tuple[Section | None, str]:
        current = self.stack[-1].section if self.stack else Section.ROLE
        if current is Section.OFF:
            return None, ""
        folded = fold_name(sentence)
        for cue in self.rules.cues:
            if cue.level and cue.pattern.search(folded):
                return Section(str(cue.level)), cue.id
        for rule in self.rules.headings:
            if (
                rule.word
                and rule.word.search(folded)
                and (rule.section in _ASKED or rule.section is Section.CONTEXT)
            ):
                return rule.section, rule.id
        for ask in self.rules.asks:
            if current is not Section.CONTEXT and ask.pattern.search(folded):
                return Section(str(ask.level)), ask.id
        return None, ""


def read_sections(text: str, lines: list[Line], rules: Rules) -> Sections:
    """Sort logical lines under their headings."""
    reader = _Reader(text, lines, rules)
    reader.read()
    return Sections(tuple(reader.units), tuple(reader.empty()), _title(text, lines, rules))


def _title(text: str, lines: list[Line], rules: Rules) -> tuple[int, int] | None:
    """The first short line that is no known heading, or what stands behind "Job title:"."""
    for line in lines[:40]:
        label = re.match(r"(?:Job )?Title ?: *", text[line.start : line.end])
        if label:
            return line.start + label.end(), line.end
    for line in lines[:3]:
        body = text[line.start : line.end]
        if 2 < len(body) <= 90 and body[-1] not in ".:;,?" and not line.is_item and "@" not in body:
            rule = rules.heading(body)
            if rule is None or rule.id == "heading.role":
                return line.start, line.end
    return None
