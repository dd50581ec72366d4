"""The rules of identity: ``rules/identity.yaml``, checked and compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from matcher.errors import ConfigError, Problem
from matcher.placed_yaml import parse_yaml

_SOURCE = "rules/identity.yaml"


class PatternRule(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A pattern of what identifies; see the head of the file."""

    kind: str
    reading: bool
    match: str
    example: str
    at: list[str] = []
    begins: Literal["number"] | None = None


class IdentityRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The whole file."""

    patterns: list[PatternRule]
    where_on_top: frozenset[str]
    labels: dict[str, list[str]]
    street_words: list[str]
    person_verbs: list[str]
    titles_of_documents: frozenset[str]
    job_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern ready to run where one of its words stands; ``at`` empty for anywhere.

    With ``begins`` it is tried where a number may begin.
    """

    kind: str
    reading: bool
    at: tuple[str, ...]
    pattern: re.Pattern[str]
    begins: str | None


@cache
def identity_rules() -> IdentityRules:
    """The shipped rules; read at first use.

    Raises
    ------
    ConfigError
        If the shipped file is damaged.
    """
    text = files("matcher.rules").joinpath("identity.yaml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(parse_yaml(text, _SOURCE).data, IdentityRules)
    except msgspec.ValidationError as error:
        raise ConfigError([Problem(_SOURCE, "", str(error))]) from error


def compiled_patterns(rules: IdentityRules) -> tuple[CompiledPattern, ...]:
    """The patterns of the rules in their order.

    Raises
    ------
    ConfigError
        If one is no regular expression.
    """
    compiled = []
    for rule in rules.patterns:
        try:
            pattern = re.compile(rule.match)
        except re.error as error:
            found = f"{rule.match!r} is no regular expression: {error}"
            raise ConfigError([Problem(_SOURCE, rule.kind, found)]) from error
        compiled.append(
            CompiledPattern(rule.kind, rule.reading, tuple(rule.at), pattern, rule.begins)
        )
    return tuple(compiled)
