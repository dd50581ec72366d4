"""Descriptions read into requirements, by tables of cases."""

from __future__ import annotations

import pytest

from matcher.model import Level
from tests.conftest import cases
from tests.job.trees import tree_words


@pytest.mark.parametrize("case", cases("job_logic.yaml"), ids=lambda case: case["text"][:60])
def test_logic(parser, case):
    job = parser.parse(f"Requirements\n- {case['text']}\n- Perl")
    trees = [tree_words(r.needs) for r in job.requirements if r.level is Level.MUST]
    assert trees[:-1] == [case["tree"]]


@pytest.mark.parametrize("case", cases("job_levels.yaml"), ids=lambda case: case["text"][:60])
def test_levels(parser, case):
    job = parser.parse(case["text"])
    asked = [
        f"{r.level} " + ", ".join(leaf.label for leaf in r.leaves())
        for r in job.requirements
        if r.level is not Level.CONTEXT
    ]
    assert asked == [row.replace('"', "") for row in case["asked"]]
