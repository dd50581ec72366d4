"""Quick answers about places equal the plain ones."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from matcher.profile.spans import Following, Preceding, SpanSet, WordFinder, within

PLACES = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda p: (p[0], p[0] + p[1]))
SPANS = st.lists(PLACES.filter(lambda p: p[0] < p[1]), max_size=8)
WORDS = ["nurse", "head of", "head", "of staff", "staff"]
TEXTS = st.lists(st.sampled_from([*WORDS, "s", " ", ", ", "_", "x", ". ", "ü"]), max_size=14).map(
    "".join
)


@given(SPANS, PLACES.filter(lambda p: p[0] < p[1]))
def test_overlap_and_cover(spans, asked):
    start, end = asked
    known = SpanSet(spans)
    assert known.overlap(start, end) == any(s < end and start < e for s, e in spans)
    assert known.cover(start, end) == any(s <= start and end <= e for s, e in spans)
    assert bool(known) == bool(spans)


@given(st.lists(st.integers(0, 30)).map(sorted), PLACES)
def test_within(starts, asked):
    low, high = asked
    assert [starts[i] for i in within(starts, low, high)] == [s for s in starts if low <= s < high]


@given(TEXTS, PLACES)
def test_words_of_a_part_are_those_of_the_part_alone(text, asked):
    start, end = min(asked[0], len(text)), min(asked[1], len(text))
    finder = WordFinder(["nurse", "head of", "staff"], plural=True)
    found = finder.places(text).any_within(start, end)
    assert found == bool(finder.pattern.search(text, start, end))


@given(TEXTS, st.lists(PLACES, max_size=6))
def test_following_and_preceding_places(text, asked):
    pattern = re.compile("s+")
    following, preceding = Following(pattern, text), Preceding("s", text)
    for start, end in asked:
        plain = pattern.search(text, start, end)
        found = following.match(start, end)
        assert (found and found.span()) == (plain and plain.span())
        assert preceding.find(start, end) == text.rfind("s", start, end)
