"""Short notations for jobs and profiles over a small taxonomy, for tests of scoring and beyond.

A leaf is ``java``, ``java 5y``, ``years 5y``, ``english B2``, ``aws_developer``, ``other: travel``,
or a map with ``phrase``, ``degree`` or ``soft``; ``all``, ``any`` and ``at_least`` build trees.
Evidence is ``java work 2020-01..2021-12``, ``java claimed 7y``, ``java work fuzzy``,
``english claimed C1``, ``java denied``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from matcher.model import (
    All,
    AtLeast,
    Cue,
    Degree,
    DegreeShown,
    Evidence,
    EvidenceKind,
    Gate,
    Interval,
    Job,
    Kind,
    LanguageLevel,
    Level,
    Method,
    Need,
    Node,
    Polarity,
    Profile,
    Requirement,
    Span,
    Tenure,
    YearsStated,
    month_number,
)
from matcher.scoring import Policy, ScoringPlan, plan
from matcher.taxonomy.skill import Skill, SkillKind
from matcher.taxonomy.taxonomy import Taxonomy

AS_OF = date(2026, 1, 15)

_CLASS, _TOOL, _FIELD = SkillKind.CLASS, SkillKind.TOOL, SkillKind.FIELD


def _skill(skill_id: str, kind: SkillKind = _TOOL, **relations: Any) -> Skill:
    return Skill(skill_id, skill_id.replace("_", " ").title(), kind, "test", **relations)


TAXONOMY = Taxonomy(
    [
        _skill("databases", _CLASS),
        _skill("relational_databases", _CLASS, parents=("databases",)),
        _skill("postgresql", parents=("relational_databases",), related={"mysql": 0.6}),
        _skill("mysql", parents=("relational_databases",)),
        _skill("redis", parents=("databases",)),
        _skill("languages", _CLASS),
        _skill("java", parents=("languages",)),
        _skill("python", parents=("languages",)),
        _skill("go", parents=("languages",)),
        _skill("django", implies=("python",)),
        _skill("kafka", related={"rabbitmq": 0.6}),
        _skill("rabbitmq"),
        _skill("docker"),
        _skill("kubernetes"),
        _skill("fintech", SkillKind.DOMAIN),
        _skill("communication", SkillKind.SOFT),
        _skill("english", SkillKind.LANGUAGE),
        _skill("german", SkillKind.LANGUAGE),
        _skill("cloud_certificate", SkillKind.CERTIFICATION),
        _skill("aws_developer", SkillKind.CERTIFICATION, parents=("cloud_certificate",)),
        _skill("computer_science", _FIELD, related={"mathematics": 0.6}),
        _skill("software_engineering", _FIELD, parents=("computer_science",)),
        _skill("mathematics", _FIELD),
        _skill("fine_arts", _FIELD),
    ],
    "sha256:test",
)

#: Long enough not to be thin, and about nothing that is asked.
NEUTRAL = (
    "Joined a company of forty people and looked after customers there from the first call to the "
    "last invoice, wrote the minutes of our meetings, kept the calendar, and in the second year "
    "trained two colleagues who went on to open an office of their own in the north."
)


def leaf(spec: str | dict[str, Any], leaf_id: str) -> Need:
    """A leaf from its notation."""
    if isinstance(spec, dict):
        return _leaf_of_map(spec, leaf_id)
    name, *rest = spec.split()
    years = _years(rest)
    if name == "years":
        label = "professional experience"
        return Need(leaf_id, Kind.EXPERIENCE, label, None, Method.PHRASE, min_years=years)
    level = next((LanguageLevel(word) for word in rest if word in list(LanguageLevel)), None)
    skill = TAXONOMY[name]
    return Need(
        leaf_id,
        skill.kind.leaf_kind(),
        skill.name,
        None,
        Method.EXACT,
        skill=name,
        min_years=years,
        language_level=level,
    )


def _years(words: list[str]) -> float | None:
    return next((float(word[:-1]) for word in words if word[0].isdigit() and word[-1] == "y"), None)


def _leaf_of_map(spec: dict[str, Any], leaf_id: str) -> Need:
    years = spec.get("years")
    if "phrase" in spec:
        kind = Kind.EXPERIENCE if years else Kind.SKILL
        return Need(leaf_id, kind, spec["phrase"], None, Method.PHRASE, min_years=years)
    if "soft" in spec:
        return Need(leaf_id, Kind.SOFT, spec["soft"], None, Method.PHRASE)
    if "other" in spec:
        return Need(leaf_id, Kind.OTHER, spec["other"], None, Method.PHRASE)
    return Need(
        leaf_id,
        Kind.EDUCATION,
        "degree",
        None,
        Method.PHRASE,
        degree=Degree(spec["degree"]) if spec["degree"] else None,
        fields=tuple(spec.get("fields", ())),
        or_equivalent=spec.get("or_equivalent", False),
    )


def node(spec: Any, numbers: Iterator[int], home: str) -> Node:
    """A logic tree from its notation; leaves are numbered from left to right."""
    if isinstance(spec, dict) and "all" in spec:
        return All(tuple(node(child, numbers, home) for child in spec["all"]))
    if isinstance(spec, dict) and "any" in spec:
        children = tuple(node(child, numbers, home) for child in spec["any"])
        return AtLeast(spec.get("at_least", 1), children)
    return leaf(spec, f"{home}.{next(numbers)}")


def requirement(spec: dict[str, Any], home: str) -> Requirement:
    """``{must: <tree>}`` with optional weight, gate, reason, ignored and repeats."""
    level = next(level for level in Level if level.value in spec)
    asked = spec[level.value]
    needs = None if asked is None else node(asked, count(1), home)
    kind = next(needs.leaves()).kind if needs else Kind(spec.get("kind", "soft"))
    return Requirement(
        id=home,
        level=level,
        kind=kind,
        text=str(asked),
        span=None,
        cue=Cue("", None, "test"),
        needs=needs,
        weight=spec.get("weight"),
        gate=Gate(spec["gate"]) if "gate" in spec else None,
        gate_reason=spec.get("reason"),
        ignored=spec.get("ignored", False),
        repeats=tuple(Span(i, i + 1) for i in range(spec.get("repeats", 0))),
    )


def job(*specs: dict[str, Any], title: str | None = None) -> Job:
    """A job of requirements r1, r2, …"""
    return Job(title, tuple(requirement(s, f"r{i}") for i, s in enumerate(specs, start=1)))


def interval(text: str) -> Interval:
    """``2020-01..2021-12``, or ``2020-01..`` for to date."""
    start, end = text.split("..")
    first = month_number(start)
    assert first is not None
    return Interval(first, month_number(end or None))


def evidence(spec: str, texts: dict[str, str]) -> Evidence:
    """Evidence from its notation; its words are looked for in, or added to, ``resume_text``."""
    name, *rest = spec.split()
    field = "resume_text"
    surface = TAXONOMY[name].name
    start = texts[field].find(surface)
    if start < 0:
        texts[field] += f" {surface}"
        start = len(texts[field]) - len(surface)
    polarity = next((Polarity(w) for w in rest if w in list(Polarity)), Polarity.HAS)
    return Evidence(
        skill=name,
        field=field,
        span=Span(start, start + len(surface)),
        surface=surface,
        method=Method.FUZZY if "fuzzy" in rest else Method.EXACT,
        kind=next((EvidenceKind(w) for w in rest if w in list(EvidenceKind)), EvidenceKind.SUMMARY),
        polarity=polarity,
        intervals=tuple(interval(word) for word in rest if ".." in word),
        stated_years=_years(rest),
        language_level=next((LanguageLevel(w) for w in rest if w in list(LanguageLevel)), None),
    )


def profile(spec: dict[str, Any], candidate_id: str = "c1") -> Profile:
    """A profile with ``text`` or ``texts``, ``shows``, ``jobs``, ``degrees``,
    ``unfinished``, ``stated``."""
    texts = dict(spec.get("texts", {"resume_text": spec.get("text", NEUTRAL)}))
    if spec.get("shows"):
        texts.setdefault("resume_text", "")
    shown = tuple(evidence(e, texts) for e in spec.get("shows", ()))
    field = next(iter(texts), "resume_text")
    whole = Span(0, len(texts.get(field, "")))
    word = Span(0, min(4, whole.end))

    def studies(key: str) -> tuple[DegreeShown, ...]:
        return tuple(
            DegreeShown(Degree(d.split()[0]), tuple(d.split()[1:]), field, word, texts[field][:4])
            for d in spec.get(key, ())
        )

    return Profile(
        candidate_id=candidate_id,
        texts=texts,
        evidence=shown,
        tenures=tuple(Tenure(interval(j), field, whole) for j in spec.get("jobs", ())),
        degrees=studies("degrees"),
        degrees_unfinished=studies("unfinished"),
        years_stated=tuple(
            YearsStated(float(y), field, word, texts[field][:4]) for y in spec.get("stated", ())
        ),
        unreadable=tuple(spec.get("unreadable", ())),
        flags=tuple(spec.get("flags", ())),
    )


def planned(a_job: Job, overlay: dict[str, Any] | None = None) -> ScoringPlan:
    """A plan over the small taxonomy, with the default policy overlaid."""
    return plan(a_job, TAXONOMY, Policy.from_dict(overlay or {}), AS_OF)
