"""Every rule's example is read by that rule; wrong rule files are named."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from matcher.errors import ConfigError
from matcher.model import Span
from matcher.profile.cues import CueKind
from matcher.profile.fold import fold_heading, lower_case
from matcher.profile.polarity import governed
from matcher.profile.rules import parse_rules, shipped_rules

RULES = shipped_rules()
RAW = RULES.raw
TEXT = files("matcher.rules").joinpath("profile_en.yaml").read_text(encoding="utf-8")
_MARK = re.compile(r"\[([^\]]+)\]")


def marked(example):
    """The example without its brackets, and the spans they marked."""
    spans, plain, last = [], "", 0
    for match in _MARK.finditer(example):
        plain += example[last : match.start()]
        spans.append(Span(len(plain), len(plain) + len(match.group(1))))
        plain += match.group(1)
        last = match.end()
    return plain + example[last:], spans


def hits(text, kind):
    return RULES.cues.find(text, lower_case(text)).of(kind)


@pytest.mark.parametrize("rule", RAW.sections, ids=lambda rule: rule.kind.value)
def test_section_example(rule):
    assert RULES.headings[fold_heading(rule.example)] is rule.kind


def test_no_heading_opens_two_sections():
    owner = {}
    for section in RAW.sections:
        for heading in section.headings:
            assert owner.setdefault(fold_heading(heading), section.kind) is section.kind, heading


@pytest.mark.parametrize("rule", [*RAW.polarity, *RAW.courses], ids=lambda rule: rule.id)
def test_cue_example(rule):
    text, spans = marked(rule.example)
    kind = CueKind.POLARITY if rule.polarity else CueKind.COURSE
    found = hits(text, kind)
    assert rule.id in {hit.cue.id for hit in found}
    reached = governed(lower_case(text), spans, found, hits(text, CueKind.PSEUDO), RULES)
    assert sorted(reached) == list(range(len(spans)))
    assert {hit.cue.value for hit in reached.values()} == {rule.polarity}


@pytest.mark.parametrize("rule", RAW.pseudo, ids=lambda rule: rule.example)
def test_pseudo_example(rule):
    text, spans = marked(rule.example)
    pseudo = hits(text, CueKind.PSEUDO)
    assert pseudo
    assert not governed(lower_case(text), spans, hits(text, CueKind.POLARITY), pseudo, RULES)


@pytest.mark.parametrize("rule", RAW.degrees, ids=lambda rule: rule.example)
def test_degree_example(rule):
    text, spans = marked(rule.example)
    found = hits(text, CueKind.DEGREE)
    best = max(found, key=lambda hit: (hit.start == spans[0].start, hit.end))
    assert best.cue.value is rule.level
    assert Span(best.start, best.end).of(text).rstrip(".,") == spans[0].of(text).rstrip(".,")


@pytest.mark.parametrize("rule", RAW.degrees_not_held, ids=lambda rule: rule.example)
def test_not_held_example(rule):
    text, spans = marked(rule.example)
    lower = lower_case(text)
    side = lower[spans[0].end :] if rule.side == "after" else lower[: spans[0].start]
    assert re.search(rule.match, side)


@pytest.mark.parametrize("rule", RAW.language_levels, ids=lambda rule: rule.level.value)
def test_language_example(rule):
    from matcher.profile.languages import LanguageReader

    text, spans = marked(rule.example)
    assert LanguageReader(RULES).levels(lower_case(text), spans) == [rule.level]


@pytest.mark.parametrize("rule", [*RAW.titles, *RAW.management], ids=lambda rule: rule.id)
def test_role_example(rule):
    text, spans = marked(rule.example)
    kind = CueKind.TITLE if rule in RAW.titles else CueKind.MANAGEMENT
    found = {(hit.cue.id, hit.start, hit.end) for hit in hits(text, kind)}
    assert (rule.id, spans[0].start, spans[0].end) in found


@pytest.mark.parametrize("rule", RAW.machine_instructions, ids=lambda rule: rule.example)
def test_machine_instruction_example(rule):
    assert hits(rule.example, CueKind.MACHINE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nsections:", "\nsektions:", "unknown field|sektions"),
        ("polarity: denied, direction", "polarity: perhaps, direction", "perhaps"),
        ("match: neither", "match: '(neither'", "no valid pattern"),
        ("seasons: {spring: 3", "seasons: {spring: x", "Expected `int`"),
    ],
)
def test_wrong_rule_files_are_named(old, new, said):
    assert old in TEXT
    with pytest.raises(ConfigError, match=said) as error:
        parse_rules(TEXT.replace(old, new, 1), "rules.yaml")
    assert str(error.value).startswith("rules.yaml, line ")
