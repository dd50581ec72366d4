"""How much of three public skill lists the shipped taxonomy names.

    python tools/coverage.py FOLDER [--missing N]

FOLDER holds the lists in their published layouts: ``onet/Technology Skills.txt`` (O*NET),
``esco/skills_en.csv`` (ESCO), ``lightcast/skills.csv`` (Lightcast Open Skills).  Three figures:

O*NET Hot Technologies
    The distinct values of Example whose Hot Technology is Y.
ESCO tools and languages
    Entries of type knowledge whose label is the name of a program, a tool or a computer language.
    ESCO has no mark for them, so the label must say it: it ends in a kind of software in
    parentheses ("Ruby (computer programming)"), or all of its words carry a capital or a digit, but
    for a last word such as "language" ("Apache Maven", "SAS language").  Of what that finds,
    ``NO_TOOL`` lists by hand what is no tool: faiths, human languages, conventions, ways to run a
    business.  Everything else stays in, also where we doubt that it is a tool.
Lightcast sample
    All names, tools or not.

A name is covered when the taxonomy holds it, letter for letter after folding, in one of the forms
of :func:`forms_of`: as it stands; without what is in parentheses, or that alone where it is an
acronym; of a name with its acronym behind it, either alone; without a last word such as "software";
without the maker before it.  Similar spellings do not count.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.store import load_taxonomy

#: Makers that stand before the name of a product.
MAKERS = (
    "Adobe", "Amazon Web Services AWS", "Amazon Web Services", "Amazon", "Apache", "Apple",
    "Atlassian", "Autodesk", "Bentley", "Cisco", "ESRI", "Esri", "Geographic information system",
    "Google", "HashiCorp", "IBM", "Intuit", "Meta", "Microsoft", "Oracle", "Red Hat", "SAP",
    "Salesforce", "The MathWorks",
)  # fmt: skip
#: Last words that only say what sort of thing the name is.
KINDS = frozenset(
    (
        "software", "system", "systems", "language", "framework", "database", "platform", "suite",
        "tool", "tools",
    )
)  # fmt: skip
#: What ESCO writes in parentheses behind software.
_SOFTWARE = re.compile(
    r"\((?:.*(?:software|programming|tools?|database|operating|learning management|creation).*)\)$"
)
_ACRONYM = re.compile(r"[A-Z0-9]{2,6}")
#: Labels in the manner of names that are no tools.
NO_TOOL = frozenset(
    (
        "Ancient Greek", "Assertiveness", "Buddhism", "Christianity", "Islam", "Latin", "Sanskrit",
        "SA8000", "MOEM",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coverage:
    """Names of one list, and those of them that the taxonomy lacks."""

    title: str
    names: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Part of the names that is covered, 0…1."""
        return 1 - len(self.missing) / len(self.names)


def forms_of(name: str) -> Iterator[str]:
    """Forms under which a name of a list may stand in the taxonomy.

    Examples
    --------
    >>> list(forms_of("Ruby (computer programming)"))
    ['Ruby (computer programming)', 'Ruby']
    >>> list(forms_of("Amazon Elastic Compute Cloud EC2"))[1:4]
    ['Amazon Elastic Compute Cloud', 'EC2', 'Elastic Compute Cloud EC2']
    >>> list(forms_of("SAP R3"))
    ['SAP R3', 'R3']
    """
    queue = [name]
    seen: set[str] = set()
    while queue:
        form = queue.pop(0)
        if form in seen:
            continue
        seen.add(form)
        yield form
        if form.endswith(")") and "(" in form:
            outer, _, inner = form[:-1].partition("(")
            queue += [outer.strip()] + [inner] * bool(_ACRONYM.fullmatch(inner))
        head, _, last = form.rpartition(" ")
        if " " in head and _ACRONYM.fullmatch(last):
            queue += [head, last]
        if head and last.lower() in KINDS:
            queue.append(head)
        queue += [form[len(maker) + 1 :] for maker in MAKERS if form.startswith(maker + " ")]


def measure(title: str, names: Iterable[str], known: Iterable[str]) -> Coverage:
    """Which of some names are among the folded names of a taxonomy."""
    distinct = tuple(sorted(set(names)))
    held = set(known)
    missing = (n for n in distinct if not any(fold_name(form) in held for form in forms_of(n)))
    return Coverage(title, distinct, tuple(missing))


def is_tool_label(label: str) -> bool:
    """Whether an ESCO label is taken for the name of a tool or a computer language.

    Examples
    --------
    >>> [is_tool_label(x) for x in ("Apache Maven", "SAS language", "Latin", "ICT network routing")]
    [True, True, False, False]
    """
    if _SOFTWARE.search(label):
        return True
    words = label.split(" ")
    if len(words) > 1 and words[-1] in KINDS:
        words.pop()
    return label not in NO_TOOL and all(re.search(r"[A-Z0-9]", word) for word in words)


def hot_technologies(folder: Path) -> list[str]:
    """O*NET's examples marked as hot."""
    with (folder / "onet" / "Technology Skills.txt").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [row["Example"] for row in rows if row["Hot Technology"] == "Y"]


def esco_tools(folder: Path) -> list[str]:
    """ESCO's knowledge entries that name tools."""
    with (folder / "esco" / "skills_en.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["skillType"] == "knowledge"]
    return [row["preferredLabel"] for row in rows if is_tool_label(row["preferredLabel"])]


def lightcast_names(folder: Path) -> list[str]:
    """All names of the Lightcast sample."""
    with (folder / "lightcast" / "skills.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["description"] for row in csv.DictReader(file)]


def coverages(folder: Path) -> list[Coverage]:
    """The three figures."""
    known = load_taxonomy().ids_by_name
    return [
        measure("O*NET Hot Technologies", hot_technologies(folder), known),
        measure("ESCO tools and languages", esco_tools(folder), known),
        measure("Lightcast sample", lightcast_names(folder), known),
    ]


def main() -> int:
    """Print the figures, and the names that are missing."""
    parser = argparse.ArgumentParser(description="Coverage of public skill lists.")
    parser.add_argument("folder", type=Path, help="folder with onet, esco and lightcast")
    parser.add_argument("--missing", type=int, default=40, help="names to print per list (40)")
    chosen = parser.parse_args()
    try:
        found = coverages(chosen.folder)
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}")
    for one in found:
        covered = len(one.names) - len(one.missing)
        sys.stdout.write(f"{one.title}: {one.share:.3f} ({covered} of {len(one.names)})\n")
        for name in one.missing[: chosen.missing]:
            sys.stdout.write(f"  missing: {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
