"""The swap test: what it exchanges, what it leaves, and that it sees a leak."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from matcher.audit import personas as persons
from matcher.audit.swap import swap_test
from matcher.cli import run
from matcher.profile.read import Unread
from matcher.profile.reader import reader_for
from matcher.scoring import Policy, plan
from tests.conftest import ROOT

JOB = "Requirements\n- 3+ years of Java\n- Bachelor's degree in Computer Science\n- Julia\n"
RESUME = """\
Maria Lopez
maria.lopez@example.org | +49 170 1234567 | 12 Hill Road, Springfield
Born 1 May 1961, Spanish citizen

Ms. Lopez is a developer. She and her team rely on Java.

EXPERIENCE
Java Developer, Bank, Jan 2018 - Dec 2022
Wrote Java services.

EDUCATION
BSc Computer Science, University of Lagos, 2017
Lagos High School, 2012
"""


@pytest.fixture(scope="module")
def planned(taxonomy, parser):
    return plan(parser.parse(JOB), taxonomy, Policy.default(), date(2026, 1, 1))


def one(text, name="Maria Lopez"):
    return Unread("k1", 1, {"resume_text": text}, (name,), {"name": name})


def swapped(planned, taxonomy, *people, swaps=8):
    uses = {"name": "name"}
    return swap_test(planned, reader_for(taxonomy), iter(people), uses, swaps=swaps)


def test_all_that_says_who_it_is_is_exchanged_and_nothing_moves(planned, taxonomy):
    found = swapped(planned, taxonomy, one(RESUME))
    assert (found.candidates, found.swaps, found.moved, found.kept) == (1, 8, (), ())
    assert found.swapped.keys() >= {
        *("name", "email", "phone", "address", "birth", "nationality", "title", "pronoun"),
        *("school", "high_school"),
    }


class Biased:
    """A reader with a leak: who is called Maria cannot have learnt Java."""

    def __init__(self, reader):
        self.reader = reader

    def __getattr__(self, name):
        return getattr(self.reader, name)

    def look(self, candidate_id, texts, names=(), **more):
        if any("Maria" in name for name in names):
            texts = {field: text.replace("Java", "Jaffa") for field, text in texts.items()}
        return self.reader.look(candidate_id, texts, names, **more)


def test_a_leak_is_found_with_its_words(planned, taxonomy):
    biased = Biased(reader_for(taxonomy))
    found = swap_test(planned, biased, iter([one(RESUME)]), {"name": "name"}, swaps=2)
    assert [each.candidate for each in found.moved] == ["k1", "k1"]
    first = found.moved[0]
    assert first.changes[0].startswith("score ")
    assert any(change.startswith("r1 missing → ") for change in first.changes)
    assert {each.kind for each in first.words} == {"name"}
    assert "Maria Lopez" in {each.before for each in first.words}


def test_a_name_that_is_a_skill_counts_and_is_said(planned, taxonomy):
    text = RESUME.replace("Maria Lopez", "Julia Stone").replace("maria.lopez", "julia.stone")
    found = swapped(planned, taxonomy, one(f"{text}\nSKILLS\nJulia, SQL\n", "Julia Stone"))
    assert found.moved == ()
    assert [(key, each.before) for key, each in found.kept] == [("k1", "Julia")]


def test_a_bare_word_for_university_stays(planned, taxonomy):
    text = RESUME.replace("University of Lagos", "University")
    found = swapped(planned, taxonomy, one(text))
    assert "school" not in found.swapped
    assert found.moved == ()


def test_invented_people_are_whole_and_drawn_by_id_and_seed_alone():
    known = persons.personas()
    assert len({each.name for each in known}) == len(known) == 8
    assert persons.drawn("k1", 1, 8) != persons.drawn("k1", 2, 8)
    assert set(persons.drawn("k2", 1, 8)) == set(known)
    Random(0).random()
    assert persons.drawn("k1", 1, 3) == persons.drawn("k1", 1, 3)


def test_no_invented_person_is_named_like_a_skill(taxonomy):
    reader = reader_for(taxonomy)
    for each in persons.personas():
        for word in (each.first, each.last, each.school, each.high_school, each.address):
            assert reader.read("x", {"skills": f"{word}, {word}"}).evidence == (), word


def test_the_command_says_that_nothing_moved(capsys):
    words = [str(ROOT / "data/jobs/senior_backend_engineer.txt"), str(ROOT / "data/applicants.csv")]
    assert run(["audit", "swap", *words, "--as-of", "2026-11-01", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["candidates"], found["swaps"], found["moved"]) == (64, 192, [])
    assert run(["audit", "swap", *words, "--as-of", "2026-11-01"]) == 0
    assert capsys.readouterr().out.startswith("0 of 192 swaps of 64 candidates moved")


def test_a_store_has_no_texts_to_swap(tmp_path, capsys):
    people = tmp_path / "people.csv"
    people.write_text("candidate_id,skills\nk1,Java\n", encoding="utf-8")
    store = str(tmp_path / "store")
    assert run(["profiles", str(people), "--out", store]) == 0
    job = str(ROOT / "data/jobs/data_analyst.md")
    assert run(["audit", "swap", job, store]) == 2
    assert "is a store" in capsys.readouterr().err
