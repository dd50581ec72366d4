"""A compact memory of ids answers as a dictionary does."""

from __future__ import annotations

import sys
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from matcher.profile.seen import SeenIds


@given(st.lists(st.text(max_size=3), max_size=60))
def test_it_answers_as_a_dictionary(ids):
    seen, known = SeenIds(), {}
    for row, each in enumerate(ids, 1):
        assert seen.first_row(each, row) == known.get(each, 0)
        known.setdefault(each, row)


def test_many_ids_stay_apart_in_few_bytes():
    seen = SeenIds()
    many = 200_000
    rows = count(1)
    assert not any(seen.first_row(f"k{n}", next(rows)) for n in range(many))
    assert all(seen.first_row(f"k{n}", 0) == n + 1 for n in range(0, many, 977))
    size = sum(sys.getsizeof(part) for part in (*seen._keys, *seen._rows))
    assert size / many < 30
