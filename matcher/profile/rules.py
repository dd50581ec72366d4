"""Rules for reading profiles: ``rules/profile_en.yaml``, checked and compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Literal

import msgspec

from matcher.errors import ConfigError, Problem
from matcher.model import Degree, LanguageLevel, Polarity, Seniority
from matcher.placed_yaml import PlacedYaml, parse_yaml
from matcher.profile.cues import Cue, CueFinder, CueKind
from matcher.profile.fold import fold_heading
from matcher.profile.spans import WordFinder

_LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "ft", "tt", "ti")
#: A heading without its ligatures is told from other words only from so many letters on.
SHORTEST_LOSSY = 6


class SectionKind(StrEnum):
    """What stands under a heading; ``none`` is read over."""

    WORK = "work"
    PROJECT = "project"
    COURSE = "course"
    CERTIFICATE = "certificate"
    EDUCATION = "education"
    SUMMARY = "summary"
    CLAIMED = "claimed"
    LANGUAGES = "languages"
    NONE = "none"


#: Degrees that are begun, and those that are somebody else's or nobody's.
Says = Literal["unfinished", "not_own"]


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    """Base of the shapes in the file."""


class RawSection(_Strict):
    """A kind of section, and the headings it goes by."""

    kind: SectionKind
    example: str
    headings: list[str]


class RawCue(_Strict):
    """Words that govern names near them."""

    id: str
    at: list[str]
    match: str
    example: str
    direction: str = "forward"
    reach: int | None = None
    polarity: Polarity | None = None


class RawPattern(_Strict):
    """Words that only have to be found."""

    at: list[str]
    match: str
    example: str


class RawDegree(_Strict):
    """Names of one degree."""

    level: Degree
    at: list[str]
    match: str
    example: str
    weak: bool = False


class RawNotHeld(_Strict):
    """Words beside a degree that say it is not held: begun, or nobody's here."""

    says: Says
    side: Literal["before", "after"]
    match: str
    example: str


class RawTitle(_Strict):
    """Words of a title that name a level."""

    id: str
    seniority: Seniority
    at: list[str]
    match: str
    example: str
    manages: bool = False


class RawManagement(_Strict):
    """Words that show somebody managing people."""

    id: str
    at: list[str]
    match: str
    example: str


class RawGoesOn(_Strict):
    """Words of a date beside studies that are not over."""

    after_dash: list[str]
    before_year: list[str]


class RawLevel(_Strict):
    """Words for a level of a spoken language."""

    level: LanguageLevel
    words: list[str]
    example: str


class RawYears(_Strict):
    """Wordings of years of experience."""

    total: list[str]
    before_total: list[str]
    of_skill: str
    not_after: list[str]
    not_before: list[str]
    less_than: list[str]
    none: list[str]


class RawRules(_Strict):
    """The whole file."""

    sections: list[RawSection]
    glued_headings: dict[str, SectionKind]
    job_labels: list[str]
    job_starts: list[str]
    job_words: list[str]
    study_jobs: list[str]
    school_words: list[str]
    product_words: list[str]
    count_words: list[str]
    months: list[list[str]]
    seasons: dict[str, int]
    open_ends: list[str]
    until: list[str]
    since: list[str]
    part_of_year: dict[str, tuple[int, int]]
    duration_units: dict[str, float]
    of_year: list[str]
    around: list[str]
    date_labels: list[str]
    number_words: dict[str, float]
    years: RawYears
    clause_ends: list[str]
    polarity: list[RawCue]
    pseudo: list[RawPattern]
    courses: list[RawCue]
    language_levels: list[RawLevel]
    degrees: list[RawDegree]
    degree_fields: dict[str, list[str]]
    field_names: dict[str, str]
    degrees_not_held: list[RawNotHeld]
    study_goes_on: RawGoesOn
    titles: list[RawTitle]
    titles_of_others: list[str]
    title_shows: str
    managing_shows: str
    management: list[RawManagement]
    school_heads: list[str]
    machine_instructions: list[RawPattern]


class ProfileRules:
    """All rules of one language, compiled.

    Parameters
    ----------
    raw : RawRules
        The checked file.
    digest : str
        ``sha256:…`` of its text.

    Examples
    --------
    >>> shipped_rules().headings["work history"]
    <SectionKind.WORK: 'work'>
    """

    def __init__(self, raw: RawRules, digest: str) -> None:
        self.raw = raw
        self.digest = digest
        whole = {
            fold_heading(heading): section.kind
            for section in raw.sections
            for heading in section.headings
        }
        self.headings = {
            lossy: kind for heading, kind in whole.items() for lossy in without_ligatures(heading)
        } | whole
        self.heading_starts = frozenset(
            {heading.split(" ", 1)[0] for heading in self.headings}
            | {heading[0] for heading in self.headings}
            | {"my", "i", "ii", "iii", "iv", "v", "vi"}
        )
        self.job_labels = frozenset(map(fold_heading, raw.job_labels))
        self.job_starts = tuple(raw.job_starts)
        initials = {start[0] for start in raw.job_starts}
        self.job_initials = frozenset(initials | {initial.upper() for initial in initials})
        self.managing_titles = frozenset(title.id for title in raw.titles if title.manages)
        self.job_finder = WordFinder(raw.job_words, plural=True)
        self.school_finder = WordFinder(raw.school_words, plural=True)
        cues = _cues(raw)
        self.cues = CueFinder(cues)
        self.degree_cues = CueFinder([cue for cue in cues if cue.kind is CueKind.DEGREE])
        self.not_held = {
            (rule.says, rule.side): _any_of(
                other.match
                for other in raw.degrees_not_held
                if (other.says, other.side) == (rule.says, rule.side)
            )
            for rule in raw.degrees_not_held
        }
        commas = [end for end in raw.clause_ends if end.startswith(",")]
        words = [end for end in raw.clause_ends if not end.startswith(",")]
        self.clause_end = re.compile(
            r"[;!?\n\u2028\u2029]|\.(?=\s|$)|\s[–—]\s|(?<!\w)(?:"
            + "|".join(words)
            + r")(?!\w)|"
            + "|".join(commas)
        )


