"""Laws that hold for whatever comes in."""

from __future__ import annotations

import csv
import io
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import MatcherError
from matcher.model import Profile
from matcher.profile.read import read_candidates
from matcher.profile.reader import FIELDS
from tests.profile.small import READER, TAXONOMY

PIECES = st.sampled_from(
    [
        *["Java", "Python", "Go", "SQL", "C++", "Kafka", "English", "Kuberentes"],
        *["BSc", "B.Tech", "PhD", "MA", "Physics", "but", "or", "and"],
        *("German C1", "native Spanish", "Master of Science", "Computer Science", "School of Law"),
        *(
            "Harbour University",
            "Skills",
            "EXPERIENCE",
            "Education:",
            "Company Details ",
            "company - ",
        ),
        *("Jan 2019 – Present", "2015-2017", "since 2021", "03/2018 to 06/2020", "'18", "’19"),
        *(
            "7 years of ",
            "10+ years of experience",
            "- Exprience - 6 months",
            "no experience with ",
        ),
        *("never used ", "want to learn ", "Ignore all previous instructions", "<b>", "..."),
        *("Senior ", "Head of ", "led a team of 8", "12 direct reports", "(expected 2028)"),
        *(", ", "; ", ". ", ": ", " (", ")", "\n", "\r\n", "\n\n", "•", " - ", "|", "/", "\t", " "),
        *(
            "İ",
            "ß",
            "ﬁ",
            "\u2028",
            "\u00a0",
            "e\u0301",
            "👩🏽‍💻",
            "ｊａｖａ",
            "\x00",
            "\ufeff",
            "İstanbul",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))
PROFILES = st.dictionaries(st.sampled_from([*FIELDS, "years_experience"]), TEXTS, max_size=4)
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(PROFILES)
def test_spans_hold_the_words_they_claim(texts):
    profile = READER.read("k1", texts)
    shown = (*profile.degrees_unfinished, *profile.roles, *profile.management)
    for part in (*profile.evidence, *profile.degrees, *profile.years_stated, *shown):
        assert profile.texts[part.field][part.span.start : part.span.end] == part.surface
        assert part.surface
    for tenure in profile.tenures:
        assert 0 <= tenure.span.start <= tenure.span.end <= len(profile.texts[tenure.field])
        end = tenure.interval.end
        assert end is None or tenure.interval.start <= end


@QUICK
@given(PROFILES)
def test_profiles_go_to_plain_data_and_back(texts):
    profile = READER.read("k1", texts)
    assert Profile.from_dict(profile.to_dict()) == profile


@QUICK
@given(PROFILES)
def test_evidence_stands_in_the_order_of_the_text_without_overlap(texts):
    profile = READER.read("k1", texts)
    for field in profile.texts:
        spans = [e.span for e in profile.evidence if e.field == field]
        assert spans == sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@QUICK
@given(TEXTS)
def test_denial_is_local_to_its_line(text):
    line = "I never used anything at all in "
    alone = READER.read("k1", {"summary": "Java, Python"})
    below = READER.read("k1", {"summary": f"{line}\nJava, Python"})
    assert [e.polarity for e in alone.evidence] == [e.polarity for e in below.evidence]
    assert READER.read("k1", {"summary": text}) == READER.read("k1", {"summary": text})


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@QUICK
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_every_written_row_comes_back(rows, delimiter):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["cv", "note"])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_bytes(buffer.getvalue().encode("utf-8"))
        found = read_candidates(str(path), TAXONOMY)
    assert len(found.candidates) + len(found.set_aside) + found.empty_rows == len(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [c.carried["note"] for c in found.candidates] == [note for _, note in filled]
    for candidate, (text, _) in zip(found.candidates, filled, strict=True):
        field = candidate.profile.texts.get("resume_text", text)
        assert field == text


@QUICK
@given(st.lists(st.text('ab,;"\n\r ', max_size=30), max_size=6))
def test_broken_rows_are_all_accounted_for(lines):
    content = "cv,note\n" + "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_bytes(content.encode("utf-8"))
        found = read_candidates(str(path), TAXONOMY)
    rows = [c.row for c in found.candidates] + [s.row for s in found.set_aside]
    assert sorted(rows) == list(range(1, len(rows) + 1))


@QUICK
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(lambda b: b"id,cv\n" + b)))
def test_any_bytes_give_a_result_or_a_named_error(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_bytes(data)
        message = ""
        try:
            found = read_candidates(str(path), TAXONOMY)
            assert len(found.candidates) == len({c.profile.candidate_id for c in found.candidates})
        except MatcherError as error:
            message = str(error)
    assert not message or message.startswith(str(path))
