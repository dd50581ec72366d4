"""Repair of misspelt names: the table, and the fast path against the plain one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.model import Method
from matcher.taxonomy.repair import Repairer, repair_term
from tests.profile.small import TAXONOMY, cases

NAMES = TAXONOMY.ids_by_name
REPAIRER = Repairer(NAMES)


@pytest.mark.parametrize("case", cases("repair"), ids=lambda case: case["term"])
def test_repair(case):
    repaired = repair_term(case["term"], NAMES)
    assert (repaired and repaired[0]) == case["to"]


def test_spaces_and_case_are_an_alias_and_slips_are_fuzzy():
    assert repair_term("Java Script", NAMES) == ("javascript", Method.ALIAS)
    assert repair_term("Javascirpt", NAMES) == ("javascript", Method.FUZZY)


def test_two_skills_as_near_as_each_other_are_left_alone():
    assert repair_term("kafkb", {"kafka": "kafka", "kafke": "other"}) is None


def test_names_of_two_skills_are_never_joined():
    for name, skill in NAMES.items():
        assert repair_term(name, NAMES)[0] == skill


SLIPS = st.sampled_from(sorted(NAMES)).flatmap(
    lambda name: st.lists(
        st.tuples(st.integers(0, len(name)), st.sampled_from("abcs jq#1")), max_size=3
    ).map(lambda edits: _edited(name, edits))
)


def _edited(name, edits):
    for at, char in edits:
        name = name[:at] + char + name[at + 1 :]
    return name


@given(st.one_of(SLIPS, st.text(max_size=12)))
def test_index_gives_what_the_plain_search_gives(term):
    assert REPAIRER.repair(term) == repair_term(term, NAMES)
    assert REPAIRER.repair(term) == repair_term(term, NAMES)
