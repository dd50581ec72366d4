"""Several lists at once: every candidate of each, ids apart, nothing lost."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.model import Candidate
from matcher.profile.several import open_sources, source_names
from tests.profile.small import TAXONOMY


@pytest.fixture
def lists(tmp_path):
    march, april = tmp_path / "march.csv", tmp_path / "april.csv"
    march.write_text("id,name,cv\nk1,Ann,Java\nk2,Bo,Go\nk1,Ann,again\n")
    april.write_text("cv;Full name\nJava;Cleo\nSQL;Dan\nSQL\n")
    return str(march), str(april)


def read(*sources):
    with open_sources(sources, TAXONOMY) as opened:
        return opened.uses, list(opened.describe()), list(opened)


def test_ids_of_several_lists_carry_the_names_of_their_lists(lists):
    uses, lines, outcomes = read(*lists)
    found = [o.profile.candidate_id for o in outcomes if isinstance(o, Candidate)]
    assert found == ["march:k1", "march:k2", "april:row-1", "april:row-2"]
    aside = [(o.source, o.row, o.candidate_id) for o in outcomes if not isinstance(o, Candidate)]
    assert aside == [("march", 3, "march:k1"), ("april", 3, None)]
    assert uses == {
        "id": "candidate_id", "name": "name", "cv": "resume_text", "Full name": "name",
    }  # fmt: skip
    assert [line.partition(": ")[0] for line in lines] == list(lists)


def test_ids_do_not_depend_on_the_order_of_the_lists(lists):
    def ids(*sources):
        return {o.profile.candidate_id for o in read(*sources)[2] if isinstance(o, Candidate)}

    assert ids(*lists) == ids(*lists[::-1])


def test_ids_of_a_single_list_stay(lists):
    assert [o.profile.candidate_id for o in read(lists[1])[2][:2]] == ["row-1", "row-2"]


def test_a_list_given_twice_is_a_mistake(lists):
    with pytest.raises(InputError, match="is given twice"):
        read(lists[0], lists[0])


def test_lists_of_one_name_are_told_apart_by_their_paths():
    assert source_names(["a/x.csv", "b/x.csv", "y.csv"]) == ("a/x.csv", "b/x.csv", "y.csv")
    assert source_names(["-", "y.csv"]) == ("stdin", "y")
