"""Joined columns are the columns of all profiles, array by array."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.scoring.columns import ProfileColumns
from matcher.scoring.joined_columns import joined
from tests.conftest import ROOT
from tests.scoring.strategies import profiles


def assert_same(found, expected):
    ours, theirs = found.arrays(), expected.arrays()
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        assert array.dtype == theirs[name].dtype, name
        assert np.array_equal(array, theirs[name]), name


@given(st.lists(st.lists(profiles(), max_size=4), min_size=1, max_size=4))
def test_joined_are_the_columns_of_all(lists):
    whole = [profile for each in lists for profile in each]
    for words in (False, True):
        pieces = [ProfileColumns.of(each, words=words) for each in lists]
        assert_same(joined(pieces), ProfileColumns.of(whole, words=words))


def test_real_lists_in_pieces_of_any_length(taxonomy):
    from matcher.profile.read import read_candidates

    found = read_candidates(str(ROOT / "data" / "applicants.csv"), taxonomy).candidates
    whole = [candidate.profile for candidate in found]
    for length in (1, 7, 40):
        lists = [whole[at : at + length] for at in range(0, len(whole), length)]
        pieces = [ProfileColumns.of(each, words=True) for each in lists]
        assert_same(joined(pieces), ProfileColumns.of(whole, words=True))


def test_no_piece_is_no_columns():
    with pytest.raises(ValueError):
        joined([])
