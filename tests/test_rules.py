"""Every rule's example is read by that rule."""

from __future__ import annotations

import re
import time

import pytest

from matcher.job.conditions import CATEGORY
from matcher.job.sentences import find_cues
from matcher.placed_yaml import parse_yaml
from matcher.rules import load_rules
from matcher.rules.load import rules_text
from matcher.taxonomy.normal import fold_name

RULES = load_rules()
DATA = parse_yaml(rules_text(), "rules/en.yaml").data


@pytest.mark.parametrize("rule", RULES.headings, ids=lambda rule: rule.id)
def test_heading_example_falls_under_its_rule(rule):
    assert RULES.heading_by_word(rule.example).id == rule.id


@pytest.mark.parametrize("rule", RULES.cues, ids=lambda rule: rule.id)
def test_cue_example_is_found_by_its_rule(rule):
    found = find_cues(fold_name(rule.example), RULES)
    assert rule.id in {cue.id for _, _, cue in found}
    assert rule.governs in rule.example


@pytest.mark.parametrize("rule", RULES.asks, ids=lambda rule: rule.id)
def test_ask_example_is_found_by_its_rule(rule):
    folded = fold_name(rule.example)
    assert next(r for r in RULES.asks if r.pattern.search(folded)).id == rule.id


@pytest.mark.parametrize("rule", RULES.risky, ids=lambda rule: rule.id)
def test_risky_example_is_found_by_its_rule(rule):
    assert rule.pattern.search(rule.example)
    assert rule.advice
    assert rule.message


@pytest.mark.parametrize("name", list(DATA["patterns"]))
def test_pattern_example_finds_what_it_says(name):
    raw = DATA["patterns"][name]
    found = RULES.pattern(name).search(raw["example"])
    assert found is not None
    assert found.group() == raw["finds"]


def test_every_pattern_is_used_by_a_reader():
    from pathlib import Path

    import matcher

    code = "".join(p.read_text() for p in Path(matcher.__file__).parent.rglob("*.py"))
    inside = "".join(str(raw["match"]) for raw in DATA["patterns"].values())
    unused = [
        name
        for name in DATA["patterns"]
        if f'"{name}"' not in code
        and f"<<{name}>>" not in inside
        and not re.match(r"language_", name)
    ]
    assert not unused


@pytest.mark.parametrize("rule", RULES.conditions.rules, ids=lambda rule: rule.id)
def test_condition_example_is_found_by_its_rule(rule):
    folded = fold_name(rule.example)
    found = [(f.rule.id, folded[f.start : f.end]) for f in RULES.conditions.find(folded)]
    assert (rule.id, rule.finds) in found


def test_every_condition_of_the_taxonomy_has_a_kind(taxonomy):
    named = RULES.conditions.of_skill
    assert set(named) <= set(taxonomy.skills)
    unknown = [
        skill.id
        for skill in taxonomy.skills.values()
        if skill.category == CATEGORY
        and not named.keys() & {skill.id, *taxonomy.ancestors(skill.id)}
    ]
    assert not unknown
    assert all(taxonomy[skill].category == CATEGORY for skill in named)


@pytest.mark.parametrize(
    "piece", ["a ", "night day ", "pass an the full ", "no visa ", "in the office ", "$1,000 "]
)
def test_conditions_are_looked_for_in_time_that_grows_with_the_text(piece):
    def seconds(text):
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            RULES.conditions.find(text)
            best = min(best, time.perf_counter() - start)
        return best

    short = piece * (6_000 // len(piece))
    assert seconds(short * 8) < max(8 * seconds(short) * 3, 0.05)
