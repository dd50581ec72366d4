"""Headers as exports write them."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.profile.columns import column_names, fold_header, recognise


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Resume_str", "resume_text"), ("cv", "resume_text"), ("Resume", "resume_text"),
        ("RÉSUMÉ TEXT", "resume_text"), ("Candidate ID", "candidate_id"),
        ("candidateID", "candidate_id"),
        ("id", "candidate_id"), ("applicant_reference", "candidate_id"), ("Key Skills", "skills"),
        ("keySkills", "skills"), ("Work History", "experience"), ("Yrs Exp", "years_experience"),
        ("Years of Experience", "years_experience"), ("Current Title", "title"),
        ("Job title", "title"),
        ("Summary", "summary"), ("About me", "summary"), ("Highest Degree", "education"),
        ("Licenses & Certifications", "certifications"), ("Languages spoken", "languages"),
        ("position", "title"), ("Experience (years)", "years_experience"),
    ],
)  # fmt: skip
def test_read_columns(header, column):
    columns = recognise(["cv" if column != "resume_text" else "skills", header], "x.csv")
    assert columns.read[column] == 1


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Full Name", "name"), ("First Name", "first_name"), ("Last Name*", "last_name"),
        ("Email 2", "email"), ("phoneCell", "phone"), ("Date of birth", "birth_date"),
        ("Gender", "gender"), ("LinkedIn URL", "link"), ("Web Site", "link"), ("Zip", "address"),
        ("Location", "city"), ("skype_id", "phone"), ("Nationality", "nationality"),
    ],
)  # fmt: skip
def test_identifying_columns_are_carried(header, column):
    columns = recognise(["cv", header], "x.csv")
    assert columns.identifying == {header: column}
    assert columns.carried == (1,)


def test_what_nobody_knows_is_carried():
    assert recognise(["cv", "Shoe size"], "x.csv").carried == (1,)


def test_the_better_of_two_names_wins_and_the_other_is_carried():
    columns = recognise(["ID", "Resume_html", "text", "Resume_str"], "x.csv")
    assert columns.read == {"candidate_id": 0, "resume_text": 3}
    assert columns.carried == (1, 2)


def test_no_name_belongs_to_two_columns():
    owner = {}
    names = column_names()
    for group in (names.read, names.carried):
        for column, headers in group.items():
            for header in headers:
                assert owner.setdefault(fold_header(header), column) == column, header


def test_short_names_lead_to_columns():
    names = column_names()
    assert set(names.short.values()) <= set(names.read)


@pytest.mark.parametrize("short", ["resume", "resume_text", "CV", "Resume Text", "resume-text"])
def test_mapping_takes_short_names(short):
    columns = recognise(["key", "Blurb"], "x.csv", {short: "Blurb"})
    assert columns.read["resume_text"] == 1
    assert columns.mapped == {"resume_text"}


def test_mapping_finds_headers_whatever_their_case():
    assert recognise(["BLURB_X"], "x.csv", {"resume": "blurb x"}).read == {"resume_text": 0}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"shoe": "cv"}, "unknown column 'shoe'; allowed: candidate_id, resume_text"),
        ({"resume": "Blurb"}, "no such header.*allowed: id, cv"),
        ({"resume": "cvs"}, "perhaps 'cv'"),
    ],
)
def test_wrong_mappings_say_what_is_allowed(mapping, said):
    with pytest.raises(InputError, match=said):
        recognise(["id", "cv"], "x.csv", mapping)


def test_many_columns_are_named_up_to_a_limit():
    said = recognise(["cv", *(f"q{n}" for n in range(10_000))], "x.csv").describe()
    assert said.endswith('"q28", "q29" and 9,970 more')
    with pytest.raises(InputError) as caught:
        recognise([f"q{n}" for n in range(10_000)], "x.csv", {"resume": "cv"})
    assert len(str(caught.value)) < 1000


def test_ten_thousand_equal_headers_are_numbered():
    header = recognise(["cv", *["Note"] * 10_000, "Note (2)"], "x.csv").header
    assert header[1:3] == ("Note", "Note (2)")
    assert header[-2:] == ("Note (10000)", "Note (2) (2)")
    assert len(set(header)) == len(header)
