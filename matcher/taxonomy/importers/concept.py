"""An entry of a published taxonomy, before it is decided which names it may keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.taxonomy.skill import SkillKind


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry as its source gives it.

    Parameters
    ----------
    key : str
        How other entries of the source refer to it.
    line : int
        Where it stands in its file.
    name : str
        The preferred label.
    kind : SkillKind
        What the source says it is.
    category : str
        Its group, for people.
    aliases : tuple of str
        Further labels of the source.
    derived : tuple of str
        Names that follow from a label, such as the one without its qualifier.
    parents, implies : tuple of str
        Keys of broader entries, and of entries that one necessarily has too.
    ids : tuple of str
        Its ids in the source.
    tags : tuple of str
        What else the source says of it.
    study : bool
        Whether it can be the field of a degree.
    """

    key: str
    line: int
    name: str
    kind: SkillKind
    category: str
    aliases: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    study: bool = False


_QUALIFIED = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<qualifier>[^()]+)\)(?P<rest>[^()]*)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&/+-]{1,7}")
_TOOL = re.compile(
    r"\b(?:software|programming|scripting|tools?|frameworks?|librar(?:y|ies)|operating systems?"
    r"|database|databases|web servers?|platforms?|management systems?|game creation systems?"
    r"|ide|toolkits?|plugins?|apps?|file systems?|query language|markup language|processors?)\b",
    re.IGNORECASE,
)
_CERTIFICATION = re.compile(
    r"\b(?:certifi(?:ed|cates?|cations?)|licen[cs](?:es?|ure|ed)|registered|accredited|diplomate"
    r"|endorsement)\b",
    re.IGNORECASE,
)


def unqualified(label: str) -> Iterator[str]:
    """Names that follow from "Name (Qualifier)": the name alone, the acronym alone.

    Examples
    --------
    >>> list(unqualified("Java (Programming Language)"))
    ['Java']
    >>> list(unqualified("Augmented Reality (AR) Headsets"))
    ['Augmented Reality Headsets', 'AR Headsets']
    >>> list(unqualified("Analysis of variance (ANOVA)"))
    ['Analysis of variance', 'ANOVA']
    """
    match = _QUALIFIED.fullmatch(label.strip())
    if match is None:
        return
    name, qualifier, rest = (part.strip() for part in match.groups())
    yield f"{name} {rest}".strip()
    if is_acronym_of(qualifier, name):
        yield f"{qualifier} {rest}".strip()


def is_acronym_of(short: str, long: str) -> bool:
    """Whether the letters of an acronym stand in this order in a name, first letters first.

    Examples
    --------
    >>> is_acronym_of("HRIS", "Human resource information system")
    True
    >>> is_acronym_of("NLP Model", "BERT"), is_acronym_of("IOS", "App Store")
    (False, False)
    """
    if not _ACRONYM.fullmatch(short) or sum(c.isupper() or c.isdigit() for c in short) < 2:
        return False
    letters = [char for char in short.rstrip("s").lower() if char.isalnum()]
    rest = iter(long.lower())
    initials = {word[0] for word in long.lower().split()}
    return (
        letters[0] == long[:1].lower()
        and all(c in rest for c in letters)
        and (sum(letter in initials for letter in letters) * 2 >= len(letters))
    )


def kind_by_words(label: str) -> SkillKind | None:
    """The kind that the words of a label tell, if they do.

    Examples
    --------
    >>> str(kind_by_words("Ruby (computer programming)")), str(kind_by_words("Certified Nurse"))
    ('tool', 'certification')
    >>> kind_by_words("manage musical staff") is None
    True
    """
    qualifier = label.partition("(")[2]
    if qualifier and _TOOL.search(qualifier):
        return SkillKind.TOOL
    return SkillKind.CERTIFICATION if _CERTIFICATION.search(label) else None


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Values that are not empty, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))
