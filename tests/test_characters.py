"""Counting over characters: the compiled twins equal their references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.characters import plain_count_words, plain_digit_runs, plain_number_starts

ANY_TEXT = st.one_of(st.text(), st.text(alphabet="a0129+(-/. \n\t\xa0\x1c\u2003\u0665é💡"))
compiled = pytest.importorskip("matcher._characters", reason="--interpreted runs without")


@given(ANY_TEXT)
def test_words(text):
    assert compiled.count_words(text) == plain_count_words(text)


@given(ANY_TEXT, st.integers(0, 12), st.integers(0, 60))
def test_digits(text, start, size):
    part = min(start, len(text)), min(start + size, len(text))
    assert compiled.digit_runs(text, *part) == plain_digit_runs(text, *part)


@given(ANY_TEXT)
def test_numbers(text):
    assert compiled.number_starts(text) == plain_number_starts(text)
