"""Counts of a taxonomy, and differences between two, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: So many categories are shown; the rest are counted.
SHOWN_CATEGORIES = 15


def stats_text(stats: Mapping[str, Any]) -> str:
    """Counts as lines of two columns.

    Parameters
    ----------
    stats : mapping
        As ``Stats.to_dict`` gives them.
    """
    rows: list[tuple[str, object]] = [
        ("skills", stats["skills"]),
        ("names", stats["names"]),
        ("names under a guard", stats["guarded_names"]),
        ("skills without a relation", stats["orphans"]),
        ("deepest hierarchy, in steps", stats["depth"]),
        *((f"relation {name}", count) for name, count in stats["relations"].items()),
        *((f"kind {name}", count) for name, count in stats["kinds"].items()),
        *((f"with an id of {name}", count) for name, count in stats["sources"].items()),
    ]
    categories = list(stats["categories"].items())
    rows += [(f"category {name}", count) for name, count in categories[:SHOWN_CATEGORIES]]
    rest = categories[SHOWN_CATEGORIES:]
    if rest:
        rows.append((f"{len(rest)} further categories", sum(count for _, count in rest)))
    width = max(len(title) for title, _ in rows)
    return "".join(f"{title:<{width}}  {count:>9,}\n" for title, count in rows)


def diff_text(diff: Mapping[str, Any]) -> str:
    """Differences as lines: ``+`` is new, ``-`` is gone.

    Parameters
    ----------
    diff : mapping
        As ``Diff.to_dict`` gives it.
    """
    return "".join(f"{line}\n" for line in _diff_lines(diff)) or "no differences\n"


def _diff_lines(diff: Mapping[str, Any]) -> Iterator[str]:
    for title, sign, key in (("added", "+", "added"), ("removed", "-", "removed")):
        yield from _section(f"skills {title}", [f"{sign} {one}" for one in diff[key]])
    yield from _section(
        "skills renamed", [f"{m['name']}: {m['old']} → {m['new']}" for m in diff["renamed"]]
    )
    yield from _section(
        "names moved", [f"{m['name']}: {m['old']} → {m['new']}" for m in diff["moved"]]
    )
    for title, key in (
        ("names changed", "names"),
        ("relations changed", "relations"),
        ("guards changed", "guards"),
        ("other changes", "other"),
    ):
        yield from _section(title, [line for one in diff[key] for line in _change_lines(one)])


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _change_lines(change: Mapping[str, Any]) -> Iterator[str]:
    for sign, side in (("-", "removed"), ("+", "added")):
        for key, values in change[side].items():
            yield f"{change['id']}: {sign} {key}: {', '.join(values)}"
