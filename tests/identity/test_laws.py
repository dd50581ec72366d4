"""Laws of covering and masking, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.identity import Hidden, Pseudonyms, covered, masked, shipped_finder
from matcher.model import Span

PIECES = st.sampled_from(
    ["Ada Go", "ada@example.org", "\n", "\u2028", " ", "Born 1 May", ": ", "Nationality", "|",
     "+49 170 1234567", "University of", "She", "Mr. Go", "12 Hill Road, X", "\r\n", "·",
     "https://x.org/a", "李 明", "Java", "\x00"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=20).map("".join)
NAMES = st.lists(
    st.one_of(st.sampled_from(["Ada", "Go", "Ada Go", "", "李 明"]), st.text(max_size=9))
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, NAMES)
def test_covering_keeps_length_lines_and_spaces(text, names):
    shown = covered(text, shipped_finder().from_reading(text, names))
    assert len(shown) == len(text)
    assert all(a == b or b == "_" for a, b in zip(text, shown, strict=True))
    assert shown.count("\n") == text.count("\n")


@settings(max_examples=300, deadline=None)
@given(TEXTS, NAMES)
def test_what_is_kept_from_reading_is_kept_from_view(text, names):
    finder = shipped_finder()
    read = {each.span for each in finder.from_reading(text, names)}
    assert read <= {each.span for each in finder.from_view(text, names)}


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda p: Span(p[0], p[0] + p[1]))


@settings(max_examples=300)
@given(
    st.text(min_size=50, max_size=60),
    st.lists(st.tuples(st.sampled_from(["name", "email"]), SPANS)),
    st.lists(SPANS, max_size=3),
)
def test_masks_leave_the_rest_and_what_is_kept(text, hidden, kept):
    found = masked(text, [Hidden(*each) for each in hidden], kept)
    for keep in kept:
        assert found.span(keep).of(found.text) == keep.of(text)
    under = {i for _, span in hidden for i in range(span.start, span.end)}
    # What stands between neighbours goes with them into the placeholder that they share.
    ends, starts = {span.end for _, span in hidden}, {span.start for _, span in hidden}
    between = {
        i
        for i, letter in enumerate(text)
        if letter in " ,.'’-" and ends & {i - 2, i - 1, i} and starts & {i + 1, i + 2, i + 3}
    }
    free = [i for i in range(len(text)) if i not in under | between]
    places = [found.span(Span(i, i + 1)) for i in free]
    assert all(p.of(found.text) in (text[i], "") for i, p in zip(free, places, strict=True))
    assert [p.start for p in places] == sorted(p.start for p in places)


def test_neighbours_share_a_placeholder_with_what_stands_between():
    found = masked("ann.lee writes", [Hidden("name", Span(0, 3)), Hidden("name", Span(4, 7))])
    assert found.text == "[name] writes"
    assert found.span(Span(8, 14)).of(found.text) == "writes"


def test_the_same_mask_whatever_is_hidden():
    for name in ("Al", "Bartholomew"):
        assert masked(f"{name} wrote", [Hidden("name", Span(0, len(name)))]).text == "[name] wrote"


@given(st.text(), st.text())
def test_pseudonyms_tell_ids_apart(one, other):
    pseudonyms = Pseudonyms(b"a key of sixteen bytes")
    assert (pseudonyms.of(one) == pseudonyms.of(other)) == (one == other)
    assert pseudonyms.of(one) != Pseudonyms(b"another key, also long").of(one)


@pytest.mark.parametrize(
    "piece",
    ["A ", "University ", "0", "born ", "@", "a.", "a.b/", "+1 2", "Mr A ", "Name: ", "I am A",
     "A-", ", A", "A citizen "],
)  # fmt: skip
def test_no_text_takes_long(piece):
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    shipped_finder().from_view(text, ["Ada Go"], ["Kim"])
    assert time.process_time() - start < 5
