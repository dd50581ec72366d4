"""Unsafe requests of a browser carry the token of one of our pages."""

from __future__ import annotations

import pytest

from matcher.web.security.cookies import csrf_token
from tests.web.service.served import OWN_PAGE, csrf_of

JOBS = "/api/v1/jobs"
SENT = {"text": "Requirements\n- Java"}


def test_a_browser_needs_the_token(alone):
    browser = alone.browser()
    assert browser.post(JOBS, json=SENT).status_code == 403
    right = browser.post(JOBS, json=SENT, headers={"x-csrf-token": csrf_of(browser)})
    assert right.status_code == 201


@pytest.mark.parametrize("token", ["", "x" * 64, csrf_token("of another cookie"), "ü"])
def test_another_token_is_none(alone, token):
    browser = alone.browser()
    sent = browser.post(JOBS, json=SENT, headers={"x-csrf-token": token.encode()})
    assert sent.status_code == 403


def test_without_a_cookie_no_token_holds(alone):
    headers = OWN_PAGE | {"x-csrf-token": csrf_token("")}
    assert alone.client().post(JOBS, json=SENT, headers=headers).status_code == 403


def test_a_form_carries_it_in_a_field(team):
    browser = team.signed_in()
    assert browser.post("/sign-out", data={}).status_code == 403
    assert browser.post("/sign-out", data={"csrf_token": csrf_of(browser)}).status_code == 303


@pytest.mark.parametrize("kind", ["multipart/form-data", "text/plain", "application/json"])
def test_a_field_counts_in_a_plain_form_alone(team, kind):
    browser = team.signed_in()
    body = f"csrf_token={csrf_of(browser)}"
    sent = browser.post("/sign-out", content=body, headers={"content-type": kind})
    assert sent.status_code == 403


def test_a_program_with_a_token_needs_none(team):
    assert team.program().post(JOBS, json=SENT).status_code == 201


def test_a_program_on_this_machine_needs_none(alone):
    assert alone.client().post(JOBS, json=SENT).status_code == 201


@pytest.mark.parametrize(
    "headers", [{"origin": "http://127.0.0.1:8750"}, {"cookie": "matcher-8750=x"}, {"referer": "x"}]
)
def test_whatever_only_browsers_send_needs_it(alone, headers):
    assert alone.client().post(JOBS, json=SENT, headers=headers).status_code == 403


def test_what_was_read_to_find_the_field_reaches_the_handler(team):
    browser = team.browser()
    form = {"name": "ann", "password": "é wrong &= one", "csrf_token": csrf_of(browser)}
    answer = browser.post("/sign-in", data=form)
    assert answer.status_code == 403
    assert "do not fit" in answer.text
