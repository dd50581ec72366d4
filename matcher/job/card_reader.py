"""Read an edited job card, and report every mistake in it with its line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from matcher.errors import ConfigError, Problem
from matcher.job.card import CARD_KEY, CARD_VERSION, default_kind, default_method
from matcher.job.unmatched import unmatched_in
from matcher.model import (
    All,
    AtLeast,
    Condition,
    Cue,
    Degree,
    Gate,
    Job,
    Kind,
    LanguageLevel,
    Level,
    Method,
    Need,
    Node,
    Requirement,
    Span,
)
from matcher.placed_yaml import PlacedYaml, YamlPath, parse_yaml
from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.taxonomy import Taxonomy

MAX_YEARS = 60
_REQUIREMENT_KEYS = (
    "id", "level", "kind", "text", "at", "cue", "needs", "weight", "gate", "gate_reason",
    "ignored", "repeats",
)  # fmt: skip
_LEAF_KEYS = (
    "id", "skill", "phrase", "degree", "language", "experience", "kind", "fields", "or_equivalent",
    "min_years", "max_years", "level", "condition", "method", "at", "label",
)  # fmt: skip
_WHAT = ("skill", "phrase", "degree", "language", "experience")


def read_card(text: str, source: str, taxonomy: Taxonomy) -> Job:
    """Read an edited card.

    Parameters
    ----------
    text : str
        The card.
    source : str
        Its file name, for errors.
    taxonomy : Taxonomy
        Its skill ids are the ones a card may name.

    Raises
    ------
    ConfigError
        With every mistake and its line.
    """
    placed = parse_yaml(text, source)
    reader = _CardReader(placed, taxonomy)
    job = reader.job()
    if reader.problems:
        raise ConfigError(reader.problems)
    return job


class _CardReader:
    def __init__(self, placed: PlacedYaml, taxonomy: Taxonomy) -> None:
        self.placed, self.taxonomy = placed, taxonomy
        self.problems: list[Problem] = []
        self.ids: set[str] = set()

    def wrong(self, path: YamlPath, found: str, allowed: str = "") -> None:
        self.problems.append(self.placed.problem(path, found, allowed))

    def job(self) -> Job:
        data = self.placed.data
        if not isinstance(data, dict) or not isinstance(data.get("requirements"), list):
            self.wrong((), "no list of requirements", "requirements: [...]")
            return Job(None, ())
        if data.get(CARD_KEY) != CARD_VERSION:
            self.wrong((CARD_KEY,), f"{CARD_KEY} is {data.get(CARD_KEY)!r}", str(CARD_VERSION))
        for key in data:
            if key not in (CARD_KEY, "title", "versions", "requirements"):
                self.wrong((str(key),), f"key {key!r} is unknown", "title, versions, requirements")
        title = data.get("title")
        if title is not None and not isinstance(title, str):
            self.wrong(("title",), f"title is {title!r}", "text")
        versions = data.get("versions") or {}
        requirements = [
            requirement
            for index, raw in enumerate(data["requirements"])
            if (requirement := self.requirement(raw, ("requirements", index), index + 1))
        ]
        given = {str(k): str(v) for k, v in versions.items()} if isinstance(versions, dict) else {}
        unmatched = unmatched_in(requirements)
        return Job(
            title if isinstance(title, str) else None, tuple(requirements), unmatched, (), given
        )

    def requirement(self, raw: object, path: YamlPath, number: int) -> Requirement | None:
        if not isinstance(raw, dict):
            self.wrong(path, f"{raw!r} is no requirement", "a map with level and needs")
            return None
        self.keys(raw, path, _REQUIREMENT_KEYS)
        before = len(self.problems)
        identity = self.identity(raw, path, f"r{number}")
        level = self.choice(raw, path, "level", Level, Level.MUST)
        needs = self.node(raw["needs"], (*path, "needs"), identity) if raw.get("needs") else None
        gate = self.choice(raw, path, "gate", Gate, None)
        weight = self.number(raw, path, "weight", 1000)
        reason = raw.get("gate_reason")
        if reason is not None and not isinstance(reason, str):
            self.wrong((*path, "gate_reason"), f"gate_reason is {reason!r}", "text")
        ignored = self.flag(raw, path, "ignored")
        first = next(needs.leaves(), None) if needs else None
        kind = self.choice(raw, path, "kind", Kind, first.kind if first else Kind.OTHER)
        text = (
            raw.get("text") or ", ".join(n.label for n in needs.leaves())
            if needs
            else raw.get("text")
        )
        if len(self.problems) > before or level is None or kind is None:
            return None
        return Requirement(
            id=identity,
            level=level,
            kind=first.kind if first else kind,
            text=str(text or ""),
            span=self.span(raw, path),
            cue=self.cue(raw.get("cue"), (*path, "cue")),
            needs=needs,
            weight=weight,
            gate=gate,
            gate_reason=reason if isinstance(reason, str) else None,
            ignored=ignored,
            repeats=tuple(
                span
                for index, place in enumerate(raw.get("repeats") or ())
                if (span := self.span({"at": place}, (*path, "repeats", index)))
            ),
        )

    def identity(self, raw: dict[str, Any], path: YamlPath, default: str) -> str:
        identity = raw.get("id", default)
        if not isinstance(identity, str) or not identity:
            self.wrong((*path, "id"), f"id is {identity!r}", "text")
            return default
        if identity in self.ids:
            self.wrong((*path, "id"), f"id {identity!r} stands twice", "an id of its own")
        self.ids.add(identity)
        return identity

    def keys(self, raw: dict[Any, Any], path: YamlPath, allowed: tuple[str, ...]) -> None:
        for key in raw:
            if key not in allowed:
                near = get_close_matches(str(key), allowed, n=1)
                hint = f"{near[0]}?" if near else ", ".join(allowed)
                self.wrong((*path, str(key)), f"key {key!r} is unknown", hint)

    def choice(self, raw: dict[str, Any], path: YamlPath, key: str, kind: Any, default: Any) -> Any:
        value = raw.get(key)
        if value is None:
            return default
        if value is False and key == "gate":
            value = "off"
        if value not in list(kind):
            self.wrong((*path, key), f"{key} is {value!r}", ", ".join(kind))
            return default
        return kind(value)

    def number(self, raw: dict[str, Any], path: YamlPath, key: str, most: float) -> float | None:
        value = raw.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            self.wrong((*path, key), f"{key} is {value!r}", f"a number from 0 to {most:g}")
            return None
        return float(value)

    def flag(self, raw: dict[str, Any], path: YamlPath, key: str) -> bool:
        value = raw.get(key, False)
        if not isinstance(value, bool):
            self.wrong((*path, key), f"{key} is {value!r}", "true or false")
        return value is True

    def span(self, raw: dict[str, Any], path: YamlPath) -> Span | None:
        at = raw.get("at")
        if at is None:
            return None
        if not (isinstance(at, list) and len(at) == 2 and all(type(x) is int for x in at)):
            self.wrong((*path, "at"), f"at is {at!r}", "[start, end]")
            return None
        if not 0 <= at[0] <= at[1]:
            self.wrong((*path, "at"), f"at is {at!r}", "[start, end] with start before end")
            return None
        return Span(at[0], at[1])

    def cue(self, raw: object, path: YamlPath) -> Cue:
        if not isinstance(raw, dict):
            return Cue("", None, "card")
        return Cue(str(raw.get("text", "")), self.span(raw, path), str(raw.get("rule", "card")))

    def node(self, raw: object, path: YamlPath, prefix: str) -> Node | None:
        if isinstance(raw, str):
            raw = {"skill": raw}
        if not isinstance(raw, dict):
            self.wrong(path, f"{raw!r} is no need", "a skill id, or a map")
            return None
        for op in ("all", "any"):
            if op not in raw:
                continue
            self.keys(raw, path, (op, "at_least"))
            if not isinstance(raw[op], list) or not raw[op]:
                self.wrong((*path, op), f"{op} is {raw[op]!r}", "a list of needs")
                return None
            children = tuple(
                node
                for index, child in enumerate(raw[op])
                if (node := self.node(child, (*path, op, index), f"{prefix}.{index + 1}"))
            )
            count = raw.get("at_least", 1)
            if op == "all":
                return All(children)
            if type(count) is not int or not 1 <= count <= len(raw[op]):
                allowed = f"a whole number from 1 to {len(raw[op])}"
                self.wrong((*path, "at_least"), f"at_least is {count!r}", allowed)
                return None
            return AtLeast(count, children) if len(children) >= count else None
        return self.leaf(raw, path, prefix)

    def leaf(self, raw: dict[str, Any], path: YamlPath, prefix: str) -> Need | None:
        self.keys(raw, path, _LEAF_KEYS)
        what = [key for key in _WHAT if key in raw]
        if len(what) != 1:
            found = f"a need with {' and '.join(what) or 'nothing to show'}"
            self.wrong(path, found, "one of " + ", ".join(_WHAT))
            return None
        key = what[0]
        before = len(self.problems)
        skill = self.skill(raw[key], (*path, key)) if key in ("skill", "language") else None
        degree = self.choice(raw, path, "degree", Degree, None) if key == "degree" else None
        fields = tuple(
            field
            for index, name in enumerate(raw.get("fields") or ())
            if (field := self.skill(name, (*path, "fields", index)))
        )
        label = raw.get("label") or (self.taxonomy[skill].name if skill else raw[key])
        default = default_kind(raw, self.taxonomy[skill].kind.leaf_kind() if skill else None)
        years = {k: self.number(raw, path, k, MAX_YEARS) for k in ("min_years", "max_years")}
        need = Need(
            id=self.identity(raw, path, prefix if prefix.count(".") else f"{prefix}.1"),
            kind=self.choice(raw, path, "kind", Kind, default),
            label=str(label),
            span=self.span(raw, path),
            method=self.choice(raw, path, "method", Method, default_method(skill, degree)),
            skill=skill,
            min_years=years["min_years"],
            max_years=years["max_years"],
            degree=degree,
            fields=fields,
            or_equivalent=self.flag(raw, path, "or_equivalent"),
            language_level=self.choice(raw, path, "level", LanguageLevel, None),
            condition=self.choice(raw, path, "condition", Condition, None),
        )
        if need.condition is not None and need.kind is not Kind.OTHER:
            found = f"a condition beside a need of kind {need.kind}"
            self.wrong((*path, "condition"), found, "a skill or phrase of kind other")
        return need if len(self.problems) == before else None

    def skill(self, value: object, path: YamlPath) -> str | None:
        if isinstance(value, str):
            if value in self.taxonomy:
                return value
            named = self.taxonomy.ids_by_name.get(fold_name(value))
            if named:
                return named
        near = get_close_matches(str(value), self.taxonomy.skills, n=1)
        hint = f"perhaps {near[0]!r}" if near else "an id or name of the taxonomy; or phrase: …"
        self.wrong(path, f"skill {value!r} is unknown", hint)
        return None
