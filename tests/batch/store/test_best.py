"""The best of a store are the head of the ranking of everybody, twins and all."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.batch.store.best import stored_sources
from matcher.batch.store.reading import open_lists
from matcher.batch.store.twins import TwinFinder
from matcher.matching import Matcher
from matcher.model import Candidate
from matcher.profile.duplicates import find_pairs
from matcher.scoring import Policy
from tests.batch.store.lists import SKILLS, TAXONOMY, read_into, write_list
from tests.batch.store.test_update import small_parts

DAY = date(2026, 1, 1)
MATCHER = Matcher(TAXONOMY)
JOB = MATCHER.parse_text(
    "Must have\n- Java or Go\n- 3+ years of SQL\nNice to have\n- Kafka, Docker"
)
_LONG = re.findall(
    r"\w+",
    "Keeps the gates and boats of three canals in good order with a small crew and reports to the "
    "harbour every week on what was mended and what has to be bought before the winter comes and "
    "the ice stops all work on the water for many weeks of the year in most years",
)


@st.composite
def rows(draw):
    """A list in which addresses, numbers and texts occur twice and more."""
    count = draw(st.integers(1, 9))
    found = []
    for number in range(count):
        mail = f"{draw(st.sampled_from('abc'))}@example.org" if draw(st.booleans()) else ""
        words = list(_LONG) if draw(st.booleans()) else []
        if words and draw(st.booleans()):
            words[draw(st.integers(0, len(words) - 1))] = "otter"
        known = draw(st.lists(st.sampled_from(SKILLS), max_size=3, unique=True))
        since = draw(st.sampled_from(["", "2015 - 2020: ", "2024 - now: "]))
        phone = draw(st.sampled_from(["", "\nPhone: +1 555 010 0123"]))
        text = f"{' '.join(words)}\n{since}{', '.join(known)}{phone}"
        found.append((f"k{draw(st.integers(0, 3))}{number}", "", mail, text))
    return found


@contextlib.contextmanager
def opened(folder, lists, size):
    """Stores of the lists in parts of some size, opened."""
    sources = [write_list(Path(folder, f"list{n}.csv"), each) for n, each in enumerate(lists)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        small_parts(monkeypatch, size)
        read_into(folder / "store", *sources)
    with open_lists([str(folder / "store")], TAXONOMY) as found:
        yield found


@settings(max_examples=12, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=3), st.integers(1, 5), st.integers(1, 12))
@example([[("k1", "", "", "")]], 1, 1)
def test_the_best_are_the_head_of_all(tmp_path_factory, lists, size, count):
    with opened(tmp_path_factory.mktemp("best"), lists, size) as found:
        everybody = MATCHER.rank(JOB, found, Policy.default(), DAY, columns=found.uses)
        best = MATCHER.rank_best(
            JOB, stored_sources(found), Policy.default(), DAY, count, columns=found.uses
        )
    head = everybody.head(count)
    ids = {ranked.ledger.candidate_id for ranked in head.ranked}
    assert best.ranked == head.ranked
    assert best.twins == {key: head.twins[key] for key in ids & head.twins.keys()}
    assert (best.not_shown, best.next_below) == (head.not_shown, head.next_below)
    assert best.set_aside == head.set_aside
    assert all(best.candidates[key] == head.candidates[key] for key in ids)
    shared = [f.name for f in dataclasses.fields(head) if f.name not in ("candidates", "twins")]
    assert all(getattr(best, name) == getattr(head, name) for name in shared if name != "plan")


@settings(max_examples=12, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=3), st.integers(1, 5), st.data())
def test_the_pairs_of_some_are_those_of_all_with_them(tmp_path_factory, lists, size, data):
    with opened(tmp_path_factory.mktemp("pairs"), lists, size) as found:
        stored = stored_sources(found)
        finder = TwinFinder(stored, found.uses)
        everybody = [each for each in found if isinstance(each, Candidate)]
        places = [
            finder.place(number, at)
            for number, (_, source) in enumerate(stored)
            for at in range(len(source.listing))
            if at not in source.listing.asides
        ]
        some = data.draw(st.lists(st.sampled_from(places), unique=True)) if places else []
        pairs = finder.pairs(some)
    expected = {
        (places[pair.first], places[pair.second]): pair.signs
        for pair in find_pairs(everybody, found.uses)
    }
    assert pairs == {p: signs for p, signs in expected.items() if set(p) & set(some)}


def test_an_address_of_many_says_nothing(tmp_path):
    lists = [[(f"k{n}", "", "agency@example.org", "Java") for n in range(11)]]
    with opened(tmp_path, lists, 4) as found:
        assert not TwinFinder(stored_sources(found), found.uses).pairs([3])
    lists = [lists[0][:10]]
    with opened(tmp_path, lists, 4) as found:
        assert len(TwinFinder(stored_sources(found), found.uses).pairs([3])) == 9


def test_lists_that_use_a_header_differently_are_ranked_in_full(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("id,resume,Extra\n1,Java developer since 2015,a@example.org\n")
    other.write_text("id,resume,Extra,E-Mail\n1,Go developer since 2016,x,b@example.org\n")
    store = tmp_path / "store"
    read_into(store, str(one), str(other))
    with open_lists([str(store)], TAXONOMY) as found:
        agree = stored_sources(found) is not None
        uses = [source.uses.get("Extra") for _, source in found.opened]
    assert agree == (len(set(uses)) == 1)
