"""Tokens of programs: what they allow, how they end, and that none is kept."""

from __future__ import annotations

import pytest

from matcher.web.errors import Refused
from matcher.web.serving import Serving
from matcher.web.shown import LOCAL
from tests.web.service.served import Served, csrf_of

JOBS = "/api/v1/jobs"
SENT = {"text": "Requirements\n- Java"}


def test_a_reading_token_changes_nothing(team):
    program, before = team.program("read"), team.jobs()
    assert program.get(JOBS).status_code == 200
    assert program.post("/api/v1/parse", json=SENT).status_code == 200
    refused = program.post(JOBS, json=SENT)
    assert refused.status_code == 403
    assert "the scope write" in refused.json()["detail"]
    assert program.delete("/api/v1/people/x").status_code == 403
    assert team.jobs() == before


def test_a_writing_token_writes(team):
    assert team.program("write").post(JOBS, json=SENT).status_code == 201


def test_a_scope_cannot_be_talked_up(team):
    secret = team.access.token_for("ann", "tests", "read").secret
    assert secret.startswith("matcher_read_")
    claimed = {"authorization": f"Bearer {secret.replace('_read_', '_write_')}"}
    assert team.client().get(JOBS, headers=claimed).status_code == 401


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YW5uOng=", "", "Bearer é"])
def test_what_is_no_token_is_refused_also_beside_a_session(team, header):
    browser = team.signed_in()
    answer = browser.get(JOBS, headers={"authorization": header.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_ends(team):
    made = team.access.token_for("ann", "tests", "read")
    program = team.client(headers={"authorization": f"Bearer {made.secret}"})
    assert program.get(JOBS).status_code == 200
    team.clock.pass_by(days=367)
    assert program.get(JOBS).status_code == 401


@pytest.mark.parametrize("end", ["revoke", "disable"])
def test_a_token_is_ended(team, end):
    made = team.access.token_for("ann", "tests", "read")
    program = team.client(headers={"authorization": f"Bearer {made.secret}"})
    assert program.get(JOBS).status_code == 200
    if end == "revoke":
        team.access.revoke_token_of("ann", made.line.id)
    else:
        team.access.disable_user("ann")
    assert program.get(JOBS).status_code == 401


def test_tokens_on_the_page(team):
    browser = team.signed_in()
    browser.headers["x-csrf-token"] = csrf_of(browser)
    made = browser.post("/api/v1/tokens", json={"label": "ATS", "scope": "write"})
    assert made.status_code == 201
    (line,) = browser.get("/api/v1/tokens").json()
    assert line["label"] == "ATS (write)"
    assert made.json()["secret"] not in str(line)
    program = team.client(headers={"authorization": f"Bearer {made.json()['secret']}"})
    assert program.post(JOBS, json=SENT).status_code == 201
    assert browser.delete(f"/api/v1/tokens/{line['id']}").status_code == 204
    assert program.get(JOBS).status_code == 401


def test_nobody_ends_a_token_of_somebody_else(team):
    made = team.access.token_for("bob", "tests", "read")
    browser = team.signed_in("ann")
    browser.headers["x-csrf-token"] = csrf_of(browser)
    assert browser.delete(f"/api/v1/tokens/{made.line.id}").status_code == 404
    assert browser.get("/api/v1/tokens").json() == []


def test_a_token_makes_no_tokens(team):
    program = team.program("write")
    assert program.get("/api/v1/tokens").status_code == 403
    assert program.post("/api/v1/tokens", json={"label": "x"}).status_code == 403


def test_tokens_belong_to_users(alone):
    with pytest.raises(Refused, match="belongs to a user"):
        alone.access.new_token(LOCAL, "tests", "read")


def test_no_secret_is_kept(team, tmp_path):
    token = team.access.token_for("ann", "tests", "read").secret
    browser = team.signed_in()
    (cookie,) = browser.cookies.values()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"argon2id" in kept
    for secret in (token, cookie, "a bridge over nine rivers"):
        assert secret.encode() not in kept


def test_without_users_this_machine_alone_may_ask(alone):
    assert alone.client().get(JOBS).status_code == 200


def test_with_users_this_machine_has_to_sign_in(team):
    assert team.client().get(JOBS).status_code == 401


@pytest.mark.parametrize("serving", [Serving("0.0.0.0"), Serving(allowed_hosts=("hire.example",))])
def test_what_others_reach_is_never_open(workspace, tmp_path, serving):
    made = Served(workspace, tmp_path, serving)
    assert made.client().get(JOBS).status_code == 401
