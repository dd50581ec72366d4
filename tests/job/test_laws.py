"""What holds for every description, whatever is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matcher.errors import ConfigError
from matcher.job.card import is_card, write_card
from matcher.job.card_reader import read_card
from matcher.job.masks import mask_markup
from matcher.model import Job, Level
from tests.conftest import ROOT, SHARED

SLOW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = [
    "Java", "Go", "R", "C++", "Kafka", "PostgreSQL", "databases", "experience", "with", "or",
    "and", ",", "/", "(", ")", "e.g.", "such as", "at least two of", "3+ years of",
    "five (5) years", "a plus", "preferred", "required", "not required", "ideally",
    "must have", "Bachelor's degree in", "physics", "or equivalent", "English C1",
    "one or more of", "including", "collections hygiene", ".", ";", ":", "unit",
    "integration testing", "&amp;", "<b>", "</b>", "**", "’", "–", "İ", "ﬁ", "\xa0", "\u200b",
    "🙂", "on-site", "3 days a week", "remote", "hybrid", "Location:", "based in", "Turin",
    "visa sponsorship", "not require", "travel", "up to 20%", "€40k", "per year", "notice period",
    "on-call", "full-time", "contract",
]  # fmt: skip
LINES = (
    "Requirements", "Nice to have:", "## Benefits", "Responsibilities", "- ", "1. ", "• ", "* ",
    "\t", "", "<ul><li>", "What you'll bring", "Preferred Qualifications",
    "It is desirable that you know:",
)  # fmt: skip


@st.composite
def descriptions(draw) -> str:
    """Texts that look like descriptions, with every kind of line end and markup."""
    lines = []
    for _ in range(draw(st.integers(0, 8))):
        words = draw(st.lists(st.sampled_from(WORDS), max_size=9))
        glue = draw(st.sampled_from([" ", " ", "  ", ""]))
        lines.append(draw(st.sampled_from(LINES)) + glue.join(words))
    return draw(st.sampled_from(["\n", "\r\n", "\n\n", " "])).join(lines)


texts = st.one_of(descriptions(), st.text(max_size=200))


@SLOW
@given(text=texts)
def test_masking_moves_no_character(text):
    assert len(mask_markup(text)) == len(text)


@SLOW
@given(text=texts)
def test_spans_are_the_words(parser, text):
    job = parser.parse(text)
    for requirement in job.requirements:
        assert requirement.span is not None
        assert requirement.span.of(text) == requirement.text
        if requirement.cue.span:
            assert requirement.cue.span.of(text) == requirement.cue.text
        for leaf in requirement.leaves():
            assert leaf.span is not None
            assert requirement.span.covers(leaf.span)
            assert leaf.span.of(text).strip()


@SLOW
@given(text=texts)
def test_plain_data_and_back(parser, text):
    job = parser.parse(text)
    assert Job.from_dict(job.to_dict()) == job


@SLOW
@given(text=texts)
def test_job_card_and_back(parser, text):
    job = parser.parse(text)
    card = write_card(job, parser.taxonomy)
    assert is_card(card)
    assert read_card(card, "card", parser.taxonomy) == replace(job, warnings=())


@SLOW
@given(text=st.text(max_size=300))
def test_any_card_is_read_or_refused_with_a_place(parser, text):
    said = []
    try:
        read_card("job_card: 1\n" + text, "card.yaml", parser.taxonomy)
    except ConfigError as error:
        said = list(error.problems)
    assert all(problem.source == "card.yaml" for problem in said)


@SLOW
@given(text=descriptions(), tail=st.sampled_from(["\n", "\n\n", "  ", "\r\n"]))
@example(text="RequirementsJavaJavaJavaJava", tail="\n\n")
def test_trailing_space_changes_nothing(parser, text, tail):
    assert parser.parse(text + tail).requirements == parser.parse(text).requirements


def test_leaf_ids_are_unique_and_numbered_by_requirement(parser):
    for path in sorted((ROOT / "data/jobs").iterdir()):
        job = parser.parse(path.read_text(encoding="utf-8"))
        ids = [leaf.id for r in job.requirements for leaf in r.leaves()]
        assert len(ids) == len(set(ids))
        for requirement in job.requirements:
            assert all(leaf.id.startswith(f"{requirement.id}.") for leaf in requirement.leaves())


def test_unmatched_are_the_asked_phrases(parser):
    job = parser.parse("Requirements\n- Experience with tuned frobnication of widgets\n- Java")
    assert job.unmatched
    for each in job.unmatched:
        leaf = next(n for r in job.requirements for n in r.leaves() if n.span == each.span)
        assert leaf.skill is None
        assert leaf.label == each.text


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled set is not beside the project")
def test_real_descriptions_keep_the_laws(parser):
    for path in sorted((SHARED / "eval/dev/jobs").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        job = parser.parse(text)
        assert Job.from_dict(job.to_dict()) == job
        for requirement in job.requirements:
            assert requirement.span.of(text) == requirement.text
            assert requirement.level in list(Level)
