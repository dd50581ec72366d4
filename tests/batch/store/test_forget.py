"""Who is forgotten is gone, with every trace; the others are as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.batch.store.forget import forget
from matcher.batch.store.reading import open_store
from matcher.errors import InputError
from matcher.model import SetAside
from tests.batch.store.lists import (
    anywhere,
    bytes_of,
    people,
    person,
    read_into,
    stored,
    write_list,
)
from tests.batch.store.test_update import small_parts

DAY = date(2026, 11, 1)


def test_no_trace_is_left(tmp_path):
    rows = [*people(12), person(3, " Once more.")]
    source, store = write_list(tmp_path / "a.csv", rows), tmp_path / "store"
    read_into(store, source)
    [before] = stored(store)
    [digests] = [open_store(store).sources[0].listing.digests]
    gone = [digests[at].tobytes() for at in (2, 6)]
    assert anywhere(store, b"ada3@example.org", b"k7", *gone)
    assert forget(store, ["k3", "k7"], DAY) == 2
    assert not anywhere(store, b"ada3@example.org", b"Ada Berg3", b"ada7@example.org", b"k7", *gone)
    [after] = stored(store)
    ids = [each.candidate_id if isinstance(each, SetAside) else each.profile.candidate_id
           for each in after]  # fmt: skip
    assert ids == [f"k{n}" for n in (1, 2, 4, 5, 6, 8, 9, 10, 11, 12)]
    assert [each for each in before if each in after] == after
    manifest = open_store(store).manifest
    assert [(each.on, each.candidates) for each in manifest.forgotten] == [("2026-11-01", 2)]
    assert (manifest.candidates, manifest.set_aside) == (10, 0)


@settings(max_examples=8, deadline=None)
@given(st.sets(st.integers(1, 20), min_size=1), st.integers(1, 9))
def test_forgetting_is_never_having_read(tmp_path_factory, numbers, size):
    folder = tmp_path_factory.mktemp("forget")
    with pytest.MonkeyPatch.context() as monkeypatch:
        small_parts(monkeypatch, size)
        read_into(folder / "store", write_list(folder / "a.csv", people(20)))
        assert forget(folder / "store", [f"k{n}" for n in numbers], DAY) == len(numbers)
        found = [each.profile for source in stored(folder / "store") for each in source]
        left = [row for row in people(20) if int(row[0][1:]) not in numbers]
        expected = []
        if left:
            read_into(folder / "other", write_list(folder / "b.csv", left))
            expected = [each.profile for each in stored(folder / "other")[0]]
        assert found == expected
        assert len(open_store(folder / "store").manifest.sources) == bool(left)


def test_ids_of_several_lists(tmp_path):
    march = write_list(tmp_path / "march.csv", people(3))
    april = write_list(tmp_path / "april.csv", people(3, 3))
    store = tmp_path / "store"
    read_into(store, march, april)
    with pytest.raises(InputError, match=r"'k3' stands in several lists.*april:k3, march:k3"):
        forget(store, ["k3"], DAY)
    with pytest.raises(InputError, match=r"no candidate 'march:k4'.*such as (.*, )?march:k"):
        forget(store, ["march:k4"], DAY)
    assert forget(store, ["march:k3", "k5"], DAY) == 2
    ids = [[each.profile.candidate_id for each in source] for source in stored(store)]
    assert ids == [["k1", "k2"], ["k3", "k4"]]


def test_one_unknown_id_and_nobody_is_forgotten(tmp_path):
    store = tmp_path / "store"
    read_into(store, write_list(tmp_path / "a.csv", people(3)))
    before = bytes_of(store)
    with pytest.raises(InputError, match=r"no candidate 'k33'.*such as k3"):
        forget(store, ["k1", "k33"], DAY)
    assert bytes_of(store) == before


def test_somebody_set_aside_is_forgotten_too(tmp_path):
    path = tmp_path / "a.csv"
    store = tmp_path / "store"
    read_into(store, write_list(path, [*people(2), ("k9", "Bo Cruz")]))
    assert forget(store, ["k9"], DAY) == 1
    assert not anywhere(store, b"k9")
    assert open_store(store).manifest.set_aside == 0


def test_a_folder_that_is_no_store(tmp_path):
    with pytest.raises(InputError, match=r"is no profile store"):
        forget(tmp_path, ["k1"], DAY)
