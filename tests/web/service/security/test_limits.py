"""How much, how fast, how often."""

from __future__ import annotations

import anyio
import pytest

from matcher.web.security.bodies import BodyGuard
from matcher.web.serving import Serving
from tests.web.service.served import Served

JOBS = "/api/v1/jobs"
SMALL = Serving(
    body_bytes=1000, upload_bytes=5000, requests_per_second=1, request_burst=5,
    uploads_per_minute=1, upload_burst=2,
)  # fmt: skip


@pytest.fixture
def small(workspace, tmp_path):
    return Served(workspace, tmp_path, SMALL)


def test_a_body_that_announces_too_much_is_refused_unread(small):
    read = []

    def body():
        read.append(1)
        yield b"x"

    headers = {"content-length": "1001", "content-type": "application/json"}
    answer = small.client().post(JOBS, content=body(), headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "٣"])
def test_a_length_that_is_none_is_refused(small, length):
    headers = {"content-length": length.encode(), "content-type": "application/json"}
    assert small.client().post(JOBS, content=b"{}", headers=headers).status_code == 413


def test_uploads_may_hold_more_and_not_everything(small):
    at_most = small.client().post(f"{JOBS}/file", files={"file": ("a.txt", b"Java. " * 600)})
    assert at_most.status_code != 413
    beyond = small.client().post(f"{JOBS}/file", files={"file": ("a.txt", b"Java. " * 900)})
    assert beyond.status_code == 413


def asked(app, pieces, headers=()):
    """What an application answers to pieces of a body, and how many it took."""
    taken, sent = [], []

    async def receive():
        await anyio.sleep(0)
        if len(taken) == len(pieces):
            await anyio.sleep_forever()
        taken.append(pieces[len(taken)])
        return {"type": "http.request", "body": taken[-1], "more_body": True}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/api/v1/jobs", "headers": list(headers)}
    anyio.run(app, scope, receive, send)
    return sent[0]["status"], len(taken)


async def reader(_, receive, send):
    """Read everything, and say it was well, whatever happened."""
    while True:
        try:
            message = await receive()
        except Exception:
            break
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def test_a_body_without_a_length_is_counted_as_it_comes():
    status, taken = asked(BodyGuard(reader, lambda _: 1000), [b"x" * 300] * 100)
    assert (status, taken) == (413, 4)


def test_a_body_that_stops_is_let_go():
    guard = BodyGuard(reader, lambda _: 1000, piece_seconds=0.05)
    assert asked(guard, [b"x"]) == (408, 1)


def test_who_asks_too_often_is_told_when_to_come_back(small):
    client = small.client()
    statuses = [client.get(JOBS).status_code for _ in range(7)]
    assert statuses[:5] == [200] * 5
    assert statuses[-1] == 429
    assert client.get(JOBS).headers["retry-after"] == "1"


def test_uploads_have_a_bucket_of_their_own(small):
    client = small.client()
    files = {"file": ("a.txt", b"Requirements\n- Java")}
    statuses = [client.post("/api/v1/parse/file", files=files).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get(JOBS).status_code == 200


def test_one_who_asks_too_often_stands_in_nobodys_way(small):
    small.access.add_user("ann", "a bridge over nine rivers")
    first, second = small.program(), small.program()
    assert [first.get(JOBS).status_code for _ in range(6)][-1] == 429
    assert second.get(JOBS).status_code == 200
