"""Lists are told from prose by a quick count that never says other than the pattern."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.profile.rules import SectionKind
from matcher.profile.sections import _SEPARATORS, LIST_EVERY, Section, is_list

SIGNS = [
    "-",
    "- ",
    " - ",
    "\n",
    "\n- ",
    "–",
    " – ",
    " –\n",
    " -\t",
    "\t-",
    ",",
    "; ",
    "•",
    "\r\n- ",
]
WORDS = ["a ", "word", "-Exprience", "\xa0-\xa0", "more words here and so on ", "x" * 30 + " "]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(SIGNS + WORDS), min_size=4, max_size=40).map("".join))
def test_the_count_agrees_with_the_pattern(text):
    found = len(_SEPARATORS.findall(text))
    expected = len(text) < 60 or found * LIST_EVERY >= len(text)
    assert is_list(text, Section(SectionKind.CLAIMED, 0, len(text))) == expected
