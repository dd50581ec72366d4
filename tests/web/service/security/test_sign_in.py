"""Passwords, sessions, cookies, and how guessing gets slower."""

from __future__ import annotations

import pytest

from matcher.errors import InputError
from matcher.web.errors import NotFound, Refused
from matcher.web.security.access import SESSION_TIME, Locked, SignInFailed
from matcher.web.security.passwords import Passwords, check_password
from matcher.web.security.throttle import FREE_FAILURES
from tests.web.service.served import PASSWORD, csrf_of

JOBS = "/api/v1/jobs"


def sign_in(browser, name="ann", password=PASSWORD):
    form = {"name": name, "password": password, "csrf_token": csrf_of(browser)}
    return browser.post("/sign-in", data=form)


def test_nobody_gets_further_than_signing_in(team):
    browser = team.browser()
    assert browser.get(JOBS).status_code == 401
    answer = browser.get("/jobs")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    posted = browser.post("/jobs", headers={"x-csrf-token": csrf_of(browser)})
    assert posted.status_code == 401
    swapped = browser.get("/jobs", headers={"hx-request": "true"})
    assert (swapped.status_code, swapped.headers["hx-redirect"]) == (401, "/sign-in")
    assert browser.get("/health").json() == {"status": "ok"}


def test_whoever_signs_in_is_known_by_name(team):
    browser = team.signed_in("bob")
    headers = {"x-csrf-token": csrf_of(browser)}
    made = browser.post(JOBS, json={"text": "Requirements\n- Java"}, headers=headers)
    assert made.status_code == 201
    (line,) = (line for line in browser.get(JOBS).json() if line["id"] == made.json()["id"])
    assert line["changed_by"] == "bob"


def test_signing_in_changes_the_cookie_and_keeps_it_from_scripts(team):
    browser = team.browser()
    (before,) = browser.cookies.values()
    answer = sign_in(browser)
    (after,) = browser.cookies.values()
    assert before != after
    parts = answer.headers["set-cookie"].split("; ")
    assert parts[0] == f"matcher-8750={after}"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert "Secure" not in parts


def test_over_tls_the_cookie_never_leaves_it(team):
    browser = team.signed_in(base_url="https://127.0.0.1:8750")
    (cookie,) = browser.cookies.jar
    assert cookie.name == "__Host-matcher"
    assert cookie.secure


def test_signing_out_ends_the_session(team):
    browser = team.signed_in()
    (value,) = browser.cookies.values()
    assert browser.get(JOBS).status_code == 200
    browser.post("/sign-out", headers={"x-csrf-token": csrf_of(browser)})
    browser.cookies.clear()
    browser.cookies.set("matcher-8750", value)
    assert browser.get(JOBS).status_code == 401


def test_a_session_ends_by_itself(team):
    browser = team.signed_in()
    team.clock.pass_by(seconds=SESSION_TIME.total_seconds() - 1)
    assert browser.get(JOBS).status_code == 200
    team.clock.pass_by(seconds=2)
    assert browser.get(JOBS).status_code == 401


@pytest.mark.parametrize("end", ["disable", "password"])
def test_an_ended_user_is_out_at_once(team, end):
    browser = team.signed_in()
    if end == "disable":
        team.access.disable_user("ann")
    else:
        team.access.add_user("ann", "another bridge over ten rivers")
    assert browser.get(JOBS).status_code == 401
    assert sign_in(team.browser()).status_code == 403


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", "wrong password, long enough"), ("nobody", PASSWORD), ("", ""), ("ann", "x\0y")],
)
def test_a_wrong_pair_says_not_what_is_wrong(team, name, password):
    answer = sign_in(team.browser(), name, password)
    assert answer.status_code == 403
    assert "name and password do not fit" in answer.text
    assert password not in answer.text or not password


def test_an_unknown_name_is_hashed_as_well(team):
    seen = []

    class Spy(Passwords):
        def fits(self, kept, password):
            seen.append(kept)
            return super().fits(kept, password)

    team.access._passwords = Spy()
    with pytest.raises(SignInFailed):
        team.access.sign_in("nobody", PASSWORD, "10.0.0.9")
    assert seen == [None]


def test_guessing_gets_slower_by_address_and_by_name(team):
    for _ in range(FREE_FAILURES):
        with pytest.raises(SignInFailed):
            team.access.sign_in("ann", "wrong", "10.0.0.9")
    assert sign_in(team.browser()).status_code == 429
    with pytest.raises(Locked):
        team.access.sign_in("bob", PASSWORD, "10.0.0.9")
    team.clock.pass_by(seconds=3)
    assert team.access.sign_in("bob", PASSWORD, "10.0.0.9")
    assert sign_in(team.browser()).status_code == 303


def test_who_has_to_wait_is_told_how_long(team):
    browser = team.browser()
    answers = [sign_in(browser, password="wrong") for _ in range(FREE_FAILURES + 1)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "has 5 characters"),
        ("x" * 257, "has 257 characters"),
        ("aaaaaaaaaaaaaaaaaa", "pattern"),
        ("annannannannannann", "pattern"),
    ],
)
def test_what_is_no_password(team, password, words):
    with pytest.raises(InputError, match=words):
        team.access.add_user("ann", password)


def test_a_password_typed_otherwise_is_the_same():
    check_password("passwörter über brücken", "ann")
    passwords = Passwords()
    kept = passwords.hash("passwo\u0308rter u\u0308ber bru\u0308cken")
    assert kept.startswith("$argon2id$")
    assert passwords.fits(kept, "passwörter über brücken")


def test_a_weak_hash_is_made_anew(team):
    before = team.accounts.user_named("ann").password_hash
    team.access._passwords = Passwords()
    team.access.sign_in("ann", PASSWORD, "10.0.0.9")
    after = team.accounts.user_named("ann").password_hash
    assert before != after
    assert team.access.sign_in("ann", PASSWORD, "10.0.0.9")


def test_a_disabled_name_stays_taken(team):
    team.access.disable_user("ann")
    with pytest.raises(Refused, match="is disabled"):
        team.access.add_user("Ann", PASSWORD)
    with pytest.raises(NotFound, match="allowed: ann, bob"):
        team.access.disable_user("carl")
