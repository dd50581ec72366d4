"""A person's own name is found where patterns made for it would find it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.identity.own_names import PARTICLE, sequences, subjects

WORDS = st.lists(st.sampled_from(["Ann", "Anna", "Lee", "Li", "Öz", "Stone", "De"]), unique=True)
NAMED = ["Ann", "anna", "ANNA", "Lee", "lee", "Li", "öz", "Öz", "Stone", "STONE", "de", "de la"]
SIGNS = [" ", " ", " ", "-", "M. ", "M.", ". ", ", ", "'s", "’s", " leads", "_", "x", "\n", "9"]
PIECES = st.sampled_from([*NAMED, *SIGNS])
TEXTS = st.lists(PIECES, max_size=16).map("".join)
BEHIND = r"['’]s\b|,? (?:leads|is)\b"


@settings(max_examples=1500)
@given(TEXTS, WORDS.filter(bool).map(sorted), st.booleans())
def test_sequences(text, words, written):
    names = [" ".join(words)] if written else []
    either = "|".join(map(re.escape, words))
    pair = rf"(?<!\w)(?i:{either})[ -](?:[A-ZÀ-Þ]\. ?)?{PARTICLE}{{0,2}}(?i:{either})(?!\w)"
    whole = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if " " in name]
    expected = [match.span() for match in re.finditer("|".join([*whole, pair]), text)]
    assert [(s.start, s.end) for s in sequences(text, names, words)] == expected


@settings(max_examples=800)
@given(TEXTS, WORDS.filter(bool).map(sorted))
def test_subjects(text, words):
    either = "|".join(map(re.escape, words))
    expected = [m.span() for m in re.finditer(rf"(?<!\w)(?:{either})(?={BEHIND})", text)]
    found = subjects(text, words, re.compile(BEHIND))
    assert sorted((s.start, s.end) for s in found) == expected
