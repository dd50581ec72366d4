"""Labelled passages from many countries: what is read, as figures that may not fall."""

from __future__ import annotations

import sys

import pytest

from matcher.model import Interval, Profile, month_number, month_text, months_covered
from matcher.profile.reader import ProfileReader
from matcher.taxonomy.store import load_taxonomy
from tests.profile.small import cases

AS_OF = month_number("2025-06")
ANY = "any"


def shown(line: str) -> None:
    """Print a figure; `pytest -s` shows it."""
    sys.stdout.write(line + "\n")


@pytest.fixture(scope="module")
def reader():
    return ProfileReader(load_taxonomy(None))


def jobs_of(profile: Profile) -> list[str]:
    return [
        f"{month_text(t.interval.start)}..{month_text(t.interval.end) or ''}"
        for t in profile.tenures
    ]


def months_of(intervals: tuple[Interval, ...]) -> int:
    return months_covered(intervals, AS_OF)


def figures_of(case, profile: Profile) -> dict[str, tuple[int, int]]:
    """What is asked and what was read: total months, and months of each skill."""
    figures = {"total": (case["months"], months_of(tuple(t.interval for t in profile.tenures)))}
    for skill, months in case.get("skills", {}).items():
        intervals = [i for e in profile.evidence if e.skill == skill for i in e.intervals]
        figures[skill] = (months, months_of(tuple(intervals)))
    return figures


def test_careers(reader):
    wrong, counted, exact = [], 0, 0
    rows = cases("careers")
    for case in rows:
        profile = reader.read("c", {case.get("field", "resume_text"): case["text"]})
        exact += jobs_of(profile) == case["jobs"]
        for name, (asked, found) in figures_of(case, profile).items():
            counted += 1
            if abs(asked - found) > 1:
                wrong.append(f"{case['who']}: {name} {found}, not {asked}: {jobs_of(profile)}")
    right = 1 - len(wrong) / counted
    shown(f"\nmonths within one: {right:.3f} of {counted}; jobs exact: {exact} of {len(rows)}")
    shown("\n".join(wrong))
    assert len(rows) >= 60
    assert right >= 0.95


def same(asked, found) -> bool:
    """Whether each degree was found in its order, with the fields asked for among its own."""
    return len(asked) == len(found) and all(
        row[0] == degree.degree and set(row[1:]) - {ANY} <= set(degree.fields)
        for row, degree in zip(asked, found, strict=True)
    )


def levels(rows) -> list[str]:
    return [row[0] for row in rows]


def test_education(reader):
    wrong, unread, counted, right = [], [], 0, 0
    rows = cases("education")
    for case in rows:
        profile = reader.read("c", {case.get("field", "resume_text"): case["text"]})
        for held, found in (
            (case["degrees"], profile.degrees),
            (case.get("unfinished", []), profile.degrees_unfinished),
        ):
            counted += len(held)
            read = [[str(d.degree), *d.fields] for d in found]
            if levels(held) == levels(read):
                right += len(held)
            else:
                right += _common(levels(held), levels(read))
                wrong.append(f"{case['who']}: {read}, not {held}")
                continue
            if not same(held, found):
                unread.append(f"{case['who']}: {read}, not {held}")
    share = right / counted
    shown(f"\ndegrees right: {share:.3f} of {counted}; passages with other fields: {len(unread)}")
    shown("\n".join([*wrong, "fields:", *unread]))
    assert len(rows) >= 40
    assert share >= 0.97
    assert len(unread) <= 0.05 * len(rows)


def _common(asked: list[str], found: list[str]) -> int:
    """Degrees in both, less those found and not asked for."""
    left, common = list(found), 0
    for level in asked:
        if level in left:
            left.remove(level)
            common += 1
    return common - len(left)
