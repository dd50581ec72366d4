"""The tables in ``tests/cases/profile_*.yaml``."""

from __future__ import annotations

import pytest

from matcher.model import Interval, Polarity, month_text
from tests.profile.small import READER, cases, read_field


def months(interval: Interval) -> str:
    return f"{month_text(interval.start)}..{month_text(interval.end) or ''}"


def named(case):
    return case["text"][:60]


@pytest.mark.parametrize("case", cases("profile_timeline"), ids=named)
def test_timeline(case):
    text, field = case["text"], case.get("field", "resume_text")
    read = read_field(text, field)
    assert [months(t.interval) for t in read.tenures] == case["jobs"]
    for tenure, start in zip(read.tenures, case.get("stretches", ()), strict=False):
        assert tenure.span.of(text).startswith(start)
    for skill, expected in case.get("skills", {}).items():
        found = [e for e in read.evidence if e.skill == skill]
        assert [[months(i) for i in e.intervals] for e in found] == [expected]


@pytest.mark.parametrize("case", cases("profile_education"), ids=named)
def test_education(case):
    read = read_field(case["text"], case.get("field", "resume_text"))
    assert [[d.degree.value, *d.fields] for d in read.degrees] == case["degrees"]
    if "unfinished" in case:
        found = [[d.degree.value, *d.fields] for d in read.degrees_unfinished]
        assert found == case["unfinished"]


@pytest.mark.parametrize("case", cases("profile_polarity"), ids=named)
def test_polarity(case):
    read = read_field(case["text"])
    found = {e.skill: e.polarity.value for e in read.evidence}
    assert {skill: found.get(skill) for skill in case["skills"]} == case["skills"]


@pytest.mark.parametrize("case", cases("profile_sections"), ids=named)
def test_sections(case):
    found = {e.skill: e.kind.value for e in read_field(case["text"]).evidence}
    assert {skill: found.get(skill) for skill in case["kinds"]} == case["kinds"]
    assert "java" not in found or "java" in case["kinds"]


@pytest.mark.parametrize("case", cases("profile_languages"), ids=named)
def test_languages(case):
    read = read_field(case["text"])
    found = {e.skill: e.language_level and e.language_level.value for e in read.evidence}
    assert {skill: found.get(skill, "not found") for skill in case["levels"]} == case["levels"]


@pytest.mark.parametrize("case", cases("profile_years"), ids=named)
def test_years(case):
    read = read_field(case["text"])
    if "total" in case:
        assert [y.years for y in read.years] == case["total"]
    found = {e.skill: e.stated_years for e in read.evidence}
    wanted = case.get("skills", {})
    assert {skill: found.get(skill) for skill in wanted} == wanted


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("7", 7), ("7+", 7), ("10 yrs", 10), ("5-7", 5), ("20+", 20), ("9 years", 9), ("6.5", 6.5),
        ("6,5", 6.5), ("18 months", 1.5), ("2 years 6 months", 2.5), ("2y 6m", 2.5), ("<1", 0.5),
        ("less than 1 year", 0.5), ("Fresher", 0), ("none", 0), ("0", 0), ("ten years", 10),
        ("over 12 years of experience", 12), ("3 to 5 years", 3), ("12 Yrs.", 12),
        ("15+ years", 15),
        ("many", None), ("2015", None), ("-3", None), ("Java", None), ("1e9", None), ("٣", None),
    ],
)  # fmt: skip
def test_years_cell(cell, years):
    assert READER._years.cell(cell) == years


def test_denied_is_not_has():
    assert {p.value for p in Polarity} == {"has", "denied", "learning"}


def role(shown) -> str:
    return f"{shown.seniority} {months(shown.interval)}" if shown.interval else shown.seniority


@pytest.mark.parametrize("case", cases("profile_roles"), ids=named)
def test_roles(case):
    read = read_field(case["text"], case.get("field", "resume_text"))
    assert [role(r) for r in read.roles] == case["roles"]
    assert [m.people for m in read.management] == case["people"]
    for shown in (*read.roles, *read.management):
        assert shown.span.of(case["text"]) == shown.surface


@pytest.mark.parametrize("case", cases("profile_machine"), ids=named)
def test_machine_instructions(case):
    flags = READER.read("k1", {"resume_text": case["text"]}).flags
    assert ("machine_instructions" in flags) is case["machine"]
