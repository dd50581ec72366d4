"""The compiled twins equal their references, on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.taxonomy.lexicon import Lexicon
from matcher.taxonomy.normal import Folded
from tests.taxonomy.tricky import LEXICON, SKILLS, TEXTS

pytest.importorskip("matcher.taxonomy._compiled", reason="--interpreted runs without")

PLAIN = Lexicon(SKILLS, compiled=False)
ANY_TEXT = st.one_of(
    TEXTS,
    st.text(max_size=80),
    st.text(alphabet="aZ ΣσİIi\n\r\t-\u2013\u00ad\xa0\u3000ß9_.+#•", max_size=60),
)


@settings(max_examples=2000, deadline=None)
@given(ANY_TEXT, st.booleans())
def test_folding(text, breaks):
    from matcher.taxonomy import _compiled

    folded = _compiled.fold(text, breaks)
    if folded is not None:
        assert Folded(*folded) == Folded.of(text, breaks=breaks)


@given(st.one_of(ANY_TEXT, st.text(alphabet="AaBbI \xa0_1", max_size=60)))
def test_broken_words(text):
    assert LEXICON.whole_words(text) == PLAIN.whole_words(text)


@settings(max_examples=2000, deadline=None)
@given(ANY_TEXT, st.booleans())
def test_finding(text, listed):
    assert LEXICON.find(text, listed=listed) == PLAIN.find(text, listed=listed)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.data())
def test_finding_in_ranges(text, data):
    borders = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    ranges = list(zip(borders[::2], borders[1::2], strict=False))
    found = LEXICON.find(text, listed_ranges=ranges)
    assert found == PLAIN.find(text, listed_ranges=ranges)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_finding_with_the_shipped_names(taxonomy, plain_shipped, data):
    names = data.draw(st.lists(st.sampled_from(plain_shipped[1]), max_size=8))
    gaps = st.sampled_from([", ", " and ", "/", " ", "\n", ". We ", " with the ", "-", " (", ") "])
    text = "".join(name + data.draw(gaps) for name in names)
    assert taxonomy.lexicon.find(text) == plain_shipped[0].find(text)


@pytest.fixture(scope="module")
def plain_shipped(taxonomy):
    lexicon = Lexicon(taxonomy.skills.values(), taxonomy.names, compiled=False)
    return lexicon, sorted(name for skill in taxonomy.skills.values() for name in skill.names)


@pytest.mark.parametrize("char", ["\0", "\x1f", "\ud800", "\U0001f600", "\U00010400"])
def test_odd_characters(char):
    text = f"Java{char}, Go{char} or {char}C++"
    assert LEXICON.find(text) == PLAIN.find(text)
