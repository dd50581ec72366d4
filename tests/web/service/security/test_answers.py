"""Headers, logs, and what an error tells."""

from __future__ import annotations

import logging

import pytest

from matcher.web.security.headers import CONTENT_SECURITY_POLICY
from matcher.web.shown import LOCAL
from tests.web.service.served import csrf_of

JOBS = "/api/v1/jobs"
EXPECTED = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (JOBS, {}, 200),
        ("/api/v1/nothing", {}, 404),
        ("/nothing", {}, 404),
        (JOBS, {"host": "evil.example"}, 421),
        (JOBS, {"authorization": "Bearer x"}, 401),
    ],
)
def test_every_answer_carries_the_headers(alone, path, headers, status):
    answer = alone.client().get(path, headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in answer.headers["permissions-policy"]
    assert len(answer.headers["x-request-id"]) == 16


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_tls_is_kept_to(alone):
    plain = alone.client().get("/health")
    over_tls = alone.client("https://127.0.0.1:8750").get("/health")
    assert "strict-transport-security" not in plain.headers
    assert "max-age=31536000" in over_tls.headers["strict-transport-security"]


def test_a_program_reads_a_problem_and_a_person_a_page(alone):
    told = alone.client().get("/api/v1/jobs/there-is-none")
    assert told.headers["content-type"] == "application/problem+json"
    body = told.json()
    assert (body["status"], body["title"]) == (404, "Not Found")
    assert body["request_id"] == told.headers["x-request-id"]
    shown = alone.client().get("/there/is/<none>")
    assert shown.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in shown.text
    assert "<none>" not in shown.text


def test_what_does_not_fit_is_named_and_not_repeated(alone):
    answer = alone.client().post(JOBS, json={"text": 7, "secret": "Žofia"})
    assert answer.status_code == 422
    places = {each["place"] for each in answer.json()["errors"]}
    assert places == {"body.text", "body.secret"}
    assert "Žofia" not in answer.text


@pytest.fixture
def broken(alone, monkeypatch):
    def fall_over(*_):
        raise RuntimeError("Žofia Malinčeková, born 1990")

    monkeypatch.setattr(alone.workspace, "jobs", fall_over)
    return alone


@pytest.mark.parametrize("path", [JOBS])
def test_a_defect_is_a_number_for_the_log(broken, path, caplog):
    with caplog.at_level(logging.INFO, "matcher.web"):
        answer = broken.client().get(path)
    assert answer.status_code == 500
    assert "Žofia" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["request_id"] in caplog.text
    assert "RuntimeError at " in caplog.text
    assert "test_answers.py" in caplog.text
    assert "Žofia" not in caplog.text
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_the_log_says_who_and_what_and_no_secrets(team, caplog):
    with caplog.at_level(logging.DEBUG):
        browser = team.signed_in("bob")
        token = csrf_of(browser)
        sent = {"text": "Requirements\n- Java for Žofia"}
        browser.post(JOBS, json=sent, headers={"x-csrf-token": token})
        made = team.access.token_for("ann", "tests", "read")
        program = team.client(headers={"authorization": f"Bearer {made.secret}"})
        program.get("/api/v1/people", params={"search": "Malinčeková"})
        program.get("/api/v1/jobs/Žofia")
    ours = [record.getMessage() for record in caplog.records if record.name == "matcher.web"]
    assert any(" POST /api/v1/jobs 201 " in line and " user:" in line for line in ours)
    assert any(" GET /api/v1/people 200 " in line and " token:" in line for line in ours)
    assert any(" GET /api/v1/jobs/{job_id} 404 " in line for line in ours)
    (cookie,) = browser.cookies.values()
    everything = "\n".join(ours)
    for secret in ("Žofia", "Malin", "bob", "ann", token, cookie, made.secret, "nine rivers"):
        assert secret not in everything


def test_a_name_in_an_address_is_not_logged(alone, caplog):
    with caplog.at_level(logging.INFO, "matcher.web"):
        alone.client().get("/Žofia?q=Žofia")
    assert " GET - 404 " in caplog.text
    assert "ofia" not in caplog.text


def test_local_work_is_that_of_the_local_user(alone):
    made = alone.client().post(JOBS, json={"text": "Requirements\n- Java"}).json()
    (line,) = (line for line in alone.workspace.jobs(LOCAL) if line.id == made["id"])
    assert line.changed_by == LOCAL.name
