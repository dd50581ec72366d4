"""O*NET Technology Skills: examples of software under the commodity they belong to.

One line an occupation, so examples repeat.  The commodity is the broader class; an example that is
a phrase in lower case ("Accounting software") is a class itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.taxonomy.importers.concept import Concept, distinct, is_acronym_of, unqualified
from matcher.taxonomy.importers.table import Table, clean
from matcher.taxonomy.skill import SkillKind

COLUMNS = {
    "example": ("Example", "Workplace Example", "Technology Skill", "T2 Example"),
    "code": ("Commodity Code", "UNSPSC", "UNSPSC Code"),
    "title": ("Commodity Title", "UNSPSC Title", "Commodity"),
    "hot": ("Hot Technology", "Hot"),
    "demand": ("In Demand", "In-Demand"),
}
HOT, IN_DEMAND = "hot technology", "in demand"

_GENERIC = re.compile(
    r"(?:software|systems?|databases?|applications?|programs?|tools?|languages?|websites?|platforms?)"
    r"(?: [A-Z]{2,7}| \([A-Z]{2,7}\))?$"
)


def read(table: Table) -> Iterator[Concept]:
    """Entries of a Technology Skills table: commodities, then examples, by name.

    Raises
    ------
    InputError
        If it has no column of examples or of commodity titles.
    """
    titles: dict[str, tuple[int, set[str]]] = {}
    examples: dict[str, tuple[int, set[str], set[str], set[str]]] = {}
    for line, row in table.records(COLUMNS, needed=("example", "title")):
        title, example = clean(row["title"]), clean(row["example"])
        code = clean(row["code"])
        if title:
            titles.setdefault(title, (line, set()))[1].add(code)
        if example:
            _, parents, codes, tags = examples.setdefault(example, (line, set(), set(), set()))
            parents.add(title)
            codes.add(code)
            tags |= {
                tag
                for tag, column in ((HOT, "hot"), (IN_DEMAND, "demand"))
                if row[column].strip().upper() in ("Y", "YES", "TRUE", "1")
            }
    for title, (line, codes) in sorted(titles.items()):
        ids = distinct(sorted(codes))
        kind, derived = SkillKind.CLASS, distinct(_without_acronym(title))
        yield Concept(title, line, title, kind, title, derived=derived, ids=ids)
    for example, (line, parents, codes, tags) in sorted(examples.items()):
        broader = tuple(sorted(parents - {"", example}))
        yield Concept(
            key=f"example: {example}",
            line=line,
            name=example,
            kind=SkillKind.CLASS if is_generic(example) else SkillKind.TOOL,
            category=broader[0] if broader else example,
            derived=distinct((*unqualified(example), *_without_acronym(example))),
            parents=broader,
            ids=distinct(sorted(codes)),
            tags=tuple(tag for tag in (HOT, IN_DEMAND) if tag in tags),
        )


def is_generic(example: str) -> bool:
    """Whether an example is a sort of software, not a product.

    Examples
    --------
    >>> is_generic("Customer relationship management CRM software"), is_generic("Adobe Acrobat")
    (True, False)
    """
    first, *rest = example.split()
    plain = [word for word in rest if not word.strip("()").isupper()]
    return (
        first[:1].isupper()
        and first[1:].islower()
        and all(word.islower() or not word.isalpha() for word in plain)
        and bool(rest)
        and _GENERIC.search(example) is not None
    )


def _without_acronym(label: str) -> Iterator[str]:
    """Names within "Customer relationship management CRM software": long, and short."""
    words = label.split()
    for index in range(2, len(words)):
        short, long = words[index], " ".join(words[:index])
        if is_acronym_of(short, long):
            rest = words[index + 1 :]
            yield " ".join((long, *rest))
            yield " ".join((short, *rest))
            if [word.lower() for word in rest] in (["software"], ["system"], ["systems"]):
                yield short
            return
