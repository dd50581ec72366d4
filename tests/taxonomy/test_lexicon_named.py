"""What is named in a text holds all that can be found in it, or in any part of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.taxonomy.lexicon import Lexicon
from tests.taxonomy.tricky import LEXICON, SKILLS, TEXTS

MANY = settings(max_examples=400, deadline=None)
PLAIN = Lexicon(SKILLS, compiled=False)
ANY_TEXT = st.one_of(
    TEXTS,
    st.text(max_size=80),
    st.text(alphabet="aZ ΣσİIi\n\r\t-–\u00ad\xa0\u3000ß9_.+#•", max_size=60),
)


def between_words(text, offset):
    """Whether a part of the text may begin or end here without cutting a word."""
    return not (0 < offset < len(text)) or not all(
        char.isalnum() or char == "_" for char in text[offset - 1 : offset + 1]
    )


@MANY
@given(ANY_TEXT)
def test_compiled_or_not(text):
    assert LEXICON.named(text) == PLAIN.named(text)


@MANY
@given(ANY_TEXT, st.booleans())
def test_what_is_found_is_named(text, listed):
    assert {m.skill for m in LEXICON.find(text, listed=listed)} <= LEXICON.named(text)


@MANY
@given(ANY_TEXT, st.data())
def test_what_is_found_in_lists_is_named(text, data):
    borders = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    ranges = list(zip(borders[::2], borders[1::2], strict=False))
    found = LEXICON.find(text, listed_ranges=ranges)
    assert {m.skill for m in found} <= LEXICON.named(text)


@MANY
@given(TEXTS, st.data())
def test_what_is_found_in_a_part_is_named(text, data):
    places = [at for at in range(len(text) + 1) if between_words(text, at)]
    start = data.draw(st.sampled_from(places))
    end = data.draw(st.sampled_from([at for at in places if at >= start]))
    found = LEXICON.find(text[start:end], listed=True)
    assert {m.skill for m in found} <= LEXICON.named(text)


@MANY
@given(TEXTS, st.lists(st.sampled_from(SKILLS), min_size=1, unique_by=lambda skill: skill.id))
def test_some_skills_alone_are_named_as_among_all(text, some):
    ids = {skill.id for skill in some}
    alone = Lexicon(some).named(text)
    assert {m.skill for m in LEXICON.find(text, listed=True)} & ids <= alone
