"""The table ``tests/cases/repair_shipped.yaml``: what is repaired, what never joined."""

from __future__ import annotations

import pytest

from matcher.taxonomy.repair import Repairer
from tests.conftest import cases

TABLE = cases("repair_shipped.yaml")
#: Share of the misspellings that must be repaired; the rest must at least join nothing else.
REPAIRED = 0.95


@pytest.fixture(scope="module")
def repairer(taxonomy):
    return Repairer(taxonomy.ids_by_name)


def _skill(repairer: Repairer, term: str) -> str | None:
    repaired = repairer.repair(term)
    return repaired[0] if repaired else None


def test_misspellings_are_repaired(repairer):
    rows = TABLE["repairs"]
    found = {row["term"]: _skill(repairer, row["term"]) for row in rows}
    left = [row["term"] for row in rows if found[row["term"]] is None]
    wrong = [row["term"] for row in rows if found[row["term"]] not in (None, row["to"])]
    assert not wrong
    assert len(left) <= (1 - REPAIRED) * len(rows), left


@pytest.mark.parametrize("pair", TABLE["never"], ids=" | ".join)
def test_never_joined(repairer, pair):
    one, other = (_skill(repairer, term) for term in pair)
    assert one is None or one != other


@pytest.mark.parametrize(
    "word", ["polishing", "consult", "assemble", "topics", "boats", "topography", "labor"]
)
def test_words_of_a_dictionary_are_no_misspellings(repairer, word):
    assert _skill(repairer, word) is None


def test_table_is_broad():
    assert len({row["term"] for row in TABLE["repairs"]}) >= 150
    assert len({tuple(pair) for pair in TABLE["never"]}) >= 150
