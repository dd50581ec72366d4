"""A job as requirements, each a small logic tree over what would meet it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from matcher.model.terms import (
    Condition,
    Degree,
    Gate,
    Kind,
    LanguageLevel,
    Level,
    Method,
    Span,
    span_from_dict,
    span_to_dict,
)


@dataclass(frozen=True, slots=True)
class Need:
    """A leaf: one thing that can be shown.

    Parameters
    ----------
    id : str
        Unique in the job, ``r3.1``.
    kind : Kind
        What sort of thing it is.
    label : str
        The taxonomy's name of the skill, or the job's own words for a phrase outside it.
    span : Span or None
        Where the job description names it; None for what a person added.
    method : Method
        How the words were matched to the skill.
    skill : str or None
        Taxonomy id; None for a phrase, a degree, or total experience.
    min_years, max_years : float or None
        Years asked, in years.
    degree : Degree or None
        The lowest degree that satisfies.
    fields : tuple of str
        Taxonomy ids of the fields of study that satisfy; empty for any.
    or_equivalent : bool
        Whether "or equivalent experience" stands beside the degree.
    language_level : LanguageLevel or None
        Lowest level of a spoken language that satisfies.
    condition : Condition or None
        What a leaf of kind ``other`` is about; None for other kinds, and where nobody said.

    Examples
    --------
    >>> need = Need("r1.1", Kind.SKILL, "Java", Span(80, 84), Method.EXACT, skill="java")
    >>> need.to_dict()["skill"]
    'java'
    """

    id: str
    kind: Kind
    label: str
    span: Span | None
    method: Method
    skill: str | None = None
    min_years: float | None = None
    max_years: float | None = None
    degree: Degree | None = None
    fields: tuple[str, ...] = ()
    or_equivalent: bool = False
    language_level: LanguageLevel | None = None
    condition: Condition | None = None

    def leaves(self) -> Iterator[Need]:
        """The leaf itself."""
        yield self

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract; keys that do not apply are left out."""
        raw: dict[str, Any] = {"id": self.id, "kind": str(self.kind)}
        if self.kind is not Kind.EDUCATION:
            raw["skill"] = self.skill
        raw |= {"label": self.label, **span_to_dict(self.span), "method": str(self.method)}
        if self.min_years is not None or self.max_years is not None:
            raw |= {"min_years": self.min_years, "max_years": self.max_years}
        if self.degree is not None:
            raw |= {
                "degree": str(self.degree),
                "fields": list(self.fields),
                "or_equivalent": self.or_equivalent,
            }
        if self.language_level is not None:
            raw["language_level"] = str(self.language_level)
        if self.condition is not None:
            raw["condition"] = str(self.condition)
        return raw

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Need:
        """Inverse of :meth:`to_dict`."""
        return cls(
            id=raw["id"],
            kind=Kind(raw["kind"]),
            label=raw["label"],
            span=span_from_dict(raw),
            method=Method(raw["method"]),
            skill=raw.get("skill"),
            min_years=raw.get("min_years"),
            max_years=raw.get("max_years"),
            degree=Degree(raw["degree"]) if raw.get("degree") else None,
            fields=tuple(raw.get("fields", ())),
            or_equivalent=raw.get("or_equivalent", False),
            language_level=LanguageLevel(raw["language_level"])
            if raw.get("language_level")
            else None,
            condition=Condition(raw["condition"]) if raw.get("condition") else None,
        )


