"""The table ``tests/cases/lexicon.yaml`` on the shipped taxonomy, and the cache."""

from __future__ import annotations

import pytest

from matcher.taxonomy.names import name_table
from matcher.taxonomy.store import load_taxonomy
from tests.conftest import cases
from tests.taxonomy.tricky import SKILLS


@pytest.mark.parametrize("case", cases("lexicon.yaml"), ids=lambda case: case["text"][:50])
def test_names_in_text(case, taxonomy):
    found = taxonomy.lexicon.find(case["text"], listed=case.get("listed", False))
    assert [[m.span.of(case["text"]), m.skill] for m in found] == case["names"]


def test_table_has_enough_rows():
    assert len(cases("lexicon.yaml")) >= 120


def test_table_of_names_ignores_the_order_of_skills():
    assert name_table(SKILLS) == name_table(reversed(SKILLS))


def test_a_damaged_cache_costs_time_and_no_result(tmp_path):
    source = tmp_path / "t.yaml"
    source.write_text("skills:\n- {id: go, name: Golang, kind: tool, category: c}\n")
    first = load_taxonomy(source, cache_dir=tmp_path)
    (cached,) = tmp_path.glob("*.msgpack")
    second = load_taxonomy(source, cache_dir=tmp_path)
    cached.write_bytes(cached.read_bytes()[:-9])
    third = load_taxonomy(source, cache_dir=tmp_path)
    for taxonomy in (first, second, third):
        assert [m.skill for m in taxonomy.lexicon.find("Golang")] == ["go"]
        assert taxonomy.ids_by_name == {"golang": "go"}
        assert taxonomy.digest == first.digest
