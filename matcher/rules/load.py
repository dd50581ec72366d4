"""Read ``en.yaml`` and ``conditions.yaml`` into compiled rules."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Any

from matcher.errors import ConfigError, Problem
from matcher.model import Level
from matcher.placed_yaml import PlacedYaml, YamlPath, parse_yaml
from matcher.rules.conditions import ConditionRules, conditions_text
from matcher.taxonomy.normal import fold_name

#: Headings are short: longer lines are sentences.
MAX_HEADING_WORDS = 12
_INNER = re.compile(r"<<(\w+)>>")
_EDGES = re.compile(r"^[\W\d_]*(?:\d+[.)] *)?|[\s:.!\-–—*#_,;()\"]+$")


class Section(StrEnum):
    """What the lines under a heading are about (see the head of ``en.yaml``)."""

    MUST = "must"
    PREFERRED = "preferred"
    BONUS = "bonus"
    TOPIC = "topic"
    CONTEXT = "context"
    ROLE = "role"
    COMPANY = "company"
    OFF = "off"


class Direction(StrEnum):
    """On which side of a cue the words stand that it governs."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class HeadingRule:
    """A kind of heading: the section it opens, and how it is worded."""

    id: str
    section: Section
    full: re.Pattern[str]
    word: re.Pattern[str] | None
    inline: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words that set a level; ``level`` None means expressly not asked."""

    id: str
    level: Level | None
    direction: Direction
    pattern: re.Pattern[str]
    example: str
    governs: str
    in_duties: bool = True
    starts: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """Words before a list of which ``at_least`` are enough."""

    pattern: re.Pattern[str]
    at_least: int


@dataclass(frozen=True, slots=True)
class RiskyRule:
    """Wording to warn about, why, and what to write instead."""

    id: str
    pattern: re.Pattern[str]
    message: str
    advice: str
    example: str


class Rules:
    """All rules of one language.

    Examples
    --------
    >>> load_rules().heading("Nice-to-haves:").section
    <Section.BONUS: 'bonus'>
    """

    def __init__(self, data: dict[str, Any], conditions: ConditionRules, digest: str) -> None:
        self.digest = digest
        self.conditions = conditions
        self.headings = tuple(map(_heading_rule, data["headings"]))
        self.cues = tuple(map(_cue_rule, data["cues"]))
        self.asks = tuple(
            CueRule(
                raw["id"],
                Level(raw["level"]),
                Direction.SENTENCE,
                _any_of(raw["match"]),
                raw["example"],
                "",
                raw.get("in_duties", True),
                re.compile(raw["starts"]) if raw.get("starts") else None,
            )
            for raw in data["asks"]
        )
        self.role_words = _any_of(data["role_words"])
        self.heading_vocabulary = frozenset(data["heading_vocabulary"].split())
        self._level_words = re.compile(data["level_words"])
        self.verb_behind = re.compile(data["verb_behind"])
        self.job_titles = re.compile(data["job_titles"])
        self.generic_words = frozenset(data["generic_words"].split())
        self.off_sentences = _any_of(data["off_sentences"])
        self.examples = _any_of(data["examples"])
        self.parts = _any_of(data["parts"])
        self.choices = tuple(
            ChoiceRule(_any_of([raw["words"]]), raw["at_least"]) for raw in data["choices"]
        )
        self.risky = tuple(
            RiskyRule(
                raw["id"],
                re.compile(_any_of(raw["match"]).pattern, re.IGNORECASE),
                raw["message"],
                raw["advice"],
                raw["example"],
            )
            for raw in data["risky_wording"]
        )
        self._patterns: dict[str, dict[str, Any]] = data["patterns"]
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._item_starters = data["item_starters"]

    def pattern(self, name: str) -> re.Pattern[str]:
        """A named pattern of ``en.yaml``, with the ones inside it filled in.

        Examples
        --------
        >>> load_rules().pattern("years").search("at least 3 years of java").group()
        '3 years'
        """
        if name not in self._compiled:
            self._compiled[name] = re.compile(self._spelled_out(name))
        return self._compiled[name]

    def words(self, name: str) -> list[str]:
        """The alternatives of a named pattern, in their order."""
        return list(self._patterns[name]["match"])

    def _spelled_out(self, name: str) -> str:
        either = "|".join(self._patterns[name]["match"])
        return f"(?:{_INNER.sub(lambda m: self._spelled_out(m[1]), either)})"

    def heading(self, line: str) -> HeadingRule | None:
        """The rule that a line worded like a heading falls under, by its whole wording."""
        folded = heading_words(line)
        if not folded or folded.count(" ") >= MAX_HEADING_WORDS:
            return None
        return next((rule for rule in self.headings if rule.full.fullmatch(folded)), None)

    def heading_by_word(self, line: str) -> HeadingRule | None:
        """The rule that a line surely meant as a heading falls under, by single words."""
        folded = heading_words(line)
        if not folded or folded.count(" ") >= MAX_HEADING_WORDS:
            return None
        worded = (rule for rule in self.headings if rule.word and rule.word.search(folded))
        return self.heading(line) or next(worded, None)

    def inline_headings(self, body: str) -> list[tuple[int, int]]:
        """Ranges of headings that ran into a paragraph."""
        return [m.span() for m in self._inline.finditer(body)]

    def says_more(self, line: str) -> bool:
        """Whether a line with a level word holds more than a heading would: "Docker preferred"."""
        folded = heading_words(line)
        return bool(self._level_words.search(folded)) and not all(
            word in self.heading_vocabulary for word in re.findall(r"[a-z']+", folded)
        )

    def item_start(self, line: str) -> bool:
        """Whether a line begins with a word that starts items: "Experience with …"."""
        return bool(self._first_word.match(line))

    def item_starts(self, body: str) -> list[int]:
        """Where items seem to start in a paragraph whose line ends were lost."""
        return [m.start("word") for m in self._starters.finditer(body)]

    @cached_property
    def _inline(self) -> re.Pattern[str]:
        words = sorted(
            {text for rule in self.headings for text in rule.inline}, key=lambda t: (-len(t), t)
        )
        either = "|".join(re.escape(text).replace("'", "['’]") for text in words)
        more = (
            "Experience|Skills|Qualifications|Education|Competencies|Abilities|Knowledge|Training"
        )
        either = rf"(?:{either})(?:,? (?:(?:and|&) )?(?:{more}))*"
        plain = "|".join(re.escape(text[0] + text[1:].lower()) for text in words if " " in text)
        long = "|".join(re.escape(text).replace("'", "['’]") for text in words if _is_title(text))
        return re.compile(
            rf"(?:(?<=[\s.!?;:)*•])|(?<=[a-z\d%])|^)(?:{either}|{plain})(?: ?\([^)]{{2,30}}\))? ?:"
            rf"|(?:(?<=[\s.!?;:)*•])|(?<=[a-z\d%])|^)(?:{either})(?=[A-Z\d•*])"
            rf"|(?<=[.!?;*•] )(?:{either})(?= [A-Z\d•*])"
            rf"|(?<=[a-z\d)] )(?:{long})(?= [A-Z\d•*])"
            r"|(?:(?<=[.!?;*•] )|(?<=[.!?;*•] - )|(?<= - ))About (?:the )?[A-Z][\w&.,' ]{2,40}:"
        )

    @cached_property
    def _first_word(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in sorted(self._item_starters))
        more = "skills|experience|education|abilities|knowledge|qualifications"
        return re.compile(rf"(?:{words})\b(?! *(?:and|&|,|/) *(?i:{more})\b)(?!.*:$)")

    @cached_property
    def _starters(self) -> re.Pattern[str]:
        words = "|".join(
            re.escape(word) for word in sorted(self._item_starters, key=lambda w: (-len(w), w))
        )
        plain = "".join(rf"(?<!\b[A-Z][a-z]{{{n}}})" for n in range(2, 13))
        before = rf"(?<=[a-z\d)\]+#.;A-Z])(?<!['’]s){plain}"
        return re.compile(rf"{before} (?P<word>(?:{words}|\d+\+? (?:-|–|to)? ?\d* ?years)\b)")


def heading_words(line: str) -> str:
    """Folded wording of a heading without its signs and numbers.

    Examples
    --------
    >>> heading_words("3. **Must-Have** Requirements :")
    'must have requirements'
    """
    body = _EDGES.sub("", line.replace("*", "").replace("#", "").strip())
    return fold_name(_EDGES.sub("", body))


def _is_title(heading: str) -> bool:
    """Whether a heading is so long, and so capitalised, that no sentence goes on into it."""
    words = heading.split()
    return len(words) > 2 and all(word[0].isupper() for word in words)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _heading_rule(raw: dict[str, Any]) -> HeadingRule:
    return HeadingRule(
        raw["id"],
        Section(raw["section"]),
        _any_of(raw["full"]),
        _any_of(raw["word"]) if raw.get("word") else None,
        tuple(raw.get("inline", ())),
        raw["example"],
    )


def _cue_rule(raw: dict[str, Any]) -> CueRule:
    return CueRule(
        raw["id"],
        None if raw["level"] == "none" else Level(raw["level"]),
        Direction(raw["direction"]),
        re.compile(r"(?<!\w)" + _any_of(raw["match"]).pattern.join(("(?:", ")")) + r"(?!\w)"),
        raw["example"],
        raw["governs"],
    )


def rules_text() -> str:
    """The text of the shipped English rules."""
    return files("matcher.rules").joinpath("en.yaml").read_text(encoding="utf-8")


def load_rules() -> Rules:
    """The shipped English rules."""
    raw, of_conditions = rules_text(), conditions_text()
    placed = parse_yaml(raw, "rules/en.yaml")
    conditions = ConditionRules(parse_yaml(of_conditions, "rules/conditions.yaml").data)
    digest = hashlib.sha256((raw + of_conditions).encode()).hexdigest()
    try:
        return Rules(placed.data, conditions, f"sha256:{digest}")
    except re.error:
        _check_patterns(placed)
        raise


def _check_patterns(placed: PlacedYaml) -> None:
    problems: list[Problem] = []

    def check(value: object, path: YamlPath) -> None:
        if isinstance(value, str):
            try:
                re.compile(value)
            except re.error as error:
                problems.append(placed.problem(path, f"no valid pattern: {error}"))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                check(item, (*path, index))

    for group in ("headings", "cues", "asks", "risky_wording"):
        for index, rule in enumerate(placed.data[group]):
            for key in ("full", "word", "match"):
                check(rule.get(key), (group, index, key))
    if problems:
        raise ConfigError(problems)
