"""Columns whose names say nothing, guessed by their content and said to be guessed."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.profile.columns import recognise
from matcher.profile.guess import SAMPLE_ROWS, TEXT_WORDS, skill_names
from matcher.profile.read import read_candidates
from tests.profile.small import TAXONOMY

PROSE = "I wrote services in Java for a small shop by the sea, number {}, and " + "more " * 40
IS_SKILL = skill_names(TAXONOMY)


def seen(header, *columns, mapping=None):
    rows = list(zip(*columns, strict=True))
    return recognise(header, "x.csv", mapping, rows=rows, is_skill=IS_SKILL)


def texts(count=5):
    return [PROSE.format(n) for n in range(count)]


CONTENT = [
    ("email", ["a@b.org", "c.d@e.com", "f@g.net; h@i.org", "j@k.org", "l@m.org"]),
    ("phone", ["+49 170 1234567", "(555) 010-9999", "020 7946 0018", "555-010-9999",
               "+1 2025550100"]),
    ("link", ["https://x.example.org", "www.example.com/a", "linkedin.com/in/x", "http://y",
              "www.z.org"]),
    ("birth_date", ["1990-05-01", "1.2.1971", "31/12/1985", "1966-01-01", "2001-09-09"]),
    ("gender", ["male", "Female", "female", "F", "m"]),
    ("name", ["Julia Rust", "Femi Oduya", "Ruby de la Stone", "Ann Lee", "Bo Go"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "cells"), CONTENT, ids=[what for what, _ in CONTENT])
def test_what_identifies_is_seen_and_not_read(what, cells):
    columns = seen(["cv", "x1"], texts(), cells)
    assert columns.identifying == {"x1": what}
    assert columns.guessed == {"x1"}
    assert f'"x1" ({what}, guessed)' in columns.describe()


READ = [
    ("skills", "stuff", ["Java, SQL", "Go; Rust; Kafka", "PHP | MySQL", "Python\nSQL",
                         "Java, tea, Go"]),
    ("years_experience", "Yrs in trade", ["5", "7 years", "0", "3.5", "12+"]),
    ("candidate_id", "Ext. Ref", ["A-1", "A-2", "B-7", "B-9", "C-3"]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "header", "cells"), READ, ids=[c for c, _, _ in READ])
def test_what_is_guessed_and_read(column, header, cells):
    columns = seen(["cv", header], texts(), cells)
    assert columns.read[column] == 1
    assert f'{column} from "{header}" (guessed)' in columns.describe()


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Years of birth", ["12", "13", "14", "15", "16"]),
        ("Notice period (years)", ["1", "2", "1", "0", "1"]),
        ("Floor", ["5", "7", "0", "3", "12"]),
        ("Graduation year", ["2015", "2016", "2017", "2018", "2019"]),
        ("Interview feedback", texts()),
        ("What the recruiter said", texts()),
        ("Blurb", [PROSE] * 5),
        ("Blurb", ["short words"] * 5),
        ("Wishes", ["tea, cake", "sun, sea", "Java, cake, sea", "none", "a, b"]),
    ],
)
def test_what_is_not_guessed(header, cells):
    columns = seen(["skills", header], ["Java, SQL"] * 5, cells)
    assert set(columns.read) == {"skills"}


def test_a_list_without_any_known_name_is_read_by_its_content():
    columns = seen(["A", "B", "C"], ["1a", "2b", "3c", "4d", "5e"], texts(), ["Java, Go"] * 5)
    assert columns.read == {"candidate_id": 0, "resume_text": 1, "skills": 2}
    assert columns.guessed == {"A", "B", "C"}


def test_numbers_under_experience_are_years():
    columns = seen(["cv", "Experience"], texts(), ["5", "7 yrs", "0", "3", "12"])
    assert columns.read == {"resume_text": 0, "years_experience": 1}
    assert "experience" in seen(["cv", "Experience"], texts(), texts()).read


def test_addresses_under_a_name_of_texts_are_no_text():
    columns = seen(["skills", "Profile"], ["Java"] * 5, ["https://example.org/x"] * 5)
    assert columns.identifying == {"Profile": "link"}
    assert "resume_text" not in columns.read


def test_a_mapping_goes_before_every_guess():
    columns = seen(["A", "B"], texts(), ["Java, Go"] * 5, mapping={"summary": "A", "skill": "-"})
    assert columns.read == {"summary": 0}
    assert columns.guessed == frozenset()


@pytest.mark.parametrize("left", ["notes", "Notes", "note"])
def test_a_mapping_leaves_a_column_out(left):
    columns = recognise(["cv", "Notes"], "x.csv", {left: "-"})
    assert columns.carried == ()
    assert columns.left_out == {1}
    assert columns.uses() == {"cv": "resume_text"}
    assert columns.describe().endswith('left out: "Notes"')


def test_leaving_out_what_is_not_there_names_what_is_near():
    with pytest.raises(InputError, match=r"notez=-: no such header .perhaps 'notes'"):
        recognise(["cv", "notes"], "x.csv", {"notez": "-"})


def test_the_first_rows_decide_and_no_others(tmp_path):
    path = tmp_path / "list.csv"
    rows = [f'k{n},"Java, Go"' for n in range(SAMPLE_ROWS)] + [f"k{n}x,tea" for n in range(900)]
    path.write_text("id,stuff\n" + "\n".join(rows) + "\n")
    assert read_candidates(str(path), TAXONOMY).uses == {"id": "candidate_id", "stuff": "skills"}


def test_long_texts_are_long():
    assert len(PROSE.split()) >= TEXT_WORDS
