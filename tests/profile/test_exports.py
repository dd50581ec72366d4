"""Exports of recruiting systems: recognised by headers, and only the candidate's words read."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.profile.columns import recognise
from matcher.profile.guess import skill_names
from matcher.profile.headers import column_names, systems
from matcher.profile.read import read_candidates
from tests.profile.exports import EXPORTS, export_csv
from tests.profile.small import TAXONOMY

READ = {
    "OpenCATS export": {"candidate_id": "candidateID", "skills": "keySkills"},
    "OpenCATS import": {"skills": "Key Skills"},
    "LinkedIn Recruiter import": {"title": "Job title"},
    "LinkedIn Talent Hub export": {"candidate_id": "candidate_id", "skills": "tags"},
    "Lever import": {"skills": "Tags"},
    "Greenhouse import": {"title": "Title"},
    "Recruitee import": {"cover_letter": "Cover Letter"},
    "PeopleForce import": {"title": "position", "skills": "skills"},
    "Zoho Recruit export": {
        "candidate_id": "Candidate ID",
        "title": "Current Job Title",
        "skills": "Skill Set",
        "education": "Highest Qualification Held",
        "years_experience": "Experience in Years",
    },
}
STAFF = {"Candidate Owner", "Created By", "Modified By", "Who gets credit", "created_by_id"}


def recognised(system):
    header, rows = EXPORTS[system]
    return recognise(header.split(","), "x.csv", rows=rows, is_skill=skill_names(TAXONOMY))


def test_every_system_has_an_export():
    assert {s.system for s in systems()} == set(EXPORTS)


@pytest.mark.parametrize("system", READ)
def test_what_is_read_of_an_export(system):
    columns = recognised(system)
    assert columns.system == system
    assert {c: columns.header[i] for c, i in columns.read.items()} == READ[system]
    assert f"{system}: read" in columns.describe()


@pytest.mark.parametrize("system", READ)
def test_who_somebody_is_and_what_others_say_is_not_read(system, tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(export_csv(system).encode())
    found = read_candidates(str(path), TAXONOMY)
    texts = "\n".join(t for c in found.candidates for t in c.profile.texts.values())
    for words in ("Bob", "Oracle", "Chelsea", "1970", "female", "example.", "Go Dev", "90000"):
        assert words not in texts
    skills = {e.skill for c in found.candidates for e in c.profile.evidence}
    assert "go" not in skills
    if system not in ("OpenCATS export", "LinkedIn Talent Hub export", "Lever import"):
        assert "kafka" not in skills
    assert {h for c in found.candidates for h in c.carried}.isdisjoint(STAFF)
    assert not found.set_aside


def test_tags_are_read_only_where_they_name_skills():
    header, rows = EXPORTS["Lever import"]
    rows = [[*row[:7], "warm, call back", *row[8:]] for row in rows]
    with pytest.raises(InputError, match=r"a Lever import .* --map skills=Tags"):
        recognise(header.split(","), "x.csv", rows=rows, is_skill=skill_names(TAXONOMY))


def test_an_export_without_texts_says_so():
    with pytest.raises(InputError, match="an HR applicant survey as it stands holds no text"):
        recognised("HR applicant survey")


@pytest.mark.parametrize("system", systems(), ids=lambda s: s.system)
def test_documented_headers_belong_to_one_system(system):
    assert set(system.signature) <= set(system.columns) | set(system.left_out)
    for other in systems():
        if other is not system:
            assert not set(other.signature) <= set(system.columns) | set(system.left_out)


def test_columns_beside_the_documented_ones_are_read_by_name():
    header = EXPORTS["Recruitee import"][0].split(",")
    columns = recognise([*header, "Resume", "Position"], "x.csv")
    assert columns.read == {"resume_text": 9, "title": 10, "cover_letter": 8}
    assert columns.unread["Jobs"] == "vacancy"


def test_no_header_is_in_two_groups():
    names = column_names()
    groups = (names.read, names.carried, names.unread)
    assert sum(map(len, groups)) == len({*names.read, *names.carried, *names.unread})
    assert set(names.words) == set(names.unread)
