"""What each entry of one taxonomy is in another: by name, by alias, a suggestion, or nothing.

A suggestion is a name written alike; it is for a person to judge and never merges anything.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from matcher.taxonomy.normal import fold_name
from matcher.taxonomy.same import NameOwners, SameBy, find_same
from matcher.taxonomy.skill import Skill

#: A name is suggested from this likeness on (0…1).
LEAST_SIMILARITY = 0.87
#: Words that more names hold tell nothing, and are not looked at for suggestions.
MOST_HOLDERS = 200
_LETTERS = 4
SUGGESTION, NONE = "suggestion", "none"
METHODS = (*SameBy, SUGGESTION, NONE)
COLUMNS = ("id", "name", "source_ids", "method", "ours", "our_name", "names", "similarity")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One entry of theirs and what it is in ours.

    Parameters
    ----------
    theirs : Skill
        The entry.
    method : str
        ``exact`` (the same name), ``alias``, ``suggestion`` or ``none``.
    ours : Skill, optional
        What it is, or may be.
    names : tuple of str
        The names that decided.
    similarity : float
        0…1; 1 where names are equal.
    """

    theirs: Skill
    method: str
    ours: Skill | None = None
    names: tuple[str, ...] = ()
    similarity: float = 0.0


def crosswalk(ours: Iterable[Skill], theirs: Iterable[Skill]) -> list[Mapped]:
    """Map every entry of ``theirs``, by id.

    Examples
    --------
    >>> from matcher.taxonomy.skill import SkillKind
    >>> ours = [Skill("pg", "PostgreSQL", SkillKind.TOOL, "db", ("Postgres",))]
    >>> theirs = [Skill("x", "Postgres", SkillKind.TOOL, "db"),
    ...           Skill("y", "PostgresSQL", SkillKind.TOOL, "db")]
    >>> [(m.theirs.id, str(m.method), m.ours.id) for m in crosswalk(ours, theirs)]
    [('x', 'alias', 'pg'), ('y', 'suggestion', 'pg')]
    """
    known = NameOwners(ours)
    likeness = _Likeness(known)
    rows = []
    for skill in sorted(theirs, key=lambda s: s.id):
        same = find_same(skill, known)
        if same is None:
            rows.append(likeness.suggestion(skill))
        else:
            rows.append(Mapped(skill, same.by, known.skills[same.ours], same.shared, 1.0))
    return rows


def crosswalk_csv(rows: Iterable[Mapped]) -> Iterator[str]:
    """The rows as CSV, the header first."""
    yield ",".join(COLUMNS) + "\n"
    for row in rows:
        ids = (f"{source}:{one}" for source, of in row.theirs.sources.items() for one in of)
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(
            (
                row.theirs.id,
                row.theirs.name,
                " | ".join(ids),
                row.method,
                row.ours.id if row.ours else "",
                row.ours.name if row.ours else "",
                " | ".join(row.names),
                f"{row.similarity:.2f}",
            )
        )
        yield line.getvalue()


def describe_counts(rows: Iterable[Mapped]) -> str:
    """How many entries were mapped in each way.

    Examples
    --------
    >>> describe_counts([])
    '0 entries: 0 exact, 0 alias, 0 suggestion, 0 none'
    """
    counts = Counter(row.method for row in rows)
    said = ", ".join(f"{counts[method]:,} {method}" for method in METHODS)
    return f"{counts.total():,} entries: {said}"


class _Likeness:
    """Finds the name of ours most like another, its words in any order.

    Compared are only names that share a telling word, or for single words the first letters.
    """

    def __init__(self, known: NameOwners) -> None:
        self._owners = {
            fold_name(name): skill for skill in known.skills.values() for name in skill.names
        }
        self._names = sorted(self._owners)
        self._ordered = [_in_order(name) for name in self._names]
        places: dict[str, list[int]] = {}
        for index, name in enumerate(self._names):
            for key in _keys(name):
                places.setdefault(key, []).append(index)
        self._places = {key: of for key, of in places.items() if len(of) <= MOST_HOLDERS}

    def suggestion(self, skill: Skill) -> Mapped:
        """The most alike entry of ours, or none."""
        folded = fold_name(skill.name)
        indices = sorted({i for key in _keys(folded) for i in self._places.get(key, ())})
        best = process.extractOne(
            _in_order(folded),
            [self._ordered[index] for index in indices],
            scorer=fuzz.ratio,
            score_cutoff=100 * LEAST_SIMILARITY,
        )
        if best is None:
            return Mapped(skill, NONE)
        name = self._names[indices[best[2]]]
        return Mapped(skill, SUGGESTION, self._owners[name], (name,), best[1] / 100)


def _keys(name: str) -> set[str]:
    words = name.split()
    return set(words) if len(words) > 1 else {name, name[:_LETTERS]}


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))
