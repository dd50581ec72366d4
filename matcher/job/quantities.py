"""Years, degrees and language levels in a folded sentence."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.model import Degree, LanguageLevel
from matcher.rules import Rules

_LEVELS = (
    LanguageLevel.NATIVE,
    LanguageLevel.C2,
    LanguageLevel.C1,
    LanguageLevel.B2,
    LanguageLevel.B1,
    LanguageLevel.A2,
    LanguageLevel.A1,
)
#: A language level stands at most so many folded characters from its language.
_BEFORE_LANGUAGE, _BEHIND_LANGUAGE = 40, 24


@dataclass(frozen=True, slots=True)
class Years:
    """Years asked, in folded offsets of the sentence."""

    start: int
    end: int
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class DegreeAsked:
    """A degree named, in folded offsets of the sentence."""

    start: int
    end: int
    degree: Degree


class QuantityReader:
    """Finds years, degrees and language levels with the patterns of the rules.

    Parameters
    ----------
    rules : Rules
        Language rules.
    """

    def __init__(self, rules: Rules) -> None:
        self.years = rules.pattern("years")
        self.in_addition = rules.pattern("years_in_addition")
        self.not_before = rules.pattern("years_not_before")
        self.not_after = rules.pattern("years_not_after")
        self.up_to = rules.pattern("years_up_to")
        self.degree = rules.pattern("degree")
        self.short = rules.pattern("degree_short")
        self.near = rules.pattern("degree_near")
        self.head = rules.pattern("degree_head")
        self.no_degree_after = rules.pattern("degree_not_after")
        self.no_degree_before = rules.pattern("degree_not_before")
        self.equivalent = rules.pattern("or_equivalent")
        self.levels = [(rules.pattern(f"language_{level.lower()}"), level) for level in _LEVELS]
        words = [w for w in rules.words("number") if w.isalpha()]
        self.numbers = {word: float(number) for number, word in enumerate(words)}

    def find_years(self, folded: str) -> list[Years]:
        """Years of experience in a folded sentence.

        Examples
        --------
        >>> from matcher.rules import load_rules
        >>> reader = QuantityReader(load_rules())
        >>> found = reader.find_years("3 5 years of java, at least two yrs of go")
        >>> [(y.low, y.high) for y in found]
        [(3.0, 5.0), (2.0, None)]
        >>> reader.find_years("for over 20 years we have built lifts")
        []
        """
        if "year" not in folded and "yr" not in folded and "month" not in folded:
            return []
        found: list[Years] = []
        for match in self.years.finditer(folded):
            before = folded[max(0, match.start() - 24) : match.start()]
            if self.not_before.search(before) or self.not_after.match(folded, match.end()):
                continue
            scale = 1 / 12 if match["unit"].startswith("month") else 1.0
            low = self._value(match["low"]) * scale
            high = self._value(match["high"]) * scale if match["high"] else None
            if high is not None and (high < low or match["open"]):
                high = None
            if self.up_to.search(before) and high is None:
                low, high = 0.0, low
            found.append(Years(match.start(), match.end(), low, high))
        if found:
            for match in self.in_addition.finditer(folded, found[0].end):
                if not any(
                    y.start < match.end("low") and match.start("low") < y.end for y in found
                ):
                    low = self._value(match["low"])
                    found.append(Years(match.start("low"), match.end(), low, None))
        return sorted(found, key=lambda y: y.start)

    def _value(self, word: str) -> float:
        return self.numbers[word] if word in self.numbers else float(word)

    def find_degrees(self, folded: str) -> list[DegreeAsked]:
        """Degrees named in a folded sentence, from left to right.

        Examples
        --------
        >>> from matcher.rules import load_rules
        >>> reader = QuantityReader(load_rules())
        >>> [str(d.degree) for d in reader.find_degrees("bs/ms in physics, ph.d. preferred")]
        ['bachelor', 'master', 'doctorate']
        >>> reader.find_degrees("ms excel and a high degree of autonomy")
        []
        """
        found: list[DegreeAsked] = []
        for match in self.degree.finditer(folded):
            name, before = match.lastgroup or "", folded[: match.start()]
            if self.no_degree_after.match(folded, match.end()) or self.no_degree_before.search(
                before[-8:]
            ):
                continue
            beside = self.near.match(folded, match.end()) or self.head.search(before)
            if self.short.fullmatch(match.group()) and not beside:
                continue
            if name == "degree":
                if any(match.start() - d.end < 30 for d in found):
                    continue
                name = "bachelor"
            found.append(DegreeAsked(match.start(), match.end(), Degree(name)))
        return found

    def has_equivalent(self, folded: str) -> bool:
        """Whether "or equivalent experience" stands in a folded sentence."""
        return self.equivalent.search(folded) is not None

    def language_level(self, folded: str, start: int, end: int) -> LanguageLevel | None:
        """Level asked of a spoken language named at ``start:end`` of a folded sentence.

        Examples
        --------
        >>> from matcher.rules import load_rules
        >>> reader = QuantityReader(load_rules())
        >>> reader.language_level("fluent german (c1) and basic french", 7, 13)
        <LanguageLevel.C1: 'C1'>
        """
        inside = [level for pattern, level in self.levels if pattern.search(folded[start:end])]
        if inside:
            return inside[0]
        low, high = max(0, start - _BEFORE_LANGUAGE), end + _BEHIND_LANGUAGE
        best: tuple[int, LanguageLevel] | None = None
        for pattern, level in self.levels:
            for match in pattern.finditer(folded, low, min(high, len(folded))):
                away = start - match.end() if match.end() <= start else match.start() - end + 2
                if away >= 0 and (best is None or away < best[0]):
                    best = (away, level)
        return best[1] if best else None
