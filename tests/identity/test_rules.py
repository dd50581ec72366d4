"""Every rule of identity has an example that it fulfils, and nothing else of its kind."""

from __future__ import annotations

import re

import pytest

from matcher.identity import Hidden, covered, masked, shipped_finder
from matcher.identity.rules import compiled_patterns, identity_rules
from matcher.model import Span

RULES = identity_rules().patterns
MARKED = re.compile(r"\[([^\]]*)\]")


@pytest.mark.parametrize(
    ("rule", "compiled"),
    list(zip(RULES, compiled_patterns(identity_rules()), strict=True)),
    ids=[f"{rule.kind}-{number}" for number, rule in enumerate(RULES)],
)
def test_examples(rule, compiled):
    text = MARKED.sub(r"\1", rule.example)
    found = [
        next((v for v in match.groupdict().values() if v is not None), match.group())
        for match in compiled.pattern.finditer(text)
    ]
    assert found == MARKED.findall(rule.example)
    assert not rule.at or any(word in text.lower() for word in rule.at)


READ = [
    "Sex: [female] | Age: [34]",
    "Date of birth: [1 May 1990]\nLanguages: German C1",
    "Nationality: [German]\nLanguages: German (native), English",
    "Nationality: [German] Languages: English, German C1",
    "Marital status: [Married]; Location: [Java, Indonesia]",
    "German C1, English B2",
    "Worked at Oracle, 2015 - 2018, on Oracle databases",
    "Java Developer\nKotlin and Go since 2015",
    "Machine Learning\nPython and SQL in every job",
    "Java",
    "Ruby, Julia, Go",
    "[Ruby Stone]\n[ruby@example.org] | [Chelsea]\nRuby developer",
    "[Ruby Stone]\nRuby Developer\n[+44 20 7946 0000]\nRuby, Go",
    "CURRICULUM VITAE\n[RUBY STONE]\n[12 Julia Road, Chelsea]\n[ruby@example.org]",
    "[ruby@example.org] | Go Developer | [Java, Indonesia]\nWrote Go.",
    "I was [born in Java in 1990] and wrote Go.",
]


@pytest.mark.parametrize("example", READ)
def test_what_is_kept_from_reading(example):
    text = MARKED.sub(r"\1", example)
    found = masked(text, [Hidden("x", h.span) for h in shipped_finder().from_reading(text)]).text
    assert found == MARKED.sub("[x]", example)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Julia leads a team that writes Julia.", "[name] leads a team that writes Julia."),
        ("Skills: Julia, Python", "Skills: Julia, Python"),
        ("I am Julia Stone, and I use Julia.", "I am [name], and I use Julia."),
        ("Julia's last job was at Oracle", "[name]'s last job was at Oracle"),
        ("STONE, JULIA\nUsed Julia since 2019", "[name]\nUsed Julia since 2019"),
    ],
)
def test_the_name_in_a_list_of_candidates_decides_by_position(text, shown):
    hidden = shipped_finder().from_reading(text, ["Julia", "Stone"])
    assert masked(text, hidden).text == shown


@pytest.mark.parametrize("he", ["He and his", "She and her", "They and their", "he/him: his"])
def test_pronouns_leave_the_same_in_a_blind_view(he):
    text = f"{he} team wrote Java."
    shown = masked(text, shipped_finder().from_view(text)).text
    assert "[pronoun]" in shown
    assert not re.search(r"(?i)\b(?:s?he|they|his|hers?|their)\b", shown)


def test_covering_moves_no_character():
    text = "Ruby Stone\nruby@example.org\nRuby"
    shown = covered(text, shipped_finder().from_reading(text))
    assert shown == "____ _____\n________________\nRuby"


def test_masks_move_spans_and_keep_evidence():
    text = "Ada Go wrote Go with Ada Go"
    hidden = [Hidden("name", Span(0, 6)), Hidden("name", Span(21, 27))]
    found = masked(text, hidden, [Span(25, 27)])
    assert found.text == "[name] wrote Go with [name]Go"
    assert found.span(Span(13, 15)).of(found.text) == "Go"
    assert found.span(Span(25, 27)).of(found.text) == "Go"
    assert found.span(Span(0, 15)).of(found.text) == "[name] wrote Go"
