"""Write a taxonomy as the YAML that people edit and :mod:`matcher.taxonomy.load` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matcher.taxonomy.skill import Guard, Skill

_WIDTH = 100
_LAST_OF_FOUR_DIGITS = 0xFFFF
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ /.()'&+-]*(?<! )")
_WORD_OF_YAML = re.compile(r"y|n|yes|no|true|false|on|off|null|none|nan|inf", re.IGNORECASE)


def taxonomy_text(skills: Iterable[Skill], heading: Iterable[str] = ()) -> Iterator[str]:
    r"""The text of a taxonomy file in pieces; reading it gives the same entries back.

    Parameters
    ----------
    skills : iterable of Skill
        In the order to write them.
    heading : iterable of str
        Lines of comment for the top.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> print("".join(taxonomy_text([Skill("go", "Go", SkillKind.TOOL, "code", ("Go: lang",))])))
    skills:
    <BLANKLINE>
    - id: go
      name: Go
      kind: tool
      category: code
      aliases: ["Go: lang"]
    <BLANKLINE>
    """
    for line in heading:
        yield f"# {line}".rstrip() + "\n"
    yield "skills:\n"
    empty = True
    for skill in skills:
        empty = False
        yield "\n" + "".join(f"{line}\n" for line in _entry(skill))
    if empty:
        yield "  []\n"


def _entry(skill: Skill) -> Iterator[str]:
    yield f"- id: {_scalar(skill.id)}"
    yield f"  name: {_scalar(skill.name)}"
    yield f"  kind: {skill.kind}"
    yield f"  category: {_scalar(skill.category)}"
    for key, values in (
        ("aliases", skill.aliases),
        ("parents", skill.parents),
        ("implies", skill.implies),
    ):
        if values:
            yield from _wrapped(f"  {key}: [", map(_scalar, values), "]")
    if skill.related:
        pairs = (f"{_scalar(other)}: {strength!r}" for other, strength in skill.related.items())
        yield from _wrapped("  related: {", pairs, "}")
    if skill.guards:
        yield "  guards:"
        for guard in skill.guards:
            yield from _guard(guard)
    if skill.study:
        yield "  study: true"
    if skill.sources:
        pairs = (f"{_scalar(source)}: {_ids(ids)}" for source, ids in skill.sources.items())
        yield from _wrapped("  sources: {", pairs, "}")
    if skill.tags:
        yield from _wrapped("  tags: [", map(_scalar, skill.tags), "]")


def _guard(guard: Guard) -> Iterator[str]:
    yield from _wrapped("  - names: [", map(_scalar, guard.names), "]", indent="      ")
    if guard.case:
        yield "    case: true"
    if guard.company:
        yield "    company: true"
    for key, values in (("near", guard.near), ("not", guard.excluded)):
        if values:
            yield from _wrapped(f"    {key}: [", map(_scalar, values), "]", indent="      ")


def _ids(ids: tuple[str, ...]) -> str:
    return _scalar(ids[0]) if len(ids) == 1 else f"[{', '.join(map(_scalar, ids))}]"


def _scalar(text: str) -> str:
    """As it is where YAML reads it as that text, else in quotes."""
    plain = _PLAIN.fullmatch(text) and not _WORD_OF_YAML.fullmatch(text)
    return text if plain else f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"


def _wrapped(
    opening: str, items: Iterable[str], closing: str, indent: str = "    "
) -> Iterator[str]:
    """A flow list over as many lines as it takes."""
    line, start = opening, True
    for item in items:
        if start:
            line += item
        elif len(line) + len(item) + 3 > _WIDTH:
            yield line + ","
            line = indent + item
        else:
            line += f", {item}"
        start = False
    yield line + closing
