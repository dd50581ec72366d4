"""Years, degrees and language levels in a folded sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.model import Degree, LanguageLevel

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_NUMBER = r"(?:\d{1,2}(?:\.\d)?|" + "|".join(_WORDS) + r")"
_YEARS = re.compile(
    rf"(?<![\w.$£€#/])(?P<low>{_NUMBER})(?: ?\(\d{{1,2}}\))?(?P<plus> ?\+| ?plus| or more)?"
    rf"(?: ?(?:to|or|–|—|/| ) ?(?P<high>{_NUMBER})(?: ?\(\d{{1,2}}\))?(?P<plus2> ?\+)?)?"
    r"(?: or more| plus)?(?: ?\(s\))?[ ]?(?P<unit>years?\(?s?\)?'?|yrs?\.?'?|yr|months?'?)(?![a-z])"
)
_IN_ADDITION = re.compile(
    rf"(?:with|of which|including|and) (?:at least )?(?P<low>{_NUMBER})(?P<plus> ?\+)? (?:years? )?(?=in |of |on |with |as )"
)
_NOT_EXPERIENCE_BEFORE = re.compile(
    r"(?:for (?:over|more than|nearly|almost|the (?:past|last|next)) |past |last |next |over the |every |within |per |first |founded |ages? |aged |after |in )$"
)
_NOT_EXPERIENCE_AFTER = re.compile(
    r" ?(?:ago|old|of age|in business|after|from now|contract|warranty|term|plan|degree|college|university|program|"
    r"course|track|accredited|fixed|with option|in a row|history|strong|young|of history|of innovation|later|renewable|before)\b"
)
_SOFT_OPENERS = re.compile(r"(?:up to|maximum(?: of)?|no more than|less than|under) $")

_B = (
    r"b\.? ?s\.? ?c\.?|b\.?s\.?|b\.?a\.?|b\.?tech|b\.?eng\.?|b\.?e\.?|bba|bachelor(?:'+s|s|s')?(?: of [a-z]+)?|undergraduate|licenciatura|licentiate"
    r"|(?:university|college|four year|4 year|first|honou?rs|accredited|post secondary|tertiary) degree|degree level"
)
_M = r"m\.? ?s\.? ?c\.?|m\.?s\.?|m\.?a\.?|m\.?tech|m\.?eng\.?|mba|mph|mls|mlis|mfa|master(?:'+s|s|s')?(?: of [a-z]+)?|graduate degree|postgraduate|advanced degree|diplom"
_D = r"ph\.? ?d\.?s?|doctorate|doctoral|d\.?phil|dr\.?ph|md|jd|juris doctor|terminal degree"
_S = r"high ?school(?: diploma)?|ged|secondary (?:school|education)|a levels?|abitur|general education (?:degree|diploma)"
_A = r"associate(?:'+s|s|s')?(?= degree| of|'s|s)|associate's|two year degree|2 year degree|hnd|foundation degree"
_DEGREE = re.compile(
    rf"(?<![\w.])(?:(?P<doctorate>{_D})|(?P<secondary>{_S})|(?P<associate>{_A})|(?P<master>{_M})"
    rf"|(?P<bachelor>{_B})|(?P<degree>degree))(?![\w])"
)
_SHORT = re.compile(
    r"b\.?s\.?|b\.?a\.?|b\.?e\.?|m\.?s\.?|m\.?a\.?|md|jd|ged|mba|mph|mls|diplom|master|masters|undergraduate"
)
_DEGREE_NEAR = re.compile(
    r"^'?s?,?(?: ?\([^)]*\))?(?: (?:degree|diploma|or higher|or above|or|and|of|in|from|required|preferred|desired|is|with|level|student|program|thesis|plus|qualification)\b| ?/| ?,|\.? ?$|; |\) )"
)
_DEGREE_HEAD = re.compile(
    r"(?:degree|bachelor'?s?|master'?s?|ph\.? ?d|m\.?s|b\.?s|b\.?a|m\.?a|msc|bsc)\.?,? ?(?:/|or|and|,|of) ?(?:an? )?$"
)
_NOT_DEGREE_AFTER = re.compile(
    r" (?:excel|office|word|sql|access|project|teams|dynamics|azure|visio|outlook|powerpoint|windows|data|class|branch|plan|"
    r"agreement|service|scheduler|schedule|of ceremonies|node|of (?:creativity|detail|autonomy|freedom|independence|accuracy|certainty|complexity|separation))"
)
_EQUIVALENT = re.compile(
    r"\bor (?:an? |the |its |similar |any |other )?(?:equivalent|comparable|commensurate|related (?:work )?experience|relevant (?:work |professional |practical )?experience"
    r"|combination|in lieu|(?:significant |substantial )?(?:work|industry|professional|practical) experience)|\bequivalent (?:combination|(?:work |practical |professional |industry )?(?:experience|training))|in lieu of"
)
_LANGUAGE_LEVELS = (
    (re.compile(r"native|mother tongue|bilingual"), LanguageLevel.NATIVE),
    (re.compile(r"(?<!\w)c2(?!\w)|mastery|near native"), LanguageLevel.C2),
    (
        re.compile(
            r"(?<!\w)c1(?!\w)|fluen(?:t|cy|tly)|full professional|advanced|excellent|proficien"
        ),
        LanguageLevel.C1,
    ),
    (
        re.compile(
            r"(?<!\w)b2(?!\w)|(?:professional|business|working|strong|good|upper intermediate)"
        ),
        LanguageLevel.B2,
    ),
    (re.compile(r"(?<!\w)b1(?!\w)|intermediate|conversational"), LanguageLevel.B1),
    (re.compile(r"(?<!\w)a2(?!\w)|basic|elementary"), LanguageLevel.A2),
    (re.compile(r"(?<!\w)a1(?!\w)|beginner"), LanguageLevel.A1),
)


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


def find_years(folded: str) -> list[Years]:
    """Years of experience in a folded sentence.

    Examples
    --------
    >>> [(y.low, y.high) for y in find_years("3 5 years of java, at least two yrs of go")]
    [(3.0, 5.0), (2.0, None)]
    >>> find_years("for over 20 years we have built lifts")
    []
    """
    found: list[Years] = []
    for match in _YEARS.finditer(folded):
        before, after = folded[max(0, match.start() - 24) : match.start()], folded[match.end() :]
        if _NOT_EXPERIENCE_BEFORE.search(before) and not before.endswith("minimum in "):
            continue
        if _NOT_EXPERIENCE_AFTER.match(after):
            continue
        scale = 1 / 12 if match["unit"].startswith("month") else 1.0
        low = _value(match["low"]) * scale
        high = _value(match["high"]) * scale if match["high"] else None
        if high is not None and (high < low or match["plus2"]):
            high = None
        if _SOFT_OPENERS.search(before) and high is None:
            low, high = 0.0, low
        found.append(Years(match.start(), match.end(), _tidy(low), _tidy(high)))
    if found:
        for match in _IN_ADDITION.finditer(folded, found[0].end):
            if not any(y.start < match.end("low") and match.start("low") < y.end for y in found):
                low = _value(match["low"])
                found.append(Years(match.start("low"), match.end(), float(low), None))
    return sorted(found, key=lambda y: y.start)


def _value(word: str) -> float:
    return float(_WORDS[word]) if word in _WORDS else float(word)


def _tidy(years: float | None) -> float | None:  # type: ignore[return]
    return None if years is None else round(years * 12) / 12 if years % 1 else years


def find_degrees(folded: str) -> list[DegreeAsked]:
    """Degrees named in a folded sentence, from left to right.

    Examples
    --------
    >>> [str(d.degree) for d in find_degrees("bs/ms in physics, ph.d. preferred")]
    ['bachelor', 'master', 'doctorate']
    >>> find_degrees("ms excel and a high degree of autonomy")
    []
    """
    found: list[DegreeAsked] = []
    for match in _DEGREE.finditer(folded):
        name, words = match.lastgroup or "", match.group()
        after, before = folded[match.end() :], folded[: match.start()]
        if _NOT_DEGREE_AFTER.match(after) or before.endswith(("scrum ", "high ", "some ", "360 ")):
            continue
        if _SHORT.fullmatch(words) and not (
            _DEGREE_NEAR.match(after) or _DEGREE_HEAD.search(before)
        ):
            continue
        if name == "degree":
            if any(match.start() - d.end < 30 for d in found) or before.endswith(("basic ",)):
                continue
            name = "bachelor"
        found.append(DegreeAsked(match.start(), match.end(), Degree(name)))
    return found


def has_equivalent(folded: str) -> bool:
    """Whether "or equivalent experience" stands in a folded sentence.

    Examples
    --------
    >>> has_equivalent("a degree in physics or equivalent practical experience")
    True
    """
    return bool(_EQUIVALENT.search(folded))


def language_level(folded: str, start: int, end: int) -> LanguageLevel | None:
    """Level asked of a spoken language named at ``start:end`` of a folded sentence.

    Examples
    --------
    >>> language_level("fluent german (c1) and basic french", 7, 13)
    <LanguageLevel.C1: 'C1'>
    """
    around = folded[max(0, start - 40) : start] + " | " + folded[end : end + 24]
    best: tuple[int, LanguageLevel] | None = None
    here = min(start, 40)
    for pattern, level in _LANGUAGE_LEVELS:
        for match in pattern.finditer(around):
            away = here - match.end() if match.end() <= here else match.start() - here - 3 + 6
            if best is None or away < best[0]:
                best = (away, level)
    return best[1] if best else None
