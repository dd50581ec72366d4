"""What a person is told about a description."""

from __future__ import annotations

import pytest


def codes(parser, text):
    return [warning.code for warning in parser.parse(text).warnings]


def test_nothing_asked(parser):
    assert codes(parser, "We are a friendly company by the sea.") == ["nothing_asked"]


def test_empty_section(parser):
    text = "Prerequisites\nBenefits\n- Free tea\nRequirements\n- Java\n"
    job = parser.parse(text)
    (warning,) = job.warnings
    assert warning.code == "empty_section"
    assert "Prerequisites" in warning.message
    assert warning.span.of(text) == "Prerequisites"


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("## What you bring\n\n- **Tools**\n  - Strong SQL\n  - Python\n", []),
        ("Qualifications\n\nMust-have\n\n- Java\n\nPreferred\n\n- Kafka\n", []),
        ("## Requirements\n\n### Nice to have\n\n- Kafka\n", []),
        ("Requirements:\n\nCore Skills:\n\n- Java\n", []),
        ("Job Requirements:\n\nEducation / Experience: Master's degree in statistics\n", []),
        ("Requirements\nNice to have\n- Kafka\n", ["Requirements"]),
        ("## Requirements\n\n## Nice to have\n\n- Kafka\n", ["Requirements"]),
        ("Qualifications\n\nMust-have\n\nBenefits\n- Tea\n", ["Qualifications", "Must-have"]),
    ],
)
def test_the_head_of_a_group_of_lists_is_not_empty(parser, text, empty):
    warnings = parser.parse(text).warnings
    assert [w.span.of(text) for w in warnings if w.code == "empty_section"] == empty


def test_a_sentence_with_nothing_under_it_asks_nothing(parser):
    announced = "Long before any offer goes out, the team checks that people have:"
    text = f"Requirements\n{announced}\nNice to have\n- Kafka\n"
    job = parser.parse(text)
    assert [r.span.of(text) for r in job.requirements] == ["Kafka"]
    assert [(w.code, w.span.of(text)) for w in job.warnings] == [("empty_section", "Requirements")]


def test_level_conflict_names_both_places(parser):
    (warning,) = parser.parse("Requirements\n- Kafka\nNice to have\n- Kafka\n").warnings
    assert warning.code == "level_conflict"
    assert "r1" in warning.message
    assert "r2" in warning.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("native English speaker", "risky.native_speaker"),
        ("a digital native at heart", "risky.digital_native"),
        ("recent graduates welcome", "risky.recent_graduate"),
        ("a young and dynamic team", "risky.young"),
        ("he will lead the workshop", "risky.gender"),
        ("an able-bodied person", "risky.health"),
    ],
)
def test_risky_wording_has_advice_and_no_effect(parser, text, code):
    base = parser.parse("Requirements\n- Java\n")
    job = parser.parse(f"Requirements\n- Java\nAbout us\nWe want {text}.\n")
    (warning,) = [w for w in job.warnings if w.code == code]
    assert warning.advice
    assert [r.needs for r in job.requirements][:1] == [r.needs for r in base.requirements]
