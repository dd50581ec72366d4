"""Reading time grows with the length of a text, whatever its shape."""

from __future__ import annotations

import time

import pytest

from matcher.identity import covered, shipped_finder
from matcher.profile.quality import is_muddled
from matcher.profile.rules import shipped_rules
from tests.profile.small import READER

SHORT = 6_000
TIMES_LONGER = 8
#: Linear is one; a walk over the whole text for each of its parts would be TIMES_LONGER.
AT_MOST = 3.0
#: Times this short are the clock's, not the text's (seconds).
NO_TIME = 0.05
PIECES = {
    "flat line with wide gaps": "the keeper of gates   opens four locks   in Java   ",
    "flat line of headings": "EXPERIENCE Java SKILLS Python EDUCATION BSc ",
    "headings": "Skills\nJava\nEducation\nBSc\n",
    "unknown headings": "\nSOME UNKNOWN THING\nEducation\n",
    "labels": "Skills: Java\nTools: Python\n",
    "glued headings": "Company Details Education Details ",
    "names": "Java, Python, ",
    "jobs on one line": "Jan 2019 - Feb 2020 Java ",
    "jobs": "Keeper, Jan 2019 - Feb 2020\n- Java\n",
    "employers": "company - Canal Trust\nJava\n",
    "remarks": "Java since 2014 ",
    "dated projects": "Projects\nJan 2019 - Feb 2020 Java\n",
    "lengths": "June 2016 (3 months) Java ",
    "years": "5 years of Java ",
    "years behind names": "Java experience (5 years) ",
    "degrees": "BSc Physics, ",
    "studies that go on": "Education\nBSc Physics, 2010 - present ",
    "schools": "Harbour University of Science and Law ",
    "denials": "never used Java or Python, ",
    "denials behind names": "Java: none, ",
    "languages": "German C1 English native ",
    "shared levels": "German, English all fluent ",
    "titles": "Senior Developer ",
    "people managed": "led a team of 8 ",
    "addresses": "ada@example.org https://example.org ",
    "labels of persons": "Name: Ada Nationality: Swedish ",
    "birth": "born ",
    "signs": "- ",
    "blanks": " \t",
    "broken words": "S pring B oot J ava K afka ",
    "marks": "<b ",
}


def shaped(piece: str, size: int) -> str:
    return ("Ada Stone\nada@example.org\nExperience\n" + piece * (size // len(piece) + 1))[:size]


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        READER.read("k1", {"resume_text": text})
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize("shape", PIECES)
def test_reading_time_is_linear(shape):
    short, long = (seconds(shaped(PIECES[shape], SHORT * n)) for n in (1, TIMES_LONGER))
    assert long < NO_TIME or long < AT_MOST * TIMES_LONGER * short


def test_muddle_of_a_flat_line_is_found_in_linear_time():
    line = "the keeper of gates   opens four locks   " * 5000
    started = time.process_time()
    assert not is_muddled(line, shipped_rules())
    assert is_muddled((line[:120] + "\n") * 8, shipped_rules())
    assert time.process_time() - started < 1


def test_covering_many_stretches_is_linear():
    text = "ada@example.org " * 20_000
    started = time.process_time()
    assert set(covered(text, shipped_finder().from_reading(text))) == {"_", " "}
    assert time.process_time() - started < 5


def test_a_match_is_found_wherever_its_word_stands():
    finder = shipped_finder()
    text = (
        "born " * 50 + "born 1 May 1961, Swedish.\n" + "x" * 700 + " ada@example.org born in May."
    )
    found = {(h.kind, h.span.of(text)) for h in finder.from_reading(text)}
    assert ("email", "ada@example.org") in found
    assert ("birth", "born in May") in found
    assert any(kind == "birth" and "1961" in words for kind, words in found)
