"""The same person twice: what is noticed, what is not, and who stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.model import Candidate, Profile
from matcher.profile.duplicates import (
    MAX_SHARED,
    MIN_SAME_WORDS,
    Sign,
    find_pairs,
    read_date,
    superseded,
)

USES = {
    "mail": "email",
    "tel": "phone",
    "who": "name",
    "changed": "modified_at",
    "sent": "applied_at",
}
LONG = " ".join(f"word{n}" for n in range(60))


def person(key, text="", **cells):
    return Candidate(Profile(key, {"resume_text": text} if text else {}), 1, cells)


def signs(*people):
    return [pair.signs for pair in find_pairs(people, USES)]


SAME = [
    (Sign.EMAIL, {"mail": "Ada@Example.org"}, {"mail": "x@y.org; ada@example.org"}),
    (Sign.PHONE, {"tel": "+49 (0)170 1234567"}, {"tel": "+49 170 1234567"}),
    (Sign.PHONE, {"tel": "+49 170 1234567"}, {"tel": "0170/1234567"}),
    (Sign.PHONE, {"tel": "0049 30 123456"}, {"tel": "1-800-555-0111, 030 123456"}),
    (Sign.SAME_TEXT, {"text": LONG}, {"text": LONG.upper().replace(" ", "\n")}),
    (Sign.SIMILAR_TEXT, {"text": LONG}, {"text": LONG + " and one more job since"}),
    (Sign.EMAIL, {"text": "Ada\nada@example.org\nJava"}, {"mail": "ada@example.org"}),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "one", "other"), SAME)
def test_what_is_noticed(sign, one, other):
    assert signs(person("a", **one), person("b", **other)) == [(sign,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"mail": "a@b.org"}, {"mail": "aa@b.org"}),
        ({"mail": "none"}, {"mail": "none"}),
        ({"tel": "+49 170 1234567"}, {"tel": "+43 170 1234567"}),
        ({"tel": "0000000000"}, {"tel": "0000000000"}),
        ({"tel": "12345"}, {"tel": "12345"}),
        ({"text": "Java developer"}, {"text": "Java developer"}),
        ({"text": LONG}, {"text": " ".join(LONG.split()[::-1])}),
        ({"text": LONG}, {"text": " ".join(LONG.split()[:40])}),
        ({"who": "Ann Lee"}, {"who": "Ann Lee"}),
    ],
)
def test_what_is_not(one, other):
    assert signs(person("a", **one), person("b", **other)) == []


def test_all_signs_of_a_pair_stand_together():
    one = {"mail": "a@b.org", "tel": "+49 170 1234567", "text": LONG}
    assert signs(person("a", **one), person("b", **one)) == [
        (Sign.EMAIL, Sign.PHONE, Sign.SAME_TEXT)
    ]


def test_an_agency_mailbox_says_nothing():
    many = [person(str(n), mail="jobs@agency.example") for n in range(MAX_SHARED + 1)]
    assert signs(*many) == []
    assert len(signs(*many[:-1])) == MAX_SHARED * (MAX_SHARED - 1) // 2


def kept(*people):
    dropped = superseded(people, find_pairs(people, USES), USES)
    assert all(aside.field == "duplicate" for aside in dropped.values())
    return [p.profile.candidate_id for n, p in enumerate(people) if n not in dropped]


MAIL = {"mail": "a@b.org"}


def test_the_newest_by_date_stays_else_the_later():
    old, new = {"changed": "2025-01-01"}, {"changed": "2026-01-01 10:00:00"}
    assert kept(person("a", "x", **MAIL, **new), person("b", "x", **MAIL, **old)) == ["a"]
    assert kept(person("a", "x", **MAIL, **new), person("b", "x", **MAIL)) == ["b"]
    sent = {"sent": "1772323200000"}
    earlier = {"sent": "1767225600000"}
    assert kept(person("a", "x", **MAIL, **sent), person("b", "x", **MAIL, **earlier)) == ["a"]
    unclear = {"sent": "3/4/2026"}
    assert kept(person("a", "x", **MAIL, **sent), person("b", "x", **MAIL, **unclear)) == ["b"]


def test_one_that_can_be_read_goes_before_one_that_cannot():
    assert kept(person("a", "Java", **MAIL), person("b", **MAIL)) == ["a"]


def test_the_reason_names_the_one_that_stays():
    people = [person("a", "x", **MAIL), person("b", "x", **MAIL)]
    (aside,) = superseded(people, find_pairs(people, USES), USES).values()
    assert aside.candidate_id == "a"
    assert aside.error == "same e-mail address as 'b', which is later in the list"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**MAIL, "who": "Ann Lee"}, {**MAIL, "who": "Bo Go"}),
        ({"text": LONG, "mail": "a@b.org"}, {"text": LONG, "mail": "c@d.org"}),
        ({"text": LONG, "who": "Ann Lee"}, {"text": LONG, "who": "Bo Go"}),
    ],
)
def test_where_something_speaks_against_it_both_stay_and_are_flagged(one, other):
    people = [person("a", **one), person("b", **other)]
    assert len(find_pairs(people, USES)) == 1
    assert kept(*people) == ["a", "b"]


def test_pairs_join_to_one_person():
    chain = [
        person("a", "x", mail="a@b.org"),
        person("b", "x", mail="a@b.org", tel="+49 170 1234567"),
        person("c", "x", tel="+49 170 1234567"),
        person("d", "x"),
    ]
    assert kept(*chain) == ["c", "d"]


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(6)))
def test_pairs_do_not_depend_on_the_order(order):
    people = [
        person("a", LONG, mail="a@b.org"), person("b", LONG), person("c", LONG + " more words"),
        person("d", mail="A@B.org"), person("e", "short", tel="020 7946 0018"),
        person("f", tel="+44 20 7946 0018"),
    ]  # fmt: skip
    mixed = [people[n] for n in order]
    found = {
        frozenset((mixed[p.first].profile.candidate_id, mixed[p.second].profile.candidate_id))
        for p in find_pairs(mixed, USES)
    }
    # "b" or "a", whichever comes first, stands for the text they share when "c" is compared.
    assert {frozenset("ab"), frozenset("ad"), frozenset("ef")} <= found
    assert any(frozenset(pair) in found for pair in ("ac", "bc"))
    assert len(found) == 4


def test_time_grows_with_the_list_and_not_with_its_square():
    def seconds(count):
        people = [
            person(str(n), " ".join(f"w{(n * 7919 + k * k) % 5000}" for k in range(120)))
            for n in range(count)
        ]
        start = time.process_time()
        find_pairs(people, USES)
        return time.process_time() - start

    # The shortest of some: what else the machine does must not count.
    small = min(seconds(500) for _ in range(5))
    assert min(seconds(4000) for _ in range(2)) < 30 * max(small, 0.05)


def test_many_copies_of_one_text_stay_quick():
    copies = [person(str(n), LONG) for n in range(5000)]
    start = time.process_time()
    assert len(find_pairs(copies, USES)) == 4999
    assert time.process_time() - start < 10


@given(st.text(max_size=40))
def test_any_cell_is_a_date_or_none(cell):
    moment = read_date(cell)
    assert moment is None or moment.tzinfo is not None


def test_short_texts_are_short():
    assert len(LONG.split()) > MIN_SAME_WORDS
