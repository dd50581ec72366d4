"""Who somebody is changes no score; words that look like identity keep their meaning."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.profile.read import read_profile
from matcher.profile.reader import reader_for
from matcher.scoring import Policy, plan, score_candidate
from tests.blind.people import JOB, SKILLED_JOB, labelled, tricky

RESUME = """\
{name}
{mail} | {phone} | {address}
Born {born}, {nation}

SUMMARY
{They} is a backend developer. {Their} colleagues rely on {them}.

EXPERIENCE
Java Developer, Oracle, Jan 2018 - Dec 2022
Wrote Java services and SQL reports.

EDUCATION
BSc Computer Science, {school}, 2017

LANGUAGES
German C1, English
"""
people = st.fixed_dictionaries(
    {
        "name": st.sampled_from(
            ["Anna Schmidt", "Mohammed Al-Farsi", "李 明", "Oluwaseun Ade", ""]
        ),
        "mail": st.sampled_from(["a@example.org", "very.long.name+cv@example.com", ""]),
        "phone": st.sampled_from(["+49 170 1234567", "(555) 010-9999", ""]),
        "address": st.sampled_from(["12 Hill Road, Springfield", "Rue Verte 3, Lyon", ""]),
        "born": st.sampled_from(["1 May 1961", "2001-12-24", "in spring"]),
        "nation": st.sampled_from(["Nigerian", "Danish", "Vietnamese"]),
        "They": st.sampled_from(["He", "She", "They"]),
        "Their": st.sampled_from(["His", "Her", "Their"]),
        "them": st.sampled_from(["him", "her", "them"]),
        "school": st.sampled_from(["University of Lagos", "MIT", "Hochschule Fulda", "IIT Bombay"]),
    }
)


def scored(parser, text):
    planned = plan(parser.parse(JOB), parser.taxonomy, Policy.default(), date(2026, 1, 1))
    return score_candidate(planned, read_profile("x", {"resume_text": text}, parser.taxonomy))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=people, other=people)
def test_swapping_identity_changes_no_score(parser, one, other):
    first = scored(parser, RESUME.format(**one))
    second = scored(parser, RESUME.format(**other))
    assert (first.score, first.score_high) == (second.score, second.score_high)


def test_a_language_and_an_employer_keep_their_meaning(parser):
    person = dict.fromkeys(("name", "mail", "phone", "address", "born", "nation", "school"), "")
    text = RESUME.format(**person, They="She", Their="Her", them="her")
    ledger = scored(parser, text)
    shown = {e.evidence.skill for entry in ledger.entries for e in entry.assessment.evidence}
    assert "german" in shown
    assert "java" in shown
    without = scored(parser, text.replace("German C1", "Danish C1"))
    assert without.score < ledger.score


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=tricky, other=tricky, listed=st.booleans())
def test_identity_made_of_skills_changes_no_score(taxonomy, parser, one, other, listed):
    policy = Policy.default()
    planned = plan(parser.parse(SKILLED_JOB), taxonomy, policy, date(2026, 1, 1))
    reader = reader_for(taxonomy)
    scores = []
    for person in (one, other):
        name, text = labelled(person)
        profile = reader.read("x", {"resume_text": text}, [name] if listed else [])
        ledger = score_candidate(planned, profile)
        scores.append((ledger.score, ledger.score_high, ledger.flags))
    assert scores[0] == scores[1]


def test_the_same_words_in_a_list_of_skills_count(taxonomy, parser):
    planned = plan(parser.parse(SKILLED_JOB), taxonomy, Policy.default(), date(2026, 1, 1))
    person = dict.fromkeys(("mail", "phone", "place", "street", "born", "gender", "photo"), "x")
    person |= dict.fromkeys(("family", "religion", "title", "them", "school"), "x")
    person |= {"first": "Julia", "last": "Ruby", "nation": "Danish", "mail": "j@example.org"}
    name, text = labelled(person)
    text = text.replace("Java, SQL\n", "Java, SQL, Julia, Ruby\n").replace("English", "Danish C1")
    profile = reader_for(taxonomy).read("x", {"resume_text": text}, [name])
    assert {"julia", "ruby", "danish", "german"} <= {e.skill for e in profile.evidence}
    assert score_candidate(planned, profile).score > 0


SCHOOLS = [
    *("University of Lagos", "Adeola Polytechnic", "Almog Academy", "Hang Bong Institute"),
    *("Uniwersytet Topolowy", "Universidad del Sol", "Univerzita Lipová", "Hochschule Fulda"),
    *("Politechnika Jaworowa", "Politecnico di Acero", "Universidade do Ipê", "École du Tilleul"),
]


@pytest.mark.parametrize(
    "text",
    [
        "Wrote Java services at a bank for many years, alone and in teams of up to five people. "
        "A short course at {school} opened the door, and {school} it was again in the evenings.",
        "Earlier: Java Developer at a bank (2015-2018); {school} (2011-2015), Java and Oracle.",
        "EDUCATION\n{school}, 2011 - 2015\nComputer Science\n\nEXPERIENCE\nJava Developer, Bank, "
        "Jan 2016 - Dec 2019\nWrote Java services.",
    ],
    ids=["mentioned", "among jobs", "section"],
)
def test_every_school_is_read_alike(parser, text):
    """A word for university in another language opens and closes no door."""
    found = {school: scored(parser, text.format(school=school)) for school in SCHOOLS}
    figures = {
        school: (led.score, led.score_high, [str(e.assessment.status) for e in led.entries])
        for school, led in found.items()
    }
    assert {school: each for school, each in figures.items() if each != figures[SCHOOLS[0]]} == {}
