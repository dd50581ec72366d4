"""Descriptions read into requirements, by tables of cases."""

from __future__ import annotations

import pytest

from matcher.model import Kind, Level
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


@pytest.mark.parametrize(
    ("level", "heading"),
    [(level, heading) for level, rows in cases("job_headings.yaml").items() for heading in rows],
)
@pytest.mark.parametrize("gap", ["\n- ", "\n\n"], ids=["items", "lines"])
def test_headings(parser, level, heading, gap):
    text = f"Requirements\n- Perl\n\n{heading}{gap}Terraform{gap.lstrip() or chr(10)}Ansible\n"
    asked = {
        leaf.label: str(r.level)
        for r in parser.parse(text).requirements
        for leaf in r.leaves()
        if r.level is not Level.CONTEXT
    }
    below = dict.fromkeys(("Terraform", "Ansible"), level) if level != "none" else {}
    assert asked == {"Perl": "must"} | below


def stated(job):
    found = []
    for requirement in job.requirements:
        words = {}
        for leaf in requirement.leaves():
            if leaf.kind is Kind.OTHER:
                words.setdefault(f"{requirement.level} {leaf.condition}", []).append(leaf.label)
        found += [f"{of}: {', '.join(labels)}" for of, labels in words.items()]
    return found


@pytest.mark.parametrize(
    "case", cases("job_conditions.yaml"), ids=lambda case: case["text"].split("\n")[0]
)
def test_conditions(parser, case):
    text = case["text"] if "\n" in case["text"] else f"Requirements\n- Perl\n- {case['text']}\n"
    assert stated(parser.parse(text)) == case["conditions"]