def without_ligatures(heading: str) -> tuple[str, ...]:
    """How a heading may read in a PDF whose font lost some of its ligatures.

    Examples
    --------
    >>> without_ligatures("education"), without_ligatures("soft skills")
    (('educaon',), ('so skills',))
    >>> without_ligatures("certification"), without_ligatures("skills")
    (('cercaon', 'cerficaon', 'certication'), ())
    """
    kinds = [ligature for ligature in _LIGATURES if ligature in heading]
    lossy = set()
    for count in range(1, len(kinds) + 1):
        for lost in combinations(kinds, count):
            lossy.add(re.sub("|".join(lost), "", heading))
    return tuple(sorted(words for words in lossy if len(words) >= SHORTEST_LOSSY))


def parse_rules(text: str, source: str) -> ProfileRules:
    """Check and compile a rules file.

    Raises
    ------
    ConfigError
        With the place of the first wrong key or value, or of every pattern that is none.

    Examples
    --------
    >>> parse_rules("sections: 3", "x.yaml")
    Traceback (most recent call last):
    matcher.errors.ConfigError: x.yaml, line 1: Expected `array`, got `int` - at `$.sections`
    """
    placed = parse_yaml(text, source)
    try:
        raw = msgspec.convert(placed.data, RawRules)
    except msgspec.ValidationError as error:
        raise ConfigError([Problem(source, _place(placed, str(error)), str(error))]) from error
    problems = list(_pattern_problems(placed))
    if problems:
        raise ConfigError(problems)
    return ProfileRules(raw, "sha256:" + hashlib.sha256(text.encode()).hexdigest())


@cache
def shipped_rules() -> ProfileRules:
    """The English rules that come with the package; read at first use."""
    text = files("matcher.rules").joinpath("profile_en.yaml").read_text(encoding="utf-8")
    return parse_rules(text, "rules/profile_en.yaml")


def _cues(raw: RawRules) -> list[Cue]:
    cues = [
        Cue(
            kind,
            tuple(rule.at),
            re.compile(rf"(?:{rule.match})(?:(?!\w)|(?<=\s))"),
            rule.id,
            forward=rule.direction == "forward",
            reach=rule.reach,
            value=rule.polarity,
        )
        for kind, rules in ((CueKind.POLARITY, raw.polarity), (CueKind.COURSE, raw.courses))
        for rule in rules
    ]
    cues += [
        Cue(kind, tuple(rule.at), re.compile(rule.match), str(kind))
        for kind, patterns in (
            (CueKind.PSEUDO, raw.pseudo),
            (CueKind.MACHINE, raw.machine_instructions),
        )
        for rule in patterns
    ]
    cues += [
        Cue(
            CueKind.DEGREE,
            tuple(rule.at),
            re.compile(rf"(?:{rule.match})(?!\w)"),
            str(rule.level),
            weak=rule.weak,
            value=rule.level,
        )
        for rule in raw.degrees
    ]
    cues += [
        Cue(
            CueKind.TITLE,
            tuple(title.at),
            re.compile(rf"(?:{title.match})(?!\w)"),
            title.id,
            value=title.seniority,
        )
        for title in raw.titles
    ]
    number = "|".join([r"\d{1,4}", *sorted(map(re.escape, raw.number_words), reverse=True)])
    cues += [
        Cue(
            CueKind.MANAGEMENT,
            tuple(rule.at),
            re.compile(rf"(?:{rule.match})(?!\w)".replace("{number}", number)),
            rule.id,
        )
        for rule in raw.management
    ]
    return cues


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _place(placed: PlacedYaml, message: str) -> str:
    """Line of the value that msgspec names as ``$.months[3]``."""
    path = re.search(r"`\$((?:\.\w+|\[\d+\]|\[\.\.\.\])*)`", message)
    names = re.findall(r"\w+", path.group(1)) if path else []
    steps = tuple(int(name) if name.isdigit() else name for name in names)
    return f"line {placed.line(steps)}"


def _pattern_problems(placed: PlacedYaml) -> Iterable[Problem]:
    groups = (
        "polarity",
        "pseudo",
        "courses",
        "degrees",
        "degrees_not_held",
        "machine_instructions",
        "titles",
        "management",
    )
    for group in groups:
        for index, rule in enumerate(placed.data[group]):
            try:
                re.compile(rule["match"].replace("{number}", "x"))
            except re.error as error:
                yield placed.problem((group, index, "match"), f"no valid pattern: {error}")