@dataclass(frozen=True, slots=True)
class All:
    """Every child is needed."""

    children: tuple[Node, ...]

    def leaves(self) -> Iterator[Need]:
        """Leaves from left to right."""
        for child in self.children:
            yield from child.leaves()

    def to_dict(self) -> dict[str, Any]:
        """``{"all": [...]}``."""
        return {"all": [child.to_dict() for child in self.children]}


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the children are needed; 1 is a plain "or".

    Raises
    ------
    ValueError
        If ``count`` is not between 1 and the number of children.
    """

    count: int
    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.count <= len(self.children):
            raise ValueError(f"at least {self.count} of {len(self.children)}")

    def leaves(self) -> Iterator[Need]:
        """Leaves from left to right."""
        for child in self.children:
            yield from child.leaves()

    def to_dict(self) -> dict[str, Any]:
        """``{"any": [...], "at_least": k}``."""
        return {"any": [child.to_dict() for child in self.children], "at_least": self.count}


Node = Need | All | AtLeast


def node_from_dict(raw: dict[str, Any]) -> Node:
    """Inverse of the nodes' ``to_dict``.

    Examples
    --------
    >>> leaf = Need("r1.1", Kind.SKILL, "Go", None, Method.EXACT, skill="go")
    >>> node_from_dict(AtLeast(1, (leaf,)).to_dict()) == AtLeast(1, (leaf,))
    True
    """
    if "all" in raw:
        return All(tuple(map(node_from_dict, raw["all"])))
    if "any" in raw:
        return AtLeast(raw.get("at_least", 1), tuple(map(node_from_dict, raw["any"])))
    return Need.from_dict(raw)


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a level, and the rule that read them.

    ``span`` is None where no words did: a default of the rules.
    """

    text: str
    span: Span | None
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {"text": self.text, **span_to_dict(self.span), "rule": self.rule}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Cue:
        """Inverse of :meth:`to_dict`."""
        return cls(raw["text"], span_from_dict(raw), raw["rule"])


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a job asks, as one sentence or list item asks it.

    Parameters
    ----------
    id : str
        ``r1``, ``r2``, … in the order of the text.
    level : Level
        must, preferred, bonus or context.
    kind : Kind
        Kind of the first leaf.
    text : str
        The words of the job description; ``text == job_text[span.start:span.end]``.
    span : Span or None
        Their place; None for what a person added.
    cue : Cue
        What decided the level.
    needs : Node or None
        The logic tree; None where nothing measurable is asked.
    weight : float or None
        Set by a person in the job card; None leaves it to the policy.
    gate : Gate or None
        Set by a person; None leaves it to the policy.
    gate_reason : str or None
        Why a person set the gate; required for one on a degree.
    ignored : bool
        Set by a person: worth nothing.
    repeats : tuple of Span
        Other places that ask for the same.
    """

    id: str
    level: Level
    kind: Kind
    text: str
    span: Span | None
    cue: Cue
    needs: Node | None
    weight: float | None = None
    gate: Gate | None = None
    gate_reason: str | None = None
    ignored: bool = False
    repeats: tuple[Span, ...] = ()

    def leaves(self) -> tuple[Need, ...]:
        """All leaves from left to right; empty where there are none."""
        return tuple(self.needs.leaves()) if self.needs else ()

    @property
    def min_years(self) -> float | None:
        """The fewest years any leaf asks for."""
        return min((n.min_years for n in self.leaves() if n.min_years is not None), default=None)

    @property
    def max_years(self) -> float | None:
        """The upper end of the range of the leaf that :attr:`min_years` repeats."""
        years = [(n.min_years or 0, n.max_years) for n in self.leaves() if n.max_years is not None]
        return min(years)[1] if years else None

    @property
    def degree(self) -> Degree | None:
        """The lowest degree any leaf asks for."""
        degrees = [n.degree for n in self.leaves() if n.degree]
        return min(degrees, key=Degree.rank, default=None)

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {
            "id": self.id,
            "level": str(self.level),
            "kind": str(self.kind),
            "text": self.text,
            **span_to_dict(self.span),
            "cue": self.cue.to_dict(),
            "needs": self.needs.to_dict() if self.needs else None,
            "min_years": self.min_years,
            "max_years": self.max_years,
            "degree": str(self.degree) if self.degree else None,
            "weight": self.weight,
            "gate": str(self.gate) if self.gate else None,
            "gate_reason": self.gate_reason,
            "ignored": self.ignored,
            "repeats": [span_to_dict(span) for span in self.repeats],
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Requirement:
        """Inverse of :meth:`to_dict`; the repeated figures are worked out again."""
        return cls(
            id=raw["id"],
            level=Level(raw["level"]),
            kind=Kind(raw["kind"]),
            text=raw["text"],
            span=span_from_dict(raw),
            cue=Cue.from_dict(raw["cue"]),
            needs=node_from_dict(raw["needs"]) if raw.get("needs") else None,
            weight=raw.get("weight"),
            gate=Gate(raw["gate"]) if raw.get("gate") else None,
            gate_reason=raw.get("gate_reason"),
            ignored=raw.get("ignored", False),
            repeats=tuple(Span(r["start"], r["end"]) for r in raw.get("repeats", ())),
        )


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Words that are asked for and that no taxonomy entry covers."""

    text: str
    span: Span

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {"text": self.text, "start": self.span.start, "end": self.span.end}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Unmatched:
        """Inverse of :meth:`to_dict`."""
        return cls(raw["text"], Span(raw["start"], raw["end"]))


@dataclass(frozen=True, slots=True)
class JobWarning:
    """Something a person should look at in a job description.

    ``code`` is one of a closed list (``docs/warnings.md``); ``advice`` says what to do.
    """

    code: str
    message: str
    span: Span | None = None
    advice: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``advice`` may be empty."""
        return {
            "code": self.code,
            "message": self.message,
            **span_to_dict(self.span),
            "advice": self.advice,
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> JobWarning:
        """Inverse of :meth:`to_dict`."""
        return cls(raw["code"], raw["message"], span_from_dict(raw), raw.get("advice", ""))


@dataclass(frozen=True, slots=True)
class Job:
    """What a job asks for, read from its description or from an edited job card."""

    title: str | None
    requirements: tuple[Requirement, ...]
    unmatched: tuple[Unmatched, ...] = ()
    warnings: tuple[JobWarning, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Shape of the contract."""
        return {
            "title": self.title,
            "requirements": [r.to_dict() for r in self.requirements],
            "unmatched": [u.to_dict() for u in self.unmatched],
            "warnings": [w.to_dict() for w in self.warnings],
            "versions": dict(self.versions),
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Job:
        """Inverse of :meth:`to_dict`."""
        return cls(
            title=raw.get("title"),
            requirements=tuple(map(Requirement.from_dict, raw["requirements"])),
            unmatched=tuple(map(Unmatched.from_dict, raw.get("unmatched", ()))),
            warnings=tuple(map(JobWarning.from_dict, raw.get("warnings", ()))),
            versions=dict(raw.get("versions", {})),
        )
