"""The table ``tests/cases/ambiguous.yaml``: names that are also other words."""

from __future__ import annotations

from matcher.taxonomy.lexicon import Lexicon
from tests.conftest import cases

#: Share of the sentences that must be read as a fair reader would.
RIGHT = 0.97


def _misread(lexicon: Lexicon) -> tuple[int, list[str]]:
    """How many sentences there are, and those that are read wrongly."""
    count, wrong = 0, []
    for row in cases("ambiguous.yaml"):
        for key, expected in (("named", True), ("other", False)):
            for text in row.get(key, ()):
                count += 1
                found = {mention.skill for mention in lexicon.find(text)}
                if found.isdisjoint(row["skill"]) is expected:
                    wrong.append(f"{row['word']}, {key}: {text}")
    return count, wrong


def test_ambiguous_names(taxonomy):
    count, wrong = _misread(taxonomy.lexicon)
    assert len(wrong) <= (1 - RIGHT) * count, "\n".join(wrong)


def test_table_is_broad(taxonomy):
    rows = cases("ambiguous.yaml")
    assert len({row["word"] for row in rows}) >= 120
    named = sum(len(row.get("named", ())) for row in rows)
    other = sum(len(row.get("other", ())) for row in rows)
    assert min(named, other) >= 160
    assert named + other >= 320
    assert all(skill in taxonomy for row in rows for skill in row["skill"])
