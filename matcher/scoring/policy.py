"""The scoring policy: every figure between evidence and points, checked, in one immutable value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from matcher.errors import ConfigError, InputError
from matcher.model import FULL_CREDIT, Gate, Level
from matcher.output import write_result
from matcher.placed_yaml import PlacedYaml, YamlPath, parse_yaml
from matcher.scoring.policy_change import PolicyChange, changes, overlay_text, plain_figures
from matcher.scoring.policy_shape import PROVENANCE, shape_problems
from matcher.scoring.provenance import PolicyStatus, Provenance

_Weight = Annotated[int, Meta(ge=0, le=1000)]
_Credit = Annotated[int, Meta(ge=0, le=10_000)]
_Percent = Annotated[int, Meta(ge=0, le=100)]
_Years = Annotated[int, Meta(ge=0, le=40)]


class Levels(Struct, frozen=True, forbid_unknown_fields=True):
    """Weight of one requirement, by level."""

    must: Annotated[int, Meta(ge=1, le=1000)]
    preferred: _Weight
    bonus: _Weight


class Importance(Struct, frozen=True, forbid_unknown_fields=True):
    """Percent of a weight: 100 and what is added to it, up to ``most``.

    ``generic`` holds for asks that are made of ``generic_skills`` alone.
    """

    per_repeat: _Percent
    titled: _Percent
    first: _Percent
    most: Annotated[int, Meta(ge=100, le=1000)]
    generic: Annotated[int, Meta(ge=1, le=100)]
    generic_skills: tuple[str, ...]


class Relations(Struct, frozen=True, forbid_unknown_fields=True):
    """Credit by how a shown skill stands to the asked one."""

    same: _Credit
    narrower: _Credit
    implied: _Credit
    broader: _Credit
    related: _Credit


class EvidenceCredits(Struct, frozen=True, forbid_unknown_fields=True):
    """Credit by where in a career a skill was shown."""

    work: _Credit
    project: _Credit
    certificate: _Credit
    education: _Credit
    course: _Credit
    summary: _Credit
    claimed: _Credit


class Years(Struct, frozen=True, forbid_unknown_fields=True):
    """Credit for months counted against months asked."""

    curve: tuple[tuple[_Percent, _Credit], ...]
    uncounted: _Credit
    stated: _Credit

    def credit(self, months: int, asked: int) -> int:
        """Credit in ten-thousandths for ``months`` where ``asked`` months (at least 1) are asked.

        Examples
        --------
        >>> years = Policy.default().years
        >>> [years.credit(months, 60) for months in (0, 30, 48, 60, 120)]
        [0, 5000, 8500, 10000, 10000]
        """
        share = min(months, asked) * FULL_CREDIT // asked
        for (x0, y0), (x1, y1) in pairwise(self.curve):
            if share <= x1 * 100:
                return y0 + (y1 - y0) * (share - x0 * 100) // ((x1 - x0) * 100)
        return FULL_CREDIT


class EquivalentYears(Struct, frozen=True, forbid_unknown_fields=True):
    """Years of relevant work that stand for each degree."""

    secondary: _Years
    associate: _Years
    bachelor: _Years
    master: _Years
    doctorate: _Years


class Education(Struct, frozen=True, forbid_unknown_fields=True):
    """Credit for degrees that do not quite fit."""

    one_below: _Credit
    other_field: _Credit
    field_unread: _Credit
    degree_unread: _Credit
    equivalent_years: EquivalentYears


class Languages(Struct, frozen=True, forbid_unknown_fields=True):
    """Credit for spoken languages below the level asked."""

    one_below: _Credit
    two_below: _Credit
    unstated: _Credit


class Recency(Struct, frozen=True, forbid_unknown_fields=True):
    """How far credit fades with the months since a skill was last used."""

    weight: _Percent
    full_months: Annotated[int, Meta(ge=0, le=600)]
    horizon_months: Annotated[int, Meta(ge=1, le=600)]

    def fade(self, credit: int, months_since: int) -> int:
        """Credit left after ``months_since`` months without use."""
        span = self.horizon_months - self.full_months
        past = min(max(months_since - self.full_months, 0), span)
        return credit - credit * self.weight * past // (100 * span)


class Similar(Struct, frozen=True, forbid_unknown_fields=True):
    """Comparison of words outside the taxonomy."""

    most: _Credit
    threshold: Annotated[int, Meta(ge=1, le=10_000)]
    window: Annotated[int, Meta(ge=1, le=200)]
    ignored: tuple[str, ...]


class Gates(Struct, frozen=True, forbid_unknown_fields=True):
    """What an unmet must-have does, and whether a partly met one passes."""

    must: Gate
    partial_passes: bool


class Policy(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Every weight in force; the figures and their reasons stand in ``rules/policy.yaml``.

    Credits are ten-thousandths of a requirement (0 … 10,000), weights plain integers.
    ``provenance`` says where learned figures come from and changes no score.

    Examples
    --------
    >>> policy = Policy.default()
    >>> policy.weight(Level.MUST), policy.evidence.claimed
    (6, 6500)
    >>> Policy.from_dict(policy.to_dict()) == policy
    True
    """

    levels: Levels
    importance: Importance
    soft_worth: _Percent
    relations: Relations
    evidence: EvidenceCredits
    fuzzy_most: _Credit
    learning_most: _Credit
    met_at: Annotated[int, Meta(ge=1, le=10_000)]
    claims_can_meet: bool
    years: Years
    education: Education
    languages: Languages
    recency: Recency
    similar: Similar
    gates: Gates
    thin_words: Annotated[int, Meta(ge=0, le=10_000)]
    provenance: Provenance | None = None

    @classmethod
    def default(cls) -> Policy:
        """The policy that comes with the package."""
        return _checked(_shipped(), {})

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """The default policy with the keys of a YAML file in place of its own.

        Raises
        ------
        InputError
            If the file cannot be read as UTF-8 text.
        ConfigError
            With every unknown key and every value out of range, each with its line.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise InputError(str(path), f"cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            found = f"byte {error.start} is no UTF-8"
            raise InputError(str(path), found, allowed="UTF-8 text") from error
        return _checked(parse_yaml(text, str(path)), _shipped().data)

    @classmethod
    def from_dict(cls, raw: dict[str, Any], source: str = "policy") -> Policy:
        """Inverse of :meth:`to_dict`; keys left out keep the default.

        Raises
        ------
        ConfigError
            With every unknown key and every value out of range.
        """
        return _checked(PlacedYaml(source, raw), _shipped().data)

    def to_dict(self) -> dict[str, Any]:
        """Every key, as plain data."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    def replaced(self, **figures: Any) -> Policy:
        """The same policy with some figures in place of its own, checked like a file.

        Parameters
        ----------
        **figures
            By the keys of a policy file; of a section, only those that change.

        Raises
        ------
        ConfigError
            With every unknown key, every value out of range, and values that do not go together.

        Examples
        --------
        >>> policy = Policy.default().replaced(evidence={"claimed": 5000}, met_at=9000)
        >>> Policy.default().diff(policy)[0]
        PolicyChange(key='evidence.claimed', before=6500, after=5000)
        """
        return _checked(PlacedYaml("policy", plain_figures(figures)), self.to_dict())

    def with_weights(
        self, *, must: int | None = None, preferred: int | None = None, bonus: int | None = None
    ) -> Policy:
        """The same policy with other weights of the levels; those left out stay.

        Raises
        ------
        ConfigError
            If a must would weigh less than a preferred requirement at its most important, or that
            less than a bonus.

        Examples
        --------
        >>> Policy.default().with_weights(must=9).levels
        Levels(must=9, preferred=2, bonus=1)
        """
        given = {"must": must, "preferred": preferred, "bonus": bonus}
        return self.replaced(
            levels={key: weight for key, weight in given.items() if weight is not None}
        )

    def diff(self, other: Policy) -> tuple[PolicyChange, ...]:
        """What differs in another policy, figure by figure."""
        return changes(self._values(), other._values())

    def save(self, path: str | Path) -> None:
        """Write what differs from the default policy, as a file for :meth:`load` or ``--policy``.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        overlay = changes(Policy.default().to_dict(), self.to_dict())
        write_result([overlay_text(overlay)], str(path))

    @property
    def digest(self) -> str:
        """``sha256:…`` of all values, whatever file they came from and whoever signed it."""
        canonical = msgspec.json.encode(self._values(), order="sorted")
        return f"sha256:{hashlib.sha256(canonical).hexdigest()}"

    def _values(self) -> dict[str, Any]:
        return {key: value for key, value in self.to_dict().items() if key != PROVENANCE}

    @property
    def status(self) -> PolicyStatus | None:
        """Whether learned figures are a draft or signed off; None for figures nobody learned."""
        return None if self.provenance is None else self.provenance.status(self.digest)

    def generic_percent(self, level: Level) -> int:
        """Percent of a generic ask's weight: never less than any ask of the next level.

        Examples
        --------
        >>> [Policy.default().generic_percent(level) for level in (Level.MUST, Level.PREFERRED)]
        [50, 65]
        """
        below = {Level.MUST: Level.PREFERRED, Level.PREFERRED: Level.BONUS}.get(level)
        if below is None or not self.weight(level):
            return self.importance.generic
        least = -(-self.weight(below) * self.importance.most // self.weight(level))
        return max(self.importance.generic, least)

    def weight(self, level: Level) -> int:
        """Weight of a requirement of ``level``; 0 for context."""
        return 0 if level is Level.CONTEXT else int(getattr(self.levels, level.value))


@cache
def _shipped() -> PlacedYaml:
    text = (files("matcher.rules") / "policy.yaml").read_text(encoding="utf-8")
    return parse_yaml(text, "policy.yaml")


def _checked(placed: PlacedYaml, defaults: dict[str, Any]) -> Policy:
    """Overlay ``placed`` on the defaults, and raise every mistake in it at once."""
    own = _with_off(placed.data)
    problems = list(shape_problems(placed, Policy, own))
    if not problems:
        policy = msgspec.convert(_overlaid(defaults, own), Policy)
        problems = [placed.problem(*mistake) for mistake in _rule_mistakes(policy)]
        if not problems:
            return policy
    raise ConfigError(problems)


def _with_off(raw: Any) -> Any:
    """YAML reads a bare ``off`` as false; as a gate it is the word."""
    if not isinstance(raw, dict):
        return {} if raw is None else raw
    gates = raw.get("gates")
    if isinstance(gates, dict) and gates.get("must") is False:
        return raw | {"gates": gates | {"must": str(Gate.OFF)}}
    return raw


def _overlaid(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = under.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _overlaid(below, value)
        else:
            merged[key] = value
    return merged


def _rule_mistakes(policy: Policy) -> Iterator[tuple[YamlPath, str, str]]:
    """Values that are each in range and do not go together."""
    levels, most = policy.levels, policy.importance.most
    for above, below in (("must", "preferred"), ("preferred", "bonus")):
        upper, lower = getattr(levels, above), getattr(levels, below)
        if upper * 100 < lower * most:
            found = f"{below} {lower} times importance.most {most} % exceeds {above} {upper}"
            yield ("levels", below), found, f"{above} >= {below} x importance.most / 100"
    curve = policy.years.curve
    steps = list(pairwise(curve))
    if (
        not steps
        or curve[0][0] != 0
        or curve[-1] != (100, FULL_CREDIT)
        or any(x1 <= x0 or y1 < y0 for (x0, y0), (x1, y1) in steps)
    ):
        allowed = "pairs [percent, credit] rising from [0, …] to [100, 10000]"
        yield ("years", "curve"), f"years.curve is {[list(p) for p in curve]}", allowed
    if policy.languages.two_below > policy.languages.one_below:
        found = f"languages.two_below {policy.languages.two_below} exceeds one_below"
        yield ("languages", "two_below"), found, f"0 to {policy.languages.one_below}"
    recency = policy.recency
    if recency.horizon_months <= recency.full_months:
        found = f"recency.horizon_months {recency.horizon_months} is not after full_months"
        yield ("recency", "horizon_months"), found, f"more than {recency.full_months}"
