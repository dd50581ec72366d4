"""The lexicon equals its slow reference, and what holds whatever the text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import Method
from matcher.taxonomy.lexicon import Lexicon
from matcher.taxonomy.normal import Folded, fold_chars, fold_name
from tests.taxonomy.reference_lexicon import find
from tests.taxonomy.tricky import LEXICON, SKILLS, TEXTS


def mentions(lexicon, text, **how):
    return [
        (m.skill, m.span.start, m.span.end, m.method is Method.EXACT)
        for m in lexicon.find(text, **how)
    ]


@settings(max_examples=3000, deadline=None)
@given(TEXTS, st.booleans())
def test_fast_is_reference(text, listed):
    found = mentions(LEXICON, text, listed=listed)
    expected = find(text, SKILLS, listed=listed)
    assert [f[:3] for f in found] == [e[:3] for e in expected]


@given(TEXTS)
def test_mentions_stand_in_order_and_never_overlap(text):
    reached = 0
    for mention in LEXICON.find(text):
        assert reached <= mention.span.start < mention.span.end <= len(text)
        reached = mention.span.end


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), TEXTS)
def test_order_of_skills_does_not_matter(shuffler, text):
    skills = list(SKILLS)
    shuffler.shuffle(skills)
    assert Lexicon(skills).find(text, listed=True) == LEXICON.find(text, listed=True)


@given(st.text(max_size=60))
def test_folding_characters_moves_none(text):
    assert len(fold_chars(text)) == len(text)


@given(TEXTS, st.booleans())
def test_folded_offsets_lead_back(text, breaks):
    folded = Folded.of(text, breaks=breaks)
    whole = fold_chars(text)
    for at, char in enumerate(folded.text):
        if char.isalnum():
            assert whole[folded.original(at)] == char
            assert folded.original_end(at + 1) == folded.original(at) + 1


def broken(text, share=1.0):
    """As a bad layer of a PDF gives it: "Java" becomes "J ava"."""
    chance = random.Random(7)
    words = text.split(" ")
    split = [w[:1] + " " + w[1:] if chance.random() < share else w for w in words]
    return " ".join(split)


NAMES = ["Java", "Kotlin", "Python", "Docker", "Kafka", "Redis", "Spring Boot", "Machine Learning"]


@given(st.permutations(NAMES).map(lambda names: names[:6]))
def test_broken_words_are_joined(names):
    whole = ", ".join(names)
    text = broken(whole)
    folded = Folded.of(text)
    assert folded.text == whole.lower()
    for name in names:
        at = folded.text.index(name.lower())
        start, end = folded.original(at), folded.original_end(at + len(name))
        assert text[start:end].replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "I am a person with a plan. I was a teacher, a driver and a cook.",
        "A team, a goal. I wrote C programs and R packages.",
        "Vitamin C deficiency, vitamin D level, hepatitis B carrier.",
        "o managed a team\no built things\no sold things\no wrote things",
        "Class of 2010. John F Kennedy school. X ray, T shirt.",
    ],
)
def test_ordinary_single_letters_stay(text):
    assert Folded.of(text).text == fold_name(text) or "  " in fold_chars(text)


def test_names_in_broken_words_have_exact_offsets(taxonomy):
    text = "Skills: S pring B oot, J ava , P ostgreSQL, D ocker, K ubernetes, C ucumber, G o."
    found = {m.skill: m.span.of(text) for m in taxonomy.lexicon.find(text)}
    assert found == {
        "spring_boot": "S pring B oot",
        "java": "J ava",
        "postgresql": "P ostgreSQL",
        "docker": "D ocker",
        "kubernetes": "K ubernetes",
        "cucumber": "C ucumber",
        "go": "G o",
    }


def test_ranges_of_lists_equal_calls_of_their_own():
    parts = ["We go to C. Spring came.\n", "go, we like c spring\n", "Now go C on.\n", "r | go\n"]
    text = "".join(parts)
    starts = [0, len(parts[0]), len(parts[0] + parts[1]), len("".join(parts[:3]))]
    ranges = [(starts[1], starts[2]), (starts[3], len(text))]
    one_call = mentions(LEXICON, text, listed_ranges=ranges)
    calls = [
        (skill, start + offset, end + offset, exact)
        for i, (part, offset) in enumerate(zip(parts, starts, strict=True))
        for skill, start, end, exact in mentions(LEXICON, part, listed=i in (1, 3))
    ]
    assert one_call == calls


def test_no_name_reaches_over_the_border_of_a_list():
    text = "Known: React\nNative speaker"
    assert mentions(LEXICON, text)[0][0] == "react_native"
    assert mentions(LEXICON, text, listed_ranges=[(7, 13)])[0][0] == "react"


def test_every_name_resolves_to_its_skill(taxonomy):
    """Alone and in a list; what stands in the way is another skill's longer form or a guard."""
    exceptions = list(unresolved(taxonomy))
    assert not exceptions


def unresolved(taxonomy):
    """Names that as a text give another skill, part of themselves, or nothing."""
    for skill in taxonomy.skills.values():
        for name in skill.names:
            found = taxonomy.lexicon.find(name, listed=True)
            whole = [m for m in found if m.skill == skill.id and m.span.of(name) == name.strip()]
            if len(found) != 1 or not whole:
                yield skill.id, name, [(m.skill, m.span.of(name)) for m in found]
