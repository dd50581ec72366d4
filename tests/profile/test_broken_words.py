"""A text whose words a bad PDF layer broke is read as the whole one, with places in the broken."""

from __future__ import annotations

from tests.profile.small import READER

WHOLE = """SUMMARY
Keeper with 9 years of experience, fluent in German.
Work experience
Senior developer, Larch Works
December 2017 - March 2020
Java, Kotlin and Python for the stores of the harbour
Developer, Beech Works
June 2014 - November 2017
Docker, Redis, Kafka and long nights
Education
Bachelor of Science in Physics, 2014
"""


def broken(text):
    """ "Java" becomes "J ava" and "2017" "2 017"; words of one or two letters stay."""
    words = [
        word[:1] + " " + word[1:] if len(word) > 2 and word[0].isalnum() else word
        for word in text.split(" ")
    ]
    return " ".join(words)


def test_careers_and_studies_survive_broken_words():
    text = "\n".join(broken(line) for line in WHOLE.split("\n"))
    whole, read = (READER.read("k1", {"resume_text": t}) for t in (WHOLE, text))
    assert [t.interval for t in read.tenures] == [t.interval for t in whole.tenures]
    assert [t.interval.to_dict() for t in read.tenures] == [
        {"start": "2017-12", "end": "2020-03"},
        {"start": "2014-06", "end": "2017-11"},
    ]
    assert [(e.skill, e.kind, e.intervals) for e in read.evidence] == [
        (e.skill, e.kind, e.intervals) for e in whole.evidence
    ]
    assert [d.degree for d in read.degrees] == [d.degree for d in whole.degrees] != []
    assert [r.seniority for r in read.roles] == [r.seniority for r in whole.roles] != []
    shown = (*read.evidence, *read.degrees, *read.roles, *read.years_stated)
    assert all(each.span.of(text) == each.surface for each in shown)
    assert "J ava" in {each.surface for each in read.evidence}
